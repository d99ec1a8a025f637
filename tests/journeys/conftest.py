"""Places for bots, each cleared away after its test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.place import Place


@pytest.fixture
def places(tmp_path: Path) -> Iterator[Callable[..., Place]]:
    """A factory of places; every process that is left on one is ended."""
    made: list[Place] = []

    def make(name: str = "place", **settings: Any) -> Place:
        made.append(Place(tmp_path / name, **settings))
        return made[-1]

    yield make
    for place in made:
        place.clear()


@pytest.fixture
def place(places: Callable[..., Place]) -> Place:
    """A place with a SQLite file and one channel to post in."""
    return places()
