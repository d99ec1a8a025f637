"""Sentences out of Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.editor.sentence_splitting import paragraphs_of, sentences_of, split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("하나예요. 둘이에요! 셋일까요? 넷", ["하나예요.", "둘이에요!", "셋일까요?", "넷"]),
        ("2025. 4. 28. 오후에 나왔어요. 값은 3.5달러예요.", ["2025. 4. 28. 오후에 나왔어요.", "값은 3.5달러예요."]),
        ("그는 “가자. 지금 가자.”라고 말했다. 모두 갔다.", ["그는 “가자. 지금 가자.”라고 말했다.", "모두 갔다."]),
        ("“정말?” 라고 물었다. 그렇다.", ["“정말?” 라고 물었다.", "그렇다."]),
        ("‘왜?’ 하고 물었다. 답은 없었다.", ["‘왜?’ 하고 물었다.", "답은 없었다."]),
        ("“끝났어요.” 그가 나갔다.", ["“끝났어요.”", "그가 나갔다."]),
        ("미국(U.S. 정부)은 답했다. 그다음은 B.", ["미국(U.S. 정부)은 답했다.", "그다음은 B."]),
        ("제품은 A. 그다음은 B예요.", ["제품은 A.", "그다음은 B예요."]),
        ("그는 웃었다... 그리고 갔다.", ["그는 웃었다...", "그리고 갔다."]),
        ("Mr. Lee of the U.S. Army came. He left. Why?", ["Mr. Lee of the U.S. Army came.", "He left.", "Why?"]),
        ("Tools, e.g. PyTorch, are open. Fine!", ["Tools, e.g. PyTorch, are open.", "Fine!"]),
        ('"어렵다. 시급하다. 서둘러야 한다"고 말했다. 끝.', ['"어렵다. 시급하다. 서둘러야 한다"고 말했다.', "끝."]),
        ("그는 '가자. 지금.'이라고 했다. 갔다.", ["그는 '가자. 지금.'이라고 했다.", "갔다."]),
        ("It's late. The students' books are here. Go.", ["It's late.", "The students' books are here.", "Go."]),
        ("제재를 밝혔다. 이란 외무부는 반박했다.", ["제재를 밝혔다.", "이란 외무부는 반박했다."]),
        ("“끝났다.” 이란 외무부가 말했다.", ["“끝났다.”", "이란 외무부가 말했다."]),
        ("“끝났다.” 이란 말이 돌았다. 그렇다.", ["“끝났다.” 이란 말이 돌았다.", "그렇다."]),
        ("정부는 밝혔다. 고 김 대통령은 달랐다.", ["정부는 밝혔다.", "고 김 대통령은 달랐다."]),
        ("", []),
    ],
)
def test_a_paragraph_is_cut_where_a_sentence_ends(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


@settings(max_examples=200)
@given(st.text(alphabet="가나다요 .?!“”‘’()AB12\n…", max_size=80))
def test_no_sign_is_lost_or_made_up(text: str) -> None:
    joined = "".join("".join(split_sentences(text)).split())
    assert joined == "".join(text.split())


def test_headings_code_tables_and_pictures_are_no_sentences() -> None:
    body = (
        "# 제목이에요.\n\n**굵은** [글](https://x.org)이\n이어져요.\n\n```\n코드예요.\n```\n\n"
        "| 표 |\n| --- |\n| 칸이에요. |\n\n- 첫 항목\n- `code`도 글이에요.\n\n> 인용이에요.\n\n![그림](a.png)\n"
    )
    assert paragraphs_of(body) == ["굵은 글이 이어져요.", "첫 항목", "code도 글이에요.", "인용이에요."]
    assert paragraphs_of("발표했다.[1] 설명했다.¹ 반대했다.\n\n[1]: 각주 하나를 적어 둔다.") == [
        "발표했다. 설명했다. 반대했다."
    ]
    assert paragraphs_of("넓이는 3m²이고 [1보]이다.²") == ["넓이는 3m²이고 [1보]이다."]
    assert paragraphs_of("발표했다[^1]. 설명했다[^둘].\n\n[^1]: 자료의 표.\n[^둘]: 같은 쪽.") == ["발표했다. 설명했다."]
    assert sentences_of("하나예요. 둘이에요.\n\n셋이에요.") == ["하나예요.", "둘이에요.", "셋이에요."]
