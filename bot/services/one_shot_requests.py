"""Requests of one-shot commands: left in the database, carried out by a running bot, and answered there."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial

from bot.errors import AgoraError, Refused
from bot.sentences import sentence
from bot.services.debate_admin import DebateAdmin
from bot.services.ports import Clock, Log
from bot.services.publishing.leases import LEASE, held
from bot.services.records import (
    CloseRequest,
    OpenRequest,
    Request,
    RequestDone,
    RequestOutcome,
    RequestRefused,
    UnknownRequest,
)
from bot.services.stores import ProcessStore, RequestStore
from bot.services.wakeup import Wakeup

_LOOKS_EVERY = 0.3
_FALLBACK = 10.0
"""Seconds between looks where requests are told."""
_BEAT = timedelta(seconds=5)
_UNANSWERED = RequestRefused(sentence("request-unanswered"))
_UNEXPECTED = RequestRefused(sentence("request-unexpected"))
_GONE = RequestRefused(sentence("request-gone"))


class Requests:
    """Carries out what one-shot commands have left, and says that this process is alive."""

    def __init__(
        self,
        *,
        requests: RequestStore,
        processes: ProcessStore,
        debate_admin: DebateAdmin,
        clock: Clock,
        owner: str,
        log: Log,
        told: Callable[[], bool] = lambda: False,
    ) -> None:
        """`told` says whether requests wake it, so that it need look by itself only now and then."""
        self._requests = requests
        self._processes = processes
        self._debate_admin = debate_admin
        self._clock = clock
        self._owner = owner
        self._log = log
        self._told = told
        self.wake = Wakeup()
        """Look for requests at once."""

    async def run(self) -> None:
        """Take requests until cancelled."""
        while True:
            self.wake.begin()
            while await self.take_one():
                pass
            await self.wake.wait(_FALLBACK if self._told() else _LOOKS_EVERY)

    async def say_alive(self) -> None:
        """Renew this process's sign of life until cancelled."""
        while True:
            now = self._clock.now()
            await self._processes.alive(self._owner, now, now + 3 * _BEAT)
            await self._clock.sleep(_BEAT.total_seconds())

    async def take_one(self) -> bool:
        """Carry out the oldest request; False when there is none."""
        taken = await self._requests.take(self._owner, self._clock.now(), LEASE)
        if taken is None:
            return False
        renew = partial(self._requests.renew, taken.id, self._owner)
        async with held(renew, self._clock, LEASE):
            await self._requests.answer(taken.id, await self._outcome(taken.request))
        return True

    async def _outcome(self, request: Request) -> RequestOutcome:
        try:
            debate = await self._carry_out(request)
        except AgoraError as failure:
            self._log.warning("request refused", request=str(request), reason=failure.message)
            return RequestRefused(failure.sentence)
        except Exception as failure:
            self._log.error("request met an unexpected error", request=str(request), error=failure)
            return _UNEXPECTED
        self._log.info("request carried out", request=str(request), debate=debate)
        return RequestDone(debate)

    async def _carry_out(self, request: Request) -> str:
        match request:
            case OpenRequest(debate, slug, channels, closes_after, again):
                return await self._debate_admin.post(slug, channels, closes_after, debate, anyway=again)
            case CloseRequest(debate):
                return await self._debate_admin.close(debate)
            case UnknownRequest(kind):
                raise Refused(sentence("request-unknown", kind=kind))


async def leave_request(requests: RequestStore, clock: Clock, request: Request, *, patience: float = 30.0) -> str:
    """Leave a request for the running bot and wait until it is carried out; gives the debate's id.

    Raises Refused with what the bot met. When no bot answers within `patience` seconds the request is withdrawn
    and Refused raised: nothing happens hours later that nobody waits for any more.
    """
    number = await requests.leave(request, clock.now())
    outcome: RequestOutcome | None = None
    with suppress(TimeoutError):
        async with asyncio.timeout(patience):
            while (outcome := await requests.outcome(number)) is None:
                await clock.sleep(0.1)
    if outcome is None:
        await requests.answer(number, _UNANSWERED)
        outcome = await requests.outcome(number) or _GONE
    if isinstance(outcome, RequestRefused):
        raise Refused(outcome.told)
    return outcome.debate
