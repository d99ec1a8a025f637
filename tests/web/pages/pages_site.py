"""A whole bot with its pages on a real socket, and what a visitor reads there."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bot.app.app import App
from bot.app.wiring import build_app
from bot.config import load_config
from bot.core.debates import DebateState
from bot.platforms.local.adapter import LocalPlatform
from bot.platforms.local.chat_records import Person
from bot.services.records import Snapshot
from tests.empty_ledger import lay_empty_ledger
from tests.patience import until
from tests.reading import as_read
from tests.running_app import running as running_app

CONFIG = """
timezone: Asia/Seoul
locale: ko
content: ./content
database: sqlite:///./agora.db
web: {{listen: "127.0.0.1:0", chat: true{web}}}
admins: {{local: [editor]}}
channels:
  square: {{platform: local, id: square}}
debates: {{closes_after: 1h, closing_grace: 60s{rules}}}
"""

ARTICLE = """---
title: {title}
category: {category}
published: 2025-0{month}-02T09:00:00+09:00
{more}summary: [첫째 줄이에요, 둘째 줄이에요, 셋째 줄이에요]
question: {question}
options:
  - {{label: 문, emoji: 🚪}}
  - {{label: 광장, emoji: 🌳}}
  - {{label: 글쎄요, emoji: 🤔}}
squabble:
  - {{speaker: booki, side: 문, says: {says}}}
  - {{speaker: moki, side: 광장, says: 열어야 자라요.}}
---
## 묻는 제목

본문이에요.
"""


def write_article(
    folder: Path,
    slug: str,
    title: str = "열린 광장",
    *,
    month: int = 1,
    category: str = "시험",
    more: str = "",
    question: str = "어느 쪽이 좋아요?",
    says: str = "닫아야 지켜요.",
) -> None:
    """Put one article into a content folder."""
    path = folder / "articles" / f"{slug}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = ARTICLE.format(title=title, month=month, category=category, more=more, question=question, says=says)
    path.write_text(text, encoding="utf-8")


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Any
    text: str

    @property
    def words(self) -> str:
        """What a person reads: the page without markup."""
        bare = re.sub(r"<(script|style)\b.*?</\1>|<svg\b.*?</svg>", " ", self.text, flags=re.DOTALL)
        return as_read(" ".join(html.unescape(re.sub(r"<[^>]+>", " ", bare)).split()))


@dataclass
class Site:
    """The bot, its chat and a visitor's session."""

    app: App
    chat: LocalPlatform
    session: aiohttp.ClientSession
    url: str

    async def get(self, path: str, **headers: str) -> Answer:
        """Visit an address as a browser would."""
        async with self.session.get(
            self.url + path, headers={"Accept": "text/html"} | headers, allow_redirects=False
        ) as answer:
            return Answer(answer.status, answer.headers, await answer.text())

    async def json(self, debate: str) -> dict[str, Any]:
        """The debate as data."""
        async with self.session.get(f"{self.url}/debates/{debate}.json") as answer:
            found: dict[str, Any] = await answer.json()
            return found

    async def open(self, slug: str = "open-square") -> str:
        """Open a debate; return when everything of its opening is said."""
        debate = await self.app.debate_admin.post(slug, ["square"])

        async def said() -> bool:
            deliveries = await self.app.database.ledger.outcomes.of_debate(debate)
            return all(delivery.state.value == "said" for delivery in deliveries)

        await until(said)
        return debate

    async def react(self, debate: str, person: str, emoji: str, *, on: bool = True) -> None:
        """Vote, and return when the ledger has it."""
        before = await self.snapshot(debate)
        number = int((before.posts[0].message or "m0")[1:])
        await self.chat.store.react(number, person, emoji, on=on)
        await until(self._moved(debate, before.debate.revision))

    async def reply(self, debate: str, person: str, text: str) -> None:
        """Write into the thread, and return when the ledger has it."""
        before = await self.snapshot(debate)
        await self.chat.members.answer(person, before.posts[0].thread or "", text)
        await until(self._moved(debate, before.debate.revision))

    def _moved(self, debate: str, revision: int) -> Callable[[], Awaitable[bool]]:
        async def moved() -> bool:
            return (await self.snapshot(debate)).debate.revision > revision

        return moved

    async def close(self, debate: str) -> None:
        """Close the debate; return when its result is said."""
        await self.app.debate_admin.close(debate)

        async def closed() -> bool:
            return (await self.snapshot(debate)).debate.state is DebateState.CLOSED

        await until(closed)

    @asynccontextmanager
    async def news(self, path: str) -> AsyncIterator[Callable[[], Awaitable[str]]]:
        """A stream of events, as an open page follows it: each call gives what is new, or `over`."""
        async with self.session.get(f"{self.url}{path}") as stream:

            async def next_one() -> str:
                async for line in stream.content:
                    if line.startswith(b"data: "):
                        return line.decode().removeprefix("data: ").strip()
                return "over"

            yield next_one

    async def snapshot(self, debate: str) -> Snapshot:
        """The debate as the ledger has it."""
        found = await self.app.database.ledger.debates.snapshot(debate)
        assert found is not None
        return found


@asynccontextmanager
async def running(folder: Path, *, web: str = "", rules: str = "", more: str = "") -> AsyncIterator[Site]:
    """The bot over the content in `folder`; `web` and `rules` are more keys of the configuration's sections, `more` is
    what stands below them."""
    path = folder / "config.yaml"
    path.write_text(CONFIG.format(web=web, rules=rules) + more, encoding="utf-8")
    loaded = load_config(path)
    assert loaded.config is not None, loaded.problems
    lay_empty_ledger(folder / "agora.db")
    app = await build_app(loaded.config)
    # Visitors outlast the bot: what they hear of its end is tested.
    async with aiohttp.ClientSession() as session, running_app(app):
        chat = app.adapters["local"]
        assert isinstance(chat, LocalPlatform)
        await chat.store.join_crowd([Person(f"p{n}", f"사람{n}", "🐣", n, simulated=True) for n in range(8)])
        await until(lambda: chat.ready() is None)
        assert app.web is not None
        yield Site(app, chat, session, app.web.url)
