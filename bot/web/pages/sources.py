"""What the pages are made from; each part is handed in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from bot.core.articles import Article
from bot.core.debates import Post
from bot.core.words import Words
from bot.services.commands.article_search import Found
from bot.services.comment_visibility import Audiences
from bot.services.debate_stores import DebateStore, PublicStore
from bot.services.ports import Articles, Comments
from bot.services.proof_stores import ProofStore
from bot.services.records import Snapshot
from bot.services.vote_stores import TalkStore


class Pictures(Protocol):
    """The results chart as a picture."""

    def svg(self, snapshot: Snapshot, words: Words) -> str:
        """The chart as an SVG document."""

    async def png(self, snapshot: Snapshot, words: Words) -> bytes:
        """The chart as a PNG file, 1200 by 630."""


async def unknown() -> None:
    """Nobody knows when the next debate opens."""


@dataclass(frozen=True, slots=True)
class PageSettings:
    """`base` is the address that people use, if it is known; `listed` pages may be found by search engines.

    `chat` is the local chat's path, `platforms` those that debates are held on.
    """

    base: str | None = None
    listed: bool = False
    chat: str | None = None
    platforms: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Sources:
    """`to_html` makes safe HTML of an article's body; `link` leads to a post where this server shows it.

    `audiences` says which comments may be shown; `search` finds articles by words; `coming` is when the next debate
    opens, if that is known.
    """

    public: PublicStore
    debates: DebateStore
    talk: TalkStore
    proofs: ProofStore
    articles: Articles
    words: Callable[[str], Words]
    to_html: Callable[[str], str]
    related: Callable[[str], Awaitable[Sequence[Article]]]
    search: Callable[[Sequence[str]], Awaitable[Found]]
    link: Callable[[Post], str | None]
    audiences: Audiences
    coming: Callable[[], Awaitable[datetime | None]] = unknown
    comments: Mapping[str, Comments] = field(default_factory=dict)
    pictures: Pictures | None = None
