"""The program as a process: `python -m bot` itself, or forked from a process that has imported it already.

Importing takes most of a start, so tests that start dozens of processes fork them; what runs is the same `main`.
"""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.environment import ENGLISH
from tests.patience import PATIENCE

CODE_OF_KILLED = -9
_forking = multiprocessing.get_context("forkserver")
_forking.set_forkserver_preload(
    ["pytest", "tests.journeys.processes", "tests.crash_points.dying", "tests.journeys.warm"]
)

_one_at_a_time = threading.Lock()
"""Starting a process asks all others whether they have ended, and an exit code can be read only once."""


@dataclass(frozen=True)
class Done:
    """A command that has ended."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one line on stderr of a command that failed."""
        assert "Traceback" not in self.err, self.err
        lines = self.err.splitlines()
        assert len(lines) == 1, self.err
        return lines[0]


class Process(Protocol):
    """A process that was started."""

    pid: int

    def code(self) -> int | None:
        """Its exit code, once it has ended; negative for the signal that ended it."""


class Running:
    """A process with its output in files."""

    def __init__(self, process: Process, out: Path, err: Path) -> None:
        self._process = process
        self._out, self._err = out, err

    @property
    def pid(self) -> int:
        """Its number."""
        return self._process.pid

    @property
    def out(self) -> str:
        """What it has printed so far."""
        return self._out.read_text(encoding="utf-8")

    @property
    def err(self) -> str:
        """What it has written to stderr so far: its log."""
        return self._err.read_text(encoding="utf-8")

    def signal(self, number: int) -> None:
        """Send it a signal, if it is still there."""
        if self._process.code() is None:
            os.kill(self.pid, number)

    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.code() is None

    def wait(self, seconds: float = PATIENCE) -> Done:
        """What it ended with."""
        until(lambda: not self.alive(), seconds, lambda: f"it still runs\n{self.err}")
        code = self._process.code()
        assert code is not None
        return Done(code, self.out, self.err)


class _Real:
    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self.pid = process.pid

    def code(self) -> int | None:
        return self._process.poll()


class _Forked:
    def __init__(self, process: multiprocessing.process.BaseProcess) -> None:
        self._process = process
        assert process.pid is not None
        self.pid = process.pid

    def code(self) -> int | None:
        with _one_at_a_time:
            return self._process.exitcode


def start_real(args: Sequence[str], folder: Path, env: Mapping[str, str], out: Path, err: Path) -> Running:
    """Start `python -m bot` with these arguments."""
    with out.open("wb") as printed, err.open("wb") as logged:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", *args],
            cwd=folder,
            env={**os.environ, **ENGLISH, **env},
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=logged,
            start_new_session=True,
        )
    return Running(_Real(process), out, err)


def fork(
    work: Callable[..., object], args: Sequence[object], folder: Path, env: Mapping[str, str], out: Path, err: Path
) -> Running:
    """Start `work(*args)` in a process that has imported the bot already."""
    process = _forking.Process(
        target=_forked, args=(work, args, str(folder), dict(env), str(out), str(err)), daemon=True
    )
    out.touch()
    err.touch()
    with _one_at_a_time:
        process.start()
    return Running(_Forked(process), out, err)


def agora_in(folder: Path, *args: str, env: Mapping[str, str] | None = None, seconds: float = PATIENCE) -> Done:
    """Run a command to its end in a folder where no trace of the running is left."""
    with tempfile.TemporaryDirectory() as kept:
        return fork(agora, args, folder, env or {}, Path(kept) / "out", Path(kept) / "err").wait(seconds)


def agora(*args: str) -> None:
    """The program's main function, as `python -m bot` calls it."""
    from bot.cli import main

    sys.argv = ["agora", *args]
    main()


def _forked(
    work: Callable[..., object], args: Sequence[object], folder: str, env: dict[str, str], out: str, err: str
) -> None:
    os.setsid()
    os.chdir(folder)
    os.environ.update({**ENGLISH, **env})
    for path, number, stream in ((out, 1, sys.stdout), (err, 2, sys.stderr)):
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        stream.flush()
        os.dup2(file, number)
    work(*args)


def until(condition: Callable[[], object], seconds: float = PATIENCE, why: Callable[[], str] = lambda: "") -> None:
    """Wait for a condition, asking every few milliseconds."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds} s in vain: {why()}"
        time.sleep(0.02)
