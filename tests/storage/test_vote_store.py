"""Marks on their way into the ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from storage_audit import books, causes
from storage_builders import ALL, HOUR, LEASE, START, T0, debate, ended, event, opened, opening, voter

from bot.core.ballots import First, bit
from bot.core.debates import Choice
from bot.core.recounts import Certificate, Recounted
from bot.core.times import micros
from bot.sentences import verbatim
from bot.storage import Database

DAY = int(timedelta(hours=24) / timedelta(microseconds=1))


async def test_a_vote_is_counted_by_option_and_platform(database: Database) -> None:
    posts = await opened(database)
    votes = database.ledger.votes
    changed = await votes.cast(
        [event(posts["square"], "a", "👍"), event(posts["square"], "b", "👎"), event(posts["team"], "c", "👍", at=1)]
    )
    assert changed == {"d1"}
    snapshot = await database.ledger.debates.snapshot("d1")
    assert snapshot is not None
    assert snapshot.tally.ballots == (2, 1)
    assert snapshot.tally.of(0, "slack") == 1
    assert snapshot.tally.voters == 3
    assert snapshot.shift == ((2, 0, 0), (0, 1, 0), (0, 0, 0))
    assert snapshot.debate.revision == 1
    await books(database, "d1")


async def test_repetition_changes_nothing(database: Database) -> None:
    posts = await opened(database)
    votes = database.ledger.votes
    by_time = [event(posts["team"], "c", "👍", at=5)]
    by_arrival = [event(posts["square"], "a", "👍")]
    assert await votes.cast(by_time + by_arrival) == {"d1"}
    assert await votes.cast(by_time + by_arrival + by_time) == frozenset()
    snapshot = await database.ledger.debates.snapshot("d1")
    assert snapshot is not None
    assert snapshot.debate.revision == 1
    assert snapshot.tally.voters == 2
    # A repeated event with its time is known; one without a time may be a new one, and stays in the history.
    assert await causes(database, "d1") == [(1, "live", True), (2, "live", True), (3, "live", True)]


async def test_adding_a_adding_b_and_removing_b_counts_a(database: Database) -> None:
    posts = await opened(database)
    square = posts["square"]
    await database.ledger.votes.cast([event(square, "a", "👍"), event(square, "a", "👎")])
    assert (await books(database, "d1")).ballots["discord", "", "a"][1] == bit(1)
    await database.ledger.votes.cast([event(square, "a", "👎", added=False)])
    first, last = (await books(database, "d1")).ballots["discord", "", "a"]
    assert (first.ballot, last) == (bit(0), bit(0))


async def test_variants_are_one_option_and_one_of_them_removed_removes_nothing(database: Database) -> None:
    posts = await opened(database)
    square = posts["square"]
    await database.ledger.votes.cast([event(square, "a", r) for r in ("👍", "👍🏽", "👍#burst")])
    await database.ledger.votes.cast([event(square, "a", "👍", added=False)])
    snapshot = await database.ledger.debates.snapshot("d1")
    assert snapshot is not None
    assert snapshot.tally.ballots == (1, 0)


async def test_one_voter_over_several_posts_has_one_ballot(database: Database) -> None:
    posts = await opened(database, channels=ALL)
    await database.ledger.votes.cast([event(posts["team"], "c", "👍", at=1), event(posts["hall"], "c", "👎", at=2)])
    found = await books(database, "d1")
    assert found.ballots == {("slack", "W1", "c"): (First(bit(0), START + 1), bit(1))}
    assert found.shift == {(0, 1): 1}


async def test_saves_are_no_votes_and_count_one_a_member(database: Database) -> None:
    posts = await opened(database, channels=ALL)
    save = [event(posts["team"], "c", "🔖", at=1), event(posts["hall"], "c", "🔖", at=2)]
    assert await database.ledger.votes.cast(save) == {"d1"}
    snapshot = await database.ledger.debates.snapshot("d1")
    assert snapshot is not None
    assert (snapshot.tally.saves, snapshot.tally.voters) == (1, 0)
    saver = voter(posts["team"], "c")
    found, in_all = await database.ledger.holdings.saved(saver, 9)
    assert ([debate.id for debate in found], in_all) == (["d1"], 1)
    await database.ledger.votes.cast([event(posts["team"], "c", "🔖", added=False, at=3)])
    found, in_all = await database.ledger.holdings.saved(saver, 9)
    assert ([debate.id for debate in found], in_all) == (["d1"], 1)
    await database.ledger.votes.cast([event(posts["hall"], "c", "🔖", added=False, at=3)])
    assert await database.ledger.holdings.saved(saver, 9) == ([], 0)
    assert (await books(database, "d1")).ballots == {}


async def test_multiple_choice_counts_every_option_and_has_no_shift(database: Database) -> None:
    posts = await opened(database, choice=Choice.MULTIPLE)
    await database.ledger.votes.cast([event(posts["square"], "a", "👍"), event(posts["square"], "a", "👎")])
    snapshot = await database.ledger.debates.snapshot("d1")
    assert snapshot is not None
    assert (snapshot.tally.ballots, snapshot.tally.voters, snapshot.shift) == ((1, 1), 1, None)
    await books(database, "d1")


async def test_a_reaction_that_is_no_option_is_nothing(database: Database) -> None:
    posts = await opened(database)
    assert await database.ledger.votes.cast([event(posts["square"], "a", "🎉")]) == frozenset()
    assert await causes(database, "d1") == []
    assert await database.ledger.votes.cast([]) == frozenset()


async def test_at_closing_time_it_is_too_late_by_event_time_else_by_receipt(database: Database) -> None:
    posts = await opened(database)
    square, team = posts["square"], posts["team"]
    await database.ledger.votes.cast(
        [
            event(square, "a", "👍", received=DAY - 1),
            event(square, "b", "👍", received=DAY),
            event(team, "c", "👍", at=DAY - 1, received=DAY + 5),
            event(team, "d", "👍", at=DAY, received=DAY + 5),
        ]
    )
    found = await books(database, "d1")
    assert set(found.ballots) == {("discord", "", "a"), ("slack", "W1", "c")}
    assert [cause for _, cause, _ in await causes(database, "d1")] == ["live", "late", "live", "late"]


async def test_a_vote_in_time_that_arrives_while_closing_counts_until_the_certificate(database: Database) -> None:
    posts = await opened(database)
    ledger = database.ledger
    at = T0 + timedelta(hours=24)
    assert await ledger.closings.claim(at, "me", LEASE)
    await ledger.votes.cast([event(posts["team"], "c", "👍", at=7, received=DAY + 1)])
    assert len((await books(database, "d1")).ballots) == 1
    mended = await ledger.recounts.mend("d1", {}, closing=True, at=micros(at))
    await ledger.closings.finish("d1", Certificate(Recounted.NO, mended.ledger, mended.recount), at)
    await ledger.votes.cast([event(posts["team"], "d", "👍", at=8, received=DAY + 2)])
    assert len((await books(database, "d1")).ballots) == 1
    assert [cause for _, cause, _ in await causes(database, "d1")] == ["live", "late"]


async def test_a_debate_that_has_ended_takes_nothing(database: Database) -> None:
    posts = await opened(database)
    await ended(database)
    assert await database.ledger.votes.cast([event(posts["square"], "a", "👍")]) == frozenset()
    assert await causes(database, "d1") == []


async def test_several_debates_in_one_batch(database: Database) -> None:
    first = await opened(database, "d1")
    second = await opened(database, "d2")
    changed = await database.ledger.votes.cast(
        [event(second["square"], "a", "👍"), event(first["square"], "a", "👎"), event(second["square"], "b", "👍")]
    )
    assert changed == {"d1", "d2"}
    assert (await books(database, "d1")).tally["discord", 1] == 1
    assert (await books(database, "d2")).tally["discord", 0] == 2


async def test_a_batch_larger_than_any_list_of_ids(database: Database) -> None:
    posts = await opened(database)
    for _ in range(2):
        await database.ledger.votes.cast([event(posts["square"], str(n), "👍👎"[n % 2]) for n in range(1200)])
    found = await books(database, "d1")
    assert (found.tally["discord", 0], found.tally["discord", 1]) == (600, 600)


async def test_what_was_parked_counts_once_its_post_is_said(database: Database) -> None:
    ledger = database.ledger
    await ledger.openings.open(opening(debate("d1")))
    (square, _) = await ledger.deliveries.claim(T0, "me", LEASE, 10)
    _, nothing, sending = await ledger.posts.index()
    assert (nothing, sending) == ([], {("discord", "100"), ("slack", "C1")})
    await ledger.deliveries.said(square.id, "m1", T0)
    _, (post,), sending = await ledger.posts.index()
    assert sending == {("slack", "C1")}
    other = event(post, "z", "👍")[1]
    early = [event(post, "a", "👍")[1], event(post, "a", "👍", added=False)[1], event(post, "b", "👎")[1]]
    await ledger.parking.park([*early, other._replace(message="another")])
    assert await ledger.parking.settle(post) == {"d1"}
    assert await ledger.parking.settle(post) == frozenset()
    found = await books(database, "d1")
    assert found.tally == {("discord", 1): 1, ("discord", -1): 1}
    assert [added for _, _, added in await causes(database, "d1")] == [True, False, True]
    await ledger.parking.drop_parked("discord", "100")
    assert await ledger.parking.settle(replace(post, message="another")) == frozenset()


async def test_parked_events_stay_while_something_is_being_sent(database: Database) -> None:
    ledger = database.ledger
    posts = await opened(database)
    await ledger.openings.open(opening(debate("d2")))
    claimed = await ledger.deliveries.claim(T0, "me", LEASE, 100)
    again = next(delivery for delivery in claimed if delivery.key == "d2:square:post")
    await ledger.parking.park([event(posts["square"], "a", "👍")[1]])
    await ledger.parking.drop_parked("discord", "100")
    await ledger.deliveries.again(again.id, "me", T0 + HOUR, unclear=True, reason=verbatim("nobody knows"))
    await ledger.parking.drop_parked("discord", "100")
    assert await ledger.parking.settle(posts["square"]) == {"d1"}


async def test_a_moderator_withdraws_the_marks_of_one_emoji_or_all(database: Database) -> None:
    posts = await opened(database)
    square = posts["square"]
    await database.ledger.votes.cast(
        [event(square, "a", "👍"), event(square, "b", "👍🏽"), event(square, "c", "👎"), event(square, "c", "🔖")]
    )
    assert await database.ledger.votes.clear(square, "👍", START + 9) == {"d1"}
    assert (await books(database, "d1")).tally == {("discord", 1): 1, ("discord", -1): 1, ("discord", -3): 1}
    assert await database.ledger.votes.clear(square, None, START + 10) == {"d1"}
    assert (await books(database, "d1")).tally == {}
    assert await database.ledger.votes.clear(square, None, START + 11) == frozenset()
    mended = await database.ledger.recounts.mend("d1", {}, closing=True, at=START)
    assert [(note.key, note.args) for note in mended.notes] == [("note-cleared", (("marks", 4),))]


async def test_a_removal_of_all_after_closing_is_late(database: Database) -> None:
    posts = await opened(database)
    await database.ledger.votes.cast([event(posts["square"], "a", "👍")])
    assert await database.ledger.votes.clear(posts["square"], None, START + DAY) == frozenset()
    assert (await books(database, "d1")).tally["discord", 0] == 1
    assert [cause for _, cause, _ in await causes(database, "d1")] == ["live", "late"]


async def test_a_redelivered_addition_stays_withdrawn(database: Database) -> None:
    posts = await opened(database)
    added = event(posts["team"], "a", "👍", at=5)
    await database.ledger.votes.cast([added])
    await database.ledger.votes.clear(posts["team"], None, START + 9)
    await database.ledger.votes.cast([added])
    assert (await books(database, "d1")).tally == {}


async def test_replies_count_once_and_a_deleted_one_never_comes_back(database: Database) -> None:
    posts = await opened(database)
    ledger = database.ledger
    (seeds, _) = await ledger.deliveries.claim(T0, "me", LEASE, 10)
    await ledger.deliveries.said(seeds.id, None, T0)
    (thread,) = await ledger.deliveries.claim(T0, "me", LEASE, 10)
    await ledger.deliveries.said(thread.id, "t1", T0)
    reply = ledger.votes.reply
    writer = voter(posts["square"], "a")
    assert await reply("discord", "t1", "t1", "r1", writer, True) == {"d1"}
    assert await reply("discord", "t1", "t1", "r1", writer, True) == frozenset()
    assert await reply("discord", "t1", "t1", "r2", writer, False) == frozenset()
    assert await reply("discord", "t1", "t1", "r2", writer, True) == frozenset()
    assert await reply("discord", "elsewhere", "elsewhere", "r3", writer, True) == frozenset()
    assert (await books(database, "d1")).tally == {("discord", -4): 1}
    assert await reply("discord", "t1", "t1", "r1", writer, False) == {"d1"}
    assert await reply(
        "slack", posts["team"].channel_id, posts["team"].message, "r9", voter(posts["team"], "b"), True
    ) == {"d1"}
    assert (await books(database, "d1")).tally == {("slack", -4): 1}
    await ended(database)
    assert (
        await reply("slack", posts["team"].channel_id, posts["team"].message, "r10", voter(posts["team"], "b"), True)
        == frozenset()
    )


async def test_every_distinct_event_has_one_row_however_often_and_late_it_comes(database: Database) -> None:
    team = (await opened(database))["team"]
    votes = database.ledger.votes
    two = [event(team, "a", "👍", at=1), event(team, "a", "👍", added=False, at=2)]
    for _ in range(3):
        await votes.cast(two)
    assert await causes(database, "d1") == [(1, "live", True), (2, "live", False)]
    # Older ones that come after a removal are told once too, and what is said at another time is another event.
    older = [event(team, "a", "👍", at=0), event(team, "a", "👍", added=False, at=1)]
    await votes.cast([*older, *older])
    await votes.cast([*two, *older, event(team, "b", "👍", at=1), event(team, "a", "👎", at=1)])
    told = [added for _, _, added in await causes(database, "d1")]
    assert told == [True, False, True, False, True, True]


async def test_an_event_that_came_too_late_has_one_row_too(database: Database) -> None:
    posts = await opened(database)
    ledger, team = database.ledger, posts["team"]
    in_time = event(team, "a", "👍", at=1)
    late = [event(team, "b", "👍", at=DAY), event(team, "b", "👍", added=False, at=DAY + 1)]
    await ledger.votes.cast([in_time, *late, *late])
    await ledger.votes.cast([*late, in_time])
    await ledger.closings.claim(T0 + 24 * HOUR, "me", LEASE)
    mended = await ledger.recounts.mend("d1", {}, closing=True, at=START + DAY)
    await ledger.closings.finish("d1", Certificate(Recounted.NO, mended.ledger, mended.recount), T0 + 24 * HOUR)
    await ledger.votes.cast([in_time, *late])
    assert [(cause, added) for _, cause, added in await causes(database, "d1")] == [
        ("live", True),
        ("late", True),
        ("late", False),
    ]


async def test_a_late_crowd_that_comes_again_is_known(database: Database) -> None:
    team = (await opened(database))["team"]
    crowd = [event(team, str(n), "👍", at=DAY + n) for n in range(700)]
    await database.ledger.votes.cast(crowd)
    await database.ledger.votes.cast(crowd)
    assert len(await causes(database, "d1")) == 700
