"""`agora restore`: a backup takes the place of the database, and what it can't know is noted in it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, inspect

from bot.app.backup import Watch
from bot.app.backup_file import CHAT, Manifest, Progress, passing_folder, read_manifest, unpack
from bot.app.forget_again import ForgottenAgain, forget_again, forget_in_chat
from bot.app.registry import chat_store
from bot.config import Config
from bot.core.schedule import due
from bot.core.times import micros
from bot.errors import AgoraError, Refused, StorageError, UsageError, reason_of
from bot.files import begins_a_database
from bot.sentences import sentence
from bot.services.records import Occurrence, Outlook
from bot.storage import Database, RunLock, open_ledger
from bot.storage.copies import copy_database, put_in_place
from bot.storage.database import connect
from bot.storage.integrity import ON_SERVER, damage_of_file, make_sure_that_chains_hold, make_sure_that_it_is_sound
from bot.storage.postgres_dump import load, server_version
from bot.storage.restored import how_many, last_known, note_that_it_is_a_copy, outlook
from bot.storage.schema import step_of

_PATIENCE = 5.0


@dataclass(frozen=True, slots=True)
class Found:
    """What a restore would do: what the backup says of itself, and what it would replace; None where nothing is."""

    manifest: Manifest | None
    replaces: Path | None


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore has done.

    The ledger is as of `copied_at`, and has so many `debates` and `ballots`. `kept` is where what was there is now;
    `chat` says whether the chat's store was put back, `chat_stays` that there is one which goes on from the copy's.
    `fallen` are occurrences since the copy, which are not posted by themselves. Those of `forgotten` had been
    forgotten since, and are so again; None where nobody knows who was.
    """

    copied_at: datetime
    debates: int
    ballots: int
    kept: Path | None
    chat: bool
    chat_stays: bool
    outlook: Outlook
    fallen: tuple[Occurrence, ...]
    forgotten: Sequence[ForgottenAgain] | None = None


def look_at(config: Config, backup: Path) -> Found:
    """What would be done with an archive of `agora backup`'s, or a SQLite file that another program has copied.

    Raises UsageError where the backup is none, or of another kind of database.
    """
    manifest = None if begins_a_database(backup) else read_manifest(backup)
    path = connect(config.database_url(), None, _PATIENCE).path
    kind = "sqlite" if manifest is None else manifest.database
    if kind != ("postgresql" if path is None else "sqlite"):
        raise UsageError(sentence("restore-other-kind", file=str(backup), kind=kind))
    return Found(manifest, path if path is not None and path.exists() else None)


async def restore(config: Config, backup: Path, watch: Watch) -> Restored:
    """Put a backup in the place of the configured database. Raises Refused beside a running bot, and AgoraError."""
    manifest = look_at(config, backup).manifest
    path = connect(config.database_url(), None, _PATIENCE).path
    now = datetime.now(UTC)
    if path is None and manifest is not None:
        return await _restore_server(config, backup, manifest, now, watch)
    if path is None or not path.parent.is_dir():
        raise StorageError(sentence("restore-without-folder", file=str(path)))
    lock = RunLock(path)
    if not lock.try_acquire("restore"):
        raise Refused(sentence("restore-beside-another", file=str(path)))
    try:
        return await _restore_file(config, backup, manifest, path, now, watch)
    finally:
        lock.release()


async def _restore_file(
    config: Config, backup: Path, manifest: Manifest | None, path: Path, now: datetime, watch: Watch
) -> Restored:
    with passing_folder(path) as folder:
        copy = folder / path.name
        with watch(sentence("restore-unpacking")) as progress:
            if manifest is None:
                await asyncio.to_thread(copy_database, backup, copy, progress)
            else:
                await asyncio.to_thread(unpack, backup, manifest, manifest.ledger, copy, progress)
        with watch(sentence("restore-checking")) as progress:
            await _make_sure(copy, backup.name, progress)
        database = await open_ledger(f"sqlite:///{copy}")
        try:
            noted = await _noted(config, database, manifest, now)
            with watch(sentence("restore-forgetting-again")):
                again = await forget_again(database, path, now)
        finally:
            await database.close()
        chat, stays = await _restore_chat(config, backup, manifest, path, folder, now, watch, again or ())
        kept = _put(copy, path, now)
    return replace(noted, kept=kept, chat=chat, chat_stays=stays, forgotten=again)


async def _restore_server(config: Config, backup: Path, manifest: Manifest, now: datetime, watch: Watch) -> Restored:
    """Only into an empty database: so nothing is replaced, and a bot that runs keeps its own."""
    url = config.database_url()
    connections = connect(url, None, _PATIENCE)
    try:
        if await connections.read(_has_tables):
            raise Refused(sentence("restore-not-empty"))
        version = await connections.read(server_version)
    finally:
        await connections.close()
    with passing_folder(chat_store(config, None)) as folder:
        dumped = folder / manifest.ledger
        with watch(sentence("restore-unpacking")) as progress:
            await asyncio.to_thread(unpack, backup, manifest, manifest.ledger, dumped, progress)
        with watch(sentence("restore-loading")):
            await load(url, version, dumped)
        database = await open_ledger(url)
        try:
            with watch(sentence("restore-checking")) as progress:
                await database.connections.read(lambda db: make_sure_that_it_is_sound(db, ON_SERVER))
                await database.connections.read(lambda db: make_sure_that_chains_hold(db, ON_SERVER, progress))
            noted = await _noted(config, database, manifest, now)
        finally:
            await database.close()
        chat, stays = await _restore_chat(config, backup, manifest, None, folder, now, watch)
    return replace(noted, chat=chat, chat_stays=stays)


def _has_tables(db: Connection) -> bool:
    return bool(inspect(db).get_table_names())


async def _make_sure(copy: Path, name: str, progress: Progress) -> None:
    """Raise StorageError where the copy is not sound, and UsageError where it is no ledger."""
    connections, named = connect(f"sqlite:///{copy}", None, _PATIENCE), sentence("storage-database-in", file=name)
    try:
        await connections.read(lambda db: make_sure_that_it_is_sound(db, named))
        if await connections.read(step_of) is None:
            raise UsageError(sentence("restore-of-another-program", file=name))
        await connections.read(lambda db: make_sure_that_chains_hold(db, named, progress))
    finally:
        await connections.close()


async def _noted(config: Config, database: Database, manifest: Manifest | None, now: datetime) -> Restored:
    """Note in the ledger that it is a copy, with the occurrences that have fallen due since."""
    schedules = config.schedules()
    store = database.ledger.occurrences
    copied_at = manifest.copied_at if manifest is not None else await database.connections.read(last_known)
    seen = await store.first_seen([schedule.name for schedule in schedules], now)
    fallen = []
    for schedule in schedules:
        last = await store.last(schedule.name, now)
        found = due(schedule, max(last, seen[schedule.name]) if last is not None else seen[schedule.name], now)
        if found is not None:
            fallen.append(Occurrence(schedule.name, found.at))
    rows = [(occurrence.schedule, micros(occurrence.at)) for occurrence in fallen]
    await database.connections.write(lambda db: note_that_it_is_a_copy(db, copied_at, now, rows))
    debates, ballots = await database.connections.read(how_many)
    seen_next = await database.connections.read(outlook)
    return Restored(copied_at, debates, ballots, None, False, False, seen_next, tuple(fallen))


async def _restore_chat(
    config: Config,
    backup: Path,
    manifest: Manifest | None,
    ledger: Path | None,
    folder: Path,
    now: datetime,
    watch: Watch,
    again: Sequence[ForgottenAgain] = (),
) -> tuple[bool, bool]:
    """Put the chat's store back unless one is there that goes on from it: whether it was, and whether one stays."""
    if manifest is None or CHAT not in manifest.parts:
        return False, False
    chat = chat_store(config, ledger)
    copy = folder / chat.name
    with watch(sentence("restore-unpacking-chat")) as progress:
        await asyncio.to_thread(unpack, backup, manifest, CHAT, copy, progress)
    connections = connect(f"sqlite:///{copy}", None, _PATIENCE)
    try:
        damage = await connections.read(damage_of_file)
    finally:
        await connections.close()
    if damage is not None:
        raise StorageError(sentence("restore-chat-damaged", file=backup.name, found=damage))
    from bot.platforms.local.chat_store import goes_on_from

    if await asyncio.to_thread(goes_on_from, chat, copy):
        return False, True
    await forget_in_chat(config, copy, again)
    _put(copy, chat, now)
    return True, False


def _put(copy: Path, database: Path, now: datetime) -> Path | None:
    """Put a copy in its place; gives the name under which what was there is kept."""
    kept = database.with_name(f"{database.name}.before-{now:%Y%m%dT%H%M%SZ}") if database.exists() else None
    try:
        put_in_place(copy, database, kept)
    except OSError as error:
        raise AgoraError(sentence("restore-not-replaced", file=str(database), reason=reason_of(error))) from error
    return kept
