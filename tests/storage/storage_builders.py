"""Short ways to say what a test needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta

from bot.core.articles import DEFAULT_OPTIONS, Article, Option, SquabbleLine
from bot.core.debates import BallotKind, Channel, Choice, Debate, Rules, open_debate
from bot.core.emoji import Emoji, plain
from bot.core.marks import MarkEvent, Voter
from bot.core.recounts import Certificate, Recounted, Scan
from bot.core.times import Micros, micros
from bot.services.records import Occurrence, Opening, OpenPost, Part, PlannedDelivery
from bot.storage import Database

T0 = datetime(2026, 3, 1, 9, tzinfo=UTC)
START: Micros = micros(T0)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
LEASE = timedelta(seconds=30)

SQUARE = Channel("square", "discord", "100", "ko")
TEAM = Channel("team", "slack", "C1", "en")
HALL = Channel("hall", "slack", "C2", "ko")
BOTH = (SQUARE, TEAM)
ALL = (SQUARE, TEAM, HALL)

DOOR = Option("비밀의 문", Emoji(None, {"discord": "<:door:123>", "slack": "door", "local": "🚪"}))


def article(slug: str = "secret-door", *, options: Iterable[Option] = DEFAULT_OPTIONS) -> Article:
    """An article with a squabble of two lines."""
    return Article(
        slug=slug,
        title="비밀의 문",
        category="생활",
        published=T0 - timedelta(days=2),
        summary=("하나", "둘", "셋"),
        question="열어 볼까요?",
        options=tuple(options),
        body="## 문\n\n본문.",
        tags=("문",),
        squabble=(SquabbleLine("booki", "찬성", "열자!"), SquabbleLine("moki", "반대", "안 돼.")),
    )


def debate(
    debate_id: str = "d1",
    *,
    choice: Choice = Choice.SINGLE,
    over: Article | None = None,
    at: datetime = T0,
    schedule: str | None = None,
    ballot: BallotKind = BallotKind.REACTIONS,
) -> Debate:
    """A debate of 24 hours from `at`."""
    rules = Rules(choice=choice, ballot=ballot)
    return open_debate(debate_id=debate_id, article=over or article(), rules=rules, at=at, schedule=schedule)


def opening(
    opened: Debate,
    channels: tuple[Channel, ...] = BOTH,
    *,
    occurrence: Occurrence | None = None,
    within: timedelta = timedelta(hours=6),
) -> Opening:
    """Its opening with a post, seeds, a thread and a line for each channel, each after the one before."""
    planned = []
    for channel in channels:
        before = None
        for part in (Part.POST, Part.SEEDS, Part.THREAD, Part.LINE):
            key = f"{opened.id}:{channel.name}:{part}"
            planned.append(PlannedDelivery(key, part, channel.name, after=before))
            before = key
    return Opening(opened, channels, tuple(planned), opened.opened_at + within, occurrence)


async def opened(
    database: Database,
    debate_id: str = "d1",
    channels: tuple[Channel, ...] = BOTH,
    *,
    choice: Choice = Choice.SINGLE,
    over: Article | None = None,
    ballot: BallotKind = BallotKind.REACTIONS,
) -> dict[str, OpenPost]:
    """Open a debate and say its posts; gives them by channel name."""
    ledger = database.ledger
    assert await ledger.openings.open(opening(debate(debate_id, choice=choice, over=over, ballot=ballot), channels))
    for delivery in await ledger.deliveries.claim(T0, "opener", LEASE, 100):
        await ledger.deliveries.said(delivery.id, f"{debate_id}-{delivery.channel}", T0)
    _, posts, _ = await ledger.posts.index()
    return {post.channel: post for post in posts if post.debate == debate_id}


async def ended(database: Database, debate_id: str = "d1") -> None:
    """Close a debate and say its results."""
    ledger = database.ledger
    await ledger.closings.finish(debate_id, Certificate(Recounted.NO, 0, 0), T0)
    for delivery in await ledger.deliveries.claim(T0, "closer", LEASE, 100):
        await ledger.deliveries.said(delivery.id, f"{debate_id}-{delivery.channel}-{delivery.part}", T0)


def voter(post: OpenPost, native: str) -> Voter:
    """A person on the platform of a post."""
    return Voter(post.platform, "W1" if post.platform == "slack" else "", native)


def event(
    post: OpenPost, native: str, reaction: str, added: bool = True, *, at: int | None = None, received: int = 0
) -> tuple[OpenPost, MarkEvent]:
    """A reaction added or removed; `at` and `received` are microseconds after T0."""
    return post, MarkEvent(
        platform=post.platform,
        channel=post.channel_id,
        message=post.message,
        voter=voter(post, native),
        reaction=reaction,
        plain=plain(reaction.removesuffix("#burst")),
        added=added,
        received_at=START + received,
        at=None if at is None else START + at,
    )


def scan(post: OpenPost, holders: Mapping[str, Iterable[str]], short: Iterable[str] = ()) -> Scan:
    """A scan of a post that shows these people under each reaction."""
    return Scan(
        {reaction: frozenset(voter(post, native) for native in natives) for reaction, natives in holders.items()},
        frozenset(short),
        frozenset({"👍", "👎"}),
    )
