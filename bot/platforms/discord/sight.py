"""What a member may read in a server, by the roles that an interaction tells and the channels that the client knows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import discord


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
