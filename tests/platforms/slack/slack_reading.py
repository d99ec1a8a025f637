"""Reading Slack blocks as a person does; a ledger that can't be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.reading import as_read


def words_in(blocks: Any) -> str:
    """All text of blocks, in order."""
    if isinstance(blocks, list):
        return "\n".join(filter(None, map(words_in, blocks)))
    if isinstance(blocks, dict):
        own = blocks.get("text")
        if blocks.get("type") == "emoji":
            return f":{blocks['name']}:"
        return as_read(own) if isinstance(own, str) else "\n".join(filter(None, map(words_in, blocks.values())))
    return ""


def buttons_in(message: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """The buttons of a message or view, by action id."""
    return {
        element["action_id"]: element
        for block in message["blocks"]
        if block["type"] == "actions"
        for element in block["elements"]
    }
