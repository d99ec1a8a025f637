"""Finding articles by what a person calls them, and completing a command while it is typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.core.articles import Article
from bot.core.chat_commands import COMMANDS, Command, CommandWord, Takes, command_word
from bot.core.korean import folded
from bot.core.name_matching import Name, Typed, fits, nearest_of
from bot.core.steps import Steps
from bot.services.asked import Completion
from bot.services.commands.article_index import ArticleIndex, SearchWord
from bot.services.commands.grammar import commands_like, quoted, split_typed
from bot.services.commands.place import Place
from bot.services.debate_stores import DebateStore, OpeningStore
from bot.services.ports import Articles
from bot.services.slices import in_slices

_STEP = 16
"""How many articles are looked at in one step."""


@dataclass(frozen=True, slots=True)
class Named:
    """What a name may mean: one article, several candidates, or none and perhaps a likely slip."""

    article: Article | None = None
    candidates: tuple[Article, ...] = ()
    likely: Article | None = None


def name_article(name: str, articles: Sequence[Article], index: ArticleIndex) -> Steps[Named]:
    """The article meant by a slug, a title, or a part of either."""
    wanted = folded(name)
    slugs: list[Article] = []
    titles: list[Article] = []
    names: list[Name] = []
    for number, article in enumerate(articles):
        known = index.of(article)
        names += (known.slug, known.title)
        if known.folded_slug == wanted:
            slugs.append(article)
        if known.folded_title == wanted:
            titles.append(article)
        if not number % _STEP:
            yield
    for exact in (slugs, titles, (yield from like(name, articles, index))):
        if len(exact) == 1:
            return Named(article=exact[0])
        if exact:
            return Named(candidates=tuple(exact))
    likely = yield from nearest_of(name, names)
    if likely is None:
        return Named()
    slip = articles[likely // 2].title if likely % 2 else articles[likely // 2].slug
    return Named(likely=next(article for article in reversed(articles) if slip in (article.slug, article.title)))


def like(typed: str, articles: Sequence[Article], index: ArticleIndex, most: int | None = None) -> Steps[list[Article]]:
    """Articles whose title or slug unfinished text fits, the best first; at least the first `most`."""
    wanted = Typed.of(typed)
    ranked: tuple[list[Article], ...] = ([], [], [])
    for number, article in enumerate(articles):
        rank = index.of(article).rank(wanted)
        if rank is not None:
            ranked[rank].append(article)
        if not number % _STEP:
            if most is not None and len(ranked[0]) >= most:
                break
            yield
    return [article for rank in ranked for article in rank]


def search(words: Sequence[str], articles: Sequence[Article], index: ArticleIndex) -> Steps[list[Article]]:
    """Articles that hold every word; a title weighs most, the body least."""
    wanted = [SearchWord.of(word) for word in words]
    scored = []
    for number, article in enumerate(articles):
        known, score = index.of(article), 0
        for word in wanted:
            weight = known.weight(word)
            if not weight:
                break
            score += weight
        else:
            scored.append((score, article))
        if not number % _STEP:
            yield
    return [article for _, article in sorted(scored, key=lambda pair: -pair[0])]


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
        found = await in_slices(like(typed, articles, self._index, most))
        return [(article.slug, article.title, article.category) for article in found[:most]]
