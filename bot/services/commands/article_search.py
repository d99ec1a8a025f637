"""Finding articles by what a person calls them, and completing a command while it is typed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from operator import or_

from bot.core.articles import Article
from bot.core.chat_commands import COMMANDS, Command, CommandWord, Takes, command_word
from bot.core.korean import folded
from bot.core.name_matching import Name, Typed, fits, nearest_of
from bot.core.search_words import SearchWord
from bot.core.steps import Steps
from bot.services.asked import Completion
from bot.services.commands.article_index import ArticleIndex, IndexedArticle
from bot.services.commands.grammar import commands_like, quoted, split_typed
from bot.services.commands.place import Place
from bot.services.debate_stores import DebateStore, OpeningStore
from bot.services.ports import Articles
from bot.services.slices import in_slices

_STEP = 32
"""How many articles are looked at in one step."""
_SHORTEST_SEARCHED = 2


@dataclass(frozen=True, slots=True)
class Named:
    """What a name may mean: one article, several candidates, or none and perhaps a likely slip."""

    article: Article | None = None
    candidates: tuple[Article, ...] = ()
    likely: Article | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, the best first, and the words by which: as typed, or else as they were `mended`."""

    articles: tuple[Article, ...] = ()
    words: tuple[SearchWord, ...] = ()
    mended: str | None = None


def name_article(name: str, articles: Sequence[Article], index: ArticleIndex, *, by_text: bool = True) -> Steps[Named]:
    """The article meant by a slug, a title, or a part of either; with `by_text` else by what a search finds.

    A part that fits several names may mean them, and what a search finds besides.
    """
    wanted = folded(name)
    slugs: list[Article] = []
    titles: list[Article] = []
    names: list[Name] = []
    for some in _in_steps((yield from index.of_all(articles))):
        for known in some:
            names += (known.slug, known.title)
            if known.folded_slug == wanted:
                slugs.append(known.article)
            if known.folded_title == wanted:
                titles.append(known.article)
        yield
    for exact in (slugs, titles, (yield from like(name, articles, index))):
        if len(exact) == 1:
            return Named(article=exact[0])
        if exact:
            return Named(candidates=tuple(exact))
    typed = name.split()
    found = (yield from search(typed, articles, index, mends=False)) if by_text else Found()
    if found.articles:
        return _named(found)
    likely = yield from nearest_of(name, names)
    if likely is None:
        found = (yield from search(typed, articles, index)) if by_text else Found()
        return _named(found) if len(found.words) == len(index.words(typed)) else Named()
    slip = articles[likely // 2].title if likely % 2 else articles[likely // 2].slug
    return Named(likely=next(article for article in reversed(articles) if slip in (article.slug, article.title)))


def _named(found: Found) -> Named:
    return Named(article=found.articles[0]) if len(found.articles) == 1 else Named(candidates=found.articles)


def like(typed: str, articles: Sequence[Article], index: ArticleIndex, most: int | None = None) -> Steps[list[Article]]:
    """Articles whose title or slug unfinished text fits, the best first; at least the first `most`."""
    wanted = Typed.of(typed)
    text, whole = wanted.letters, not (wanted.blank or wanted.initials)
    ranked: tuple[list[Article], ...] = ([], [], [])
    for some in _in_steps((yield from index.of_all(articles))):
        for known in some:
            if whole and text not in known.title.letters and text not in known.slug.letters:
                continue
            rank = known.rank(wanted)
            if rank is not None:
                ranked[rank].append(known.article)
        if most is not None and len(ranked[0]) >= most:
            break
        yield
    return [article for rank in ranked for article in rank]


def search(
    typed: Sequence[str], articles: Sequence[Article], index: ArticleIndex, *, mends: bool = True, bodies: bool = True
) -> Steps[Found]:
    """Articles that hold every word in some way; where there are none, those that hold what is likely meant by them.

    A word that is nowhere gives way to the one that it is likely a slip of, or is left out. Without `bodies` only what
    is said in short is looked at.
    """
    words = index.words(typed)
    known = yield from index.of_all(articles)
    found = yield from _holding(words, known, bodies=bodies)
    if found or not mends:
        return Found(found, words)
    mended = []
    for word in words:
        meant: str | None = word.text
        if not (yield from _is_anywhere(word, known)):
            meant = yield from index.mended(word.text)
        if meant is not None:
            mended.append(meant)
    again = index.words(mended)
    found = yield from _holding(again, known)
    return Found(found, again, " ".join(mended)) if found else Found((), words)


def _holding(
    words: Sequence[SearchWord], articles: Sequence[IndexedArticle], *, bodies: bool = True
) -> Steps[tuple[Article, ...]]:
    """Articles that hold every word, a title weighing most and the squabble least."""
    scored = []
    signs = reduce(or_, (word.signs for word in words), 0)
    for some in _in_steps(articles if words else ()):
        for known in some:
            if signs & known.signs != signs:
                continue
            score = 0
            for word in words:
                weight = known.weight(word, bodies=bodies)
                if not weight:
                    break
                score += weight
            else:
                scored.append((score, known.article))
        yield
    return tuple(article for _, article in sorted(scored, key=lambda pair: -pair[0]))


def _is_anywhere(word: SearchWord, articles: Sequence[IndexedArticle]) -> Steps[bool]:
    for some in _in_steps(articles):
        if any(word.signs & known.signs == word.signs and known.weight(word) for known in some):
            return True
        yield
    return False


def _in_steps(articles: Sequence[IndexedArticle]) -> Iterator[Sequence[IndexedArticle]]:
    """As many articles as are looked at in one step, again and again."""
    return (articles[begin : begin + _STEP] for begin in range(0, len(articles), _STEP))


class Completer:
    """Completes command words, then articles, categories and debates."""

    def __init__(
        self, *, debates: DebateStore, openings: OpeningStore, articles: Articles, index: ArticleIndex
    ) -> None:
        self._debates = debates
        self._openings = openings
        self._articles = articles
        self._index = index

    async def complete(self, place: Place, command: Command, typed: str, most: int) -> list[Completion]:
        """The best arguments for a command, each as the command takes it. Raises StorageError."""
        known = COMMANDS[command]
        if known.admin and not place.conducts:
            return []
        found = await self._arguments(place, known, typed.strip(), most)
        return [Completion(*one) for one in found[:most]]

    async def complete_line(self, place: Place, text: str, most: int) -> list[Completion]:
        """The best ways to go on with `text`. Raises StorageError."""
        prefix, rest = split_typed(text)
        word, space, argument = rest.partition(" ")
        if not space:
            return self._words(place, prefix, word)[:most]
        known = command_word(word)
        if known is None:
            return []
        found = await self.complete(place, known.command, argument.strip().strip('"“”'), most)
        return [replace(one, text=f"{prefix}{word} {quoted(one.text)}") for one in found]

    @staticmethod
    def _words(place: Place, prefix: str, typed: str) -> list[Completion]:
        """Commands by English or Korean word; a word of the other language only where that one fits."""
        found = []
        for known, only_korean in commands_like(typed):
            if known.admin and not place.conducts:
                continue
            own = place.words.locale
            fitting = "ko" if only_korean else own if fits(typed, known.on(own)) == 0 else "en"
            form = known.on(fitting)
            end = "" if known.takes is Takes.NOTHING else " "
            found.append(Completion(prefix + form + end, form, place.words.say(f"help-{known.command.value}")))
        return found

    async def _arguments(self, place: Place, known: CommandWord, typed: str, most: int) -> list[tuple[str, str, str]]:
        match known.takes:
            case Takes.ARTICLE if known.admin:
                return await self._articles_like(typed, [*self._articles.all(), *self._articles.waiting()], most)
            case Takes.ARTICLE:
                return await self._articles_like(typed, self._articles.all(), most)
            case Takes.CATEGORY:
                categories = dict.fromkeys(article.category for article in self._articles.all())
                return [(name, name, "") for name in categories if fits(typed, name) is not None]
            case Takes.DEBATE if place.channel is not None:
                opened = await self._openings.debated_slugs([place.channel.name])
                latest = sorted(opened, key=lambda slug: opened[slug], reverse=True)
                articles = [article for slug in latest if (article := self._articles.get(slug)) is not None]
                return await self._articles_like(typed, articles, most)
            case Takes.OPEN_DEBATE:
                going_on = await self._debates.open_debates(place.sight)
                debates = [debate for debate in going_on if debate.state == "open"]
                return await self._articles_like(typed, [debate.article for debate in debates], most)
        return []

    async def _articles_like(self, typed: str, articles: Sequence[Article], most: int) -> list[tuple[str, str, str]]:
        """Those whose names fit, then those that a search finds."""
        found = await in_slices(like(typed, articles, self._index, most))
        if len(found) < most and len(typed) >= _SHORTEST_SEARCHED:
            others = await in_slices(search(typed.split(), articles, self._index, mends=False, bodies=False))
            there = {article.slug for article in found}
            found += [article for article in others.articles if article.slug not in there]
        return [(article.slug, article.title, article.category) for article in found[:most]]
