"""Bringing a database's tables up to date, in process and at every start."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, inspect, text

from bot.errors import StorageBusy, StorageError
from bot.sentences import sentence
from bot.storage.engine import Connections

if TYPE_CHECKING:
    from alembic.script import ScriptDirectory

# Alembic takes long to import, and nearly every start finds the tables as they should be.

NEWEST = "0015"
"""The last of the steps in `migrations`: the tables that the queries of this version expect."""

_WAITS = 24
"""How often a SQLite file's lock is waited for, a `busy_timeout` each: two minutes, since a large ledger takes long."""

_ONE_AT_A_TIME = 4_701_523
"""The PostgreSQL advisory lock under which tables are changed."""


async def migrate(connections: Connections) -> None:
    """Bring the tables up to date; any number of processes may start at once, and all but one wait for its work.

    Raises StorageError for tables that a newer version of Agora has made, and StorageBusy.
    """
    for left in reversed(range(_WAITS)):
        if await connections.read(step_of) == NEWEST:
            return
        await connections.read(refuse_newer)
        try:
            await connections.write(upgrade)
        except StorageBusy:
            if not left:
                raise


def step_of(db: Connection) -> str | None:
    """The step that the tables are at; None where there are none yet."""
    if not inspect(db).has_table("alembic_version"):
        return None
    step: str | None = db.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return step


def refuse_newer(db: Connection) -> None:
    """Raise StorageError for tables that a newer version of Agora has made."""
    from alembic.script.revision import ResolutionError

    present = step_of(db)
    if present is None:
        return
    try:
        _scripts().get_revision(present)
    except Exception as error:
        if isinstance(error, ResolutionError) or isinstance(error.__cause__, ResolutionError):
            raise StorageError(sentence("storage-newer", step=present)) from error
        raise


def upgrade(db: Connection) -> None:
    """Bring the tables from any earlier step to the newest, unless another process has done so meanwhile.

    Raises StorageError for tables that a newer version of Agora has made.
    """
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext

    if db.dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
    if step_of(db) == NEWEST:
        return
    refuse_newer(db)
    scripts = _scripts()
    with EnvironmentContext(
        Config(), scripts, fn=lambda present, _: scripts._upgrade_revs("head", present), destination_rev="head"
    ) as environment:
        environment.configure(connection=db, transactional_ddl=True)
        environment.run_migrations()


def _scripts() -> ScriptDirectory:
    from alembic.script import ScriptDirectory

    return ScriptDirectory(str(Path(__file__).parent / "migrations"))
