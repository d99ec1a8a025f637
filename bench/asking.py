"""`python -m bench.asking URL CONNECTIONS SECONDS`: a program of its own that asks for one page again and again.

Each connection stays open and asks anew as soon as it is answered, at least once. Prints JSON: the seconds that all of
it took, and those that each answer took.
"""

from __future__ import annotations

import json
import re
import selectors
import socket
import sys
import time
from dataclasses import dataclass
from urllib.parse import urlsplit

_PIECE = 1 << 18
_LENGTH = re.compile(rb"\r\ncontent-length: (\d+)", re.IGNORECASE)


@dataclass(slots=True)
class _Asking:
    """A connection, what has come of its answer, and when it asked."""

    connection: socket.socket
    came: bytearray
    since: float = 0.0

    def ask(self, request: bytes) -> None:
        self.came.clear()
        self.since = time.perf_counter()
        self.connection.sendall(request)

    def is_answered(self) -> bool:
        """Take what there is; True at the end of an answer."""
        piece = self.connection.recv(_PIECE)
        if not piece:
            raise AssertionError(f"the server hung up after {bytes(self.came[:200])!r}")
        self.came += piece
        end = self.came.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(self.came[:end])
        length = _LENGTH.search(head)
        if length is None or not head.startswith(b"HTTP/1.1 200"):
            raise AssertionError(f"the server answered {head!r}")
        return len(self.came) >= end + 4 + int(length[1])


def ask(url: str, connections: int, seconds: float) -> tuple[float, list[float]]:
    """Seconds in all, and seconds from each question to the end of its answer."""
    place = urlsplit(url)
    if place.hostname is None or place.port is None:
        raise AssertionError(f"{url} has no host or no port")
    path = f"{place.path}?{place.query}" if place.query else place.path
    request = f"GET {path} HTTP/1.1\r\nHost: {place.netloc}\r\nAccept-Language: ko\r\n\r\n".encode()
    took: list[float] = []
    with selectors.DefaultSelector() as ready:
        for _ in range(connections):
            asking = _Asking(socket.create_connection((place.hostname, place.port)), bytearray())
            ready.register(asking.connection, selectors.EVENT_READ, asking)
        began = time.perf_counter()
        for key in ready.get_map().values():
            key.data.ask(request)
        while ready.get_map():
            for key, _ in ready.select():
                asking = key.data
                if not asking.is_answered():
                    continue
                now = time.perf_counter()
                took.append(now - asking.since)
                if now - began < seconds:
                    asking.ask(request)
                else:
                    ready.unregister(asking.connection)
                    asking.connection.close()
    return time.perf_counter() - began, took


if __name__ == "__main__":
    print(json.dumps(ask(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))))
