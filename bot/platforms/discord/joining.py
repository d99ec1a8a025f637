"""Where the bot greets a guild that it has come into, and in which language."""

from __future__ import annotations

import discord

_NO_CHOICE = "en-US"
"""What Discord says of every guild whose language nobody has chosen [doc: preferred_locale]."""


def greeting_place(guild: discord.Guild, me: int) -> str | None:
    """The id of the system channel, else of the first text channel, where the bot (its user id) may speak."""
    bot = guild.get_member(me)
    candidates = [channel for channel in (guild.system_channel, *guild.text_channels) if channel is not None]
    return next((str(channel.id) for channel in candidates if bot is None or _may_speak(channel, bot)), None)


def language_of(guild: discord.Guild) -> str | None:
    """ko or en, where the guild has chosen a language."""
    chosen = str(guild.preferred_locale)
    if chosen == _NO_CHOICE:
        return None
    return "ko" if chosen.startswith("ko") else "en"


def _may_speak(channel: discord.TextChannel, bot: discord.Member) -> bool:
    held = channel.permissions_for(bot)
    return held.view_channel and held.send_messages and held.embed_links
