"""Bringing a database's tables up to date, in process and at every start."""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from sqlalchemy import Connection, text

from bot.errors import StorageError
from bot.storage.engine import Connections

_ONE_AT_A_TIME = 4_701_523
"""The PostgreSQL advisory lock under which tables are changed."""


async def migrate(connections: Connections) -> None:
    """Bring the tables up to date; any number of processes may start at once.

    Raises StorageError for tables that a newer version of Agora has made.
    """
    scripts = _scripts()
    if await connections.read(lambda db: _is_current(db, scripts)):
        return
    await connections.write(lambda db: _upgrade(db, scripts))


def _scripts() -> ScriptDirectory:
    return ScriptDirectory(str(Path(__file__).parent / "migrations"))


def _is_current(db: Connection, scripts: ScriptDirectory) -> bool:
    present = MigrationContext.configure(db).get_current_revision()
    if present is None:
        return False
    try:
        scripts.get_revision(present)
    except Exception as error:
        if isinstance(error, ResolutionError) or isinstance(error.__cause__, ResolutionError):
            raise StorageError(
                f"The database was made by a newer version of Agora (its tables are at step {present}).",
                "Run that version, or restore a backup from before the upgrade.",
            ) from error
        raise
    return present == scripts.get_current_head()


def _upgrade(db: Connection, scripts: ScriptDirectory) -> None:
    if db.dialect.name == "postgresql":
        db.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ONE_AT_A_TIME})
    if _is_current(db, scripts):
        return
    with EnvironmentContext(
        Config(), scripts, fn=lambda present, _: scripts._upgrade_revs("head", present), destination_rev="head"
    ) as environment:
        environment.configure(connection=db, transactional_ddl=True)
        environment.run_migrations()
