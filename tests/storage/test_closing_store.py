"""Ending debates."""

from __future__ import annotations

import asyncio

from storage_builders import BOTH, HOUR, LEASE, MINUTE, T0, debate, opened, opening

from bot.core.debates import DebateState, PostState
from bot.core.recounts import Certificate, Recounted
from bot.sentences import verbatim
from bot.services.records import DeliveryState, Part
from bot.storage import Database

DAY = 24 * HOUR
DONE = Certificate(Recounted.NO, 0, 0)


async def state(database: Database, debate_id: str = "d1") -> DebateState:
    found = await database.ledger.debates.get(debate_id)
    assert found is not None
    return found.state


async def test_a_debate_is_taken_over_when_its_time_is_up(database: Database) -> None:
    closings = database.ledger.closings
    await opened(database)
    assert await closings.claim(T0 + DAY - MINUTE, "me", LEASE) == []
    (closing,) = await closings.claim(T0 + DAY, "me", LEASE)
    assert (closing.debate.id, closing.debate.state, closing.began_at) == ("d1", DebateState.CLOSING, T0 + DAY)
    assert await closings.claim(T0 + DAY, "other", LEASE) == []


async def test_one_cut_short_is_taken_up_again_and_remembers_when_it_began(database: Database) -> None:
    closings = database.ledger.closings
    await opened(database)
    await closings.claim(T0 + DAY, "me", LEASE)
    assert await closings.renew("d1", "me", T0 + DAY + 2 * LEASE)
    assert not await closings.renew("d1", "other", T0 + DAY + 9 * LEASE)
    assert await closings.claim(T0 + DAY + LEASE, "other", LEASE) == []
    (closing,) = await closings.claim(T0 + DAY + 2 * LEASE, "other", LEASE)
    assert closing.began_at == T0 + DAY
    assert not await closings.renew("d1", "me", T0 + 2 * DAY)
    await database.ledger.processes.gone("other")
    assert len(await closings.claim(T0 + DAY + 2 * LEASE, "third", LEASE)) == 1
    await database.ledger.processes.all_gone()
    assert len(await closings.claim(T0 + DAY + 2 * LEASE, "fourth", LEASE)) == 1


async def test_two_processes_do_not_close_one_debate_together(database: Database) -> None:
    for number in range(3):
        await opened(database, f"d{number}")
    claims = await asyncio.gather(*(database.ledger.closings.claim(T0 + DAY, f"p{n}", LEASE) for n in range(4)))
    assert sorted(closing.debate.id for claim in claims for closing in claim) == ["d0", "d1", "d2"]


async def test_closing_early_moves_the_closing_time_forward_only(database: Database) -> None:
    closings = database.ledger.closings
    await opened(database)
    await closings.close_early("d1", T0 + 2 * DAY)
    assert await closings.claim(T0 + HOUR, "me", LEASE) == []
    await closings.close_early("d1", T0 + HOUR)
    (closing,) = await closings.claim(T0 + HOUR, "me", LEASE)
    assert closing.debate.closes_at == T0 + HOUR
    await closings.close_early("d1", T0)
    found = await database.ledger.debates.get("d1")
    assert found is not None
    assert found.closes_at == T0 + HOUR


async def test_finishing_cancels_what_is_unsaid_and_plans_the_results(database: Database) -> None:
    ledger = database.ledger
    await ledger.openings.open(opening(debate(), BOTH))
    (square, team) = await ledger.deliveries.claim(T0, "me", LEASE, 10)
    await ledger.deliveries.said(square.id, "m1", T0)
    await ledger.deliveries.again(team.id, "me", T0 + HOUR, unclear=False, reason=verbatim("the platform is away"))
    await ledger.closings.claim(T0 + DAY, "me", LEASE)
    await ledger.closings.finish("d1", DONE, T0 + DAY)
    assert await state(database) is DebateState.CLOSING
    kept = {d.key: d.state for d in await ledger.outcomes.of_debate("d1")}
    assert kept["d1:square:post"] is DeliveryState.SAID
    assert {kept[f"d1:square:{part}"] for part in ("seeds", "thread", "line")} == {DeliveryState.FAILED}
    assert {kept[f"d1:team:{part}"] for part in ("post", "seeds")} == {DeliveryState.FAILED}
    assert {kept[f"d1:square:{part}"] for part in ("result", "closed")} == {DeliveryState.PLANNED}
    assert "d1:team:result" not in kept
    assert [post.state for post in await ledger.debates.posts("d1")] == [PostState.SAID, PostState.FAILED]
    assert await ledger.closings.claim(T0 + 2 * DAY, "other", LEASE) == []
    claimed = await ledger.deliveries.claim(T0 + DAY, "me", LEASE, 10)
    assert [delivery.part for delivery in claimed] == [Part.RESULT]


async def test_the_first_certificate_stays(database: Database) -> None:
    closings = database.ledger.closings
    await opened(database)
    await closings.finish("d1", Certificate(Recounted.EXACT, 3, 0), T0 + DAY)
    await closings.finish("d1", DONE, T0 + DAY)
    await closings.void("d1", T0 + DAY)
    await closings.finish("nothing", DONE, T0 + DAY)
    await closings.void("nothing", T0 + DAY)
    snapshot = await database.ledger.debates.snapshot("d1")
    assert snapshot is not None
    assert snapshot.certificate == Certificate(Recounted.EXACT, 3, 0)


async def test_without_a_said_post_it_is_closed_at_once(database: Database) -> None:
    posts = await opened(database)
    for post in posts.values():
        await database.ledger.posts.deleted(post.post)
    await database.ledger.closings.finish("d1", DONE, T0 + DAY)
    assert await state(database) is DebateState.CLOSED


async def test_a_debate_that_was_said_nowhere_is_void(database: Database) -> None:
    ledger = database.ledger
    await ledger.openings.open(opening(debate(), BOTH))
    await ledger.closings.void("d1", T0 + DAY)
    assert await state(database) is DebateState.VOID
    assert {post.state for post in await ledger.debates.posts("d1")} == {PostState.FAILED}
    assert {d.state for d in await ledger.outcomes.of_debate("d1")} == {DeliveryState.FAILED}
    assert await ledger.closings.claim(T0 + 2 * DAY, "me", LEASE) == []


async def test_a_debate_that_was_said_meanwhile_is_not_void(database: Database) -> None:
    """The process that closes looked before the other one had written down that its post stands there."""
    ledger = database.ledger
    await ledger.openings.open(opening(debate(), BOTH))
    post, _ = await ledger.deliveries.claim(T0, "outbox", LEASE, 10)
    await ledger.closings.claim(T0 + DAY, "me", LEASE)
    await ledger.deliveries.said(post.id, "m1", T0 + DAY)
    assert not await ledger.closings.void("d1", T0 + DAY)
    assert await state(database) is DebateState.CLOSING
    assert [post.state for post in await ledger.debates.posts("d1")] == [PostState.SAID, PostState.PLANNED]
