"""Plain words from the bot: a welcome, an erratum, and what a voter is told, privately, about a pressed button."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.core.articles import Mascot
from bot.core.ballots import EMPTY, bit, options_of
from bot.core.buttons import Pressed
from bot.core.debates import Choice, Debate
from bot.core.messages import Confirmation, Notice
from bot.core.words import Words

_GREETER = "booki"
_NOBODY = Mascot("Agora", {"ko": "아고라", "en": "Agora"}, "🏛️")


def erratum(debate: Debate, words: Words) -> Notice:
    """That the article changed under the debate, and that the votes go on about what was posted."""
    return Notice(words.say("erratum-title"), words.say("erratum-text", title=debate.article.title))


@dataclass(frozen=True, slots=True)
class Shown:
    """What pages show of what people write in a channel: `text`, `names` or `none`.

    `if_public`: only while everybody may see the channel. `listed` pages are open to all, others to whoever has the
    address; `base` is where they are, if that is known.
    """

    comments: str
    if_public: bool = False
    listed: bool = False
    base: str | None = None


def welcome(
    mascots: Mapping[str, Mascot], words: Words, command: str, *, personal: bool = False, shown: Shown | None = None
) -> Notice:
    """A greeting by the owl (else by the first mascot): to a channel, or to a person at their first command.

    `command` is what is typed before a command's word; `shown` is told to a channel whose debates are on pages.
    """
    owl = mascots.get(_GREETER) or next(iter(mascots.values()), _NOBODY)
    args = {"name": owl.name(words.locale), "emoji": owl.emoji}
    if personal:
        return Notice(words.say("welcome-person-title", **args), words.say("welcome-person-text", command=command))
    text = words.say("welcome-text", command=command)
    return Notice(words.say("welcome-title", **args), text if shown is None else f"{text}\n{_told(shown, words)}")


def _told(shown: Shown, words: Words) -> str:
    """Members are told what is shown of their words, and where."""
    pages = words.say("welcome-pages") if shown.base is None else words.say("welcome-pages-at", base=shown.base)
    readers = words.say("welcome-readers-listed" if shown.listed else "welcome-readers-unlisted")
    match shown.comments, shown.if_public:
        case "text", True:
            return words.say("welcome-shown-text-if-public", pages=pages, readers=readers)
        case "text", False:
            return words.say("welcome-shown-text", pages=pages, readers=readers)
        case "names", True:
            return words.say("welcome-shown-names-if-public", pages=pages, readers=readers)
        case "names", False:
            return words.say("welcome-shown-names", pages=pages, readers=readers)
        case _:
            return words.say("welcome-shown-none", pages=pages, readers=readers)


def confirmation(debate: Debate, option: int, pressed: Pressed, words: Words) -> Confirmation:
    """That the press of `option` is written down, and what the next one would do."""
    label = debate.article.options[option].label
    if not pressed.after & bit(option):
        text = words.say("press-withdrawn", option=label)
    elif pressed.before == pressed.after:
        text = words.say("press-stands", option=label)
    elif pressed.before != EMPTY and debate.rules.choice is Choice.SINGLE:
        text = words.say("press-changed", option=label)
    else:
        text = words.say("press-voted", option=label)
    return Confirmation(text, options_of(pressed.after))


def press_over(held: tuple[int, ...] | None, words: Words) -> Confirmation:
    """That the press came too late to be a vote."""
    return Confirmation(words.say("press-over"), held, is_error=True)


def press_failed(words: Words) -> Confirmation:
    """That the press may not have been written down."""
    return Confirmation(words.say("press-failed"), None, is_error=True)
