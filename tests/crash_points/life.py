"""A debate's life in Discord and in the local chat at once, from its occurrence to its closed cards."""

from __future__ import annotations

import http.client
import json
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, insert, select, update

from bot.core.debates import DebateState
from bot.core.times import micros
from bot.services.records import CloseRequest
from bot.storage.tables import debates, deliveries, posts, processes, requests, schedules
from tests.crash_points import dying
from tests.empty_ledger import lay_empty_ledger
from tests.journeys.people import People
from tests.journeys.place import Place
from tests.journeys.processes import CODE_OF_KILLED, Running, fork
from tests.journeys.visitor import Visitor
from tests.journeys.window import Window
from tests.patience import PATIENCE
from tests.wire.discord import Message, Threaded, User, faults

T = TypeVar("T")

OPTIONS = ("🚪", "🌳")
LINES = ("닫아야 지켜요", "열어야 자라요")
SAVE = "🔖"
_PARTS = 2 * (3 + len(LINES))
"""What an opening plans: in each channel the post, its seeds, its thread and its lines."""
_BETWEEN_LOOKS = 0.04
_ARTICLE = """---
title: {title}
category: 시험
published: 2025-01-0{day}T09:00:00+09:00
summary: [첫째 줄이에요, 둘째 줄이에요, 셋째 줄이에요]
question: 어느 쪽이 좋아요?
options:
  - {{label: 문, emoji: 🚪}}
  - {{label: 광장, emoji: 🌳}}
squabble:
  - speaker: booki
    side: 문
    says: 닫아야 지켜요.
  - speaker: moki
    side: 광장
    says: 열어야 자라요.
---
## 묻기

본문이에요.
"""
_CONFIG = """timezone: UTC
locale: ko
content: ./content
database: {database}
web: {{listen: "127.0.0.1:0", pages: none, chat: true}}
discord: {{token: "${{DISCORD_TOKEN}}", api_url: "{api}", gateway_url: "{gateway}"}}
alerts: {{channel: staff}}
channels:
  square: {{platform: discord, id: "{square}"}}
  hall: {{platform: local, id: hall}}
  staff: {{platform: local, id: staff}}
debates: {{closes_after: 2h, closing_grace: 60s}}
schedules:
  - name: morning
    cron: "{cron}"
    channels: [square, hall]
    missed: {{policy: post_late, within: 6h}}
"""


class LifePlace(Place):
    """Where the life goes on. Its occurrence fell due a little while ago, and the bot has not run since."""

    def __init__(self, folder: Path, discord: Threaded, database: str) -> None:
        self.discord = discord
        guild = discord.do(lambda fake: fake.guild("열린 광장"))
        self.square = discord.do(lambda fake: fake.channel(guild, "square"))
        self.due = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=10)
        super().__init__(folder, database=database)

    def configure(self, **settings: str) -> None:
        """Write the configuration."""
        del settings
        fake = self.discord.fake
        text = _CONFIG.format(
            database=self.database,
            api=fake.api_url,
            gateway=fake.gateway_url,
            square=self.square.id,
            cron=f"{self.due.minute} {self.due.hour} * * *",
        )
        self.config.write_text(text, encoding="utf-8")

    def add_article(self, slug: str, title: str, day: int = 2) -> Path:
        """Write an article, and a later one that would be next."""
        folder = self.folder / "content" / "articles"
        for name, words, date in ((slug, title, day), ("another", "다른 글", day + 1)):
            (folder / f"{name}.md").write_text(_ARTICLE.format(title=words, day=date), encoding="utf-8")
        return folder / f"{slug}.md"

    def begin(self, *args: str, real: bool = False, env: dict[str, str] | None = None) -> Running:
        """Start a command with the token in its environment."""
        return super().begin(*args, real=real, env={"DISCORD_TOKEN": self.discord.fake.token, **(env or {})})

    def begin_watched(self, told: str, fatal: str | None, planted: str | None) -> Running:
        """Start `agora run`, which tells its points and may die at one."""
        env = {"DISCORD_TOKEN": self.discord.fake.token}
        running = fork(dying.live, (told, fatal, planted), self.folder, env, *self._files())
        self._running.append(running)
        return running


@dataclass
class Chat:
    """What the local chat shows in the end."""

    hall: list[dict[str, Any]]
    thread: list[dict[str, Any]]
    welcomes: int
    alerts: list[dict[str, Any]]


@dataclass
class Life:
    """One life. `fatal` is the point at which the bot is killed; without one it lives undisturbed.

    `planted` names a fault that it has, also when it is started again.
    """

    place: LifePlace
    fatal: str | None = None
    planted: str | None = None
    patience: float = PATIENCE
    people: People = field(default_factory=lambda: People(OPTIONS))
    disturbed: bool = False
    debate: str = ""
    chat: Chat | None = None

    def __post_init__(self) -> None:
        self.discord = self.place.discord
        if self.place.database.startswith("sqlite"):
            lay_empty_ledger(self.place.file)
        self.window = Window(self.place)
        self._visitor: Visitor | None = None
        self._early: User | None = None
        self._logs: list[Running] = []

    @property
    def logs(self) -> str:
        """What the bots of this life have logged."""
        return "\n".join(one.err for one in self._logs)

    @property
    def errors(self) -> list[str]:
        """What was logged as an error."""
        return [line for line in self.logs.splitlines() if '"level": "error"' in line or "Traceback" in line]

    def points(self) -> list[str]:
        """The points that the bot passed before it was killed or ended."""
        return (self.place.folder / "points").read_text(encoding="utf-8").splitlines()

    def live(self) -> None:
        """From the first start to the last stop."""
        due = self.place.due - timedelta(hours=1)
        row = {"name": "morning", "first_seen": micros(due)}
        self.window.write(lambda db: db.execute(insert(schedules).values(row)) and None)
        self.discord.do(self._meet_the_card)
        self._bot = self.place.begin_watched("points", self.fatal, self.planted)
        self._logs.append(self._bot)
        self._be_opened()
        self._vote()
        self._change_minds()
        self._be_unheard()
        self._close()
        self._stop()

    # What happens

    def _meet_the_card(self, fake: Any) -> None:
        """One member votes as soon as the post is there, before the bot has learned that its send has returned."""
        fake.rest.nonce_seconds = 0.0
        early = fake.user("Early", self.place.square.guild)

        def vote() -> None:
            cards = self.cards()
            if cards and self._early is None:
                self._early = early
                self.people.add("discord", "early", OPTIONS[1])
                fake.react(early, cards[0], OPTIONS[1])

        fake.fault(f"POST /channels/{self.place.square.id}/messages", faults.call(vote, done=True))

    def _be_opened(self) -> None:
        def opened() -> bool:
            found = self.window.read(lambda db: db.execute(select(deliveries.c.debate, deliveries.c.settled_at)).all())
            return sum(row.debate is not None for row in found) >= _PARTS and all(row.settled_at for row in found)

        self.until(opened, "an opening")
        found = self.window.read(lambda db: db.execute(select(debates.c.id)).scalars().all())
        assert len(found) == 1, f"debates: {len(found)} and not 1"
        assert len(self.said()) == 1, f"messages in square: {len(self.said())} and not 1"
        self.debate = found[0]
        self._until_counted()

    def _vote(self) -> None:
        votes = (("a", 0), ("b", 1), ("c", 0), ("d", 0))
        self._members = {
            name: self.discord.do(lambda fake, name=name: fake.user(name, self.place.square.guild))
            for name in (*(name for name, _ in votes), "e")
        }
        for name, option in votes:
            self._react_on_discord(name, OPTIONS[option])
        for name, option in (("haru", 0), ("noeul", 1), ("dambi", 1)):
            self._react_in_the_chat(name, OPTIONS[option])
        self._until_counted()

    def _change_minds(self) -> None:
        self._react_on_discord("c", OPTIONS[1])
        self._react_on_discord("d", OPTIONS[0], on=False)
        self._react_in_the_chat("noeul", OPTIONS[1], on=False)
        self._react_in_the_chat("noeul", OPTIONS[0])
        self._react_on_discord("a", SAVE)
        self._react_in_the_chat("gureum", SAVE)
        thread = self.cards()[0].thread
        self.discord.do(lambda fake: fake.write(self._members["b"], thread, "저는 생각이 달라요"))
        self.people.replies += 1
        self._until_counted()

    def _be_unheard(self) -> None:
        """A vote of which the bot is told nothing, before a session that can't be resumed."""
        card = self.cards()[0]
        self.people.add("discord", "e", OPTIONS[1])
        self.discord.do(lambda fake: fake.gather(card, OPTIONS[1], [self._members["e"]]))
        self.discord.do(lambda fake: (fake.gateway.forget_sessions(), fake.gateway.close_all(4000)))
        self._until_counted(shown=True)

    def _close(self) -> None:
        request = CloseRequest(self.debate)
        self.window.ask(lambda database: database.ledger.requests.leave(request, datetime.now(UTC)))

        def closed() -> bool:
            def look(db: Connection) -> bool:
                state = db.execute(select(debates.c.state).where(debates.c.id == self.debate)).scalar()
                unsettled = db.execute(select(deliveries.c.id).where(deliveries.c.settled_at.is_(None))).first()
                unanswered = db.execute(select(requests.c.id).where(requests.c.outcome.is_(None))).first()
                return state == DebateState.CLOSED and unsettled is None and unanswered is None

            return self.window.read(look)

        self.until(closed, "the end")
        card = self._chat_card()
        self.in_the_chat(lambda visitor: visitor.react("sanho", card, OPTIONS[1]))

    def _stop(self) -> None:
        while True:
            self.chat = self.in_the_chat(self._look_around)
            self._bot.signal(signal.SIGTERM)
            code = self._bot.wait(self.patience).code
            if code == 0:
                return
            self._rise(code)

    # How it is done

    def cards(self) -> list[Message]:
        """The post on Discord, once it stands: the first thing that is said."""
        return self.said()[:1]

    def said(self) -> list[Message]:
        """What the bot said in the channel on Discord, without its welcome."""
        return [one for one in self.discord.fake.messages(self.place.square) if "🦉" not in one.text]

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait, and start the bot again when it has died where it was to die."""
        end = time.monotonic() + self.patience
        while not condition():
            self._keep_alive()
            assert time.monotonic() < end, f"waited in vain for {what}"
            time.sleep(_BETWEEN_LOOKS)

    def in_the_chat(self, act: Callable[[Visitor], T]) -> T:
        """Do something at the chat's page, again where nobody answered."""
        end = time.monotonic() + self.patience
        while True:
            self._keep_alive()
            assert time.monotonic() < end, "waited in vain for the chat's answer"
            try:
                if self._visitor is None:
                    self._visitor = self._come()
                if self._visitor is not None:
                    return act(self._visitor)
            except (OSError, http.client.HTTPException):
                self._visitor = None
            time.sleep(_BETWEEN_LOOKS)

    def _come(self) -> Visitor | None:
        for line in self._bot.err.splitlines():
            if '"listening"' in line:
                return Visitor(str(json.loads(line)["url"]))
        return None

    def _keep_alive(self) -> None:
        if not self._bot.alive():
            self._rise(self._bot.wait().code)

    def _rise(self, code: int) -> None:
        assert code == CODE_OF_KILLED, f"the bot ended by itself with {code}\n{self._bot.err}"
        assert not self.disturbed, "it was killed twice"
        self.disturbed = True
        if not self.place.database.startswith("sqlite"):
            self.window.write(_let_time_go_by)
        self._visitor = None
        if self.planted is None:
            self._bot = self.place.begin("run")
        else:
            self._bot = self.place.begin_watched("points-later", None, self.planted)
        self._logs.append(self._bot)

    def _react_on_discord(self, name: str, emoji: str, *, on: bool = True) -> None:
        card, who = self.cards()[0], self._members[name]
        self.discord.do(lambda fake: (fake.react if on else fake.unreact)(who, card, emoji))
        self._remember("discord", name, emoji, on=on)

    def _react_in_the_chat(self, name: str, emoji: str, *, on: bool = True) -> None:
        card = self._chat_card()
        self.in_the_chat(lambda visitor: visitor.react(name, card, emoji, on=on))
        self._remember("local", name, emoji, on=on)

    def _remember(self, platform: str, name: str, emoji: str, *, on: bool) -> None:
        if emoji == SAVE:
            self.people.saves += 1
        elif on:
            self.people.add(platform, name, emoji)
        else:
            self.people.take_back(platform, name, emoji)

    def _chat_card(self) -> str:
        found = self.window.read(
            lambda db: db.execute(select(posts.c.message).where(posts.c.channel == "hall")).scalars().first()
        )
        return str(found)

    def _until_counted(self, *, shown: bool = False) -> None:
        """Wait until the ledger has what people did, and (`shown`) the cards show it."""

        def counted() -> bool:
            told = self.window.told(self.debate)
            here = [[option["by_platform"][one] for option in told["options"]] for one in ("discord", "local")]
            wanted = [self.people.ballots(one) for one in ("discord", "local")]
            if here != wanted or (told["saves"], told["comments"]) != (self.people.saves, self.people.replies):
                return False
            return not shown or self._is_shown()

        self.until(counted, f"{self.people.ballots()}")

    def _is_shown(self) -> bool:
        query = select(posts.c.shown, debates.c.revision).join(debates)
        return all(row.shown >= row.revision for row in self.window.read(lambda db: db.execute(query).all()))

    def _look_around(self, visitor: Visitor) -> Chat:
        hall = visitor.messages("hall")
        cards = [one for one in hall if one["kind"] == "card"]
        welcomes = [one for place in ("hall", "staff") for one in visitor.messages(place, "notice")]
        owls = [one for one in welcomes if "🦉" in one["content"]["title"]]
        return Chat(hall, visitor.thread(cards[0]) if cards else [], len(owls), visitor.alerts("staff"))


def _let_time_go_by(db: Connection) -> None:
    """What a dead process has claimed is free when its lease has run out: half a minute, or a whole one, later."""
    for table in (deliveries, debates, requests):
        db.execute(update(table).where(table.c.lease_until.is_not(None)).values(lease_until=1))
    db.execute(update(processes).values(until=1))
