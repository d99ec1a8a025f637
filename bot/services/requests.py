"""Requests: what a one-shot command asks of the running bot, left in the database and carried out there."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta

from bot.core.durations import format_duration, parse_duration
from bot.errors import AgoraError, Refused
from bot.services.conducting import Conducting
from bot.services.ports import Clock, Log
from bot.services.posting import new_debate_id
from bot.services.stores import RequestStore

LEASE = timedelta(seconds=30)
_BEAT = timedelta(seconds=5)
_NO_ANSWER = "The request was withdrawn; look at the bot's log and /readyz, then try again."


class Requests:
    """Carries out what one-shot commands have left, and says that this process is alive."""

    def __init__(
        self, *, requests: RequestStore, conducting: Conducting, clock: Clock, owner: str, log: Log, poll: float = 0.3
    ) -> None:
        self._requests = requests
        self._conducting = conducting
        self._clock = clock
        self._owner = owner
        self._log = log
        self._poll = poll

    async def run(self) -> None:
        """Take requests until cancelled."""
        while True:
            while await self.take_one():
                pass
            await self._clock.sleep(self._poll)

    async def say_alive(self) -> None:
        """Renew this process's sign of life until cancelled."""
        while True:
            now = self._clock.now()
            await self._requests.alive(self._owner, now, now + 3 * _BEAT)
            await self._clock.sleep(_BEAT.total_seconds())

    async def take_one(self) -> bool:
        """Carry out the oldest request; False when there is none."""
        request = await self._requests.take(self._owner, self._clock.now(), LEASE)
        if request is None:
            return False
        try:
            outcome = {"debate": await self._carry_out(request.kind, request.payload)}
            self._log.info("request carried out", kind=request.kind, **outcome)
        except AgoraError as failure:
            outcome = {"error": failure.message, "hint": failure.hint}
            self._log.warning("request refused", kind=request.kind, reason=failure.message)
        except Exception as failure:
            self._log.error("request met an unexpected error", kind=request.kind, error=failure)
            outcome = {"error": "The running bot met an unexpected error.", "hint": "Its log says more."}
        await self._requests.answer(request.id, outcome)
        return True

    async def _carry_out(self, kind: str, payload: Mapping[str, object]) -> str:
        if kind == "post":
            names = payload.get("channels")
            span = payload.get("closes_after")
            debate_id = payload.get("debate")
            return await self._conducting.post(
                str(payload["slug"]),
                [str(name) for name in names] if isinstance(names, list) else [],
                parse_duration(span) if isinstance(span, str) else None,
                debate_id if isinstance(debate_id, str) else None,
                anyway=True,
            )
        if kind == "close":
            debate = payload.get("debate")
            return await self._conducting.close(debate if isinstance(debate, str) else None)
        raise Refused(f"The running bot does not know the request '{kind}'.", "Run the same version on both sides.")


async def leave_request(
    requests: RequestStore, clock: Clock, kind: str, payload: Mapping[str, object], *, patience: float = 30.0
) -> str:
    """Leave a request for the running bot and wait until it is carried out; gives the debate's id.

    Raises the error that the bot met. When no bot answers within `patience` seconds the request is withdrawn
    and Refused raised: nothing happens hours later that nobody waits for any more.
    """
    number = await requests.leave(kind, payload, clock.now())
    outcome: Mapping[str, object] | None = None
    with suppress(TimeoutError):
        async with asyncio.timeout(patience):
            while (outcome := await requests.outcome(number)) is None:
                await clock.sleep(0.1)
    if outcome is None:
        await requests.answer(number, {"error": "The running bot has not answered.", "hint": _NO_ANSWER})
        outcome = await requests.outcome(number)
    if outcome is None or "error" in outcome:
        found = outcome or {}
        raise Refused(str(found.get("error", "The request is gone.")), str(found.get("hint") or ""))
    return str(outcome["debate"])


def request_to_post(slug: str, channels: Sequence[str], closes_after: timedelta | None) -> dict[str, object]:
    """The payload of a request to open a debate. It names the debate, so that it is opened once however often taken."""
    return {
        "debate": new_debate_id(),
        "slug": slug,
        "channels": list(channels),
        "closes_after": None if closes_after is None else format_duration(closes_after),
    }
