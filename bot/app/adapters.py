"""The registry of platforms: one adapter for each that is configured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from bot.config import Config
from bot.core.channels import Channel
from bot.core.debates import Post
from bot.core.words import Words
from bot.platforms.discord.adapter import DiscordPlatform
from bot.platforms.local.adapter import LocalPlatform
from bot.platforms.local.faults import Faults
from bot.platforms.slack.adapter import SlackPlatform
from bot.services.ports import Clock, Messenger, Platform
from bot.storage import Database


class Adapter(Platform, Messenger, Protocol):
    """What one platform's folder offers."""


def adapters_of(
    config: Config,
    database: Database,
    channels: Mapping[str, Channel],
    clock: Clock,
    words: Callable[[str], Words],
    faults: Faults | None,
) -> dict[str, Adapter]:
    """One adapter for each platform that is configured: the registry of platforms."""
    adapters: dict[str, Adapter] = {}
    if config.web is not None and config.web.chat:
        adapters["local"] = LocalPlatform(
            _chat_file(config, database),
            [channel for channel in channels.values() if channel.platform == "local"],
            clock,
            words,
            admins=frozenset(config.admins.local),
            locale=config.locale,
            faults=faults,
        )
    if config.slack is not None:
        adapters["slack"] = SlackPlatform(config.slack, tuple(channels.values()), clock, words, locale=config.locale)
    if config.discord is not None:
        adapters["discord"] = DiscordPlatform(
            config.discord,
            [channel for channel in channels.values() if channel.platform == "discord"],
            clock,
            words,
            locale=config.locale,
        )
    return adapters


def link_to(adapters: Mapping[str, Adapter], post: Post) -> str | None:
    """Where members find a post, where its platform has links."""
    adapter = adapters.get(post.platform)
    return adapter.link(post.channel_id, post.message) if adapter is not None and post.message is not None else None


def _chat_file(config: Config, database: Database) -> Path:
    """The local chat's own file: beside a SQLite ledger, else beside the configuration."""
    if database.path is not None:
        return database.path.with_name(f"{database.path.stem}.chat.db")
    return config.path.parent / "agora.chat.db"
