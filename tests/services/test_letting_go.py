"""A bot that ends lets go of what it had claimed, and of its sign of life."""

from __future__ import annotations

import pytest

from bot.errors import StorageBusy


async def test_a_database_that_is_busy_is_asked_again(bots, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where several bots share one, what another writes at the same moment may stand in the way."""
    tries: list[str] = []
    async with bots() as bot:
        processes = bot.app.database.ledger.processes
        gone = processes.gone

        async def gone_at_last(process: str) -> None:
            tries.append(process)
            if len(tries) < 3:
                raise StorageBusy("The database server is locked by another program.")
            await gone(process)

        monkeypatch.setattr(processes, "gone", gone_at_last)
    assert tries == [bot.app.owner] * 3
