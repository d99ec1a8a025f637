"""What a one-shot command has deleted leaves the files: at once where it is alone, else the running bot sees to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.config import Config
from bot.locales import words_for
from bot.log import get_logger
from bot.services.clock import SystemClock
from bot.services.overwriting import Overwriting
from bot.storage import Database, RunLock

if TYPE_CHECKING:
    from bot.platforms.local.adapter import LocalPlatform

_LOOKS_EVERY = 0.2
_WITHIN = 30.0
"""Seconds that a running bot is given to overwrite the files."""


async def overwritten(database: Database, platforms: Mapping[str, object]) -> bool:
    """Overwrite what was deleted from the database and from the files of `platforms`, or wait for who does.

    False where that is still to come: the running bot does so within minutes, or the next one. Raises AgoraError.
    """
    async with alone_on(database) as alone:
        if not alone:
            return await _waited(database)
        return await overwrite_alone(database, platforms)


async def overwrite_alone(database: Database, platforms: Mapping[str, object]) -> bool:
    """Overwrite what was deleted where nobody else is at work; False where somebody reads on. Raises AgoraError."""
    overwriting = Overwriting(
        store=database.ledger.overwrites, platforms=platforms, clock=SystemClock(), log=get_logger("overwriting")
    )
    return await overwriting.overwrite()


async def _waited(database: Database) -> bool:
    """Wait a little for the running bot to overwrite the files; whether it has."""
    try:
        async with asyncio.timeout(_WITHIN):
            while await database.ledger.overwrites.due() is not None:
                await SystemClock().sleep(_LOOKS_EVERY)
    except TimeoutError:
        return False
    return True


@asynccontextmanager
async def alone_on(database: Database) -> AsyncIterator[bool]:
    """Whether no running bot works on this database, and none begins to until the block ends."""
    if database.path is None:
        yield not await database.ledger.processes.anyone_alive(SystemClock().now())
        return
    lock = RunLock(database.path)
    is_ours = lock.try_acquire("one-shot")
    try:
        yield is_ours
    finally:
        if is_ours:
            lock.release()


@asynccontextmanager
async def chat_at(config: Config, path: Path) -> AsyncIterator[Mapping[str, LocalPlatform]]:
    """The local chat over the store at `path`, by its name; nothing where there is none."""
    chat = _chat(config, path)
    try:
        yield {} if chat is None else {chat.name: chat}
    finally:
        if chat is not None:
            await chat.close()


def _chat(config: Config, path: Path) -> LocalPlatform | None:
    if not path.exists():
        return None
    from bot.platforms.local.adapter import LocalPlatform

    words = partial(words_for, timezone=config.timezone)
    return LocalPlatform(path, [], SystemClock(), words, locale=config.locale)
