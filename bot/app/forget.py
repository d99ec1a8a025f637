"""`agora forget`: a person is forgotten on an operator's word, beside a running bot or alone."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.app.registry import chat_store
from bot.config import Config
from bot.core.marks import Voter
from bot.errors import NotFound, Refused, UsageError
from bot.locales import words_for
from bot.log import get_logger
from bot.services.clock import SystemClock
from bot.services.forgetting import Forgetting, Forgotten
from bot.services.overwriting import Overwriting
from bot.services.personal_stores import Traces
from bot.storage import Database, RunLock, open_ledger

if TYPE_CHECKING:
    from bot.platforms.local.adapter import LocalPlatform

_FORMS = "Write discord:ID, slack:TEAM:ID or local:NAME."
_ID = re.compile(r"[A-Z0-9]{2,}")
_LOOKS_EVERY = 0.2
_OVERWRITTEN_WITHIN = 30.0
"""Seconds that a running bot is given to overwrite the file."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, and whether the files are overwritten; else the running bot does so within minutes."""

    forgotten: Forgotten
    overwritten: bool


def voter_named(text: str) -> Voter:
    """The account that `discord:ID`, `slack:TEAM:ID` or `local:NAME` names. Raises UsageError for anything else."""
    platform, _, rest = text.strip().partition(":")
    match platform:
        case "discord":
            if not (rest.isascii() and rest.isdecimal()):
                raise UsageError(
                    f"'{rest}' is no id of a Discord account: that is a number of 17 digits or more.",
                    "With Discord's developer mode on, right-click the person and choose Copy User ID.",
                )
            return Voter("discord", "", rest)
        case "slack":
            team, _, user = rest.partition(":")
            if not (_ID.fullmatch(team) and team[0] in "TE" and _ID.fullmatch(user) and user[0] in "UW"):
                raise UsageError(
                    f"'{rest}' is no Slack account: it takes the workspace's id (T…) and the member's (U… or W…).",
                    "Write slack:T0123456:U0123456; Copy member ID stands in the member's profile.",
                )
            return Voter("slack", team, user)
        case "local":
            if not rest:
                raise UsageError("'local:' names nobody.", "Write local:NAME, as the chat's menu shows the name.")
            from bot.platforms.local.identifiers import voter_of

            return voter_of(rest)
    raise UsageError(f"'{text}' names no account.", _FORMS)


class Work:
    """One person, and what forgets them; `voter` is the account as the ledger has it."""

    def __init__(self, voter: Voter, forgetting: Forgetting, traces: Traces, overwriting: Overwriting) -> None:
        self.voter = voter
        self.traces = traces
        self._forgetting = forgetting
        self._overwriting = overwriting

    @property
    def erases(self) -> bool:
        """Whether what the person wrote in the chat goes as well."""
        return self._forgetting.erases(self.voter)

    async def carry_out(self, database: Database) -> Done:
        """Forget the person. Raises Refused while votes of theirs are being counted, and AgoraError."""
        forgotten = await self._forgetting.forget(self.voter)
        if forgotten.being_counted:
            titles = ", ".join(f"{debate.slug} ({debate.id})" for debate in forgotten.being_counted)
            raise Refused(f"The votes of {titles} are being counted right now.", "Try again in a few minutes.")
        async with _alone(database) as alone:
            return Done(forgotten, await (self._overwriting.overwrite() if alone else self._waited(database)))

    @staticmethod
    async def _waited(database: Database) -> bool:
        """Wait a little for the running bot to overwrite the files; whether it has."""
        try:
            async with asyncio.timeout(_OVERWRITTEN_WITHIN):
                while await database.ledger.overwrites.due() is not None:
                    await SystemClock().sleep(_LOOKS_EVERY)
        except TimeoutError:
            return False
        return True


@asynccontextmanager
async def working(config: Config, voter: Voter, named: str) -> AsyncIterator[tuple[Work, Database]]:
    """What is needed to forget somebody, who is `named` so by the operator.

    Raises NotFound where nothing is known of them, and AgoraError.
    """
    database = await open_ledger(config.database_url())
    chat = _chat(config, database)
    try:
        platforms = {chat.name: chat} if chat is not None else {}
        if chat is not None and voter.platform == chat.name:
            found = await chat.store.called(voter.native)
            voter = voter._replace(native=found.id) if found is not None else voter
        clock = SystemClock()
        forgetting = Forgetting(store=database.ledger.forgetting, platforms=platforms, clock=clock)
        traces = await forgetting.traces(voter)
        if not traces.known and not (await forgetting.everything(voter)).get("platform"):
            raise NotFound(f"Nothing is known of {named}.", f"Is it the right account? {_FORMS}")
        overwriting = Overwriting(
            store=database.ledger.overwrites, platforms=platforms, clock=clock, log=get_logger("overwriting")
        )
        yield Work(voter, forgetting, traces, overwriting), database
    finally:
        if chat is not None:
            await chat.close()
        await database.close()


def _chat(config: Config, database: Database) -> LocalPlatform | None:
    """The local chat's own store, if there is one."""
    path = chat_store(config, database.path)
    if not path.exists():
        return None
    from bot.platforms.local.adapter import LocalPlatform

    words = partial(words_for, timezone=config.timezone)
    return LocalPlatform(path, [], SystemClock(), words, locale=config.locale)


@asynccontextmanager
async def _alone(database: Database) -> AsyncIterator[bool]:
    """Whether no running bot works on this database, and none begins to until the block ends."""
    if database.path is None:
        yield not await database.ledger.processes.anyone_alive(SystemClock().now())
        return
    lock = RunLock(database.path)
    is_ours = lock.try_acquire("one-shot")
    try:
        yield is_ours
    finally:
        if is_ours:
            lock.release()
