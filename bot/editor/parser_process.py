"""Reading in a process of its own, since parsers of what others wrote may take any time, and can't be interrupted."""

from __future__ import annotations

import asyncio
import multiprocessing
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, TypeVar, cast

from bot.editor.fetcher import Page, shown
from bot.errors import AgoraError
from bot.sentences import Sentence, sentence

T = TypeVar("T")
LONGEST = 60.0
"""Seconds that reading one page, file or feed may take, with the start of the process on a busy machine."""
_PARSERS = ["bot.editor.feed_reader", "trafilatura", "feedparser", "markdownify"]


@dataclass(frozen=True, slots=True)
class _Broken:
    """The reader failed in a way that it does not tell of itself."""

    why: Sentence | str


async def apart(read: Callable[[Page], T], page: Page, patience: float = LONGEST) -> T:
    """What `read` makes of a page. Raises what it raises, or AgoraError when it takes more than `patience` seconds."""
    context: Any = multiprocessing.get_context(_method())
    if _method() == "forkserver":
        context.set_forkserver_preload(_PARSERS)
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(there, read, page), daemon=True)
    await asyncio.to_thread(process.start)
    there.close()
    try:
        outcome = await asyncio.to_thread(_outcome, here, patience)
    finally:
        with suppress(OSError):
            process.kill()
        await asyncio.to_thread(process.join)
        here.close()
    if outcome is None:
        raise AgoraError(sentence("import-slow", address=shown(page.address), seconds=patience))
    if isinstance(outcome, AgoraError):
        raise outcome
    if isinstance(outcome, _Broken):
        raise AgoraError(sentence("import-unread", address=shown(page.address), reason=outcome.why))
    return cast(T, outcome)


def _method() -> str:
    return "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


def _outcome(here: Connection, patience: float) -> object:
    """What the process sent; None when it sent nothing in time."""
    try:
        return here.recv() if here.poll(patience) else None
    except (EOFError, OSError):
        return _Broken(sentence("import-process-ended"))


def _work(there: Connection, read: Callable[[Page], object], page: Page) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        outcome: object = read(page)
    except AgoraError as error:
        outcome = error
    except Exception as error:
        outcome = _Broken(type(error).__name__)
    there.send(outcome)
