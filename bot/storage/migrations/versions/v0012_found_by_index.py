"""What somebody saved, and what is said in one channel of a debate, is found by an index.

Revision ID: 0012
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Only saving marks are in it."""
    saved = sa.text("option = -1")
    op.create_index("ix_marks_saved", "marks", ["voter", "debate"], sqlite_where=saved, postgresql_where=saved)
    op.drop_index("ix_deliveries_debate", "deliveries")
    op.create_index("ix_deliveries_debate", "deliveries", ["debate", "channel"])
