"""Times as pages, feeds and people write them, Korean ways included; what is not understood is not guessed."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone

_LONGEST = 60
_EARLIEST, _LATEST = 1970, 2200
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_HOURS = {"Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "KST": 9, "JST": 9}
_HOURS |= {"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7}
"""Zones that are written by name, in hours east; those of America as RFC 822 has them."""
_WEEKDAY = re.compile(r"\(?(?:[월화수목금토일](?:요일)?|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6})\)?,?", re.IGNORECASE)
_NUMBERS = re.compile(r"(\d{4})\s?[-./년]\s?(\d{1,2})\s?[-./월]\s?(\d{1,2})\s?[.일]?")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?=\d{4}(?:\d{2})?(?:\D|\Z)|\D|\Z)")
_NAMED = re.compile(r"(\d{1,2})[ -]([a-z]{3,9}|\d{1,2}월)[ -](\d{4})", re.IGNORECASE)
_NAMED_FIRST = re.compile(r"([a-z]{3,9})\.? (\d{1,2}),? (\d{4})", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?:(오전|오후|am|pm)\s?)?(\d{1,2})(?::|시\s?)(\d{2}|\d(?=분))(?:분\s?|:)?(?:(\d{2})(?:초|[.,]\d{1,9})?)?\s?(am|pm)?",
    re.IGNORECASE,
)
_PACKED = re.compile(r"(\d{2})(\d{2})(\d{2})?")
_OFFSET = re.compile(r"(?:GMT|UTC)?([+-])(\d{1,2})(?::?(\d{2}))?(?!\d)", re.IGNORECASE)
_ISO = re.compile(
    r"\d{4}-?(?:\d{2}-?\d{2}|W\d{2}-?\d)"
    r"(?:[T ]\d{2}(?::?\d{2}(?::?\d{2}(?:[.,]\d{1,9})?)?)?(?:Z|[+-]\d{2}(?::?\d{2})?)?)?"
)
"""What Python's own reader is given: it takes any sign for the T, so that a date's zone would be a time of day."""
_ZONE_BEHIND = re.compile(r"(?: ?[+-]\d{2}:\d{2}| [+-]\d{4}|Z| GMT| UTC| KST)\Z")
_FARTHEST_ZONE = timedelta(hours=14)
_IN_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-.")


def read_time(text: str) -> datetime | None:
    """A time, without a zone where none is written; a date is its midnight. None where this is neither."""
    if len(text) > _LONGEST:
        return None
    if _ISO.fullmatch(text.strip()):
        try:
            return _sane(datetime.fromisoformat(text.strip()))
        except ValueError:
            pass
    try:
        return _sane(_read(" ".join(text.split())))
    except (ValueError, OverflowError):
        return None


def is_only_a_date(text: str) -> bool:
    """Whether a time that can be read tells no time of day."""
    day = _ZONE_BEHIND.sub("", text.strip())
    return ":" not in day and "시" not in day and "T" not in day and sum(c.isdecimal() for c in day) <= 8


def date_of_name(name: str) -> str:
    """The date that a file's name begins with, as in 2013-10-15-title.md; empty where there is none."""
    found = _IN_NAME.match(name)
    return found[1] if found is not None else ""


def _sane(at: datetime) -> datetime | None:
    offset = at.utcoffset() or timedelta(0)
    return at if _EARLIEST <= at.year <= _LATEST and abs(offset) <= _FARTHEST_ZONE else None


def _read(text: str) -> datetime:
    """Weekday, date, time and zone, in the orders in which they are written. Raises ValueError."""
    words = [word for word in text.split(" ") if not _WEEKDAY.fullmatch(word)]
    rest = re.sub(r"\([월화수목금토일](?:요일)?\)", " ", " ".join(words))
    year, month, day, rest = _day(rest)
    hour, minute, second, rest = _clock(rest.lstrip(" T,"))
    zone, rest = _zone(rest.strip())
    if rest:
        raise ValueError(rest)
    return datetime(year, month, day, hour, minute, second, tzinfo=zone)


def _day(text: str) -> tuple[int, int, int, str]:
    if found := _NUMBERS.match(text) or _DIGITS.match(text):
        return int(found[1]), int(found[2]), int(found[3]), text[found.end() :]
    if found := _NAMED.match(text):
        month = int(found[2][:-1]) if found[2].endswith("월") else _month(found[2])
        return int(found[3]), month, int(found[1]), text[found.end() :]
    if found := _NAMED_FIRST.match(text):
        return int(found[3]), _month(found[1]), int(found[2]), text[found.end() :]
    raise ValueError(text)


def _month(name: str) -> int:
    return _MONTHS.index(name[:3].lower()) + 1


def _clock(text: str) -> tuple[int, int, int, str]:
    if not text or text[0] in "+-Z":
        return 0, 0, 0, text
    found = _CLOCK.match(text)
    if found is None:
        packed = _PACKED.match(text)
        if packed is None:
            return 0, 0, 0, text
        return int(packed[1]), int(packed[2]), int(packed[3] or 0), text[packed.end() :]
    hour = int(found[2])
    half = (found[1] or found[5] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValueError(text)
        hour = hour % 12 + (12 if half in ("오후", "pm") else 0)
    return hour, int(found[3]), int(found[4] or 0), text[found.end() :]


def _zone(text: str) -> tuple[timezone | None, str]:
    if not text:
        return None, ""
    if text.upper() in _HOURS:
        return timezone(timedelta(hours=_HOURS[text.upper()])), ""
    found = _OFFSET.match(text)
    if found is None:
        raise ValueError(text)
    minutes = int(found[2]) * 60 + int(found[3] or 0)
    name = text[found.end() :].strip(" ()").replace(" ", "")
    if name and not name.isalpha():
        raise ValueError(text)
    return timezone(timedelta(minutes=-minutes if found[1] == "-" else minutes)), ""
