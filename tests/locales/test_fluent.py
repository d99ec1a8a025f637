"""Words in Korean and English: messages, numbers, dates, durations; what happens when words are missing."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.catalogue import WordsError
from bot.locales import fluent, words_for

KO = words_for("ko", strict=True)
EN = words_for("en", strict=True)
AT = datetime(2025, 4, 27, 19, 57, tzinfo=UTC)


def test_dates_are_those_of_the_configured_time_zone() -> None:
    assert KO.date(AT) == "2025년 4월 28일"
    assert EN.date(AT) == "April 28, 2025"
    assert KO.moment(AT) == "2025년 4월 28일(월) 오전 4:57"
    assert EN.moment(AT) == "Mon, Apr 28, 2025, 4:57 AM"
    assert words_for("en", "America/New_York").moment(AT) == "Sun, Apr 27, 2025, 3:57 PM"


@pytest.mark.parametrize(
    ("hour", "minute", "korean", "english"),
    [
        (0, 0, "11월 29일(일) 자정", "Sun, Nov 29, midnight"),
        (0, 30, "11월 29일(일) 오전 0:30", "Sun, Nov 29, 12:30 AM"),
        (9, 0, "11월 29일(일) 오전 9:00", "Sun, Nov 29, 9:00 AM"),
        (12, 0, "11월 29일(일) 정오", "Sun, Nov 29, noon"),
        (12, 30, "11월 29일(일) 오후 12:30", "Sun, Nov 29, 12:30 PM"),
        (21, 5, "11월 29일(일) 오후 9:05", "Sun, Nov 29, 9:05 PM"),
    ],
)
def test_moments_of_this_year_are_told_as_they_are_printed(
    hour: int, minute: int, korean: str, english: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fluent, "this_year", lambda _: 2026)
    at = datetime(2026, 11, 29, hour, minute, tzinfo=ZoneInfo("Asia/Seoul"))
    assert KO.moment(at) == korean
    assert EN.moment(at) == english


@pytest.mark.parametrize(
    ("minutes", "korean", "english"),
    [
        (0, "1분", "1 minute"),
        (59, "59분", "59 minutes"),
        (60, "1시간", "1 hour"),
        (90, "1시간 30분", "1 hour 30 minutes"),
        (1_200, "20시간", "20 hours"),
        (1_440, "1일", "1 day"),
        (3_061, "2일 3시간", "2 days 3 hours"),
    ],
)
def test_a_length_of_time_is_told_in_its_two_largest_units(minutes: int, korean: str, english: str) -> None:
    assert KO.duration(minutes) == korean
    assert EN.duration(minutes) == english


@pytest.mark.parametrize(
    ("share", "text"),
    [(0, "0%"), (0.33, "33%"), (2 / 3, "67%"), (0.994, "99%"), (1, "100%")],
)
def test_shares_are_whole_percentages(share: float, text: str) -> None:
    assert KO.percent(share) == text
    assert EN.percent(share) == text


def test_only_all_is_all_and_only_none_is_none() -> None:
    assert [KO.percent(share) for share in (0.001, 0.999)] == ["1% 미만", "99% 초과"]
    assert [EN.percent(share) for share in (0.001, 0.999)] == ["<1%", ">99%"]


def test_numbers_carry_separators_also_inside_messages() -> None:
    assert KO.number(1_234_567) == "1,234,567"
    assert KO.say("bar-text", votes=1234, share="12%") == "1,234표 · 12%"
    assert EN.say("bar-text", votes=1, share="12%") == "1 vote · 12%"


def test_lists_are_joined_as_people_do() -> None:
    assert KO.listing(["찬성"]) == "찬성"
    assert KO.listing(["찬성", "반대"]) == "찬성과 반대"
    assert KO.listing(["반대", "찬성", "기권"]) == "반대, 찬성과 기권"
    assert EN.listing(["A", "B", "C"]) == "A, B and C"
    assert EN.listing(["A", "B"], plain=True) == "A, B"


def test_particles_in_messages_follow_the_argument() -> None:
    assert KO.say("headline-single", option="열린 광장") == "한 명이 ‘열린 광장’을 골랐어요."
    assert KO.say("headline-single", option="반대 👎") == "한 명이 ‘반대 👎’를 골랐어요."


def test_any_tag_finds_its_language() -> None:
    assert words_for("ko-KR").locale == "ko"
    assert words_for("en_GB").locale == "en"
    assert words_for("fr").locale == "ko"
    assert words_for("ko") is words_for("ko")


@pytest.mark.parametrize("key", ["no-such-message", "bar-text"])
def test_strict_words_raise(key: str) -> None:
    with pytest.raises(WordsError, match=key):
        KO.say(key)


def test_a_member_never_gets_a_traceback(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        assert words_for("ko").say("no-such-message") == "no-such-message"
        assert words_for("ko").say("bar-text", votes=3) == "bar-text"
    assert "no-such-message" in caplog.text
    assert "share" in caplog.text


def test_text_from_outside_is_placed_as_it_is_and_cut_when_endless() -> None:
    odd = "{ $x } <b> @everyone \\ {-t}"
    assert odd in KO.say("headline-single", option=odd)
    long = KO.say("headline-single", option="가" * 5_000)
    assert len(long) < 1_600
    assert "…" in long
