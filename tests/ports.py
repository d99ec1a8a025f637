"""Ports for servers that are started by their number, and started again on it."""

from __future__ import annotations

import random
import socket

_BELOW_WHAT_CONNECTIONS_TAKE = range(10_000, 32_000)
"""The system hands out higher ones (from 32768 on Linux) to whoever connects, also between our look and the start."""


def free_port() -> int:
    """A port of this machine that nobody listens on, and that nobody else is likely to be given."""
    while True:
        port = random.SystemRandom().choice(_BELOW_WHAT_CONNECTIONS_TAKE)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
