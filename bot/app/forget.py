"""`agora forget`: a person is forgotten on an operator's word, beside a running bot or alone."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.app.overwritten import alone_on, chat_at, overwritten
from bot.app.registry import chat_store
from bot.config import Config
from bot.core.debates import Debate
from bot.core.marks import Voter
from bot.errors import NotFound, Refused, UsageError
from bot.sentences import sentence
from bot.services.clock import SystemClock
from bot.services.forgetting import Forgetting, Forgotten
from bot.services.personal_stores import Traces
from bot.storage import Database, open_ledger

_ID = re.compile(r"[A-Z0-9]{2,}")


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
                raise UsageError(sentence("forgetting-no-discord-id", id=rest))
            return Voter("discord", "", rest)
        case "slack":
            team, _, user = rest.partition(":")
            if not (_ID.fullmatch(team) and team[0] in "TE" and _ID.fullmatch(user) and user[0] in "UW"):
                raise UsageError(sentence("forgetting-no-slack-id", id=rest))
            return Voter("slack", team, user)
        case "local":
            if not rest:
                raise UsageError(sentence("forgetting-no-local-name"))
            from bot.platforms.local.identifiers import voter_of

            return voter_of(rest)
    raise UsageError(sentence("forgetting-no-account", text=text))


def name_of(voter: Voter) -> str:
    """An account as `voter_named` reads it."""
    return ":".join((voter.platform, voter.workspace, voter.native) if voter.platform == "slack" else voter[::2])


class Work:
    """One person, who is `named` so by the operator, and what forgets them; `voter` is the account in the ledger."""

    def __init__(
        self,
        voter: Voter,
        named: str,
        forgetting: Forgetting,
        traces: Traces,
        database: Database,
        platforms: Mapping[str, object],
    ) -> None:
        self.voter = voter
        self.traces = traces
        self._named = named
        self._forgetting = forgetting
        self._database = database
        self._platforms = platforms

    @property
    def erases(self) -> bool:
        """Whether what the person wrote in the chat goes as well."""
        return self._forgetting.erases(self.voter)

    @property
    def keeps_name(self) -> bool:
        """Whether the person's name in the chat stays."""
        return self._forgetting.keeps_name(self.voter)

    async def carry_out(self) -> Done:
        """Forget the person. Raises Refused while votes of theirs are to be counted, and AgoraError."""
        forgotten = await self._forgetting.forget(self.voter)
        if forgotten.nothing:
            raise _nothing_kept(self._named)
        if forgotten.being_counted:
            raise await self._not_now(forgotten.being_counted)
        return Done(forgotten, await overwritten(self._database, self._platforms))

    async def _not_now(self, debates: tuple[Debate, ...]) -> Refused:
        named = tuple(sentence("forgetting-debate", slug=debate.slug, debate=debate.id) for debate in debates)
        async with alone_on(self._database) as alone:
            if alone:
                return Refused(sentence("forgetting-not-counted-yet", debates=named))
        return Refused(sentence("forgetting-being-counted", debates=named))


def _nothing_kept(named: str) -> NotFound:
    return NotFound(sentence("forgetting-nothing-kept", name=named))


@asynccontextmanager
async def working(config: Config, voter: Voter, named: str) -> AsyncIterator[Work]:
    """What is needed to forget somebody, who is `named` so by the operator.

    Raises NotFound where nothing is kept about them, and AgoraError.
    """
    database = await open_ledger(config.database_url())
    try:
        async with chat_at(config, chat_store(config, database.path)) as platforms:
            if chat := platforms.get(voter.platform):
                found = await chat.store.called(voter.native)
                voter = voter._replace(native=found.id) if found is not None else voter
            forgetting = Forgetting(store=database.ledger.forgetting, platforms=platforms, clock=SystemClock())
            traces = await forgetting.traces(voter)
            if not await forgetting.knows(voter, traces):
                raise _nothing_kept(named)
            yield Work(voter, named, forgetting, traces, database, platforms)
    finally:
        await database.close()
