"""A square to give commands in: a real ledger, a real library, and people who vote."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.core.debates import Channel, Rules
from bot.core.emoji import plain
from bot.core.marks import MarkEvent, Voter
from bot.core.messages import Item, Listing, Reply, Text
from bot.core.recounts import Certificate, Recounted
from bot.core.schedule import Schedule
from bot.core.times import micros
from bot.core.words import Words
from bot.library.library import Library
from bot.locales import words_for
from bot.log import get_logger
from bot.sentences import verbatim
from bot.services.asked import Asker, Completion
from bot.services.commands.answers import Answers
from bot.services.commands.article_index import ArticleIndex
from bot.services.commands.article_search import Completer
from bot.services.commands.commands import Commands
from bot.services.commands.feedback_form import FeedbackBox
from bot.services.commands.grammar import read
from bot.services.commands.own_ballots import OwnBallots
from bot.services.commands.own_data import OwnData
from bot.services.commands.welcome import Welcomer
from bot.services.debate_admin import DebateAdmin
from bot.services.forgetting import Forgetting
from bot.services.ports import Messenger
from bot.services.publishing.announcements import Alerts
from bot.services.publishing.composer import Composer, Links
from bot.services.publishing.next_debates import NextDebates
from bot.services.publishing.opening import DebateOpener
from bot.services.records import Part
from bot.services.stores import Ledger
from bot.storage import Database, open_ledger
from tests.empty_ledger import lay_empty_ledger

NOW = datetime(2026, 7, 1, 0, 0, tzinfo=UTC)
LEASE = timedelta(minutes=1)
PAGES = Links("https://pages.example")
CHANNELS = {
    "square": Channel("square", "local", "c-square", "ko"),
    "team": Channel("team", "local", "c-team", "en"),
    "guild": Channel("guild", "discord", "77", "ko"),
}
LOCAL = tuple(channel.id for channel in CHANNELS.values() if channel.platform == "local")
TITLES = {
    "open-square": ("비밀의 문과 열린 광장", "기술", "2025-01-02"),
    "open-weights": ("가중치를 공개해야 할까", "정책", "2025-02-02"),
    "cheap-ai": ("값싼 AI가 바꾸는 것", "기술", "2025-03-02"),
}


class StoppedClock:
    """A clock that stands still until it is told to move."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at

    async def sleep(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


def article(slug: str, title: str, category: str, published: str, more: str = "") -> str:
    return f"""---
title: {title}
category: {category}
published: {published}T09:00:00+09:00
summary: [{slug} 첫째 줄, 둘째 줄, 셋째 줄]
question: {title}?
options:
  - {{label: 문, emoji: 🚪}}
  - {{label: 광장, emoji: 🌳}}
{more}---
## 본문

열린 연구와 {slug} 이야기.
"""


@dataclass
class Square:
    """A bot's commands over a real ledger and a real library, with a way to vote."""

    database: Database
    commands: Commands
    debate_admin: DebateAdmin
    clock: StoppedClock
    content: Path
    library: Library
    welcomer: Welcomer

    async def ask(
        self,
        text: str,
        who: str = "minji",
        channel: str = "c-square",
        *,
        platform: str = "local",
        locale: str | None = None,
        manages: bool = False,
        reach: Sequence[str] = (),
        sees: Sequence[str] | None = None,
    ) -> Reply:
        """What somebody is answered; on the local chat everybody sees every channel."""
        if sees is None:
            sees = LOCAL if platform == "local" else ()
        asker = Asker(Voter(platform, platform, who), channel, locale, manages, frozenset(reach), sees=frozenset(sees))
        return await self.commands.answer(read(text, asker))

    async def type(self, text: str, who: str = "minji", locale: str | None = None, most: int = 12) -> list[Completion]:
        return await self.commands.complete_line(
            Asker(Voter("local", "local", who), "c-square", locale, sees=frozenset(LOCAL)), text, most
        )

    async def open(self, slug: str, *channels: str) -> str:
        """A debate that is said in its channels."""
        self.clock.at += timedelta(minutes=1)
        debate = await self.debate_admin.post(slug, channels or ("square",))
        for delivery in await self.database.ledger.deliveries.claim(self.clock.now(), "me", LEASE, 50):
            if delivery.part is Part.POST:
                await self.database.ledger.deliveries.said(
                    delivery.id, f"{debate}-{delivery.channel}", self.clock.now()
                )
        return debate

    async def react(self, who: str, debate: str, emoji: str, *, channel: str = "square", added: bool = True) -> None:
        _, posts, _ = await self.database.ledger.posts.index()
        post = next(post for post in posts if post.message == f"{debate}-{channel}")
        self.clock.at += timedelta(seconds=1)
        at = micros(self.clock.now())
        event = MarkEvent(
            post.platform,
            post.channel_id,
            post.message,
            Voter("local", "local", who),
            emoji,
            plain(emoji),
            added,
            at,
            at,
        )
        await self.database.ledger.votes.cast([(post, event)])

    async def finish(self, debate: str) -> None:
        """Close a debate with an exact certificate."""
        await self.debate_admin.close(debate)
        await self.database.ledger.closings.claim(self.clock.now(), "me", LEASE)
        await self.database.ledger.closings.finish(debate, Certificate(Recounted.EXACT, 1, 1), self.clock.now())

    async def give_up(self, debate: str) -> None:
        """Give up all that is left to be said of a debate, which closes it when its recount is finished."""
        deliveries = self.database.ledger.deliveries
        while claimed := await deliveries.claim(self.clock.now(), "me", LEASE, 50):
            for delivery in claimed:
                if delivery.key.startswith(f"{debate}:"):
                    await deliveries.failed(delivery.id, "me", verbatim("…"), self.clock.now())


@asynccontextmanager
async def a_square(
    folder: Path,
    rules: Rules | None = None,
    *,
    greets: bool = False,
    links: Links = PAGES,
    platforms: Mapping[str, Messenger] = {},
) -> AsyncIterator[Square]:
    """A square with three articles and a draft, and no debate yet; where it `greets`, an owl meets newcomers."""
    clock = StoppedClock()
    library = _library(folder / "content", clock)
    lay_empty_ledger(folder / "agora.db")
    database = await open_ledger(f"sqlite:///{folder}/agora.db")
    ledger, log = database.ledger, get_logger("test")
    debate_admin = DebateAdmin(
        articles=library,
        channels=CHANNELS,
        rules=rules or Rules(),
        debates=ledger.debates,
        finder=ledger.finder,
        closings=ledger.closings,
        opener=DebateOpener(openings=ledger.openings, clock=clock, log=log, wake=lambda: None),
        clock=clock,
        wake_closing=lambda: None,
    )
    welcomer = Welcomer(
        welcomes=ledger.welcomes,
        articles=library,
        channels=[CHANNELS["square"], CHANNELS["team"]],
        words=STRICT,
        clock=clock,
        log=log,
        locale="ko",
        wake=lambda: None,
    )
    commands = _commands(ledger, library, clock, debate_admin, links, platforms, welcomer if greets else None)
    try:
        yield Square(database, commands, debate_admin, clock, folder / "content", library, welcomer)
    finally:
        await database.close()


STRICT: Callable[[str], Words] = partial(words_for, strict=True)


SCHEDULES = [
    Schedule("morning", "0 9 * * *", "Asia/Seoul", ("square", "guild")),
    Schedule("team", "0 18 * * *", "Asia/Seoul", ("team",)),
]


def _library(content: Path, clock: StoppedClock) -> Library:
    articles = content / "articles"
    articles.mkdir(parents=True)
    for slug, (title, category, published) in TITLES.items():
        (articles / f"{slug}.md").write_text(article(slug, title, category, published), encoding="utf-8")
    draft = article("unfinished", "아직 쓰는 글", "기술", "2025-04-02", "draft: true\n")
    (articles / "unfinished.md").write_text(draft, encoding="utf-8")
    library = Library(content, clock.now)
    library.load()
    assert [found.slug for found in library.all()] == ["cheap-ai", "open-weights", "open-square"], library.problems
    return library


def _commands(
    ledger: Ledger,
    library: Library,
    clock: StoppedClock,
    debate_admin: DebateAdmin,
    links: Links,
    platforms: Mapping[str, Messenger],
    welcomer: Welcomer | None,
) -> Commands:
    forgetting = Forgetting(store=ledger.forgetting, platforms=platforms, clock=clock)
    log, article_index = get_logger("test"), ArticleIndex(library, library.spellings)
    alerts = Alerts(ledger.plans, CHANNELS["team"], STRICT("ko"), clock, log, lambda: None)
    feedback = FeedbackBox(feedback=ledger.feedback, alerts=alerts, clock=clock)
    composer = Composer(
        debates=ledger.debates,
        outcomes=ledger.outcomes,
        talk=ledger.talk,
        articles=library,
        channels=CHANNELS,
        messengers={},
        words=STRICT,
        links=links,
    )
    answers = Answers(
        debates=ledger.debates,
        finder=ledger.finder,
        openings=ledger.openings,
        holdings=ledger.holdings,
        own_ballots=OwnBallots(ledger.proofs, links),
        own_data=OwnData(forgetting, clock, ZoneInfo("Asia/Seoul")),
        articles=library,
        article_index=article_index,
        schedules=SCHEDULES,
        channels=list(CHANNELS.values()),
        next_debates=NextDebates(SCHEDULES, library, ledger.openings, clock),
        debate_admin=debate_admin,
        feedback_box=feedback,
        clock=clock,
        composer=composer,
        link=lambda post: f"https://chat.example/{post.message}",
        links=links,
    )
    return Commands(
        answers=answers,
        completer=Completer(debates=ledger.debates, openings=ledger.openings, articles=library, index=article_index),
        feedback=feedback,
        channels=CHANNELS,
        admins={"local": frozenset({"editor"})},
        words=STRICT,
        locale="ko",
        log=log,
        welcomer=welcomer,
    )


def text_of(reply: Reply) -> str:
    """Everything that a reply says, line by line."""
    lines = []
    for part in reply.parts:
        if isinstance(part, Text):
            lines.append(part.text)
        elif isinstance(part, Listing):
            lines.append(part.heading)
            lines += [f"{item.title} | {item.text}" if item.text else item.title for item in part.items]
    return "\n".join(lines)


def items_of(reply: Reply) -> list[Item]:
    """The entries of a reply's listings."""
    return [item for part in reply.parts if isinstance(part, Listing) for item in part.items]
