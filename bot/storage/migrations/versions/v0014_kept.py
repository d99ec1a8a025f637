"""A debate says what retention has left of its ballots, and keeps what was said about it in numbers.

Revision ID: 0014
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add the columns, empty: of every debate so far all is kept."""
    op.add_column("debates", sa.Column("kept", sa.Text))
    op.add_column("debates", sa.Column("talk", sa.Text))
