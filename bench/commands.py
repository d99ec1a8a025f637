"""Short commands: the processor time that each takes, from its start to its end."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.figures import Figure, Scale, median
from bench.running import write_config
from bot.app.demo import shipped_content

SECONDS_FOR_RESULTS = 0.6
IMPORTS = "import asyncio, babel.dates, fluent.runtime, pydantic, sqlalchemy, typer, yaml; pydantic.TypeAdapter(int)"
"""What a command that reads the database can't do without."""


async def measure(scale: Scale) -> list[Figure]:
    """User and system time of each command as a process of its own; the middle one of many."""
    with tempfile.TemporaryDirectory(prefix="agora-bench-") as folder:
        config = str(write_config(Path(folder)))
        article = sorted((shipped_content() / "articles").glob("*.md"))[0]
        slug = article.stem.split("-", 3)[-1]
        post = median([_seconds("-m", "bot", "post", slug, "--again", "-c", config) for _ in range(scale.rounds)])
        commands = (["results"], ["results", "--format", "json"], ["feedback", "list"], ["schedule"], ["check"])
        took = {" ".join(one): _of_many(scale, "-m", "bot", *one, "-c", config) for one in commands}
    bare = _of_many(scale, "-c", "pass")
    imports = _of_many(scale, "-c", IMPORTS)
    baseline = (
        f"an empty program: {bare:.2f} s; importing SQLAlchemy, pydantic, Typer, Babel and Fluent: {imports:.2f} s"
    )
    figures = [
        Figure(
            f"processor time of `agora {name}`", f"{seconds:.2f} s", baseline, f"{seconds / imports:.2f} times as long"
        )
        for name, seconds in {**took, f"post {slug}": post}.items()
    ]
    asked = f"at most {SECONDS_FOR_RESULTS:g} s"
    held = took["results"] <= SECONDS_FOR_RESULTS
    first = figures[0]
    return [Figure(first.what, first.measured, first.baseline, first.ratio, asked, held), *figures[1:]]


def _of_many(scale: Scale, *arguments: str) -> float:
    return median([_seconds(*arguments) for _ in range(5 * scale.rounds)])


def _seconds(*arguments: str) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
