"""Making and changing a database's tables, step by step: what needs Alembic."""

from __future__ import annotations

from pathlib import Path

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from alembic.script.revision import ResolutionError
from sqlalchemy import Connection, text

from bot.errors import StorageError
from bot.storage.migrate import NEWEST, step_of

_ONE_AT_A_TIME = 4_701_523
"""The PostgreSQL advisory lock under which tables are changed."""


def refuse_newer(db: Connection) -> None:
    """Raise StorageError for tables that a newer version of Agora has made."""
    present = step_of(db)
    if present is None:
        return
    try:
        _scripts().get_revision(present)
    except Exception as error:
        if isinstance(error, ResolutionError) or isinstance(error.__cause__, ResolutionError):
            raise StorageError(
                f"The database was made by a newer version of Agora (its tables are at step {present}).",
                "Run that version, or restore a backup from before the upgrade.",
            ) from error
        raise


def upgrade(db: Connection) -> None:
    """Bring the tables from any earlier step to the newest, unless another process has done so meanwhile.

    Raises StorageError for tables that a newer version of Agora has made.
    """
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
    return ScriptDirectory(str(Path(__file__).parent / "migrations"))
