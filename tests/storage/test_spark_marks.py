"""Sparks: held or not held, once for each voter and line, whatever the order of the news; and replies by stance."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from storage_builders import ALL, LEASE, START, T0, event, opened, voter

from bot.core.debates import Choice
from bot.core.marks import MarkEvent
from bot.core.recounts import Certificate, Recounted, Scan
from bot.core.sparks import REPLY, Spoken, Talk
from bot.core.tally import COMMENTS
from bot.services.records import OpenPost, Part
from bot.storage import Database

CLOSING = 24 * 3600 * 10**6
PEOPLE = ("a", "b", "c")
_debates = itertools.count(1)

few_examples = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


async def said(database: Database, debate: str = "d1", choice: Choice = Choice.SINGLE) -> dict[str, OpenPost]:
    """An open debate whose threads and lines are said too."""
    await opened(database, debate, ALL, choice=choice)
    ledger = database.ledger
    while claimed := await ledger.deliveries.claim(T0, "opener", LEASE, 100):
        for delivery in claimed:
            await ledger.deliveries.said(delivery.id, f"{debate}-{delivery.channel}-{delivery.part}", T0)
    _, posts, _ = await ledger.posts.index()
    return {post.channel: post for post in posts if post.debate == debate}


def spark(
    post: OpenPost,
    who: str,
    added: bool = True,
    *,
    on: str | None = None,
    reaction: str = "💡",
    at: int | None = None,
    received: int = 0,
) -> tuple[MarkEvent, tuple[OpenPost, ...]]:
    """A 💡 on the post's line, or on the message named."""
    _, mark = event(post, who, reaction, added, at=at, received=received)
    return mark._replace(message=on or line_of(post)), (post,)


def line_of(post: OpenPost) -> str:
    return f"{post.debate}-{post.channel}-{Part.LINE}"


def spoken(post: OpenPost, on: str | None = None) -> Spoken:
    return Spoken(0, post.post, line_of(post)) if on is None else Spoken(REPLY, post.post, on)


def shown(post: OpenPost, *people: str, short: Iterable[str] = ()) -> Scan:
    return Scan({"💡": frozenset(voter(post, who) for who in people)}, frozenset(short))


async def told(database: Database, debate: str = "d1") -> Talk:
    talk = await database.ledger.talk.told(debate)
    assert talk is not None
    return talk


async def on_line(database: Database, debate: str = "d1") -> int:
    return (await told(database, debate)).on(0)


async def test_a_spark_counts_once_for_each_voter_and_line(database: Database) -> None:
    posts = await said(database)
    votes, square = database.ledger.votes, posts["square"]
    await votes.spark([spark(square, "a"), spark(square, "a"), spark(square, "b"), spark(square, "c", False)])
    assert await on_line(database) == 2
    await votes.spark([spark(square, "a", reaction="💡#burst"), spark(square, "a", False)])
    assert await on_line(database) == 2
    await votes.spark([spark(square, "a", False, reaction="💡#burst")])
    assert await on_line(database) == 1
    await votes.spark([spark(posts["team"], "x"), spark(posts["hall"], "x")])
    talk = await told(database)
    assert [(one.line, one.voters) for one in talk.sparked] == [(Spoken(0), 2)]


async def test_only_lines_and_replies_take_sparks(database: Database) -> None:
    posts = await said(database)
    square, team = posts["square"], posts["team"]
    await database.ledger.votes.reply("slack", team.channel_id, team.thread or "", "r1", voter(team, "a"), True)
    await database.ledger.votes.spark(
        [
            spark(square, "a", on=square.message),
            spark(square, "a", on="elsewhere"),
            spark(square, "a", on="r1"),
            spark(team, "b", on="r1"),
            spark(team, "a", on="r1"),
        ]
    )
    talk = await told(database)
    assert [(one.line, one.voters) for one in talk.sparked] == [(spoken(team, "r1"), 1)], "nobody moves themselves"


async def test_a_deleted_reply_keeps_its_sparks_and_is_called_gone(database: Database) -> None:
    team = (await said(database))["team"]
    votes = database.ledger.votes
    await votes.reply("slack", team.channel_id, team.thread or "", "r1", voter(team, "a"), True)
    await votes.spark([spark(team, "b", on="r1")])
    assert await database.ledger.talk.lines("d1", 10) != []
    assert spoken(team, "r1") in await database.ledger.talk.lines("d1", 10)
    await votes.reply("slack", team.channel_id, team.thread or "", "r1", None, False)
    (one,) = (await told(database)).sparked
    assert (one.line.message, one.voters, one.gone) == ("r1", 1, True)
    assert spoken(team, "r1") not in await database.ledger.talk.lines("d1", 10)


async def test_a_spark_tells_which_way_its_voter_went(database: Database) -> None:
    posts = await said(database)
    square, votes = posts["square"], database.ledger.votes
    await votes.cast([event(square, "a", "👎"), event(square, "b", "👍"), event(square, "c", "👎")])
    await votes.cast([event(square, "a", "👎", False), event(square, "a", "👍"), event(square, "c", "👎", False)])
    await votes.spark([spark(square, who) for who in ("a", "b", "c", "d")])
    (one,) = (await told(database)).sparked
    assert one.voters == 4
    assert one.moves == {(1, 0): 1, (0, 0): 1, (1, 2): 1}


async def test_with_multiple_choice_there_is_no_shift_to_tell(database: Database) -> None:
    square = (await said(database, choice=Choice.MULTIPLE))["square"]
    await database.ledger.votes.cast([event(square, "a", "👎"), event(square, "a", "👍")])
    await database.ledger.votes.spark([spark(square, "a")])
    (one,) = (await told(database)).sparked
    assert (one.voters, one.moves) == (1, {})


async def test_after_closing_nothing_moves(database: Database) -> None:
    posts = await said(database)
    square, team = posts["square"], posts["team"]
    votes, talk = database.ledger.votes, database.ledger.talk
    await votes.spark([spark(square, "a"), spark(team, "x", at=5)])
    late = [
        spark(square, "b", received=CLOSING),
        spark(square, "a", False, received=CLOSING + 1),
        spark(team, "y", at=CLOSING, received=CLOSING),
        spark(team, "x", False, at=CLOSING + 2, received=CLOSING),
    ]
    await votes.spark(late)
    assert (await told(database)).on(0) == 2
    # What the platform shows after closing is undone from the reading, by the events that told of it.
    scans = {spoken(square): (shown(square, "b"), 10**6), spoken(team): (shown(team, "y"), 10**6)}
    assert await talk.mend_sparks("d1", scans) == 0
    assert (await told(database)).on(0) == 2
    await votes.spark([spark(team, "z", at=7, received=CLOSING)])
    assert (await told(database)).on(0) == 3, "news of a spark in time still counts until the certificate"
    await database.ledger.closings.finish("d1", Certificate(Recounted.EXACT, 0, 0, 0, 0, 0), T0)
    await votes.spark([spark(team, "q", at=8)])
    assert await talk.mend_sparks("d1", {spoken(square): (shown(square, "q"), 10**6)}) == 0
    assert (await told(database)).on(0) == 3


async def test_a_recount_leaves_alone_what_moved_meanwhile_and_what_it_could_not_read(database: Database) -> None:
    posts = await said(database)
    square, team = posts["square"], posts["team"]
    votes, recounts, talk = database.ledger.votes, database.ledger.recounts, database.ledger.talk
    await votes.spark([spark(square, "a"), spark(square, "b"), spark(team, "x", at=3)])
    watermark = await recounts.watermark("d1")
    await votes.spark([spark(square, "b", False), spark(square, "c")])
    before = shown(square, "a", "b", "d")
    assert await talk.mend_sparks("d1", {spoken(square): (before, watermark)}) == 1
    assert await on_line(database) == 4, "a, c, d and x, who was not read"
    later = await recounts.watermark("d1")
    assert await talk.mend_sparks("d1", {spoken(square): (shown(square, "a", short=("💡",)), later)}) == 0
    assert await talk.mend_sparks("d1", {spoken(team): (shown(team), later)}) == 1
    await votes.spark([spark(team, "x", at=3)])
    assert await on_line(database) == 3, "an addition that is delivered again does not come back"
    await votes.spark([spark(team, "x", at=4)])
    assert await on_line(database) == 4


instants = st.integers(0, 9)
timed = st.tuples(st.sampled_from(PEOPLE), st.sampled_from(("💡", "💡#b")), st.booleans(), instants)
stories = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(("💡", "💡#b")), st.booleans()), max_size=14)


@pytest.mark.heavy
@given(data=st.data(), story=st.lists(timed, max_size=14))
@few_examples
async def test_with_times_neither_order_nor_repetition_changes_a_spark(
    database: Database, data: st.DataObject, story: list[tuple[str, str, bool, int]]
) -> None:
    repeated = data.draw(st.lists(st.sampled_from(story), max_size=5)) if story else []
    shuffled = data.draw(st.permutations([*story, *repeated]))
    size = data.draw(st.integers(1, 20))
    debate = f"timed{next(_debates)}"
    team = (await said(database, debate))["team"]
    events = [spark(team, who, added, reaction=raw, at=at) for who, raw, added, at in shuffled]
    for start in range(0, len(events), size):
        await database.ledger.votes.spark(events[start : start + size])
    last: dict[tuple[str, str], tuple[int, bool]] = {}
    for who, raw, added, at in story:
        here = (at, not added)
        last[who, raw] = max(last.get((who, raw), here), here)
    assert await on_line(database, debate) == len({who for (who, _), (_, removed) in last.items() if not removed})


@pytest.mark.heavy
@given(story=stories, size=st.integers(1, 20))
@few_examples
async def test_without_times_arrival_decides(database: Database, story: list[tuple[str, str, bool]], size: int) -> None:
    debate = f"arrived{next(_debates)}"
    square = (await said(database, debate))["square"]
    events = [spark(square, who, added, reaction=raw) for who, raw, added in story]
    for start in range(0, len(events), size):
        await database.ledger.votes.spark(events[start : start + size])
    held = {(who, raw): added for who, raw, added in story}
    assert await on_line(database, debate) == len({who for (who, _), added in held.items() if added})


@pytest.mark.heavy
@given(story=stories, really=st.sets(st.sampled_from(PEOPLE)))
@few_examples
async def test_a_recount_repairs_whatever_was_missed(
    database: Database, story: list[tuple[str, str, bool]], really: set[str]
) -> None:
    debate = f"mended{next(_debates)}"
    posts = await said(database, debate)
    square = posts["square"]
    await database.ledger.votes.spark([spark(square, who, added, reaction=raw) for who, raw, added in story])
    scans = {spoken(square): (shown(square, *really), await database.ledger.recounts.watermark(debate))}
    await database.ledger.talk.mend_sparks(debate, scans)
    assert await on_line(database, debate) == len(really)
    again = {spoken(square): (shown(square, *really), await database.ledger.recounts.watermark(debate))}
    assert await database.ledger.talk.mend_sparks(debate, again) == 0


async def test_replies_stand_where_their_writers_ballots_stand(database: Database) -> None:
    posts = await said(database)
    square, votes = posts["square"], database.ledger.votes
    await votes.cast([event(square, "a", "👍"), event(square, "b", "👎"), event(square, "c", "👎")])
    for reply, who in enumerate(("a", "a", "b", "c", "d")):
        await votes.reply("discord", square.channel_id, square.thread or "", f"r{reply}", voter(square, who), True)
    stances = (await told(database)).stances
    assert (stances.by_option, stances.unknown, stances.replies) == ((2, 2), 1, 5)
    await votes.cast([event(square, "c", "👎", False)])
    await votes.reply("discord", square.channel_id, square.thread or "", "r0", None, False)
    stances = (await told(database)).stances
    assert (stances.by_option, stances.unknown, stances.replies) == ((1, 1), 2, 4)


async def test_a_recount_of_replies_adds_what_was_missed_and_drops_what_is_gone(database: Database) -> None:
    posts = await said(database)
    square, votes, talk = posts["square"], database.ledger.votes, database.ledger.talk
    thread, writer = square.thread or "", voter(square, "a")
    for reply in ("r1", "r2", "r3"):
        await votes.reply("discord", square.channel_id, thread, reply, writer, True)
    await votes.reply("discord", square.channel_id, thread, "r3", None, False)
    before = await talk.replies("d1")
    assert before == {square.post: {"r1", "r2"}}
    await votes.reply("discord", square.channel_id, thread, "r5", writer, True)
    found = {square.post: dict.fromkeys(("r1", "r3", "r4"), writer)}
    await talk.mend_replies("d1", found, before)
    assert await talk.replies("d1") == {square.post: {"r1", "r4", "r5"}}, "r3 was deleted, r5 came meanwhile"
    assert await _comments(database) == 3
    assert not await talk.mend_replies("d1", {square.post: found[square.post] | {"r5": writer}}, before)
    again = {square.post: dict.fromkeys(("r1", "r2", "r4", "r5"), writer)}
    assert await talk.mend_replies("d1", again, await talk.replies("d1")), "a reading that left one out is mended"
    assert await _comments(database) == 4
    await database.ledger.closings.finish("d1", Certificate(Recounted.NO, 0, 0, 0, 0, 0), T0)
    assert not await talk.mend_replies("d1", {square.post: {}}, await talk.replies("d1"))


async def test_an_unknown_author_takes_back_and_never_adds(database: Database) -> None:
    square = (await said(database))["square"]
    reply, thread = database.ledger.votes.reply, square.thread or ""
    assert await reply("discord", thread, thread, "r1", None, True) == frozenset()
    assert await reply("discord", thread, thread, "r1", None, False) == frozenset()
    assert await reply("discord", thread, thread, "r1", voter(square, "a"), True) == {"d1"}
    assert await reply("discord", thread, thread, "r1", None, False) == {"d1"}
    assert await reply("discord", thread, thread, "r1", voter(square, "a"), True) == frozenset()
    assert await _comments(database) == 0


async def test_there_is_nothing_to_tell_of_a_debate_that_is_not_there(database: Database) -> None:
    assert await database.ledger.talk.told("nowhere") is None
    assert await database.ledger.talk.lines("nowhere", 5) == []


async def _comments(database: Database) -> int:
    snapshot = await database.ledger.debates.snapshot("d1")
    assert snapshot is not None
    return snapshot.tally.of(COMMENTS)


async def test_a_spark_moves_a_debate_for_its_pages_and_not_its_tally(database: Database) -> None:
    square = (await said(database))["square"]
    before = (await database.ledger.public.standings(["d1"]))["d1"]
    await database.ledger.votes.spark([spark(square, "a", received=START)])
    after = (await database.ledger.public.standings(["d1"]))["d1"]
    assert (after.revision, after.seq > before.seq) == (before.revision, True)
