"""The index of articles: what searching and naming them takes, worked out once for each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.core.articles import Article
from bot.core.korean import folded
from bot.core.name_matching import Name, Typed
from bot.core.steps import Steps
from bot.core.visible_text import composed
from bot.services.ports import Articles
from bot.services.slices import in_thread
from bot.services.wakeup import Wakeup

_UNFOLDED = re.compile(r"[\x00-@\[-`{-\x7f가-힣]+")
"""Signs that folding leaves as they are, and makes of no others."""
_FOLDED = re.compile(r"[^\x00-@\[-`{-\x7f가-힣]+")
_BODY = 1


@dataclass(frozen=True, slots=True)
class SearchWord:
    """A word as it is looked for; `unfolded` and `folded` are its pieces with and without case."""

    text: str
    unfolded: tuple[str, ...]
    folded: tuple[str, ...]

    @classmethod
    def of(cls, word: str) -> SearchWord:
        """A word as it was typed."""
        text = folded(word)
        return cls(text, tuple(_UNFOLDED.findall(text)), tuple(_FOLDED.findall(text)))


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article as it is searched.

    `fields` are what a word is looked for in before the body, folded, each with its weight. Of the body only what has
    case is kept folded (`cased`, in pieces); the rest is looked for in the body itself, which is not kept twice.
    """

    article: Article
    folded_slug: str
    slug: Name
    title: Name
    fields: tuple[tuple[int, str], ...]
    body: str
    cased: str

    @classmethod
    def of(cls, article: Article) -> IndexedArticle:
        """An article as it is searched."""
        title, body = folded(article.title), composed(article.body)
        return cls(
            article=article,
            folded_slug=folded(article.slug),
            slug=Name.of(article.slug),
            title=Name.of(article.title),
            fields=(
                (8, title),
                (4, folded(f"{article.category} {' '.join(article.tags)}")),
                (2, folded(f"{' '.join(article.summary)} {article.question}")),
            ),
            body=article.body if body == article.body else body,
            cased=_UNFOLDED.sub(" ", body).casefold(),
        )

    @property
    def folded_title(self) -> str:
        """The title as whole titles are compared."""
        return self.fields[0][1]

    def rank(self, typed: Typed) -> int | None:
        """How well unfinished text fits the title or the slug, as `Name.rank` says it."""
        title, slug = self.title.rank(typed), self.slug.rank(typed)
        return slug if title is None else title if slug is None else min(title, slug)

    def weight(self, word: SearchWord) -> int:
        """How much a word counts: most in the title, least in the body, 0 where it is not there at all."""
        for weight, field in self.fields:
            if word.text in field:
                return weight
        return _BODY if self._has_in_body(word) else 0

    def _has_in_body(self, word: SearchWord) -> bool:
        for piece in word.folded:
            if piece not in self.cased:
                return False
        for piece in word.unfolded:
            if piece not in self.body:
                return False
        return len(word.folded) + len(word.unfolded) == 1 or word.text in self.body.casefold()


class ArticleIndex:
    """Every article of the library as it is searched.

    While `run` runs, articles are indexed as soon as they are loaded; otherwise when they are first asked for.
    """

    def __init__(self, library: Articles) -> None:
        self._library = library
        self._known: dict[int, IndexedArticle] = {}
        self.wake = Wakeup()
        """Index anew: the library has been loaded again."""

    async def run(self) -> None:
        """Keep the library indexed until cancelled."""
        while True:
            self.wake.begin()
            self._known = await in_thread(self._renewed())
            await self.wake.wait()

    def of(self, article: Article) -> IndexedArticle:
        """The article as it is searched."""
        known = self._known.get(id(article))
        if known is None:
            known = IndexedArticle.of(article)
            if self._library.get(article.slug) is article:
                self._known[id(article)] = known
        return known

    def _renewed(self) -> Steps[dict[int, IndexedArticle]]:
        """What the library has now, as far as it was known as it was."""
        before, now = self._known, {}
        for article in [*self._library.waiting(), *self._library.all()]:
            now[id(article)] = before.get(id(article)) or IndexedArticle.of(article)
            yield
        return now
