"""The commands as Discord is told of them, and a filled-in command as the line of text that `Inbox.command` takes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.core.words import Words
from bot.platforms.discord.interactions.calls import Call
from bot.services.command_words import COMMAND_WORDS, CommandWord, Takes, command_word, quoted

Json = dict[str, Any]

DEBATE, ADMIN = "debate", "debate-admin"
RESULTS_OF_MESSAGE = "Debate's results"
SHARE = "share"

_KOREAN = {DEBATE: "토론", ADMIN: "토론관리"}
_SUBCOMMAND, _STRING, _BOOLEAN = 1, 3, 5
_CHAT, _ON_MESSAGE = 1, 3
_MANAGE_GUILD = str(1 << 5)
_IN_GUILDS = {"contexts": [0], "integration_types": [0]}
_NAMES = {
    Takes.ARTICLE: "article",
    Takes.CATEGORY: "category",
    Takes.WORDS: "words",
    Takes.DEBATE: "debate",
    Takes.OPEN_DEBATE: "debate",
}
_NEEDED = {"search", "post"}
_LONGEST_ARGUMENT = 200


def all_commands(words: Callable[[str], Words]) -> list[Json]:
    """Every command, in English, with Korean names and descriptions for Korean clients."""
    english, korean = words("en"), words("ko")
    return [
        {
            "type": _CHAT,
            **_named(DEBATE, _KOREAN[DEBATE]),
            **_described(english.say("discord-debate-description"), korean.say("discord-debate-description")),
            "options": [_subcommand(known, english, korean) for known in COMMAND_WORDS if not known.admin],
            **_IN_GUILDS,
        },
        {
            "type": _CHAT,
            **_named(ADMIN, _KOREAN[ADMIN]),
            **_described(english.say("discord-admin-description"), korean.say("discord-admin-description")),
            "options": [_subcommand(known, english, korean) for known in COMMAND_WORDS if known.admin],
            "default_member_permissions": _MANAGE_GUILD,
            **_IN_GUILDS,
        },
        {
            "type": _ON_MESSAGE,
            **_named(RESULTS_OF_MESSAGE, korean.say("discord-results-of-message")),
            **_IN_GUILDS,
        },
    ]


def command_of(call: Call) -> CommandWord | None:
    """The command that was called, where there is such a one."""
    name, word = call.words
    known = command_word(word) if word else None
    return known if known is not None and name == (ADMIN if known.admin else DEBATE) else None


def shared(call: Call, known: CommandWord) -> bool:
    """Whether everybody in the channel is to see the answer."""
    return known.shared and not known.admin and call.options.get(SHARE) is True


def line_of(call: Call, known: CommandWord) -> str:
    """The command as a line of text: what was filled in can't add a word of the bot's own to it."""
    argument = str(call.options.get(_NAMES.get(known.takes, "")) or "")[:_LONGEST_ARGUMENT]
    argument = " ".join(argument.split())
    parts = [known.command.value]
    if argument:
        # An empty pair of quotes at the end: a last word "share" is then no word of ours.
        parts += [argument if known.takes is Takes.WORDS else quoted(argument.replace('"', "")), '""']
    if shared(call, known):
        parts.append(SHARE)
    return " ".join(parts)


def _subcommand(known: CommandWord, english: Words, korean: Words) -> Json:
    word = known.command.value
    options = []
    if known.takes is not Takes.NOTHING:
        options.append(_argument(known, english, korean))
    if known.shared and not known.admin:
        options.append(_option(_BOOLEAN, SHARE, english, korean))
    return {
        "type": _SUBCOMMAND,
        **_named(word, known.korean),
        **_described(english.say(f"help-{word}"), korean.say(f"help-{word}")),
        "options": options,
    }


def _argument(known: CommandWord, english: Words, korean: Words) -> Json:
    made = _option(_STRING, _NAMES[known.takes], english, korean)
    made["max_length"] = _LONGEST_ARGUMENT
    if known.command.value in _NEEDED:
        made["required"] = True
    if known.takes is not Takes.WORDS:
        made["autocomplete"] = True
    return made


def _option(kind: int, name: str, english: Words, korean: Words) -> Json:
    korean_name, korean_hint = _option_words(name, korean)
    _, hint = _option_words(name, english)
    return {"type": kind, **_named(name, korean_name), **_described(hint, korean_hint)}


def _option_words(name: str, words: Words) -> tuple[str, str]:
    """An option's name and what it is for."""
    match name:
        case "article":
            return words.say("discord-option-article"), words.say("discord-option-article-hint")
        case "category":
            return words.say("discord-option-category"), words.say("discord-option-category-hint")
        case "words":
            return words.say("discord-option-words"), words.say("discord-option-words-hint")
        case "debate":
            return words.say("discord-option-debate"), words.say("discord-option-debate-hint")
        case _:
            return words.say("discord-option-share"), words.say("discord-option-share-hint")


def _named(name: str, korean: str) -> Json:
    return {"name": name, "name_localizations": {"ko": korean}}


def _described(english: str, korean: str) -> Json:
    return {"description": english, "description_localizations": {"ko": korean}}
