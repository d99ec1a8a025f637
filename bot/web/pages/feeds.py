"""What programs read: the feed of debates, and what search engines may visit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from aiohttp import web

from bot.core.debates import Debate, DebateState
from bot.core.words import Words
from bot.web.pages.sparing import Sparing
from bot.web.pages.voting import state_name

_HOST = re.compile(r"[A-Za-z0-9.\-]{1,253}(:\d{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:\d{1,5})?")


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A debate in the feed; `updated` and `published` are instants in ISO form."""

    debate: str
    slug: str
    title: str
    summary: tuple[str, ...]
    note: str
    category: str
    published: str
    updated: str


def feed_entries(debates: Iterable[Debate], words: Words, sparing: Sparing) -> list[FeedEntry]:
    """The debates, opened last first; an entry changes when voting ends, not with every vote."""
    newest = sorted(debates, key=lambda debate: (debate.opened_at, debate.id), reverse=True)
    return sparing.each(newest, lambda debate: _entry(debate, words))


def _entry(debate: Debate, words: Words) -> FeedEntry:
    is_open = debate.state is DebateState.OPEN
    return FeedEntry(
        debate=debate.id,
        slug=debate.slug,
        title=debate.article.question,
        summary=debate.article.summary,
        note=f"{debate.article.title} · {state_name(debate, words)}",
        category=debate.article.category,
        published=debate.opened_at.isoformat(),
        updated=(debate.opened_at if is_open else debate.closes_at).isoformat(),
    )


def origin_of(request: web.Request, base: str | None) -> str:
    """Where this server is reached: as configured, else as the request has it. HTTPBadRequest for a strange host."""
    if base is not None:
        return base
    if not _HOST.fullmatch(request.host):
        raise web.HTTPBadRequest
    return f"{request.scheme}://{request.host}"


def robots(origin: str, *, listed: bool) -> str:
    """robots.txt: everything but the chat, or nothing at all."""
    if not listed:
        return "User-agent: *\nDisallow: /\n"
    return f"User-agent: *\nDisallow: /chat\nSitemap: {origin}/sitemap.xml\n"
