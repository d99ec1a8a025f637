"""Whether a line stands on its own: what it points to, whose view it is, and what it tells."""

from __future__ import annotations

import pytest

from bot.editor.standing import is_refuted, leans, speaks_of, standing
from bot.editor.word_roles import has_subject, is_adnominal, is_object, is_subject, is_topic, topics_of


def alone(line: str) -> float:
    return standing(line, line)


@pytest.mark.parametrize(
    "line",
    [
        "이 개방 덕에 회사는 값을 내렸어요.",
        "그 기술은 회사가 만들었어요.",
        "이는 회사의 뜻이에요.",
        "회사는 역시 값을 내렸어요.",
        "그들은 값을 내렸어요.",
        "이곳에서는 자료를 공개해요.",
        "메타도 라마를 공개했어요.",
        "전문가들은 마찬가지로 값을 걱정했어요.",
        "첫째는 낮은 비용이에요.",
        "둘은 서로 다른 길을 걸었어요.",
        "회사는 자신들의 결과를 공개했어요.",
        "이번에는 시가 자료를 공개했어요.",
        "회사가 값을 내리자 그래서 손님이 늘었어요.",
    ],
)
def test_a_line_that_points_elsewhere_leans(line: str) -> None:
    assert leans(line)
    assert alone(line) == 0.0


@pytest.mark.parametrize(
    "line",
    [
        "회사는 올해 값을 내렸어요.",
        "미국의 메타는 라마를 공개했고, 중국의 딥시크도 결과를 공개했어요.",
        "이란 외무부는 제재가 부당하다고 반박했어요.",
        "그림은 사람이 그려요.",
        "아무도 답을 몰라요.",
        "새 제도는 내년에 시작돼요.",
        "조용한 아이도, 시끄러운 어른도 있어요.",
    ],
)
def test_a_line_that_names_what_it_speaks_of_does_not(line: str) -> None:
    assert not leans(line)


VIEW = "많은 사람이 중국이 미국을 따라잡았다고 말했다."


@pytest.mark.parametrize(
    ("sentence", "following", "refuted"),
    [
        (VIEW, ["그러나 르쿤은 개방형 모델이 이겼다고 봤다."], True),
        (VIEW, ["값도 쌌다.", "르쿤은 이 경기를 다르게 봤다."], True),
        (VIEW, ["값도 쌌다.", "시장도 움직였다."], False),
        ("흔히 AI는 비싸다고 여긴다.", ["하지만 새 모델은 값이 쌌다."], True),
        ("시는 자료를 공개했다고 밝혔다.", ["그러나 시민들은 더 많은 자료를 원했다."], False),
        ("많은 사람이 중국이 앞섰다고 말하지만 사실이 아니다.", ["모델은 미국이 더 많다."], False),
    ],
)
def test_the_view_that_a_text_turns_against_is_known(sentence: str, following: list[str], refuted: bool) -> None:
    assert is_refuted(sentence, following) is refuted
    assert (standing(sentence, sentence, following) == 0.0) is refuted


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ("학생들은 여러 해에 걸쳐 새 규칙을 지켰어요.", "학생들은 2024년 3월부터 새 규칙을 지켰어요."),
        ("값이 내려도 회사는 문을 닫을지 몰라요.", "값이 내려도 회사는 문을 닫지 않아요."),
        ("닫힌 모델은 안이 보이지 않는 상자와 같아요.", "닫힌 모델은 안이 보이지 않는 상자예요."),
        ("오래 공개하지 않았던 자료를 다시 공개했어요.", "오래 공개하지 않았던 자료를 시가 공개했어요."),
        (
            "값이 내린 것은 누구나 도구를 쓸 수 있기 때문이에요.",
            "값이 내린 까닭은 누구나 도구를 쓸 수 있기 때문이에요.",
        ),
        ("아이들은 화면을 이미 충분히 보고 있다고 걱정해요.", "반대하는 쪽은 아이들이 화면을 본다고 걱정해요."),
        ("한 에세이는 세 가지를 좋은 점으로 꼽았어요.", "한 에세이는 낮은 비용을 좋은 점으로 봤어요."),
        ("책임을 어떻게 나눌지는 앞으로의 숙제예요.", "책임을 나누는 규칙은 내년에 나와요."),
        ("큰 회사가 만든 도구를 쓰면 값이 내려도 다시 옮겨요.", "큰 회사가 만든 도구는 값이 내려도 널리 쓰여요."),
        ("시는 도서관 자료를 공개했다.", "시는 도서관 자료를 공개했어요."),
        ("값이 내렸어요.", "모델을 만드는 값이 내렸어요."),
        ("우리 사회는 나흘만 일할 준비가 됐어요.", "한국 사회는 나흘만 일할 준비가 됐어요."),
    ],
)
def test_of_two_lines_one_stands_better(worse: str, better: str) -> None:
    assert alone(worse) < alone(better)


@pytest.mark.parametrize(
    "line",
    ["여러분은 어느 쪽이든 골라도 돼요.", "이 글은 두 진영을 보여 줘요.", "문제는 나이가 아니라 행동이라는 거예요."],
)
def test_words_to_the_reader_and_views_without_their_holder_don_t_stand(line: str) -> None:
    assert alone(line) == 0.0


def test_what_a_title_names_is_known_in_a_line() -> None:
    assert speaks_of("노키즈존은 어린이를 받지 않는 가게예요.", "노키즈존을 보는 두 마음")
    assert not speaks_of("가게는 어린이를 받지 않아요.", "노키즈존을 보는 두 마음")
    assert not speaks_of("값이 내렸어요.", "값이 내려가면")


@pytest.mark.parametrize("word", ["회사는", "책은", "AI는", "모델은", "사용자는", "나라는"])
def test_topics(word: str) -> None:
    assert is_topic(word)


@pytest.mark.parametrize(
    ("word", "before"),
    [
        ("있는", ""),
        ("만드는", "모델을"),
        ("받은", ""),
        ("집에서는", ""),
        ("높은", ""),
        ("쉬는", ""),
        ("알리는", "답을"),
        ("다는", ""),
    ],
)
def test_what_is_no_topic(word: str, before: str) -> None:
    assert not is_topic(word, before)
    assert is_adnominal(word, before) is (word not in ("집에서는",))


def test_subjects_and_objects() -> None:
    assert [word for word in ("회사가", "책이", "AI가", "아이", "같이", "국가", "전문가") if is_subject(word)] == [
        "회사가",
        "책이",
        "AI가",
    ]
    assert [word for word in ("책을", "모델을", "AI를", "있을", "받을") if is_object(word)] == [
        "책을",
        "모델을",
        "AI를",
    ]
    assert has_subject(["값이", "많이", "내렸어요."])
    assert not has_subject(["같은", "편이", "돼요."])
    assert not has_subject(["가격표는", "아니에요."])
    assert topics_of(["코드를", "읽지는", "않아요."]) == []
