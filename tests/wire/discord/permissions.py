"""Permissions as Discord computes them: roles, then the channel's overwrites; threads take their parent's."""

from __future__ import annotations

from tests.wire.discord.model import Channel, Guild

BITS = {
    "Create Invite": 1 << 0,
    "Administrator": 1 << 3,
    "Manage Channels": 1 << 4,
    "Manage Server": 1 << 5,
    "Add Reactions": 1 << 6,
    "View Channel": 1 << 10,
    "Send Messages": 1 << 11,
    "Manage Messages": 1 << 13,
    "Embed Links": 1 << 14,
    "Attach Files": 1 << 15,
    "Read Message History": 1 << 16,
    "Mention Everyone": 1 << 17,
    "Use External Emojis": 1 << 18,
    "Manage Roles": 1 << 28,
    "Manage Webhooks": 1 << 29,
    "Use Application Commands": 1 << 31,
    "Manage Threads": 1 << 34,
    "Create Public Threads": 1 << 35,
    "Send Messages in Threads": 1 << 38,
}
ALL = sum(BITS.values())
ORDINARY = (
    "Create Invite",
    "View Channel",
    "Send Messages",
    "Embed Links",
    "Attach Files",
    "Read Message History",
    "Add Reactions",
    "Use External Emojis",
    "Use Application Commands",
    "Create Public Threads",
    "Send Messages in Threads",
)
"""What @everyone and the bot may do in a new guild."""


def bits(*names: str) -> int:
    """The sum of permissions, by their Discord names."""
    return sum({BITS[name] for name in names})


def permissions_in_guild(guild: Guild, user: int) -> int:
    """What a member may do, without any channel."""
    if guild.owner.id == user:
        return ALL
    member = guild.members.get(user)
    if member is None:
        return 0
    held = guild.roles[guild.id].permissions
    for role in member.roles:
        held |= guild.roles[role].permissions
    return ALL if held & BITS["Administrator"] else held


def permissions_in(channel: Channel, user: int) -> int:
    """What a member may do in a channel."""
    guild = channel.guild
    held = permissions_in_guild(guild, user)
    if held & BITS["Administrator"] or user not in guild.members:
        return held
    overwrites = (channel.parent or channel).overwrites
    _, allow, deny = overwrites.get(guild.id, (False, 0, 0))
    held = held & ~deny | allow
    allow = deny = 0
    for role in guild.members[user].roles:
        _, more, less = overwrites.get(role, (False, 0, 0))
        allow, deny = allow | more, deny | less
    held = held & ~deny | allow
    _, allow, deny = overwrites.get(user, (True, 0, 0))
    held = held & ~deny | allow
    return held if held & BITS["View Channel"] else 0


def may(channel: Channel, user: int, name: str) -> bool:
    """Whether a member has a permission in a channel."""
    return bool(permissions_in(channel, user) & BITS[name])
