"""Telling Discord of the commands, only when they have changed: it counts how often that is done [doc]."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Json = Mapping[str, Any]

_UNSET: tuple[object, ...] = (None, False, [], {}, "")
"""What Discord may give back, or leave out, for what was never set."""
_LEFT_OUT_BY_SOME = frozenset({"contexts", "integration_types", "name_localizations", "description_localizations"})
"""What a server that is not Discord's own may not tell; Discord tells it, if only as null."""


def same_commands(ours: Sequence[Json], theirs: Sequence[Json]) -> bool:
    """Whether what Discord knows is what we would tell it; ids, versions and defaults don't count."""
    known = {(each.get("type", 1), each.get("name")): each for each in theirs}
    if len(known) != len(theirs) or len(ours) != len(theirs):
        return False
    return all(_same(mine, known.get((mine.get("type", 1), mine.get("name")))) for mine in ours)


def _same(mine: Any, other: Any) -> bool:
    if isinstance(mine, Mapping):
        return isinstance(other, Mapping) and all(
            _same(value, other.get(key)) or (key in _LEFT_OUT_BY_SOME and key not in other)
            for key, value in mine.items()
        )
    if isinstance(mine, (list, tuple)):
        given = other or []
        return (
            isinstance(given, (list, tuple))
            and len(mine) == len(given)
            and all(_same(a, b) for a, b in zip(mine, given, strict=True))
        )
    return bool(mine == other) or (_is_unset(mine) and _is_unset(other))


def _is_unset(value: object) -> bool:
    return any(value is unset or value == unset for unset in _UNSET)
