"""What the local chat's tests share: a listener, a browser without a screen, a fast clock, a card."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp

from bot.core.articles import DEFAULT_OPTIONS, Article
from bot.core.ballots import options_of
from bot.core.buttons import Press
from bot.core.buttons import press as press_of
from bot.core.debates import Channel, Choice, DebateState
from bot.core.marks import MarkEvent, Voter
from bot.core.messages import Bar, Card, Confirmation, Reply, Text
from bot.core.times import Micros
from bot.core.words import Words
from bot.errors import StorageBusy
from bot.locales import words_for
from bot.platforms.local.adapter import LocalPlatform
from bot.platforms.local.fault_injection import Faults
from bot.services.asked import Asked, Asker, Completion, UnknownCommand
from bot.services.clock import SystemClock
from tests.inbound import told_to
from tests.patience import PATIENCE

CHANNEL = "square"


class Heard:
    """Keeps what it was told."""

    def __init__(self) -> None:
        self.marks: list[MarkEvent] = []
        self.replies: list[tuple[str, str, Voter, bool]] = []
        self.deletions: list[str] = []
        self.commands: list[Asked | UnknownCommand] = []
        self.typed: list[tuple[Asker, str]] = []
        self.filled: list[tuple[Asker, int, str]] = []
        self.missed = 0
        self.busy = 0
        self.reply = Reply((Text("네"),))
        self.presses: list[Press] = []
        self.answers: list[Press] = []
        self.slow: asyncio.Event | None = None
        self.ballots: dict[tuple[str, str], int] = {}
        self._changed = asyncio.Condition()

    async def until(self, enough: Callable[[], bool]) -> None:
        """Wait until `enough` holds."""
        async with asyncio.timeout(PATIENCE), self._changed:
            await self._changed.wait_for(enough)

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def record(self, event: MarkEvent) -> None:
        if self.busy:
            self.busy -= 1
            raise StorageBusy("the database is locked")
        self.marks.append(event)
        await self._tell()

    async def cleared(self, platform: str, channel: str, message: str, plain: str | None, received_at: Micros) -> None:
        raise AssertionError(f"the local chat has no remove-all: {platform} {channel} {message} {plain} {received_at}")

    async def replied(
        self, platform: str, channel: str, thread: str, reply: str, voter: Voter | None, held: bool
    ) -> None:
        assert (platform, channel) == ("local", CHANNEL)
        assert voter is not None
        self.replies.append((thread, reply, voter, held))
        await self._tell()

    async def deleted(self, platform: str, channel: str, message: str) -> None:
        assert (platform, channel) == ("local", CHANNEL)
        self.deletions.append(message)
        await self._tell()

    async def retold(self, platform: str, channel: str, thread: str) -> None:
        raise AssertionError(f"the local chat tells deletions as such: {platform} {channel} {thread}")

    async def missed_events(self, platform: str, channels: Collection[str] | None = None) -> None:
        assert (platform, channels) == ("local", None)
        self.missed += 1
        await self._tell()

    def deaf(self, platform: str, channels: Collection[str] | None = None, **_: object) -> None:
        assert (platform, channels) == ("local", None)

    async def listens(self, platform: str, channels: Collection[str] | None = None, **_: object) -> None:
        await self.missed_events(platform, channels)

    async def take(self, press: Press) -> Confirmation:
        self.presses.append(press)
        await self._tell()
        if self.slow is not None:
            await self.slow.wait()
        place = (press.message, press.voter.native)
        after = press_of(self.ballots.get(place, 0), press.option, Choice.SINGLE).after
        self.ballots[place] = after
        return Confirmation(f"{press.option}번을 눌렀어요", options_of(after))

    async def answered(self, press: Press) -> None:
        self.answers.append(press)
        await self._tell()

    async def held(self, platform: str, channel: str, message: str, voter: Voter) -> tuple[int, ...]:
        assert (platform, channel) == ("local", CHANNEL)
        return options_of(self.ballots.get((message, voter.native), 0))

    async def answer(self, asked: Asked | UnknownCommand) -> Reply:
        self.commands.append(asked)
        return self.reply

    async def complete_line(self, asker: Asker, text: str, most: int) -> list[Completion]:
        self.typed.append((asker, text))
        return [Completion("결과 ", "결과", "집계를 보여 줘요")] * most

    async def feedback(self, asker: Asker, rating: int, line: str) -> Reply:
        self.filled.append((asker, rating, line))
        return self.reply


class FastClock:
    """A clock on which waiting takes no time, but happens."""

    def __init__(self, start: datetime = datetime(2026, 3, 2, 9, tzinfo=UTC)) -> None:
        self._now = start

    def now(self) -> datetime:
        return self._now

    async def sleep(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)
        await asyncio.sleep(0)


@asynccontextmanager
async def running(platform: LocalPlatform, heard: Heard) -> AsyncIterator[asyncio.Task[None]]:
    """The platform handing over events; stopped at the end."""
    before = heard.missed
    task = asyncio.create_task(platform.run(told_to(heard)))
    await heard.until(lambda: heard.missed > before)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


@dataclass
class Stream:
    """A page's stream of events, as it arrives."""

    response: aiohttp.ClientResponse
    last_id: str = ""
    events: list[tuple[str, Any]] = field(default_factory=list)

    async def next(self) -> tuple[str, Any]:
        """The next event; comments are skipped."""
        name, data = "", ""
        async with asyncio.timeout(PATIENCE):
            async for raw in self.response.content:
                line = raw.decode().rstrip("\n")
                if line.startswith("id: "):
                    self.last_id = line[4:]
                elif line.startswith("event: "):
                    name = line[7:]
                elif line.startswith("data: "):
                    data = line[6:]
                elif not line and name:
                    return name, json.loads(data)
        raise EOFError

    async def until(self, wanted: Callable[[str, Any], bool]) -> Any:
        """The data of the next event that fits."""
        while True:
            name, data = await self.next()
            if wanted(name, data):
                return data


class Browser:
    """Somebody who has the page open. Sends what the page sends."""

    def __init__(self, url: str, person: str = "haru") -> None:
        self.url = url
        self.person = person
        self.session = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self.token = ""

    async def open(self, lang: str = "") -> str:
        """Load the page."""
        async with self.session.get(f"{self.url}/chat" + (f"?lang={lang}" if lang else "")) as response:
            page = await response.text()
            assert response.status == 200, page
        found = re.search(r'name="agora-token" content="([^"]+)"', page)
        assert found
        self.token = found[1]
        return page

    async def get(self, path: str, **query: str) -> Any:
        """What `path` answers with; `person` is sent along."""
        asked = {"person": self.person, **query}
        async with self.session.get(f"{self.url}/chat/api/{path}", params=asked) as response:
            answer = await response.json()
            assert response.status == 200, answer
            return answer

    async def send(self, path: str, method: str = "POST", **body: Any) -> tuple[int, Any]:
        """Status and answer of a write."""
        headers = {"Origin": self.url, "X-Agora-Token": self.token}
        sent = {"person": self.person, **body}
        async with self.session.request(method, f"{self.url}/chat/api/{path}", json=sent, headers=headers) as response:
            return response.status, await response.json()

    async def do(self, path: str, method: str = "POST", **body: Any) -> Any:
        """The answer of a write that succeeds."""
        status, answer = await self.send(path, method, **body)
        assert status == 200, answer
        return answer

    @asynccontextmanager
    async def listen(self, last_id: str | None = None) -> AsyncIterator[Stream]:
        """The stream of events."""
        headers = {} if last_id is None else {"Last-Event-ID": last_id}
        address = f"{self.url}/chat/events"
        async with self.session.get(address, params={"person": self.person}, headers=headers) as response:
            assert response.status == 200
            yield Stream(response)

    async def close(self) -> None:
        await self.session.close()


def words(locale: str) -> Words:
    """The real words."""
    return words_for(locale)


def build(folder: Path, faults: Faults | None = None) -> LocalPlatform:
    """A platform on the store in `folder`; several may be built on one."""
    channels = [Channel("square", "local", CHANNEL, "ko"), Channel("team", "local", "team", "en")]
    return LocalPlatform(
        folder / "chat.db",
        channels,
        SystemClock(),
        words,
        admins=frozenset({"editor"}),
        locale="ko",
        faults=faults,
    )


def article(body: str = "## 왜?\n\n본문이에요.", **fields: Any) -> Article:
    """An article for or against something."""
    return Article(
        **{
            "slug": "open-ai",
            "title": "AI 기술, 완전 공개해야 할까?",
            "category": "산업",
            "published": datetime(2025, 4, 28, tzinfo=UTC),
            "summary": ("하나", "둘", "셋"),
            "question": "공개해야 할까요?",
            "options": DEFAULT_OPTIONS,
            "body": body,
            **fields,
        }
    )


def card(closes_at: datetime, *, debate: str = "d1", voters: int = 0, state: DebateState = DebateState.OPEN) -> Card:
    """A debate's card."""
    return Card(
        debate=debate,
        article=article(),
        state=state,
        category="산업",
        badge="AI PICK",
        title="AI 기술, 완전 공개해야 할까?",
        link=None,
        published="2025년 4월 28일",
        summary=("하나", "둘", "셋"),
        question="공개해야 할까요?",
        invitation="눌러 주세요",
        bars=(Bar("찬성", "👍", 0, 0.0, "0표"), Bar("반대", "👎", 0, 0.0, "0표")),
        turnout=f"{voters}명",
        voters=voters,
        comments=0,
        saves=0,
        counts="",
        opened_at=closes_at - timedelta(hours=1),
        closes_at=closes_at,
        closing="곧",
    )


def soon() -> datetime:
    """An hour from now."""
    return datetime.now(UTC) + timedelta(hours=1)
