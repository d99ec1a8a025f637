"""The shipped articles keep the content brief's rules, and the example configuration finds them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from bot.app.demo import FIRST_ARTICLE, shipped_content
from bot.core.articles import DEFAULT_OPTIONS, Article, can_be_posted
from bot.library.content_check import check
from bot.library.library import Library
from bot.markdown import to_html

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def library() -> Library:
    library = Library(ROOT / "content")
    library.load()
    return library


def test_the_shipped_content_has_no_problem(library: Library) -> None:
    assert library.problems == ()
    assert len(library.all()) >= 6
    assert {mascot.key: (mascot.name("ko"), mascot.emoji) for mascot in library.mascots().values()} == {
        "booki": ("부키", "🦉"),
        "moki": ("모키", "🐿️"),
    }


def test_the_example_configuration_and_the_content_pass_the_check() -> None:
    assert check(ROOT / "config.example.yaml", {}) == []


def test_every_article_is_whole(library: Library) -> None:
    for article in library.all():
        assert can_be_posted(article), article.slug
        assert 600 <= len(article.body) <= 1500, article.slug
        assert len("".join(article.body.split())) >= 600, article.slug
        assert len(re.findall(r"^## .*\?$", article.body, re.MULTILINE)) >= 3, article.slug
        assert all(heading.endswith("?") for heading in re.findall(r"^#+ (.*)$", article.body, re.MULTILINE))
        assert all(line.endswith(".") for line in article.summary), article.slug
        assert 4 <= len(article.squabble) <= 6, article.slug
        assert "<h3>" in to_html(article.body)


def sides_of(article: Article) -> list[int]:
    """The options that the squabble's lines argue for, by number."""
    labels = [option.label for option in article.options]
    return [labels.index(line.side) for line in article.squabble]


def test_some_are_there_in_english_with_the_same_facts_and_forms(library: Library) -> None:
    english = Library(shipped_content("en"))
    english.load()
    assert english.problems == ()
    assert FIRST_ARTICLE in {article.slug for article in english.all()}
    assert len(english.all()) >= 3
    for article in english.all():
        korean = library.get(article.slug)
        assert korean is not None
        assert can_be_posted(article)
        assert article.published == korean.published
        assert [option.emoji for option in article.options] == [option.emoji for option in korean.options]
        assert sides_of(article) == sides_of(korean), article.slug
        assert [line.speaker for line in article.squabble] == [line.speaker for line in korean.squabble]
        assert article.body.count("\n## ") == korean.body.count("\n## ")
        assert not re.search("[ㄱ-힣]", f"{article.title}{article.summary}{article.squabble}{article.body}")
    assert shipped_content("ko") == shipped_content() == ROOT / "content"


def test_the_mascots_argue_different_sides_and_swap_them(library: Library) -> None:
    first_sides: Counter[tuple[str, str]] = Counter()
    for article in library.all():
        sides = {line.speaker: line.side for line in article.squabble}
        assert len(set(sides.values())) == 2, article.slug
        assert len({(line.speaker, line.side) for line in article.squabble}) == 2, article.slug
        if article.options == DEFAULT_OPTIONS:
            first_sides.update(sides.items())
    assert first_sides[("booki", "찬성")] > 0
    assert first_sides[("booki", "반대")] > 0


def test_the_set_is_as_varied_as_the_brief_asks(library: Library) -> None:
    articles = library.all()
    assert len({article.category for article in articles}) == len(articles)
    assert len({article.published.date() for article in articles}) == len(articles)
    assert all(article.published.year == 2025 for article in articles)
    numbers = {len(article.options) for article in articles}
    assert {3, 5} <= numbers
    assert any(article.previous for article in articles)
    assert 1 <= sum(article.pick for article in articles) <= 2
    essay, news = library.get("secret-door-open-square"), library.get("googles-way")
    assert essay is not None
    assert news is not None
    assert [(option.label, option.emoji.unicode) for option in essay.options] == [
        ("비밀의 문", "🚪"),
        ("열린 광장", "🌳"),
    ]
    assert (news.question, news.options) == ("AI 기술, 완전 공개해야 할까?", DEFAULT_OPTIONS)
    assert (news.category, news.published.isoformat()) == ("산업/비즈니스", "2025-04-28T04:57:00+09:00")
