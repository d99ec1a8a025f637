"""Reading a message's reactions back: who holds which variant of an emoji.

Discord gives a hundred bare users a page and tells normal and burst reactions apart only if asked for each [doc].
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.core.marks import Voter
from bot.core.recounts import Scan
from bot.platforms.discord.budget import Urgency
from bot.platforms.discord.failures import Task
from bot.platforms.discord.guilds import Guilds
from bot.platforms.discord.places import Places
from bot.platforms.discord.reactions import path_of_present, reaction_of
from bot.platforms.discord.reading import READ
from bot.platforms.discord.rest import Rest
from bot.platforms.discord.voters import voter_of
from bot.services.outcomes import PlatformError

_PAGE = 100
_NORMAL, _BURST = 0, 1
_MESSAGE = "/channels/{channel_id}/messages/{message_id}"


@dataclass(frozen=True, slots=True)
class _Variant:
    """A reaction as the message lists it: all who hold it, normal and burst together."""

    emoji: Mapping[str, Any]
    plain: str
    count: int


class Scanner:
    """Scans messages, a few requests at a time."""

    def __init__(self, rest: Rest, guilds: Guilds, places: Places) -> None:
        self._rest = rest
        self._guilds = guilds
        self._places = places

    async def scan(self, place: str, message: str, emoji: Iterable[str]) -> Scan:
        """Every reaction that stands for one of `emoji`. Raises PlatformError; what could not be read is not nobody.

        A list that stays shorter than its count is short: Discord's counts can be wrong [thread], but which of the
        two is can't be told from here, and a vote that is taken away by mistake is worse than one that stays.
        The counts are read before and after, so that whoever took a reaction back meanwhile is not missed.
        """
        await self._places.learn(place)
        wanted = frozenset(emoji)
        before = await self._variants(place, message, wanted)
        lists = await asyncio.gather(*(self._holders(place, message, variant) for variant in before.values()))
        found = dict(zip(before, lists, strict=True))
        suspect = [raw for raw, (normal, burst) in found.items() if len(normal) + len(burst) < before[raw].count]
        after = await self._variants(place, message, wanted) if suspect else before
        short = {raw for raw in suspect if sum(map(len, found[raw])) < (after[raw].count if raw in after else 0)}
        return self._told(before, found, short)

    def _told(
        self, variants: Mapping[str, _Variant], found: Mapping[str, tuple[_Users, _Users]], short: set[str]
    ) -> Scan:
        holders: dict[str, frozenset[Voter]] = {}
        shorts: set[str] = set()
        own: set[str] = set()
        for raw, kinds in found.items():
            for burst, users in zip((False, True), kinds, strict=True):
                reaction, plain = reaction_of(variants[raw].emoji, burst=burst)
                if raw in short:
                    shorts.add(reaction)
                if self._rest.me in users:
                    own.add(plain)
                people = frozenset(voter_of(user) for user, bot in users.items() if not bot)
                if people:
                    holders[reaction] = people
        return Scan(holders=holders, short=frozenset(shorts), own=frozenset(own))

    async def _variants(self, place: str, message: str, wanted: frozenset[str]) -> dict[str, _Variant]:
        task = self._task(place)
        try:
            ids = {"channel_id": place, "message_id": message}
            told = await self._rest.call(Urgency.RECOUNT, task, "GET", _MESSAGE, ids)
        except PlatformError as failure:
            raise await self._places.gone_or_explained(failure, task, place) from failure.__cause__
        if not isinstance(told, dict):
            raise PlatformError("Discord answered without the message.")
        variants: dict[str, _Variant] = {}
        for reaction in told.get("reactions") or ():
            raw, plain = reaction_of(reaction["emoji"], burst=False)
            if plain in wanted:
                variants[raw] = _Variant(reaction["emoji"], plain, int(reaction.get("count") or 0))
        return variants

    async def _holders(self, place: str, message: str, variant: _Variant) -> tuple[_Users, _Users]:
        """Who holds a variant, normal and burst; a server that can't tell them apart has no burst ones."""
        normal = await self._users(place, message, variant, _NORMAL)
        burst = await self._users(place, message, variant, _BURST)
        same = burst.keys() == normal.keys() and variant.count < len(normal) + len(burst)
        return normal, {} if same else burst

    async def _users(self, place: str, message: str, variant: _Variant, kind: int) -> _Users:
        """Everybody who holds a variant, page by page: user ids, and whether it is a bot."""
        task = self._task(place)
        users: _Users = {}
        after = "0"
        while True:
            try:
                page = await self._rest.call(
                    Urgency.RECOUNT,
                    task,
                    "GET",
                    _MESSAGE + "/reactions/{emoji}",
                    {"channel_id": place, "message_id": message, "emoji": path_of_present(variant.emoji)},
                    params={"limit": _PAGE, "type": kind, "after": after},
                )
            except PlatformError as failure:
                raise await self._places.gone_or_explained(failure, task, place) from failure.__cause__
            if not isinstance(page, list):
                raise PlatformError("Discord answered without a list of users.")
            if not page:
                return users
            users.update((str(user["id"]), bool(user.get("bot"))) for user in page)
            last = _last(page)
            if len(page) < _PAGE or int(last) <= int(after):
                return users
            after = last

    def _task(self, place: str) -> Task:
        return Task(f"read the reactions in {self._guilds.name(place)}", needs=READ)


_Users = dict[str, bool]


def _last(page: Sequence[Mapping[str, Any]]) -> str:
    return max((str(user["id"]) for user in page), key=int)
