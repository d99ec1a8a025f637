"""Rendered pages, kept with their compressed forms until what they show has changed, in bounded memory."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass
from functools import partial

from bot.web.content_coding import Forms

LIMIT_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as it is sent. `version` is what it was made from: while that is the same, so is the page, `until` then.

    `until` is an instant of the cache's clock; None is for ever.
    """

    forms: Forms
    version: Hashable
    until: float | None = None

    @property
    def body(self) -> bytes:
        """The page as it is without compression."""
        return self.forms.plain


class Passing(str):
    """A page that is good for some seconds only: it shows what may change without a word."""

    seconds: float

    def __new__(cls, text: str, seconds: float) -> Passing:
        """`text` for `seconds`."""
        made = super().__new__(cls, text)
        made.seconds = seconds
        return made


class Cache:
    """The latest version of each page; those asked for longest ago go first. `renders` counts what was made."""

    def __init__(self, limit: int = LIMIT_BYTES, clock: Callable[[], float] = time.monotonic) -> None:
        self._limit = limit
        self._clock = clock
        self._kept: OrderedDict[Hashable, Rendered] = OrderedDict()
        self._under_way: dict[tuple[Hashable, Hashable], asyncio.Task[Rendered]] = {}
        self.bytes = 0
        self.renders = 0

    async def get(self, key: Hashable, version: Hashable, make: Callable[[], Awaitable[str | bytes]]) -> Rendered:
        """The page under `key` as of `version`; `make` is called once, however many ask at the same time."""
        kept = self._kept.get(key)
        if kept is not None and kept.version == version and not self._is_over(kept):
            self._kept.move_to_end(key)
            return kept
        task = self._under_way.get((key, version))
        if task is None:
            task = asyncio.create_task(self._make(key, version, make))
            self._under_way[key, version] = task
            task.add_done_callback(lambda _: self._under_way.pop((key, version), None))
        return await asyncio.shield(task)

    async def _make(self, key: Hashable, version: Hashable, make: Callable[[], Awaitable[str | bytes]]) -> Rendered:
        self.renders += 1
        made = await make()
        until = self._clock() + made.seconds if isinstance(made, Passing) else None
        body = made if isinstance(made, bytes) else made.encode()
        rendered = Rendered(Forms(body, grew=partial(self._grown, key, body)), version, until)
        self._keep(key, rendered)
        return rendered

    def _is_over(self, kept: Rendered) -> bool:
        return kept.until is not None and self._clock() >= kept.until

    def _keep(self, key: Hashable, rendered: Rendered) -> None:
        before = self._kept.pop(key, None)
        self.bytes += rendered.forms.size - (before.forms.size if before is not None else 0)
        self._kept[key] = rendered
        self._make_room()

    def _grown(self, key: Hashable, body: bytes, more: int) -> None:
        """A page has been compressed; one that is no longer kept does not count."""
        kept = self._kept.get(key)
        if kept is not None and kept.body is body:
            self.bytes += more
            self._make_room()

    def _make_room(self) -> None:
        while self.bytes > self._limit and self._kept:
            _, gone = self._kept.popitem(last=False)
            self.bytes -= gone.forms.size
