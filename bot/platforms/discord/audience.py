"""Whether everybody in a server may see a channel."""

from __future__ import annotations

import discord


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
