"""Two messages with one native id in two channels: Slack's `ts` is unique in a channel only."""

from __future__ import annotations

from collections.abc import Mapping

import pytest_asyncio
from storage_builders import HALL, LEASE, T0, TEAM, debate, event, opening, voter

from bot.core.debates import BallotKind
from bot.services.records import OpenPost, Part
from bot.services.voting.open_posts import OpenPosts
from bot.storage import Database

SAME = "1767258000.000100"


async def open_in(database: Database, debate_id: str, *channels, ballot: BallotKind = BallotKind.REACTIONS) -> None:
    """Open a debate in channels, its posts all said as the same message."""
    deliveries = database.ledger.deliveries
    assert await database.ledger.openings.open(opening(debate(debate_id, ballot=ballot), channels))
    for delivery in await deliveries.claim(T0, "me", LEASE, 100):
        await deliveries.said(delivery.id, SAME if delivery.part is Part.POST else None, T0)


@pytest_asyncio.fixture
async def posts(database: Database) -> Mapping[str, OpenPost]:
    """Two debates, each with a post of that name in a channel of its own."""
    await open_in(database, "d1", TEAM)
    await open_in(database, "d2", HALL)
    _, found, _ = await database.ledger.posts.index()
    return {post.debate: post for post in found}


async def test_the_index_tells_them_apart(database, posts) -> None:
    index = OpenPosts(database.ledger.posts)
    await index.refresh()
    assert {post.debate for post in index.all()} == {"d1", "d2"}
    for found in posts.values():
        assert index.find("slack", found.channel_id, SAME) == found
        assert index.concerns("slack", found.channel_id, SAME, "👍")
    assert index.find("slack", "C9", SAME) is None


async def test_replies_belong_to_the_thread_in_their_channel(database, posts) -> None:
    votes = database.ledger.votes
    for debate_id, names in (("d1", "ab"), ("d2", "cde")):
        for name in names:
            post = posts[debate_id]
            assert await votes.reply("slack", post.channel_id, SAME, f"r-{name}", voter(post, name), True) == {
                debate_id
            }
    for debate_id, replies in (("d1", 2), ("d2", 3)):
        snapshot = await database.ledger.debates.snapshot(debate_id)
        assert snapshot is not None
        assert snapshot.tally.comments == replies


async def test_what_a_voter_holds_and_which_debate_it_is(database, posts) -> None:
    ledger = database.ledger
    await ledger.votes.cast([event(posts["d1"], "a", "👍", at=1), event(posts["d2"], "a", "👎", at=2)])
    for debate_id, held in (("d1", (0,)), ("d2", (1,))):
        post = posts[debate_id]
        assert await ledger.holdings.held("slack", post.channel_id, SAME, voter(post, "a")) == held
        assert await ledger.debates.of_message("slack", post.channel_id, SAME) == debate_id


async def test_a_post_learned_later_does_not_take_the_place_of_its_namesake(database) -> None:
    await open_in(database, "d1", TEAM)
    index = OpenPosts(database.ledger.posts)
    await index.refresh()
    await open_in(database, "d2", HALL)
    await index.refresh()
    assert [post.debate for post in index.learned] == ["d2"]
    assert index.find("slack", HALL.id, SAME) is None
    index.admit(index.learned[0])
    assert index.learned == ()
    for channel, debate_id in ((TEAM, "d1"), (HALL, "d2")):
        found = index.find("slack", channel.id, SAME)
        assert found is not None
        assert found.debate == debate_id
