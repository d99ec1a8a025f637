"""Shards: how many there are, as Discord says, and keeping each connected: whatever ends a connection, another is
opened, after growing pauses.

discord.py's own loop is not used: it dies when its very first connection fails (discord.py#10520 [thread, ran]).
"""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import discord
from discord.gateway import DiscordWebSocket, ReconnectWebSocket
from yarl import URL

from bot.backoff import OUT_OF_REACH, Pauses
from bot.config.models import Discord
from bot.platforms.discord.api import Api
from bot.platforms.discord.api_errors import REFUSED, Task, reason_of, status_of
from bot.platforms.discord.gateway import Session, ShardClient, answered, silent_for
from bot.platforms.discord.rate_limits import Priority
from bot.sentences import Sentence, sentence
from bot.services.platform_errors import PlatformError, TokenRefused, TryLater
from bot.services.ports import Log

IDENTIFY_EVERY = 5.0
"""Seconds between two IDENTIFYs of shards that share a turn [doc: max_concurrency]."""
_OPENS_WITHIN = 60.0
_CLOSES_WITHIN = 2.0
_LASTED = 10.0
ANSWERS_WITHIN = 10.0
"""Seconds that a connection is given to answer when somebody needs to know whether it is alive."""
_RESUMES_TRIED = 2
_AFTER_REFUSED_SESSION = (1.0, 3.0)
"""Seconds before another IDENTIFY; Discord wants a random time between 1 and 5 [doc]."""
_SESSION_OVER = frozenset({4007, 4009})
"""Close codes after which a session can't be resumed [doc]."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Where the gateway is, how many shards there are in all and which of them run here.

    `fixed` says that the configuration names the address, so that nothing else leads away from it.
    """

    address: URL
    fixed: bool
    count: int
    run: tuple[int, ...]
    at_once: int


class Turns:
    """Who may identify when."""

    def __init__(self, at_once: int) -> None:
        self._at_once = max(1, at_once)
        self._next: dict[int, float] = {}

    async def wait(self, shard: int) -> None:
        """Return when it is the shard's turn."""
        turn, now = shard % self._at_once, asyncio.get_running_loop().time()
        at = max(now, self._next.get(turn, now))
        self._next[turn] = at + IDENTIFY_EVERY
        await asyncio.sleep(at - now)


class Shard:
    """One shard's connection. `trouble` says why there is none just now."""

    def __init__(self, number: int, plan: Plan, turns: Turns, log: Log) -> None:
        self.number = number
        self.count = plan.count
        self.trouble: Sentence | None = sentence("discord-shard-not-connected")
        self.connected = asyncio.Event()
        self._plan = plan
        self._turns = turns
        self._log = log
        self._session: Session | None = None
        self._gateway: DiscordWebSocket | None = None
        self._resumes = 0
        self._pauses = Pauses(OUT_OF_REACH, at_once=True)
        self._ready_since: float | None = None

    def now_ready(self) -> None:
        self._log.info("connected to Discord", shard=self.number, shards=self.count, resumed=self._resumes > 0)
        self._resumes = 0
        self._ready_since = asyncio.get_running_loop().time()
        self.trouble = None
        self.connected.set()

    async def run(self, client: ShardClient) -> None:
        """Stay connected until cancelled; raises PlatformError where Discord refuses for good."""
        try:
            while True:
                try:
                    reason = await self._converse(client)
                finally:
                    client.cut_off()
                self.trouble = sentence("discord-connection-lost", reason=reason)
                await self._pause(reason)
        finally:
            client.forget()
            await self._let_go(code=1000)

    async def make_sure(self, client: ShardClient) -> None:
        """Return when the connection has just answered; one that doesn't is let go, and not heard any more."""
        gateway = self._gateway
        if gateway is None or self.trouble is not None:
            return
        with suppress(Exception):
            async with asyncio.timeout(ANSWERS_WITHIN):
                if await answered(gateway):
                    return
        if gateway is not self._gateway:
            return
        self._log.warning("the connection to Discord does not answer", shard=self.number)
        client.cut_off(silent_for(gateway))
        with suppress(Exception):
            async with asyncio.timeout(_CLOSES_WITHIN):
                await gateway.close(4000)

    async def _converse(self, client: ShardClient) -> Sentence:
        """One connection, from its opening to its end; gives why it ended."""
        self._ready_since = None
        try:
            if self._resumes >= _RESUMES_TRIED:
                self._session = None
            if self._session is None:
                self._resumes = 0
                await self._turns.wait(self.number)
            async with asyncio.timeout(_OPENS_WITHIN):
                gateway = await client.open(self._address(), self._session, self._take)
                self._resumes += self._session is not None
            return await gateway.hear()
        except ReconnectWebSocket as request:
            self._remember(resume=request.resume)
            if not request.resume:
                await asyncio.sleep(random.uniform(*_AFTER_REFUSED_SESSION))
                return sentence("discord-session-ended")
            return sentence("discord-connection-closed")
        except discord.ConnectionClosed as closed:
            self._session = None
            refusal = refusal_of(closed.code, self._plan)
            if refusal is not None:
                self.trouble = refusal.sentence
                raise refusal from None
            return sentence("discord-closed-with-code", code=str(closed.code))
        except Exception as failure:
            self._remember(resume=True)
            return reason_of(failure)
        finally:
            await self._let_go(code=4000)

    def _address(self) -> URL:
        if self._session is None or self._plan.fixed:
            return self._plan.address
        return self._session.address

    def _take(self, gateway: DiscordWebSocket) -> None:
        self._gateway = gateway

    def _remember(self, *, resume: bool) -> None:
        """Keep what the next connection needs to go on; without a connection, what is known stays."""
        gateway = self._gateway
        if gateway is None:
            return
        over = gateway.socket.close_code in _SESSION_OVER
        if not resume or over or gateway.session_id is None:
            self._session = None
        else:
            self._session = Session(gateway.session_id, gateway.sequence, gateway.gateway)

    async def _let_go(self, *, code: int) -> None:
        gateway, self._gateway = self._gateway, None
        if gateway is None:
            return
        with suppress(Exception):
            async with asyncio.timeout(_CLOSES_WITHIN):
                await gateway.close(code)

    async def _pause(self, reason: Sentence) -> None:
        """Not at all after a connection that lasted, then longer and longer."""
        since = self._ready_since
        if since is not None and asyncio.get_running_loop().time() - since >= _LASTED:
            self._pauses.reset()
        pause = self._pauses.next()
        self._log.warning("connection to Discord lost", shard=self.number, reason=str(reason), seconds=round(pause, 1))
        await asyncio.sleep(pause)


def refusal_of(code: int, plan: Plan) -> PlatformError | None:
    """What a close code means that says that trying again won't help [doc: Gateway close event codes]."""
    match code:
        case 4004:
            return TokenRefused(REFUSED)
        case 4014:
            return TokenRefused(sentence("discord-intents-refused"))
        case 4010:
            return PlatformError(
                sentence("discord-shard-unknown", run=tuple(map(str, plan.run)), count=str(plan.count))
            )
        case 4011:
            return PlatformError(sentence("discord-too-many-servers", count=plan.count))
        case 4012 | 4013:
            return PlatformError(sentence("discord-speaks-otherwise", code=str(code)))
        case _:
            return None


_ASK = Task(sentence("discord-task-ask-for-gateway"))
_USUAL_ADDRESS = "wss://gateway.discord.gg/"


async def plan_of(settings: Discord, rest: Api) -> Plan:
    """The gateway and the shards of this process.

    A server that does not tell is taken to want one shard. Raises PlatformError where Discord can't be asked, and
    TryLater where it allows no more sessions for now.
    """
    told = await _answer(rest, "/gateway/bot")
    limit = told.get("session_start_limit") or {}
    if limit.get("remaining") == 0 and limit.get("reset_after"):
        raise TryLater(sentence("discord-no-new-session"), after=limit["reset_after"] / 1000)
    shards = settings.shards
    count = shards.count or max(1, int(told.get("shards") or 1))
    run = shards.run if shards.count is not None and shards.run else tuple(range(count))
    return Plan(
        address=URL(settings.gateway_url or await _address(told, rest)),
        fixed=settings.gateway_url is not None,
        count=count,
        run=run,
        at_once=int(limit.get("max_concurrency") or 1),
    )


async def _address(told: dict[str, Any], rest: Api) -> str:
    return str(told.get("url") or (await _answer(rest, "/gateway")).get("url") or _USUAL_ADDRESS)


async def _answer(rest: Api, path: str) -> dict[str, Any]:
    """What Discord says; nothing where it has no such address."""
    try:
        answer = await rest.call(Priority.SAY, _ASK, "GET", path, {})
    except PlatformError as failure:
        if status_of(failure) in (0, 401, 429):
            raise
        return {}
    return answer if isinstance(answer, dict) else {}
