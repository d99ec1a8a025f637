"""What people did on platforms that may say so again.

Revision ID: 0004
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, PrimaryKeyConstraint, Text

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "heard",
        Column("platform", Text, nullable=False),
        Column("key", Text, nullable=False),
        Column("at", BigInteger, nullable=False),
        PrimaryKeyConstraint("platform", "key", name="pk_heard"),
    )
    op.create_index("ix_heard_at", "heard", ["at"])
