"""The objects of the API, as JSON values."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from tests.wire.discord import model
from tests.wire.discord.model import Channel, Emoji, Guild, Member, Message, Role, User

Json = dict[str, Any]


def timestamp(at: float | None) -> str | None:
    """ISO 8601 as Discord writes it."""
    return None if at is None else datetime.fromtimestamp(at, UTC).isoformat()


def user_json(user: User) -> Json:
    """A user."""
    found: Json = {
        "id": str(user.id),
        "username": user.name.lower().replace(" ", "_"),
        "global_name": user.name,
        "discriminator": "0",
        "avatar": None,
        "avatar_decoration_data": None,
        "collectibles": None,
        "primary_guild": None,
        "public_flags": 0,
    }
    if user.bot:
        found["bot"] = True
    return found


def member_json(member: Member, *, with_user: bool = True) -> Json:
    """A guild member."""
    found: Json = {
        "nick": None,
        "avatar": None,
        "banner": None,
        "roles": [str(role) for role in member.roles],
        "joined_at": timestamp(member.joined),
        "premium_since": None,
        "communication_disabled_until": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
    }
    if with_user:
        found["user"] = user_json(member.user)
    return found


def role_json(role: Role) -> Json:
    """A role."""
    return {
        "id": str(role.id),
        "name": role.name,
        "description": None,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": role.position,
        "permissions": str(role.permissions),
        "managed": False,
        "mentionable": False,
        "flags": 0,
    }


def emoji_json(emoji: Emoji) -> Json:
    """An emoji as in reactions."""
    found: Json = {"id": None if emoji.id is None else str(emoji.id), "name": emoji.name}
    if emoji.animated:
        found["animated"] = True
    return found


def guild_emoji_json(emoji: Emoji) -> Json:
    """A guild's own emoji."""
    return {
        **emoji_json(emoji),
        "roles": [],
        "require_colons": True,
        "managed": False,
        "animated": emoji.animated,
        "available": True,
    }


def channel_json(channel: Channel, *, newly_created: bool = False) -> Json:
    """A text channel or a thread."""
    found: Json = {
        "id": str(channel.id),
        "type": channel.type,
        "guild_id": str(channel.guild.id),
        "name": channel.name,
        "last_message_id": None if channel.latest is None else str(channel.latest),
        "rate_limit_per_user": 0,
        "flags": 0,
    }
    if channel.parent is None:
        return found | {
            "position": channel.position,
            "parent_id": None if channel.category is None else str(channel.category.id),
            "topic": None,
            "nsfw": False,
            "last_pin_timestamp": None,
            "permission_overwrites": [
                {"id": str(who), "type": int(is_member), "allow": str(allow), "deny": str(deny)}
                for who, (is_member, allow, deny) in channel.overwrites.items()
            ],
        }
    said = sum(message.type != model.THREAD_STARTER for message in channel.messages.values())
    found |= {
        "parent_id": str(channel.parent.id),
        "owner_id": str(channel.owner.id) if channel.owner else None,
        "message_count": said,
        "total_message_sent": said,
        "member_count": 1,
        "thread_metadata": {
            "archived": channel.archived,
            "archive_timestamp": timestamp(channel.created),
            "auto_archive_duration": 4320,
            "locked": channel.locked,
            "create_timestamp": timestamp(channel.created),
        },
    }
    if newly_created:
        found["newly_created"] = True
    return found


def message_json(message: Message, reader: int, *, bare: bool = False) -> Json:
    """A message as the user `reader` gets it; `bare` without what the message content intent guards."""
    found: Json = {
        "id": str(message.id),
        "type": message.type,
        "channel_id": str(message.channel.id),
        "author": user_json(message.author),
        "content": "" if bare else message.content,
        "embeds": [] if bare else message.embeds,
        "components": [] if bare else message.components,
        "attachments": [] if bare else _attachments(message),
        "mentions": [],
        "mention_roles": [],
        "mention_everyone": "everyone" in message.pings,
        "pinned": False,
        "tts": False,
        "flags": message.flags | (model.HAS_THREAD if message.thread else 0),
        "timestamp": timestamp(message.created),
        "edited_timestamp": timestamp(message.edited),
    }
    if message.reactions:
        found["reactions"] = [
            {
                "emoji": emoji_json(reaction.emoji),
                "count": reaction.count,
                "count_details": {"normal": len(reaction.lists[0]), "burst": len(reaction.lists[1])},
                "me": reader in reaction.lists[0],
                "me_burst": reader in reaction.lists[1],
                "burst_colors": [],
            }
            for reaction in message.reactions.values()
        ]
    if message.reference is not None:
        place = message.channel.parent if message.type == model.THREAD_STARTER else message.channel
        found["message_reference"] = {
            "type": 0,
            "message_id": str(message.reference),
            "channel_id": str((place or message.channel).id),
            "guild_id": str(message.channel.guild.id),
        }
    if message.thread is not None:
        found["thread"] = channel_json(message.thread)
    if message.interaction is not None:
        found["interaction_metadata"] = message.interaction
    return found


def _attachments(message: Message) -> list[Json]:
    """Those that no embed shows, as Discord lists them (believed, not verified)."""
    shown = {str((embed.get(part) or {}).get("url")) for embed in message.embeds for part in ("image", "thumbnail")}
    return [
        {
            "id": str(one.id),
            "filename": one.filename,
            "description": one.description,
            "size": len(one.content),
            "url": attachment_url(message, one),
            "proxy_url": attachment_url(message, one),
        }
        for one in message.attachments
        if attachment_url(message, one) not in shown
    ]


def attachment_url(message: Message, one: model.Attachment) -> str:
    """Where a file would be found."""
    return f"https://cdn.discordapp.com/attachments/{message.channel.id}/{one.id}/{one.filename}"


def guild_json(guild: Guild) -> Json:
    """A guild as REST gives it."""
    return {
        "id": str(guild.id),
        "name": guild.name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "description": None,
        "banner": None,
        "owner_id": str(guild.owner.id),
        "afk_channel_id": None,
        "afk_timeout": 300,
        "widget_enabled": False,
        "verification_level": 1,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "roles": [role_json(role) for role in guild.roles.values()],
        "emojis": [guild_emoji_json(emoji) for emoji in guild.emojis.values()],
        "stickers": [],
        "features": [],
        "mfa_level": 0,
        "application_id": None,
        "system_channel_id": None if guild.system_channel is None else str(guild.system_channel),
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "safety_alerts_channel_id": None,
        "max_members": 500_000,
        "vanity_url_code": None,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": guild.locale,
        "nsfw_level": 0,
        "premium_progress_bar_enabled": False,
    }


def guild_create_json(guild: Guild, me: int, *, joined_now: bool) -> Json:
    """A guild as GUILD_CREATE gives it; `unavailable` is there only where READY had announced it."""
    channels = guild.channels.values()
    found = guild_json(guild) | {
        "joined_at": timestamp(guild.members[me].joined),
        "large": len(guild.members) > 250,
        "member_count": len(guild.members),
        "voice_states": [],
        "members": [member_json(guild.members[me])],
        "channels": [channel_json(channel) for channel in channels if channel.parent is None],
        "threads": [channel_json(channel) for channel in channels if channel.parent is not None],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }
    if not joined_now:
        found["unavailable"] = False
    return found


_LEAN = frozenset(
    {"id", "type", "channel_id", "guild_id", "author", "username", "bot", "content", "embeds", "timestamp", "reactions"}
    | {"emoji", "name", "count", "me", "user_id", "message_id", "url", "session_id", "user", "guilds", "channels"}
    | {"unavailable", "member", "roles", "token", "data", "options", "value", "custom_id", "component_type", "nonce"}
    | {"discriminator", "avatar", "position", "flags", "application", "application_id", "locale"}
    | {"title", "description", "footer", "text", "fields", "components", "label", "style", "version", "parent_id"}
)


def lean(node: Any) -> Any:
    """An object with little more than what discord.py can't do without, as a small server would give it."""
    if isinstance(node, list):
        return [lean(one) for one in node]
    if isinstance(node, dict):
        return {key: lean(value) for key, value in node.items() if key in _LEAN}
    return node
