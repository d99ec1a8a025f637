"""Who starts the bot's process on a machine again when it has ended: after a kill, a stop, or by itself."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from prove.process import Machine, Process

if TYPE_CHECKING:
    from prove.year import Year

_REST, _LONGEST_REST = 5.0, 300.0
"""Seconds before a process that has ended by itself is started again: at first, and at last."""


class Supervisor:
    """One machine's. `is_wrong_by` is how far the machine's clock is off for good; `at_most`, by how much ever."""

    def __init__(self, year: Year, machine: Machine, is_wrong_by: float = 0.0, at_most: float | None = None) -> None:
        self.machine = machine
        self.started_at = 0.0
        self.down_since: float | None = None
        self._year = year
        self._rest = _REST
        self.is_wrong_by = is_wrong_by
        self._at_most = at_most
        machine.clock.off = timedelta(seconds=is_wrong_by)

    @property
    def process(self) -> Process | None:
        """The machine's process, or the last that it had."""
        return self.machine.process

    def start(self) -> None:
        """Start a process, and see that there is one from then on."""
        year = self._year
        if self.down_since is not None:
            year.is_up_again(self.down_since)
            self.down_since = None
        process = self.machine.start()
        self.started_at = year.now
        year.has_started(self.machine.name)
        year.does(self._watch(process))

    def kill(self, away: float) -> None:
        """SIGKILL, and a start so many seconds later."""
        process = self.process
        if process is not None and process.alive:
            self._year.tell(f"{self._called}killed, away for {away:.0f} s")
            process.kill()
            self._is_down(away)

    def stop(self, away: float) -> None:
        """SIGTERM, and a start so many seconds later."""
        process = self.process
        if process is not None and process.alive and not process.life.paused:
            self._year.does(self._stopping(process, away))

    def set_clock(self, off: float) -> None:
        """The machine's clock is wrong by so many seconds more than it is for good."""
        off += self.is_wrong_by
        if self._at_most is not None:
            off = max(-self._at_most, min(self._at_most, off))
        self.machine.clock.off = timedelta(seconds=off)
        self._year.has_another_clock(off)

    @property
    def _called(self) -> str:
        return self._year.called(self.machine.name)

    async def _stopping(self, process: Process, away: float) -> None:
        process.stop()
        await process.over.wait()
        if process is self.process:
            self._is_down(away)

    async def _watch(self, process: Process) -> None:
        """A process that ends by itself is started again, as a supervisor does: the oftener, the later."""
        await process.over.wait()
        if process.failure is not None:
            self._year.tell(f"{self._called}ended by itself: {process.failure!r}")
            if process is self.process and self.down_since is None:
                lasted = self._year.now - self.started_at
                self._rest = _REST if lasted > _LONGEST_REST else min(_LONGEST_REST, 2 * self._rest)
                self._is_down(self._rest)

    def _is_down(self, away: float) -> None:
        if self.down_since is None:
            self.down_since = self._year.now
            self._year.later(away, self.start, 60.0)
