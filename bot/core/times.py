"""Instants as whole microseconds since 1970-01-01 UTC: exact, ordered, and the same in every database."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

Micros = int

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(at: datetime) -> Micros:
    """The instant `at` (aware) as whole microseconds since the epoch."""
    return (at - _EPOCH) // _MICROSECOND


def instant(at: Micros) -> datetime:
    """The aware UTC datetime of `at`."""
    return _EPOCH + timedelta(microseconds=at)
