"""Channels: places to post, named in the configuration."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Channel:
    """`name` is the administrator's word for it, `id` the platform's.

    `comments` is what pages show of what people write there: `text`, `names` or `none`; None where that isn't said.
    """

    name: str
    platform: str
    id: str
    locale: str
    comments: str | None = None


def unnamed(platform: str, channel_id: str) -> str:
    """What stands for the name of a channel that the configuration doesn't name; no name there has a colon."""
    return f"{platform}:{channel_id}"


def from_unnamed(name: str) -> Channel | None:
    """The channel that `unnamed` wrote `name` for; None for a name of the configuration."""
    platform, colon, native = name.partition(":")
    return Channel(name, platform, native, "") if colon else None
