"""Words by Project Fluent; numbers and dates by Babel."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent

from bot.catalogue import Catalogue, Value, WordsError
from bot.core.particles import josa
from bot.core.words import DEFAULT_TIMEZONE, LOCALES

_DAYS = {"ko": "M월 d일(EEE)", "en": "EEE, MMM d"}
_DAYS_OF_OTHER_YEARS = {"ko": "y년 M월 d일(EEE)", "en": "EEE, MMM d, y"}
_TIMES = {"ko": ("aaaa K:mm", "aaaa h:mm"), "en": ("h:mm a", "h:mm a")}
"""Before noon, and after: half an hour after midnight is 오전 0:30."""
_MINUTES = {"day": 1_440, "hour": 60, "minute": 1}

_log = logging.getLogger(__name__)


class FluentWords:
    """One language (the port `Words`).

    Where a message can't be said, `strict` words raise WordsError; others log it and say it in the
    other language, or say its key: a member never gets a traceback.
    """

    def __init__(self, locale: str, timezone: str, *, strict: bool) -> None:
        self.locale = locale
        self._zone = ZoneInfo(timezone)
        self._strict = strict

    def say(self, key: str, /, **args: Value) -> str:
        """The message `key` with its arguments."""
        return self._told(Catalogue.message, key, args, otherwise=key)

    def hint(self, key: str, /, **args: Value) -> str:
        """What to do about what the message `key` says; empty where it tells nothing."""
        return self._told(Catalogue.hint, key, args, otherwise="")

    def _told(
        self, told: Callable[[Catalogue, str, dict[str, Value]], str], key: str, args: dict[str, Value], otherwise: str
    ) -> str:
        try:
            return told(_catalogue(self.locale), key, args)
        except WordsError as failure:
            if self._strict:
                raise
            _log.error("words are missing: %s", failure)
        for other in LOCALES:
            if other != self.locale:
                with suppress(WordsError):
                    return told(_catalogue(other), key, args)
        return otherwise

    def number(self, n: int | float) -> str:
        return str(format_decimal(n, locale=self.locale))

    def percent(self, share: float) -> str:
        """A share between 0 and 1 as a whole percentage; only all is 100% and only none is 0%."""
        if 0 < share < 0.005:
            return self.say("percent-under", n=1)
        if 0.995 <= share < 1:
            return self.say("percent-over", n=99)
        return str(format_percent(share, locale=self.locale))

    def date(self, d: datetime) -> str:
        """The day of an aware instant: 2025년 4월 28일, April 28, 2025."""
        return str(format_date(self._here(d), "long", locale=self.locale))

    def moment(self, at: datetime) -> str:
        """The day and time of an aware instant: 4월 28일(월) 오전 9:00, Mon, Apr 28, 9:00 AM.

        The year is told where it isn't this one. 12:00 is 자정 or 정오: nobody misses a deadline for it.
        """
        here = self._here(at)
        days = _DAYS if here.year == this_year(self._zone) else _DAYS_OF_OTHER_YEARS
        day = format_datetime(here, days[self.locale], locale=self.locale)
        if here.minute == 0 and here.hour % 12 == 0:
            time = self.say("noon" if here.hour else "midnight")
        else:
            time = format_datetime(here, _TIMES[self.locale][here.hour >= 12], locale=self.locale).replace(
                "\u202f", " "
            )
        return self.say("moment", day=str(day), time=str(time))

    def duration(self, minutes: int) -> str:
        """A length of time in its two largest units: 20시간, 1시간 30분, 3 days; at least a minute."""
        parts: list[str] = []
        left = max(1, minutes)
        for unit, length in _MINUTES.items():
            count, left = divmod(left, length)
            if count and len(parts) < 2:
                parts.append(self.say(f"duration-{unit}", n=count))
        return " ".join(parts)

    def _here(self, at: datetime) -> datetime:
        """The instant in the configured zone; as it is, at the edge of the calendar where there is no time there."""
        try:
            return at.astimezone(self._zone)
        except (OverflowError, ValueError):
            return at

    def listing(self, parts: Sequence[str], *, plain: bool = False) -> str:
        """Parts joined as a person would; `plain` joins with commas only."""
        if plain or len(parts) < 2:
            return ", ".join(parts)
        return self.say("list-and", rest=", ".join(parts[:-1]), last=parts[-1])


def this_year(zone: ZoneInfo) -> int:
    """The year that it is there now."""
    return datetime.now(zone).year


@cache
def words_for(locale: str, timezone: str = DEFAULT_TIMEZONE, *, strict: bool = False) -> FluentWords:
    """The words of `locale` (`ko`, `en`, or a longer tag such as `en-GB`; Korean for any other)."""
    language = locale.replace("_", "-").split("-")[0].lower()
    return FluentWords(language if language in LOCALES else LOCALES[0], timezone, strict=strict)


@cache
def _catalogue(locale: str) -> Catalogue:
    return Catalogue(locale, {"JOSA": _josa})


def _josa(word: object, pair: object) -> str:
    return josa(str(word), str(pair))
