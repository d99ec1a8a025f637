"""New article files."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.config.yaml_documents import Document
from bot.core.articles import can_be_posted
from bot.errors import UsageError
from bot.library.article_file import KEYS, split
from bot.library.library import Library
from bot.library.new_article import create_draft, draft_text, slug_from
from bot.locales import words_for

KOREAN = words_for("ko", strict=True)
AT = datetime(2025, 3, 4, 9, 0, 0, 123, tzinfo=UTC)


@pytest.mark.parametrize("locale", ["ko", "en"])
@pytest.mark.parametrize("title", ["새 글", 'Tabs: "quotes", \\ and 100 % {braces}', "- dash", "yes", "null"])
def test_a_draft_is_an_article_that_is_not_posted(tmp_path: Path, title: str, locale: str) -> None:
    path = create_draft(tmp_path, title, AT, words_for(locale, strict=True))
    library = Library(tmp_path)
    library.load()
    assert library.problems == ()
    assert library.all() == ()
    article = library.get(slug_from(title))
    assert article is not None
    assert article.title == title
    assert article.published == AT.replace(microsecond=0)
    assert path.name == f"2025-03-04-{article.slug}.md"


@pytest.mark.parametrize("locale", ["ko", "en"])
def test_a_draft_explains_every_key_and_is_whole_once_opened(tmp_path: Path, locale: str) -> None:
    text = draft_text("제목", AT, words_for(locale, strict=True))
    opened = re.sub(r"^# (?=(?:[a-z]+:|  ))", "", text, flags=re.MULTILINE).replace("draft: true\n", "")
    parts = split(opened, "a.md")
    assert isinstance(parts, tuple)
    document: Document = parts[0]
    assert isinstance(document.value, dict)
    assert set(document.value) == set(KEYS) - {"draft"}
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.md").write_text(opened, encoding="utf-8")
    (tmp_path / "articles" / "other-slug.md").write_text(opened.replace("previous: other-slug\n", ""), encoding="utf-8")
    library = Library(tmp_path)
    library.load()
    assert library.problems == ()
    article = library.get("a")
    assert article is not None
    assert can_be_posted(article)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("비밀의 문과 열린 광장", "비밀의-문과-열린-광장"),
        ("  Open? Or closed!  ", "open-or-closed"),
        ("AI_2025: 무엇이 달라질까?", "ai-2025-무엇이-달라질까"),
        ("\u1100\u116a\u11bc\u110c\u1161\u11bc", "광장"),
        ("../../etc/passwd", "etc-passwd"),
        ("👍", ""),
    ],
)
def test_a_slug_keeps_letters_and_digits_of_any_script(title: str, slug: str) -> None:
    assert slug_from(title) == slug


def test_a_long_korean_title_still_fits_a_file_s_name(tmp_path: Path) -> None:
    path = create_draft(tmp_path, "긴 제목 " * 30, AT, KOREAN)
    assert len(path.name.encode()) <= 255
    assert path.stem.startswith("2025-03-04-긴-제목-긴")
    assert not path.stem.endswith("-")


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    first = create_draft(tmp_path, "새 글", AT, KOREAN)
    first.write_text("mine", encoding="utf-8")
    for at in (AT, AT.replace(year=2026)):
        with pytest.raises(UsageError, match="already has the slug '새-글'"):
            create_draft(tmp_path, "새 글!", at, KOREAN)
    assert first.read_text(encoding="utf-8") == "mine"
    assert len(list(first.parent.iterdir())) == 1


@pytest.mark.parametrize("title", ["👍", "가" * 151])
def test_a_title_that_makes_no_article_is_refused(tmp_path: Path, title: str) -> None:
    with pytest.raises(UsageError):
        create_draft(tmp_path, title, AT, KOREAN)


def test_a_folder_that_is_a_file_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "content").write_text("", encoding="utf-8")
    with pytest.raises(UsageError, match="can’t be written") as caught:
        create_draft(tmp_path / "content", "새 글", AT, KOREAN)
    path = tmp_path / "content" / "articles" / "2025-03-04-새-글.md"
    assert caught.value.sentence.in_full(KOREAN) == f"{path} 파일을 쓸 수 없어요(폴더가 아님). 폴더를 확인해 주세요."
