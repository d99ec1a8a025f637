"""How several processes on one database listened together."""

from __future__ import annotations

from bot.core.presence import Noted, Span, SpanState
from bot.storage import Database

PLACE = ("slack", "C1")
SECOND = 1_000_000
CLOSES = 100 * SECOND
READ = CLOSES + SECOND // 2


async def test_nothing_is_vouched_for_while_another_has_not_said_that_it_listened_until_then(
    database: Database,
) -> None:
    """It may have died a moment ago with what was told to it alone."""
    store = database.ledger.presence
    for owner in ("me", "you"):
        await store.note(owner, [Noted(PLACE, Span(0, 0), SpanState.ON)], {}, 0)
    for owner in ("me", "you"):
        await store.note(owner, [], {"slack": CLOSES - SECOND // 2}, CLOSES)

    async def heard(now: int):
        return (await store.of([PLACE], "me", READ, now))[PLACE]

    at_once = await heard(READ + SECOND)
    assert at_once.awaited
    assert not at_once.covers(CLOSES, READ)
    await store.note("you", [], {"slack": READ + 1}, READ + SECOND)
    told = await heard(READ + SECOND)
    assert not told.awaited
    assert told.covers(CLOSES, READ)


async def test_who_has_been_silent_for_long_is_not_awaited(database: Database) -> None:
    store = database.ledger.presence
    for owner in ("me", "you"):
        await store.note(owner, [Noted(PLACE, Span(0, 0), SpanState.ON)], {}, 0)
    await store.note("you", [], {"slack": CLOSES - SECOND}, CLOSES)
    found = (await store.of([PLACE], "me", READ, CLOSES + 8 * SECOND))[PLACE]
    assert not found.awaited
    assert not found.covers(CLOSES, READ)
    assert found.covers(CLOSES + 7 * SECOND, CLOSES + 8 * SECOND)


async def test_who_ended_in_order_is_not_awaited_either(database: Database) -> None:
    store = database.ledger.presence
    await store.note("me", [Noted(PLACE, Span(0, 0), SpanState.ON)], {}, 0)
    await store.note("you", [Noted(PLACE, Span(0, CLOSES - SECOND), SpanState.OVER)], {}, 0)
    found = (await store.of([PLACE], "me", READ, READ))[PLACE]
    assert not found.awaited
    assert found.covers(CLOSES, READ)
