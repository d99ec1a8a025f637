"""Opening and closing debates by hand: from a chat command, or from a one-shot command by way of the database."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from bot.core.debates import Channel, DebateState, Rules
from bot.core.times import format_duration, parse_duration
from bot.errors import AgoraError, NotFound, Refused
from bot.services.debate_stores import ClosingStore, DebateStore
from bot.services.ports import Articles, Clock, Log
from bot.services.publishing.opening import DebateOpener, new_debate_id
from bot.services.stores import RequestStore


class DebateAdmin:
    """What an admin may do to debates."""

    def __init__(
        self,
        *,
        articles: Articles,
        channels: Mapping[str, Channel],
        rules: Rules,
        debates: DebateStore,
        closings: ClosingStore,
        opener: DebateOpener,
        clock: Clock,
        wake_closing: Callable[[], None],
    ) -> None:
        self._articles = articles
        self._channels = channels
        self._rules = rules
        self._debates = debates
        self._closings = closings
        self._opener = opener
        self._clock = clock
        self._wake_closing = wake_closing

    async def post(
        self,
        slug: str,
        channels: Sequence[str] = (),
        closes_after: timedelta | None = None,
        debate_id: str | None = None,
        *,
        anyway: bool = False,
    ) -> str:
        """Open a debate over `slug` in the named channels (all if none); gives its id. Raises AgoraError.

        With a `debate_id`, doing it again changes nothing. Raises AlreadyOpen where a post of an open debate over the
        same article stands in one of the channels; with `anyway` it is opened all the same.
        """
        if debate_id is not None and await self._debates.get(debate_id) is not None:
            return debate_id
        article = self._articles.get(slug)
        if article is None:
            # It may have been written a moment ago.
            await asyncio.to_thread(self._articles.load)
            article = self._articles.get(slug)
        if article is None:
            raise NotFound(f"There is no article '{slug}'.", "'agora check' lists what the library holds.")
        unknown = [name for name in channels if name not in self._channels]
        if unknown:
            known = ", ".join(self._channels) or "none"
            raise NotFound(f"There is no channel '{unknown[0]}' in the configuration.", f"There are: {known}.")
        chosen = [self._channels[name] for name in dict.fromkeys(channels or self._channels)]
        rules = self._rules if closes_after is None else replace(self._rules, closes_after=closes_after)
        if not anyway:
            return (await self._opener.open_alone(article, chosen, rules, debate_id=debate_id)).id
        debate = await self._opener.open(article, chosen, rules, debate_id=debate_id)
        if debate is None:
            raise Refused("This debate was opened already.")
        return debate.id

    async def close(self, debate: str | None = None) -> str:
        """Begin to close a debate (id or slug; without one the latest open one); gives its id.

        Closing one that is closing already changes nothing. Raises NotFound and Refused.
        """
        found = await (self._debates.latest(open_only=True) if debate is None else self._debates.find(debate))
        if found is None:
            if debate is None:
                raise NotFound("No debate is open.", "'agora post SLUG' opens one.")
            raise NotFound(f"There is no debate '{debate}'.", "Name it by its id or its article's slug.")
        if found.state in (DebateState.CLOSED, DebateState.VOID):
            raise Refused(
                f"The debate '{found.id}' is {found.state.value} already.", "'agora results' shows how it ended."
            )
        if found.state is DebateState.OPEN:
            await self._closings.close_early(found.id, self._clock.now())
        self._wake_closing()
        return found.id


LEASE = timedelta(seconds=30)
_BEAT = timedelta(seconds=5)
_NO_ANSWER = "The request was withdrawn; look at the bot's log and /readyz, then try again."


class Requests:
    """Carries out what one-shot commands have left, and says that this process is alive."""

    def __init__(
        self,
        *,
        requests: RequestStore,
        debate_admin: DebateAdmin,
        clock: Clock,
        owner: str,
        log: Log,
        poll: float = 0.3,
    ) -> None:
        self._requests = requests
        self._debate_admin = debate_admin
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
            return await self._debate_admin.post(
                str(payload["slug"]),
                [str(name) for name in names] if isinstance(names, list) else [],
                parse_duration(span) if isinstance(span, str) else None,
                debate_id if isinstance(debate_id, str) else None,
                anyway=True,
            )
        if kind == "close":
            debate = payload.get("debate")
            return await self._debate_admin.close(debate if isinstance(debate, str) else None)
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
