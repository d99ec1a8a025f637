"""Spellings: one thing by the several names that people write, such as OpenAI and 오픈AI."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.core.korean import folded

_GAPS = re.compile(r"[\s\-_·]+")


def gapless(text: str) -> str:
    """Folded text without spaces and hyphens, as spellings are compared."""
    return _GAPS.sub("", folded(text))


class Spellings:
    """Groups of names for one thing. Groups that share a name are one."""

    def __init__(self, groups: Iterable[Sequence[str]] = ()) -> None:
        self._groups: dict[str, list[str]] = {}
        for group in groups:
            self._join(group)
        self.longest = max(map(len, self._groups), default=0)
        """Of a name without gaps."""

    def _join(self, group: Sequence[str]) -> None:
        together: dict[str, None] = {}
        for name in group:
            together |= dict.fromkeys(self._groups.get(gapless(name), ()))
        names = list(together | dict.fromkeys(map(folded, group)))
        for name in names:
            self._groups[gapless(name)] = names

    def knows(self, name: str) -> bool:
        """Whether a name without gaps is one of them."""
        return name in self._groups

    def others(self, name: str) -> tuple[str, ...]:
        """The other names, folded, of what is called `name`, in the order of the list; none where it is not known."""
        wanted = gapless(name)
        return tuple(other for other in self._groups.get(wanted, ()) if gapless(other) != wanted)

    def names(self) -> Sequence[str]:
        """Every name, without gaps."""
        return list(self._groups)
