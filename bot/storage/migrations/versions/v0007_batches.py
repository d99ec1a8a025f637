"""Work that is tried again counts once, and an event that is delivered again is found.

Revision ID: 0007
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, PrimaryKeyConstraint, Text, text

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the table and the index."""
    op.create_table(
        "batches",
        Column("id", Text, nullable=False),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("id", name="pk_batches"),
    )
    op.create_index("ix_batches_at", "batches", ["at"])
    timed = text("at IS NOT NULL")
    op.create_index("ix_history_told", "history", ["voter", "at"], sqlite_where=timed, postgresql_where=timed)
