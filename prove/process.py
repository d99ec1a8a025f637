"""One process of the bot within a simulation: `agora run` as it is, with a clock of its own; killed, stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextvars import copy_context
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app.app import App, Replacements
from bot.app.run import run
from bot.app.wiring import build_app
from bot.charts import Pictures
from bot.config import load_config
from bot.core.words import Words
from bot.library.library import Library
from bot.platforms.local.fault_injection import Faults
from bot.services.records import Snapshot
from bot.storage.coordination import RunLock
from prove.disk import Disk
from prove.network import Network
from prove.virtual_time import LIFE, Life, VirtualLoop


class OwnClock:
    """A machine's clock (the port `Clock`): virtual time, wrong by `off`."""

    def __init__(self, loop: VirtualLoop) -> None:
        self._loop = loop
        self.off = timedelta()

    def now(self) -> datetime:
        """The present instant as this machine has it."""
        return datetime.fromtimestamp(self._loop.wall(), UTC) + self.off

    async def sleep(self, seconds: float) -> None:
        """Return after `seconds`."""
        await asyncio.sleep(seconds)


_PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


class _NoPaint(Pictures):
    """Paints every chart as one dot: the painter is a process of its own, which knows no virtual time."""

    async def png(self, snapshot: Snapshot, words: Words) -> bytes:
        """The dot."""
        del snapshot, words
        return _PICTURE


class _Library(Library):
    """Looks for changed articles by itself now and then: who is told of changed files has a thread for it."""

    async def watch(self, stop: asyncio.Event, on_reload: Callable[[], None] | None = None) -> None:
        """Look every ten seconds."""
        while not stop.is_set():
            await asyncio.sleep(10)
            if self.load() and on_reload is not None:
                on_reload()


class Machine:
    """Where processes run, one after the other: its disk, its clock, its configuration."""

    def __init__(self, loop: VirtualLoop, network: Network, disk: Disk, config: Path, name: str = "bot") -> None:
        self.loop = loop
        self.network = network
        self.disk = disk
        self.config = config
        self.clock = OwnClock(loop)
        self.name = name
        self.starts = 0
        self.process: Process | None = None
        self.chat_faults = Faults()
        self.processes: dict[Life, Process] = {}
        self.lets_go: list[Callable[[Life], None]] = [disk.gone, network.gone]
        """What ends with a process."""

    def start(self) -> Process:
        """Start a process."""
        self.starts += 1
        self.process = Process(self, f"{self.name}-{self.starts}")
        self.processes.clear()
        self.processes[self.process.life] = self.process
        return self.process


class Process:
    """A process from its start to its end. `ended` is what it ended with, once it has."""

    def __init__(self, machine: Machine, name: str) -> None:
        self.life = Life(name)
        self.machine = machine
        self.app: App | None = None
        self.failure: BaseException | None = None
        self.over = asyncio.Event()
        self._locks: list[RunLock] = []
        self._task: asyncio.Task[None] | None = None
        context = copy_context()
        context.run(LIFE.set, self.life)
        machine.loop.call_soon(self._begin, context=context)

    @property
    def alive(self) -> bool:
        """Whether it has not ended."""
        return not self.over.is_set()

    def kill(self) -> None:
        """SIGKILL: nothing of it happens any more."""
        if self.over.is_set():
            return
        self._task = None
        self._end()

    def stop(self) -> None:
        """SIGTERM."""
        if self.app is not None:
            self.app.stop.set()
        else:
            self.kill()

    def holds(self, lock: RunLock) -> None:
        """A lock of this process, which its machine frees at its death."""
        self._locks.append(lock)

    def _begin(self) -> None:
        self._task = asyncio.get_running_loop().create_task(self._run())

    async def _run(self) -> None:
        machine = self.machine
        try:
            loaded = load_config(machine.config)
            if loaded.config is None:
                raise RuntimeError(loaded.problems)
            library = _Library(loaded.config.content, machine.clock.now)
            parts = Replacements(clock=machine.clock, library=library, pictures=_NoPaint(), faults=machine.chat_faults)
            self.app = await build_app(loaded.config, parts)
            await run(self.app)
        except (Exception, asyncio.CancelledError) as failure:
            self.failure = failure
        finally:
            if not self.life.dead:
                self._end()

    def _end(self) -> None:
        """What a machine does for a process that is over, however it came to be."""
        self.life.dead = True
        for let_go in self.machine.lets_go:
            let_go(self.life)
        for lock in self._locks:
            lock.release()
        self.app = None
        self.over.set()
