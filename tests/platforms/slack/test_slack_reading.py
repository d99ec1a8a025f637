"""Slack's paged answers and times, and its messages as plain text."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.slack.api import messages_of, pages
from bot.platforms.slack.identifiers import EmojiNames, micros_of
from bot.platforms.slack.message_text import plain_text
from bot.services.platform_errors import PlatformError


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("그래요 &amp; &lt;아니요&gt;", "그래요 & <아니요>"),
        ("<@U1> 님, <@U2|lee>", "@ann 님, @lee"),
        ("<@U9>", "@…"),
        ("<#C1|general> <!here> <!subteam^S1|@editors>", "#general @here @editors"),
        ("<https://a.example/x?b=1&amp;c=2|여기> <https://b.example>", "여기 https://b.example"),
        ("좋아요 :+1::skin-tone-4: :owl: :agora_owl: 10:30:00", "좋아요 👍🏽 🦉 :agora_owl: 10:30:00"),
        ("&lt;@U1&gt;", "<@U1>"),
    ],
)
def test_a_message_is_read_without_markup(markup: str, text: str) -> None:
    assert plain_text(markup, EmojiNames(), {"U1": "ann"}.get) == text


@given(st.integers(min_value=0, max_value=4_000_000_000), st.integers(min_value=0, max_value=999_999))
def test_a_time_is_exact_to_the_microsecond(seconds: int, micros: int) -> None:
    assert micros_of(f"{seconds}.{micros:06d}") == seconds * 1_000_000 + micros


@pytest.mark.parametrize("ts", [None, "", "soon", "12.x", "-5.0", {}])
def test_what_is_no_time_is_unknown(ts: object) -> None:
    assert micros_of(ts) is None


def test_times_may_have_fewer_digits() -> None:
    assert micros_of("12") == 12_000_000
    assert micros_of("12.5") == 12_500_000
    assert micros_of(1360782804) == 1360782804_000_000


async def read_all(answers: dict[str | None, dict[str, Any]]) -> list[str]:
    async def read(cursor: str | None) -> dict[str, Any]:
        return answers[cursor]

    return [message["text"] async for page in pages(read) for message in messages_of(page)]


async def test_pages_are_read_to_the_last() -> None:
    answers: dict[str | None, dict[str, Any]] = {
        None: {"messages": [{"text": "a"}], "has_more": True, "response_metadata": {"next_cursor": "two"}},
        "two": {"messages": [{"text": "b"}], "has_more": False, "response_metadata": {"next_cursor": ""}},
    }
    assert await read_all(answers) == ["a", "b"]


async def test_a_list_that_breaks_off_is_no_answer() -> None:
    with pytest.raises(PlatformError, match="there is more"):
        await read_all({None: {"messages": [{"text": "a"}], "has_more": True}})
    with pytest.raises(PlatformError, match="not understood"):
        await read_all({None: {"ok": True}})
