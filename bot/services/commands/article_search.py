"""Finding articles by what a person calls them, and completing a command while it is typed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.core.articles import Article
from bot.core.korean import fits, folded, nearest
from bot.services.commands.asked import Place
from bot.services.commands.grammar import commands_like, quoted, split_typed
from bot.services.commands.vocabulary import CommandWord, Takes, command_word
from bot.services.debate_stores import DebateStore
from bot.services.ports import Articles
from bot.services.records import Completion


@dataclass(frozen=True, slots=True)
class Named:
    """What a name may mean: one article, several candidates, or none and perhaps a likely slip."""

    article: Article | None = None
    candidates: tuple[Article, ...] = ()
    likely: Article | None = None


def name_article(name: str, articles: Iterable[Article]) -> Named:
    """The article meant by a slug, a title, or a part of either."""
    known = list(articles)
    wanted = folded(name)
    for exact in (
        [article for article in known if folded(article.slug) == wanted],
        [article for article in known if folded(article.title) == wanted],
        like(name, known),
    ):
        if len(exact) == 1:
            return Named(article=exact[0])
        if exact:
            return Named(candidates=tuple(exact))
    names = {form: article for article in known for form in (article.slug, article.title)}
    slip = nearest(name, names)
    return Named(likely=names[slip] if slip is not None else None)


def like(typed: str, articles: Iterable[Article]) -> list[Article]:
    """Articles whose title or slug unfinished text fits, the best first."""
    ranked = []
    for article in articles:
        ranks = [rank for form in (article.title, article.slug) if (rank := fits(typed, form)) is not None]
        if ranks:
            ranked.append((min(ranks), article))
    return [article for _, article in sorted(ranked, key=lambda pair: pair[0])]


def search(words: Sequence[str], articles: Iterable[Article]) -> list[Article]:
    """Articles that hold every word; a title weighs most, the body least."""
    wanted = [folded(word) for word in words]
    scored = []
    for article in articles:
        fields = (
            (8, folded(article.title)),
            (4, folded(f"{article.category} {' '.join(article.tags)}")),
            (2, folded(f"{' '.join(article.summary)} {article.question}")),
            (1, folded(article.body)),
        )
        weights = [max((weight for weight, field in fields if word in field), default=0) for word in wanted]
        if all(weights):
            scored.append((sum(weights), article))
    return [article for _, article in sorted(scored, key=lambda pair: -pair[0])]


MOST_COMPLETIONS = 8


class Completer:
    """Completes command words, then articles, categories and debates."""

    def __init__(self, *, debates: DebateStore, articles: Articles) -> None:
        self._debates = debates
        self._articles = articles

    async def complete(self, place: Place, text: str) -> list[Completion]:
        """The best ways to go on with `text`. Raises StorageError."""
        prefix, rest = split_typed(text)
        word, space, argument = rest.partition(" ")
        if not space:
            return self._words(place, prefix, word)[:MOST_COMPLETIONS]
        known = command_word(word)
        if known is None or (known.admin and not place.conducts):
            return []
        found = await self._arguments(place, known, argument.strip().strip('"“”'))
        head = f"{prefix}{word} "
        return [Completion(head + quoted(form), label, hint) for form, label, hint in found[:MOST_COMPLETIONS]]

    async def suggest(self, place: Place, word: str, typed: str, most: int) -> list[Completion]:
        """The best arguments for the command `word`, each as the command takes it. Raises StorageError."""
        known = command_word(word)
        if known is None or (known.admin and not place.conducts):
            return []
        found = await self._arguments(place, known, typed.strip())
        return [Completion(*one) for one in found[:most]]

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

    async def _arguments(self, place: Place, known: CommandWord, typed: str) -> list[tuple[str, str, str]]:
        match known.takes:
            case Takes.ARTICLE if known.admin:
                return _named(like(typed, [*self._articles.all(), *self._articles.waiting()]))
            case Takes.ARTICLE:
                return _named(like(typed, self._articles.all()))
            case Takes.CATEGORY:
                categories = dict.fromkeys(article.category for article in self._articles.all())
                return [(name, name, "") for name in categories if fits(typed, name) is not None]
            case Takes.DEBATE if place.channel is not None:
                opened = await self._debates.debated_slugs([place.channel.name])
                latest = sorted(opened, key=lambda slug: opened[slug], reverse=True)
                articles = [article for slug in latest if (article := self._articles.get(slug)) is not None]
                return _named(like(typed, articles))
            case Takes.OPEN_DEBATE:
                going_on = await self._debates.open_debates(place.sight)
                debates = [debate for debate in going_on if debate.state == "open"]
                return _named(like(typed, [debate.article for debate in debates]))
        return []


def _named(articles: Iterable[Article]) -> list[tuple[str, str, str]]:
    return [(article.slug, article.title, article.category) for article in articles]
