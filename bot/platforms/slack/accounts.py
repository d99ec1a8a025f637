"""Whose accounts are bots': learnt once an account, in bulk where possible, and never on the path of a vote.

Reaction events don't say it. Somebody unknown counts as a person; when the account turns out to be a bot's, the
marks that it left are for a recount to take away, which drops every known bot.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from contextlib import suppress
from typing import Any

from bot.log import get_logger
from bot.platforms.slack.api import Api
from bot.platforms.slack.failures import AccountHidden
from bot.services.outcomes import Impossible, PlatformError

_PAGE = 500
_MOST_PAGES = 200
_ONE_BY_ONE = 30
"""Up to so many unknown accounts are asked for singly; of more, the whole list is read."""
_AT_ONCE = 4
_BULK_AGAIN_AFTER = 600.0
_FOR_A_READING = 5.0
"""Seconds that a recount waits for what it can learn about unknown accounts."""
_REMEMBERED = 5_000
_PAUSE = 2.0
_QUIET_FOR = 30.0
"""Seconds without questions after one that was not answered."""
_log = get_logger("slack")


class Accounts:
    """What is known of the workspace's accounts. `found_bot` is called when one that has reacted is a bot's."""

    def __init__(self, api: Api, found_bot: Callable[[], None]) -> None:
        self._api = api
        self._found_bot = found_bot
        self._people: set[str] = set()
        self._bots: set[str] = {"USLACKBOT"}
        self._unknown: dict[str, None] = {}
        self._met = asyncio.Event()
        self._names: dict[str, str] = {}
        self._locales: dict[str, str] = {}
        self._listed_at: float | None = None
        self._mute = False
        self._quiet_until = 0.0

    def is_bot(self, user: str) -> bool:
        """Whether this is known to be a bot's account."""
        return user in self._bots

    def meet(self, user: str) -> None:
        """Somebody has reacted: if nothing is known of the account, it is looked up by and by."""
        if user not in self._people and user not in self._unknown and len(self._unknown) < 100 * _REMEMBERED:
            self._unknown[user] = None
            self._met.set()

    def locale_of(self, user: str) -> str | None:
        """The language that somebody uses Slack in, such as `ko-KR`, if that is known."""
        return self._locales.get(user)

    def name_of(self, user: str) -> str | None:
        """The name that Slack shows for somebody, if that is known."""
        return self._names.get(user)

    async def run(self) -> None:
        """Read the list of accounts, then learn of those who are met, until cancelled."""
        with suppress(PlatformError):
            await self._list()
        while not self._mute:
            await self._met.wait()
            self._met.clear()
            waiting = tuple(self._unknown)
            if not self._is_quiet():
                await self._learn(waiting if self._may_list() else waiting[:_ONE_BY_ONE])
            if any(user in self._bots for user in waiting):
                self._found_bot()
            for user in waiting:
                if user in self._people or user in self._bots:
                    del self._unknown[user]
            if self._unknown:
                self._met.set()
                await asyncio.sleep(_PAUSE)

    async def look_at(self, users: Collection[str]) -> None:
        """Learn what can soon be learnt about these accounts, the rest by and by; never raises."""
        unknown = self._unknown_among(users)
        if not unknown or self._is_quiet():
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(_FOR_A_READING):
                await self._learn(unknown)
        for user in self._unknown_among(unknown):
            self.meet(user)

    async def names(self, users: Collection[str]) -> None:
        """Learn the names of a few people, as far as Slack tells them; never raises."""
        missing = [user for user in dict.fromkeys(users) if user not in self._names][:_ONE_BY_ONE]
        if missing and not self._is_quiet():
            with suppress(TimeoutError):
                async with asyncio.timeout(_FOR_A_READING):
                    await self._ask_each(missing)

    async def _learn(self, users: Collection[str]) -> None:
        """Learn of a few accounts singly, of many by the whole list."""
        if len(users) > _ONE_BY_ONE and self._may_list():
            with suppress(PlatformError):
                await self._list()
        left = self._unknown_among(users)
        if len(left) <= _ONE_BY_ONE:
            await self._ask_each(left)

    def _unknown_among(self, users: Collection[str]) -> list[str]:
        return [user for user in users if user not in self._people and user not in self._bots]

    def _is_quiet(self) -> bool:
        """Whether Slack was asked in vain a moment ago, or will never tell."""
        return self._mute or asyncio.get_running_loop().time() < self._quiet_until

    def _may_list(self) -> bool:
        now = asyncio.get_running_loop().time()
        return self._listed_at is None or now - self._listed_at > _BULK_AGAIN_AFTER

    async def _list(self) -> None:
        """Read the whole list of accounts."""
        self._listed_at = asyncio.get_running_loop().time()
        cursor, seen = "", {""}
        for _ in range(_MOST_PAGES):
            page = await self._api.read(
                "users.list",
                lambda client, cursor=cursor: client.users_list(  # type: ignore[misc]
                    limit=_PAGE, cursor=cursor or None, include_locale=True
                ),
            )
            for member in page.get("members") or ():
                self._take(member)
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if cursor in seen:
                return
            seen.add(cursor)

    async def _ask_each(self, users: Collection[str]) -> None:
        room = asyncio.Semaphore(_AT_ONCE)

        async def ask(user: str) -> None:
            async with room:
                if not self._is_quiet():
                    await self._ask(user)

        await asyncio.gather(*(ask(user) for user in users))

    async def _ask(self, user: str) -> None:
        try:
            answer = await self._api.read(
                "users.info", lambda client: client.users_info(user=user, include_locale=True)
            )
        except AccountHidden:
            self._people.add(user)
        except Impossible as failure:
            if not self._mute:
                self._mute = True
                _log.warning("bots can't be told from people", reason=str(failure))
        except PlatformError as failure:
            self._quiet_until = asyncio.get_running_loop().time() + _QUIET_FOR
            _log.info("an account could not be looked up", reason=str(failure))
        else:
            self._take(answer.get("user"), user)

    def _take(self, member: Any, user: str = "") -> None:
        """Note an account as Slack describes it."""
        facts = member if isinstance(member, dict) else {}
        user = user or str(facts.get("id") or "")
        if not user:
            return
        if facts.get("is_bot") or facts.get("is_workflow_bot"):
            self._bots.add(user)
            self._people.discard(user)
            return
        self._people.add(user)
        profile = facts.get("profile") or {}
        name = profile.get("display_name") or profile.get("real_name") or facts.get("real_name") or facts.get("name")
        _keep(self._names, user, name)
        _keep(self._locales, user, facts.get("locale"))


def _keep(known: dict[str, str], user: str, value: object) -> None:
    if isinstance(value, str) and value:
        known[user] = value
        while len(known) > _REMEMBERED:
            del known[next(iter(known))]
