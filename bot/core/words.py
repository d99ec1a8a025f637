"""Words: how the bot says things in one language. `bot.locales` has the implementation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Literal, Protocol

LOCALES = ("ko", "en")
"""The languages that the bot speaks; the first is the default."""
DEFAULT_LOCALE: Literal["ko"] = "ko"
DEFAULT_TIMEZONE = "Asia/Seoul"
"""What holds where a configuration says nothing, or there is none. All else asks the configuration."""


class Words(Protocol):
    """One language: every word the bot says, and its numbers and dates."""

    locale: str

    def say(self, key: str, /, **args: str | int | float) -> str:
        """The message `key` with its arguments; in messages `{ JOSA($word, "이/가") }` gives a word's particle."""

    def hint(self, key: str, /, **args: str | int | float) -> str:
        """What to do about what the message `key` says: its attribute `.hint`; empty where it has none."""

    def number(self, n: int | float) -> str:
        """A number with its separators: 1,234."""

    def percent(self, share: float) -> str:
        """A share between 0 and 1 as a whole percentage: 67%, 1% 미만."""

    def date(self, d: datetime) -> str:
        """The day of an aware instant in the configured time zone: 2025년 4월 28일, April 28, 2025."""

    def moment(self, at: datetime) -> str:
        """The day and time of an aware instant in the configured time zone, the year if it isn't this one.

        4월 28일(월) 오전 9:00, 4월 28일(월) 정오, 2025년 4월 28일(월) 자정.
        """

    def duration(self, minutes: int) -> str:
        """A length of time in its two largest units: 20시간, 1시간 30분."""

    def listing(self, parts: Sequence[str], *, plain: bool = False) -> str:
        """Parts joined as a person would: A, B와 C, A, B and C; `plain` joins with commas only."""


def words_of_person(words: Callable[[str], Words], locale: str | None, otherwise: str) -> Words:
    """The words of a person's own language, by its tag (`ko-KR`), if it is known and we speak it; else `otherwise`."""
    if locale:
        own = words(locale)
        if locale.lower().startswith(own.locale):
            return own
    return words(otherwise)
