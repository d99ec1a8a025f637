"""Plain words from the bot."""

from __future__ import annotations

from collections.abc import Mapping

from bot.core.articles import Mascot
from bot.core.debates import Debate
from bot.core.messages import Notice
from bot.core.words import Words

_GREETER = "booki"
_NOBODY = Mascot("Agora", {"ko": "아고라", "en": "Agora"}, "🏛️")


def erratum(debate: Debate, words: Words) -> Notice:
    """That the article changed under the debate, and that the votes go on about what was posted."""
    return Notice(words.say("erratum-title"), words.say("erratum-text", title=debate.article.title))


def welcome(mascots: Mapping[str, Mascot], words: Words, command: str, *, personal: bool = False) -> Notice:
    """A greeting by the owl (else by the first mascot): to a channel, or to a person at their first command.

    `command` is what is typed before a command's word.
    """
    owl = mascots.get(_GREETER) or next(iter(mascots.values()), _NOBODY)
    args = {"name": owl.name(words.locale), "emoji": owl.emoji}
    if personal:
        return Notice(words.say("welcome-person-title", **args), words.say("welcome-person-text", command=command))
    return Notice(words.say("welcome-title", **args), words.say("welcome-text", command=command))
