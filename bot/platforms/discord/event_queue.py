"""Discord's events on their way into the bot: a queue in memory, and behind it, where that is full, one on disk."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.core.marks import MarkEvent
from bot.platforms.discord.identifiers import PLATFORM, voter_of
from bot.platforms.discord.spool import Row, Spool
from bot.services.ports import Log

CAPACITY = 100_000
"""How many events wait in memory: about half a minute of the fastest vote that one core takes."""
BLOCK = 2_000
"""How many go to disk, and into the bot, at once."""
_MARK = "mark"


class Told(NamedTuple):
    """Something else than a reaction: what the bot is told (`Events`), and what with besides the platform."""

    call: str
    args: tuple[str | int | None, ...]


class EventQueue:
    """Events, first in, first out. `on_loss` hears of so many that found no room, in memory or on disk."""

    def __init__(
        self, log: Log, spool: Spool, on_loss: Callable[[int], None], capacity: int = CAPACITY, block: int = BLOCK
    ) -> None:
        self._log = log
        self._spool = spool
        self._on_loss = on_loss
        self._capacity = capacity
        self._block = block
        self._first: deque[MarkEvent | Told] = deque()
        self._last: list[MarkEvent | Told] = []
        self._overflows = self._full = False

    def __len__(self) -> int:
        """How many events wait, wherever."""
        return len(self._first) + len(self._spool) + len(self._last)

    def put(self, event: MarkEvent | Told) -> None:
        """Add an event behind all others."""
        if not self._last and not self._spool and len(self._first) < self._capacity:
            self._first.append(event)
            return
        self._last.append(event)
        if len(self._last) >= self._block:
            self._put_away()

    def take(self) -> Sequence[MarkEvent] | Sequence[Told]:
        """The events that stand next and are of one kind, at most a block of them; none where none waits."""
        if not self._first:
            self._fetch()
        marks: list[MarkEvent] = []
        others: list[Told] = []
        while self._first and len(marks) + len(others) < self._block:
            event = self._first[0]
            if isinstance(event, MarkEvent):
                if others:
                    break
                marks.append(event)
            else:
                if marks:
                    break
                others.append(event)
            self._first.popleft()
        return marks or others

    def close(self) -> None:
        """Let go of what is on disk."""
        self._spool.close()

    def _put_away(self) -> None:
        if self._spool.add([_row(event) for event in self._last]):
            if not self._overflows:
                self._log.warning("events wait on disk until there is room", waiting=len(self))
            self._overflows = True
        else:
            if not self._full:
                self._log.error("events found no room on disk either; a recount finds them", waiting=len(self))
            self._full = True
            self._on_loss(len(self._last))
        self._last.clear()

    def _fetch(self) -> None:
        while self._spool:
            before = len(self._spool)
            try:
                self._first.extend(map(_event, self._spool.take()))
                return
            except (OSError, ValueError) as failure:
                self._log.error("events on disk could not be read; a recount finds them", error=failure)
                self._on_loss(before - len(self._spool))
        self._first.extend(self._last)
        self._last.clear()
        self._overflows = self._full = False


def _row(event: MarkEvent | Told) -> Row:
    if isinstance(event, Told):
        return (event.call, *event.args)
    voter = event.voter.native
    return (
        _MARK, event.channel, event.message, voter, event.reaction, event.plain, event.added, event.received_at
    )  # fmt: skip


def _event(row: Row) -> MarkEvent | Told:
    call, *args = row
    if call != _MARK:
        return Told(call, tuple(args))
    channel, message, voter, reaction, plain, added, received_at = args
    return MarkEvent(PLATFORM, channel, message, voter_of(voter), reaction, plain, added, received_at)
