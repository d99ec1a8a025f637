"""Overwriting: what was deleted of people leaves the files themselves, not only what is read from them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.errors import AgoraError
from bot.services.personal_stores import OverwriteStore
from bot.services.ports import Clock, Log, Remembering
from bot.services.wakeup import Wakeup

NO_SOONER = timedelta(minutes=10)
"""A file is written anew at most so often: nobody can keep votes waiting by being forgotten again and again."""
_LOOKS_EVERY = 5.0
"""Seconds between looks whether a command beside this process has deleted anything."""


class Overwriting:
    """Writes files anew in which bytes of deleted rows are left."""

    def __init__(self, *, store: OverwriteStore, platforms: Mapping[str, object], clock: Clock, log: Log) -> None:
        self._store = store
        self._platforms = platforms
        self._clock = clock
        self._log = log
        self._last: datetime | None = None
        self.wake = Wakeup()
        """Look at once."""

    async def run(self) -> None:
        """Overwrite what is due until cancelled."""
        while True:
            self.wake.begin()
            try:
                if self._may() and await self._store.due() is not None:
                    await self.overwrite()
            except AgoraError as failure:
                self._log.warning("deleted bytes are overwritten later", reason=str(failure))
            await self.wake.wait(_LOOKS_EVERY)

    async def overwrite(self) -> bool:
        """Overwrite now; False where something that reads a file keeps it from being done. Raises AgoraError."""
        self._last = began = self._clock.now()
        done = await self._store.overwrite()
        for platform in self._platforms.values():
            if isinstance(platform, Remembering):
                done = await platform.overwrite() and done
        if done:
            await self._store.done(began)
            self._log.info("deleted bytes overwritten")
        else:
            self._log.warning("deleted bytes are overwritten later", reason="another program reads on from the log")
        return done

    def _may(self) -> bool:
        return self._last is None or self._clock.now() - self._last >= NO_SOONER
