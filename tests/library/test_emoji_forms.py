"""Emoji as authors write them for a platform."""

from __future__ import annotations

import pytest

from bot.library.options import custom_form


@pytest.mark.parametrize(
    ("platform", "text", "form"),
    [
        ("slack", "door", "🚪"),
        ("slack", ":door:", "🚪"),
        ("slack", "thumbsup", "👍"),
        ("slack", "+1", "👍"),
        ("slack", "agora_owl", "agora_owl"),
        ("slack", ":agora_owl:", "agora_owl"),
        ("slack", "🚪", "🚪"),
        ("slack", "no such name", None),
        ("discord", "<:door:123456789012345678>", "<:door:123456789012345678>"),
        ("discord", "<:door:123>", "<:door:123>"),
        ("discord", "<a:door:1>", "<a:door:1>"),
        ("discord", "<:door:>", None),
        ("discord", "<:문:123>", None),
        ("discord", "<:door:١٢٣>", None),
        ("discord", "door", None),
        ("local", "🚪", "🚪"),
        ("local", "door", None),
    ],
)
def test_a_name_that_slack_has_for_an_emoji_is_that_emoji(platform: str, text: str, form: str | None) -> None:
    assert custom_form(platform, text) == form
