"""Recounts mend the ledger in the writer's turn, and know what was late."""

from __future__ import annotations

import asyncio

from services_clock import MovableClock
from services_ledger import DOOR, TREE, event, opened

from bot.core.marks import MarkEvent, Voter
from bot.core.presence import Presence, Span
from bot.core.recounts import Scan
from bot.core.times import micros
from bot.log import get_logger
from bot.platforms.local.fault_injection import Faults
from bot.services.records import Mended, OpenPost
from bot.services.voting.open_posts import OpenPosts
from bot.services.voting.recount import Readings, Recounter
from bot.services.voting.writer import VoteWriter
from bot.storage import Database


def seen(**holders: str) -> Scan:
    """What a scan shows: voters by option, each voter one letter."""
    named = {"door": DOOR, "tree": TREE}
    found = {named[name]: frozenset(Voter("discord", "", voter) for voter in who) for name, who in holders.items()}
    return Scan(found, own=frozenset({DOOR, TREE}))


def timed(post: OpenPost, voter: str, emoji: str, seconds: int, *, added: bool = True) -> MarkEvent:
    """An event so many seconds after closing."""
    at = micros(post.closes_at) + seconds * 1_000_000
    return event(voter, emoji, added=added)._replace(at=at, received_at=at)


def received(post: OpenPost, voter: str, emoji: str, seconds: int, *, added: bool = True) -> MarkEvent:
    """An event without a time of its own, received so many seconds after closing."""
    return timed(post, voter, emoji, seconds, added=added)._replace(at=None)


async def close(database: Database, post: OpenPost, scan: Scan, heard: Presence | None = None) -> Mended:
    """Mend as a closing recount does; `heard` tells when the post was listened to, where there was a gap."""
    recounts = database.ledger.recounts
    watermark = await recounts.watermark(post.debate)
    gaps = {post.post: heard} if heard is not None else {}
    return await recounts.mend(
        post.debate, {post.post: (scan, watermark)}, closing=True, at=micros(post.closes_at), gaps=gaps
    )


async def ballots(database: Database) -> tuple[int, ...]:
    snapshot = await database.ledger.debates.snapshot("d1")
    assert snapshot is not None
    return snapshot.tally.ballots


async def test_the_first_late_event_tells_how_a_mark_stood_at_closing(database) -> None:
    post = await opened(database)
    cast = [
        # Its removal before closing never arrived; that it was added late tells that it was gone.
        timed(post, "a", DOOR, -60),
        timed(post, "a", DOOR, 10),
        # Taken back and added again after closing, told in another order and twice.
        timed(post, "b", TREE, -60),
        timed(post, "b", TREE, 30),
        timed(post, "b", TREE, 20, added=False),
        timed(post, "b", TREE, 30),
        # Its addition never arrived; that it was taken back late tells that it was there.
        timed(post, "c", TREE, 15, added=False),
    ]
    await database.ledger.votes.cast([(post, each) for each in cast])
    mended = await close(database, post, seen(door="a", tree="b"))
    assert await ballots(database) == (0, 2)
    assert (mended.added, mended.removed) == (1, 1)


async def test_a_late_removal_of_what_nobody_holds_any_more_is_undone(database) -> None:
    """The reaction is not on the message at all when it is scanned."""
    post = await opened(database)
    await database.ledger.votes.cast([(post, timed(post, "c", TREE, 15, added=False))])
    mended = await close(database, post, seen())
    assert (mended.added, mended.recount) == (1, 1)
    assert await ballots(database) == (0, 1)


async def test_without_event_times_a_late_addition_of_what_is_held_changes_nothing(database) -> None:
    post = await opened(database)
    late = micros(post.closes_at) + 1
    again = event("a", DOOR)._replace(received_at=late)
    await database.ledger.votes.cast([(post, event("a", DOOR)), (post, again)])
    await close(database, post, seen(door="a"))
    assert await ballots(database) == (1, 0)


async def test_what_was_told_again_after_closing_is_not_undone_and_what_was_heard_then_is(database) -> None:
    """Nobody listened from 10 seconds before closing until 10 seconds after it; 5 seconds after it all was told."""
    post = await opened(database)
    closes_at = micros(post.closes_at)
    heard = Presence((Span(0, closes_at - 10_000_000), Span(closes_at + 10_000_000, closes_at + 60_000_000)))
    cast = [
        received(post, "a", TREE, -20),
        received(post, "b", TREE, -20),
        # Told again: added, added and then taken back when it was heard, taken back.
        received(post, "c", DOOR, 5),
        received(post, "d", DOOR, 5),
        received(post, "d", DOOR, 20, added=False),
        received(post, "b", TREE, 5, added=False),
        # Heard to be late.
        received(post, "e", DOOR, 20),
        received(post, "a", TREE, 20, added=False),
    ]
    await database.ledger.votes.cast([(post, each) for each in cast])
    mended = await close(database, post, seen(door="ce"), heard)
    assert await ballots(database) == (2, 1)
    assert (mended.added, mended.removed, mended.undatable) == (2, 1, 2)


async def test_where_there_is_no_gap_all_that_came_after_closing_is_undone(database) -> None:
    post = await opened(database)
    await database.ledger.votes.cast([(post, received(post, "c", DOOR, 5))])
    mended = await close(database, post, seen(door="c"))
    assert (mended.added, mended.undatable) == (0, 0)
    assert await ballots(database) == (0, 0)


async def test_what_was_received_before_a_recount_is_written_before_it(database) -> None:
    """Two options that a recount finds leave a ballot undecided; the events that wait to be written know better."""
    post = await opened(database)
    ledger = database.ledger
    index = OpenPosts(ledger.posts)
    await index.refresh()
    writer = VoteWriter(ledger.votes, ledger.parking, ledger.recounts, index, on_change=lambda _: None)
    recounter = Recounter(
        recounts=ledger.recounts,
        posts=ledger.posts,
        readers={},
        messengers={},
        clock=MovableClock(),
        log=get_logger("test"),
        in_turn=writer.in_turn,
    )
    debate = await ledger.debates.get("d1")
    assert debate is not None
    votes = [asyncio.create_task(writer.record(event("a", emoji))) for emoji in (DOOR, TREE)]
    await asyncio.sleep(0)
    assert writer.waiting == 2
    found = seen(door="a", tree="a")
    mending = asyncio.create_task(recounter.mend(debate, Readings({post.post: (found, 0)})))
    writing = asyncio.create_task(writer.run())
    await asyncio.gather(mending, *votes)
    writing.cancel()
    snapshot = await ledger.debates.snapshot("d1")
    assert snapshot is not None
    assert (snapshot.tally.ballots, snapshot.tally.undecided) == ((0, 1), 0)


async def test_a_post_that_is_not_read_in_time_is_unread(bots) -> None:
    faults = Faults()
    async with bots(faults=faults) as bot:
        debate = await bot.open()
        await bot.message_of(debate)
        snapshot = await bot.snapshot(debate)
        faults.slow = 60.0
        readings = await bot.app.recounter.read(snapshot.debate, snapshot.posts, within=0.05)
        faults.slow = 0.0
        assert readings.scans == {}
        assert list(readings.unread.values()) == ["it could not be read in time"]
        again = await bot.app.recounter.read(snapshot.debate, snapshot.posts, within=30.0)
        assert not again.unread
