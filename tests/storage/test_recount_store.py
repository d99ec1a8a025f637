"""Recounts mend the ledger by what the platforms show."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from storage_audit import books, causes
from storage_builders import ALL, DOOR, START, T0, article, ended, event, opened, scan

from bot.core.ballots import UNDECIDED, First, bit
from bot.core.marks import Voter
from bot.core.presence import Presence
from bot.core.recounts import Scan
from bot.services.records import Mended
from bot.storage import Database, recount_store
from bot.storage.sheet import Sheet
from bot.storage.tables import marks

DAY = int(timedelta(hours=24) / timedelta(microseconds=1))


async def mend(
    database: Database,
    scans: dict[int, Scan],
    *,
    closing: bool = False,
    gaps: Mapping[int, Presence] | None = None,
    watermark: int | None = None,
) -> Mended:
    recounts = database.ledger.recounts
    mark = await recounts.watermark("d1") if watermark is None else watermark
    return await recounts.mend(
        "d1",
        {post: (seen, mark) for post, seen in scans.items()},
        closing=closing,
        at=START + DAY if closing else START + DAY - 1,
        gaps=gaps or {},
    )


async def test_what_the_platform_shows_is_added_and_what_it_lacks_removed(database: Database) -> None:
    posts = await opened(database)
    square = posts["square"]
    await database.ledger.votes.cast([event(square, "a", "👍"), event(square, "b", "👎")])
    mended = await mend(database, {square.post: scan(square, {"👍": ["a", "c"], "🎉": ["d"]})})
    assert mended == Mended(ledger=2, recount=2, added=1, removed=1, undecided=0, undatable=0, changed=True)
    found = await books(database, "d1")
    assert found.ballots["discord", "", "c"] == (First(found=bit(0)), bit(0))
    assert found.ballots["discord", "", "b"][1] == 0
    assert [cause for _, cause, _ in await causes(database, "d1")] == ["live", "live", "recount", "recount"]
    again = await mend(database, {square.post: scan(square, {"👍": ["a", "c"]})})
    assert (again.added, again.removed, again.changed) == (0, 0, False)


async def test_an_ordinary_recount_that_ends_after_closing_time_leaves_all_to_the_closing_one(
    database: Database,
) -> None:
    """It may have read what came too late, and would hide from the closing recount that nobody knows."""
    square = (await opened(database))["square"]
    recounts = database.ledger.recounts
    seen = {square.post: (scan(square, {"👍": ["a"]}), await recounts.watermark("d1"))}
    assert not (await recounts.mend("d1", seen, closing=False, at=START + DAY)).changed
    not_heard = {square.post: Presence(())}
    mended = await mend(database, {square.post: scan(square, {"👍": ["a"]})}, closing=True, gaps=not_heard)
    assert (mended.added, mended.undatable, mended.recount) == (1, 1, 1)


async def test_a_post_that_was_not_read_keeps_its_marks(database: Database) -> None:
    posts = await opened(database)
    await database.ledger.votes.cast([event(posts["team"], "c", "👍", at=1)])
    mended = await mend(database, {posts["square"].post: scan(posts["square"], {})}, closing=True)
    assert (mended.recount, mended.removed) == (1, 0)


async def test_two_found_options_leave_the_ballot_undecided_until_a_later_mark(database: Database) -> None:
    posts = await opened(database, channels=ALL)
    team, hall = posts["team"], posts["hall"]
    mended = await mend(database, {team.post: scan(team, {"👍": ["c"]}), hall.post: scan(hall, {"👎": ["c"]})})
    assert (mended.recount, mended.undecided) == (0, 1)
    found = await books(database, "d1")
    assert found.ballots["slack", "W1", "c"] == (First(found=UNDECIDED), UNDECIDED)
    assert found.shift == {(2, 2): 1}
    await database.ledger.votes.cast([event(team, "c", "👍", added=False, at=9)])
    assert (await books(database, "d1")).ballots["slack", "W1", "c"][1] == bit(1)


async def test_one_found_option_is_later_than_what_was_in_the_ledger(database: Database) -> None:
    posts = await opened(database)
    square = posts["square"]
    await database.ledger.votes.cast([event(square, "a", "👍")])
    await mend(database, {square.post: scan(square, {"👍": ["a"], "👎": ["a"]})})
    assert (await books(database, "d1")).ballots["discord", "", "a"] == (First(dated=bit(0)), bit(1))


async def test_an_event_gives_a_found_mark_its_time(database: Database) -> None:
    posts = await opened(database)
    team = posts["team"]
    await mend(database, {team.post: scan(team, {"👍": ["c"]})})
    await database.ledger.votes.cast([event(team, "c", "👍", at=3)])
    found = await books(database, "d1")
    assert found.ballots["slack", "W1", "c"] == (First(bit(0), START + 3), bit(0))
    assert found.marks[("slack", "W1", "c"), team.post, "👍"] == (0, (START + 3,), None, False)


async def test_a_removal_is_dated_as_the_mark_so_that_its_redelivery_changes_nothing(database: Database) -> None:
    posts = await opened(database)
    team = posts["team"]
    added = event(team, "c", "👍", at=3)
    await database.ledger.votes.cast([added])
    mended = await mend(database, {team.post: scan(team, {})})
    assert mended.removed == 1
    await database.ledger.votes.cast([added])
    found = await books(database, "d1")
    assert found.tally == {}
    assert found.marks[("slack", "W1", "c"), team.post, "👍"] == (0, (), START + 3, False)


async def test_an_event_since_the_scan_began_knows_better(database: Database) -> None:
    posts = await opened(database)
    square = posts["square"]
    recounts = database.ledger.recounts
    await database.ledger.votes.cast([event(square, "a", "👍"), event(square, "b", "👍")])
    watermark = await recounts.watermark("d1")
    await database.ledger.votes.cast([event(square, "a", "👍", added=False), event(square, "c", "👎")])
    assert await recounts.touched(square.post, watermark) == {
        (Voter("discord", "", "a"), "👍"),
        (Voter("discord", "", "c"), "👎"),
    }
    assert await recounts.touched(posts["team"].post, watermark) == frozenset()
    mended = await mend(database, {square.post: scan(square, {"👍": ["a", "b"]})}, watermark=watermark)
    assert (mended.added, mended.removed, mended.recount) == (0, 0, 2)


async def test_a_short_list_removes_nothing(database: Database) -> None:
    posts = await opened(database)
    team = posts["team"]
    await database.ledger.votes.cast([event(team, native, "👍", at=1) for native in "abc"])
    mended = await mend(database, {team.post: scan(team, {"👍": ["a", "z"]}, short=["👍"])})
    assert (mended.added, mended.removed, mended.recount) == (1, 0, 4)


async def test_bursts_and_skin_tones_are_marks_of_their_option_and_custom_emoji_too(database: Database) -> None:
    posts = await opened(database, over=article(options=(*article().options, DOOR)))
    square = posts["square"]
    await mend(database, {square.post: scan(square, {"👍🏽": ["a"], "👎#burst": ["b"], "<:door:123>#burst": ["c"]})})
    assert (await books(database, "d1")).tally == {("discord", n): 1 for n in (0, 1, 2)} | {("discord", -1): 3}


async def test_late_marks_are_undone_from_the_closing_scan(database: Database) -> None:
    posts = await opened(database)
    square = posts["square"]
    await database.ledger.votes.cast([event(square, native, "👍") for native in "abc"])
    await database.ledger.votes.cast(
        [
            event(square, "a", "👎", received=DAY + 1),
            # Adding what is held has no effect; the removal after it is what was late.
            event(square, "b", "👍", received=DAY + 2),
            event(square, "b", "👍", added=False, received=DAY + 3),
            # Taken back and added again, both late; that it was taken back once more was never told.
            event(square, "c", "👍", added=False, received=DAY + 4),
            event(square, "c", "👍", received=DAY + 5),
        ]
    )
    mended = await mend(database, {square.post: scan(square, {"👍": ["a"], "👎": ["a"]})}, closing=True)
    assert (mended.ledger, mended.recount, mended.added, mended.removed) == (3, 3, 0, 0)


async def test_after_downtime_ballots_that_only_the_scan_knows_can_not_be_dated(database: Database) -> None:
    posts = await opened(database)
    square = posts["square"]
    await database.ledger.votes.cast([event(square, "a", "👍"), event(square, "b", "👍")])
    seen = {"👍": ["a", "b", "c"], "👎": ["b", "d"], "👎🏽": ["d"]}
    mended = await mend(database, {square.post: scan(square, seen)}, closing=True, gaps={square.post: Presence()})
    assert mended.undatable == 3
    assert (mended.ledger, mended.recount, mended.added) == (2, 4, 4)
    again = await mend(database, {square.post: scan(square, seen)}, closing=True, gaps={square.post: Presence()})
    assert (again.ledger, again.recount, again.added, again.undatable) == (2, 4, 4, 3)


async def test_a_recount_is_due_until_a_scan_that_began_later(database: Database) -> None:
    recounts = database.ledger.recounts
    posts = await opened(database)
    square = posts["square"]
    assert await recounts.due(T0) == []
    await recounts.mark_due(platform="discord")
    assert [one.debate for one in await recounts.due(T0)] == ["d1"]
    watermark = await recounts.watermark("d1")
    await recounts.mark_due(posts=[square.post])
    await mend(database, {square.post: scan(square, {})}, watermark=watermark)
    assert [one.debate for one in await recounts.due(T0)] == ["d1"]
    await mend(database, {square.post: scan(square, {})})
    assert await recounts.due(T0) == []
    await recounts.mark_due(platform="discord", channels=["elsewhere"])
    await recounts.mark_due(platform="slack", channels=[square.channel_id])
    assert await recounts.due(T0) == []
    await recounts.mark_due(platform="discord", channels=[square.channel_id, "elsewhere"])
    assert [one.debate for one in await recounts.due(T0)] == ["d1"]
    await mend(database, {square.post: scan(square, {})})
    await recounts.mark_due(platform="telegram")
    await recounts.mark_due(posts=[])
    assert await recounts.due(T0) == []


async def test_due_debates_come_by_closing_time_and_only_while_open(database: Database) -> None:
    recounts = database.ledger.recounts
    await opened(database, "d1")
    await opened(database, "d2")
    await database.ledger.closings.close_early("d2", T0 + timedelta(hours=1))
    await recounts.mark_due(platform="slack")
    assert [one.debate for one in await recounts.due(T0)] == ["d2", "d1"]
    assert [one.debate for one in await recounts.due(T0 + timedelta(hours=1))] == ["d1"]


async def test_a_debate_that_has_ended_is_not_mended(database: Database) -> None:
    posts = await opened(database)
    square = posts["square"]
    await ended(database)
    mended = await mend(database, {square.post: scan(square, {"👍": ["a"]})})
    assert mended == Mended(0, 0, 0, 0, 0, 0)
    assert await database.ledger.recounts.watermark("nothing") == 0


async def test_a_ledger_of_several_pages_is_compared_as_one(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recount_store, "_PAGE", 3)
    posts = await opened(database)
    square, team = posts["square"], posts["team"]
    await database.ledger.votes.cast(
        [event(post, native, emoji) for post in (square, team) for native in "abcdefg" for emoji in ("👍", "👎")]
    )
    same = {post.post: (scan(post, {"👍": "abcdefg", "👎": "abcdefg"}), 99) for post in (square, team)}
    assert not await database.ledger.recounts.untold("d1", same)
    other = {square.post: (scan(square, {"👍": "abcdefh", "👎": "acdefg"}), 99), team.post: same[team.post]}
    mended = await database.ledger.recounts.mend("d1", other, closing=False, at=START)
    assert (mended.added, mended.removed) == (1, 2)
    assert not await database.ledger.recounts.untold("d1", other)
    await books(database, "d1")


async def test_many_voters_are_mended_some_at_a_time_and_all_in_one_place_of_the_history(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The transaction stands on the event loop: whoever else is on it has a turn after some voters."""
    square = (await opened(database))["square"]
    at_a_stretch, stretches = 0, []
    find = Sheet.find

    def counted(*asked: Any) -> None:
        nonlocal at_a_stretch
        at_a_stretch += 1
        find(*asked)

    async def others() -> None:
        nonlocal at_a_stretch
        while True:
            stretches.append(at_a_stretch)
            at_a_stretch = 0
            await asyncio.sleep(0)

    monkeypatch.setattr(Sheet, "find", counted)
    people = [f"u{number:04}" for number in range(1_200)]
    beside = asyncio.create_task(others())
    mended = await mend(database, {square.post: scan(square, {"👍": people[:700], "👎": people[600:]})})
    beside.cancel()
    assert (mended.added, mended.recount, mended.undecided) == (1_300, 1_100, 100)
    assert max(stretches) <= 500
    found = await books(database, "d1")
    assert len(found.ballots) == 1_200
    seqs = select(marks.c.seq).distinct()
    assert await database.connections.read(lambda db: db.execute(seqs).scalars().all()) == [1]
