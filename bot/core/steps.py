"""Long work in short steps: who asks for it decides what happens between them."""

from __future__ import annotations

from collections.abc import Generator
from typing import TypeVar

T = TypeVar("T")
Steps = Generator[None, None, T]
"""Work that may be laid aside after each step; it returns its outcome."""


def at_once(steps: Steps[T]) -> T:
    """The outcome of work that is done without laying it aside."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            outcome: T = end.value
            return outcome
