"""The history is a chain: events carry hashes, debates a secret for codes and a head, closings their seals.

What was there before is chained when its debate is opened or voted on next (bot/storage/chained_history.py).

Revision ID: 0013
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add the columns, empty, the tables of codes that are kept and of closings, and an index of who voted where."""
    op.add_column("debates", sa.Column("secret", sa.LargeBinary))
    op.add_column("debates", sa.Column("head", sa.LargeBinary))
    op.add_column("history", sa.Column("hash", sa.LargeBinary))
    op.create_index("ix_ballots_voter", "ballots", ["voter"])
    op.create_table(
        "codes",
        sa.Column("debate", sa.Text, nullable=False),
        sa.Column("voter", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("code", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("debate", "voter", name="pk_codes"),
        sa.ForeignKeyConstraint(["debate"], ["debates.id"], name="fk_codes_debate"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "seals",
        sa.Column("debate", sa.Text, nullable=False),
        sa.Column("seq", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("events", sa.BigInteger, nullable=False),
        sa.Column("notes", sa.Text, nullable=False),
        sa.Column("history", sa.LargeBinary, nullable=False),
        sa.Column("head", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("debate", "seq", name="pk_seals"),
        sa.ForeignKeyConstraint(["debate"], ["debates.id"], name="fk_seals_debate"),
        sqlite_with_rowid=False,
    )
