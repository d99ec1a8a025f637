"""The front page: what is open, what is new, what has ended."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.core.articles import Article
from bot.core.debates import Debate
from bot.core.words import Words
from bot.services.records import Front, Listed, Standing
from bot.web.pages.renderer import Sparing
from bot.web.pages.sources import Sources
from bot.web.pages.vote import Vote, state_name, vote_of

ARTICLES = 12
ENDED = 10
_WITH_BARS = 6


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which pages of the two lists; both begin at 1."""

    articles: int
    ended: int

    @property
    def path(self) -> str:
        """The address of these pages, and nothing else that was asked for beside it."""
        named = {"page": self.articles, "ended": self.ended}
        query = "&".join(f"{name}={number}" for name, number in named.items() if number > 1)
        return f"/?{query}" if query else "/"


@dataclass(frozen=True, slots=True)
class Entry:
    """A debate in a list; `vote` has its bars where there is room for them."""

    debate: Debate
    voters: str
    state: str
    vote: Vote | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """An article in the list, with the state of the latest debate over it."""

    article: Article
    standing: Standing | None
    state: str


@dataclass(frozen=True, slots=True)
class Pager:
    """Links to the neighbouring pages of a list."""

    newer: str | None
    older: str | None
    place: str


@dataclass(frozen=True, slots=True)
class FrontPage:
    """The lists of the front page; only one of them on later pages."""

    open: tuple[Entry, ...]
    rows: tuple[Row, ...]
    pager: Pager
    ended: tuple[Entry, ...]
    ended_pager: Pager


async def front_page(
    front: Front,
    shelf: tuple[Article, ...],
    articles_in_all: int,
    wanted: Wanted,
    sources: Sources,
    words: Words,
    sparing: Sparing,
) -> FrontPage:
    """`shelf` are the articles of the wanted page."""
    first = wanted == Wanted(1, 1)
    open_ids = [standing.debate for standing in front.open] if first else []
    ended_ids = [standing.debate for standing in front.ended] if wanted.articles == 1 else []
    listed = await sources.public.listed([*open_ids, *ended_ids])
    barred = [debate for debate in open_ids[:_WITH_BARS] if debate in listed]
    snapshots = {
        debate: await sparing.asked(listed[debate], sources.debates.snapshot(debate), None) for debate in barred
    }

    def opened(debate: str) -> Entry:
        snapshot = snapshots.get(debate)
        return _entry(listed, debate, words, vote_of(snapshot, words) if snapshot is not None else None)

    rows = sparing.each(shelf, lambda article: _row(article, front, words)) if wanted.ended == 1 else ()
    return FrontPage(
        open=tuple(_entries(open_ids, listed, opened, sparing)),
        rows=tuple(rows),
        pager=pager_of(lambda at: Wanted(at, 1).path, wanted.articles, pages_of(articles_in_all, ARTICLES), words),
        ended=tuple(_entries(ended_ids, listed, lambda debate: _entry(listed, debate, words), sparing)),
        ended_pager=pager_of(lambda at: Wanted(1, at).path, wanted.ended, pages_of(front.ended_in_all, ENDED), words),
    )


def _entries(
    debates: Iterable[str], listed: Mapping[str, Listed], make: Callable[[str], Entry], sparing: Sparing
) -> list[Entry]:
    return sparing.each((listed[debate] for debate in debates if debate in listed), lambda found: make(found.debate.id))


def pages_of(length: int, each: int) -> int:
    """How many pages a list takes; an empty one takes one."""
    return max(1, -(-length // each))


def _entry(listed: Mapping[str, Listed], debate: str, words: Words, vote: Vote | None = None) -> Entry:
    found = listed[debate]
    voters = words.say("turnout-closed", voters=found.voters)
    return Entry(found.debate, voters if vote is None else vote.turnout, state_name(found.debate, words), vote)


def _row(article: Article, front: Front, words: Words) -> Row:
    standing = front.over.get(article.slug)
    if standing is None:
        return Row(article, None, "")
    return Row(article, standing, words.say(f"state-{standing.state.value}"))


def pager_of(address: Callable[[int], str], at: int, last: int, words: Words) -> Pager:
    """The neighbours of page `at` of a list of `last` pages, each found at its address."""
    return Pager(
        newer=address(at - 1) if at > 1 else None,
        older=address(at + 1) if at < last else None,
        place=words.say("page-place", at=at, of=last),
    )
