"""Times: instants as whole microseconds since 1970-01-01 UTC, and durations as people write them (`90s`, `1h30m`).

Whole microseconds are exact, ordered, and the same in every database.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from bot.core.visible_text import shortened
from bot.errors import Unfit
from bot.sentences import sentence

Micros = int
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def micros(at: datetime) -> Micros:
    """The instant `at` (aware) as whole microseconds since the epoch."""
    return (at - _EPOCH) // _MICROSECOND


def instant(at: Micros) -> datetime:
    """The aware UTC datetime of `at`."""
    return _EPOCH + timedelta(microseconds=at)


def iso(at: datetime) -> str:
    """An instant (UTC) as reports and records write it: 2026-03-01T09:00:00Z."""
    return at.isoformat().replace("+00:00", "Z")


_UNITS = {"d": 86_400, "h": 3_600, "m": 60, "s": 1}
_WHOLE = re.compile(r"(?:[0-9]{1,20}[dhms]){1,8}")
_PART = re.compile(r"(?<![0-9])([0-9]+)([dhms])")
_LONGEST = timedelta(days=3650)


def parse_duration(text: str) -> timedelta:
    """Read `90s`, `10m`, `24h`, `7d` or joined parts. Raises Unfit, which says what is accepted."""
    cleaned = text.strip().lower()
    if not _WHOLE.fullmatch(cleaned):
        raise Unfit(sentence("duration-none", text=shortened(text)))
    seconds = sum(int(number) * _UNITS[unit] for number, unit in _PART.findall(cleaned))
    if not 0 < seconds <= _LONGEST.total_seconds():
        raise Unfit(sentence("duration-out-of-range", text=shortened(text)))
    return timedelta(seconds=seconds)


def format_duration(span: timedelta) -> str:
    """The shortest joined form of `span`, in whole seconds: `1h30m`."""
    seconds = int(span.total_seconds())
    parts = []
    for unit, size in _UNITS.items():
        number, seconds = divmod(seconds, size)
        if number:
            parts.append(f"{number}{unit}")
    return "".join(parts) or "0s"
