"""Three lines out of a text's own sentences."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.editor.lexrank import (
    centrality,
    choose,
    features_of,
    likeness,
    weigh,
)
from bot.editor.sentences import sentences_of
from bot.editor.summaries import LONGEST_LINE, fitness, propose, shaped
from bot.errors import AgoraError
from bot.library.article_file import read_article

ARTICLES = sorted((Path(__file__).parents[2] / "content" / "articles").glob("*.md"))


@pytest.mark.parametrize("path", ARTICLES, ids=[path.stem for path in ARTICLES])
def test_a_shipped_article_gets_three_of_its_own_sentences_in_order(path: Path) -> None:
    article = read_article(path).article
    assert article is not None
    lines = propose(article.body, article.title)
    assert len(set(lines)) == 3
    sentences = [shaped(sentence) for sentence in sentences_of(article.body)]
    places = [sentences.index(line) for line in lines]
    assert places == sorted(places)
    assert all(len(line) <= LONGEST_LINE and not line.endswith("?") for line in lines)


def test_what_the_text_is_about_wins_over_an_aside() -> None:
    body = (
        "시는 도서관의 자료를 모두 공개하기로 했어요. 오늘은 바람이 많이 불었어요. "
        "도서관의 자료가 공개되면 시민 누구나 자료를 읽을 수 있어요. 점심은 비빔밥을 먹었어요. "
        "시민 단체는 도서관 자료의 공개를 오래 요구해 왔어요. 고양이가 창가에서 잠을 자요."
    )
    assert propose(body) == (
        "시는 도서관의 자료를 모두 공개하기로 했어요.",
        "도서관의 자료가 공개되면 시민 누구나 자료를 읽을 수 있어요.",
        "시민 단체는 도서관 자료의 공개를 오래 요구해 왔어요.",
    )


RAISED = "시가 내년부터 버스 요금을 올리기로 했다고 발표했다."
COSTS = "요금은 어른 기준으로 삼백 원이 오른다고 시가 설명했다."
AGAINST = "주민들은 서민의 부담이 커진다며 반대했다."


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (f"<!-- 편집 메모: 법무팀의 확인을 받기 전이니 공개하지 않는다. -->\n\n{RAISED}\n\n{COSTS}\n\n{AGAINST}", None),
        (f"{RAISED[:-1]}[^1]. {COSTS} {AGAINST}\n\n[^1]: 시의 보도자료, 지난달 28일에 배포된 것을 참고했다.", None),
        (
            f"(서울=시험통신) 홍길동 기자 = {RAISED} {COSTS} {AGAINST} hong@test.example "
            "저작권자(c) 시험통신, 무단 전재-재배포, AI 학습 및 활용 금지",
            None,
        ),
        (
            f"[시험일보 홍길동 기자] {RAISED} {COSTS} {AGAINST}\n\n홍길동 기자 hong@test.example\n\nⓒ 시험일보 2025",
            None,
        ),
        (f"[서울=시험] 홍길동·김철수 기자 = {RAISED}\n{COSTS} {AGAINST}\n\n사진=시험통신 자료 사진 제공, 지난해", None),
        (
            f'홍 위원장은 "경기가 매우 어렵다. 대책이 시급하다. 서둘러야 한다"고 기자들에게 말했다. {COSTS} {AGAINST}',
            ('홍 위원장은 "경기가 매우 어렵다. 대책이 시급하다. 서둘러야 한다"고 기자들에게 말했다.', COSTS, AGAINST),
        ),
        (
            "정부는 지난주 새 제재 방안을 발표했다고 밝혔다. 이란 외무부는 이 제재가 부당하다고 곧바로 반박했다. "
            "국제 유가는 이 소식이 전해지자 크게 올랐다.",
            (
                "정부는 지난주 새 제재 방안을 발표했다고 밝혔다.",
                "이란 외무부는 이 제재가 부당하다고 곧바로 반박했다.",
                "국제 유가는 이 소식이 전해지자 크게 올랐다.",
            ),
        ),
    ],
)
def test_only_whole_sentences_of_the_text_are_proposed(body: str, lines: tuple[str, ...] | None) -> None:
    assert propose(body) == (lines or (RAISED, COSTS, AGAINST))


def test_a_long_quote_is_not_proposed_by_half() -> None:
    long = f"시장은 “{'낱말이 길게 이어지는 말, ' * 20}끝”이라고 했다."
    assert propose(f"{long} {RAISED} {COSTS} {AGAINST}") == (RAISED, COSTS, AGAINST)


def test_a_sentence_said_twice_is_proposed_once() -> None:
    again = "공개된 모델은 누구나 고칠 수 있다고 모두가 말했어요. "
    body = again * 4 + "값은 열두 배나 내려갔다고 해요. 회사는 다음 달에 새 모델을 내놓을 예정이에요."
    assert len(set(propose(body))) == 3


@pytest.mark.parametrize(
    "body", ["", "짧아요. 네. 아니요.", "문장이 하나뿐인 글이라 요약할 것이 없어요.", "# 제목만\n\n👍 👎 …"]
)
def test_a_text_too_short_is_told_so(body: str) -> None:
    with pytest.raises(AgoraError, match="too few sentences"):
        propose(body)


def test_a_line_is_cut_after_a_clause_and_loses_its_linking_word() -> None:
    assert shaped("하지만 값은 내려갔어요.") == "값은 내려갔어요."
    assert shaped("However, prices  fell.") == "Prices fell."
    clause = "가" * 100 + ", " + "나다 " * 40 + "끝났어요."
    assert shaped(clause) == "가" * 100 + "…"
    words = shaped("낱말 " * 60 + "끝")
    assert words.endswith("낱말…")
    assert len(words) <= LONGEST_LINE
    assert len(shaped("가" * 500)) == LONGEST_LINE


def test_a_question_or_a_sentence_that_leans_on_another_fits_less() -> None:
    alone = fitness("시는 도서관의 자료를 모두 공개하기로 했어요.")
    assert alone == 1.0
    assert fitness("그것은 도서관의 자료를 모두 공개하기로 한 것이에요.") < alone
    assert fitness("시는 도서관의 자료를 모두 공개해야 할까요, 말까요?") < alone
    assert fitness("시는 도서관의 자료를 모두 공개하기로 했으니까요.") < alone
    assert fitness("네, 그래요!") == 0.0


def test_hangul_is_compared_by_pairs_of_syllables_whatever_its_particles() -> None:
    a, b, c = weigh(["공개모델은 좋아요", "공개모델을 써요", "바람이 불어요"])
    assert likeness(a, b) > likeness(a, c)
    assert likeness(a, a) == pytest.approx(1.0)
    assert features_of("AI가 3.5배") == {"ai": 1, "가": 1, "3.5": 1, "배": 1}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="가나다라마 abc.?1", max_size=30), max_size=12), st.text(max_size=20))
def test_any_text_is_ranked(sentences: list[str], title: str) -> None:
    ranks = centrality(weigh(sentences), {})
    assert len(ranks) == len(sentences)
    assert not sentences or sum(ranks) == pytest.approx(1.0, abs=1e-3)
    chosen = choose(sentences, 3, [1.0] * len(sentences), title)
    assert chosen == sorted(set(chosen))
    assert len(chosen) == min(3, len(sentences))


def test_a_very_long_text_is_summarised_soon() -> None:
    body = " ".join(f"문장 {i}번은 회사가 {i * 7}개의 모델을 공개한 이야기예요." for i in range(20_000))
    started = time.process_time()
    assert len(propose(body)) == 3
    assert time.process_time() - started < 10
