"""Copies of a PostgreSQL database by PostgreSQL's own programs, pg_dump and pg_restore."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, text
from sqlalchemy.engine import URL, make_url

from bot.errors import AgoraError, StorageError, reason_of
from bot.sentences import Sentence, sentence, verbatim

_PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
"""Where Debian, Red Hat's packages and Homebrew keep the programs of each version."""
_NO_OWNERS = ("--no-owner", "--no-privileges")


def server_version(db: Connection) -> int:
    """The server's major version."""
    return int(db.execute(text("SHOW server_version_num")).scalar_one()) // 10_000


async def dump(url: str, version: int, target: Path) -> None:
    """Write a database of a server of this version to `target`, as one moment has it; beside whoever writes to it.

    Raises AgoraError, saying what to run, where no pg_dump is new enough, and StorageError where it fails.
    """
    address = make_url(url)
    command = ["pg_dump", "--format=custom", *_NO_OWNERS]
    by_hand = f"{' '.join(command)} --file=agora.pgdump '{_without_password(address)}'"
    program = _program("pg_dump", version, verbatim(by_hand))
    await _run(address, program, *command[1:], f"--file={target}", _without_password(address))


async def load(url: str, version: int, source: Path) -> None:
    """Fill an empty database from what `dump` has written; all of it or nothing. Raises as `dump` does."""
    address = make_url(url)
    command = ["pg_restore", "--single-transaction", "--exit-on-error", *_NO_OWNERS]
    by_hand = f"{' '.join(command)} --dbname='{_without_password(address)}' ledger.pgdump"
    program = _program("pg_restore", version, sentence("storage-what-unzip-takes-out", command=by_hand))
    await _run(address, program, *command[1:], f"--dbname={_without_password(address)}", str(source))


def _program(name: str, least: int, by_hand: Sentence) -> str:
    """The program of the oldest version that is new enough for the server."""
    found = {version: path for path in _programs(name) if (version := _version_of(path)) >= least}
    if not found:
        raise AgoraError(sentence("storage-program-missing", program=name, version=str(least), command=by_hand))
    return found[min(found)]


def _programs(name: str) -> Iterator[str]:
    for folder in _PLACES:
        yield from map(str, Path("/").glob(f"{folder[1:]}/{name}"))
    # The one on the PATH is taken before others of its version.
    if (mine := shutil.which(name)) is not None:
        yield mine


def _version_of(program: str) -> int:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=10, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    number = re.search(r"\) (\d{1,4})", said)
    return int(number[1]) if number is not None else 0


async def _run(address: URL, program: str, *args: str) -> None:
    """Run a program to its end; the address's password goes by the environment, which other users can't read."""
    env = {**os.environ, **({"PGPASSWORD": str(address.password)} if address.password else {})}
    try:
        process = await asyncio.create_subprocess_exec(
            program,
            *args,
            env=env,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
    except OSError as fault:
        raise StorageError(sentence("storage-program-not-started", program=program, reason=reason_of(fault))) from fault
    try:
        _, said = await process.communicate()
    except BaseException:
        process.terminate()
        raise
    if process.returncode:
        lines = said.decode(errors="replace").strip().splitlines()
        gave = verbatim(lines[0]) if lines else sentence("storage-program-gave-no-reason")
        raise StorageError(sentence("storage-program-failed", program=Path(program).name, reason=gave))


def _without_password(address: URL) -> str:
    return address.set(drivername="postgresql", password=None).render_as_string()
