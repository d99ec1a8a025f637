"""Each voter's last press of an option, so that one whose answer nobody got is not turned round by the next.

Revision ID: 0006
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "presses",
        sa.Column("debate", sa.Text(), nullable=False),
        sa.Column("voter", sa.BigInteger(), nullable=False),
        sa.Column("option", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["debate"], ["debates.id"], name=op.f("fk_presses_debate_debates")),
        sa.ForeignKeyConstraint(["voter"], ["voters.id"], name=op.f("fk_presses_voter_voters")),
        sa.PrimaryKeyConstraint("debate", "voter", "option", name=op.f("pk_presses")),
        sqlite_with_rowid=False,
    )
