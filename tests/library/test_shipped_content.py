"""The shipped articles keep the content brief's rules, and the example configuration finds them."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from bot.app.demo import FIRST_ARTICLE, shipped_content
from bot.core.articles import DEFAULT_OPTIONS, Article, can_be_posted
from bot.library.content_check import check
from bot.library.library import Library
from bot.library.style import against_style, too_long
from bot.markdown import to_html

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def library() -> Library:
    library = Library(ROOT / "content")
    library.load()
    return library


def test_the_shipped_content_has_no_problem(library: Library) -> None:
    assert library.problems == ()
    assert len(library.all()) == 20, "a month of weekdays"
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
    assert len(english.all()) >= 10
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


@pytest.mark.parametrize("locale", ["ko", "en"])
def test_every_article_keeps_the_checklist_for_authors(locale: str) -> None:
    library = Library(shipped_content(locale))
    library.load()
    readings = list(library.readings.values())
    assert len(readings) >= 10
    assert [str(problem) for problem in (*too_long(readings), *against_style(readings))] == []


def loser_of(article: Article) -> str:
    """Who gives in: whoever has the squabble's last line."""
    return article.squabble[-1].speaker


def winner_of(article: Article) -> str:
    (other,) = {line.speaker for line in article.squabble} - {loser_of(article)}
    return other


def test_two_mascots_argue_over_each_article_and_never_for_the_same_side(library: Library) -> None:
    for article in library.all():
        assert {line.speaker for line in article.squabble} == {"booki", "moki"}, article.slug
        speakers = {line.side: line.speaker for line in article.squabble}
        assert all(speakers[line.side] == line.speaker for line in article.squabble), article.slug
        turns = [line.speaker for line in article.squabble]
        assert all(one != next_one for one, next_one in pairwise(turns)), article.slug


def test_over_the_library_each_mascot_wins_and_concedes_on_either_side_alike(library: Library) -> None:
    won: Counter[tuple[str, int]] = Counter()
    conceded: Counter[tuple[str, int]] = Counter()
    for article in library.all():
        if len(article.options) == 2:
            side = dict(zip((line.speaker for line in article.squabble), sides_of(article), strict=True))
            won[winner_of(article), side[winner_of(article)]] += 1
            conceded[loser_of(article), side[loser_of(article)]] += 1
    cells = [(mascot, side) for mascot in ("booki", "moki") for side in (0, 1)]
    counts = [*(won[cell] for cell in cells), *(conceded[cell] for cell in cells)]
    assert min(counts) >= 3
    assert max(counts) - min(counts) <= 1, (won, conceded)
    all_won = Counter(winner_of(article) for article in library.all())
    assert abs(all_won["booki"] - all_won["moki"]) <= 1


OPEN_SIDES = {
    "race-of-nations": {"개방 대 폐쇄"},
    "secret-door-open-square": {"열린 광장"},
    "googles-way": {"찬성"},
    "weights-and-misuse": {"전면 공개", "점검 후 공개", "시차 공개"},
}
"""The articles on open and closed AI, and the options that are for openness."""


def test_openness_wins_as_often_as_it_loses(library: Library) -> None:
    won = 0
    for slug, open_sides in OPEN_SIDES.items():
        article = library.get(slug)
        assert article is not None
        won += any(line.side in open_sides for line in article.squabble if line.speaker == winner_of(article))
    assert won == len(OPEN_SIDES) / 2
    on_openness = [article.slug for article in library.all() if "오픈소스" in article.tags]
    assert {*OPEN_SIDES} <= {*on_openness}
    assert len(on_openness) <= 5


def test_the_set_is_as_varied_as_the_brief_asks(library: Library) -> None:
    articles = library.all()
    categories = Counter(article.category for article in articles)
    assert len(categories) >= 10
    assert max(categories.values()) <= 3
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
    assert news.title == "“구글식 AI 개발은 틀렸다”", "it is a quotation"
    assert (news.category, news.published.isoformat()) == ("산업/비즈니스", "2025-04-28T04:57:00+09:00")
