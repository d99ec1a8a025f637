"""Names in decomposed Hangul, as macOS gives them, lead to the same things on the command line and in the files."""

from __future__ import annotations

import unicodedata

import pytest

SCHEDULE = """schedules:
  - {name: s, cron: "0 9 * * *", channels: [square], articles: {category: 사회}}
"""


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.fixture
def square(place):
    """A place with a channel and an article of Korean names, the configuration and the file's name in pieces."""
    place.add_article(decomposed("광장-이야기"), "광장 이야기")
    place.configure(more=SCHEDULE)
    text = place.config.read_text(encoding="utf-8").replace("square: {platform", "광장: {platform")
    place.config.write_text(decomposed(text.replace("[square]", "[광장]")), encoding="utf-8")
    article = place.folder / "content" / "articles" / f"{decomposed('광장-이야기')}.md"
    article.write_text(
        article.read_text(encoding="utf-8").replace("category: 시험", "category: 사회"), encoding="utf-8"
    )
    return place


def test_a_schedule_and_the_command_line_find_what_is_meant(square) -> None:
    done = square.agora("check")
    assert (done.code, done.err) == (0, "")
    assert "광장-이야기" in square.agora("schedule", "--days", "2").out
    slug, channel = decomposed("광장-이야기"), decomposed("광장")
    assert square.agora("preview", slug).code == 0
    done = square.agora("post", slug, "--channel", channel)
    assert (done.code, done.err) == (0, "")
    assert "광장 이야기" in square.agora("results", slug).out
    assert "광장 이야기" in square.agora("close", slug).out
