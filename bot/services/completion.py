"""What completes a command while it is typed."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.articles import Article
from bot.core.hangul import fits
from bot.services.asking import Place
from bot.services.command_words import CommandWord, Takes, command_word, commands_like, quoted, split_typed
from bot.services.naming import like
from bot.services.ports import Articles
from bot.services.records import Completion
from bot.services.stores import DebateStore

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
