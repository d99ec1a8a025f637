"""The bot is killed at the commits and sends of a debate's life; what it is started on again comes to the same end."""

from __future__ import annotations

import asyncio

import pytest

from tests.crash_points.runs import Way
from tests.crash_points.sample import hold
from tests.postgres_server import PostgresServer

pytestmark = pytest.mark.heavy

EVERY = {"sqlite": 4, "postgresql": 8}
"""CI tries every so manieth point, from another one each time; `make crashpoints` tries all."""


@pytest.fixture
def way(database_kind: str, request: pytest.FixtureRequest) -> Way:
    """A fresh database for each life."""
    if database_kind == "sqlite":
        return Way(database_kind, lambda _: "sqlite:///./agora.db")
    server: PostgresServer = request.getfixturevalue("postgres")
    return Way(database_kind, lambda _: asyncio.run(server.create()))


@pytest.mark.timeout(600)
def test_no_point_is_bad(way) -> None:
    hold(way, EVERY[way.database])
