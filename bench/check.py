"""`agora check` over few and over many articles."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.articles import write_articles
from bench.figures import Figure, Scale, median
from bench.running import write_config


async def measure(scale: Scale) -> list[Figure]:
    """Seconds that the command takes, with its start."""
    few = median([_seconds(scale.few_articles) for _ in range(scale.rounds)])
    many = _seconds(scale.many_articles)
    each = (many - few) / (scale.many_articles - scale.few_articles)
    return [
        Figure(
            f"`agora check` with {scale.many_articles:,} articles",
            f"{many:.2f} s",
            f"with {scale.few_articles:,}: {few:.2f} s",
            f"{each * 1000:.2f} ms for each article more",
        )
    ]


def _seconds(articles: int) -> float:
    with tempfile.TemporaryDirectory(prefix="agora-bench-") as name:
        content = Path(name) / "content"
        write_articles(content, articles)
        config = write_config(Path(name), content)
        began = time.perf_counter()
        subprocess.run([sys.executable, "-m", "bot", "check", "-c", str(config)], check=True, stdout=subprocess.DEVNULL)
        return time.perf_counter() - began
