"""Sparks: which line of an argument moved a voter.

Revision ID: 0003
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Boolean, Column, ForeignKeyConstraint, Integer, PrimaryKeyConstraint, Text

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "sparks",
        Column("debate", Text, nullable=False),
        Column("voter", BigInteger, nullable=False),
        Column("post", BigInteger, nullable=False),
        Column("message", Text, nullable=False),
        Column("reaction", Text, nullable=False),
        Column("line", Integer, nullable=False),
        Column("seq", BigInteger, nullable=False),
        Column("at", BigInteger),
        Column("more", Text),
        Column("removed_at", BigInteger),
        Column("standing", Boolean, nullable=False),
        Column("late_added", Boolean),
        Column("late_at", BigInteger),
        PrimaryKeyConstraint("debate", "voter", "post", "message", "reaction", name="pk_sparks"),
        ForeignKeyConstraint(["debate"], ["debates.id"], name="fk_sparks_debate"),
        ForeignKeyConstraint(["voter"], ["voters.id"], name="fk_sparks_voter"),
        ForeignKeyConstraint(["post"], ["posts.id"], name="fk_sparks_post"),
        sqlite_with_rowid=False,
    )
