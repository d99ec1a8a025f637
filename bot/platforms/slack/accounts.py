"""Whose accounts are bots': learnt once an account, in bulk where possible, and never on the path of a vote.

Reaction events don't say it. Somebody unknown counts as a person for the moment; a reading that has somebody unknown
in it says nothing, and is read again. What is known is kept in the ledger, for the next run and for one-shot commands.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from typing import Any

from bot.bounded import BoundedDict
from bot.errors import StorageError
from bot.log import get_logger
from bot.platforms.slack.api import Api
from bot.platforms.slack.api_errors import AccountHidden, MethodUnknown
from bot.platforms.slack.identifiers import PLATFORM
from bot.services.platform_errors import Impossible, PlatformError
from bot.services.stores import LearntStore

_PAGE = 1_000
_MOST_PAGES = 200
_ONE_BY_ONE = 30
"""Up to so many unknown accounts are asked for singly; of more, the whole list is read."""
_AT_ONCE = 4
_BULK_AGAIN_AFTER = 600.0
_FOR_NAMES = 5.0
"""Seconds that a page waits for names."""
_REMEMBERED = 5_000
_PAUSE = 2.0
_QUIET_FOR = 30.0
"""Seconds without questions of our own after one that was not answered; a reading asks all the same."""
_QUIET_AFTER_REFUSAL = 600.0
_log = get_logger("slack")


class Accounts:
    """What is known of the workspace's accounts. `found_bot` is called when one that has reacted is a bot's."""

    def __init__(self, api: Api, found_bot: Callable[[], None], learnt: LearntStore | None = None) -> None:
        self._api = api
        self._found_bot = found_bot
        self._learnt = learnt
        self._people: set[str] = set()
        self._bots: set[str] = {"USLACKBOT"}
        self._told: set[str] = set()
        self._unknown: dict[str, None] = {}
        self._unnoted: dict[str, bool] = {}
        self._noted: set[str] = set()
        self._met = asyncio.Event()
        self._names: BoundedDict[str, str] = BoundedDict(_REMEMBERED)
        self._locales: BoundedDict[str, str] = BoundedDict(_REMEMBERED)
        self._listed_at: float | None = None
        self._listing = asyncio.Lock()
        self._unlisted: set[str] = set()
        self._tells = True
        """False for a server that has no word about accounts: there everybody is a person."""
        self._refused = False
        self._quiet_until = 0.0

    def is_bot(self, user: str) -> bool:
        """Whether this is known to be a bot's account."""
        return user in self._bots

    def meet(self, user: str) -> None:
        """Somebody has done something: what Slack tells of the account is learnt and kept by and by."""
        if user not in self._noted and user not in self._unknown and len(self._unknown) < 100 * _REMEMBERED:
            self._unknown[user] = None
            self._met.set()

    def locale_of(self, user: str) -> str | None:
        """The language that somebody uses Slack in, such as `ko-KR`, if that is known."""
        return self._locales.get(user)

    def name_of(self, user: str) -> str | None:
        """The name that Slack shows for somebody, if that is known."""
        return self._names.get(user)

    def forget(self, user: str) -> None:
        """Keep nothing of an account any more, and write nothing of it, until somebody meets it after the next start.

        Whether it is a bot's stays known: no name hangs on that.
        """
        self._unknown.pop(user, None)
        self._unnoted.pop(user, None)
        self._names.pop(user, None)
        self._locales.pop(user, None)
        self._noted.add(user)

    async def recall(self) -> None:
        """Take the bots that the ledger knows of. Raises StorageError."""
        if self._learnt is not None:
            bots = await self._learnt.bots(PLATFORM, (await self._api.identity()).team)
            self._bots |= bots
            self._noted |= bots

    async def run(self) -> None:
        """Read the list of accounts, then learn of those who are met, until cancelled."""
        with suppress(PlatformError):
            await self._list()
        while self._tells:
            await self._met.wait()
            self._met.clear()
            waiting = tuple(self._unknown)
            if not self._is_quiet():
                try:
                    await self._learn(waiting if self._may_list() else waiting[:_ONE_BY_ONE], self._told)
                except PlatformError as failure:
                    self._be_quiet(failure)
            if any(user in self._bots for user in waiting):
                self._found_bot()
            await self._note(waiting)
            for user in waiting:
                if user in self._told or user in self._bots:
                    self._noted.add(user)
                    self._unknown.pop(user, None)
            if self._unknown:
                self._met.set()
            await asyncio.sleep(_PAUSE)

    async def sure_of(self, users: Collection[str]) -> None:
        """Know of each of these accounts whether it is a bot's. Raises PlatformError where Slack doesn't say it."""
        await self._recall(self._missing(users))
        unknown = self._missing(users)
        try:
            await self._learn(unknown, self._people)
        except PlatformError:
            for user in self._missing(unknown):
                self.meet(user)
            raise
        finally:
            await self._note(users)

    async def names(self, users: Collection[str]) -> None:
        """Learn the names of a few people, as far as Slack tells them; never raises."""
        missing = [user for user in dict.fromkeys(users) if user not in self._names][:_ONE_BY_ONE]
        if missing and not self._is_quiet():
            with suppress(TimeoutError, PlatformError):
                async with asyncio.timeout(_FOR_NAMES):
                    await self._ask_each(missing)

    async def _learn(self, users: Collection[str], known: Collection[str]) -> None:
        """Learn of those who are not `known`: of a few singly, of many by the whole list. Raises PlatformError."""

        def left() -> list[str]:
            return [user for user in users if user not in known and user not in self._bots]

        def to_list() -> list[str]:
            return [user for user in left() if user not in self._unlisted]

        if len(to_list()) > _ONE_BY_ONE:
            await self._list(to_list)
            self._unlisted.update(left())
        await self._ask_each(left())

    def _missing(self, users: Iterable[str]) -> list[str]:
        if not self._tells:
            return []
        return [user for user in users if user not in self._people and user not in self._bots]

    async def _recall(self, users: Collection[str]) -> None:
        """Take what the ledger knows of these; what it can't tell now, Slack is asked for."""
        if self._learnt is None or not users:
            return
        try:
            known = await self._learnt.accounts(PLATFORM, (await self._api.identity()).team, users)
        except StorageError as failure:
            _log.warning("the ledger could not be asked about accounts", reason=str(failure))
            return
        self._noted.update(known)
        self._bots.update(user for user, bot in known.items() if bot)
        self._people.update(user for user, bot in known.items() if not bot)

    async def _note(self, users: Collection[str] = ()) -> None:
        """Keep in the ledger what Slack has told of these, and of bots; what can't be kept now goes with the next."""
        told = (user for user in users if user in self._told and user not in self._noted)
        self._unnoted.update((user, user in self._bots) for user in told)
        if self._learnt is None or not self._unnoted:
            return
        noted = dict(self._unnoted)
        try:
            await self._learnt.note_accounts(PLATFORM, (await self._api.identity()).team, noted)
        except (StorageError, PlatformError) as failure:
            _log.warning("what is known of accounts could not be kept yet", reason=str(failure))
            return
        self._noted.update(noted)
        for user in noted:
            self._unnoted.pop(user, None)

    def _is_quiet(self) -> bool:
        """Whether Slack was asked in vain a moment ago."""
        return asyncio.get_running_loop().time() < self._quiet_until

    def _be_quiet(self, failure: PlatformError) -> None:
        refused = isinstance(failure, Impossible)
        pause = _QUIET_AFTER_REFUSAL if refused else _QUIET_FOR
        self._quiet_until = asyncio.get_running_loop().time() + pause
        if refused and not self._refused:
            _log.warning("bots can't be told from people", reason=str(failure))
        elif not refused:
            _log.info("an account could not be looked up", reason=str(failure))
        self._refused = refused

    def _may_list(self) -> bool:
        now = asyncio.get_running_loop().time()
        return self._listed_at is None or now - self._listed_at > _BULK_AGAIN_AFTER

    async def _list(self, wanted: Callable[[], Collection[str]] | None = None) -> None:
        """Read the whole list of accounts, unless one that was being read has left few `wanted`.

        Raises PlatformError.
        """
        async with self._listing:
            if wanted is not None and len(wanted()) <= _ONE_BY_ONE:
                return
            cursor, seen = "", {""}
            for _ in range(_MOST_PAGES):
                try:
                    page = await self._api.read(
                        "users.list",
                        lambda client, cursor=cursor: client.users_list(  # type: ignore[misc]
                            limit=_PAGE, cursor=cursor or None, include_locale=True
                        ),
                    )
                except MethodUnknown:
                    self._tells = False
                    return
                for member in page.get("members") or ():
                    self._take(member)
                cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
                if cursor in seen:
                    break
                seen.add(cursor)
            self._listed_at = asyncio.get_running_loop().time()
        await self._note()

    async def _ask_each(self, users: Collection[str]) -> None:
        """Look each of these up, a few at once. Raises the first PlatformError, and asks no more after it."""
        room = asyncio.Semaphore(_AT_ONCE)
        failures: list[PlatformError] = []

        async def ask(user: str) -> None:
            async with room:
                if not failures and self._tells:
                    try:
                        await self._ask(user)
                    except PlatformError as failure:
                        failures.append(failure)

        await asyncio.gather(*(ask(user) for user in users))
        if failures:
            raise failures[0]

    async def _ask(self, user: str) -> None:
        try:
            answer = await self._api.read(
                "users.info", lambda client: client.users_info(user=user, include_locale=True)
            )
        except AccountHidden:
            # Nothing more will be told of a stranger in a shared channel.
            self._people.add(user)
            self._told.add(user)
        except MethodUnknown:
            self._tells = False
        else:
            self._refused = False
            self._take(answer.get("user"), user)

    def _take(self, member: Any, user: str = "") -> None:
        """Note an account as Slack describes it."""
        facts = member if isinstance(member, dict) else {}
        user = user or str(facts.get("id") or "")
        if not user:
            return
        self._told.add(user)
        if facts.get("is_bot") or facts.get("is_workflow_bot"):
            if user not in self._bots:
                self._unnoted[user] = True
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
