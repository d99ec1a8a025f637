"""The registry of platforms: one adapter for each that is configured.

A platform's libraries are imported where it is configured: they are a third of what a short command takes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from bot.config import Config
from bot.core.articles import Mascot
from bot.core.debates import Channel, Post
from bot.core.messages import Message
from bot.core.words import Words
from bot.services.ports import Assured, Clock, Messenger, Platform, Reader, Receiving

if TYPE_CHECKING:
    from bot.platforms.local.fault_injection import Faults
    from bot.storage import Database


class Adapter(Platform, Messenger, Reader, Protocol):
    """What one platform's folder offers."""


def adapters_of(
    config: Config,
    database: Database | None,
    channels: Mapping[str, Channel],
    clock: Clock,
    words: Callable[[str], Words],
    mascots: Callable[[], Mapping[str, Mascot]],
    faults: Faults | None,
) -> dict[str, Adapter]:
    """One adapter for each platform that is configured: the registry of platforms.

    `database` is None where it can't be opened and the platforms are only asked how they are.
    """
    adapters: dict[str, Adapter] = {}
    if config.web is not None and config.web.chat:
        from bot.platforms.local.adapter import LocalPlatform

        adapters["local"] = LocalPlatform(
            chat_store(config, database.path if database is not None else None),
            [channel for channel in channels.values() if channel.platform == "local"],
            clock,
            words,
            admins=frozenset(config.admins.local),
            locale=config.locale,
            mascots=mascots,
            faults=faults,
        )
    if config.slack is not None:
        from bot.platforms.slack.adapter import SlackPlatform

        adapters["slack"] = SlackPlatform(
            config.slack,
            tuple(channels.values()),
            clock,
            words,
            locale=config.locale,
            learnt=database.ledger.learnt if database is not None else None,
        )
    if config.discord is not None:
        from bot.platforms.discord.adapter import DiscordPlatform

        adapters["discord"] = DiscordPlatform(
            config.discord,
            [channel for channel in channels.values() if channel.platform == "discord"],
            clock,
            words,
            locale=config.locale,
            spool_in=database.path.parent if database is not None and database.path is not None else None,
        )
    return adapters


def link_to(adapters: Mapping[str, Adapter], post: Post) -> str | None:
    """Where members find a post, where its platform has links."""
    adapter = adapters.get(post.platform)
    return adapter.link(post.channel_id, post.message) if adapter is not None and post.message is not None else None


def waiting_at(adapters: Mapping[str, Adapter], platform: str) -> int:
    """How many events of a platform its adapter has taken and not handed over yet."""
    adapter = adapters.get(platform)
    return adapter.intake().waiting if isinstance(adapter, Receiving) else 0


async def make_sure_of(adapters: Mapping[str, Adapter], platform: str) -> None:
    """Have a platform's connection answer, where it can be asked."""
    adapter: object = adapters.get(platform)
    if isinstance(adapter, Assured):
        await adapter.make_sure()


def payload_of(platform: str, message: Message, words: Words) -> Mapping[str, Any]:
    """What would be sent to a platform to say `message`; the local chat keeps its content."""
    match platform:
        case "discord":
            from bot.platforms.discord.message_rendering import body as discord_body

            return discord_body(message, words)
        case "slack":
            from bot.platforms.slack.message_rendering import body as slack_body

            return slack_body(message, words)
        case "local":
            from bot.platforms.local.message_rendering import content_of

            return content_of(message)
        case _:
            raise ValueError(f"there is no platform {platform}")


def chat_store(config: Config, ledger: Path | None) -> Path:
    """The local chat's own file: beside the ledger where that is a file of SQLite's, else beside the configuration."""
    if ledger is not None:
        return ledger.with_name(f"{ledger.stem}.chat.db")
    return config.path.parent / "agora.chat.db"
