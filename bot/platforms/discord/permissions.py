"""The permissions that the bot needs in a channel, by their Discord names, and the link that asks for them."""

from __future__ import annotations

from collections.abc import Mapping

import discord
from discord.utils import oauth_url

NEEDED: Mapping[str, str] = {
    "View Channel": "to see the channel",
    "Send Messages": "for the posts and results",
    "Embed Links": "for the cards, which are embeds",
    "Attach Files": "for the result's chart",
    "Read Message History": "to count the reactions again, and to look for what it may have sent",
    "Add Reactions": "for the first reaction of each option",
    "Create Public Threads": "for the thread under a post",
    "Send Messages in Threads": "for the mascots' squabble",
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
