"""Faults put into the bot on purpose: each is a mistake of a kind that only a kill at the right moment brings out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert

from bot.core.recounts import Certificate
from bot.core.times import micros
from bot.services.publishing import attempts
from bot.services.publishing.attempts import Attempts
from bot.services.records import Delivery, Opening, Part
from bot.services.voting.attendance import Attendance
from bot.storage import closing_store
from bot.storage.closing_store import Closings
from bot.storage.coordination import Occurrences
from bot.storage.opening_store import Openings
from bot.storage.planned_deliveries import new_delivery
from bot.storage.rows import posts_of
from bot.storage.tables import deliveries


@dataclass(frozen=True)
class Planted:
    """A fault: what it does to the bot, the points (by what stands in their names) where a kill must show it."""

    plant: Callable[[], None]
    shown_at: tuple[str, ...]
    seen_as: str
    """What stands in the verdict of such a point."""


def _said_before_it_is_sent() -> None:
    carry_out = Attempts._carry_out

    async def hasty(self: Attempts, delivery: Delivery) -> None:
        if delivery.part is Part.LINE:
            await self._deliveries.said(delivery.id, None, self._clock.now())
        await carry_out(self, delivery)

    Attempts._carry_out = hasty  # type: ignore[method-assign]


def _never_looked_for() -> None:
    attempts._may_be_said_since = lambda _: None


def _occurrence_noted_apart() -> None:
    open_one = Openings.open

    async def in_two_steps(self: Openings, opening: Opening) -> bool:
        opened = await open_one(self, replace(opening, occurrence=None))
        assert opening.occurrence is not None
        await Occurrences(self._connections).skip(opening.occurrence, "opened", opening.debate.opened_at)
        return opened

    Openings.open = in_two_steps  # type: ignore[method-assign]


def _results_planned_apart() -> None:
    finish = Closings.finish

    async def in_two_steps(self: Closings, debate: str, certificate: Certificate, now: datetime) -> None:
        closing_store.posts_of = lambda *_: []  # type: ignore[assignment]
        await finish(self, debate, certificate, now)

        def plan(db: Connection) -> None:
            rows = [
                new_delivery(
                    key=f"{debate}:{post.channel}:{Part.RESULT}",
                    part=Part.RESULT,
                    channel=post.channel,
                    platform=post.platform,
                    planned_at=micros(now),
                    debate=debate,
                    post=post.id,
                )
                for post in posts_of(db, debate)
            ]
            db.execute(insert(deliveries), rows)

        await self._connections.write(plan)

    Closings.finish = in_two_steps  # type: ignore[method-assign]


def _unheard_is_never_read() -> None:
    async def without(self: Attendance, *_: Any, **__: Any) -> None:
        await self._index.refresh()

    Attendance.recount = without  # type: ignore[method-assign,assignment]


PLANTED: dict[str, Planted] = {
    "a line counts as said before it is sent": Planted(
        _said_before_it_is_sent, ("before send POST channels/*/messages (square:line0)",), "lines in the thread"
    ),
    "what may have been sent is never looked for": Planted(
        _never_looked_for, ("after send POST channels/*/messages (square:post)",), "messages in square"
    ),
    "the occurrence is noted in a transaction of its own": Planted(
        _occurrence_noted_apart, ("after commit Openings.open",), "debates"
    ),
    "results are planned in a transaction of their own": Planted(
        _results_planned_apart, ("after commit Closings.finish",), "messages in"
    ),
    "votes from before a start are never read": Planted(
        _unheard_is_never_read, ("before commit Votes.cast",), "waited"
    ),
}
