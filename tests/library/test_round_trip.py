"""Every article that keeps the rules is read as it was written."""

from __future__ import annotations

import tempfile
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.articles import DEFAULT_OPTIONS, Article, Option, SquabbleLine
from bot.core.emoji import Emoji
from bot.library.library import Library
from bot.library.mascots import BUILT_IN

EMOJI = ["👍", "👎", "🚪", "🌳", "❤️", "1️⃣", "🇰🇷", "👩‍💻", "🏔️", "⏳", "🐿️", "🦉"]
characters = st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"], exclude_characters="\ufffe\uffff")


def line(most: int) -> st.SearchStrategy[str]:
    return st.text(characters, min_size=1, max_size=most).map(normal).filter(bool)


def normal(text: str) -> str:
    """One line in composed form: how the library keeps texts."""
    return unicodedata.normalize("NFC", " ".join(text.split()))


@st.composite
def articles(draw: st.DrawFn) -> Article:
    labels = draw(st.lists(line(60), min_size=2, max_size=10, unique_by=str.casefold))
    signs = draw(st.permutations(EMOJI))
    options = tuple(Option(label, Emoji(sign)) for label, sign in zip(labels, signs, strict=False))
    if draw(st.booleans()):
        options = DEFAULT_OPTIONS
    sides = st.sampled_from([option.label for option in options])
    squabble = st.lists(st.builds(SquabbleLine, st.sampled_from(sorted(BUILT_IN)), sides, line(500)), max_size=6)
    zone = timezone(timedelta(minutes=draw(st.integers(-12 * 60, 14 * 60))))
    return Article(
        slug="article",
        title=draw(line(150)),
        category=draw(line(40)),
        published=draw(
            st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.sampled_from([zone, UTC]))
        ),
        summary=tuple(draw(st.lists(line(300), min_size=3, max_size=3))),
        question=draw(line(200)),
        options=options,
        body=draw(line(200)),
        source=draw(st.none() | st.just("https://example.org/글")),
        author=draw(st.none() | line(80)),
        draft=draw(st.booleans()),
        pick=draw(st.booleans()),
        tags=tuple(draw(st.lists(line(40), max_size=10, unique=True))),
        squabble=tuple(draw(squabble)),
    )


def written(article: Article) -> str:
    keys: dict[str, object] = {
        "title": article.title,
        "category": article.category,
        "published": article.published.isoformat(),
        "summary": list(article.summary),
        "question": article.question,
        "draft": article.draft,
        "pick": article.pick,
        "tags": list(article.tags),
        "source": article.source,
        "author": article.author,
        "squabble": [{"speaker": s.speaker, "side": s.side, "says": s.says} for s in article.squabble],
    }
    if article.options != DEFAULT_OPTIONS:
        keys["options"] = [{"label": option.label, "emoji": option.emoji.unicode} for option in article.options]
    front = yaml.safe_dump(keys, allow_unicode=True, sort_keys=False)
    return f"---\n{front}---\n\n{article.body}\n"


@settings(max_examples=60, deadline=None)
@given(articles())
def test_a_written_article_is_read_as_it_was(article: Article) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "articles").mkdir()
        (folder / "articles" / "2025-01-01-article.md").write_text(written(article), encoding="utf-8")
        library = Library(folder)
        library.load()
        assert library.problems == ()
        read = library.get("article")
    assert read is not None
    assert read == article
    assert read.edition == article.edition


@settings(max_examples=100, deadline=None)
@given(
    st.binary(max_size=300) | st.text(max_size=300).map(lambda text: f"---\n{text}\n---\n".encode("utf-8", "replace"))
)
def test_whatever_a_file_holds_is_a_problem_or_an_article(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "articles").mkdir()
        (folder / "articles" / "a.md").write_bytes(data)
        library = Library(folder)
        library.load()
        assert library.get("a") is not None or any(problem.is_error for problem in library.problems)
