"""Rendered pages, kept until what they show has changed, in bounded memory."""

from __future__ import annotations

import asyncio
import hashlib
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass, field

LIMIT_BYTES = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page as it is sent. `version` is what it was made from: while that is the same, so is the page."""

    body: bytes
    version: Hashable
    etag: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "etag", hashlib.sha256(self.body).hexdigest()[:20])


class Cache:
    """The latest version of each page; those asked for longest ago go first. `renders` counts what was made."""

    def __init__(self, limit: int = LIMIT_BYTES) -> None:
        self._limit = limit
        self._kept: OrderedDict[Hashable, Rendered] = OrderedDict()
        self._under_way: dict[tuple[Hashable, Hashable], asyncio.Task[Rendered]] = {}
        self.bytes = 0
        self.renders = 0

    async def get(self, key: Hashable, version: Hashable, make: Callable[[], Awaitable[str | bytes]]) -> Rendered:
        """The page under `key` as of `version`; `make` is called once, however many ask at the same time."""
        kept = self._kept.get(key)
        if kept is not None and kept.version == version:
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
        rendered = Rendered(made if isinstance(made, bytes) else made.encode(), version)
        self._keep(key, rendered)
        return rendered

    def _keep(self, key: Hashable, rendered: Rendered) -> None:
        before = self._kept.pop(key, None)
        self.bytes += len(rendered.body) - (len(before.body) if before is not None else 0)
        self._kept[key] = rendered
        while self.bytes > self._limit and self._kept:
            _, gone = self._kept.popitem(last=False)
            self.bytes -= len(gone.body)
