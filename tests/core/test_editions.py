"""An article's edition changes exactly when what a voter voted on changes."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.articles import Article, Option, SquabbleLine
from bot.core.emoji import Emoji

ARTICLE = Article(
    slug="crows",
    title="까마귀와 도시",
    category="도시",
    published=datetime(2025, 4, 28, tzinfo=UTC),
    summary=("하나", "둘", "셋"),
    question="까마귀에게 먹이를 줘도 될까요?",
    options=(Option("찬성", Emoji("👍")), Option("문", Emoji(None, {"slack": "door", "local": "🚪"}))),
    body="본문",
)

VOTED_ON: dict[str, list[Any]] = {
    "title": ["까마귀", ""],
    "summary": [("하나", "둘"), ("하나", "둘", "셋", ""), ("둘", "하나", "셋"), ("하나둘", "", "셋")],
    "question": ["다른 질문"],
    "options": [
        ARTICLE.options[:1],
        ARTICLE.options[::-1],
        (Option("반대", Emoji("👍")), ARTICLE.options[1]),
        (Option("찬성", Emoji("👎")), ARTICLE.options[1]),
        (ARTICLE.options[0], Option("문", Emoji(None, {"slack": "door", "local": "🏠"}))),
        (ARTICLE.options[0], Option("문", Emoji("🚪", {"slack": "door", "local": "🚪"}))),
    ],
}
NOT_VOTED_ON: dict[str, Any] = {
    "slug": "ravens",
    "category": "자연",
    "published": datetime(2026, 1, 1, tzinfo=UTC),
    "body": "고친 본문",
    "source": "https://example.org",
    "author": "누구",
    "draft": True,
    "pick": True,
    "tags": ("새",),
    "previous": "before",
    "squabble": (SquabbleLine("booki", "찬성", "좋아요"),),
}


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in VOTED_ON.items() for value in values])
def test_it_changes_with_what_was_voted_on(name: str, value: object) -> None:
    assert replace(ARTICLE, **{name: value}).edition != ARTICLE.edition


@pytest.mark.parametrize(("name", "value"), NOT_VOTED_ON.items())
def test_it_stays_with_everything_else(name: str, value: object) -> None:
    assert replace(ARTICLE, **{name: value}).edition == ARTICLE.edition


def test_every_field_of_an_article_is_one_or_the_other() -> None:
    assert {field.name for field in fields(Article)} == VOTED_ON.keys() | NOT_VOTED_ON.keys()


def test_the_order_in_which_platforms_are_written_is_no_change() -> None:
    turned = Option("문", Emoji(None, {"local": "🚪", "slack": "door"}))
    assert replace(ARTICLE, options=(ARTICLE.options[0], turned)).edition == ARTICLE.edition


lines = st.lists(st.text(max_size=6), max_size=4).map(tuple)


@given(lines, lines)
def test_summaries_share_an_edition_only_if_they_are_equal(one: tuple[str, ...], other: tuple[str, ...]) -> None:
    editions = [replace(ARTICLE, summary=summary).edition for summary in (one, other)]
    assert (editions[0] == editions[1]) == (one == other)
