"""What pages read of debates: when it is news, what is listed in which order, and turnout over time."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from storage_builders import HOUR, T0, article, debate, event, opened, opening

from bot.core.debates import DebateState
from bot.core.recounts import Certificate, Recounted
from bot.services.records import Standing
from bot.storage import Database, read_models

SECOND = 1_000_000


async def standing(database: Database, debate_id: str = "d1") -> Standing:
    return (await database.ledger.public.standings([debate_id, "nope"]))[debate_id]


async def test_how_a_debate_stands_changes_with_everything_that_pages_show(database: Database) -> None:
    ledger = database.ledger
    team = (await opened(database))["team"]
    seen = [await standing(database)]
    assert seen[0] == Standing("d1", "secret-door", DebateState.OPEN, 0, 1, False, said=2)

    async def changed() -> bool:
        now = await standing(database)
        seen.append(now)
        return now != seen[-2]

    await ledger.votes.cast([event(team, "ann", "👍", at=1), event(team, "bob", "👎", at=1)])
    assert await changed()
    assert not await changed()
    swap = [event(team, "ann", "👎", at=5), event(team, "bob", "👍", at=5)]
    assert await ledger.votes.cast(swap) == frozenset(), "the tally is the same, the shift is not"
    assert await changed()
    await ledger.closings.close_early("d1", T0 + timedelta(minutes=1))
    await ledger.closings.claim(T0 + HOUR, "me", timedelta(minutes=1))
    assert await changed()
    await ledger.closings.finish("d1", Certificate(Recounted.EXACT, 2, 2), T0 + HOUR)
    assert await changed()
    assert seen[-1].certified
    await ledger.talk.retold([(team.platform, team.channel_id, "another"), ("slack", "elsewhere", team.message)])
    assert not await changed()
    await ledger.talk.retold([(team.platform, team.channel_id, team.message)])
    assert await changed()
    await ledger.talk.retold_unheard("local")
    await ledger.talk.retold_unheard(team.platform, ["elsewhere"])
    assert not await changed()
    await ledger.talk.retold_unheard(team.platform, [team.channel_id])
    assert await changed()
    await ledger.talk.retold_unheard(team.platform)
    assert await changed()
    await ledger.posts.deleted(team.post)
    assert await changed()


async def test_the_latest_debate_over_an_article(database: Database) -> None:
    ledger = database.ledger
    assert await ledger.public.standing_over("secret-door") is None
    await opened(database, "d1")
    await ledger.openings.open(opening(debate("d2", at=T0 + HOUR)))
    latest = await ledger.public.standing_over("secret-door")
    assert latest is not None
    assert latest.debate == "d2"
    await ledger.closings.void("d2", T0 + HOUR)
    latest = await ledger.public.standing_over("secret-door")
    assert latest is not None
    assert latest.debate == "d1"


async def test_the_front_has_what_closes_first_and_what_closed_last(database: Database) -> None:
    ledger = database.ledger
    for number in range(5):
        made = debate(f"d{number}", over=article(f"slug-{number % 2}"), at=T0 + number * HOUR)
        await ledger.openings.open(opening(replace(made, closes_at=T0 + (20 - number) * HOUR)))
    for name in ("d0", "d1", "d2"):
        await ledger.closings.close_early(name, T0 + (6 + int(name[1])) * HOUR)
        await ledger.closings.claim(T0 + 9 * HOUR, "me", timedelta(minutes=1))
        await ledger.closings.finish(name, Certificate(Recounted.NO, 0, 0), T0 + 9 * HOUR)
    front = await ledger.public.front(["slug-0", "slug-1", "slug-2"], ended=2, skip=0)
    assert [each.debate for each in front.open] == ["d4", "d3"]
    assert [each.debate for each in front.ended] == ["d2", "d1"]
    assert front.ended_in_all == 3
    assert {slug: each.debate for slug, each in front.over.items()} == {"slug-0": "d4", "slug-1": "d3"}
    rest = await ledger.public.front([], ended=2, skip=2)
    assert [each.debate for each in rest.ended] == ["d0"]
    assert rest.over == {}


async def test_a_list_says_how_many_voted(database: Database) -> None:
    team = (await opened(database))["team"]
    await database.ledger.votes.cast([event(team, name, "👍", at=1) for name in "abc"])
    listed = await database.ledger.public.listed(["d1", "nope"])
    assert {name: (found.voters, found.comments) for name, found in listed.items()} == {"d1": (3, 0)}
    assert listed["d1"].debate.slug == "secret-door"


async def test_turnout_counts_each_person_at_their_first_vote(database: Database) -> None:
    posts = await opened(database)
    team, square = posts["team"], posts["square"]
    events = [
        event(team, "ann", "👍", at=10 * SECOND),
        event(team, "bob", "👎", at=20 * SECOND),
        event(team, "ann", "👎", at=30 * SECOND),
        event(team, "bob", "👎", added=False, at=40 * SECOND),
        event(square, "cid", "👍", received=50 * SECOND),
        event(team, "dan", "🔖", at=60 * SECOND),
    ]
    await database.ledger.votes.cast(events)
    curve = await database.ledger.public.turnout("d1", 60)
    assert curve == [(T0 + timedelta(seconds=s), n) for s, n in ((10, 1), (20, 2), (50, 3))]
    assert await database.ledger.public.turnout("nope", 60) == []


@pytest.mark.parametrize("in_full", [True, False])
async def test_turnout_is_told_in_few_points(
    database: Database, in_full: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read_models, "_READ_IN_FULL", 10_000 if in_full else 100)
    team = (await opened(database))["team"]
    people = [event(team, f"p{n}", "👍", at=n * SECOND, received=n * SECOND) for n in range(1, 501)]
    await database.ledger.votes.cast(people)
    curve = await database.ledger.public.turnout("d1", 60)
    assert 50 < len(curve) <= 60
    assert curve[-1] == (T0 + timedelta(seconds=500), 500)
    assert curve == sorted(curve)
    for at, number in curve:
        assert abs((at - T0).total_seconds() - number) <= 1
