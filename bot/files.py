"""Files of Agora's own: nobody but their owner reads them, and nothing else is ever written over them."""

from __future__ import annotations

import os
import secrets
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

OWNERS = 0o600
"""The mode of a file that its owner alone reads and writes."""
_OWNERS_FOLDER = 0o700
_BESIDE = ("-wal", "-shm", "-journal")
_DATABASE = b"SQLite format 3\x00"
"""What every database of SQLite's begins with [doc: Database File Format]."""


def as_named(path: Path) -> Path:
    """`path`, or what is there under the same name where Hangul is written in the other form, in pieces or in one.

    macOS and some terminals name files in pieces. Where nothing is there by either name it is `path` itself.
    """
    if os.path.lexists(path):
        return path
    found = Path(path.anchor)
    for part in path.parts[1:] if path.anchor else path.parts:
        if not os.path.lexists(found / part):
            wanted = unicodedata.normalize("NFC", part)
            try:
                names = [] if wanted.isascii() else sorted(place.name for place in found.iterdir())
            except OSError:
                return path
            same = next((name for name in names if unicodedata.normalize("NFC", name) == wanted), None)
            if same is None:
                return path
            part = same
        found /= part
    return found


def keep_private(path: Path) -> None:
    """Make an empty file where none is, and take others' rights away from one that is there.

    What can't be done here (no folder, somebody else's file) is left to whoever opens the file. A file that is there
    is not opened: closing it would let go of the locks that SQLite has on it in this process.
    """
    real = Path(os.path.realpath(path))
    with suppress(OSError):
        with suppress(FileExistsError):
            os.close(os.open(real, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, OWNERS))
        _take_rights_away(real)


def keep_database_private(path: Path) -> None:
    """The same for a SQLite database, with the files beside it, which SQLite makes as the database is."""
    keep_private(path)
    for file in beside_database(Path(os.path.realpath(path))):
        with suppress(OSError):
            _take_rights_away(file)


def beside_database(path: Path) -> tuple[Path, ...]:
    """The files that SQLite keeps beside a database, whether they are there or not."""
    return tuple(path.with_name(path.name + end) for end in _BESIDE)


def write_private(path: Path, text: str) -> None:
    """Write a file that nobody but its owner reads at any moment. Raises OSError."""
    keep_private(path)
    path.write_text(text, encoding="utf-8")


@contextmanager
def whole_file(path: Path, *, replaces: bool) -> Iterator[IO[bytes]]:
    """A file that nobody but its owner reads: there at once when all is well, and not at all when not.

    Raises FileExistsError where one is there and it `replaces` none, and OSError.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNERS), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        if replaces:
            draft.replace(path)
        else:
            _give_free_name(draft, path)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def _give_free_name(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:
        # A file system without second names.
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        draft.rename(path)


def make_private_folder(path: Path) -> None:
    """Make a folder that nobody but its owner enters, or make one so that is there. Raises OSError."""
    path.mkdir(mode=_OWNERS_FOLDER, parents=True, exist_ok=True)
    path.chmod(_OWNERS_FOLDER)


def is_one_of(path: Path, files: Iterable[Path]) -> bool:
    """Whether `path` leads to one of `files`, by whatever name, or would make one of them that is not there yet."""
    target = Path(os.path.realpath(path))
    there = _identity(target)
    for file in files:
        real = Path(os.path.realpath(file))
        found = _identity(real)
        if found is not None and found == there:
            return True
        # Of a file that is not there only the name tells, in whichever case the file system takes it.
        same_folder = _identity(real.parent) is not None and _identity(real.parent) == _identity(target.parent)
        if same_folder and real.name.casefold() == target.name.casefold():
            return True
    return False


def is_inside(path: Path, folder: Path) -> bool:
    """Whether `path` leads into a folder, by whatever name."""
    inside = _identity(Path(os.path.realpath(folder)))
    return inside is not None and any(_identity(parent) == inside for parent in Path(os.path.realpath(path)).parents)


def all_files_in(folder: Path) -> Iterator[Path]:
    """Every file in a folder and the folders in it."""
    for place, _, names in os.walk(folder, followlinks=False):
        yield from (Path(place, name) for name in names)


def is_of_database(path: Path) -> bool:
    """Whether `path` is a database of SQLite's, whoever works with it, or what SQLite keeps beside one."""
    real = Path(os.path.realpath(path))
    name = real.name.lower()
    beside = next((end for end in _BESIDE if name.endswith(end)), None)
    return begins_a_database(real) or (
        beside is not None and begins_a_database(real.with_name(real.name[: -len(beside)]))
    )


def is_open_here(path: Path) -> bool:
    """Whether `path` is a file that this process writes its output or its log to."""
    mine = _identity(Path(os.path.realpath(path)))
    for number in (1, 2):
        with suppress(OSError):
            found = os.fstat(number)
            if stat.S_ISREG(found.st_mode) and (found.st_dev, found.st_ino) == mine:
                return True
    return False


def begins_a_database(path: Path) -> bool:
    """Whether a file is a database of SQLite's, by how it begins."""
    try:
        # A FIFO would be waited for.
        if not stat.S_ISREG(path.stat().st_mode):
            return False
        with path.open("rb") as file:
            return file.read(len(_DATABASE)) == _DATABASE
    except OSError:
        return False


def _take_rights_away(path: Path) -> None:
    found = path.stat()
    if stat.S_ISREG(found.st_mode) and stat.S_IMODE(found.st_mode) & ~OWNERS:
        path.chmod(stat.S_IMODE(found.st_mode) & OWNERS)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
