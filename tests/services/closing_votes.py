"""Votes around the end of a debate, and waiting until they are seen."""

from __future__ import annotations

from datetime import timedelta

from bot.core.debates import DebateState

HOUR = timedelta(hours=1)
MANY = 10_000


def notes(certificate) -> set[str]:
    return {note.key for note in certificate.notes}


async def vote(bot, number: int, person: str, emoji: str, *, on: bool = True) -> None:
    await bot.chat.store.react(number, person, emoji, on=on)


async def until_ballots(bot, debate: str, *expected: int) -> None:
    async def counted() -> bool:
        return await bot.ballots(debate) == expected

    await bot.until(counted)


async def until_closing(bot, debate: str) -> None:
    async def closing() -> bool:
        return (await bot.snapshot(debate)).debate.state is DebateState.CLOSING

    await bot.until(closing)


async def until_received(bot, debate: str, events: int) -> None:
    """Wait until the ledger's history has that many events."""

    async def received() -> bool:
        return await bot.app.database.ledger.recounts.watermark(debate) >= events

    await bot.until(received)
