"""The file of a backup: a ZIP archive of `manifest.json`, the ledger and the chat's store (docs/operating.md)."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from bot.errors import AgoraError, UsageError, reason_of
from bot.files import OWNERS, whole_file
from bot.sentences import sentence

FORMAT, VERSION = "agora-backup", 1
LEDGER, DUMP, CHAT = "ledger.db", "ledger.pgdump", "chat.db"
_MANIFEST = "manifest.json"
_AT_ONCE = 1 << 20

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Part:
    """A file in the archive: its size in bytes, and its SHA-256 in hexadecimal."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    `copied_at` is just before the moment of which the copy is, `database` is `sqlite` or `postgresql`, `tables` the
    step that they are at; `debates` and `ballots` are how many there are. `agora` is the version that wrote it, for
    people who look into the file; what a file may hold is told by the format's version alone.
    """

    copied_at: datetime
    database: str
    agora: str
    tables: str
    debates: int
    ballots: int
    parts: Mapping[str, Part]

    @property
    def ledger(self) -> str:
        """The name of the ledger's part."""
        return LEDGER if self.database == "sqlite" else DUMP


def digest_of(path: Path) -> Part:
    """A file as a manifest names it. Raises OSError."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_AT_ONCE):
            digest.update(piece)
    return Part(path.stat().st_size, digest.hexdigest())


def pack(target: Path, manifest: Manifest, files: Mapping[str, Path], progress: Progress) -> None:
    """Write a backup that is whole or not there, never over a file that is there; blocks. Raises AgoraError."""
    of = sum(part.bytes for part in manifest.parts.values())
    done = 0
    with _new_file(target) as raw, zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, path in files.items():
            with path.open("rb") as file, archive.open(name, "w", force_zip64=True) as packed:
                while piece := file.read(_AT_ONCE):
                    packed.write(piece)
                    done += len(piece)
                    progress(done, of)
        archive.writestr(_MANIFEST, _dumped(manifest))


def read_manifest(path: Path) -> Manifest:
    """What a backup says of itself. Raises UsageError for what is none, and for one of a later version."""
    try:
        with zipfile.ZipFile(path) as archive:
            told = json.loads(archive.read(_MANIFEST))
        if told["format"] != FORMAT:
            raise UsageError(sentence("backup-none", file=str(path)))
        if told["version"] > VERSION:
            raise UsageError(sentence("backup-newer", file=str(path)))
        return Manifest(
            copied_at=datetime.fromisoformat(told["copied_at"]),
            database=told["database"],
            agora=told["agora"],
            tables=told["tables"],
            debates=told["debates"],
            ballots=told["ballots"],
            parts={name: Part(part["bytes"], part["sha256"]) for name, part in told["parts"].items()},
        )
    except FileNotFoundError:
        raise UsageError(sentence("backup-missing", file=str(path))) from None
    except OSError as error:
        raise AgoraError(sentence("backup-unreadable", file=str(path), reason=reason_of(error))) from error
    except (zipfile.BadZipFile, KeyError, TypeError, ValueError, AttributeError):
        raise UsageError(sentence("backup-not-whole", file=str(path))) from None


def unpack(path: Path, manifest: Manifest, name: str, target: Path, progress: Progress) -> None:
    """Take one part out, to a new file that its owner alone reads; blocks. Raises AgoraError where it is damaged."""
    wanted = manifest.parts[name]
    digest, done = hashlib.sha256(), 0
    try:
        with (
            zipfile.ZipFile(path) as archive,
            archive.open(name) as packed,
            os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNERS), "wb") as file,
        ):
            while piece := packed.read(_AT_ONCE):
                file.write(piece)
                digest.update(piece)
                done += len(piece)
                progress(done, wanted.bytes)
            file.flush()
            os.fsync(file.fileno())
    except (zipfile.BadZipFile, KeyError, EOFError, zipfile.error) as error:
        raise AgoraError(sentence("backup-part-lost", file=str(path), part=name)) from error
    except OSError as error:
        raise AgoraError(sentence("backup-part-not-written", file=str(target), reason=reason_of(error))) from error
    if Part(done, digest.hexdigest()) != wanted:
        raise AgoraError(sentence("backup-part-changed", file=str(path), part=name))


def _dumped(manifest: Manifest) -> str:
    told = asdict(manifest)
    told["copied_at"] = manifest.copied_at.isoformat()
    return json.dumps({"format": FORMAT, "version": VERSION, **told}, indent=2)


@contextmanager
def passing_folder(beside: Path) -> Iterator[Path]:
    """A folder on the disk of `beside` that nobody else enters, gone afterwards. Raises AgoraError."""
    try:
        folder = Path(tempfile.mkdtemp(prefix=f".{beside.name}.", dir=beside.absolute().parent))
    except OSError as error:
        raise AgoraError(sentence("backup-folder-closed", file=str(beside), reason=reason_of(error))) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _new_file(target: Path) -> Iterator[IO[bytes]]:
    """A file that gets its name when it is whole, and never that of another. Raises AgoraError."""
    try:
        with whole_file(target, replaces=False) as file:
            yield file
    except FileExistsError:
        raise UsageError(sentence("backup-replaces-nothing", file=str(target))) from None
    except OSError as error:
        raise AgoraError(sentence("file-not-written", file=str(target), reason=reason_of(error))) from error
