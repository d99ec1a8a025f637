"""Pictures of charts for whoever asks, each made once; painted in another process.

resvg holds the interpreter's lock for as long as it draws.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from asyncio.subprocess import DEVNULL, PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from bot.bounded import BoundedDict
from bot.charts.alt_text import alternative
from bot.charts.glyphs import font_file
from bot.charts.rasterizer import LENGTH_BYTES
from bot.core.debates import DebateState
from bot.core.messages import Picture
from bot.core.recounts import Certificate
from bot.core.words import Words
from bot.errors import AgoraError
from bot.log import get_logger
from bot.sentences import sentence
from bot.services.records import Snapshot

_log = get_logger("pictures")

_RASTERIZER = Path(__file__).with_name("rasterizer.py")
_LONGEST = 15.0
"""Seconds that a picture may take, with the start of the process on a busy machine."""


class Painter:
    """One process that draws one picture after the other; started when first needed, and again if it ends."""

    def __init__(self) -> None:
        self._process: Process | None = None
        self._turn = asyncio.Lock()

    async def paint(self, svg: str) -> bytes:
        """The PNG of a drawing. Raises AgoraError when it could not be made, also on a second try."""
        async with self._turn:
            for _ in range(2):
                try:
                    async with asyncio.timeout(_LONGEST):
                        picture = await self._ask(svg.encode())
                except (OSError, asyncio.IncompleteReadError, TimeoutError):
                    await self.close()
                    continue
                except BaseException:
                    # Its answer would be taken for the next one's.
                    await self.close()
                    raise
                if picture:
                    return picture
                break
        raise AgoraError(sentence("chart-not-drawn"))

    async def close(self) -> None:
        """End the process; it is started again when a picture is asked for."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _ask(self, drawing: bytes) -> bytes:
        if self._process is None or self._process.returncode is not None:
            command = [sys.executable, "-I", str(_RASTERIZER), str(font_file())]
            self._process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL)
        hand, easel = self._process.stdin, self._process.stdout
        if hand is None or easel is None:
            raise OSError("the painting process has no pipes")
        hand.write(len(drawing).to_bytes(LENGTH_BYTES, "big") + drawing)
        await hand.drain()
        length = int.from_bytes(await easel.readexactly(LENGTH_BYTES), "big")
        return await easel.readexactly(length)


_KEPT = 128
"""How many charts of each kind are kept; one takes some 20 to 60 KB."""
_STATES = tuple(DebateState)
_Made = TypeVar("_Made", str, bytes)
_Key = tuple[str, str, int, DebateState, Certificate | None]


@dataclass(slots=True)
class _Waiting:
    """A picture that is next to be painted; it shows the newest snapshot that anybody brought."""

    snapshot: Snapshot
    words: Words
    task: asyncio.Task[bytes] | None = None


class Pictures:
    """The chart of a debate as SVG, PNG and words. `kept` bounds how many are remembered.

    However many ask at once, a picture is painted once. While one of a debate is being painted, all who ask
    for newer ones wait for a single next one, which shows what is newest by then: never less than was asked for.
    """

    def __init__(self, painter: Painter | None = None, *, kept: int = _KEPT) -> None:
        self._painter = painter or Painter()
        self._drawings: BoundedDict[_Key, str] = BoundedDict(kept)
        self._pictures: BoundedDict[_Key, bytes] = BoundedDict(kept)
        self._keeping = threading.Lock()
        self._painting: dict[_Key, asyncio.Task[bytes]] = {}
        self._waiting: dict[tuple[str, str], _Waiting] = {}
        self._turns: dict[tuple[str, str], asyncio.Lock] = {}

    def alternative(self, snapshot: Snapshot, words: Words) -> str:
        """What the chart says, in sentences."""
        return alternative(snapshot, words)

    def svg(self, snapshot: Snapshot, words: Words) -> str:
        """The chart as an SVG document, with the alternative inside; takes a few milliseconds when it is new.

        May be called from any thread.
        """
        key = _key(snapshot, words)
        known = self._drawings.get(key)
        if known is None:
            # The templates, the font and the drawings of emoji are needed from the first chart on.
            from bot.charts.chart import chart, draw

            known = draw(chart(snapshot, words))
        self._keep(self._drawings, key, known)
        return known

    async def png(self, snapshot: Snapshot, words: Words) -> bytes:
        """The chart as a PNG of 1200 × 630 that is at least as new as `snapshot`. Raises AgoraError."""
        key = _key(snapshot, words)
        known = self._pictures.used(key)
        if known is not None:
            return known
        under_way = self._painting.get(key) or self._next(snapshot, words)
        # One who hangs up must not take the picture from the others.
        return await asyncio.shield(under_way)

    async def for_message(self, snapshot: Snapshot, words: Words) -> Picture | None:
        """The chart for a result message; None where it can't be painted: a result is said with or without it."""
        try:
            return Picture(await self.png(snapshot, words), self.alternative(snapshot, words))
        except AgoraError as failure:
            _log.warning("a result goes without its picture", debate=snapshot.debate.id, error=failure)
            return None

    async def close(self) -> None:
        """Give up what is being painted, and end the painter."""
        tasks = {*self._painting.values(), *(waiting.task for waiting in self._waiting.values() if waiting.task)}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._waiting.clear()
        await self._painter.close()

    def _next(self, snapshot: Snapshot, words: Words) -> asyncio.Task[bytes]:
        """The task that will paint this snapshot, or a newer one of the same debate."""
        place = (snapshot.debate.id, words.locale)
        waiting = self._waiting.get(place)
        if waiting is None or waiting.task is None:
            waiting = self._waiting[place] = _Waiting(snapshot, words)
            waiting.task = asyncio.create_task(self._paint(place), name=f"picture of {snapshot.debate.id}")
        elif _age(snapshot) > _age(waiting.snapshot):
            waiting.snapshot = snapshot
        return waiting.task

    async def _paint(self, place: tuple[str, str]) -> bytes:
        """Wait for the picture of this debate that is being painted, then paint what is newest."""
        turn = self._turns.setdefault(place, asyncio.Lock())
        key: _Key | None = None
        try:
            async with turn:
                waiting = self._waiting.pop(place)
                key = _key(waiting.snapshot, waiting.words)
                if waiting.task is not None:
                    self._painting[key] = waiting.task
                picture = await self._painter.paint(self.svg(waiting.snapshot, waiting.words))
                self._keep(self._pictures, key, picture)
                return picture
        finally:
            if key is not None:
                self._painting.pop(key, None)
            if place not in self._waiting:
                self._turns.pop(place, None)

    def _keep(self, made: BoundedDict[_Key, _Made], key: _Key, one: _Made) -> None:
        with self._keeping:
            made[key] = one


def _key(snapshot: Snapshot, words: Words) -> _Key:
    debate = snapshot.debate
    return debate.id, words.locale, debate.revision, debate.state, snapshot.certificate


def _age(snapshot: Snapshot) -> tuple[int, int, bool]:
    debate = snapshot.debate
    return _STATES.index(debate.state), debate.revision, snapshot.certificate is not None
