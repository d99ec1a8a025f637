"""Messages, threads and reactions over REST."""

from __future__ import annotations

import time
from typing import Any

from tests.wire.discord import permissions, rendering
from tests.wire.discord.calls import Call, fill
from tests.wire.discord.model import CHANNEL_REPLY, EPHEMERAL, Channel, Message, snowflake
from tests.wire.discord.refusals import (
    Refusal,
    archived,
    invalid,
    missing_permissions,
    not_yours,
    thread_exists,
)

HOUR = 3600.0
OLD_EDITS, OLD_EDITS_WINDOW = 3, 10.0
"""Edits of messages older than an hour: so many in so many seconds a channel (by report, not documented)."""


class Messages:
    """The handlers. A nonce is known for `nonce_seconds`."""

    def __init__(self) -> None:
        self.nonce_seconds = 180.0
        self.repeats = 0
        self._nonces: dict[str, tuple[float, Message]] = {}
        self._old_edits: dict[int, list[float]] = {}

    # Messages

    async def send(self, call: Call) -> Any:
        """POST /channels/{channel}/messages"""
        channel = call.channel("Send Messages in Threads" if _is_thread(call) else "Send Messages")
        body = call.body
        if channel.locked:
            raise archived()
        if body.get("embeds") and not permissions.may(channel, call.me.id, "Embed Links"):
            raise missing_permissions()
        if call.files and not permissions.may(channel, call.me.id, "Attach Files"):
            raise missing_permissions()
        nonce = body.get("nonce")
        if nonce is not None and body.get("enforce_nonce"):
            at, first = self._nonces.get(str(nonce), (0.0, None))
            if first is not None and time.monotonic() - at < self.nonce_seconds:
                self.repeats += 1
                return rendering.message_json(first, call.me.id) | {"nonce": nonce}
        message = Message(snowflake(), channel, call.me)
        reference = body.get("message_reference")
        if reference is not None:
            message.type, message.reference = CHANNEL_REPLY, int(reference["message_id"])
            if message.reference not in channel.messages and reference.get("fail_if_not_exists", True):
                raise invalid(message_reference="Unknown message")
        fill(message, body, call.files, new=True)
        message.flags &= ~EPHEMERAL
        call.world.add_message(message)
        if nonce is not None:
            self._nonces[str(nonce)] = (time.monotonic(), message)
        return rendering.message_json(message, call.me.id) | ({} if nonce is None else {"nonce": nonce})

    async def history(self, call: Call) -> Any:
        """GET /channels/{channel}/messages"""
        channel = call.channel()
        limit = call.limit(50, 100)
        if not permissions.may(channel, call.me.id, "Read Message History"):
            return []
        ids = sorted(channel.messages)
        if "after" in call.query:
            ids = [number for number in ids if number > int(call.query["after"])][:limit]
        elif "before" in call.query:
            ids = [number for number in ids if number < int(call.query["before"])][-limit:]
        elif "around" in call.query:
            middle = int(call.query["around"])
            below = [number for number in ids if number < middle][-(limit // 2) :]
            ids = below + [number for number in ids if number >= middle][: limit - len(below)]
        else:
            ids = ids[-limit:]
        return [self._seen(call, channel.messages[number]) for number in reversed(ids)]

    async def get(self, call: Call) -> Any:
        """GET /channels/{channel}/messages/{message}"""
        return self._seen(call, call.message("Read Message History"))

    def _seen(self, call: Call, message: Message) -> Any:
        concerns_me = message.author is call.me or str(call.me.id) in message.pings
        guarded = not concerns_me and not call.world.privileged & 1 << 15
        return rendering.message_json(message, call.me.id, bare=guarded)

    async def edit(self, call: Call) -> Any:
        """PATCH /channels/{channel}/messages/{message}"""
        message = call.message()
        if message.author is not call.me:
            raise not_yours()
        if message.channel.archived:
            raise archived()
        now = time.time()
        if now - message.created > HOUR:
            recent = [at for at in self._old_edits.get(message.channel.id, []) if now - at < OLD_EDITS_WINDOW]
            if len(recent) >= OLD_EDITS:
                wait = round(OLD_EDITS_WINDOW - (now - recent[0]), 3)
                raise Refusal(
                    429,
                    30046,
                    "Maximum number of edits to messages older than 1 hour reached. Try again later.",
                    retry_after=wait,
                    **{"global": False},
                )
            self._old_edits[message.channel.id] = [*recent, now]
        fill(message, call.body, call.files, new=False)
        call.world.change_message(message)
        return rendering.message_json(message, call.me.id)

    async def delete(self, call: Call) -> Any:
        """DELETE /channels/{channel}/messages/{message}"""
        message = call.message()
        if message.author is not call.me:
            call.need(message.channel, "Manage Messages")
        call.world.remove_messages([message])

    async def start_thread(self, call: Call) -> Any:
        """POST /channels/{channel}/messages/{message}/threads"""
        message = call.message("Create Public Threads")
        if not 1 <= len(call.body.get("name") or "") <= 100:
            raise invalid(name="Must be between 1 and 100 in length.")
        if call.body.get("auto_archive_duration", 4320) not in (60, 1440, 4320, 10080):
            raise invalid(auto_archive_duration="Value must be one of (60, 1440, 4320, 10080).")
        if message.thread is not None or message.id in call.world.channels:
            raise thread_exists()
        return 201, rendering.channel_json(call.world.start_thread(message, call.body["name"], call.me))

    async def typing(self, call: Call) -> Any:
        """POST /channels/{channel}/typing"""
        call.channel("Send Messages")

    # Reactions

    async def react(self, call: Call) -> Any:
        """PUT /channels/{channel}/messages/{message}/reactions/{emoji}/@me"""
        message = call.message("Read Message History")
        if message.channel.archived:
            raise archived()
        external = permissions.may(message.channel, call.me.id, "Use External Emojis")
        emoji = call.emoji(message.channel.guild, external=external)
        if emoji.key not in message.reactions:
            call.need(message.channel, "Add Reactions")
        call.world.add_reaction(call.me, message, emoji)

    async def unreact(self, call: Call) -> Any:
        """DELETE …/reactions/{emoji}/{user}, and …/@me"""
        message = call.message()
        emoji = call.emoji(message.channel.guild, external=True)
        who = call.me if call.part("user") == "@me" else call.world.users[call.number("user")]
        if who is not call.me:
            call.need(message.channel, "Manage Messages")
        for burst in (False, True):
            call.world.remove_reaction(who, message, emoji, burst=burst)

    async def reactors(self, call: Call) -> Any:
        """GET …/reactions/{emoji}"""
        message = call.message("Read Message History")
        emoji = call.emoji(message.channel.guild, external=True)
        limit, kind = call.limit(25, 100), int(call.query.get("type", "0"))
        if kind not in (0, 1):
            raise invalid(type="Value must be one of (0, 1).")
        reaction = message.reactions.get(emoji.key)
        if reaction is None:
            return []
        page = reaction.lists[kind].page(int(call.query.get("after", "0")), limit)
        return [rendering.user_json(call.world.users[user]) for user in page]

    async def clear(self, call: Call) -> Any:
        """DELETE …/reactions, and …/reactions/{emoji}"""
        message = call.message("Manage Messages")
        given = "emoji" in call.request.match_info
        call.world.clear_reactions(message, call.emoji(message.channel.guild, external=True) if given else None)

    # Channels

    async def channel(self, call: Call) -> Any:
        """GET /channels/{channel}"""
        return rendering.channel_json(call.channel())

    async def change_channel(self, call: Call) -> Any:
        """PATCH /channels/{channel}: a thread's archive and name"""
        channel = call.channel()
        if channel.parent is None:
            call.need(channel, "Manage Channels")
        elif channel.locked or channel.owner is not call.me:
            call.need(channel, "Manage Threads")
        channel.name = call.body.get("name", channel.name)
        if channel.parent is not None:
            was_locked = call.body.get("locked", channel.locked)
            call.world.archive(channel, archived=call.body.get("archived", channel.archived), locked=was_locked)
        return rendering.channel_json(channel)

    async def remove_channel(self, call: Call) -> Any:
        """DELETE /channels/{channel}"""
        channel = call.channel("Manage Threads" if _is_thread(call) else "Manage Channels")
        call.world.remove_channel(channel)
        return rendering.channel_json(channel)


def _is_thread(call: Call) -> bool:
    channel: Channel | None = call.world.channels.get(call.number("channel"))
    return channel is not None and channel.parent is not None
