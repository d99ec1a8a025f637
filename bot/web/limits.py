"""How many connections the server holds, so that it never takes the last file descriptor."""

from __future__ import annotations

import resource
from dataclasses import dataclass

MOST = 2_048
"""Connections at most, however many descriptors there are: each takes memory."""
MOST_HEADERS = 64
_RESERVE_LEAST, _RESERVE_MOST = 64, 256


@dataclass(frozen=True, slots=True)
class Limits:
    """Connections and event streams, in all and of one peer, and how long each may wait for its peer, in seconds.

    `header`: until a request's header is whole, and how long a connection may be silent; `body`: until its body is;
    `unread`: until what was sent has been taken; `closing`: until the rest is, once the connection is to end.
    """

    connections: int
    of_peer: int
    streams: int
    streams_of_peer: int
    header: float = 10.0
    body: float = 10.0
    unread: float = 60.0
    closing: float = 5.0


def limits_for(descriptors: int) -> Limits:
    """What fits below `descriptors`, with a quarter (64 to 256) left for the database, files and calls to platforms."""
    reserve = min(_RESERVE_MOST, max(_RESERVE_LEAST, descriptors // 4))
    most = max(16, min(MOST, descriptors - reserve))
    return Limits(most, most // 3, most // 2, max(4, min(100, most // 8)))


def own_limits() -> Limits:
    """What fits into this process."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return limits_for(MOST + _RESERVE_MOST if soft == resource.RLIM_INFINITY else soft)
