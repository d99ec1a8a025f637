"""Debates, their posts, and the index of what takes votes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest
from storage_builders import (
    ALL,
    BOTH,
    DOOR,
    HOUR,
    LEASE,
    SQUARE,
    T0,
    TEAM,
    article,
    debate,
    event,
    opened,
    opening,
    voter,
)

from bot.core.articles import DEFAULT_OPTIONS
from bot.core.debates import BallotKind, Choice, DebateState, PostState, ResultsShown, Rules
from bot.core.recounts import Certificate, Note, Recounted
from bot.sentences import verbatim
from bot.services.records import DeliveryState, Occurrence, Part, Sight
from bot.storage import Database


async def test_a_debate_comes_back_as_it_was_opened(database: Database) -> None:
    ledger = database.ledger
    rules = Rules(timedelta(minutes=90), timedelta(seconds=30), ResultsShown.AFTER_CLOSE, Choice.MULTIPLE)
    whole = replace(article(options=(*DEFAULT_OPTIONS, DOOR)), source="https://example.org", pick=True, previous="x")
    made = replace(
        debate(over=whole, schedule="morning"), rules=replace(rules, ballot=BallotKind.BUTTONS), closes_at=T0 + HOUR
    )
    assert await ledger.openings.open(opening(made))
    assert await ledger.debates.get("d1") == made
    assert await ledger.finder.find("secret-door") == made
    posts = await ledger.debates.posts("d1")
    assert [(p.channel, p.platform, p.channel_id, p.locale, p.state) for p in posts] == [
        ("square", "discord", "100", "ko", PostState.PLANNED),
        ("team", "slack", "C1", "en", PostState.PLANNED),
    ]
    deliveries = await ledger.outcomes.of_debate("d1")
    assert [delivery.key for delivery in deliveries][:2] == ["d1:square:post", "d1:square:seeds"]
    assert {delivery.state for delivery in deliveries} == {DeliveryState.PLANNED}
    assert {d.not_after for d in deliveries} == {T0 + HOUR}


async def test_a_post_is_delivered_within_its_limit_and_the_rest_until_closing(database: Database) -> None:
    await database.ledger.openings.open(opening(debate(), within=HOUR))
    limits = {d.part: d.not_after for d in await database.ledger.outcomes.of_debate("d1")}
    assert limits[Part.POST] == T0 + HOUR
    assert {limits[part] for part in (Part.SEEDS, Part.THREAD, Part.LINE)} == {T0 + timedelta(hours=24)}


async def test_an_occurrence_opens_one_debate(database: Database) -> None:
    ledger = database.ledger
    occurrence = Occurrence("morning", T0)
    openings = [opening(debate(f"d{n}"), occurrence=occurrence) for n in range(4)]
    outcomes = await asyncio.gather(*(ledger.openings.open(each) for each in openings))
    assert sorted(outcomes) == [False, False, False, True]
    assert len(await ledger.debates.open_debates()) == 1
    assert not await ledger.occurrences.skip(occurrence, "missed", T0)


async def test_the_latest_is_the_one_opened_last(database: Database) -> None:
    ledger = database.ledger
    assert await ledger.finder.latest() is None
    assert await ledger.finder.find("secret-door") is None
    assert await ledger.debates.get("d1") is None
    assert await ledger.debates.snapshot("d1") is None
    await ledger.openings.open(opening(debate("old"), BOTH))
    await ledger.openings.open(opening(debate("new", at=T0 + HOUR), (SQUARE,)))
    await ledger.openings.open(opening(debate("other", over=article("other"), at=T0 - HOUR), ALL))

    async def latest(**limits: object) -> str | None:
        found = await ledger.finder.latest(**limits)  # type: ignore[arg-type]
        return found.id if found else None

    assert await latest() == "new"
    assert await latest(channel="team") == "old"
    assert await latest(channel="hall") == "other"
    assert await latest(channel="nowhere") is None
    found = await ledger.finder.find("secret-door")
    assert found is not None
    assert found.id == "new"
    await ledger.closings.void("new", T0)
    assert await latest(open_only=True) == "old"
    assert [each.id for each in await ledger.debates.open_debates()] == ["other", "old"]


async def test_the_index_grows_in_version_with_every_change(database: Database) -> None:
    ledger = database.ledger
    seen = [await ledger.posts.index_version()]

    async def changed() -> bool:
        version, _, _ = await ledger.posts.index()
        assert version == await ledger.posts.index_version()
        seen.append(version)
        return seen[-1] > seen[-2]

    await ledger.openings.open(opening(debate(), (SQUARE,)))
    assert await changed()
    (post,) = await ledger.deliveries.claim(T0, "me", LEASE, 10)
    assert await changed()
    await ledger.deliveries.again(post.id, "me", T0, unclear=True, reason=verbatim("?"))
    assert await changed()
    (post,) = await ledger.deliveries.claim(T0, "me", LEASE, 10)
    await ledger.deliveries.said(post.id, "m1", T0)
    assert await changed()
    _, (open_post,), _ = await ledger.posts.index()
    assert open_post.choices == {"👍": 0, "👎": 1, "🔖": -1}
    assert (open_post.message, open_post.said_at, open_post.closes_at) == ("m1", T0, T0 + timedelta(hours=24))
    await ledger.votes.cast([event(open_post, "a", "👍")])
    await ledger.posts.shown(open_post.post, 1)
    assert not await changed()
    _, (shown,), _ = await ledger.posts.index()
    assert (shown.revision, shown.shown) == (1, 1)
    await ledger.closings.close_early("d1", T0 + HOUR)
    assert await changed()
    await ledger.posts.deleted(open_post.post)
    assert await changed()
    assert (await ledger.posts.index())[1] == []
    await ledger.posts.deleted(open_post.post)
    assert not await changed()


async def test_custom_emoji_are_choices_by_platform(database: Database) -> None:
    posts = await opened(database, over=article(options=(*DEFAULT_OPTIONS, DOOR)))
    assert posts["square"].choices["<:123>"] == 2, "a custom emoji may be renamed"
    assert posts["team"].choices["door"] == 2


async def test_a_snapshot_carries_the_certificate(database: Database) -> None:
    await opened(database)
    certificate = Certificate(Recounted.PARTIAL, 5, 0, 3, 0, 1, (Note("note-unread", (("posts", 2), ("why", "x"))),))
    await database.ledger.closings.finish("d1", certificate, T0)
    snapshot = await database.ledger.debates.snapshot("d1")
    assert snapshot is not None
    assert snapshot.certificate == certificate
    assert snapshot.debate.state is DebateState.CLOSING
    assert [post.state for post in snapshot.posts] == [PostState.SAID, PostState.SAID]


async def test_what_is_open_to_somebody_is_in_sight_or_was_voted_in(database: Database) -> None:
    ledger = database.ledger
    await opened(database, "seen", (SQUARE,))
    voted = await opened(database, "voted", (TEAM,))
    await opened(database, "other", (TEAM,))
    await ledger.openings.open(opening(debate("later", at=T0 + HOUR), (SQUARE, TEAM)))
    person = voter(voted["team"], "a")
    await ledger.votes.cast([event(voted["team"], "a", "👍")])
    assert await ledger.finder.open_to(person, Sight("discord", frozenset({"100", "7"}))) == ["later", "seen", "voted"]
    assert await ledger.finder.open_to(person, Sight("slack", frozenset({"100"}))) == ["voted"]
    stranger = voter(voted["team"], "b")
    assert await ledger.finder.open_to(stranger, Sight("slack", frozenset({"C1"}))) == ["later", "other", "voted"]
    await ledger.closings.void("later", T0)
    assert await ledger.finder.open_to(stranger, Sight("discord", frozenset({"100"}))) == ["seen"]


@pytest.mark.parametrize("page", [1, 2, 1_000])
async def test_what_was_debated_where(database: Database, page: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.storage.opening_store._PAGE", page)
    ledger = database.ledger
    await opened(database, "d1", BOTH)
    await ledger.openings.open(opening(debate("d2", at=T0 + HOUR), (SQUARE,)))
    await ledger.openings.open(opening(debate("d3", over=article("other")), (SQUARE,)))
    await ledger.openings.open(opening(debate("d4", over=article("nowhere")), (SQUARE,)))
    await ledger.closings.void("d4", T0)
    assert await ledger.openings.debated_slugs(["square"]) == {"secret-door": T0 + HOUR, "other": T0}
    assert await ledger.openings.debated_slugs(["team", "hall"]) == {"secret-door": T0}
    assert await ledger.openings.debated_slugs([]) == {}


async def test_a_debate_has_one_erratum(database: Database) -> None:
    ledger = database.ledger
    posts = await opened(database, channels=ALL)
    await ledger.posts.deleted(posts["hall"].post)
    assert await ledger.openings.note_edition("d1", "abc", T0)
    assert not await ledger.openings.note_edition("d1", "def", T0)
    assert not await ledger.openings.note_edition("nothing", "def", T0)
    errata = [d for d in await ledger.outcomes.of_debate("d1") if d.part is Part.ERRATUM]
    assert [d.key for d in errata] == ["d1:square:erratum", "d1:team:erratum"]
    claimed = await ledger.deliveries.claim(T0, "me", LEASE, 100)
    assert {d.key for d in claimed} >= {"d1:square:erratum", "d1:team:erratum"}
