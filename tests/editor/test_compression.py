"""Sentences made short: each rule, and what may never come out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.korean import hangul_in, initial
from bot.editor.compression import MOST_SIGNS_AT_ALL, forms_of, is_short
from bot.editor.endings import is_polite
from bot.editor.sentence_splitting import sentences_of
from bot.editor.word_roles import bare
from bot.library.article_file import read_article
from bot.library.style import MOST_HANGUL, MOST_IN_LINE

ARTICLES = sorted((Path(__file__).parents[2] / "content" / "articles").glob("*.md"))


def best(sentence: str) -> str | None:
    """The form that lost least."""
    forms = forms_of(sentence)
    return forms[0][0] if forms else None


@pytest.mark.parametrize(
    ("sentence", "line"),
    [
        pytest.param("더 나아가, 시는 자료를 모두 공개했다.", "시는 자료를 모두 공개했어요.", id="opener"),
        pytest.param("이 덕분에 회사는 값을 내렸다.", "회사는 값을 내렸어요.", id="an opener that points"),
        pytest.param("그러나 특히 회사는 값을 내렸다.", "회사는 값을 내렸어요.", id="two openers"),
        pytest.param("메타(Meta)는 라마[3]를 공개했다.", "메타는 라마를 공개했어요.", id="brackets"),
        pytest.param(
            "교통국은 내년 봄부터 시내버스의 어른 요금을 지금보다 크게 올리기로 했다고 밝혔다.",
            "교통국은 내년 봄부터 시내버스의 어른 요금을 지금보다 올리기로 했어요.",
            id="an adverb, and who tells their own decision",
        ),
        pytest.param(
            "비 오는 저녁에도 서울의 광장에서, 시민 단체 회원들은 도서관 자료를 모두 공개하라고 외쳤다.",
            "시민 단체 회원들은 도서관 자료를 모두 공개하라고 외쳤어요.",
            id="a phrase before the comma",
        ),
        pytest.param(
            "회사는 오랫동안 숨겨 온 모델의 가중치를 모두 공개했고, 개발자들은 그날부터 오류를 찾았다.",
            "회사는 오랫동안 숨겨 온 모델의 가중치를 모두 공개했어요.",
            id="the first of two clauses",
        ),
        pytest.param(
            "회사는 오랫동안 숨겨 온 모델의 가중치를 모두 공개하고, 개발자들이 쓸 도구까지 나눠 주었다.",
            "회사는 오랫동안 숨겨 온 모델의 가중치를 모두 공개했어요.",
            id="the first clause in the time of the second",
        ),
        pytest.param(
            "2021년 1월 챗봇 ‘이루다’는 소수자를 두고 차별적인 말을 했다는 비판을 받고 서비스를 멈췄어요.",
            "2021년 1월 챗봇 ‘이루다’는 서비스를 멈췄어요.",
            id="the topic with the last clause",
        ),
        pytest.param(
            "로이터는 2018년, 아마존이 이력서를 평가하는 AI가 여성에게 불리하다는 걸 알고 개발을 접었다고 보도했어요.",
            "로이터는 2018년, 아마존이 개발을 접었다고 보도했어요.",
            id="inside what somebody reports",
        ),
        pytest.param(
            "프로그램은 무엇을 말했는지뿐 아니라 말투와 표정까지 살펴서 점수를 매기죠.",
            "프로그램은 말투와 표정까지 살펴서 점수를 매겨요.",
            id="not only",
        ),
        pytest.param(
            "사람들이 오래 걱정했지만, 정부는 반도체와 데이터를 연구소와 대학에 지원하기로 결정했다.",
            "정부는 반도체와 데이터를 연구소와 대학에 지원하기로 결정했어요.",
            id="what is conceded goes",
        ),
        pytest.param(
            "2018년 3월 미국 애리조나에서 우버의 차가 길을 건너던 여성을 치어 다치게 했다.",
            "2018년 3월 우버의 차가 길을 건너던 여성을 치어 다치게 했어요.",
            id="where it was",
        ),
        pytest.param(
            "국회는 2025년 8월 4일, AI 교과서를 ‘교과서’가 아니라 ‘교육 자료’로 보는 법을 통과시켰어요.",
            "국회는 2025년 8월, AI 교과서를 ‘교육 자료’로 보는 법을 통과시켰어요.",
            id="what it is not, and the day",
        ),
        pytest.param(
            "위원회는 손님을 받지 않은 제주의 큰 식당 하나를 여러 달에 걸쳐 꼼꼼하게 조사했다.",
            "위원회는 제주의 큰 식당 하나를 여러 달에 걸쳐 꼼꼼하게 조사했어요.",
            id="what goes with a noun",
        ),
        pytest.param(
            "영국에서는 2022년에 여러 회사가 여섯 달 동안 임금은 그대로 두고 주 4일제를 시험했다.",
            "영국에서는 2022년에 여러 회사가 여섯 달 동안 주 4일제를 시험했어요.",
            id="how it was done",
        ),
        pytest.param(
            "회사는 개인정보 보호법에 따라, 자동으로 내린 결정의 이유를 당사자에게 설명해야 한다.",
            "회사는 자동으로 내린 결정의 이유를 당사자에게 설명해야 해요.",
            id="by which rule",
        ),
    ],
)
def test_what_can_go_goes(sentence: str, line: str) -> None:
    assert line in [form for form, _ in forms_of(sentence)]


@pytest.mark.parametrize(
    ("sentence", "never"),
    [
        pytest.param(
            "비가 많이 오는 날에 다리가 물에 잠기면, 시는 모든 버스를 멈추고 사람들을 안전한 곳으로 옮긴다.",
            "시는 모든 버스를 멈춰요.",
            id="a condition",
        ),
        pytest.param(
            "교수는 새로 나온 모델이 값도 싸고 빠르며, 쓰는 사람을 속이지 않는다고 여러 번 말했다.",
            "교수는 새로 나온 모델이 값도 싸고 빨랐어요.",
            id="the first half of a quoted view",
        ),
        pytest.param(
            "신문은 “군대가 작전을 시작하면서 무장 단체는 시간을 끌고 있다”고 강하게 비판했다.",
            "무장 단체는 강하게 비판했어요.",
            id="who is spoken of for who speaks",
        ),
        pytest.param(
            "교수는 지난해 가을에 도구의 값이 많이 내리면서, 작은 회사들이 새 모델을 만들기 시작했다고 말했다.",
            "작은 회사들이 새 모델을 만들기 시작했다고 말했어요.",
            id="the speaker",
        ),
        pytest.param(
            "교수는 새로 나온 도구의 값이 많이 내렸고, 그래서 작은 회사들도 모델을 만들게 됐다고 말했다.",
            "교수는 새로 나온 도구의 값이 많이 내렸어요.",
            id="the first half of what was said, in its own time",
        ),
        pytest.param(
            "신문은 어제 저녁에 나온 기사에서, 시장이 거짓말을 여러 번이나 되풀이해서 했다고 비판했다.",
            "시장이 거짓말을 여러 번이나 되풀이해서 했다고 비판했어요.",
            id="the speaker before a comma",
        ),
        pytest.param(
            "회사는 문을 열고, 누구나 자료를 읽고 고치고 다시 나눠 쓸 수 있게 하지 않으면 안 된다고 한다.",
            "회사는 문을 열어요.",
            id="a clause that a later end holds for",
        ),
        pytest.param(
            "많은 사람이 중국이 미국을 앞질렀다고 오래 믿었지만, 정작 전문가들은 그 말을 한 번도 믿지 않았다.",
            "많은 사람이 중국이 미국을 앞질렀다고 오래 믿었어요.",
            id="the view that is conceded",
        ),
        pytest.param(
            "가장 큰 컴퓨터가 없어도 돌아가게 설계했고, 학습 데이터를 한쪽으로 치우치지 않게 신경 써서 골랐어요.",
            "가장 큰 컴퓨터가 학습 데이터를 한쪽으로 치우치지 않게 신경 써서 골랐어요.",
            id="a subject that is not the sentence's",
        ),
    ],
)
def test_what_would_say_something_else_never_comes_out(sentence: str, never: str) -> None:
    assert never not in [form for form, _ in forms_of(sentence)]


def test_a_sentence_that_is_short_stays_as_it_is_but_for_its_ending() -> None:
    assert best("시는 도서관의 자료를 모두 공개하기로 했어요.") == "시는 도서관의 자료를 모두 공개하기로 했어요."
    assert best("시는 도서관의 자료를 모두 공개한다.") == "시는 도서관의 자료를 모두 공개해요."


def test_dates_are_given_up_last() -> None:
    forms = forms_of(
        "위원회는 2019년 3월에 오래 논의한 끝에 새 규칙을 만들고, 회사들은 2020년부터 규칙을 지키기 시작했다."
    )
    lost = dict(forms)
    with_dates = [cost for line, cost in forms if "2019년" in line or "2020년" in line]
    without = [cost for line, cost in lost.items() if "20" not in line]
    assert with_dates
    assert not without or min(with_dates) < min(without)


def test_a_line_with_more_signs_than_it_should_have_comes_last() -> None:
    forms = forms_of("윤 의원은 2025년 8월 4일 OECD 보고서를 매우 크게 고치자고 했다.")
    assert [len(line) > MOST_IN_LINE for line, _ in forms] == [False] * (len(forms) - 1) + [True]
    assert len(forms) > 1


def test_no_line_comes_of_a_fragment_or_of_a_sentence_that_no_rule_makes_short() -> None:
    assert forms_of("다음 달에 발표할 예정.") == []
    assert forms_of("무엇이 좋을까요?") == []
    assert forms_of("가" * 60 + " 나다.") == []


def is_part(line: str, sentence: str) -> bool:
    """Whether all words of a line but its last are the sentence's, in their order, and the last one begins as one."""
    said = iter([bare(word) for word in re.sub(r"\([^()]*\)", "", sentence).split()])
    *kept, end = [bare(word) for word in line.split()]
    return all(word in said for word in kept) and any(initial(word[:1]) == initial(end[:1]) for word in said if word)


@pytest.mark.parametrize("path", ARTICLES, ids=[path.stem for path in ARTICLES])
def test_whatever_comes_out_of_a_shipped_article_is_a_short_finished_part_of_it(path: Path) -> None:
    article = read_article(path).article
    assert article is not None
    for sentence in sentences_of(article.body):
        for line, _ in forms_of(sentence):
            assert is_short(line, MOST_SIGNS_AT_ALL)
            assert is_polite(line)
            assert is_part(line, sentence), (line, sentence)


_SAID = (
    "회사는 시민이 정부가 모델을 값을 2024년 3월에 AI가 공개하고 공개하고, 만들며 싸우지만, 미국에서 그러나 (참고)",
    "만드는 새로운 자료의 되면 두고 알고 있어 시작해 했다고 밝혔다 공개했다 만든다 어렵다 문제다 했어요 하고요 보인다",
)
_WORDS = st.sampled_from([word for words in _SAID for word in words.split()])


@settings(max_examples=400, deadline=None)
@given(st.lists(_WORDS, min_size=1, max_size=16).map(" ".join))
def test_no_line_is_too_long_unfinished_or_made_up(sentence: str) -> None:
    for line, lost in forms_of(sentence + "."):
        assert hangul_in(line) <= MOST_HANGUL
        assert len(line) <= MOST_SIGNS_AT_ALL
        assert is_polite(line) or line.endswith("다.")
        assert lost >= 0
        *kept, _ = line.rstrip(".").split()
        said = iter(sentence.split())
        assert all(any(word.rstrip(",") == other.rstrip(",") for other in said) for word in kept)


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    for line, _ in forms_of(text):
        assert is_short(line, MOST_SIGNS_AT_ALL)
