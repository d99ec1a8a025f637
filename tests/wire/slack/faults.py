"""Faults to switch on: each for the methods that a pattern names, and for so many calls."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from enum import Enum
from fnmatch import fnmatchcase
from typing import Any

ALWAYS = 1 << 30


class Kind(Enum):
    """What goes wrong with a call."""

    DROP_BEFORE = "the connection breaks, and nothing was done"
    DROP_AFTER = "it is done, and the connection breaks before the answer"
    STATUS_BEFORE = "a status that is no answer, and nothing was done"
    STATUS_AFTER = "it is done, and the status says that it wasn't"
    ERROR = "`ok: false`"
    LIMIT = "429 with Retry-After"
    SLOW = "the answer takes its time, after it is done"
    HANG = "it is done, and no answer comes until the fault is lifted"


@dataclass
class Fault:
    """One fault; `left` counts down, `met` up."""

    methods: str
    kind: Kind
    left: int
    value: Any = None
    fields: dict[str, Any] = field(default_factory=dict)
    met: int = 0
    lifted: asyncio.Event = field(default_factory=asyncio.Event)

    def lift(self) -> None:
        """Let it go wrong no more."""
        self.left = 0
        self.lifted.set()


class Faults:
    """The faults of the Web API; those of deliveries and sockets are where these are."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []
        self.most_people: int | None = None
        """How many people a reaction lists at most, whatever its count."""
        self.empty_history = False
        self.token_error: str | None = None
        """What every call with a bot token answers: `token_revoked`, `account_inactive`, `invalid_auth` …"""
        self.limits: dict[str, tuple[int, float]] = {}
        """Calls allowed in so many seconds, by method; beyond that 429."""

    def drop_before(self, methods: str, times: int = 1) -> Fault:
        """Break the connection before anything is done."""
        return self._add(Fault(methods, Kind.DROP_BEFORE, times))

    def drop_after(self, methods: str, times: int = 1) -> Fault:
        """Do it and break the connection."""
        return self._add(Fault(methods, Kind.DROP_AFTER, times))

    def status(self, methods: str, status: int = 503, times: int = 1, *, after: bool = False) -> Fault:
        """Answer with a status and no JSON; `after`: when it is done."""
        return self._add(Fault(methods, Kind.STATUS_AFTER if after else Kind.STATUS_BEFORE, times, status))

    def error(self, methods: str, error: str, times: int = 1, **fields: Any) -> Fault:
        """Answer `ok: false`."""
        return self._add(Fault(methods, Kind.ERROR, times, error, fields))

    def limit(self, methods: str, retry_after: int | None = 1, times: int = 1) -> Fault:
        """Answer 429; None leaves out Retry-After."""
        return self._add(Fault(methods, Kind.LIMIT, times, retry_after))

    def slow(self, methods: str, seconds: float, times: int = ALWAYS) -> Fault:
        """Do it and answer late."""
        return self._add(Fault(methods, Kind.SLOW, times, seconds))

    def hang(self, methods: str, times: int = 1) -> Fault:
        """Do it and don't answer until the fault is lifted."""
        return self._add(Fault(methods, Kind.HANG, times))

    def clear(self) -> None:
        """Lift everything."""
        for fault in self._faults:
            fault.lift()
        self._faults.clear()
        self.most_people = self.token_error = None
        self.empty_history = False
        self.limits.clear()

    def next(self, method: str) -> Fault | None:
        """The fault that this call meets."""
        for fault in self._faults:
            if fault.left > 0 and fnmatchcase(method, fault.methods):
                fault.left -= 1
                fault.met += 1
                return fault
        return None

    def _add(self, fault: Fault) -> Fault:
        self._faults.append(fault)
        return fault
