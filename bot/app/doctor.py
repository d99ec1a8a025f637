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
from bot.sentences import Sentence, sentence, verbatim
from bot.services.clock import SystemClock
from bot.services.ports import Examined
from bot.services.records import Finding, Health
from bot.storage import Database, open_ledger

_PATIENCE = 90.0
"""Seconds that one platform may take to be looked at."""
_CLOCK_PATIENCE = aiohttp.ClientTimeout(total=10.0)
_DATABASE, _CLOCK = sentence("doctor-place-database"), sentence("doctor-place-clock")
_OPENS, _WRITING = sentence("doctor-about-opens"), sentence("doctor-about-writing")
_TIME = sentence("doctor-about-time")
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
        raise UsageError(sentence("doctor-without-discord", file=str(config.path)))
    if not config.discord.token:
        raise UsageError(sentence("doctor-without-token", variable=config.discord.token.variable or "discord.token"))
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
    secret = sentence("doctor-about-secret")
    found = [Finding(verbatim(problem.key.partition(".")[0]), secret, Health.BAD, problem.what) for problem in missing]
    unset = {problem.key.partition(".")[0] for problem in missing}
    tokens = {"discord": config.discord and config.discord.token, "slack": config.slack and config.slack.bot_token}
    for name, token in tokens.items():
        if token is not None and not token and name not in unset:
            told = sentence("doctor-token-unset", section=name)
            found.append(Finding(verbatim(name), sentence("doctor-about-token"), Health.WARNING, told))
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
        return None, [Finding(_DATABASE, _OPENS, Health.BAD, failure.sentence)]
    found = [Finding(_DATABASE, _OPENS, Health.FINE, sentence("doctor-database-fine", kind=database.kind))]
    try:
        await database.try_write()
    except AgoraError as failure:
        found.append(Finding(_DATABASE, _WRITING, Health.BAD, failure.sentence))
    else:
        found.append(Finding(_DATABASE, _WRITING, Health.FINE, sentence("doctor-works")))
    return database, found


def _unmade(path: Path) -> Finding:
    folder = path.parent
    if not folder.is_dir():
        return Finding(_DATABASE, _OPENS, Health.BAD, sentence("doctor-folder-missing", folder=str(folder)))
    if not os.access(folder, os.W_OK | os.X_OK):
        return Finding(_DATABASE, _OPENS, Health.BAD, sentence("doctor-folder-read-only", folder=str(folder)))
    return Finding(_DATABASE, _OPENS, Health.FINE, sentence("doctor-database-to-be-made", file=path.name))


def _sqlite_path(url: str) -> Path | None:
    """The file of a SQLite address."""
    if not url.startswith("sqlite"):
        return None
    name = make_url(url).database
    return Path(name) if name else None


async def _clock(config: Config) -> Finding:
    """Our clock against the date in the answer of a platform, or of none."""
    addresses = []
    if config.discord is not None:
        addresses.append((sentence("doctor-discord"), f"{config.discord.api_url.rstrip('/')}/gateway"))
    if config.slack is not None:
        addresses.append((sentence("doctor-slack"), f"{config.slack.api_url.rstrip('/')}/api.test"))
    if not addresses:
        return Finding(_CLOCK, _TIME, Health.FINE, sentence("doctor-clock-alone"))
    for name, address in addresses:
        off = await _seconds_off(address)
        if off is not None:
            return _off(name, off)
    names = addresses[0][0] if len(addresses) == 1 else sentence("doctor-discord-or-slack")
    return Finding(_CLOCK, _TIME, Health.WARNING, sentence("doctor-clock-not-compared", names=names))


def _off(name: Sentence, seconds: float) -> Finding:
    by = f"{seconds:+.0f}"
    if abs(seconds) >= _TOO_FAR:
        return Finding(_CLOCK, _TIME, Health.BAD, sentence("doctor-clock-too-far", name=name, seconds=by))
    if abs(seconds) >= _NOTICED:
        return Finding(_CLOCK, _TIME, Health.WARNING, sentence("doctor-clock-differs", name=name, seconds=by))
    return Finding(_CLOCK, _TIME, Health.FINE, sentence("doctor-clock-agrees", name=name))


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
        about = sentence("doctor-about-channel")
        return [
            Finding(verbatim(channel.name), about, Health.FINE, sentence("doctor-own-channel", channel=channel.id))
            for channel in channels
        ]
    try:
        async with asyncio.timeout(_PATIENCE):
            found = list(await adapter.examine(channels, [*library.waiting(), *library.all()]))
    except TimeoutError:
        late = sentence("doctor-no-answer", platform=name, seconds=int(_PATIENCE))
        return [Finding(verbatim(name), sentence("doctor-about-answer"), Health.BAD, late)]
    if not channels:
        none = sentence("doctor-no-channel", platform=name)
        found.append(Finding(verbatim(name), sentence("doctor-about-channels"), Health.WARNING, none))
    return found


def by_health(findings: Sequence[Finding]) -> Mapping[Health, int]:
    """How many findings there are of each kind."""
    return {health: sum(finding.health is health for finding in findings) for health in Health}
