"""A dictionary of bounded size, for what is remembered as long as there is room."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")


class BoundedDict(OrderedDict[K, V]):
    """At most `most` entries: those put in or `used` longest ago are forgotten first. `on_forgotten` is told of each.

    Forgetting takes the same time however many there are; of a plain dict it would not, whose first entry is searched
    for among all that were deleted before it.
    """

    def __init__(self, most: int, on_forgotten: Callable[[K], object] = lambda _: None) -> None:
        super().__init__()
        self._most = most
        self._on_forgotten = on_forgotten

    def __setitem__(self, key: K, value: V) -> None:
        """Put an entry in, or anew."""
        super().__setitem__(key, value)
        self.move_to_end(key)
        while len(self) > self._most:
            gone, _ = self.popitem(last=False)
            self._on_forgotten(gone)

    def used(self, key: K) -> V | None:
        """What is kept under `key`, which is forgotten after all others from now on; None where nothing is."""
        if key not in self:
            return None
        self.move_to_end(key)
        return self[key]
