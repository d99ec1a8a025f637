"""Votes around the end of a debate, and waiting until they are seen."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

from bot.core.debates import DebateState
from bot.services.voting.recount import Readings
from tests.patience import PATIENCE

HOUR = timedelta(hours=1)
MANY = 10_000
OPTIONS = ("🚪", "🌳", "🤔")


def notes(certificate) -> set[str]:
    return {note.key for note in certificate.notes}


async def vote(bot, number: int, person: str, emoji: str, *, on: bool = True) -> None:
    await bot.chat.store.react(number, person, emoji, on=on)


async def until_ballots(bot, debate: str, *expected: int) -> None:
    async def counted() -> bool:
        return await bot.ballots(debate) == expected

    await bot.until(counted)


async def voted(bot, emoji: str, *people: str) -> tuple[str, int]:
    """A debate in the square in which these people have chosen the same; gives its id and its post's number."""
    debate = await bot.open()
    number = await bot.message_of(debate)
    for person in people:
        await vote(bot, number, person, emoji)
    await until_ballots(bot, debate, *(len(people) if option == emoji else 0 for option in OPTIONS))
    return debate, number


async def until_closing(bot, debate: str) -> None:
    async def closing() -> bool:
        return (await bot.snapshot(debate)).debate.state is DebateState.CLOSING

    await bot.until(closing)


async def until_received(bot, debate: str, events: int) -> None:
    """Wait until the ledger's history has that many events."""

    async def received() -> bool:
        return await bot.app.database.ledger.recounts.watermark(debate) >= events

    await bot.until(received)


async def until_unread(bot) -> None:
    """Wait until a whole round of readings has failed: what is read next begins a round of its own."""
    read, failed = bot.app.recounter.read, asyncio.Event()

    async def watched(*args: Any, **kwargs: Any) -> Readings:
        readings = await read(*args, **kwargs)
        if readings.unread:
            failed.set()
        return readings

    bot.app.recounter.read = watched
    try:
        async with asyncio.timeout(PATIENCE):
            await failed.wait()
    finally:
        bot.app.recounter.read = read
