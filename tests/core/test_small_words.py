"""Durations as people write them, reactions reduced to their emoji, instants as whole microseconds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.emoji import Emoji, plain
from bot.core.times import format_duration, instant, micros, parse_duration


@given(st.integers(1, 3650 * 86_400))
def test_a_duration_survives_being_written_and_read(seconds: int) -> None:
    span = timedelta(seconds=seconds)
    assert parse_duration(format_duration(span)) == span


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("90s", timedelta(seconds=90)),
        ("10m", timedelta(minutes=10)),
        ("24h", timedelta(hours=24)),
        ("7d", timedelta(days=7)),
        ("1h30m", timedelta(minutes=90)),
        (" 2D ", timedelta(days=2)),
    ],
)
def test_durations_of_the_interface(text: str, span: timedelta) -> None:
    assert parse_duration(text) == span


@pytest.mark.parametrize("text", ["", "0s", "10", "h", "1.5h", "-1h", "1 h 30 m", "10y", "4000d", "1h30"])
def test_what_is_no_duration_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not a duration|must be longer") as refused:
        parse_duration(text)
    assert f"'{text}'" in str(refused.value)


@pytest.mark.parametrize(("span", "text"), [(timedelta(hours=36), "1d12h"), (timedelta(), "0s")])
def test_the_shortest_joined_form(span: timedelta, text: str) -> None:
    assert format_duration(span) == text


@pytest.mark.parametrize(
    ("reaction", "emoji"),
    [
        ("👍", "👍"),
        ("👍🏽", "👍"),
        ("👍🏿", "👍"),
        ("❤️", "❤"),
        ("❤︎", "❤"),
        ("+1", "+1"),
        ("door", "door"),
        ("👩🏽‍🚀", "👩‍🚀"),
    ],
)
def test_skin_tones_and_presentation_are_the_plain_emoji(reaction: str, emoji: str) -> None:
    assert plain(reaction) == emoji


@given(st.text(max_size=8))
def test_plain_of_plain_is_plain(reaction: str) -> None:
    assert plain(plain(reaction)) == plain(reaction)


def test_an_emoji_of_its_own_on_a_platform() -> None:
    door = Emoji(None, {"slack": "door", "local": "🚪"})
    assert [door.on(platform) for platform in ("slack", "local", "discord")] == ["door", "🚪", None]
    assert (door.shown("문"), Emoji("👍").shown("찬성"), Emoji(None, {"slack": "x"}).shown("문")) == ("🚪", "👍", "문")


@given(st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=9)), timezone(-timedelta(hours=5))])))
def test_an_instant_survives_as_whole_microseconds(at: datetime) -> None:
    assert instant(micros(at)) == at
