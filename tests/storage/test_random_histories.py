"""Whatever happens, tally, ballots and shift equal a count from scratch; with event times, order changes nothing."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from storage_audit import books
from storage_builders import ALL, START, event, opened, scan, voter

from bot.core.debates import Choice
from bot.storage import Database

pytestmark = pytest.mark.heavy

REACTIONS = ("👍", "👍🏽", "👎", "👎#burst", "🔖")
PEOPLE = ("a", "b", "c")
CHANNELS = ("square", "team", "hall")

_debates = itertools.count(1)

few_examples = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

instants = st.integers(0, 12)
reactions = st.sampled_from(REACTIONS)
people = st.sampled_from(PEOPLE)
timed = st.tuples(st.sampled_from(("team", "hall")), people, reactions, st.booleans(), instants)
untimed = st.tuples(st.just("square"), people, reactions, st.booleans(), st.none())
batches = st.lists(st.one_of(timed, untimed), max_size=8).map(lambda events: ("cast", events))
seen = st.dictionaries(reactions, st.sets(people, max_size=3), max_size=4)
recounts = st.tuples(st.just("recount"), st.dictionaries(st.sampled_from(CHANNELS), seen, min_size=1))
clearings = st.tuples(st.just("clear"), st.tuples(st.sampled_from(CHANNELS), st.sampled_from(("👍", "👎", None))))
replies = st.tuples(
    st.just("reply"), st.tuples(st.sampled_from(CHANNELS), people, st.sampled_from("12"), st.booleans())
)


@given(
    steps=st.lists(st.one_of(batches, batches, recounts, clearings, replies), max_size=7),
    choice=st.sampled_from(Choice),
)
@few_examples
async def test_the_kept_tally_equals_a_count_from_scratch(
    database: Database, steps: list[tuple[str, Any]], choice: Choice
) -> None:
    debate = f"kept{next(_debates)}"
    posts = await opened(database, debate, ALL, choice=choice)
    votes, recounting = database.ledger.votes, database.ledger.recounts
    for kind, what in steps:
        revision = await _revision(database, debate)
        before = (await books(database, debate)).tally
        changed: bool
        if kind == "cast":
            marks = [event(posts[place], who, mark, added, at=at) for place, who, mark, added, at in what]
            changed = debate in await votes.cast(marks)
        elif kind == "recount":
            scans = {posts[name].post: (scan(posts[name], holders), 1_000_000) for name, holders in what.items()}
            changed = (await recounting.mend(debate, scans, closing=False, at=START)).changed
            again = await recounting.mend(debate, scans, closing=False, at=START)
            assert (again.added, again.removed, again.changed) == (0, 0, False)
        elif kind == "clear":
            changed = debate in await votes.clear(posts[what[0]], what[1], START)
        else:
            name, who, reply, held = what
            changed = debate in await votes.reply(
                posts[name].platform, posts[name].channel_id, posts[name].message, reply, voter(posts[name], who), held
            )
        after = (await books(database, debate)).tally
        assert changed == (before != after)
        assert await _revision(database, debate) == revision + changed


@given(data=st.data(), events=st.lists(timed, max_size=14))
@few_examples
async def test_order_and_repetition_of_timed_events_change_nothing(
    database: Database, data: st.DataObject, events: list[tuple[str, str, str, bool, int]]
) -> None:
    in_order, mixed = f"order{next(_debates)}", f"mixed{next(_debates)}"
    repeated = data.draw(st.lists(st.sampled_from(events), max_size=5)) if events else []
    shuffled = data.draw(st.permutations([*events, *repeated]))
    size = data.draw(st.integers(1, 20))
    found = []
    for debate, story in ((in_order, events), (mixed, shuffled)):
        posts = await opened(database, debate, ALL)
        marks = [event(posts[place], who, mark, added, at=at) for place, who, mark, added, at in story]
        for start in range(0, len(marks), size):
            await database.ledger.votes.cast(marks[start : start + size])
        names = {post.post: name for name, post in posts.items()}
        kept = await books(database, debate)
        held = {(who, names[post], reaction): mark for (who, post, reaction), mark in kept.marks.items()}
        found.append((held, kept.ballots, kept.tally, kept.shift))
    assert found[0] == found[1]


async def _revision(database: Database, debate: str) -> int:
    found = await database.ledger.debates.get(debate)
    assert found is not None
    return found.revision
