"""Three lines out of a text's own sentences."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.editor.compression import MOST_SIGNS_AT_ALL, is_short
from bot.editor.endings import is_polite
from bot.editor.lexrank import centrality, features_of, likeness, weigh
from bot.editor.proposals import LONGEST_LINE, lines_of, propose
from bot.editor.sentence_splitting import sentences_of
from bot.editor.standing import leans
from bot.errors import AgoraError
from bot.library.article_file import read_article

ROOT = Path(__file__).parents[2]
ARTICLES = sorted((ROOT / "content" / "articles").glob("*.md"))
ENGLISH = sorted((ROOT / "content" / "en" / "articles").glob("*.md"))


@pytest.mark.parametrize("path", ARTICLES, ids=[path.stem for path in ARTICLES])
def test_a_shipped_article_gets_three_short_lines_that_stand_alone_in_order(path: Path) -> None:
    article = read_article(path).article
    assert article is not None
    lines = propose(article.body, article.title)
    assert len(set(lines)) == 3
    places = [
        next(i for i, sentence in enumerate(sentences_of(article.body)) if line in dict(lines_of(sentence)))
        for line in lines
    ]
    assert places == sorted(places)
    assert all(is_short(line, MOST_SIGNS_AT_ALL) and is_polite(line) and not leans(line) for line in lines)


@pytest.mark.parametrize("path", ENGLISH, ids=[path.stem for path in ENGLISH])
def test_an_article_in_another_language_gets_whole_sentences(path: Path) -> None:
    article = read_article(path).article
    assert article is not None
    lines = propose(article.body, article.title)
    assert all(any(sentence.endswith(line[1:]) for sentence in sentences_of(article.body)) for line in lines)
    assert all(len(line) <= LONGEST_LINE and line.endswith((".", "!", "”", '"')) for line in lines)


NEWS = """
중국의 딥시크가 내놓은 모델이 화제다. 많은 사람이 이를 두고 중국이 미국을 따라잡았다고 말했다.
하지만 얀 르쿤은 다르게 봤다. 당시 메타의 수석 과학자였던 그는 개방형 모델이 폐쇄형 모델을 앞섰다고 썼다.

## 무엇이 달랐나

딥시크는 파이토치와 트랜스포머스 같은 공개 도구 위에서 모델을 만들었다. 메타 역시 라마를 공개했다.
이 개방 덕에 개발자들은 며칠 만에 모델을 재현했다.
더 나아가, 오픈아르원 프로젝트는 학습 과정까지 공개하기로 했다고 밝혔다.

## 남은 물음

그렇다면 완전한 공개가 답일까? 학습 데이터는 여전히 공개되지 않았다.
정부는 내년까지 공개 기준을 만들 계획이라고 발표했다.
여러분의 생각은 어떠한가?
"""


def test_news_in_plain_style_gives_a_line_of_each_part_in_polite_style() -> None:
    lines = propose(NEWS, "딥시크가 던진 물음")
    assert all(is_polite(line) and is_short(line) for line in lines)
    whole = " ".join(lines)
    for unwanted in ("역시", "나아가", "이 개방", "따라잡", "여러분", "그는"):
        assert unwanted not in whole
    assert "딥시크" in lines[0] or "딥시크" in lines[1]
    last = NEWS[NEWS.index("## 남은") :]
    assert lines[2].split()[0] in last


def test_each_part_has_its_line_and_the_last_part_too() -> None:
    parts = [
        "시는 도서관의 자료를 모두 공개하기로 했어요. 도서관의 자료는 시가 모아 왔어요. 시는 자료를 오래 아꼈어요.",
        "시민들은 낡은 다리를 새로 놓자고 말했어요. 다리는 올봄부터 막혀 있어요. 낡은 다리는 큰비에 흔들렸어요.",
        "학교는 운동장에 나무를 심기로 했어요. 나무는 아이들이 골랐어요. 운동장은 여름마다 뜨거웠어요.",
    ]
    for body in (
        "\n\n".join(f"## 제목 {i}\n\n{part}" for i, part in enumerate(parts)),
        "\n\n".join(parts),
        " ".join(parts),
    ):
        lines = propose(body)
        assert [line in part for line, part in zip(lines, parts, strict=True)] == [True] * 3


def test_a_part_without_a_line_that_stands_leaves_its_place_to_another() -> None:
    body = (
        "## 처음\n\n시는 도서관의 자료를 모두 공개하기로 했어요. 시민 단체는 자료의 공개를 오래 요구해 왔어요.\n\n"
        "## 가운데\n\n도서관의 자료는 누구나 집에서 읽을 수 있어요.\n\n"
        "## 끝\n\n그것은 그 일의 그 끝이에요. 여러분은 어떠세요?"
    )
    assert propose(body) == (
        "시는 도서관의 자료를 모두 공개하기로 했어요.",
        "시민 단체는 자료의 공개를 오래 요구해 왔어요.",
        "도서관의 자료는 누구나 집에서 읽을 수 있어요.",
    )


RAISED = "시가 내년부터 버스 요금을 올리기로 했다고 발표했다."
COSTS = "요금은 어른 기준으로 삼백 원이 오른다고 시가 설명했다."
AGAINST = "주민들은 서민의 부담이 커진다며 반대했다."
SAID = (
    "시가 내년부터 버스 요금을 올리기로 했다고 발표했어요.",
    "요금은 어른 기준으로 삼백 원이 오른다고 시가 설명했어요.",
    "주민들은 서민의 부담이 커진다며 반대했어요.",
)


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (f"<!-- 편집 메모: 법무팀의 확인을 받기 전이니 공개하지 않는다. -->\n\n{RAISED}\n\n{COSTS}\n\n{AGAINST}", SAID),
        (f"{RAISED[:-1]}[^1]. {COSTS} {AGAINST}\n\n[^1]: 시의 보도자료, 지난달 28일에 배포된 것을 참고했다.", SAID),
        (
            f"(서울=시험통신) 홍길동 기자 = {RAISED} {COSTS} {AGAINST} hong@test.example "
            "저작권자(c) 시험통신, 무단 전재-재배포, AI 학습 및 활용 금지",
            SAID,
        ),
        (
            f"[시험일보 홍길동 기자] {RAISED} {COSTS} {AGAINST}\n\n홍길동 기자 hong@test.example\n\nⓒ 시험일보 2025",
            SAID,
        ),
        (f"[서울=시험] 홍길동·김철수 기자 = {RAISED}\n{COSTS} {AGAINST}\n\n사진=시험통신 자료 사진 제공, 지난해", SAID),
        (
            f'홍 위원장은 "경기가 어렵다. 대책이 급하다. 서둘러야 한다"고 기자들에게 말했다. {COSTS} {AGAINST}',
            ('홍 위원장은 "경기가 어렵다. 대책이 급하다. 서둘러야 한다"고 말했어요.', *SAID[1:]),
        ),
        (
            "정부는 지난주 새 제재 방안을 발표했다고 밝혔다. 이란 외무부는 제재가 부당하다고 곧바로 반박했다. "
            "국제 유가는 소식이 전해지자 크게 올랐다.",
            (
                "정부는 지난주 새 제재 방안을 발표했다고 밝혔어요.",
                "이란 외무부는 제재가 부당하다고 곧바로 반박했어요.",
                "국제 유가는 소식이 전해지자 크게 올랐어요.",
            ),
        ),
    ],
)
def test_only_sentences_of_the_text_are_proposed(body: str, lines: tuple[str, ...]) -> None:
    assert propose(body) == lines


def test_a_quote_is_not_proposed_by_half() -> None:
    long = f"시장은 “{'낱말이 길게 이어지는 말, ' * 20}끝”이라고 했다."
    assert lines_of(long) == []
    assert propose(f"{long} {RAISED} {COSTS} {AGAINST}") == SAID


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


def test_an_english_sentence_stays_whole_or_is_none() -> None:
    assert lines_of("However, prices  fell last year.") == [("Prices fell last year.", 0)]
    assert lines_of("word " * 60 + "end.") == []
    assert lines_of("Should prices fall next year?") == []


def test_hangul_is_compared_by_pairs_of_syllables_whatever_its_particles() -> None:
    a, b, c = weigh(["공개모델은 좋아요", "공개모델을 써요", "바람이 불어요"])
    assert likeness(a, b) > likeness(a, c)
    assert likeness(a, a) == pytest.approx(1.0)
    assert features_of("AI가 3.5배") == {"ai": 1, "가": 1, "3.5": 1, "배": 1}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="가나다라마 abc.?1", max_size=30), max_size=12))
def test_any_text_is_ranked(sentences: list[str]) -> None:
    ranks = centrality(weigh(sentences), {})
    assert len(ranks) == len(sentences)
    assert not sentences or sum(ranks) == pytest.approx(1.0, abs=1e-3)


_SENTENCES = [sentence for path in ARTICLES for sentence in sentences_of(path.read_text().split("\n---\n", 1)[1])]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_SENTENCES), max_size=30), st.lists(st.integers(1, 29), max_size=6))
def test_whatever_the_text_a_summary_is_three_short_finished_lines_or_none(said: list[str], breaks: list[int]) -> None:
    body = "".join(("\n\n## 다음\n\n" if i in breaks else " ") + sentence for i, sentence in enumerate(said))
    try:
        lines = propose(body)
    except AgoraError:
        return
    assert len(set(lines)) == 3
    assert all(is_short(line, MOST_SIGNS_AT_ALL) and is_polite(line) for line in lines)


def test_a_very_long_text_is_summarised_soon() -> None:
    body = " ".join(f"문장 {i}번은 회사가 {i * 7}개의 모델을 공개한 이야기예요." for i in range(20_000))
    started = time.process_time()
    assert len(propose(body)) == 3
    assert time.process_time() - started < 10
