"""The state of the fake Discord, and what members and the bot do to it; every change tells the gateway."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from tests.wire.discord import model, permissions, rendering
from tests.wire.discord.model import Channel, Emoji, Guild, Member, Message, Reaction, Role, User, snowflake
from tests.wire.discord.refusals import too_many_reactions

GUILDS, EMOJIS, MESSAGES, REACTIONS = 1 << 0, 1 << 3, 1 << 9, 1 << 10
MOST_REACTIONS = 20

Listener = Callable[..., None]
"""(event name, data, intent, guild id, data without content or None)."""


class World:
    """Everything there is, with one application and its bot.

    `privileged` are the privileged intents switched on in the developer portal, `flags` the application's,
    `sharding_required` refuses an IDENTIFY without a shard.
    """

    def __init__(self) -> None:
        self.token = "token-of-the-fake"
        self.me = User(snowflake(), "Agora", bot=True)
        self.application = self.me.id
        self.owner = User(snowflake(), "Owner")
        self.privileged = 0
        self.flags = 0
        self.sharding_required = False
        self.users: dict[int, User] = {self.me.id: self.me, self.owner.id: self.owner}
        self.guilds: dict[int, Guild] = {}
        self.channels: dict[int, Channel] = {}
        self.emojis: dict[int, Emoji] = {}
        self.away: set[int] = set()
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Call with every event."""
        self._listeners.append(listener)

    def tell(self, name: str, data: Any, intent: int, guild: int | None, bare: Any = None) -> None:
        """An event; the bot is told of nothing in a guild that is away, or in a channel that it can't see."""
        if guild in self.away and name != "GUILD_DELETE":
            return
        if intent in (MESSAGES, REACTIONS):
            channel = self.channels.get(int(data["channel_id"]))
            if channel is not None and not permissions.may(channel, self.me.id, "View Channel"):
                return
        for listener in self._listeners:
            listener(name, data, intent, guild, bare)

    # Places and people

    def add_user(self, name: str, *, bot: bool = False) -> User:
        """A new account."""
        user = User(snowflake(), name, bot)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str = "Square", *, id: int | None = None, locale: str = "ko", bot: bool = True) -> Guild:
        """A new guild with a system channel `general`; the bot is a member unless told otherwise."""
        number = snowflake() if id is None else id
        everyone = Role(number, "@everyone", permissions.bits(*permissions.ORDINARY))
        guild = Guild(number, name, self.owner, {number: everyone}, locale)
        guild.members[self.owner.id] = Member(self.owner)
        self.guilds[number] = guild
        guild.system_channel = self.add_channel(guild, "general").id
        if bot:
            self.add_bot(guild)
        return guild

    def add_bot(self, guild: Guild) -> None:
        """The bot joins a guild with a role of its own."""
        role = Role(snowflake(), "Agora", permissions.bits(*permissions.ORDINARY), position=1)
        guild.roles[role.id] = role
        guild.members[self.me.id] = Member(self.me, [role.id])
        data = rendering.guild_create_json(guild, self.me.id, joined_now=True)
        self.tell("GUILD_CREATE", data, GUILDS, guild.id)

    def kick_bot(self, guild: Guild) -> None:
        """The bot is thrown out."""
        del guild.members[self.me.id]
        self.tell("GUILD_DELETE", {"id": str(guild.id)}, GUILDS, guild.id)

    def outage(self, guild: Guild) -> None:
        """The guild becomes unavailable."""
        self.away.add(guild.id)
        self.tell("GUILD_DELETE", {"id": str(guild.id), "unavailable": True}, GUILDS, guild.id)

    def recover(self, guild: Guild) -> None:
        """The guild is there again after an outage."""
        self.away.discard(guild.id)
        self.tell("GUILD_CREATE", rendering.guild_create_json(guild, self.me.id, joined_now=False), GUILDS, guild.id)

    def change_role(self, guild: Guild, role: int, *names: str) -> None:
        """A role may do just these things from now on; @everyone's number is its guild's."""
        guild.roles[role].permissions = permissions.bits(*names)
        data = {"guild_id": str(guild.id), "role": rendering.role_json(guild.roles[role])}
        self.tell("GUILD_ROLE_UPDATE", data, GUILDS, guild.id)

    def add_role(self, guild: Guild, name: str, *names: str) -> Role:
        """A new role with these permissions."""
        role = Role(snowflake(), name, permissions.bits(*names), position=len(guild.roles))
        guild.roles[role.id] = role
        self.tell("GUILD_ROLE_CREATE", {"guild_id": str(guild.id), "role": rendering.role_json(role)}, GUILDS, guild.id)
        return role

    def set_roles(self, guild: Guild, roles: Iterable[int]) -> None:
        """The bot's roles are these; of its own member it is told also without the privileged intent."""
        member = guild.members[self.me.id]
        member.roles = list(roles)
        data = rendering.member_json(member) | {"guild_id": str(guild.id)}
        self.tell("GUILD_MEMBER_UPDATE", data, GUILDS, guild.id)

    def add_channel(self, guild: Guild, name: str = "square", type: int = model.TEXT) -> Channel:
        """A new text channel, or one of another type."""
        channel = Channel(snowflake(), guild, name, type, position=len(guild.channels))
        guild.channels[channel.id] = self.channels[channel.id] = channel
        self.tell("CHANNEL_CREATE", rendering.channel_json(channel), GUILDS, guild.id)
        return channel

    def move(self, channel: Channel, category: Channel) -> None:
        """Put a channel into a category, with the overwrites that it has."""
        channel.category = category
        self.tell("CHANNEL_UPDATE", rendering.channel_json(channel), GUILDS, channel.guild.id)

    def add_emoji(self, guild: Guild, name: str, *, animated: bool = False) -> Emoji:
        """A custom emoji."""
        emoji = Emoji(name, snowflake(), animated)
        guild.emojis[emoji.id or 0] = self.emojis[emoji.id or 0] = emoji
        data = {
            "guild_id": str(guild.id),
            "emojis": [rendering.guild_emoji_json(one) for one in guild.emojis.values()],
        }
        self.tell("GUILD_EMOJIS_UPDATE", data, EMOJIS, guild.id)
        return emoji

    def deny(self, channel: Channel, *names: str, who: int | None = None) -> None:
        """Take permissions (by Discord name) from the bot, or from another member or role, in a channel."""
        self._overwrite(channel, who, 0, permissions.bits(*names))

    def allow(self, channel: Channel, *names: str, who: int | None = None) -> None:
        """Give permissions (by Discord name) to the bot, or to another member or role, in a channel."""
        self._overwrite(channel, who, permissions.bits(*names), 0)

    def _overwrite(self, channel: Channel, who: int | None, more: int, less: int) -> None:
        who = self.me.id if who is None else who
        _, allow, deny = channel.overwrites.get(who, (False, 0, 0))
        allow, deny = allow & ~less | more, deny & ~more | less
        channel.overwrites[who] = (who not in channel.guild.roles, allow, deny)
        self.tell("CHANNEL_UPDATE", rendering.channel_json(channel), GUILDS, channel.guild.id)

    def remove_channel(self, channel: Channel) -> None:
        """A channel or thread is deleted, with the threads in it."""
        guild = channel.guild
        for thread in [] if channel.parent else channel.threads:
            self.remove_channel(thread)
        guild.channels.pop(channel.id, None)
        self.channels.pop(channel.id, None)
        if channel.parent is None:
            self.tell("CHANNEL_DELETE", rendering.channel_json(channel), GUILDS, guild.id)
            return
        starter = channel.parent.messages.get(channel.id)
        if starter is not None:
            starter.thread = None
        data = {
            "id": str(channel.id),
            "guild_id": str(guild.id),
            "parent_id": str(channel.parent.id),
            "type": channel.type,
        }
        self.tell("THREAD_DELETE", data, GUILDS, guild.id)

    # Messages

    def add_message(self, message: Message) -> None:
        """A message is there, and told."""
        channel = message.channel
        if channel.archived and not channel.locked:
            self.archive(channel, archived=False)
        channel.messages[message.id] = message
        channel.latest = message.id
        self._tell_message("MESSAGE_CREATE", message)

    def change_message(self, message: Message) -> None:
        """A message was changed, and this is told."""
        self._tell_message("MESSAGE_UPDATE", message)

    def _tell_message(self, name: str, message: Message) -> None:
        guild = message.channel.guild
        more: dict[str, Any] = {"guild_id": str(guild.id)}
        member = guild.members.get(message.author.id)
        if member is not None:
            more["member"] = rendering.member_json(member, with_user=False)
        if message.nonce is not None and name == "MESSAGE_CREATE":
            more["nonce"] = message.nonce
        data = rendering.message_json(message, self.me.id) | more
        mine = message.author is self.me or str(self.me.id) in message.pings
        bare = None if mine else rendering.message_json(message, self.me.id, bare=True) | more
        self.tell(name, data, MESSAGES, guild.id, bare)

    def remove_messages(self, messages: Iterable[Message]) -> None:
        """Messages of one channel are deleted: one by itself, several in bulk."""
        gone = list(messages)
        channel = gone[0].channel
        for message in gone:
            channel.messages.pop(message.id, None)
        data: dict[str, Any] = {"channel_id": str(channel.id), "guild_id": str(channel.guild.id)}
        if len(gone) == 1:
            self.tell("MESSAGE_DELETE", data | {"id": str(gone[0].id)}, MESSAGES, channel.guild.id)
        else:
            ids = [str(message.id) for message in gone]
            self.tell("MESSAGE_DELETE_BULK", data | {"ids": ids}, MESSAGES, channel.guild.id)

    def start_thread(self, message: Message, name: str, owner: User) -> Channel:
        """The thread of a message; its id is the message's."""
        parent = message.channel
        thread = Channel(message.id, parent.guild, name, model.PUBLIC_THREAD, parent=parent, owner=owner)
        parent.guild.channels[thread.id] = self.channels[thread.id] = thread
        message.thread = thread
        self.tell("THREAD_CREATE", rendering.channel_json(thread, newly_created=True), GUILDS, parent.guild.id)
        starter = Message(snowflake(), thread, owner, type=model.THREAD_STARTER, reference=message.id)
        self.add_message(starter)
        return thread

    def archive(self, thread: Channel, *, archived: bool = True, locked: bool = False) -> None:
        """A thread is archived, or taken out again."""
        thread.archived, thread.locked = archived, locked
        self.tell("THREAD_UPDATE", rendering.channel_json(thread), GUILDS, thread.guild.id)

    # Reactions

    def add_reaction(self, user: User, message: Message, emoji: Emoji, *, burst: bool = False) -> None:
        """Somebody reacts; held already changes nothing. Raises the refusal of the 21st emoji."""
        reaction = message.reactions.get(emoji.key)
        if reaction is None:
            if len(message.reactions) >= MOST_REACTIONS:
                raise too_many_reactions()
            reaction = message.reactions[emoji.key] = Reaction(emoji)
        if reaction.lists[burst].add(user.id):
            self.tell(
                "MESSAGE_REACTION_ADD", self.reaction_added(user, message, emoji, burst), REACTIONS, *_of(message)
            )

    def reaction_added(self, user: User, message: Message, emoji: Emoji, burst: bool) -> dict[str, Any]:
        """The event of somebody reacting."""
        data = self._reaction(user, message, emoji, burst)
        data["message_author_id"] = str(message.author.id)
        member = message.channel.guild.members.get(user.id) or Member(user, joined=message.created)
        data["member"] = rendering.member_json(member)
        if burst:
            data["burst_colors"] = ["#aa3311"]
        return data

    def remove_reaction(self, user: User, message: Message, emoji: Emoji, *, burst: bool = False) -> None:
        """Somebody takes a reaction back; one not held changes nothing."""
        reaction = message.reactions.get(emoji.key)
        if reaction is None or not reaction.lists[burst].discard(user.id):
            return
        if not reaction.count:
            del message.reactions[emoji.key]
        self.tell("MESSAGE_REACTION_REMOVE", self._reaction(user, message, emoji, burst), REACTIONS, *_of(message))

    def clear_reactions(self, message: Message, emoji: Emoji | None = None) -> None:
        """A moderator removes all reactions, or all of one emoji."""
        data: dict[str, Any] = {
            "channel_id": str(message.channel.id),
            "message_id": str(message.id),
            "guild_id": str(message.channel.guild.id),
        }
        if emoji is None:
            message.reactions.clear()
            self.tell("MESSAGE_REACTION_REMOVE_ALL", data, REACTIONS, *_of(message))
        elif message.reactions.pop(emoji.key, None) is not None:
            data["emoji"] = rendering.emoji_json(emoji)
            self.tell("MESSAGE_REACTION_REMOVE_EMOJI", data, REACTIONS, *_of(message))

    def _reaction(self, user: User, message: Message, emoji: Emoji, burst: bool) -> dict[str, Any]:
        return {
            "user_id": str(user.id),
            "channel_id": str(message.channel.id),
            "message_id": str(message.id),
            "guild_id": str(message.channel.guild.id),
            "emoji": rendering.emoji_json(emoji),
            "burst": burst,
            "type": int(burst),
        }

    def grow_old(self, message: Message, seconds: float = 2 * 3600) -> None:
        """The message was sent so much earlier; its id stays."""
        message.created = time.time() - seconds


def _of(message: Message) -> tuple[int]:
    return (message.channel.guild.id,)
