"""A seed's days, played: the servers, the bot, the people and the bad luck, in virtual time.

Where nothing is going on the wall clock of everybody is put forward; clocks that only count seconds (the loop's) do not
pass then. So a quiet night costs nothing, and what is due after it is due at once.
"""

from __future__ import annotations

import asyncio
import gc
import heapq
import os
import random
import re
import sqlite3
from collections.abc import Callable, Coroutine
from contextlib import closing
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.platforms.local.chat_records import Person
from prove import pair
from prove.disk import Disk
from prove.mishaps import MISHAP
from prove.network import Network
from prove.places import DISCORD, LOCAL, OPTIONS, PEOPLE, SLACK, Places, Said, write_articles
from prove.plan import Act, Setting
from prove.postgres import Database
from prove.process import Machine
from prove.supervisor import Supervisor
from prove.troubles import Troubles
from prove.virtual_time import LIFE, VirtualLoop
from tests.postgres_server import PostgresServer

GRACE = 60.0
"""Seconds of `debates.closing_grace`."""
WITHIN = 6 * 3600.0
"""Seconds of `missed.within`."""
_LEAD = 2.0
_SETTLES = 20.0
_CALM = 60.0
TITLE = re.compile(r"글 (\d{4})")
CONFIG = """
timezone: {zone}
locale: ko
content: {folder}/content
database: {database}
web: {{listen: "127.0.0.1:0", pages: none, chat: true}}
discord: {{token: "${{DISCORD_TOKEN}}", api_url: "{discord}", gateway_url: "{gateway}"}}
slack:
  transport: socket
  bot_token: "${{SLACK_BOT_TOKEN}}"
  app_token: "${{SLACK_APP_TOKEN}}"
  signing_secret: "${{SLACK_SIGNING_SECRET}}"
  api_url: "{slack}"
alerts: {{channel: staff}}
channels:
{channels}
debates: {{closes_after: {closes_after}h, closing_grace: 60s, results: {results}, choice: {choice}}}
schedules:
  - name: daily
    cron: "0 9 * * *"
    channels: [{daily}]
    articles: {{order: oldest, when_empty: alert}}
    missed: {{policy: post_late, within: 6h}}
  - name: nightly
    cron: "30 2 * * sun"
    channels: [{nightly}]
    articles: {{order: newest, when_empty: alert}}
    missed: {{policy: post_late, within: 6h}}
"""


@dataclass(order=True)
class _Due:
    at: float
    number: int
    what: Callable[[], None] = field(compare=False)
    settles: float = field(compare=False, default=_SETTLES)


class Year:
    """One seed's days. `play` them, then ask the oracle."""

    def __init__(
        self, setting: Setting, acts: list[Act], folder: Path, loop: VirtualLoop, server: PostgresServer | None = None
    ) -> None:
        self.setting = setting
        self.folder = folder
        self.loop = loop
        self.network = Network(loop)
        self.disk = Disk()
        self.database: Database | None = None
        """The one on a server; None where the ledger is a file."""
        self.troubles = Troubles()
        self.supervisors = [Supervisor(self, Machine(loop, self.network, self.disk, folder / "config.yaml"))]
        if server is not None:
            pair.share(self, server)
        self.machine = self.supervisors[0].machine
        self.met = self.supervisors[0]
        """The one whose machine the present act meets."""
        self.places = Places(loop, self.network, folder, lambda: self.machine.clock.off.total_seconds())
        self.articles = folder / "content" / "articles"
        self.articles_written = setting.days + setting.days // 7 + 8
        self.history: list[str] = []
        self.started_at: list[float] = []
        self.tasks_left: list[str] = []
        """Tasks that the process which was stopped in the end has left."""
        self.weights: list[int] = []
        """How many objects of the bot's own there were in memory: on the fifth day, and in the end."""
        self._acts = acts
        self._due: list[_Due] = []
        self._numbers = count()
        self._busy_until = 0.0
        self._closings: set[str] = set()
        self._days = 0
        self._tasks: set[asyncio.Task[Any]] = set()
        self._visits = random.Random(f"visits {setting.seed}")

    # For acts

    @property
    def now(self) -> float:
        """Unix time, right."""
        return self.loop.wall()

    def later(self, seconds: float, what: Callable[[], None], settles: float = _SETTLES) -> None:
        """Let something happen so many seconds from now."""
        self._at(self.now + seconds, what, settles)

    def does(self, work: Coroutine[Any, Any, Any]) -> None:
        """Do something of the world that takes time."""
        task = self.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def cards(self, platform: str | None = None) -> list[Said]:
        """Cards of debates that may be voted on: the first message about an article in a channel, if it is recent."""
        found: dict[tuple[str, str, str], Said] = {}
        for said in self.places.said(self.now - self.setting.closes_after - 1200):
            title = TITLE.search(said.text)
            if title is None or said.thread is not None or (platform is not None and said.platform != platform):
                continue
            key = (said.platform, said.channel, title.group(1))
            if key not in found or said.at < found[key].at:
                found[key] = said
        return [
            found[key] for key in sorted(found) if (found[key].platform, found[key].message) not in self.places.deleted
        ]

    def debated(self) -> set[int]:
        """Numbers of the articles that are being debated."""
        return {int(found.group(1)) for card in self.cards() if (found := TITLE.search(card.text))}

    def closes_within(self, seconds: float) -> bool:
        """Whether a debate closes soon, or has closed as short a time ago."""
        rows = self.rows("select closes_at from debates where state in ('open', 'closing')")
        off = self.machine.clock.off.total_seconds()
        return any(abs(closes / 1e6 - off - self.now) < seconds for (closes,) in rows)

    def rows(self, query: str, *values: object) -> list[Any]:
        """What the ledger holds, read past the bot."""
        if self.database is not None:
            return self.database.rows(query, *values)
        with closing(sqlite3.connect(f"file:{self.folder}/agora.db?mode=ro", uri=True)) as ledger:
            try:
                return ledger.execute(query, values).fetchall()
            except sqlite3.OperationalError:
                return []

    def restarts_within(self, since: float, until: float) -> bool:
        """Whether the bot was started, or away, between two moments."""
        troubles = self.troubles
        spans = [*troubles.away, *troubles.alone, *((at, at) for at in self.started_at)]
        return any(begin - 30 <= until and since <= end + 60 for begin, end in spans)

    def busy_for(self, seconds: float) -> None:
        """Skip nothing of so many seconds."""
        self._busy_until = max(self._busy_until, self.now + seconds)

    # For supervisors

    def called(self, machine: str) -> str:
        """By what the history tells a machine from others."""
        return f"{machine} " if len(self.supervisors) > 1 else ""

    def has_started(self, machine: str) -> None:
        """A process was started."""
        self.started_at.append(self.now)
        self.tell(f"{self.called(machine)}started")
        self.later(3.0, self._people_come, 0.0)

    def is_up_again(self, since: float) -> None:
        """A machine on which no process ran is about to have one."""
        down = [one.down_since for one in self.supervisors if one.down_since is not None]
        if len(down) == len(self.supervisors):
            self.troubles.away.append((max(down), self.now))
        if len(self.supervisors) > 1:
            self.troubles.alone.append((since, self.now + 30))

    def has_another_clock(self, off: float) -> None:
        """A machine's clock was set."""
        self._closings.clear()
        self.troubles.clocks.append((self.now, off))

    def tell(self, line: str) -> None:
        """A line of the history."""
        self.history.append(f"{self.now:.6f} {line}")

    # Playing

    async def play(self) -> None:
        """All days, until everything has come to rest."""
        await self._begin()
        for act in self._acts:
            self._at(act.at, lambda act=act: self._act(act))  # type: ignore[misc]
        for at in self._occurrences():
            self._at(at, lambda: None, 45.0)
        self._each_day()
        await self._until(self._end())
        await self._come_to_rest()

    def _end(self) -> float:
        return self.setting.occurrence(self.setting.days - 1) + max(self.setting.closes_after, WITHIN) + 3 * 3600

    async def _begin(self) -> None:
        places, setting = self.places, self.setting
        await places.open()
        write_articles(self.articles, self.articles_written, random.Random(f"articles {setting.seed}"))
        for name, value in (
            ("DISCORD_TOKEN", places.discord.token),
            ("SLACK_BOT_TOKEN", places.slack.bot_token),
            ("SLACK_APP_TOKEN", places.slack.app_token),
            ("SLACK_SIGNING_SECRET", places.slack.signing_secret),
        ):
            os.environ[name] = value
        channels = "\n".join(
            f'  {name}: {{platform: {platform}, id: "{native}"}}'
            for name in ("square", "plaza", "garden", "terrace", "home", "staff")
            for platform, native in [places.channel(name)]
        )
        self.machine.config.write_text(
            CONFIG.format(
                zone=setting.zone,
                folder=self.folder,
                database=f"sqlite:///{self.folder}/agora.db" if self.database is None else self.database.url,
                discord=places.discord.api_url,
                gateway=places.discord.gateway_url,
                slack=places.slack.api_url,
                channels=channels,
                closes_after=int(setting.closes_after // 3600),
                results=setting.results,
                choice=setting.choice,
                daily=", ".join(setting.channels),
                nightly=setting.nightly,
            ),
            encoding="utf-8",
        )
        for supervisor in self.supervisors:
            supervisor.start()
        self._busy_until = self.now + 30

    def _occurrences(self) -> list[float]:
        return [at for at, _ in occurrences(self.setting)]

    def _weigh(self) -> None:
        gc.collect()
        self.weights.append(sum(str(type(one).__module__).startswith("bot.") for one in gc.get_objects()))

    def _each_day(self) -> None:
        self._days += 1
        gc.collect()
        if self._days == 5:
            self._weigh()
        self.places.read_chat()
        self.places.forget_what_is_over()
        if self.now + 86_400 < self._end():
            self.later(86_400, self._each_day, 0.0)

    def _at(self, at: float, what: Callable[[], None], settles: float = _SETTLES) -> None:
        heapq.heappush(self._due, _Due(at, next(self._numbers), what, settles))

    async def _until(self, end: float) -> None:
        while self._due and self._due[0].at <= end:
            if self.now < self._due[0].at:
                await self._pass_until(self._due[0].at)
                continue
            due = heapq.heappop(self._due)
            due.what()
            self._busy_until = max(self._busy_until, self.now + due.settles)
            self._expect_closings()
        await self._pass_until(end)

    async def _pass_until(self, at: float) -> None:
        """Let time pass; what lies ahead where nothing is going on is skipped."""
        while self.now < at:
            if self.now < self._busy_until:
                await asyncio.sleep(min(at, self._busy_until) - self.now)
                self._expect_closings()
                if self._due and self._due[0].at < at:
                    return
            elif at - self.now > _CALM:
                self.loop.epoch += at - self.now - _LEAD
            else:
                await asyncio.sleep(at - self.now)

    def _expect_closings(self) -> None:
        for debate, closes_at in self.rows("select id, closes_at from debates where state = 'open'"):
            if debate not in self._closings:
                self._closings.add(debate)
                at = closes_at / 1e6 - self.machine.clock.off.total_seconds()
                self._at(max(self.now, at - 3), lambda: None, GRACE + 40)

    def _people_come(self) -> None:
        """Those who vote in the chat are its members."""
        people = [Person(f"p{number}", f"사람 {number}", "🙂", number % 12) for number in range(PEOPLE)]
        self._in_chat(lambda store: store.join_crowd(people))

    async def _come_to_rest(self) -> None:
        """All trouble ends, and everything that is due gets its time; then the bot is stopped in order."""
        places, faults = self.places, self.machine.chat_faults
        while self._due:
            heapq.heappop(self._due).what()
        places.discord.faults.clear()
        places.slack.faults.clear()
        faults.lose_answers = faults.lose_edits = faults.refuse_sends = faults.short_scans = faults.hide_seeds = 0
        for _ in range(3):
            self._busy_until = self.now + 60
            await self._pass_until(self.now + 60)
            self.loop.epoch += 1300
        await asyncio.sleep(90)
        places.read_chat()
        self._weigh()
        for supervisor in self.supervisors:
            assert supervisor.process is not None
            supervisor.process.stop()
            await supervisor.process.over.wait()
            await asyncio.sleep(1)
            self.tasks_left += self.loop.tasks_of(supervisor.process.life)

    # Acts

    def _act(self, act: Act) -> None:
        dice = random.Random(act.dice)
        self.tell(act.what)
        if len(self.supervisors) > 1:
            self.met = self.supervisors[random.Random(f"whom {act.dice}").randrange(len(self.supervisors))]
        if act.what in MISHAP:
            MISHAP[act.what](self, dice)
        elif act.what in pair.MISHAP:
            pair.MISHAP[act.what](self, dice)
        else:
            getattr(self, f"_{act.what}")(dice)

    def _vote(self, dice: random.Random) -> None:
        self._press(dice, dice.choice(OPTIONS), on=True)

    def _withdraw(self, dice: random.Random) -> None:
        self._press(dice, dice.choice(OPTIONS), on=False)

    def _save(self, dice: random.Random) -> None:
        self._press(dice, "🔖", on=True)

    def _switch(self, dice: random.Random) -> None:
        """Press another option, and perhaps take the first back."""
        again = dice.randrange(1 << 30)
        first, second = dice.sample(OPTIONS, 2)
        self._press(random.Random(again), first, on=True)
        self.later(1.0, lambda: self._press(random.Random(again), second, on=True))
        if dice.random() < 0.6:
            self.later(2.0, lambda: self._press(random.Random(again), first, on=False))

    def _bot_votes(self, dice: random.Random) -> None:
        for card in self.cards(DISCORD)[:1]:
            self.places.react(DISCORD, card.message, str(self.places.discord_bot.id), dice.choice(OPTIONS), on=True)
        for card in self.cards(SLACK)[:1]:
            self.places.react(SLACK, card.message, "U0OTHERBOT", dice.choice(OPTIONS), on=True)

    def _reply(self, dice: random.Random) -> None:
        cards = [card for card in self.cards() if card.platform != LOCAL]
        if cards:
            card = dice.choice(cards)
            self.places.reply(card.platform, card.message, dice.choice(self.places.people(card.platform)), "그렇네요")

    def _press(self, dice: random.Random, emoji: str, *, on: bool) -> None:
        cards = self.cards()
        if not cards:
            return
        card = dice.choice(cards)
        person = self.places.people(card.platform)[dice.randrange(PEOPLE)]
        if card.platform == LOCAL:
            self._press_in_chat(card.message, person, emoji, on)
        else:
            self.places.react(card.platform, card.message, person, emoji, on=on)

    def _press_in_chat(self, message: str, person: str, emoji: str, on: bool) -> None:
        self._in_chat(lambda store: store.react(int(message[1:]), person, emoji, on=on))

    def _in_chat(self, work: Callable[[Any], Coroutine[Any, Any, Any]]) -> None:
        """Do something in the chat, which is away where the bot's process is."""
        there = [one.process for one in self.supervisors if one.process is not None]
        there = [one for one in there if one.alive and one.app is not None and not one.life.paused]
        if not there:
            return
        process = there[0] if len(there) == 1 else self._visits.choice(there)
        context = copy_context()
        context.run(LIFE.set, process.life)
        context.run(self.does, _done(work(process.app.adapters[LOCAL].store)))  # type: ignore[union-attr]


async def _done(work: Coroutine[Any, Any, Any]) -> None:
    """What the chat refuses is refused."""
    try:
        await work
    except Exception:
        return


def occurrences(setting: Setting) -> list[tuple[float, str]]:
    """When each schedule falls due by the zone's clocks, and which: an hour that a spring night lacks is its next one.

    Python's zoneinfo reads a time within the gap by the offset before it, which is the gap's length later: so it is cut
    down to the gap's end. Of an hour that comes twice the first counts (`fold` 0).
    """
    zone = ZoneInfo(setting.zone)
    found = [(setting.occurrence(day), "daily") for day in range(setting.days)]
    for number in range(setting.days):
        day = setting.first + timedelta(days=number)
        if day.weekday() == 6:
            asked = datetime.combine(day, time(2, 30), zone)
            at = asked.timestamp()
            if datetime.fromtimestamp(at, zone).replace(tzinfo=None) != asked.replace(tzinfo=None):
                at = datetime.combine(day, time(3), zone).timestamp()
            found.append((at, "nightly"))
    return sorted(one for one in found if one[0] > setting.begins())
