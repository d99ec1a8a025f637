"""From when until when each channel was listened to.

Revision ID: 0008
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import BigInteger, Column, PrimaryKeyConstraint, Text

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "listened",
        Column("owner", Text, nullable=False),
        Column("platform", Text, nullable=False),
        Column("channel", Text, nullable=False),
        Column("since", BigInteger, nullable=False),
        Column("until", BigInteger, nullable=False),
        Column("state", Text, nullable=False),
        PrimaryKeyConstraint("owner", "platform", "channel", "since", name="pk_listened"),
    )
    op.create_index("ix_listened_channel", "listened", ["platform", "channel"])
    op.create_index("ix_listened_until", "listened", ["until"])
