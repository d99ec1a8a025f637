"""The commands as Discord is told of them, only when they have changed (it counts how often that is done [doc]), and a
filled-in command as `ChatCommands` takes it.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import aiohttp
import discord
from discord.http import HTTPClient, Route

from bot.backoff import COMMANDS, Pauses
from bot.core.chat_commands import COMMAND_WORDS, CommandWord, Takes, command_word
from bot.core.words import Words
from bot.platforms.discord.interaction_protocol import Call
from bot.services.asked import Asked, Asker
from bot.services.commands.grammar import arguments_in
from bot.services.ports import Clock, Log

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
    Takes.CODE: "code",
}
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


def argument_of(call: Call, known: CommandWord) -> str:
    """What was filled in for the command, on one line."""
    filled = str(call.options.get(_NAMES.get(known.takes, "")) or "")[:_LONGEST_ARGUMENT]
    return " ".join(unicodedata.normalize("NFC", filled).split())


def asked_of(known: CommandWord, argument: str, asker: Asker, *, share: bool) -> Asked:
    """The command with what was filled in, in which quotes hold words together and are no part of a name."""
    words = arguments_in(argument) if known.takes is Takes.WORDS else (argument.replace('"', "").strip(" “”"),)
    return Asked(known.command, asker, tuple(word for word in words if word), share)


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
    if known.needs:
        made["required"] = True
    if known.takes not in (Takes.WORDS, Takes.CODE):
        made["autocomplete"] = True
    return made


def _option(kind: int, name: str, english: Words, korean: Words) -> Json:
    korean_name, korean_hint = _option_words(name, korean)
    _, hint = _option_words(name, english)
    return {"type": kind, **_named(name, korean_name), **_described(hint, korean_hint)}


def _option_words(name: str, words: Words) -> tuple[str, str]:
    """An option's name and what it is for."""
    return words.say(f"discord-option-{name}"), words.say(f"discord-option-{name}-hint")


def _named(name: str, korean: str) -> Json:
    return {"name": name, "name_localizations": {"ko": korean}}


def _described(english: str, korean: str) -> Json:
    return {"description": english, "description_localizations": {"ko": korean}}


JsonObject = Mapping[str, Any]
_COMMANDS = "/applications/{application_id}/commands"
_NOT_TOLD = (404, 405, 501)
"""A server that tells of no commands may take them all the same."""
_UNSET: tuple[object, ...] = (None, False, [], {}, "")
"""What Discord may give back, or leave out, for what was never set."""
_LEFT_OUT_BY_SOME = frozenset({"contexts", "integration_types", "name_localizations", "description_localizations"})
"""What a server that is not Discord's own may not tell; Discord tells it, if only as null."""


async def synchronise(http: HTTPClient, application: int, ours: Sequence[JsonObject], clock: Clock, log: Log) -> None:
    """Tell Discord of the commands if it knows others; returns when that is done or refused.

    Nothing is raised: the bot works on without, and asks again after a while where Discord did not answer.
    """
    pauses = Pauses(COMMANDS)
    while True:
        try:
            if same_commands(ours, await _known(http, application)):
                return
            await http.request(Route("PUT", _COMMANDS, application_id=application), json=list(ours))
        except discord.HTTPException as failure:
            log.warning("commands could not be synchronised", status=failure.status, code=failure.code)
            if failure.status < 500 and failure.status != 429:
                return
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError, ValueError) as failure:
            log.warning("commands could not be synchronised", reason=str(failure))
        else:
            log.info("commands synchronised", commands=len(ours))
            return
        await clock.sleep(pauses.next())


async def _known(http: HTTPClient, application: int) -> Sequence[JsonObject]:
    """The commands that Discord knows; none where it doesn't tell."""
    try:
        route = Route("GET", _COMMANDS, application_id=application)
        told = await http.request(route, params={"with_localizations": "true"})
    except discord.HTTPException as failure:
        if failure.status in _NOT_TOLD:
            return ()
        raise
    # discord.py leaves a body as text unless its type is named exactly.
    told = json.loads(told) if isinstance(told, str) else told
    return told if isinstance(told, list) else ()


def same_commands(ours: Sequence[JsonObject], theirs: Sequence[JsonObject]) -> bool:
    """Whether what Discord knows is what we would tell it; ids, versions and defaults don't count."""
    known = {(each.get("type", 1), each.get("name")): each for each in theirs}
    if len(known) != len(theirs) or len(ours) != len(theirs):
        return False
    return all(_same(mine, known.get((mine.get("type", 1), mine.get("name")))) for mine in ours)


def _same(mine: Any, other: Any) -> bool:
    if isinstance(mine, Mapping):
        return isinstance(other, Mapping) and all(
            _same(value, other.get(key)) or (key in _LEFT_OUT_BY_SOME and key not in other)
            for key, value in mine.items()
        )
    if isinstance(mine, (list, tuple)):
        given = other or []
        return (
            isinstance(given, (list, tuple))
            and len(mine) == len(given)
            and all(_same(a, b) for a, b in zip(mine, given, strict=True))
        )
    return bool(mine == other) or (_is_unset(mine) and _is_unset(other))


def _is_unset(value: object) -> bool:
    return any(value is unset or value == unset for unset in _UNSET)
