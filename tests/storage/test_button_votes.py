"""Ballots by button in the ledger, on both databases."""

from __future__ import annotations

import asyncio
import itertools

import pytest
from storage_audit import books, causes
from storage_builders import ALL, HOUR, LEASE, START, T0, event, opened, scan, voter

from bot.core.ballots import EMPTY, First, bit
from bot.core.buttons import Press, Pressed
from bot.core.debates import BallotKind, Choice
from bot.core.recounts import Certificate, Note, Recounted
from bot.services.records import OpenPost
from bot.storage import Database

DAY = 24 * HOUR


_later = itertools.count(1)


def press(
    post: OpenPost, native: str, option: int, *, received: int | None = None, answerable: bool = True
) -> tuple[OpenPost, Press]:
    """A press, ten seconds after the one before if it is not said when."""
    at = START + (next(_later) * 10_000_000 if received is None else received)
    who = voter(post, native)
    return post, Press(post.platform, post.channel_id, post.message, who, option, at, answerable=answerable)


async def pressed(database: Database, *presses: tuple[OpenPost, Press], answered: bool = True) -> list[Pressed | None]:
    outcomes, _ = await database.ledger.votes.press(presses, {})
    if answered:
        await database.ledger.votes.answered(presses)
    return list(outcomes)


async def held(database: Database, post: OpenPost, native: str) -> tuple[int, ...]:
    return await database.ledger.holdings.held(post.platform, post.channel_id, post.message, voter(post, native))


@pytest.fixture
async def posts(database: Database) -> dict[str, OpenPost]:
    """A debate's posts in two channels, ballots by button."""
    return await opened(database, ballot=BallotKind.BUTTONS)


async def test_a_press_votes_changes_and_withdraws(database: Database, posts: dict[str, OpenPost]) -> None:
    square = posts["square"]
    assert square.ballot is BallotKind.BUTTONS
    assert await held(database, square, "a") == ()
    assert await pressed(database, press(square, "a", 0)) == [Pressed(0, 1)]
    assert await held(database, square, "a") == (0,)
    assert await pressed(database, press(square, "a", 1)) == [Pressed(1, 2)]
    assert (await books(database, "d1")).ballots["discord", "", "a"] == (First(bit(0)), bit(1))
    snapshot = await database.ledger.debates.snapshot("d1")
    assert snapshot is not None
    assert snapshot.tally.ballots == (0, 1)
    assert snapshot.shift == ((0, 1, 0), (0, 0, 0), (0, 0, 0))
    assert await pressed(database, press(square, "a", 1)) == [Pressed(2, 0)]
    assert await held(database, square, "a") == ()
    assert (await books(database, "d1")).tally == {}


async def test_presses_of_one_batch_are_taken_in_order(database: Database, posts: dict[str, OpenPost]) -> None:
    square = posts["square"]
    outcomes = await pressed(
        database, press(square, "a", 0), press(square, "b", 0), press(square, "a", 1), press(square, "a", 0)
    )
    assert outcomes == [Pressed(0, 1), Pressed(0, 1), Pressed(1, 2), Pressed(2, 1)]
    assert (await books(database, "d1")).tally == {("discord", 0): 2, ("discord", -1): 2}


async def test_a_press_that_nobody_was_told_of_is_confirmed_by_the_next(database: Database) -> None:
    """The ledger decides: it knows no process, and a press under another post of the debate is the same press."""
    posts = await opened(database, "d2", channels=ALL, ballot=BallotKind.BUTTONS)
    square, team, hall = posts["square"], posts["team"], posts["hall"]
    assert await pressed(database, press(square, "a", 0), answered=False) == [Pressed(0, 1)]
    assert await pressed(database, press(square, "a", 0), answered=False) == [Pressed(1, 1)]
    assert await pressed(database, press(square, "a", 0)) == [Pressed(1, 1)]
    assert await pressed(database, press(square, "a", 0)) == [Pressed(1, 0)]
    assert await pressed(database, press(square, "a", 1)) == [Pressed(0, 2)]
    assert await pressed(database, press(square, "a", 1, answerable=False), answered=False) == [Pressed(2, 2)]
    assert await pressed(database, press(square, "a", 1)) == [Pressed(2, 2)]
    assert await pressed(database, press(square, "a", 1)) == [Pressed(2, 0)]
    assert await pressed(database, press(team, "b", 1), answered=False) == [Pressed(0, 2)]
    assert await pressed(database, press(hall, "b", 1)) == [Pressed(2, 2)]


async def test_ten_who_were_told_that_it_failed_and_press_again_are_ten_votes(
    database: Database, posts: dict[str, OpenPost]
) -> None:
    square, crowd = posts["square"], [f"v{number}" for number in range(10)]
    replayed = [press(square, name, 0, answerable=False) for name in crowd]
    assert await pressed(database, *replayed, answered=False) == [Pressed(0, 1)] * 10
    assert await pressed(database, *(press(square, name, 0) for name in crowd)) == [Pressed(1, 1)] * 10
    assert (await books(database, "d1")).tally == {("discord", 0): 10, ("discord", -1): 10}
    assert await pressed(database, *(press(square, name, 0) for name in crowd[:3])) == [Pressed(1, 0)] * 3
    assert (await books(database, "d1")).tally == {("discord", 0): 7, ("discord", -1): 7}


async def test_an_answer_to_the_press_before_says_nothing_of_the_latest(
    database: Database, posts: dict[str, OpenPost]
) -> None:
    square, votes = posts["square"], database.ledger.votes
    first, second = press(square, "a", 0), press(square, "a", 0)
    await pressed(database, first, answered=False)
    await pressed(database, second, answered=False)
    await votes.answered([first])
    assert await pressed(database, press(square, "a", 0)) == [Pressed(1, 1)]


async def test_a_ballot_is_one_over_all_posts(database: Database) -> None:
    """Pressed under one post and again under another, the vote is withdrawn; a vote under another changes it."""
    posts = await opened(database, channels=ALL, ballot=BallotKind.BUTTONS)
    second = await opened(database, "d2", ballot=BallotKind.BUTTONS)
    team, hall = posts["team"], posts["hall"]
    assert await pressed(database, press(team, "c", 0), press(hall, "c", 1)) == [Pressed(0, 1), Pressed(1, 2)]
    assert await held(database, hall, "c") == (1,)
    assert await held(database, team, "c") == (1,)
    assert await held(database, second["team"], "c") == ()
    assert await pressed(database, press(team, "c", 1)) == [Pressed(2, 0)]
    assert (await books(database, "d1")).tally == {}


async def test_several_choices_are_held_each_for_itself(database: Database) -> None:
    posts = await opened(database, choice=Choice.MULTIPLE, ballot=BallotKind.BUTTONS)
    square = posts["square"]
    await pressed(database, press(square, "a", 0), press(square, "a", 1))
    assert await held(database, square, "a") == (0, 1)
    await pressed(database, press(square, "a", 0))
    assert await held(database, square, "a") == (1,)
    assert (await books(database, "d1")).tally == {("discord", 1): 1, ("discord", -1): 1}


async def test_reactions_are_no_votes_but_save(database: Database, posts: dict[str, OpenPost]) -> None:
    square = posts["square"]
    await database.ledger.votes.cast([event(square, "a", "👍"), event(square, "a", "🔖")])
    assert (await books(database, "d1")).tally == {("discord", -3): 1}
    assert len(await causes(database, "d1")) == 1


async def test_a_press_after_closing_is_refused_and_leaves_nothing(
    database: Database, posts: dict[str, OpenPost]
) -> None:
    square, last = posts["square"], int(DAY.total_seconds() * 1_000_000)
    assert await pressed(database, press(square, "a", 0, received=last - 1)) == [Pressed(0, 1)]
    assert await pressed(database, press(square, "b", 0, received=last), press(square, "a", 0, received=last)) == [
        None,
        None,
    ]
    assert (await books(database, "d1")).tally == {("discord", 0): 1, ("discord", -1): 1}
    assert len(await causes(database, "d1")) == 1


async def test_a_press_in_time_that_comes_to_its_turn_while_closing_counts_until_it_is_certified(
    database: Database, posts: dict[str, OpenPost]
) -> None:
    square, closings = posts["square"], database.ledger.closings
    assert len(await closings.claim(T0 + DAY, "closer", LEASE)) == 1
    assert await pressed(database, press(square, "a", 0)) == [Pressed(0, 1)]
    await closings.finish("d1", Certificate(Recounted.NO, 1, 1, notes=(Note("note-buttons"),)), T0 + DAY)
    assert await pressed(database, press(square, "a", 1)) == [None]
    assert await held(database, square, "a") == (0,)


async def test_a_recount_mends_saves_and_leaves_ballots_alone(database: Database, posts: dict[str, OpenPost]) -> None:
    square, votes, recounts = posts["square"], database.ledger.votes, database.ledger.recounts
    await pressed(database, press(square, "a", 0), press(square, "b", 1))
    await votes.cast([event(square, "a", "🔖")])
    watermark = await recounts.watermark("d1")
    seen = scan(square, {"🔖": ["b"], "👍": ["a", "c"]})
    mended = await recounts.mend("d1", {square.post: (seen, watermark)}, closing=False, at=START)
    assert (mended.added, mended.removed) == (1, 1)
    assert (await books(database, "d1")).tally == {
        ("discord", 0): 1,
        ("discord", 1): 1,
        ("discord", -1): 2,
        ("discord", -3): 1,
    }


async def test_a_moderator_who_clears_reactions_clears_no_ballots(
    database: Database, posts: dict[str, OpenPost]
) -> None:
    square, votes = posts["square"], database.ledger.votes
    await pressed(database, press(square, "a", 0))
    await votes.cast([event(square, "a", "🔖")])
    await votes.clear(square, None, START + 1)
    assert (await books(database, "d1")).tally == {("discord", 0): 1, ("discord", -1): 1}


async def test_an_attempt_that_is_repeated_turns_nothing_round(database: Database, posts: dict[str, OpenPost]) -> None:
    """A commit whose answer was lost is tried again: what it had decided stands."""
    square, votes = posts["square"], database.ledger.votes
    await pressed(database, press(square, "b", 1))
    presses = [press(square, "a", 0), press(square, "b", 1)]
    decided: dict[int, Pressed] = {}
    first, _ = await votes.press(presses, decided)
    again, changed = await votes.press(presses, decided)
    assert again == first
    assert changed == frozenset()
    assert (await books(database, "d1")).tally == {("discord", 0): 1, ("discord", -1): 1}


async def test_presses_at_once_by_one_voter_are_taken_one_after_the_other(
    database: Database, posts: dict[str, OpenPost]
) -> None:
    square = posts["square"]
    outcomes = await asyncio.gather(*(pressed(database, press(square, "a", number % 2)) for number in range(6)))
    done = [each for outcome in outcomes for each in outcome if each is not None]
    last = sum(bit(option) for option in await held(database, square, "a"))
    assert sorted([each.before for each in done] + [last]) == sorted([EMPTY] + [each.after for each in done])
    await books(database, "d1")
