"""A debate knows how often what was said under it was taken back or reworded.

Revision ID: 0010
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the column; nothing was noted so far."""
    op.add_column("debates", sa.Column("retold", sa.BigInteger, nullable=False, server_default="0"))
