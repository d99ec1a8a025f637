"""Forgetting a person on their word or an operator's, and what is known of them until then."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.core.debates import Debate
from bot.core.marks import Voter
from bot.errors import StorageBusy
from bot.sentences import sentence
from bot.services.personal_stores import ForgetStore, Standing, Trace, Traces
from bot.services.ports import Clock, Messenger, Remembering

_ROUNDS = 20
"""How often it is begun anew with somebody who votes on meanwhile."""


@dataclass(frozen=True, slots=True)
class Reacted:
    """An open debate under whose post a person's reactions stand, which the bot can't take off; `link` leads there."""

    debate: Debate
    link: str | None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was done: from `withdrawn` open debates a ballot was taken back, of `kept` ones the result stands.

    `feedback` counts the words to the editors that were deleted; with `erased`, what they had said in the chat, too,
    and their name there unless `keeps_name`. Where the votes of `being_counted` are read back right now, nothing was
    done, and where `nothing` was known of them there was nothing to do. `reacted` is what they have to do.
    """

    withdrawn: int
    kept: int
    feedback: int
    erased: bool
    keeps_name: bool = False
    reacted: tuple[Reacted, ...] = ()
    being_counted: tuple[Debate, ...] = ()
    nothing: bool = False


async def _nothing() -> None:
    """Where nobody else takes votes, all of them are written."""


class Forgetting:
    """Has the ledger and the platforms forget.

    `settled` returns when the votes that this process has taken are written; `overwrites` is told when files hold bytes
    of what was deleted.
    """

    def __init__(
        self,
        *,
        store: ForgetStore,
        platforms: Mapping[str, Messenger],
        clock: Clock,
        settled: Callable[[], Awaitable[None]] = _nothing,
        overwrites: Callable[[], None] = lambda: None,
    ) -> None:
        self._store = store
        self._platforms = platforms
        self._clock = clock
        self._settled = settled
        self._overwrites = overwrites

    async def traces(self, voter: Voter) -> Traces:
        """Where the ledger names a person. Raises StorageError."""
        return await self._store.traces(voter, self._clock.now())

    async def everything(self, voter: Voter) -> Mapping[str, Any]:
        """All that is known of a person: by the ledger, and by the platform's adapter. Raises AgoraError."""
        told = dict(await self._store.everything(voter))
        memory = self._memory_of(voter)
        kept = await memory.everything(voter) if memory is not None else {}
        return {**told, "platform": dict(kept)} if kept else told

    async def knows(self, voter: Voter, traces: Traces) -> bool:
        """Whether anything is kept of a person, by the ledger or in a file of their platform's. Raises AgoraError."""
        memory = self._memory_of(voter)
        return traces.known or (memory is not None and memory.erases and bool(await memory.everything(voter)))

    async def key(self) -> bytes:
        """The ledger's secret by which a question put to somebody is known again. Raises StorageError."""
        return await self._store.key()

    def erases(self, voter: Voter) -> bool:
        """Whether what the person wrote on their platform goes as well."""
        memory = self._memory_of(voter)
        return memory is not None and memory.erases

    def keeps_name(self, voter: Voter) -> bool:
        """Whether the person's name stays on their platform when all else goes."""
        memory = self._memory_of(voter)
        return memory is not None and memory.keeps_name(voter)

    def reacted(self, traces: Traces, voter: Voter) -> tuple[Reacted, ...]:
        """The open debates in which somebody has to take their own reactions off; a recount would find them again."""
        if self.erases(voter):
            return ()
        return tuple(Reacted(trace.debate, self._link(trace)) for trace in traces.of(Standing.OPEN) if trace.messages)

    async def forget(self, voter: Voter) -> Forgotten:
        """Forget a person, or say whose votes are being counted just now. May be repeated. Raises AgoraError.

        The platform's own memory goes first: what the ledger then takes back, no recount finds there.
        """
        await self._settled()
        traces = await self.traces(voter)
        erased = self.erases(voter)
        reacted = self.reacted(traces, voter)
        done = Forgotten(
            withdrawn=len(traces.of(Standing.OPEN)),
            kept=len(traces.of(Standing.COUNTED)),
            feedback=traces.feedback,
            erased=erased,
            keeps_name=self.keeps_name(voter),
            reacted=reacted,
            being_counted=traces.being_counted,
            nothing=not await self.knows(voter, traces),
        )
        if traces.being_counted or done.nothing:
            return done
        memory = self._memory_of(voter)
        if memory is not None:
            going_on = {message for trace in traces.of(Standing.OPEN) for _, _, message in trace.messages}
            await memory.forget(voter, going_on)
        for _ in range(_ROUNDS):
            for trace in traces.debates:
                if not await self._store.unname(voter, trace.debate.id, self._clock.now(), words_gone=erased):
                    return Forgotten(0, 0, 0, erased, being_counted=(trace.debate,))
            if not await self._store.erase(voter, self._clock.now()):
                self._overwrites()
                return done
            traces = await self.traces(voter)
        raise StorageBusy(sentence("forgetting-votes-on"))

    def _memory_of(self, voter: Voter) -> Remembering | None:
        platform: object = self._platforms.get(voter.platform)
        return platform if isinstance(platform, Remembering) else None

    def _link(self, trace: Trace) -> str | None:
        platform, channel, message = trace.messages[0]
        messenger = self._platforms.get(platform)
        return messenger.link(channel, message) if messenger is not None else None
