"""An open debate on a real ledger, and a crowd that votes on it, the same in every run."""

from __future__ import annotations

import random
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.app.run import spare_collector
from bot.core.articles import DEFAULT_OPTIONS, Article
from bot.core.debates import Channel, Rules, open_debate
from bot.core.marks import MarkEvent, Voter
from bot.core.times import micros
from bot.services.records import Opening, OpenPost, Part, PlannedDelivery
from bot.services.voting.open_posts import OpenPosts
from bot.services.voting.writer import VoteWriter
from bot.storage import Database, open_ledger

OPENED = datetime(2025, 4, 28, tzinfo=UTC)
CHANNELS = (Channel("square", "discord", "C1", "ko"), Channel("team", "slack", "C2", "en"))
"""Half of the crowd comes from a platform without event times, half from one that has them."""
REACTIONS = tuple(str(option.emoji.unicode) for option in DEFAULT_OPTIONS)


async def open_one(database: Database, name: str) -> str:
    """Open a debate and say its posts; gives its id."""
    article = Article(
        slug=name,
        title="Should the shop stay open?",
        category="life",
        published=OPENED,
        summary=("One.", "Two.", "Three."),
        question="Open or closed?",
        options=DEFAULT_OPTIONS,
        body="A body.",
    )
    debate = open_debate(debate_id=name, article=article, rules=Rules(closes_after=timedelta(days=36_500)), at=OPENED)
    deliveries = tuple(PlannedDelivery(f"{name}:{place.name}:post", Part.POST, place.name) for place in CHANNELS)
    ledger = database.ledger
    await ledger.openings.open(Opening(debate, CHANNELS, deliveries, deliver_until=debate.closes_at))
    for delivery in await ledger.deliveries.claim(OPENED, "bench", timedelta(minutes=1), len(deliveries)):
        await ledger.deliveries.said(delivery.id, f"{name}-{delivery.channel}", OPENED)
    return debate.id


def votes_of_crowd(posts: Iterable[OpenPost], count: int, voters: int) -> Iterator[MarkEvent]:
    """`count` reactions by up to `voters` voters: first votes, switches and withdrawals in a mixed order."""
    chance = random.Random(20250428)
    places = sorted(posts, key=lambda post: post.post)
    held = [bytearray(voters) for _ in REACTIONS]
    began = micros(OPENED)
    for number in range(count):
        person = chance.randrange(voters)
        option = chance.random() < 0.4
        held[option][person] ^= 1
        post = places[person % len(places)]
        when = began + 1_000 * (number + 1)
        yield MarkEvent(
            platform=post.platform,
            channel=post.channel_id,
            message=post.message,
            voter=Voter(post.platform, "W1", f"U{person:08d}"),
            reaction=REACTIONS[option],
            plain=REACTIONS[option],
            added=bool(held[option][person]),
            received_at=when,
            at=when if post.platform == "slack" else None,
        )


@dataclass(frozen=True, slots=True)
class VotePath:
    """The way of a vote as the bot puts it together: index, writer, ledger."""

    database: Database
    debate: str
    index: OpenPosts
    writer: VoteWriter

    def crowd(self, count: int, voters: int) -> list[MarkEvent]:
        """Votes on the open debate."""
        return list(votes_of_crowd(self.index.all(), count, voters))


@asynccontextmanager
async def vote_path(url: str, *, batch: int | None = None) -> AsyncIterator[VotePath]:
    """Open the ledger at `url` with a fresh debate, ready for marks; `run` of its writer is the caller's to start."""
    spare_collector()
    database = await open_ledger(url)
    try:
        debate = await open_one(database, "bench")
        ledger = database.ledger
        index = OpenPosts(ledger.posts)
        await index.refresh(force=True)
        writer = VoteWriter(
            ledger.votes,
            ledger.parking,
            ledger.recounts,
            index,
            on_change=lambda _: None,
            **({} if batch is None else {"batch": batch}),
        )
        yield VotePath(database, debate, index, writer)
    finally:
        await database.close()
