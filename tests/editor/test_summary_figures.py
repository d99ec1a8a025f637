"""How summaries are measured: ROUGE-L, and the ways that are compared."""

from __future__ import annotations

import pytest

from bench.summaries import WAYS, bigrams, lead, rouge_l, shipped, table, textrank
from bot.editor.sentence_splitting import sentences_of


def test_words_are_taken_in_pairs_of_signs() -> None:
    assert bigrams(["AI는 3월에, 값", "이다."]) == ["ai", "i는", "3월", "월에", "값", "이다"]


@pytest.mark.parametrize(
    ("lines", "reference", "score"),
    [
        (["시는 자료를 공개했어요."], ["시는 자료를 공개했어요."], 1.0),
        (["가나 다라"], ["다라 가나"], 0.5),
        (["가나다"], ["가나라"], 0.5),
        (["가나"], ["다라"], 0.0),
        ([], ["다라"], 0.0),
    ],
)
def test_rouge_l_is_the_share_that_two_summaries_have_in_common_in_order(
    lines: list[str], reference: list[str], score: float
) -> None:
    assert rouge_l(lines, reference) == pytest.approx(score)
    assert rouge_l(reference, lines) == pytest.approx(score)


def test_what_proposals_are_compared_with_are_sentences_of_the_text() -> None:
    article = shipped()[0]
    sentences = sentences_of(article.body)
    assert list(lead(article)) == sentences[:3]
    chosen = [sentences.index(sentence) for sentence in textrank(article)]
    assert len(chosen) == 3
    assert chosen == sorted(chosen)


def test_the_table_has_a_row_for_each_way_and_the_editors_agree_with_themselves() -> None:
    head, *rows = table(shipped()[:3])
    assert [row[0] for row in rows] == list(WAYS)
    assert all(len(row) == len(head) for row in rows)
    assert rows[0][1] == "1.000"
    assert 0 < float(rows[-1][1]) < 1
    assert rows[-1][4:] == ("100%", "0")
