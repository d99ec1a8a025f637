"""Telling Discord of the commands, only when they have changed: it counts how often that is done [doc]."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
import discord
from discord.http import HTTPClient, Route

from bot.services.ports import Clock, Log

Json = Mapping[str, Any]

_COMMANDS = "/applications/{application_id}/commands"
_FIRST_PAUSE, _LONGEST_PAUSE = 30.0, 1800.0
_NOT_TOLD = (404, 405, 501)
"""A server that tells of no commands may take them all the same."""

_UNSET: tuple[object, ...] = (None, False, [], {}, "")
"""What Discord may give back, or leave out, for what was never set."""
_LEFT_OUT_BY_SOME = frozenset({"contexts", "integration_types", "name_localizations", "description_localizations"})
"""What a server that is not Discord's own may not tell; Discord tells it, if only as null."""


async def synchronise(http: HTTPClient, application: int, ours: Sequence[Json], clock: Clock, log: Log) -> None:
    """Tell Discord of the commands if it knows others; returns when that is done or refused.

    Nothing is raised: the bot works on without, and asks again after a while where Discord did not answer.
    """
    pause = _FIRST_PAUSE
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
        await clock.sleep(pause)
        pause = min(pause * 4, _LONGEST_PAUSE)


async def _known(http: HTTPClient, application: int) -> Sequence[Json]:
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


def same_commands(ours: Sequence[Json], theirs: Sequence[Json]) -> bool:
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
