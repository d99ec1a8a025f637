"""A SQLite ledger with all tables and nothing in them, made once a process: making it takes longer than most tests."""

from __future__ import annotations

import asyncio
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from bot.storage import open_ledger


def lay_empty_ledger(file: Path) -> None:
    """Put one at `file`, unless a file is there."""
    if not file.exists():
        file.write_bytes(_empty_ledger())


@cache
def _empty_ledger() -> bytes:
    async def make(file: Path) -> None:
        database = await open_ledger(f"sqlite:///{file}")
        await database.close()

    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as beside_the_tests_loop:
        file = Path(folder) / "agora.db"
        beside_the_tests_loop.submit(asyncio.run, make(file)).result()
        return file.read_bytes()
