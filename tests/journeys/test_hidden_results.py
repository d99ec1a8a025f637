"""`results: after_close`: nothing that members can read depends on what each option has, until it is closed."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest_asyncio

from bot.app.wiring import build_app
from bot.config import load_config
from bot.core.marks import Voter
from bot.platforms.local.chat_records import Draft, Kind
from bot.platforms.local.message_rendering import reply_json
from bot.services.asked import Asker
from bot.services.commands.grammar import read as read_line
from tests.patience import PATIENCE
from tests.ports import free_port
from tests.quiet import greets_no_channel
from tests.reading import as_read
from tests.running_app import running
from tests.services.conftest import ARTICLE, Bot

_CONFIG = """
locale: ko
content: ./content
web: {{listen: "127.0.0.1:{port}", chat: true, pages: public, public_url: "https://agora.example"}}
admins: {{local: [editor]}}
channels: {{square: {{platform: local, id: square}}}}
debates: {{closes_after: 1h, closing_grace: 60s, results: after_close}}
"""
_VOTERS = 9
_CHANGES_WITH_EVERY_VOTE = re.compile(
    r"^(#|process_|python_|agora_(process|marks|vote_commits|pages|http|requests|\w+_seconds)).*$", re.M
)


@pytest_asyncio.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """A whole bot with its web server on a port of its own."""
    (tmp_path / "content" / "articles").mkdir(parents=True)
    (tmp_path / "content" / "articles" / "square-test.md").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "config.yaml").write_text(_CONFIG.format(port=free_port()), encoding="utf-8")
    loaded = load_config(tmp_path / "config.yaml", {})
    assert loaded.config is not None, loaded.problems
    app = await build_app(loaded.config)
    greets_no_channel(app)
    async with running(app):
        made = Bot(app, app.adapters["local"])  # type: ignore[arg-type]
        await made.people()
        yield made


class Reader:
    """Reads everything that a member could."""

    def __init__(self, bot: Bot, debate: str) -> None:
        self._bot = bot
        self._debate = debate

    async def everything(self) -> dict[str, Any]:
        """Every page, picture, feed, answer and message about the debate, by a name of its own."""
        read: dict[str, Any] = {}
        assert self._bot.app.web is not None
        async with aiohttp.ClientSession(self._bot.app.web.url) as session:
            for path in (
                "/",
                "/articles/square-test",
                f"/debates/{self._debate}",
                f"/debates/{self._debate}.json",
                f"/debates/{self._debate}.svg",
                f"/debates/{self._debate}.png",
                "/feed.atom",
                "/sitemap.xml",
                "/metrics",
            ):
                async with session.get(path) as answer:
                    is_picture = path.endswith(("svg", "png"))
                    assert answer.status == 200 or is_picture, path
                    body = await answer.read()
                read[path] = (answer.status, body) if is_picture else self._steady(body.decode())
        asker = Asker(Voter("local", "local", "p9"), "square", "ko")
        for text in ("오늘", "결과", f"결과 {self._debate}", "결과 공유", "저장", "요약", "검색 광장"):
            read[text] = reply_json(await self._bot.app.commands.answer(read_line(text, asker)))
        messages, _ = await self._bot.chat.store.page("square", None, 50)
        for message in messages:
            read[f"message {message.number}"] = (message.kind, message.content)
        return read

    def _steady(self, text: str) -> str:
        """`text` without what says only that something happened: counts of work done, versions, instants of change."""
        text = re.sub(r"\bopen\.\d+\.\d+\b", "", _CHANGES_WITH_EVERY_VOTE.sub("", text))
        return as_read(re.sub(r"<updated>[^<]*</updated>", "", text))


async def vote(bot: Bot, debate: str, votes: dict[str, str], *, on: bool = True) -> None:
    """React in the chat, and wait until the ledger has it."""
    number = await bot.message_of(debate)
    for person, emoji in votes.items():
        await bot.chat.store.react(number, person, emoji, on=on)


async def settled(bot: Bot, debate: str, ballots: tuple[int, ...]) -> None:
    """Wait until the ledger counts this and the post shows it."""

    async def shown() -> bool:
        snapshot = await bot.snapshot(debate)
        return snapshot.tally.ballots == ballots and all(
            post.shown == snapshot.debate.revision for post in snapshot.posts
        )

    await bot.until(shown)


async def talk(bot: Bot, debate: str, replies: dict[str, str], sparks: dict[int, list[str]]) -> None:
    """Reply in the thread and press 💡 on its lines, and wait until the ledger has both."""
    ledger = bot.app.database.ledger
    (post,) = await ledger.debates.posts(debate)
    thread = int((post.thread or "")[1:])
    found = await bot.chat.store.thread(thread, 50)
    assert found is not None
    lines = [said for said in found[1] if said.kind is Kind.LINE]
    before = (await bot.snapshot(debate)).tally.comments
    for person, text in replies.items():
        await bot.chat.store.write(Draft("square", Kind.TEXT, {"text": text}, person=person, thread=thread))
    for number, people in sparks.items():
        for person in people:
            await bot.chat.store.react(lines[number].number, person, "💡", on=True)

    async def counted() -> bool:
        told = await ledger.talk.told(debate)
        assert told is not None
        comments = (await bot.snapshot(debate)).tally.comments
        return comments == before + len(replies) and all(told.on(n) == len(who) for n, who in sparks.items())

    await bot.until(counted)


class Heard:
    """A stream of events, as it comes in while the test goes on."""

    def __init__(self, session: aiohttp.ClientSession, path: str) -> None:
        self._session = session
        self._path = path
        self._text = ""
        self._news = asyncio.Event()
        self._task = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async with self._session.get(self._path) as answer:
            assert answer.status == 200
            async for chunk in answer.content.iter_any():
                self._text += chunk.decode()
                self._news.set()

    async def until(self, holds: Callable[[list[str]], bool]) -> list[str]:
        """The data of all events, once that holds of them."""
        async with asyncio.timeout(PATIENCE):
            while not holds(found := [line[6:] for line in self._text.split("\n") if line.startswith("data: ")]):
                self._news.clear()
                await self._news.wait()
        return found

    async def stop(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


def cards_in(events: list[str]) -> list[dict[str, Any]]:
    return [told["content"] for told in map(json.loads, events) if told.get("kind") == "card"]


async def test_streams_of_events_tell_no_options_numbers(bot: Bot) -> None:
    debate = await bot.open()
    assert bot.app.web is not None
    people = [f"p{number}" for number in range(_VOTERS)]
    async with aiohttp.ClientSession(bot.app.web.url) as session:
        page, chat = Heard(session, f"/debates/{debate}/events"), Heard(session, "/chat/events?person=p9")
        await page.until(bool)
        await vote(bot, debate, dict.fromkeys(people, "🌳"))
        await settled(bot, debate, (0, 9, 0))
        await talk(bot, debate, {"p0": "광장이요", "p1": "저도요"}, {1: people})
        revision = (await bot.snapshot(debate)).debate.revision
        tokens = await page.until(lambda found: any(f".{revision}." in token for token in found))
        told = cards_in(await chat.until(lambda found: any(card["comments"] == 2 for card in cards_in(found))))
        await page.stop()
        await chat.stop()
    standing = re.compile(r"open\.\d+\.\d+\.\d+\.\d+-\d+")
    assert all(standing.fullmatch(token) for token in tokens), "where it stands, and nothing else"
    assert {card["voters"] for card in told} >= {9}
    for card in told:
        assert {(bar["ballots"], bar["share"], bar["text"], bar["percent"]) for bar in card["bars"]} == {
            (None, None, "", "")
        }


async def test_nothing_depends_on_the_votes_until_closing(bot: Bot) -> None:
    debate = await bot.open()
    people = [f"p{number}" for number in range(_VOTERS)]
    for_door, for_square = people[:7], people[7:]
    await talk(bot, debate, {"p0": "문이요", "p8": "광장이요"}, {0: ["p1", "p2"]})
    await vote(bot, debate, dict.fromkeys(for_door, "🚪") | dict.fromkeys(for_square, "🌳"))
    await settled(bot, debate, (7, 2, 0))
    reader = Reader(bot, debate)
    await reader.everything()  # the first answer to a command begins with a welcome
    before = await reader.everything()
    told = json.loads(before[f"/debates/{debate}.json"])
    assert told["voters"] == _VOTERS
    assert [option["ballots"] for option in told["options"]] == [None, None, None]
    assert told["shift"] is None

    await vote(bot, debate, dict.fromkeys(for_door, "🌳"))
    await vote(bot, debate, dict.fromkeys(for_door, "🚪"), on=False)
    await vote(bot, debate, dict.fromkeys(for_square, "🤔"))
    await vote(bot, debate, dict.fromkeys(for_square, "🌳"), on=False)
    await talk(bot, debate, {}, {0: ["p1", "p2"], 1: for_door})
    await settled(bot, debate, (0, 7, 2))
    after = await reader.everything()
    assert before.keys() == after.keys()
    for name, said in before.items():
        assert after[name] == said, name

    snapshot = await bot.close(debate)
    assert snapshot.tally.ballots == (0, 7, 2)
    open_now = await reader.everything()
    told = json.loads(open_now[f"/debates/{debate}.json"])
    assert [option["ballots"] for option in told["options"]] == [0, 7, 2]
    assert told["shift"][0][1] == 7
    assert "78%" in open_now[f"/debates/{debate}"]
    assert "(7명). 그중 7명이 ‘문’에서 ‘광장’으로 옮겼어요." in open_now[f"/debates/{debate}"]
    assert "댓글 2 · 광장 쪽 1, 글쎄요 쪽 1" in open_now["/articles/square-test"]
    assert "78%" in json.dumps(open_now["결과"], ensure_ascii=False)
    assert Kind.RESULT in [said[0] for name, said in open_now.items() if name.startswith("message")]
