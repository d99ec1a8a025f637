"""Permissions: which ones the bot needs, by their Discord names, the link that asks for them, and what somebody holds
in a channel: the bot, a member, or everybody.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import discord
from discord.utils import oauth_url

from bot.sentences import Sentence, sentence

PERMISSIONS: Mapping[str, Sentence] = {
    "View Channel": sentence("discord-permission-view-channel"),
    "Send Messages": sentence("discord-permission-send-messages"),
    "Embed Links": sentence("discord-permission-embed-links"),
    "Attach Files": sentence("discord-permission-attach-files"),
    "Read Message History": sentence("discord-permission-read-history"),
    "Add Reactions": sentence("discord-permission-add-reactions"),
    "Create Public Threads": sentence("discord-permission-create-threads"),
    "Send Messages in Threads": sentence("discord-permission-send-in-threads"),
    "Use External Emojis": sentence("discord-permission-external-emoji"),
    "Manage Threads": sentence("discord-permission-manage-threads"),
}
"""How whoever sets them reads their names, by the English one."""
NEEDED: Mapping[str, Sentence] = {
    "View Channel": sentence("discord-needed-to-see"),
    "Send Messages": sentence("discord-needed-to-post"),
    "Embed Links": sentence("discord-needed-for-cards"),
    "Attach Files": sentence("discord-needed-for-chart"),
    "Read Message History": sentence("discord-needed-to-read"),
    "Add Reactions": sentence("discord-needed-to-react"),
    "Create Public Threads": sentence("discord-needed-for-thread"),
    "Send Messages in Threads": sentence("discord-needed-for-squabble"),
}
"""What each is for. Reactions of members and their replies are seen without any other."""
OF_OTHERS = "Use External Emojis"
"""Only for options with a custom emoji of another server."""
_SCOPES = ("bot", "applications.commands")


def has(held: discord.Permissions, name: str) -> bool:
    """Whether the permission with this Discord name is among those held."""
    return bool(getattr(held, name.lower().replace(" ", "_")))


def all_needed() -> discord.Permissions:
    """Exactly what an invitation asks for."""
    asked = discord.Permissions.none()
    for name in (*NEEDED, OF_OTHERS):
        setattr(asked, name.lower().replace(" ", "_"), True)
    return asked


def invite_link(application: str) -> str:
    """Where an admin invites the bot to a server, with exactly the permissions and scopes that it needs."""
    return oauth_url(application, permissions=all_needed(), scopes=_SCOPES)


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


def is_public(guild: discord.Guild, channel: int) -> bool | None:
    """Whether @everyone may view it, as the gateway has told; None where that is not known.

    Discord asks the channel alone. A category that hides its channels hides those here that do not say otherwise
    themselves, for somebody meant it to.
    """
    place = guild.get_channel(channel)
    everyone = guild.get_role(guild.id)
    if place is None or everyone is None or guild.unavailable:
        return None
    if not place.permissions_for(everyone).view_channel:
        return False
    category = place.category
    if category is None or category.permissions_for(everyone).view_channel:
        return True
    return place.overwrites_for(everyone).view_channel is True


def seen_by(guild: discord.Guild | None, member: Mapping[str, Any], channels: Iterable[str]) -> frozenset[str]:
    """Which of these channels of a guild the member may see, with what was said there; none where nothing is known."""
    if guild is None or not member:
        return frozenset()
    person = discord.Member(data=dict(member), guild=guild, state=guild._state)  # type: ignore[arg-type]
    seen = set()
    for channel in channels:
        place = guild.get_channel(int(channel))
        may = place.permissions_for(person) if place is not None else discord.Permissions.none()
        if may.view_channel and may.read_message_history:
            seen.add(channel)
    return frozenset(seen)
