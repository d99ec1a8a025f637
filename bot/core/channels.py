"""Channels: places to post, named in the configuration."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Channel:
    """`name` is the administrator's word for it, `id` the platform's."""

    name: str
    platform: str
    id: str
    locale: str
