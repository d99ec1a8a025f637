"""It is counted how many people were forgotten, so that no process goes on with the number of one.

Revision ID: 0015
"""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Nobody so far."""
    op.execute("INSERT INTO meta (name, value) VALUES ('forgotten', 0)")
