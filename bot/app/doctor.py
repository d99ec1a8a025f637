"""How everything is that the bot stands on: secrets, database, clock, and each platform. Nothing is changed."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path

import aiohttp
from sqlalchemy.engine import make_url

from bot.app.registry import Adapter, adapters_of
from bot.config import Config
from bot.errors import AgoraError, UsageError
from bot.library.library import Library
from bot.locales import words_for
from bot.services.clock import SystemClock
from bot.services.ports import Examined
from bot.services.records import Finding, Health
from bot.storage import Database, open_ledger

_PATIENCE = 90.0
"""Seconds that one platform may take to be looked at."""
_CLOCK_PATIENCE = aiohttp.ClientTimeout(total=10.0)
_NOTICED, _TOO_FAR = 5.0, 240.0
"""Seconds that our clock may be off: what is worth a word, and what Slack's signatures (five minutes) don't bear."""


async def examine(config: Config) -> list[Finding]:
    """Everything that was looked at, good or bad, in the order of a table."""
    library = Library(config.content)
    library.load()
    found, unset = _secrets(config)
    database, findings = await _database(config) if "database" not in unset else (None, [])
    found += findings
    try:
        adapters = adapters_of(
            config,
            database,
            config.channels(),
            SystemClock(),
            partial(words_for, timezone=config.timezone),
            library.mascots,
            None,
        )
        found.append(await _clock(config))
        asked = {name: adapter for name, adapter in adapters.items() if name not in unset}
        for told in await asyncio.gather(*(_platform(config, library, *each) for each in asked.items())):
            found += told
        for adapter in adapters.values():
            await adapter.close()
    finally:
        if database is not None:
            await database.close()
    return found


async def invitation(config: Config) -> str:
    """The link that invites the bot to a Discord server. Raises UsageError without Discord, and PlatformError."""
    if config.discord is None:
        raise UsageError(f"{config.path} says nothing of Discord.", "Add a discord section with its token.")
    if not config.discord.token:
        variable = config.discord.token.variable
        raise UsageError(f"The environment variable {variable} is not set.", f"Set {variable} to the bot's token.")
    from bot.platforms.discord.adapter import DiscordPlatform

    words = partial(words_for, timezone=config.timezone)
    platform = DiscordPlatform(config.discord, (), SystemClock(), words, locale=config.locale)
    try:
        return await platform.invitation()
    finally:
        await platform.close()


def _secrets(config: Config) -> tuple[list[Finding], frozenset[str]]:
    """Unset secrets that a run can't do without, and the platforms that are not asked because of it."""
    missing = config.missing_secrets()
    found = [
        Finding(problem.key.partition(".")[0], "secret", Health.BAD, problem.what, problem.hint) for problem in missing
    ]
    unset = {problem.key.partition(".")[0] for problem in missing}
    tokens = {"discord": config.discord and config.discord.token, "slack": config.slack and config.slack.bot_token}
    for name, token in tokens.items():
        if token is not None and not token and name not in unset:
            text = "is not set, and no channel needs it"
            found.append(Finding(name, "token", Health.WARNING, text, f"Set it, or leave the section {name} out."))
            unset.add(name)
    return found, frozenset(unset)


async def _database(config: Config) -> tuple[Database | None, list[Finding]]:
    """The database, open, if there is one; a SQLite file that is not there yet is not made."""
    try:
        url = config.database_url()
        path = _sqlite_path(url)
        if path is not None and not path.exists():
            return None, [_unmade(path)]
        database = await open_ledger(url)
    except AgoraError as failure:
        return None, [Finding("database", "opens", Health.BAD, failure.message, failure.hint)]
    found = [Finding("database", "opens", Health.FINE, f"{database.kind}, its tables are those of this version")]
    try:
        await database.try_write()
    except AgoraError as failure:
        found.append(Finding("database", "writing", Health.BAD, failure.message, failure.hint))
    else:
        found.append(Finding("database", "writing", Health.FINE, "works"))
    return database, found


def _unmade(path: Path) -> Finding:
    folder = path.parent
    if not folder.is_dir():
        text, hint = f"the folder {folder} does not exist", "Make it, or correct 'database:'."
        return Finding("database", "opens", Health.BAD, text, hint)
    if not os.access(folder, os.W_OK | os.X_OK):
        text, hint = f"the folder {folder} can't be written", "Give the bot permission to write it."
        return Finding("database", "opens", Health.BAD, text, hint)
    return Finding("database", "opens", Health.FINE, f"{path.name} will be made by the first run")


def _sqlite_path(url: str) -> Path | None:
    """The file of a SQLite address."""
    if not url.startswith("sqlite"):
        return None
    name = make_url(url).database
    return Path(name) if name else None


async def _clock(config: Config) -> Finding:
    """Our clock against the date in the answer of a platform, or of none."""
    addresses = {}
    if config.discord is not None:
        addresses["Discord"] = f"{config.discord.api_url.rstrip('/')}/gateway"
    if config.slack is not None:
        addresses["Slack"] = f"{config.slack.api_url.rstrip('/')}/api.test"
    if not addresses:
        return Finding("clock", "time", Health.FINE, "no platform to compare it with, and none that minds")
    for name, address in addresses.items():
        off = await _seconds_off(address)
        if off is not None:
            return _off(name, off)
    return Finding("clock", "time", Health.WARNING, f"could not be compared with {' or '.join(addresses)}")


def _off(name: str, seconds: float) -> Finding:
    hint = "Let the machine set its clock by itself (NTP)."
    if abs(seconds) >= _TOO_FAR:
        text = f"differs from {name}'s by {seconds:+.0f} seconds: debates close at the wrong time, Slack turns us away"
        return Finding("clock", "time", Health.BAD, text, hint)
    if abs(seconds) >= _NOTICED:
        return Finding("clock", "time", Health.WARNING, f"differs from {name}'s by {seconds:+.0f} seconds", hint)
    return Finding("clock", "time", Health.FINE, f"agrees with {name}'s")


async def _seconds_off(address: str) -> float | None:
    """How far our clock is ahead of a server's; None where it tells no date."""
    try:
        async with (
            aiohttp.ClientSession(timeout=_CLOCK_PATIENCE, trust_env=True) as session,
            session.get(address, allow_redirects=False) as answer,
        ):
            # The header counts whole seconds, and stands for any moment of its second.
            told = parsedate_to_datetime(answer.headers["Date"]).timestamp() + 0.5
            return datetime.now(UTC).timestamp() - told
    except (aiohttp.ClientError, OSError, TimeoutError, KeyError, ValueError):
        return None


async def _platform(config: Config, library: Library, name: str, adapter: Adapter) -> Sequence[Finding]:
    channels = [channel for channel in config.channels().values() if channel.platform == name]
    if not isinstance(adapter, Examined):
        return [Finding(channel.name, "channel", Health.FINE, f"{channel.id}, of our own chat") for channel in channels]
    try:
        async with asyncio.timeout(_PATIENCE):
            found = list(await adapter.examine(channels, [*library.waiting(), *library.all()]))
    except TimeoutError:
        return [Finding(name, "answer", Health.BAD, f"{name} took longer than {_PATIENCE:.0f} seconds to answer")]
    if not channels:
        hint = f"Name one under channels, with platform: {name}."
        found.append(Finding(name, "channels", Health.WARNING, "no channel is configured", hint))
    return found


def by_health(findings: Sequence[Finding]) -> Mapping[Health, int]:
    """How many findings there are of each kind."""
    return {health: sum(finding.health is health for finding in findings) for health in Health}
