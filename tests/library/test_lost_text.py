"""What YAML takes for something else than text is told with the way out: quotes."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.library.library import Library

ARTICLE = """\
---
title: TITLE
category: CATEGORY
published: 2025-04-28T04:57:00+09:00
summary:
  - 하나입니다.
  - LINE
  - 셋입니다.
question: QUESTION
options:
  - label: LABEL
    emoji: EMOJI
  - label: 괜찮아요
    emoji: 👎
squabble:
  - speaker: booki
    side: 괜찮아요
    says: SAYS
---

본문
"""
QUOTES = "put the whole text in quotes"
SOUND = {
    "TITLE": "제목",
    "CATEGORY": "시험",
    "LINE": "둘입니다.",
    "QUESTION": "어떤가요?",
    "LABEL": "피곤해요",
    "EMOJI": "👍",
    "SAYS": "네.",
}
KEYS = {
    "TITLE": "a.md:2: title",
    "LINE": "a.md:7: summary[1]",
    "QUESTION": "a.md:9: question",
    "LABEL": "a.md:11: options[0].label",
    "SAYS": "a.md:18: squabble[0].says",
}


def library(folder: Path, **values: str) -> Library:
    text = ARTICLE
    for name, value in (SOUND | values).items():
        text = text.replace(name, value)
    (folder / "articles").mkdir(exist_ok=True)
    (folder / "articles" / "a.md").write_text(text, encoding="utf-8")
    made = Library(folder)
    made.load()
    return made


def problems(folder: Path, **values: str) -> list[str]:
    return [str(problem).removeprefix(f"{folder}/articles/") for problem in library(folder, **values).problems]


@pytest.mark.parametrize("name", KEYS)
@pytest.mark.parametrize("lost", ["#1 을 타나요?", "# 하나"])
def test_text_that_a_comment_took_is_warned_of(tmp_path: Path, name: str, lost: str) -> None:
    made = library(tmp_path, **{name: f"버스 {lost}"})
    (told,) = made.problems
    assert not told.is_error
    key = KEYS[name]
    assert str(told).endswith(
        f"{key}: the text from # on is lost, as a comment: '{lost}' — put the whole text in quotes"
    )
    assert problems(tmp_path, **{name: f'"버스 {lost}"'}) == []
    assert problems(tmp_path, **{name: "C#"}) == [], "a # within a word takes nothing"
    assert problems(tmp_path, **{name: "버스  # 노선"}) == [], "a remark, set apart as one"


@pytest.mark.parametrize("name", KEYS)
def test_text_that_is_nothing_but_a_comment_is_an_error(tmp_path: Path, name: str) -> None:
    made = library(tmp_path, **{name: "#제목"})
    assert made.get("a") is None
    told = [str(problem) for problem in made.problems if problem.is_error]
    assert any(one.endswith("lost, as a comment: '#제목' — put the whole text in quotes") for one in told), told


@pytest.mark.parametrize(
    ("written", "lost"), [("#️⃣", "#️⃣"), ("#", "#"), ("👍 #1", "#1")], ids=["keycap", "sign", "number"]
)
def test_an_emoji_that_begins_a_comment(tmp_path: Path, written: str, lost: str) -> None:
    (told,) = problems(tmp_path, EMOJI=written)
    assert told == f"a.md:12: options[0].emoji: the text from # on is lost, as a comment: '{lost}' — {QUOTES}"
    assert problems(tmp_path, EMOJI='"#️⃣"') == []


def test_text_that_goes_on_after_a_comment(tmp_path: Path) -> None:
    (told,) = problems(tmp_path, QUESTION="버스\n  #1 을 타나요?")
    assert told.startswith("a.md:9: question: the text from # on is lost, as a comment: '#1 을 타나요?'")
    assert problems(tmp_path, QUESTION="버스\n# 나중에 고치기", TITLE="제목\n   # 나중에 고치기") == []
    (told,) = problems(tmp_path, QUESTION="버스 #1\n  을 타나요?")
    assert told.endswith("text after # is a comment, and ends the text before it — put the whole text in quotes")


def test_a_remark_beside_a_word_is_no_mistake(tmp_path: Path) -> None:
    assert problems(tmp_path, CATEGORY="시험   # 나중에 고치기", EMOJI="👍  # up") == []
    (told,) = problems(tmp_path, CATEGORY="시험 #둘")
    assert told.startswith("a.md:3: category: the text from # on is lost")


@pytest.mark.parametrize("sign", list("[{!&*>|%@`,}]"))
@pytest.mark.parametrize("shape", ["{}속보 제목", "{} 속보", "{}속보{} 제목"])
@pytest.mark.parametrize("name", ["TITLE", "LINE", "QUESTION", "SAYS"])
def test_text_that_begins_with_a_sign_is_told_to_be_quoted(tmp_path: Path, name: str, sign: str, shape: str) -> None:
    text = shape.replace("{}", sign, 1).replace("{}", {"[": "]", "{": "}"}.get(sign, sign))
    told = problems(tmp_path, **{name: text})
    assert told
    assert "quotes" in told[0], told
    quoted = '"' + text + '"'
    assert [one for one in problems(tmp_path, **{name: quoted}) if " quotes" in one] == []


@pytest.mark.parametrize("text", ['"인용" 제목', "'인용' 제목", "- 제목", "? 제목", "[속보]", "{제목}"])
def test_other_beginnings(tmp_path: Path, text: str) -> None:
    (told,) = problems(tmp_path, TITLE=text)
    assert told.startswith("a.md:2: ")
    assert "quotes" in told


def test_a_summarys_line_with_a_colon_is_to_be_put_in_quotes(tmp_path: Path) -> None:
    (told,) = problems(tmp_path, LINE="정부: 요금이 오른다")
    assert (
        told == "a.md:7: summary[1]: must be text, and has ': ' in it or begins with { — put the whole text in quotes"
    )


@pytest.mark.parametrize(
    "label", ["\\u3164", "\\u2800", "\\u200b", "\\ufe0f", "\\u00ad \\u3000", "\\U0001bca0", "\\U00016fe4"]
)
def test_a_label_that_shows_nothing_is_empty(tmp_path: Path, label: str) -> None:
    (told,) = problems(tmp_path, LABEL=f'"{label}"')
    assert told == "a.md:11: options[0].label: is empty — write something"


@pytest.mark.parametrize("label", ["괜찮\\u200b아요", "괜찮 아요", "괜찮아요\\u3164", "괜찮아요\\ufe0f", "괜찮아요"])
def test_labels_that_look_alike(tmp_path: Path, label: str) -> None:
    (told,) = problems(tmp_path, LABEL=f'"{label}"', SAYS="네.")
    assert told.startswith("a.md:13: options[1].label: '괜찮아요' ")
    assert told.endswith(" — choose another label")


def test_mascots_whose_names_look_alike(tmp_path: Path) -> None:
    (tmp_path / "mascots.yaml").write_text(
        "booki: {name: {ko: 부키}, emoji: 🦉}\nmoki: {name: {ko: 부 키}, emoji: 🐿️}\n", encoding="utf-8"
    )
    made = library(tmp_path)
    assert "mascots.yaml:2: moki.name.ko: '부 키' looks like the name of booki — choose another name" in str(
        made.problems[0]
    )


def test_files_that_are_passed_over_are_named(tmp_path: Path) -> None:
    articles = tmp_path / "articles"
    (articles / "2025" / "04").mkdir(parents=True)
    (articles / "pictures").mkdir()
    for name in (
        "one.markdown",
        "two.mdx",
        "three.MD",
        "2025/04/four.md",
        "pictures/a.png",
        "notes.txt",
        ".hidden.mdx",
    ):
        (articles / name).write_text("---\n", encoding="utf-8")
    (tmp_path / "beside.md").write_text("---\n", encoding="utf-8")
    (tmp_path / "README.md").write_text("For authors.\n", encoding="utf-8")
    made = library(tmp_path)
    told = [str(problem).removeprefix(f"{articles}/") for problem in made.problems]
    ending = ":1: is passed over: articles are files whose names end in .md — rename it to "
    assert told == [
        "2025:1: is passed over with 1 article in it: folders in this one are not read — "
        f"move its files into {articles}",
        f"one.markdown{ending}one.md",
        f"three.MD{ending}three.md",
        f"two.mdx{ending}two.md",
        f"{tmp_path}/beside.md:1: is passed over: articles are read from the folder articles — move it into {articles}",
    ]
    assert not any(problem.is_error for problem in made.problems)
    assert [article.slug for article in made.all()] == ["a"]
