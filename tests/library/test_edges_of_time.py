"""`published` at the edges of the calendar: what can't be told in every time zone is refused at its line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.library.library import Library
from bot.locales import words_for

ARTICLE = """---
title: 시험 글
category: 시험
published: {published}
summary: [하나입니다., 둘입니다., 셋입니다.]
question: 어떻게 생각하세요?
---

본문
"""
FARTHEST = ("Pacific/Kiritimati", "Etc/GMT+12", "Asia/Seoul", "America/Nuuk")


def problems(folder: Path, published: str) -> list[str]:
    (folder / "articles").mkdir(exist_ok=True)
    (folder / "articles" / "a.md").write_text(ARTICLE.format(published=published), encoding="utf-8")
    library = Library(folder)
    library.load()
    return [str(problem).removeprefix(f"{folder}/articles/") for problem in library.problems]


@pytest.mark.parametrize(
    "published",
    [
        "9999-12-31",
        "9999-12-31T23:59:59Z",
        "9999-01-01T00:00:00+09:00",
        "0001-01-01",
        "0001-01-01T00:00:00Z",
        "0999-12-31T23:59:59-23:59",
    ],
)
def test_a_year_at_the_edge_is_refused_at_its_line(tmp_path: Path, published: str) -> None:
    year = int(published[:4])
    assert problems(tmp_path, published) == [
        f"a.md:4: published: the year {year} is one in which not every time zone has a date — "
        "write a year from 1000 to 9998"
    ]


@pytest.mark.parametrize(
    "published", ["10000-01-01T00:00:00Z", "2025-13-01T00:00:00Z", "2025-02-30T00:00:00Z", "1e9", ".nan", "9" * 39]
)
def test_what_is_no_time_is_said(tmp_path: Path, published: str) -> None:
    (told,) = problems(tmp_path, published)
    assert told.startswith(f"a.md:4: published: '{published[:20]}")
    assert "is not a time — write date, time and zone" in told


def test_published_false_as_other_programs_write_it(tmp_path: Path) -> None:
    (told,) = problems(tmp_path, "false")
    assert told.endswith("draft: true keeps an article back")


@pytest.mark.parametrize(
    ("published", "zone"), list(product(("1000-01-01T00:00:00+14:00", "9998-12-31T23:59:59-12:00"), FARTHEST))
)
def test_what_is_let_through_can_be_told_everywhere(tmp_path: Path, published: str, zone: str) -> None:
    assert not [problem for problem in problems(tmp_path, published) if "time zone has" in problem]
    at = datetime.fromisoformat(published)
    assert at.astimezone(ZoneInfo(zone)).astimezone(UTC) == at
    assert at + timedelta(days=1) > at > at - timedelta(days=1)
    for locale in ("ko", "en"):
        words = words_for(locale, zone)
        assert words.date(at)
        assert words.moment(at)
