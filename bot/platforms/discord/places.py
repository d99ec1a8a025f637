"""Channels as Discord tells them over HTTP: where they are, and what the bot may do in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import discord

from bot.platforms.discord.budget import Urgency
from bot.platforms.discord.failures import (
    NO_PERMISSION,
    UNKNOWN_CHANNEL,
    Task,
    code_of,
    forbidden,
    status_of,
)
from bot.platforms.discord.guilds import Guilds
from bot.platforms.discord.permissions import has
from bot.platforms.discord.rest import Rest
from bot.services.outcomes import MessageGone, PlatformError, Unclear

_LOOK = Task("look at a channel")
_CHANNEL = "/channels/{channel_id}"
_THREADS = (10, 11, 12)
"""The types of channel that are threads [doc]."""
_NOT_TOLD = (403, 404, 405, 501)


class Places:
    """Looks channels up where nothing else has told of them."""

    def __init__(self, rest: Rest, guilds: Guilds) -> None:
        self._rest = rest
        self._guilds = guilds
        self._asked: set[str] = set()

    async def learn(self, channel: str) -> None:
        """Find out once which guild a channel is in, for links; not knowing it stands in no one's way."""
        if self._guilds.of(channel) is not None or channel in self._asked:
            return
        try:
            told = await self._rest.call(Urgency.PREPARE, _LOOK, "GET", _CHANNEL, {"channel_id": channel})
        except PlatformError as failure:
            if status_of(failure) in _NOT_TOLD:
                self._asked.add(channel)
            return
        self._asked.add(channel)
        if isinstance(told, dict) and told.get("guild_id"):
            self._guilds.learn(channel, str(told["guild_id"]))

    async def lacking(self, channel: str, names: tuple[str, ...]) -> tuple[str, ...] | None:
        """Which of these permissions the bot does not have in a channel or thread; None where that isn't told.

        Raises PlatformError where Discord can't be asked just now.
        """
        try:
            place = await self._ask(_CHANNEL, channel_id=channel)
            if place.get("type") in _THREADS and place.get("parent_id"):
                place = await self._ask(_CHANNEL, channel_id=str(place["parent_id"]))
            guild_id = str(place["guild_id"])
            guild = await self._ask("/guilds/{guild_id}", guild_id=guild_id)
            member = await self._ask("/guilds/{guild_id}/members/{user_id}", guild_id=guild_id, user_id=self._rest.me)
            held = held_in(place, guild, member, self._rest.me)
        except PlatformError as failure:
            if status_of(failure) in _NOT_TOLD:
                return None
            raise
        except (KeyError, TypeError, ValueError, AttributeError):
            return None
        return tuple(name for name in names if not has(held, name))

    async def last_message(self, channel: str) -> str | None:
        """The id of the latest message in a channel, deleted or not; None where there never was one.

        A server that has no such address at all, which Discord has, tells of none either.
        """
        try:
            place = await self._ask(_CHANNEL, channel_id=channel)
        except PlatformError as failure:
            if status_of(failure) == 404 and not code_of(failure):
                return None
            raise
        last = place.get("last_message_id") if isinstance(place, dict) else None
        return str(last) if last else None

    async def has(self, channel: str, message: str) -> bool:
        """Whether a message is there, as far as the bot may know."""
        try:
            await self._ask(_CHANNEL + "/messages/{message_id}", channel_id=channel, message_id=message)
        except MessageGone:
            return False
        return True

    async def _ask(self, path: str, **ids: str) -> Any:
        return await self._rest.call(Urgency.SAY, _LOOK, "GET", path, ids)

    async def explained(self, failure: PlatformError, task: Task, channel: str) -> PlatformError:
        """The failure, with the permission named that is missing, where it is one."""
        if isinstance(failure, Unclear) or code_of(failure) != NO_PERMISSION:
            return failure
        try:
            lacking = await self.lacking(channel, task.needs)
        except PlatformError:
            lacking = None
        return forbidden(task, lacking or ())

    async def gone_or_explained(self, failure: PlatformError, task: Task, channel: str) -> PlatformError:
        """Like `explained`, for what is done to a message: with its channel it is gone itself."""
        if code_of(failure) == UNKNOWN_CHANNEL:
            return MessageGone(f"The channel is deleted, and the message with it, so the bot could not {task.doing}.")
        return await self.explained(failure, task, channel)


def held_in(
    channel: Mapping[str, Any], guild: Mapping[str, Any], member: Mapping[str, Any], me: str
) -> discord.Permissions:
    """What a member may do in a channel: roles, then the channel's overwrites [doc: Permissions, hierarchy]."""
    if str(guild.get("owner_id")) == me:
        return discord.Permissions.all()
    mine = {str(guild["id"]), *map(str, member["roles"])}
    bits = 0
    for role in guild["roles"]:
        if str(role["id"]) in mine:
            bits |= int(role["permissions"])
    if discord.Permissions(bits).administrator:
        return discord.Permissions.all()
    overwrites = {str(each["id"]): each for each in channel.get("permission_overwrites") or ()}
    everyone = overwrites.pop(str(guild["id"]), None)
    own = overwrites.pop(me, None)
    roles = [each for place, each in overwrites.items() if place in mine]
    for layer in ([everyone] if everyone else [], roles, [own] if own else []):
        denied = allowed = 0
        for each in layer:
            denied |= int(each.get("deny") or 0)
            allowed |= int(each.get("allow") or 0)
        bits = bits & ~denied | allowed
    held = discord.Permissions(bits)
    return held if held.view_channel else discord.Permissions.none()
