"""What tests of commands begin with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from tests.services.commands_square import Square, a_square


@pytest_asyncio.fixture
async def square(tmp_path: Path) -> AsyncIterator[Square]:
    """The parts of a bot that answer commands, over a real ledger."""
    async with a_square(tmp_path) as made:
        yield made
