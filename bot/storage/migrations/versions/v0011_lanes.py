"""Each platform's deliveries are found by an index, the most urgent first, once nothing has to be said before.

Revision ID: 0011
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

_URGENCY = {"closed": 1, "alert": 1, "erratum": 1, "thread": 2, "line": 2, "welcome": 2, "seeds": 3}


def upgrade() -> None:
    """Fill the columns from what is there; an alert's platform stays unknown, and whoever claims it looks it up."""
    op.add_column("deliveries", sa.Column("platform", sa.Text, nullable=False, server_default=sa.text("''")))
    op.add_column("deliveries", sa.Column("urgency", sa.Integer, nullable=False, server_default="0"))
    op.execute(
        "UPDATE deliveries SET platform = (SELECT platform FROM posts WHERE posts.id = deliveries.post)"
        " WHERE post IS NOT NULL"
    )
    for part, urgency in _URGENCY.items():
        op.execute(f"UPDATE deliveries SET urgency = {urgency} WHERE part = '{part}'")
    op.execute(
        "UPDATE deliveries SET after_key = NULL WHERE after_key IS NOT NULL AND (settled_at IS NOT NULL"
        " OR NOT EXISTS (SELECT 1 FROM deliveries AS earlier"
        " WHERE earlier.key = deliveries.after_key AND earlier.settled_at IS NULL)"
        " OR EXISTS (SELECT 1 FROM posts WHERE posts.id = deliveries.post AND posts.state IN ('failed', 'deleted')))"
    )
    ready = sa.text("settled_at IS NULL AND after_key IS NULL")
    op.create_index(
        "ix_deliveries_lane",
        "deliveries",
        ["platform", "urgency", "next_at"],
        sqlite_where=ready,
        postgresql_where=ready,
    )
    waits = sa.text("after_key IS NOT NULL")
    op.create_index("ix_deliveries_after", "deliveries", ["after_key"], sqlite_where=waits, postgresql_where=waits)
