"""A web site of our own to import from, and what an import made of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from aiohttp import web

from bot.core.articles import Article
from bot.editor.drafts import Drafts
from bot.library.library import Library
from bot.locales import words_for

SEOUL = ZoneInfo("Asia/Seoul")
NOW = datetime(2025, 6, 1, 12, tzinfo=SEOUL)
BODY = (
    "딥시크를 세운 사람들은 구글과 바이두 같은 큰 회사에서 일한 적이 있어요.",
    "가장 눈에 띄는 건 모델의 가중치를 공개한 일이에요. 자동차 회사가 모든 정비사에게 설계도를 나눠 준 것과 같아요.",
    "열려 있으니 재능 있는 사람들이 모였고, 그 재능이 다시 쓰는 사람들을 불러왔어요.",
)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


def page_html(title: str = "열린 AI", head: str = "") -> str:
    paragraphs = "<h2>왜?</h2>".join(f"<p>{text}</p>" for text in BODY)
    return (
        f'<html lang="ko"><head><title>{title} | 신문</title><meta property="og:title" content="{title}">{head}</head>'
        f'<body><nav><a href="/">홈으로</a></nav><article><h1>{title}</h1>{paragraphs}'
        "<script>alert(1)</script></article><footer>모든 권리 보유</footer></body></html>"
    )


class Site:
    """A web site of our own: what it says at each path, and what it was asked."""

    def __init__(self) -> None:
        self.address = ""
        self.handlers: dict[str, Handler] = {}
        self.asked: list[str] = []
        self.released = asyncio.Event()

    def says(self, path: str, body: str | bytes, kind: str = "text/html; charset=utf-8", status: int = 200) -> str:
        data = body.encode() if isinstance(body, str) else body

        async def answer(_: web.Request) -> web.StreamResponse:
            return web.Response(body=data, status=status, headers={"Content-Type": kind} if kind else {})

        self.handlers[path] = answer
        return self.address + path

    def leads(self, path: str, to: str, status: int = 302) -> str:
        async def answer(_: web.Request) -> web.StreamResponse:
            return web.Response(status=status, headers={"Location": to})

        self.handlers[path] = answer
        return self.address + path

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        handler = self.handlers.get(request.path)
        return await handler(request) if handler is not None else web.Response(status=404)


def drafts_in(content: Path, locale: str = "ko") -> Drafts:
    return Drafts(content, SEOUL, words_for(locale, strict=True), NOW)


def articles(content: Path) -> dict[str, Article]:
    """Every article there, drafts included; nothing may be wrong with any, and none may be posted."""
    (content / "articles").mkdir(parents=True, exist_ok=True)
    library = Library(content)
    library.load()
    assert [str(problem) for problem in library.problems] == []
    assert library.all() == ()
    found = {slug: library.get(slug) for slug in library.readings}
    assert all(article is not None and article.draft for article in found.values())
    return {slug: article for slug, article in found.items() if article is not None}
