"""Endings in 해요, from every style, with the irregular verbs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.editor.conjugation import infinitive, past
from bot.editor.endings import is_polite, past_or_present, polite


@pytest.mark.parametrize(
    ("stem", "present", "before"),
    [
        ("가", "가", "갔"),
        ("먹", "먹어", "먹었"),
        ("하", "해", "했"),
        ("만들", "만들어", "만들었"),
        ("오", "와", "왔"),
        ("배우", "배워", "배웠"),
        ("다니", "다녀", "다녔"),
        ("되", "돼", "됐"),
        ("뛰", "뛰어", "뛰었"),
        ("피", "피어", "피었"),
        ("내", "내", "냈"),
        ("켜", "켜", "켰"),
        ("쓰", "써", "썼"),
        ("받아쓰", "받아써", "받아썼"),
        ("모으", "모아", "모았"),
        ("나쁘", "나빠", "나빴"),
        ("예쁘", "예뻐", "예뻤"),
        ("흐르", "흘러", "흘렀"),
        ("모르", "몰라", "몰랐"),
        ("따르", "따라", "따랐"),
        ("치르", "치러", "치렀"),
        ("이르", "이르러", "이르렀"),
        ("머물", "머물러", "머물렀"),
        ("듣", "들어", "들었"),
        ("깨닫", "깨달아", "깨달았"),
        ("받", "받아", "받았"),
        ("짓", "지어", "지었"),
        ("낫", "나아", "나았"),
        ("웃", "웃어", "웃었"),
        ("돕", "도와", "도왔"),
        ("어렵", "어려워", "어려웠"),
        ("새롭", "새로워", "새로웠"),
        ("좁", "좁아", "좁았"),
        ("뽑", "뽑아", "뽑았"),
        ("그렇", "그래", "그랬"),
        ("하얗", "하얘", "하얬"),
        ("좋", "좋아", "좋았"),
        ("푸", "퍼", "펐"),
        ("보이", "보여", "보였"),
    ],
)
def test_a_stem_is_conjugated_as_koreans_do(stem: str, present: str, before: str) -> None:
    assert (infinitive(stem), past(stem)) == (present, before)


@pytest.mark.parametrize(
    ("said", "made"),
    [
        ("시가 요금을 올린다고 발표했다", "시가 요금을 올린다고 발표했어요"),
        ("자료가 있다", "자료가 있어요"),
        ("자료가 없다", "자료가 없어요"),
        ("곧 알리겠다", "곧 알리겠어요"),
        ("모델을 공개한다", "모델을 공개해요"),
        ("책을 읽는다", "책을 읽어요"),
        ("돕지 않는다", "돕지 않아요"),
        ("모델을 만든다", "모델을 만들어요"),
        ("돈을 번다", "돈을 벌어요"),
        ("나라가 싸운다", "나라가 싸워요"),
        ("아이가 운다", "아이가 울어요"),
        ("사람이 산다", "사람이 살아요"),
        ("옷을 산다", "옷을 사요"),
        ("인구가 준다", "인구가 줄어요"),
        ("힘을 준다", "힘을 줘요"),
        ("답을 알려 준다", "답을 알려 줘요"),
        ("길을 걷는다", "길을 걸어요"),
        ("세금을 걷는다", "세금을 걷어요"),
        ("규칙을 따른다", "규칙을 따라요"),
        ("아무도 모른다", "아무도 몰라요"),
        ("기술을 이끈다", "기술을 이끌어요"),
        ("방을 꾸민다", "방을 꾸며요"),
        ("문제가 드러난다", "문제가 드러나요"),
        ("인구가 는다", "인구가 늘어요"),
        ("규모가 크다", "규모가 커요"),
        ("속도가 빠르다", "속도가 빨라요"),
        ("찾기 어렵다", "찾기 어려워요"),
        ("사람이 많다", "사람이 많아요"),
        ("사실이 아니다", "사실이 아니에요"),
        ("이것은 책이다", "이것은 책이에요"),
        ("남은 것은 과제다", "남은 것은 과제예요"),
        ("핵심은 도시다", "핵심은 도시예요"),
        ("답은 AI다", "답은 AI예요"),
        ("답은 LLM이다", "답은 LLM이에요"),
        ("값이 내릴 것이다", "값이 내릴 거예요"),
        ("모델을 공개합니다", "모델을 공개해요"),
        ("모델을 만듭니다", "모델을 만들어요"),
        ("자료가 있습니다", "자료가 있어요"),
        ("자료를 공개했습니다", "자료를 공개했어요"),
        ("끝은 책입니다", "끝은 책이에요"),
        ("시장이 움직입니다", "시장이 움직여요"),
        ("사실이 아닙니다", "사실이 아니에요"),
        ("값을 치르고요", "값을 치러요"),
        ("돌려 달라고 요구하고요", "돌려 달라고 요구해요"),
        ("점수를 매기기도 하죠", "점수를 매기기도 해요"),
        ("문을 닫았죠", "문을 닫았어요"),
        ("손님뿐이죠", "손님뿐이에요"),
        ("기계가 먼저 받아요", "기계가 먼저 받아요"),
        ("답이 드러나요", "답이 드러나요"),
    ],
)
def test_a_statement_gets_its_ending(said: str, made: str) -> None:
    assert polite(said) == made
    assert is_polite(made + ".")


@pytest.mark.parametrize(
    "said",
    [
        "내년에 발표할 예정",
        "자료를 공개함",
        "다음은 문제고요",
        "그러니까요",
        "가자",
        "해 보세요",
        "하면 어떨까요",
        "값이 오르니까요",
    ],
)
def test_what_is_no_finished_statement_gets_none(said: str) -> None:
    assert polite(said) is None


@pytest.mark.parametrize(
    ("sentence", "is_one"),
    [
        ("했어요.", True),
        ("맞죠.", True),
        ("“열렸어요.”", True),
        ("끝나요.", True),
        ("들어서요.", True),
        ("해서요.", False),
        ("있나요.", False),
        ("얼마인가요.", False),
        ("했어요?", False),
        ("했고요.", False),
        ("하는데요.", False),
        ("발표했다.", False),
        ("지금 필요.", False),
    ],
)
def test_a_finished_statement_is_told_from_others(sentence: str, is_one: bool) -> None:
    assert is_polite(sentence) is is_one


@pytest.mark.parametrize(
    ("stem", "is_past", "made"),
    [
        ("공개하", True, "공개했어요"),
        ("공개하", False, "공개해요"),
        ("공개했", True, "공개했어요"),
        ("기소하지 않았", True, "기소하지 않았어요"),
        ("책이", True, "책이었어요"),
        ("문제이", True, "문제였어요"),
        ("책이", False, "책이에요"),
        ("높이", True, "높였어요"),
        ("아니", True, "아니었어요"),
    ],
)
def test_a_clause_takes_the_time_of_the_whole(stem: str, is_past: bool, made: str) -> None:
    assert past_or_present(stem, is_past) == made


@given(st.text(alphabet="가나다라하고요이에지않는ㄴ습니었 AI1", max_size=12))
def test_whatever_the_words_only_the_last_one_changes(text: str) -> None:
    made = polite(text)
    assert made is None or made.rpartition(" ")[0] == text.rpartition(" ")[0].strip()
