"""Bringing a database's tables up to date, in process and at every start."""

from __future__ import annotations

from sqlalchemy import Connection, inspect, text

from bot.storage.engine import Connections

NEWEST = "0011"
"""The last of the steps in `migrations`: the tables that the queries of this version expect."""


async def migrate(connections: Connections) -> None:
    """Bring the tables up to date; any number of processes may start at once.

    Raises StorageError for tables that a newer version of Agora has made.
    """
    if await connections.read(step_of) == NEWEST:
        return
    # Alembic takes long to import, and nearly every start finds the tables as they should be.
    from bot.storage.upgrading import refuse_newer, upgrade

    await connections.read(refuse_newer)
    await connections.write(upgrade)


def step_of(db: Connection) -> str | None:
    """The step that the tables are at; None where there are none yet."""
    if not inspect(db).has_table("alembic_version"):
        return None
    step: str | None = db.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return step
