"""A summary put into an article's file: the three lines, and not one other byte changed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.articles import can_be_posted
from bot.editor.summaries import PROPOSED, with_summary, write_summary
from bot.errors import AgoraError, Refused, UsageError
from bot.library.article_file import read_article
from bot.library.new_article import create_draft
from bot.locales import words_for

KOREAN = words_for("ko", strict=True)
LINES = ("첫째 줄이에요.", 'He said: "no" — #1, {x}', "- 셋째: 줄 \\ 끝")
PLAIN = """---
title: 글   # 제목
category: 'x'
published: 2025-03-04T09:00:00+09:00

question: 어때요?
squabble:
  - {speaker: booki, side: 찬성, says: "summary: 없음"}
---

본문이에요.
---
summary: 이건 본문이에요
"""


def written(tmp_path: Path, text: str, name: str = "a.md") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return path


def added(before: str, after: str) -> str:
    """What was put in; the text around it must be the same."""
    start = next((i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), len(before))
    end = len(before) - start
    while end and not after.endswith(before[len(before) - end :]):
        end -= 1
    assert before[:start] + before[len(before) - end :] == before, "something was taken out"
    return after[start : len(after) - end]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_lines_are_added_and_nothing_else_changes(tmp_path: Path, end: str, mark: str) -> None:
    before = mark + PLAIN.replace("\n", end)
    path = written(tmp_path, before)
    assert write_summary(path, LINES, KOREAN)
    after = path.read_bytes().decode()
    assert added(before, after).count(end) == 6
    assert after.count(end) == len(re.findall("\r\n|\r|\n", after))
    reading = read_article(path)
    assert [str(problem) for problem in reading.problems] == []
    assert reading.article is not None
    assert reading.article.summary == LINES
    assert reading.article.body == "본문이에요.\n---\nsummary: 이건 본문이에요"


def test_an_article_that_was_no_draft_becomes_one(tmp_path: Path) -> None:
    path = written(tmp_path, PLAIN)
    assert write_summary(path, LINES, KOREAN)
    article = read_article(path).article
    assert article is not None
    assert article.draft
    assert not can_be_posted(article)
    assert "draft 줄을 지우세요" in path.read_text()


@pytest.mark.parametrize("line", ["draft: false", "draft: 'false'  # 아직"])
def test_a_draft_that_says_false_says_true_afterwards(tmp_path: Path, line: str) -> None:
    path = written(tmp_path, PLAIN.replace("question:", f"{line}\nquestion:"))
    assert write_summary(path, LINES, KOREAN)
    article = read_article(path).article
    assert article is not None
    assert article.draft
    assert path.read_text().count("draft:") == 1


@pytest.mark.parametrize("locale", ["ko", "en"])
def test_what_an_import_proposed_gives_way_to_what_is_written(tmp_path: Path, locale: str) -> None:
    proposed = f"{PROPOSED.said(words_for(locale))}\n# summary:\n#   - 가\n#   - 나\n#   - 다\n"
    path = written(tmp_path, PLAIN.replace("question:", f"{proposed}# 질문\nquestion:"))
    write_summary(path, LINES, words_for(locale))
    after = path.read_text()
    assert PROPOSED.said(words_for(locale)) not in after
    assert "#   - " not in after
    assert after.count("summary:") == PLAIN.count("summary:") + 1
    assert "# 질문\nquestion:" in after


@pytest.mark.parametrize("locale", ["ko", "en"])
def test_in_a_new_draft_the_lines_take_their_examples_place(tmp_path: Path, locale: str) -> None:
    path = create_draft(tmp_path, "새 글", datetime(2025, 3, 4, tzinfo=UTC), words_for(locale))
    before = path.read_text()
    assert not write_summary(path, LINES, words_for(locale))
    after = path.read_text()
    example = before[before.index("# summary:") : before.index("# 투표에" if locale == "ko" else "# The question")]
    assert added(before.replace(example, ""), after)
    assert "# summary:" not in after
    assert after.index("\nsummary:") < after.index("\nquestion:")
    article = read_article(path).article
    assert article is not None
    assert article.summary == LINES


def test_below_a_key_that_is_empty(tmp_path: Path) -> None:
    path = written(tmp_path, PLAIN.replace("question:", "summary:  # 나중에\nquestion:"))
    write_summary(path, LINES, KOREAN)
    article = read_article(path).article
    assert article is not None
    assert article.summary == LINES
    assert "summary:  # 나중에\n  - " in path.read_text()


@pytest.mark.parametrize(
    ("key", "error", "said", "in_korean"),
    [
        ("summary: [가, 나, 다]", Refused, "already has a summary", "FILE에는 이미 요약이 있어요. 다시 요약하려면"),
        ("summary: ~", Refused, "says that it is empty", "summary 항목은 있는데 비어 있어요. 먼저 그 줄을"),
        ("summary: []", UsageError, "has 0 lines", "FILE:6: summary: 0줄이에요 — 꼭 세 줄로"),
        ("sumary: x", UsageError, "did you mean 'summary'", "FILE:6: sumary: 기사에는 이런 항목이 없어요 — "),
    ],
)
def test_a_file_that_is_not_to_be_written_stays_as_it_is(
    tmp_path: Path, key: str, error: type[AgoraError], said: str, in_korean: str
) -> None:
    before = PLAIN.replace("question:", f"{key}\nquestion:")
    path = written(tmp_path, before)
    with pytest.raises(error, match=re.escape(said)) as caught:
        write_summary(path, LINES, KOREAN)
    assert caught.value.sentence.in_full(KOREAN).startswith(in_korean.replace("FILE", str(path)))
    assert path.read_text() == before
    assert [found.name for found in tmp_path.iterdir()] == ["a.md"]


def test_front_matter_of_another_form_is_left_alone_and_the_lines_are_told(tmp_path: Path) -> None:
    before = "---\n{title: 글, category: x,\npublished: 2025-03-04T09:00:00+09:00,\nquestion: 어때요}\n---\n글\n"
    path = written(tmp_path, before)
    with pytest.raises(AgoraError, match="first") as caught:
        write_summary(path, ("first", "second", "third"), KOREAN)
    assert caught.value.sentence.hint(KOREAN) == (
        'draft: true와 함께 직접 넣어 주세요.\nsummary:\n  - "first"\n  - "second"\n  - "third"'
    )
    assert path.read_text() == before


def test_the_file_keeps_its_mode(tmp_path: Path) -> None:
    path = written(tmp_path, PLAIN)
    path.chmod(0o640)
    write_summary(path, LINES, KOREAN)
    assert path.stat().st_mode & 0o777 == 0o640


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.text(st.characters(exclude_categories=("Cc", "Cs", "Cn", "Zl", "Zp")), min_size=1, max_size=60)
        .map(lambda text: " ".join(text.split()))
        .filter(bool),
        min_size=3,
        max_size=3,
    )
)
def test_any_text_is_written_as_text(lines: list[str]) -> None:
    after, _ = with_summary(PLAIN, tuple(lines), KOREAN)
    assert added(PLAIN, after)
