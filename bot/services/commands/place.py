"""Where a command was asked, what its asker may do and see there, and how it is told that something can't be done."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.debates import Channel
from bot.core.messages import ReplyPart, Text
from bot.core.words import Words
from bot.errors import AgoraError
from bot.services.asked import Asker
from bot.services.records import Sight

_LONGEST_ECHO = 60


@dataclass(frozen=True, slots=True)
class Place:
    """Who asked, where, and how to answer.

    `channel` is None where the configuration has no such channel. `admin` is the bot's own admin;
    `asker.manages` without it reaches only the channels of the asker's place.
    """

    asker: Asker
    channel: Channel | None
    words: Words
    admin: bool

    @property
    def conducts(self) -> bool:
        """Whether the asker may use admin commands at all."""
        return self.admin or self.asker.manages

    @property
    def sight(self) -> Sight | None:
        """Where the asker may read; None for the bot's own admin, who may read everywhere."""
        if self.admin:
            return None
        asker = self.asker
        managed = asker.reach if asker.manages else frozenset()
        return Sight(asker.voter.platform, asker.sees | managed | {asker.channel_id})

    def reaches(self, platform: str, channel_id: str) -> bool:
        """Whether the asker's word counts in a channel."""
        near = channel_id == self.asker.channel_id or channel_id in self.asker.reach
        return self.admin or (self.asker.manages and platform == self.asker.voter.platform and near)


class Sorry(AgoraError):
    """What was asked can't be done as it was asked; `parts` say so in the asker's language."""

    def __init__(self, *parts: ReplyPart | str) -> None:
        super().__init__(next((part for part in parts if isinstance(part, str)), ""))
        self.parts = tuple(Text(part) if isinstance(part, str) else part for part in parts)


def echo(text: str) -> str:
    """What a person wrote, short enough to be said back."""
    return text if len(text) <= _LONGEST_ECHO else text[: _LONGEST_ECHO - 1] + "…"
