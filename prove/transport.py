"""What the transports of a simulation have in common: an end of a connection, as a protocol of asyncio's sees it."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from collections import deque
from contextvars import Context
from typing import Any, cast

from prove.virtual_time import LIFE, Life


class SimulatedTransport(asyncio.Transport):
    """What is written to it arrives where `write` says; what arrives waits while reading is paused.

    It belongs to the process in whose `context` it was made.
    """

    def __init__(self, context: Context, told: dict[str, Any]) -> None:
        super().__init__({**told, "socket": None})
        self.context = context
        self.life: Life | None = context.get(LIFE)
        self.protocol: asyncio.Protocol | None = None
        self._arriving: deque[bytes | None] = deque()
        self._paused = self._closing = self._lost = False

    def writelines(self, list_of_data: Any) -> None:
        self.write(b"".join(list_of_data))

    def is_closing(self) -> bool:
        return self._closing

    def is_reading(self) -> bool:
        return not self._paused

    def pause_reading(self) -> None:
        self._paused = True

    def resume_reading(self) -> None:
        self._paused = False
        self._go_on()

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        """There are none."""

    def get_write_buffer_size(self) -> int:
        return 0

    def can_write_eof(self) -> bool:
        return False

    def get_protocol(self) -> asyncio.BaseProtocol:
        assert self.protocol is not None
        return self.protocol

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self.protocol = cast(asyncio.Protocol, protocol)

    @abstractmethod
    def _go_on(self) -> None:
        """Hand over what has arrived."""

    def _lose(self, why: Exception | None) -> None:
        """The protocol learns, once, that the connection is lost."""
        if not self._lost:
            self._lost = True
            assert self.protocol is not None
            self.protocol.connection_lost(why)
