"""Places for commands, whose sentences are held in English; what holds them in Korean configures that."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.journeys.conftest import places
from tests.journeys.place import Place

__all__ = ["places"]


@pytest.fixture
def place(places: Callable[..., Place]) -> Place:
    """A place with a SQLite file and one channel to post in."""
    return places(locale="en")
