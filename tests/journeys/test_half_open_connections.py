"""A bot with few file descriptors, and more half-open connections than that: it answers, counts, and says little."""

from __future__ import annotations

import http.client
import json
import resource
import socket
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest

from tests.journeys.place import OPTIONS, Place, ready
from tests.journeys.processes import agora, until
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.heavy

DESCRIPTORS = 200
HALF_OPEN = 500
HALVES = (
    b"",
    b"GET /healthz HTTP/1.1\r\nHost: loc",
    b"POST /chat/api/messages HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{",
)


def run_with_few_descriptors(number: int) -> None:
    """`agora run` in a process that may open `number` files."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (number, number))
    agora("run")


@pytest.mark.parametrize("half", HALVES)
def test_half_open_connections_cost_nobody_else_anything(place: Place, half: bytes) -> None:
    bot = ready(place.begin_work(run_with_few_descriptors, DESCRIPTORS))
    place.post()
    visitor = Visitor(bot.url)
    card = visitor.messages("square", "card")[0]
    where = (urlsplit(bot.url).hostname, urlsplit(bot.url).port)
    with ExitStack() as held:
        for number in range(HALF_OPEN):
            one = held.enter_context(socket.create_connection(where, timeout=30))
            one.sendall(half)
            if number % 100 == 99:
                assert _get(bot.url, "/healthz") == {"up": True}
        assert _get(bot.url, "/readyz")["ready"] is True
        voting = Visitor(bot.url)
        voting.write("reactions", person="haru", message=card["id"], emoji=OPTIONS[1], on=True)
        until(lambda: place.results()["voters"] == 1)
    bot.stop()
    assert "out of system resource" not in bot.err
    assert bot.events("request failed unexpectedly") == []
    assert len(bot.events("connections can't be accepted")) <= 1


def _get(url: str, path: str) -> dict[str, object]:
    connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
    connection.request("GET", path)
    found: dict[str, object] = json.loads(connection.getresponse().read())
    connection.close()
    return found
