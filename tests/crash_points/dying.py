"""The bot's side: its commits and sends are counted from outside, and at the one that is meant it is gone."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections import Counter
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from typing import Any
from urllib.parse import unquote

import aiohttp
from sqlalchemy.engine.default import DefaultDialect

from bot.platforms.local.adapter import LocalPlatform
from bot.storage.engine import Connections
from tests.crash_points.planted import PLANTED
from tests.journeys.processes import agora

BEFORE, AFTER = "before", "after"
_AT_THE_CHAT = ("send", "edit", "react", "open_thread")
_ON_DISCORD = "/api/v10/"
_working: ContextVar[str | None] = ContextVar("working", default=None)
"""Which store's method the transaction belongs to, and for what; None for one that only reads."""


class Points:
    """Names each point as it comes, in a file; at the one called `fatal` the process is gone."""

    def __init__(self, told: str, fatal: str | None) -> None:
        self._fatal = fatal
        self._seen: Counter[str] = Counter()
        self._told = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def pass_by(self, when: str, what: str) -> None:
        """One more point."""
        self._seen[f"{when} {what}"] += 1
        point = f"{when} {what} #{self._seen[f'{when} {what}']}"
        os.write(self._told, f"{point}\n".encode())
        if point == self._fatal:
            os.kill(os.getpid(), signal.SIGKILL)


def live(told: str, fatal: str | None, planted: str | None) -> None:
    """`agora run`, until it ends or is at the point `fatal`; the points that it passes go to the file `told`.

    `planted` names a fault that is put into the bot first.
    """
    if planted is not None:
        PLANTED[planted].plant()
    points = Points(told, fatal)
    _watch_commits(points)
    _watch_discord(points)
    _watch_the_chat(points)
    agora("run")


def _watch_commits(points: Points) -> None:
    """Every transaction that has changed something; what it is called after is the method that asked for it."""
    write, commit = Connections.write, DefaultDialect.do_commit
    changes: dict[int, int] = {}

    def named_write(self: Connections, work: Callable[[Any], Any]) -> Awaitable[Any]:
        method = sys._getframe(1).f_code.co_qualname.split(".<locals>")[0]
        return _write_as(f"commit {method}{_about()}", self, work)

    async def _write_as(name: str, self: Connections, work: Callable[[Any], Any]) -> Any:
        token = _working.set(name)
        try:
            return await write(self, work)
        finally:
            _working.reset(token)

    def watched_commit(self: DefaultDialect, connection: Any) -> None:
        name = _working.get()
        if name is None or not _has_written(self.name, connection, changes):
            commit(self, connection)
            return
        points.pass_by(BEFORE, name)
        commit(self, connection)
        points.pass_by(AFTER, name)

    Connections.write = named_write  # type: ignore[assignment,method-assign]
    DefaultDialect.do_commit = watched_commit  # type: ignore[method-assign]


def _has_written(kind: str, connection: Any, changes: dict[int, int]) -> bool:
    """Whether this transaction has changed anything, by what the database says."""
    if kind == "sqlite":
        total = connection.driver_connection.total_changes
        before, changes[id(connection.driver_connection)] = changes.get(id(connection.driver_connection), 0), total
        return bool(total != before)
    cursor = connection.cursor()
    cursor.execute("SELECT pg_current_xact_id_if_assigned()::text")
    (number,) = cursor.fetchone()
    return number is not None


def _watch_discord(points: Points) -> None:
    """Every request that changes something: before it leaves, and when it is carried out but not yet read."""
    request = aiohttp.ClientSession._request

    async def watched(self: aiohttp.ClientSession, method: str, url: Any, **more: Any) -> Any:
        _, is_ours, path = str(url).partition(_ON_DISCORD)
        if method == "GET" or not is_ours:
            return await request(self, method, url, **more)
        name = f"send {method} {_kind_of(path)}{_about()}"
        points.pass_by(BEFORE, name)
        answer = await request(self, method, url, **more)
        points.pass_by(AFTER, name)
        return answer

    aiohttp.ClientSession._request = watched  # type: ignore[method-assign,assignment]


def _watch_the_chat(points: Points) -> None:
    """What is said and shown in the local chat, whose store is its own database."""

    def watch(method: str) -> None:
        real: Callable[..., Awaitable[Any]] = getattr(LocalPlatform, method)

        async def watched(self: LocalPlatform, *args: Any, **named: Any) -> Any:
            name = f"send chat {method}{_about()}"
            points.pass_by(BEFORE, name)
            found = await real(self, *args, **named)
            points.pass_by(AFTER, name)
            return found

        setattr(LocalPlatform, method, watched)

    for method in _AT_THE_CHAT:
        watch(method)


def _kind_of(path: str) -> str:
    """A path without ids and emoji."""
    path = re.sub(r"\d{6,}", "*", unquote(path.partition("?")[0]))
    return re.sub(r"reactions/[^/]+", "reactions/*", path)


def _about() -> str:
    """What the work at hand is for, where its task has a name: a delivery's key without the debate."""
    task = asyncio.current_task()
    name = task.get_name() if task is not None else ""
    if name.startswith("welcome:"):
        return f" ({re.sub(r'[0-9]{6,}', '*', name)})"
    first, colon, rest = name.partition(":")
    if colon:
        return f" ({rest})"
    return f" ({first.split()[0]})" if " " in first else ""
