"""Any message of a debate leads to the debate without reading all of them.

Revision ID: 0005
"""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the index."""
    op.create_index("ix_deliveries_message", "deliveries", ["message"])
