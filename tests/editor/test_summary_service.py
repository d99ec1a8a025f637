"""The three lines of a service: asked over real sockets, and every way that it can go wrong."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
import pytest_asyncio
from aiohttp import web

from bot.config.models import Summaries
from bot.config.secrets import Unset
from bot.core.articles import Article
from bot.editor.summary_service import NoAnswer, Service, ask, lines_of
from bot.library.article_file import read_article
from tests.serving import serving

KEY = "sk-very-secret-0123456789"
LINES = ("첫째 줄이에요.", "둘째 줄이에요.", "셋째 줄이에요.")
ARTICLE_FILE = next((Path(__file__).parents[2] / "content" / "articles").glob("*.md"))


@dataclass
class Endpoint:
    """A service of our own: it keeps what it was asked, and answers as it is told to."""

    address: str = ""
    answer: Callable[[web.Request], Awaitable[web.StreamResponse]] | None = None
    asked: list[dict[str, object]] = field(default_factory=list)
    headers: list[str | None] = field(default_factory=list)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(await request.json())
        self.headers.append(request.headers.get("Authorization"))
        assert self.answer is not None
        return await self.answer(request)

    def says(self, content: object) -> None:
        async def answer(_: web.Request) -> web.StreamResponse:
            return web.json_response({"choices": [{"message": {"role": "assistant", "content": content}}]})

        self.answer = answer

    @property
    def service(self) -> Service:
        return Service(f"{self.address}/v1/chat/completions", "small", KEY)


@pytest_asyncio.fixture
async def endpoint() -> AsyncIterator[Endpoint]:
    served = Endpoint()
    app = web.Application()
    app.router.add_post("/v1/chat/completions", served.serve)
    async with serving(app) as served.address:
        yield served
        served.released.set()


@pytest.fixture
def article() -> Article:
    found = read_article(ARTICLE_FILE).article
    assert found is not None
    return found


async def test_the_article_is_sent_and_three_lines_come_back(endpoint: Endpoint, article: Article) -> None:
    endpoint.says("\n".join(LINES))
    assert await ask(endpoint.service, article) == LINES
    asked = endpoint.asked[0]
    assert asked["model"] == "small"
    assert article.title in str(asked["messages"])
    assert article.body[:200] in json.loads(json.dumps(asked))["messages"][1]["content"]
    assert endpoint.headers == [f"Bearer {KEY}"]


async def test_an_editors_comment_is_not_sent(endpoint: Endpoint, article: Article) -> None:
    endpoint.says("\n".join(LINES))
    noted = replace(article, body=f"<!-- 편집 메모:\n법무팀 -->\n\n{article.body}")
    assert await ask(endpoint.service, noted) == LINES
    sent = str(endpoint.asked[0]["messages"])
    assert "메모" not in sent
    assert "법무팀" not in sent


async def test_a_service_without_a_key_gets_none(endpoint: Endpoint, article: Article) -> None:
    endpoint.says("\n".join(LINES))
    await ask(Service(endpoint.service.address, "local"), article)
    assert endpoint.headers == [None]


@pytest.mark.parametrize(
    "content",
    [
        "\n\n".join(LINES),
        "1. 첫째 줄이에요.\n2) 둘째 줄이에요.\n(3) 셋째 줄이에요.",
        "- 첫째 줄이에요.\n* 둘째  줄이에요.\n• 셋째 줄이에요.\n",
        "```text\r\n첫째 줄이에요.\r\n둘째 줄이에요.\r\n셋째 줄이에요.\r\n```",
    ],
)
def test_bullets_numbers_and_fences_are_taken_off(content: str) -> None:
    assert lines_of(content) == LINES


def test_a_number_that_begins_a_sentence_stays() -> None:
    assert lines_of("1,200만 달러예요.\n3.5배예요.\n2025년이에요.") == (
        "1,200만 달러예요.",
        "3.5배예요.",
        "2025년이에요.",
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "0 lines"),
        ("하나예요.\n둘이에요.", "2 lines"),
        ("요약이에요:\n" + "\n".join(LINES), "4 lines"),
        ("같아요.\n같아요.\n달라요.", "say nothing"),
        ("---\n***\n하나예요.", "say nothing"),
        (f"{'가' * 301}\n둘\n셋", "more than 300"),
        ("하나\u202e예요.\n둘\n셋", "control characters"),
        ("하나\x07예요.\n둘\n셋", "control characters"),
        ("하나\ud800예요.\n둘\n셋", "control characters"),
        (None, "no text"),
        ([{"text": "하나"}], "no text"),
    ],
)
async def test_what_is_not_three_good_lines_is_no_answer(
    endpoint: Endpoint, article: Article, content: object, why: str
) -> None:
    endpoint.says(content)
    with pytest.raises(NoAnswer, match=why):
        await ask(endpoint.service, article)


@pytest.mark.parametrize(
    ("status", "body", "why"),
    [
        (401, f'{{"error": "bad key {KEY}"}}', "status 401"),
        (429, "", "status 429"),
        (500, "oh", "status 500"),
        (307, "", "status 307"),
        (200, "<html>", "another form"),
        (200, "", "another form"),
        (200, "{}", "another form"),
        (200, '{"choices": []}', "another form"),
        (200, '{"choices": [{"message": null}]}', "another form"),
        (200, "[" * 50_000, "another form"),
        (200, "x" * 300_000, "too long"),
    ],
)
async def test_a_service_that_fails_is_told_without_what_it_sent(
    endpoint: Endpoint, article: Article, status: int, body: str, why: str
) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, text=body, headers={"Location": "/elsewhere"} if status == 307 else {})

    endpoint.answer = answer
    with pytest.raises(NoAnswer, match=why) as caught:
        await ask(endpoint.service, article)
    assert KEY not in str(caught.value)
    assert len(endpoint.asked) == 1


async def test_a_service_that_hangs_is_given_up(endpoint: Endpoint, article: Article) -> None:
    async def answer(_: web.Request) -> web.StreamResponse:
        await endpoint.released.wait()
        return web.Response()

    endpoint.answer = answer
    with pytest.raises(NoAnswer, match="did not answer within"):
        await ask(endpoint.service, article, timeout=0.2)


async def test_an_answer_that_drips_is_given_up_too(endpoint: Endpoint, article: Article) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        while not endpoint.released.is_set():
            await response.write(b" ")
            await asyncio.sleep(0.02)
        return response

    endpoint.answer = answer
    with pytest.raises(NoAnswer, match="did not answer"):
        await ask(endpoint.service, article, timeout=0.2)


async def test_a_connection_that_breaks_is_told(endpoint: Endpoint, article: Article) -> None:
    async def answer(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        plain = request.transport.get_extra_info("socket")
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        request.transport.abort()
        return web.Response()

    endpoint.answer = answer
    with pytest.raises(NoAnswer, match="connection to the service broke"):
        await ask(endpoint.service, article)


async def test_a_service_that_is_not_there_is_told(article: Article) -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{held.getsockname()[1]}/chat/completions"
        with pytest.raises(NoAnswer, match="can’t be reached"):
            await ask(Service(address, "small", KEY), article)


def test_the_configuration_says_whom_to_ask() -> None:
    assert Service.of(Summaries()) is None
    for endpoint in ("https://ai.example/v1", "https://ai.example/v1/", "https://ai.example/v1/chat/completions"):
        service = Service.of(Summaries(endpoint=endpoint, model="small", key=KEY))
        assert service == Service("https://ai.example/v1/chat/completions", "small", KEY)
        assert KEY not in repr(service)


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        (Summaries(endpoint="https://ai.example/v1"), "summaries.model is not set"),
        (
            Summaries(endpoint="https://ai.example/v1", model="small", key=Unset("SUMMARY_KEY")),
            "SUMMARY_KEY is not set",
        ),
        (Summaries(endpoint="https://ai.example/v1", model="small", key="a\nb"), "character"),
    ],
)
def test_what_is_missing_to_ask_is_told(settings: Summaries, why: str) -> None:
    with pytest.raises(NoAnswer, match=why):
        Service.of(settings)
