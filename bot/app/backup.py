"""`agora backup`: a copy of everything, made beside a running bot and checked before it has its name."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from bot import __version__
from bot.app.backup_file import CHAT, DUMP, LEDGER, Manifest, Progress, digest_of, pack, passing_folder
from bot.app.own_files import refuse_own_files
from bot.app.registry import chat_store
from bot.config import Config
from bot.errors import NotFound, StorageError, UsageError
from bot.sentences import Sentence, sentence
from bot.storage.copies import copy_database
from bot.storage.database import connect, look_at_log
from bot.storage.engine import Connections
from bot.storage.integrity import ON_SERVER, damage_of_file, make_sure_that_chains_hold, make_sure_that_it_is_sound
from bot.storage.postgres_dump import dump, server_version
from bot.storage.restored import how_many
from bot.storage.schema import step_of

Watch = Callable[[Sentence], AbstractContextManager[Progress]]
"""Shows how far a piece of work is, which it is named by."""


@dataclass(frozen=True, slots=True)
class _Held:
    """What a ledger has: the step of its tables, and how many debates and ballots."""

    tables: str
    debates: int
    ballots: int


async def back_up(config: Config, target: Path, watch: Watch) -> Manifest:
    """Write a backup to `target`. Raises UsageError where that can't be its place, and AgoraError."""
    _refuse_place(target, config)
    connections = connect(config.database_url(), None, _PATIENCE)
    try:
        with passing_folder(target) as folder:
            copied_at = datetime.now(UTC)
            files: dict[str, Path] = {}
            if connections.path is not None:
                files[LEDGER] = folder / LEDGER
                held = await _copy_file(connections.path, files[LEDGER], watch)
            else:
                files[DUMP] = folder / DUMP
                held = await _dump(connections, config.database_url(), files[DUMP], watch)
            # After the ledger: what the chat has beyond it is found there, as on any platform.
            chat = chat_store(config, connections.path)
            if chat.exists():
                files[CHAT] = folder / CHAT
                await _copy_chat(chat, files[CHAT], watch)
            parts = {name: await asyncio.to_thread(digest_of, path) for name, path in files.items()}
            kind = connections.dialect.name
            manifest = Manifest(copied_at, kind, __version__, held.tables, held.debates, held.ballots, parts)
            with watch(sentence("backup-packing")) as progress:
                await asyncio.to_thread(pack, target, manifest, files, progress)
            return manifest
    finally:
        await connections.close()


_PATIENCE = 30.0
"""Seconds that reading waits for another program's lock."""


def _refuse_place(target: Path, config: Config) -> None:
    if target.exists() or target.is_symlink():
        raise UsageError(sentence("backup-replaces-nothing", file=str(target)))
    if not target.absolute().parent.is_dir():
        raise UsageError(sentence("backup-without-folder", file=str(target)))
    refuse_own_files(target, config)


def _refuse_nothing(path: Path) -> None:
    if not path.exists():
        raise NotFound(sentence("backup-without-database", file=str(path)))


async def _copy_file(path: Path, copy: Path, watch: Watch) -> _Held:
    """Copy a ledger of SQLite's and look whether the copy is sound."""
    _refuse_nothing(path)
    look_at_log(path)
    with watch(sentence("backup-copying")) as progress:
        await asyncio.to_thread(copy_database, path, copy, progress)
    connections, name = connect(f"sqlite:///{copy}", None, _PATIENCE), sentence("storage-database", file=path.name)
    try:
        with watch(sentence("backup-checking-copy")) as progress:
            await connections.read(lambda db: make_sure_that_it_is_sound(db, name))
            await connections.read(lambda db: make_sure_that_chains_hold(db, name, progress))
            return await connections.read(_held)
    finally:
        await connections.close()


async def _dump(connections: Connections, url: str, copy: Path, watch: Watch) -> _Held:
    """Dump a ledger of a server's; what is looked at is the ledger itself, since a dump can't be counted."""
    version = await connections.read(server_version)
    with watch(sentence("backup-checking")) as progress:
        await connections.read(lambda db: make_sure_that_it_is_sound(db, ON_SERVER))
        await connections.read(lambda db: make_sure_that_chains_hold(db, ON_SERVER, progress))
        held = await connections.read(_held)
    with watch(sentence("backup-dumping")):
        await dump(url, version, copy)
    return held


def _held(db: Connection) -> _Held:
    step = step_of(db)
    if step is None:
        raise StorageError(sentence("backup-without-tables"))
    return _Held(step, *how_many(db))


async def _copy_chat(chat: Path, copy: Path, watch: Watch) -> None:
    with watch(sentence("backup-copying-chat")) as progress:
        await asyncio.to_thread(copy_database, chat, copy, progress)
    connections = connect(f"sqlite:///{copy}", None, _PATIENCE)
    try:
        found = await connections.read(damage_of_file)
    finally:
        await connections.close()
    if found is not None:
        raise StorageError(sentence("backup-chat-damaged", file=chat.name, found=found))
