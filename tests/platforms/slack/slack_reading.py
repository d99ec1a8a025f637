"""Reading Slack blocks as a person does; a ledger that can't be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any


def words_in(blocks: Any) -> str:
    """All text of blocks, in order."""
    if isinstance(blocks, list):
        return "\n".join(filter(None, map(words_in, blocks)))
    if isinstance(blocks, dict):
        own = blocks.get("text")
        if blocks.get("type") == "emoji":
            return f":{blocks['name']}:"
        return own if isinstance(own, str) else "\n".join(filter(None, map(words_in, blocks.values())))
    return ""


def buttons_in(message: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The buttons of a message or view, by action id."""
    return {
        element["action_id"]: element
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    }


@contextmanager
def unreadable(file: Path, table: str = "marks") -> Iterator[None]:
    """Let every reading of a table fail until the block ends."""
    with closing(sqlite3.connect(file, isolation_level=None, timeout=10)) as connection:
        connection.execute(f"ALTER TABLE {table} RENAME TO out_of_order")
        try:
            yield
        finally:
            connection.execute(f"ALTER TABLE out_of_order RENAME TO {table}")
