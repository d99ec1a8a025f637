"""A debate in a real ledger, without a bot: for tests of single services."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.core.articles import Article, Option
from bot.core.debates import Channel, Rules, open_debate
from bot.core.emoji import Emoji
from bot.core.marks import MarkEvent, Voter
from bot.core.times import micros
from bot.services.publishing.opening import plan_deliveries
from bot.services.records import Opening, OpenPost, Part
from bot.storage import Database

HALL = Channel("hall", "discord", "c1", "ko")
DOOR, TREE = "🚪", "🌳"
PLAIN = Rules()


def now() -> datetime:
    return datetime.now(UTC)


def article() -> Article:
    return Article(
        slug="square",
        title="열린 광장",
        category="시험",
        published=now(),
        summary=("하나", "둘", "셋"),
        question="어느 쪽?",
        options=(Option("문", Emoji(DOOR)), Option("광장", Emoji(TREE))),
        body="본문",
    )


async def plan(database: Database, debate: str = "d1", rules: Rules = PLAIN) -> None:
    """Open a debate whose post is not said yet."""
    opened = open_debate(debate_id=debate, article=article(), rules=rules, at=now())
    opening = Opening(opened, (HALL,), plan_deliveries(opened, [HALL]), opened.closes_at)
    assert await database.ledger.openings.open(opening)


async def begin_sending(database: Database, debate: str = "d1") -> int:
    """Claim the post's delivery; gives its number."""
    claimed = await database.ledger.deliveries.claim(now(), "somebody", timedelta(minutes=1), 10)
    return next(delivery.id for delivery in claimed if delivery.part is Part.POST and delivery.debate == debate)


async def said(database: Database, delivery: int, message: str = "m1") -> None:
    """Record that the post is said."""
    await database.ledger.deliveries.said(delivery, message, now())


async def opened(database: Database, debate: str = "d1", message: str = "m1", rules: Rules = PLAIN) -> OpenPost:
    """An open debate with one said post."""
    await plan(database, debate, rules)
    await said(database, await begin_sending(database, debate), message)
    _, posts, _ = await database.ledger.posts.index()
    return next(post for post in posts if post.debate == debate)


def event(voter: str, emoji: str, *, added: bool = True, message: str = "m1") -> MarkEvent:
    """An event of a platform without event times."""
    return MarkEvent(
        "discord", HALL.id, message, Voter("discord", "", voter), emoji, emoji, added, received_at=micros(now())
    )
