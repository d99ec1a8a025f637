"""How Discord writes the emoji of a reaction, and how the ledger does."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from bot.core.choices import BURST
from bot.core.emoji import custom_id, plain


@lru_cache(maxsize=4096)
def named(name: str | None, custom: str | None, burst: bool) -> tuple[str, str]:
    """The raw reaction and the plain emoji that it stands for.

    A custom emoji is its id: its name changes when it is renamed, and is missing when it is deleted.
    """
    raw = f"<:{custom}>" if custom else name or ""
    return (raw + BURST if burst else raw), plain(raw)


def reaction_of(emoji: Mapping[str, Any], *, burst: bool) -> tuple[str, str]:
    """The raw reaction and the plain emoji of Discord's emoji object."""
    return named(emoji.get("name"), emoji.get("id"), burst)


def path_of(form: str) -> str:
    """How an address names an option's emoji: a Unicode emoji itself, a custom one `name:id` [doc]."""
    if custom_id(form) is None:
        return form
    return form.strip("<>").removeprefix("a:").removeprefix(":")


def path_of_present(emoji: Mapping[str, Any]) -> str:
    """How an address names the emoji of a reaction that is there; one without a name is found by its id."""
    if emoji.get("id"):
        return f"{emoji.get('name') or '_'}:{emoji['id']}"
    return str(emoji.get("name") or "")
