"""Channels by every id that they have had: Slack gives a channel a new one and goes on taking the old.

The bot uses one id for each channel, the configured one if there is any. What Slack tells of a channel under another is
told on under that one; what the bot asks of Slack, it asks under the newest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from bot.errors import StorageError
from bot.log import get_logger
from bot.platforms.slack.identifiers import PLATFORM
from bot.services.stores import LearntStore
from bot.services.wakeup import Wakeup

_LOOKS_EVERY = 30.0
"""Seconds after which the ledger is asked what other processes have learnt."""
_log = get_logger("slack")


class ChannelIds:
    """Knows channels by all their ids. `learnt` keeps them; `moved` is called with the bot's id of a channel whose
    new one was learnt: what happened there meanwhile was not understood."""

    def __init__(self, configured: Iterable[str], learnt: LearntStore | None, moved: Callable[[str], None]) -> None:
        self._configured = tuple(dict.fromkeys(configured))
        self._learnt = learnt
        self._moved = moved
        self._newer: dict[str, str] = {}
        self._ours: dict[str, str] = {}
        self._noted: Mapping[str, str] | None = None
        self._wakeup = Wakeup()

    def ours(self, channel: str) -> str:
        """The id that the bot uses for what Slack calls `channel`."""
        return self._ours.get(channel, channel)

    def now(self, channel: str) -> str:
        """The newest id of a channel."""
        while channel in self._newer:
            channel = self._newer[channel]
        return channel

    def learn(self, old: str, new: str) -> None:
        """What was called `old` is called `new` from now on."""
        if not (is_channel(old) and is_channel(new)) or self.now(old) == new:
            return
        self._newer.pop(new, None)
        if self.now(old) != new:
            self._newer[self.now(old)] = new
        self._sort()
        _log.info("a channel has another id", old=old, new=new)
        self._moved(self.ours(new))
        self._wakeup()

    async def recall(self) -> None:
        """Take what the ledger knows, and have posts found under the ids that are used now. Raises StorageError."""
        if self._learnt is None:
            return
        for old, new in (await self._learnt.moved(PLATFORM)).items():
            if old in self._newer or self.now(new) == old:
                continue
            self._newer[old] = new
            self._sort()
            if self._noted is not None:
                self._moved(self.ours(new))
        await self.note()

    async def note(self) -> None:
        """Keep in the ledger what was learnt. Raises StorageError."""
        known = dict(self._newer)
        if self._learnt is None or known == (self._noted or {}):
            self._noted = known
            return
        await self._learnt.note_moved(PLATFORM, known, dict(self._ours))
        self._noted = known

    async def run(self) -> None:
        """Keep what is learnt, and take what other processes have, until cancelled."""
        while True:
            await self._wakeup.wait(_LOOKS_EVERY)
            self._wakeup.begin()
            try:
                await self.note()
                await self.recall()
            except StorageError as failure:
                _log.warning("new ids of channels could not be kept yet", reason=str(failure))

    def _sort(self) -> None:
        """For every id of a channel but the one that is used, the one that is used."""
        used = {self.now(channel): channel for channel in reversed(self._configured)}
        every = {*self._newer, *self._newer.values()}
        self._ours = {each: ours for each in every if (ours := used.get(self.now(each), self.now(each))) != each}


def is_channel(native: str) -> bool:
    """Whether this is the id of a channel, rather than of a person or a conversation of two."""
    return native[:1] in ("C", "G")
