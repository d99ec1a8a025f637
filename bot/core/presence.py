"""Presence: when a place was listened to without a gap, and so whether what nobody saw can be dated."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from bot.core.times import Micros

Place = tuple[str, str]
"""A platform, and the native id of a channel."""


class Span(NamedTuple):
    """From `since` until just before `until`."""

    since: Micros
    until: Micros


class SpanState(StrEnum):
    """What a process notes of a span.

    It listened and goes on, it listened, something was told to it and lost, or it read late what had come meanwhile.
    """

    ON = "on"
    OVER = "over"
    LOST = "lost"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class Noted:
    """One entry of the listening record, named by its place and its beginning."""

    place: Place
    span: Span
    state: SpanState


@dataclass(frozen=True, slots=True)
class Presence:
    """The times in which a place was listened to, in order; between one and the next there was a gap.

    `awaited` says that somebody who may still listen has not said so yet, which is a gap until they do. `slow` are
    times in which what had come before was read only later: nothing is missing, but it was received too late.
    """

    spans: tuple[Span, ...] = ()
    awaited: bool = False
    slow: tuple[Span, ...] = ()

    def covers(self, first: Micros, last: Micros) -> bool:
        """Whether there was no gap from `first` until `last`."""
        return any(span.since <= first and last <= span.until for span in self.spans)

    def heard(self, at: Micros) -> bool:
        """Whether the place was listened to at an instant: what was received then had just happened."""
        return any(span.since <= at <= span.until for span in self.spans) and not self.slow_at(at)

    def slow_at(self, at: Micros) -> bool:
        """Whether what was received at an instant may have come some time before."""
        return any(span.since < at <= span.until for span in self.slow)


def presence(
    listened: Iterable[Span], lost: Iterable[Span] = (), *, awaited: bool = False, slow: Iterable[Span] = ()
) -> Presence:
    """What several listeners heard together.

    Spans that overlap are one; those that only touch are not. `lost` are gaps that nobody else filled, since what
    was told to one listener is told to no other: they cut every span that had begun before.
    """
    gaps = sorted(lost)
    pieces = sorted(piece for span in listened for piece in _cut(span, gaps))
    joined: list[Span] = []
    for piece in pieces:
        if joined and piece.since < joined[-1].until:
            joined[-1] = Span(joined[-1].since, max(joined[-1].until, piece.until))
        else:
            joined.append(piece)
    return Presence(tuple(joined), awaited, tuple(slow))


def _cut(span: Span, gaps: Iterable[Span]) -> list[Span]:
    pieces = [span]
    for gap in gaps:
        rest = pieces.pop()
        if rest.since < gap.since < rest.until:
            pieces.append(Span(rest.since, gap.since))
            rest = Span(gap.until, max(gap.until, rest.until))
        pieces.append(rest)
    return pieces
