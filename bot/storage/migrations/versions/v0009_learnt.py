"""What platforms tell of accounts, emoji and channels is kept: a reading is understood with it, also after a restart.

Revision ID: 0009
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "accounts",
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("workspace", sa.Text, nullable=False),
        sa.Column("native", sa.Text, nullable=False),
        sa.Column("bot", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("platform", "workspace", "native", name="pk_accounts"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "aliases",
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("form", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("platform", "name", name="pk_aliases"),
    )
    op.create_table(
        "moved",
        sa.Column("platform", sa.Text, nullable=False),
        sa.Column("old", sa.Text, nullable=False),
        sa.Column("new", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("platform", "old", name="pk_moved"),
    )
