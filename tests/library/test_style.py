"""The checklist for authors: each rule marks what breaks it, at its line, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.library.article_file import read_article
from bot.library.style import INSTEAD, against_style, too_long
from bot.locales import words_for

GOOD = """\
---
title: 동네 도서관을 밤에도 열까?
category: 생활
published: 2025-04-28T04:57:00+09:00
summary:
  - 시는 도서관 한 곳을 밤 열 시까지 열어 보기로 했어요.
  - 밤 근무를 맡을 사서는 아직 정해지지 않았어요.
  - 이웃 도시는 2024년에 같은 시험을 시작했어요.
question: 도서관 야간 개방, 늘려야 할까?
options:
  - label: 확대
    emoji: 🌙
  - label: 유지
    emoji: 🌞
squabble:
  - speaker: booki
    side: 확대
    says: 밤에 책을 읽는 이웃도 있답니다.
  - speaker: moki
    side: 유지
    says: 밤에는 자야지! 책도 자고.
  - speaker: booki
    side: 확대
    says: 책은 덮어 두면 자는걸요.
  - speaker: moki
    side: 유지
    says: …그럼 내 책은 삼 년째 자는 중이네.
---
## 무슨 일이 있었나요?

BODY
"""
SENTENCE = "시는 도서관을 밤에도 열어 두면 어떤 일이 생기는지 살펴보기로 했어요. "
ENGLISH = """\
---
title: Should the library stay open at night?
category: Town
published: 2025-04-28T04:57:00+09:00
summary:
  - The town will keep one library open until ten at night, to see who comes.
  - Nobody has been found for the night shift yet.
  - The next town began the same trial in 2024.
question: Should libraries stay open at night?
options:
  - {label: In favour, emoji: 👍}
  - {label: Against, emoji: 👎}
squabble:
  - {speaker: booki, side: In favour, says: Some neighbours read at night.}
  - {speaker: moki, side: Against, says: At night one sleeps! So do books.}
  - {speaker: booki, side: In favour, says: Books sleep when they are shut.}
  - {speaker: moki, side: Against, says: …Then mine has slept for three years.}
---
## What happened?

The town has decided.
"""


def marked(folder: Path, text: str, locale: str = "ko") -> list[str]:
    """What is said of an article, without the file's name."""
    path = folder / "a.md"
    path.write_text(text.replace("BODY", SENTENCE * 20), encoding="utf-8")
    reading = read_article(path)
    assert reading.article is not None, reading.problems
    problems = [*too_long([reading]), *against_style([reading])]
    assert not any(problem.is_error for problem in problems)
    return [problem.said(words_for(locale, strict=True)).removeprefix(f"{path}:") for problem in problems]


@pytest.mark.parametrize("text", [GOOD, ENGLISH], ids=["ko", "en"])
def test_an_article_that_keeps_the_list_is_not_marked(tmp_path: Path, text: str) -> None:
    assert marked(tmp_path, text) == []


LINE = "시는 도서관 한 곳을 밤 열 시까지 열어 보기로 했어요."


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("시는 도서관을 밤 1, 2, 3, 4, 5, 6, 7, 8, 9시까지 열어요.", "43자예요. 요약은 한 줄에 40자까지가 읽기 좋아요"),
        (
            "시는도서관한곳을밤열시까지열어보기로어제저녁에결정했다고알렸어요.",
            "한글이 32자예요. 한 줄에 30자까지만 써 주세요",
        ),
        ("시는 도서관을 밤에도 열까요?", "요약은 묻지 않고 사실을 알려요. 질문은 question에 적어 주세요"),
        ("시는 도서관을 밤에도 열기로 했다.", "‘했다.’로 끝나요. 해요체로 바꿔 주세요"),
        ("시는 도서관을 밤에도 열기로 결정.", "‘결정.’으로 끝나요. 해요체로 바꿔 주세요"),
        ("시는 더 나아가 학교 도서관도 열기로 했어요.", "‘더 나아가’는 앞 문장이 있어야 통해요."),
        ("이웃 도시 역시 같은 시험을 시작했어요.", "‘역시’는 앞 문장이 있어야 통해요."),
        ("이 시험 덕분에 찾는 사람이 늘었어요.", "‘이 시험 덕’은 앞 문장이 있어야 통해요."),
        ("하지만 사서는 아직 정해지지 않았어요.", "‘하지만’은 앞 문장이 있어야 통해요."),
        ("이는 다른 도시에서도 하는 일이에요.", "‘이는’은 앞 문장이 있어야 통해요."),
        ("그 도서관은 밤 열 시에 닫아요.", "‘그’는 앞 문장이 있어야 통해요."),
        ("반면, 이웃 도시는 낮에만 열어요.", "‘반면’은 앞 문장이 있어야 통해요."),
        ("이것은 이웃 도시에서도 하는 일이에요.", "‘이것은’은 앞 문장이 있어야 통해요."),
    ],
)
def test_a_line_of_the_summary(tmp_path: Path, line: str, said: str) -> None:
    (only,) = marked(tmp_path, GOOD.replace(LINE, line))
    assert only.startswith(f"6: summary[0]: {said}")


@pytest.mark.parametrize(
    "line",
    [
        "이루다는 2021년 1월에 서비스를 멈췄어요.",
        "그리스는 2004년에 올림픽을 열었어요.",
        "여러 도시가 도서관을 밤에 열었어요.",
        "이의 신청은 2024년에 모두 끝났어요.",
        "시의회는 ‘밤을 돌려주자’고 했죠.",
    ],
)
def test_a_line_that_only_looks_like_one_that_leans(tmp_path: Path, line: str) -> None:
    assert marked(tmp_path, GOOD.replace(LINE, line)) == []


QUESTION = "도서관 야간 개방, 늘려야 할까?"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("우리 동네에 하나뿐인 도서관 야간 개방, 내년부터 늘려야 할까?", "35자예요. 질문은 30자까지가 읽기 좋아요"),
        ("도서관 야간 개방을 늘려야 할까?", "‘주제, …할까?’처럼 물어 주세요"),
        ("도서관 야간 개방, 늘려야 할까요?", "‘주제, …할까?’처럼 물어 주세요"),
        ("도서관 야간 개방, 늘릴까? 말까?", "‘주제, …할까?’처럼 물어 주세요"),
        ("도서관 야간 개방, 굳이 늘려야 할까?", "‘굳이’ 때문에 한쪽으로 기운 질문이 돼요."),
        ("도서관 야간 개방, 늘려야 하지 않을까?", "‘않을까’ 때문에 한쪽으로 기운 질문이 돼요."),
    ],
)
def test_a_question(tmp_path: Path, question: str, said: str) -> None:
    (only,) = marked(tmp_path, GOOD.replace(QUESTION, question))
    assert only.startswith(f"9: question: {said}")


@pytest.mark.parametrize(
    "label",
    ["달라진다", "그대로다", "찬성해요", "그만두죠", "열까", "같이 하자", "공개하지 않기", "연구자에게만", "내년부터"],
)
def test_a_label_that_is_no_noun(tmp_path: Path, label: str) -> None:
    (only,) = marked(tmp_path, GOOD.replace("확대", label))
    assert only.startswith(f"11: options[0].label: ‘{label}’")
    assert "명사가 아니에요" in only


@pytest.mark.parametrize("label", ["바다", "필요", "수요", "연구자 한정", "점검 후 공개", "나라 대 나라"])
def test_a_label_that_is_a_noun(tmp_path: Path, label: str) -> None:
    assert marked(tmp_path, GOOD.replace("확대", label)) == []


def test_an_option_for_which_nobody_speaks(tmp_path: Path) -> None:
    silent = GOOD.replace("squabble:", "  - label: 축소\n    emoji: 🌗\nsquabble:", 1)
    assert marked(tmp_path, silent) == ["15: options[2].label: 티격태격에서 ‘축소’ 편을 드는 말이 없어요"]
    unsaid = GOOD[: GOOD.index("squabble:")] + GOOD[GOOD.index("---\n##") :]
    assert marked(tmp_path, unsaid) == ["2: squabble: 티격태격이 없어요. 답마다 편드는 말을 적어 주세요"]


TALK = "  - speaker: booki\n    side: 확대\n    says: 책은 덮어 두면 자는걸요.\n"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (TALK, "", "15: squabble: 3줄이에요. 티격태격은 4~6줄이 좋아요"),
        (TALK, TALK * 4, "15: squabble: 7줄이에요. 티격태격은 4~6줄이 좋아요"),
        ("…그럼 내", "그럼 내", "27: squabble[3].says: 마지막 줄은 진 쪽이 말해요. ‘…’로 시작해 주세요"),
        ("책은 덮어", "…책은 덮어", "24: squabble[2].says: ‘…’로 시작하면 진 거예요. 마지막 줄에만 써 주세요"),
    ],
)
def test_a_squabble(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert marked(tmp_path, GOOD.replace(before, after)) == [said]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("무슨 일이 있었나요?", "배경", "29: 소제목은 질문으로 써 주세요"),
        ("BODY", "BODY시는 그렇게 밝혔다. 그래요.", "31: ‘밝혔다.’로 끝나요. 해요체로 바꿔 주세요"),
        ("BODY", "짧아요.", "29: 본문이 20자예요. 600~1,500자가 알맞아요"),
    ],
)
def test_a_body(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert marked(tmp_path, GOOD.replace(before, after)) == [said]


def test_what_is_quoted_may_be_said_in_any_style(tmp_path: Path) -> None:
    assert marked(tmp_path, GOOD.replace("BODY", "BODY시장은 “꼭 열겠다. 약속한다.”라고 했어요.")) == []


@pytest.mark.parametrize("word", INSTEAD)
def test_words_that_no_editor_in_seoul_would_write(tmp_path: Path, word: str) -> None:
    said = f"‘{word.strip()}’ 대신 ‘{INSTEAD[word]}’처럼 써 주세요"
    before = "" if word in ("낱말", "이 글", "금일", "익일") else "책"
    (in_body,) = marked(tmp_path, GOOD.replace("BODY", f"BODY{before}{word}라고 했어요."))
    assert in_body == f"31: {said}"
    (in_squabble,) = marked(tmp_path, GOOD.replace("밤에 책을", f"{before}{word}책을"))
    assert in_squabble == f"18: squabble[0].says: {said}"


@pytest.mark.parametrize(
    "sentence", ["그게 바로 지금일까요?", "사람이 글을 쓰면 생각이 자라요.", "아이 글씨가 예뻐요."]
)
def test_words_that_only_look_like_such(tmp_path: Path, sentence: str) -> None:
    assert marked(tmp_path, GOOD.replace("BODY", f"BODY{sentence}")) == []


def test_an_article_in_english_has_what_is_not_about_korean(tmp_path: Path) -> None:
    long = ENGLISH.replace("to see who comes.", "to see who comes so late.")
    assert marked(tmp_path, long, "en") == [
        "6: summary[0]: has 81 characters; a line of the summary reads well up to 80"
    ]
    plain = ENGLISH.replace("open at night?\noptions", "open at night\noptions")
    assert marked(tmp_path, plain, "en") == ["9: question: write one question that ends with a question mark"]
    quiet = ENGLISH.replace("…Then", "Then").replace("What happened?", "Background")
    assert marked(tmp_path, quiet, "en") == [
        "17: squabble[3].says: the last line is the loser’s; begin it with ‘…’",
        "19: make the heading a question",
    ]
