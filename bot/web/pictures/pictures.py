"""Charts for whoever asks, each made once."""

from __future__ import annotations

import asyncio
import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import TypeVar

from bot.core.certificate import Certificate
from bot.core.debates import DebateState
from bot.core.words import Words
from bot.services.records import Snapshot
from bot.web.pictures.alternatives import alternative
from bot.web.pictures.painter import Painter

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
        self._kept = kept
        self._drawings: OrderedDict[_Key, str] = OrderedDict()
        self._pictures: OrderedDict[_Key, bytes] = OrderedDict()
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
            from bot.web.pictures.charts import chart
            from bot.web.pictures.drawing import draw

            known = draw(chart(snapshot, words))
        self._keep(self._drawings, key, known)
        return known

    async def png(self, snapshot: Snapshot, words: Words) -> bytes:
        """The chart as a PNG of 1200 × 630 that is at least as new as `snapshot`. Raises AgoraError."""
        key = _key(snapshot, words)
        if key in self._pictures:
            self._pictures.move_to_end(key)
            return self._pictures[key]
        under_way = self._painting.get(key) or self._next(snapshot, words)
        # One who hangs up must not take the picture from the others.
        return await asyncio.shield(under_way)

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

    def _keep(self, made: OrderedDict[_Key, _Made], key: _Key, one: _Made) -> None:
        """Keep one as the last used, and forget those used longest ago."""
        with self._keeping:
            made[key] = one
            made.move_to_end(key)
            while len(made) > self._kept:
                made.popitem(last=False)


def _key(snapshot: Snapshot, words: Words) -> _Key:
    debate = snapshot.debate
    return debate.id, words.locale, debate.revision, debate.state, snapshot.certificate


def _age(snapshot: Snapshot) -> tuple[int, int, bool]:
    debate = snapshot.debate
    return _STATES.index(debate.state), debate.revision, snapshot.certificate is not None
