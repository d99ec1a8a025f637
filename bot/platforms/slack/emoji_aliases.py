"""The workspace's second names for emoji: known before a reaction is taken for anything, asked for until they are.

Only names that are not Slack's own need them. The list is read with what it is needed for: before a reading is
understood, at once where a name is not in it, and again whenever Slack says that it has changed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable, Mapping

from bot.backoff import OUT_OF_REACH, Pauses
from bot.errors import AgoraError
from bot.log import get_logger
from bot.platforms.slack.api import Api
from bot.platforms.slack.api_errors import AGAIN, MethodUnknown
from bot.platforms.slack.identifiers import PLATFORM, EmojiNames, is_standard
from bot.sentences import sentence
from bot.services.platform_errors import PlatformError
from bot.services.stores import LearntStore

_FRESH_FOR = 10.0
"""Seconds after which a reading has the list read again, in case nobody told that it has changed."""
_REMEMBERED = 10_000
_log = get_logger("slack")


class EmojiAliases:
    """Knows what names stand for.

    `changed` is called when second names are others than they were, `told` whenever the list has been read.
    """

    def __init__(
        self,
        api: Api,
        names: EmojiNames,
        learnt: LearntStore | None,
        *,
        changed: Callable[[], None],
        told: Callable[[], None],
    ) -> None:
        self._api = api
        self._names = names
        self._learnt = learnt
        self._changed = changed
        self._told = told
        self._read_at: float | None = None
        self._outdated_at = float("-inf")
        self._gone: frozenset[str] = frozenset()
        self._noted: Mapping[str, str] | None = None
        self._asking = asyncio.Lock()
        self._wanted = asyncio.Event()
        self._wanted.set()
        self._asked_for: set[str] = set()
        self._moved = asyncio.Event()

    def outdate(self) -> None:
        """Slack says that the workspace's emoji have changed."""
        self._outdated_at = _now()
        self._wanted.set()

    def are_known(self, names: Iterable[str]) -> bool:
        """Whether it is known what these names stand for, as far as anybody has told."""
        own = [name for name in names if not is_standard(name)]
        if not own:
            return True
        current = self._read_at is not None and self._read_at > self._outdated_at
        return current and all(self._names.knows(name) or name in self._gone for name in own)

    async def sure_of(self, names: Collection[str], since: float) -> None:
        """Know what these names stand for that were seen at `since` (loop time).

        Raises PlatformError, and StorageError where it can't be noted.
        """
        fresh = self._read_at is not None and _now() - self._read_at < _FRESH_FOR
        if not all(map(is_standard, names)) and not (fresh and self.are_known(names)):
            await self._read(since, names)

    async def told(self, names: Collection[str]) -> None:
        """Return when it is known what these names stand for, which `run` finds out."""
        while not self.are_known(names):
            self._asked_for.update(names)
            self._wanted.set()
            self._moved.clear()
            await self._moved.wait()

    async def run(self) -> None:
        """Read the list, and again whenever it has changed or has not enough in it, until cancelled."""
        pauses, said = Pauses(OUT_OF_REACH), ""
        while True:
            await self._wanted.wait()
            self._wanted.clear()
            asked_for = frozenset(self._asked_for)
            try:
                await self._read(_now(), asked_for)
            except AgoraError as failure:
                if str(failure) != said:
                    _log.warning("second names of the workspace's emoji are not known yet", reason=str(failure))
                said = str(failure)
                self._wanted.set()
                await asyncio.sleep(pauses.next())
            else:
                self._asked_for -= asked_for
                pauses.reset()
                said = ""

    async def _read(self, since: float, names: Collection[str]) -> None:
        """Read the list unless it was read since then. A name that is not in it stands for nothing but itself."""
        async with self._asking:
            if self._read_at is None or self._read_at < since or self._read_at <= self._outdated_at:
                began = _now()
                await self._recall()
                self._names.learn(await self._list())
                self._gone = frozenset(name for name in self._gone if not self._names.knows(name))
                await self._note()
                self._read_at = began
            self._gone |= {name for name in names if not self._names.knows(name)}
            if len(self._gone) > _REMEMBERED:
                self._gone = frozenset(names)
        self._moved.set()
        self._told()

    async def _list(self) -> Mapping[str, object]:
        try:
            answer = await self._api.read("emoji.list", lambda client: client.emoji_list())
        except MethodUnknown:
            return {}
        found = answer.get("emoji")
        if not isinstance(found, Mapping):
            raise PlatformError(sentence("slack-emoji-list-not-understood"), AGAIN)
        return found

    async def _recall(self) -> None:
        """Take what the ledger knows, once. Raises StorageError."""
        if self._learnt is not None and self._noted is None:
            self._noted = await self._learnt.aliases(PLATFORM)
            self._names.recall(self._noted)

    async def _note(self) -> None:
        """Keep the second names in the ledger, which takes votes by them. Raises StorageError."""
        known, before = dict(self._names.aliases), self._noted
        if known == before:
            return
        if self._learnt is not None:
            await self._learnt.note_aliases(PLATFORM, known)
        self._noted = known
        if before is not None:
            self._changed()


def _now() -> float:
    return asyncio.get_running_loop().time()
