"""From the command to the bot being ready."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.dependencies import program
from bench.figures import Figure, Scale, median
from bench.running import running_bot, write_config


async def measure(scale: Scale) -> list[Figure]:
    """Seconds until `/readyz` answers 200, with a new database and with one that is there."""
    firsts, agains, imports = [], [], []
    for _ in range(scale.rounds):
        with tempfile.TemporaryDirectory(prefix="agora-bench-") as folder:
            config = write_config(Path(folder))
            with running_bot(config) as (_, seconds):
                firsts.append(seconds)
            with running_bot(config) as (_, seconds):
                agains.append(seconds)
        imports.append(_seconds_to_import())
    first, again, bare = median(firsts), median(agains), median(imports)
    baseline = f"importing the dependencies alone: {bare:.2f} s"
    return [
        Figure("start-up", f"{again:.2f} s", baseline, f"{again / bare:.2f} times as long"),
        Figure("start-up with a new database", f"{first:.2f} s", baseline, f"{first / bare:.2f} times as long"),
    ]


def _seconds_to_import() -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, "-c", program()], check=True)
    return time.perf_counter() - began
