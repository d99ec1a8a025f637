"""What a workspace is made of: people, channels, messages, files; and how Slack refuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


class SlackError(Exception):
    """`ok: false` with an error and, for some errors, further fields."""

    def __init__(self, error: str, **fields: Any) -> None:
        super().__init__(error)
        self.error = error
        self.fields = fields


@dataclass
class User:
    """An account; `bot_id` is set for bots."""

    id: str
    name: str
    bot_id: str | None = None
    locale: str = "ko-KR"
    deleted: bool = False

    def as_json(self, team: str, *, locale: bool = False) -> dict[str, Any]:
        """As users.info and users.list show it."""
        found: dict[str, Any] = {
            "id": self.id,
            "team_id": team,
            "name": self.name,
            "real_name": self.name,
            "deleted": self.deleted,
            "is_bot": self.bot_id is not None,
            "is_app_user": False,
            "tz": "Asia/Seoul",
            "profile": {"display_name": self.name, "real_name": self.name, "team": team},
            "updated": 1_700_000_000,
        }
        if self.bot_id is not None:
            found["profile"] |= {"bot_id": self.bot_id, "api_app_id": "A0AGORA"}
        if locale:
            found["locale"] = self.locale
        return found


@dataclass
class Channel:
    """A public or private channel."""

    id: str
    name: str
    private: bool = False
    archived: bool = False
    members: set[str] = field(default_factory=set)

    def as_json(self, viewer: str) -> dict[str, Any]:
        """As conversations.info and conversations.list show it to `viewer`."""
        return {
            "id": self.id,
            "name": self.name,
            "name_normalized": self.name,
            "is_channel": not self.private,
            "is_group": self.private,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.private,
            "is_archived": self.archived,
            "is_general": False,
            "is_member": viewer in self.members,
            "is_shared": False,
            "created": 1_700_000_000,
            "creator": "U0FOUNDER",
            "num_members": len(self.members),
            "topic": {"value": "", "creator": "", "last_set": 0},
            "purpose": {"value": "", "creator": "", "last_set": 0},
        }


@dataclass
class Message:
    """A message; `versions` are its contents before each edit, `reactions` map a name to users in order."""

    channel: str
    ts: str
    user: str
    text: str = ""
    blocks: list[dict[str, Any]] | None = None
    thread_ts: str | None = None
    bot_id: str | None = None
    username: str | None = None
    icon_emoji: str | None = None
    metadata: dict[str, Any] | None = None
    edited: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    versions: list[dict[str, Any]] = field(default_factory=list)
    files: list[dict[str, Any]] = field(default_factory=list)
    broadcast: bool = False
    unfurled: bool = True

    @property
    def key(self) -> str | None:
        """The first value in its metadata's payload: what an app recognises it by."""
        payload = (self.metadata or {}).get("event_payload") or {}
        return next(iter(payload.values()), None)

    @property
    def is_reply(self) -> bool:
        """Whether it stands in a thread under another message."""
        return self.thread_ts is not None and self.thread_ts != self.ts

    def people(self, name: str) -> frozenset[str]:
        """Who holds the reaction `name`."""
        return frozenset(self.reactions.get(name, ()))


@dataclass
class File:
    """An uploaded file."""

    id: str
    name: str
    length: int
    alt: str | None
    data: bytes | None = None
    title: str | None = None
    complete: bool = False
    shared_in: list[str] = field(default_factory=list)
