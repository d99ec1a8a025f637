"""Planting faults in the bot: what they are, and how they are put in and taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

Patches = Callable[[], Iterator[tuple[Any, str, Any]]]


@dataclass(frozen=True, slots=True)
class Planted:
    """A fault: which line of `plan.MISHAPS` brings it to light, what was done to the bot, and the patches."""

    mishap: str
    fault: str
    patches: Patches


FAULTS: list[Planted] = []


def plant(mishap: str, fault: str) -> Callable[[Patches], Patches]:
    """Note a fault that comes to light by a mishap; its patches are (where, name, instead)."""

    def note(patches: Patches) -> Patches:
        FAULTS.append(Planted(mishap, fault, patches))
        return patches

    return note


@contextmanager
def planted(fault: Planted) -> Iterator[None]:
    """Within this the bot has the fault."""
    with ExitStack() as stack:
        for where, name, instead in fault.patches():
            stack.enter_context(patch.object(where, name, instead))
        yield


async def nothing(*_: object, **__: object) -> None:
    """In the place of a coroutine function: does nothing."""
    return


def never(*_: object, **__: object) -> None:
    """In the place of a function: does nothing."""
    return
