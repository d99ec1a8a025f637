"""A real PostgreSQL server in virtual time: asyncpg speaks to it over connections on which only the world waits.

What a process writes arrives after a while; then the server works in real time, and virtual time stands still, until
every connection has its answer or waits for a lock. The server itself tells that it waits. Its process for that
connection is then stopped until the lock is its own, and those that go on do so one after the other: so who gets what
is decided by the story, not by the speed of a machine. The answer arrives after a while.

A connection belongs to the process that made it. When that is killed the server undoes what was not committed; when it
stands still the server ends the transaction that it does not go on with, as the bot has asked it to.
"""

from __future__ import annotations

import asyncio
import os
import random
import select
import signal
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from contextvars import Context, copy_context
from itertools import count
from typing import Any
from unittest.mock import patch

from prove.disk import Disk, Trouble
from prove.postgres_line import UNHEARD, Line
from prove.postgres_messages import SYNC, Asked, Session, last_words, query, refusal
from prove.virtual_time import LIFE, REAL_TIME, Life, VirtualLoop

_STANDS_STILL = 30.0
"""Seconds of `idle_in_transaction_session_timeout`, which the bot sets."""
_PATIENCE = 120.0
_LOOKS_AFTER = 5
"""Milliseconds, of real time, after which who has not answered is looked at: it may wait for a lock."""
_CODES = {Trouble.FULL: "53100", Trouble.LOCKED: "55P03"}
_BLOCKS = "SELECT unnest(pg_blocking_pids(?))"
_numbers = count(1)


class Database:
    """A seed's database on a server, fresh, and every connection to it.

    `is_away` and `is_silent` tell whether a process reaches nobody there, and whether it gets no answer at all. What
    befalls statements, and who is told of commits, is the disk's to say, as for files.
    """

    def __init__(self, loop: VirtualLoop, folder: str, template: str, disk: Disk, dice: random.Random) -> None:
        self.loop = loop
        self.folder = folder
        self.is_away: Callable[[Life | None], bool] = lambda _: False
        self.is_silent: Callable[[Life | None], bool] = lambda _: False
        self.committed = False
        """Whether anything may have been committed since who listens was last asked."""
        self._again = asyncio.Event()
        self._disk = disk
        self._dice = dice
        self._world = copy_context()
        self._clients: list[Line] = []
        self._lines: list[Line] = []
        """Those of them that the server still has."""
        self._ghosts: set[int] = set()
        """Processes of the server whose clients have gone."""
        self._stopped: list[int] = []
        """Processes of the server that wait for a lock, in the order in which they began to."""
        self._name = f"seed_{os.getpid()}_{next(_numbers)}"
        self._admin = Session(folder, "postgres")
        self._admin.ask(f"CREATE DATABASE {self._name} TEMPLATE {template}")
        self._own = Session(folder, self._name)

    @property
    def url(self) -> str:
        """Its address, as the configuration has it."""
        return f"postgresql://postgres@/{self._name}?host={self.folder}"

    def close(self) -> None:
        """Drop it."""
        for pid in self._stopped:
            os.kill(pid, signal.SIGCONT)
        for line in self._lines:
            line.wire.close()
        self._own.close()
        self._admin.ask(f"DROP DATABASE {self._name} WITH (FORCE)")
        self._admin.close()

    def rows(self, question: str, *values: object) -> list[tuple[Any, ...]]:
        """What it holds, read past the bot."""
        return self._own.ask(question, *values)

    def installed(self) -> AbstractContextManager[object]:
        """Within this, asyncpg connects to it."""

        async def connect(_: VirtualLoop, factory: Any, path: str | None = None, **__: object) -> Any:
            del path
            return await self._connect(factory)

        stack = ExitStack()
        stack.enter_context(patch.object(VirtualLoop, "create_unix_connection", connect))
        # The server's own clock is not to end what stands still: that is done here, by virtual time.
        stack.enter_context(patch("bot.storage.postgres._STANDS_STILL", 100_000))
        # Processes are named by it.
        stack.enter_context(patch("os.getpid", lambda: 1))
        return stack

    def lines_of(self, life: Life | None = None) -> list[Line]:
        """The connections of a process, or all."""
        return [line for line in self._clients if line.is_open and life in (None, line.life)]

    # What happens to processes and to the way

    def gone(self, life: Life) -> None:
        """A process has died: what it had written may have left its machine, all else is undone."""
        for line in self.lines_of(life):
            if self._dice.random() < 0.5 and line in self._lines and not self.is_silent(life):
                line.wire.sendall(b"".join(asked.data for asked in line.leaving))
            self._cut(line)
            self._settle()

    def cut(self, *lines: Line) -> None:
        """Connections break."""
        for line in lines:
            self._cut(line)
            self._settle()

    def heard_again(self) -> None:
        """Who got no answer is heard again."""
        self._again.set()
        self._again = asyncio.Event()
        for line in self.lines_of():
            line.take_up()

    def left(self, line: Line) -> None:
        """A connection is no more; the server's process for it may have something to do yet."""
        if line in self._lines:
            self._lines.remove(line)
            line.wire.close()
            self._ghosts.add(line.pid)
            self.committed = True

    def _cut(self, line: Line) -> None:
        if line.is_open:
            line.end(ConnectionResetError("the connection was cut"))
        self.left(line)

    # What is on its way

    def soon(self, what: Callable[[], None], context: Context | None = None) -> None:
        """Do something after a while: what was written has arrived."""
        seconds = self._dice.uniform(0.0002, 0.002)
        if self._dice.random() < 0.02:
            seconds = self._dice.uniform(0.02, 0.2)
        self.loop.call_later(seconds, what, context=context or self._world)

    async def _connect(self, factory: Callable[[], asyncio.Protocol]) -> tuple[Line, asyncio.Protocol]:
        await asyncio.sleep(0)
        life = LIFE.get()
        while self.is_silent(life):
            await self._again.wait()
        if self.is_away(life):
            raise ConnectionRefusedError(111, "nobody listens there")
        line = Line(self, copy_context())
        self._lines.append(line)
        self._clients = [*self.lines_of(), line]
        line.protocol = factory()
        line.protocol.connection_made(line)
        return line, line.protocol

    def take(self, line: Line, asked: Asked) -> None:
        """What was written has arrived at the server."""
        life = line.life
        trouble = self._trouble(life, asked) if life is not None else None
        if line not in self._lines:
            return
        data = asked.data
        if trouble is Trouble.LOST:
            line.cut_off_after_this = True
        elif trouble is not None:
            data = refusal(_CODES[trouble])
        line.listens = line.listens or asked.listens
        line.awaited.extend(asked.answers)
        line.turns += 1
        if trouble in _CODES and asked.commits:
            # A COMMIT that fails ends its transaction all the same.
            line.awaited.appendleft(UNHEARD)
            line.wire.sendall(query("ROLLBACK"))
        line.wire.sendall(data)
        self._settle()
        if asked.commits and trouble in (None, Trouble.LOST) and life is not None:
            self._disk.commits[life] = self._disk.commits.get(life, 0) + 1
            self._disk.after_commit(life)

    def _trouble(self, life: Life, asked: Asked) -> Trouble | None:
        """What befalls a request, as a file's driver would be asked for it."""
        if asked.commits:
            self._disk.before_commit(life)
            return self._disk.befalls(life, "commit")
        for statement in asked.statements:
            # What begins a transaction that may write says no more.
            as_on_files = "BEGIN IMMEDIATE" if statement == "BEGIN;" else statement
            trouble = self._disk.befalls(life, as_on_files)
            if trouble is not None and trouble is not Trouble.LOST:
                return trouble
        return None

    # The server's work

    def _settle(self) -> None:
        """Let the server work until nothing more can come of it; then what it said is on its way."""
        self._work()
        if self.committed:
            self.committed = False
            for line in self._lines:
                if line.listens and not line.awaited:
                    # It says what it was told before it is ready again.
                    line.awaited.append(UNHEARD)
                    line.wire.sendall(SYNC)
            self._work()
        for line in tuple(self._lines):
            if line.cut_off_after_this and not line.awaited:
                self._cut(line)
            else:
                line.deliver_soon()
                self._watch(line)
        if self._ghosts:
            self._work()

    def _watch(self, line: Line) -> None:
        """End the session of who does not go on with a transaction, as the server was asked to."""
        if line.in_transaction and not line.awaited and line.watched != line.turns:
            line.watched = turns = line.turns

            def end() -> None:
                if line in self._lines and line.turns == turns:
                    self._own.ask("SELECT pg_terminate_backend(?)", line.pid)
                    line.say(last_words("25P03", "terminating connection due to idle-in-transaction timeout"))
                    self.left(line)
                    self._settle()

            self.loop.call_later(_STANDS_STILL, end, context=self._world)

    def _work(self) -> None:
        """Let the server's processes work, one after the other, until all have answered or wait for a lock."""
        until = REAL_TIME() + _PATIENCE
        while True:
            running = [line for line in self._lines if line.awaited and line.pid not in self._stopped]
            if not running and self._ghosts <= set(self._stopped):
                free = self._free()
                if free is None:
                    return
                self._stopped.remove(free)
                os.kill(free, signal.SIGCONT)
                continue
            poll = select.poll()
            wires = {line.wire.fileno(): line for line in running}
            for wire in wires:
                poll.register(wire, select.POLLIN)
            if found := poll.poll(_LOOKS_AFTER if wires else 1):
                for wire, _ in found:
                    wires[wire].read()
            else:
                self._stop_who_waits({line.pid for line in running} | self._ghosts)
            if REAL_TIME() > until:
                raise RuntimeError("the database server does not answer")

    def _stop_who_waits(self, running: set[int]) -> None:
        """Stop the server's processes that wait for a lock, and forget those that have ended."""
        found = self._own.ask(
            "SELECT pid, wait_event_type = 'Lock' AND cardinality(pg_blocking_pids(pid)) > 0"
            " FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        there = {pid for pid, _ in found}
        self._ghosts &= there | {0}
        known = {line.pid for line in self._lines}
        # Who went before the server told the number of its process has gone when no unknown one is there.
        if 0 not in known and there <= known | self._ghosts:
            self._ghosts.discard(0)
        for pid, waits in found:
            if waits and pid in running:
                os.kill(pid, signal.SIGSTOP)
                self._stopped.append(pid)

    def _free(self) -> int | None:
        """The first of the stopped that need not wait any more; where some wait for each other, the last of these."""
        if not self._stopped:
            return None
        waits = {pid: {other for (other,) in self._own.ask(_BLOCKS, pid)} for pid in self._stopped}
        for pid, others in waits.items():
            if not others:
                return pid
        resolved = {line.pid for line in self._lines if not line.awaited}
        while more := {pid for pid, others in waits.items() if pid not in resolved and others <= resolved}:
            resolved |= more
        caught = [pid for pid in self._stopped if pid not in resolved]
        if not caught:
            return None
        for line in self._lines:
            line.is_victim = line.is_victim or line.pid == caught[-1]
        self._own.ask("SELECT pg_cancel_backend(?)", caught[-1])
        return caught[-1]
