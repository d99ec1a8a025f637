"""The index of articles: what searching and naming them takes, worked out once for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from bot.core.articles import Article
from bot.core.korean import folded
from bot.core.name_matching import Name, Typed
from bot.core.search_words import APART, SearchWord, cased_of, initials_of, search_words, signs_of
from bot.core.spellings import Spellings
from bot.core.steps import Steps
from bot.core.visible_text import composed
from bot.core.vocabulary import Vocabulary
from bot.services.ports import Articles
from bot.services.slices import in_thread
from bot.services.wakeup import Wakeup

_TITLE, _LABELS, _LINES, _BODY, _SQUABBLE = 16, 8, 4, 2, 1
"""How much a word weighs by where it stands."""
_STEP = 32


@dataclass(frozen=True, slots=True)
class IndexedArticle:
    """An article as it is searched.

    `short` is all but the body, folded: the title, labels, lines and the squabble, of which the first three end at
    `ends`; `initials` are those of these three. Of the body only what has case is kept folded (`cased`, in pieces); the
    rest is looked for in the body itself, which is not kept twice. `signs` are those of all texts: a word with others
    is nowhere in it.
    """

    article: Article
    folded_slug: str
    slug: Name
    title: Name
    short: str
    ends: tuple[int, int, int]
    initials: str
    body: str
    cased: str
    signs: int

    @classmethod
    def of(cls, article: Article) -> IndexedArticle:
        """An article as it is searched."""
        body, cased = composed(article.body), cased_of(composed(article.body))
        says = [line.says for line in article.squabble]
        fields = [folded(APART.join(each)) for each in ([article.title], labels_of(article), lines_of(article), says)]
        *ends, _ = accumulate(len(field) + 1 for field in fields)
        short = APART.join(fields)
        return cls(
            article=article,
            folded_slug=folded(article.slug),
            slug=Name.of(article.slug),
            title=Name.of(article.title),
            short=short,
            ends=(ends[0], ends[1], ends[2]),
            initials=initials_of(short[: ends[2]]),
            body=article.body if body == article.body else body,
            cased=cased,
            signs=signs_of(f"{short}{body}{cased}"),
        )

    @property
    def folded_title(self) -> str:
        """The title as whole titles are compared."""
        return self.short[: self.ends[0] - 1]

    def rank(self, typed: Typed) -> int | None:
        """How well unfinished text fits the title or the slug, as `Name.rank` says it."""
        title, slug = self.title.rank(typed), self.slug.rank(typed)
        return slug if title is None else title if slug is None else min(title, slug)

    def weight(self, word: SearchWord, *, bodies: bool = True) -> int:
        """How much a word counts: most in the title as it was typed, 0 where it is not there in any way.

        Without `bodies` these are passed over.
        """
        short, way = self.short, word.ways[0]
        if not way.is_strict and 0 <= short.find(way.text) < self.ends[0]:
            return _TITLE * way.nearness
        signs, best = self.signs, 0
        for way in word.ways:
            nearness = way.nearness
            if best >= _TITLE * nearness:
                break
            if way.signs & signs != way.signs or (best and way.is_spare):
                continue
            field = self._field_at(way.place_in(short) if way.is_strict else short.find(way.text))
            if field < _BODY and bodies and not best and way.is_in_body(self.body, self.cased):
                field = _BODY
            best = max(best, field * nearness)
        if word.by_initials is not None:
            field = self._field_at(word.by_initials.place_in(self.initials))
            best = max(best, field * word.by_initials.nearness)
        return best

    def _field_at(self, place: int) -> int:
        if place < 0:
            return 0
        title, labels, lines = self.ends
        if place < title:
            return _TITLE
        return _LABELS if place < labels else _LINES if place < lines else _SQUABBLE


def labels_of(article: Article) -> list[str]:
    """What an article is filed under."""
    return [article.category, *article.tags, article.slug]


def lines_of(article: Article) -> list[str]:
    """What an article says in short."""
    return [*article.summary, article.question, *(option.label for option in article.options)]


class ArticleIndex:
    """Every article of the library as it is searched.

    While `run` runs, articles are indexed as soon as they are loaded; otherwise when they are first asked for.
    """

    def __init__(self, library: Articles, spellings: Callable[[], Spellings] = Spellings) -> None:
        self._library = library
        self._spellings = spellings
        self._known: dict[int, IndexedArticle] = {}
        self._listed: tuple[Sequence[Article], Sequence[IndexedArticle]] | None = None
        self._vocabulary: tuple[Sequence[Article], Vocabulary] | None = None
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

    def of_all(self, articles: Sequence[Article]) -> Steps[Sequence[IndexedArticle]]:
        """The articles as they are searched, in their order."""
        if self._listed is None or self._listed[0] is not articles:
            listed = []
            for number, article in enumerate(articles):
                listed.append(self.of(article))
                if not number % _STEP:
                    yield
            if articles is not self._library.all():
                return listed
            self._listed = articles, listed
        return self._listed[1]

    def words(self, typed: Sequence[str]) -> tuple[SearchWord, ...]:
        """The words of a search as they are looked for."""
        return search_words(typed, self._spellings())

    def mended(self, word: str) -> Steps[str | None]:
        """The word of the library that `word` is most likely a slip of."""
        library = self._library.all()
        if self._vocabulary is None or self._vocabulary[0] is not library:
            self._vocabulary = library, (yield from Vocabulary.of(library, self._spellings()))
        return (yield from self._vocabulary[1].nearest(word))

    def _renewed(self) -> Steps[dict[int, IndexedArticle]]:
        """What the library has now, as far as it was known as it was."""
        before, now = self._known, {}
        for article in [*self._library.waiting(), *self._library.all()]:
            now[id(article)] = before.get(id(article)) or IndexedArticle.of(article)
            yield
        return now
