"""Feedback to the editors, and whom the bot has met.

Revision ID: 0002
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, ForeignKeyConstraint, Integer, PrimaryKeyConstraint, Text

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "feedback",
        Column("id", BigInteger().with_variant(Integer, "sqlite"), nullable=False),
        Column("voter", BigInteger, nullable=False),
        Column("channel", Text, nullable=False),
        Column("rating", Integer, nullable=False),
        Column("line", Text, nullable=False),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("id", name="pk_feedback"),
        ForeignKeyConstraint(["voter"], ["voters.id"], name="fk_feedback_voter"),
    )
    op.create_index("ix_feedback_voter", "feedback", ["voter", "at"])
    op.create_index("ix_feedback_at", "feedback", ["at"])
    op.create_table(
        "met",
        Column("voter", BigInteger, nullable=False, autoincrement=False),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("voter", name="pk_met"),
        ForeignKeyConstraint(["voter"], ["voters.id"], name="fk_met_voter"),
    )
