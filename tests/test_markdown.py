"""Markdown as it is read everywhere: emphasis beside Korean particles, and no raw HTML."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.editor.sentence_splitting import paragraphs_of
from bot.markdown import Kind, Run, blocks_of, new_parser, to_html, without_comments
from bot.platforms.local.message_rendering import render_article
from bot.platforms.slack.views import body_blocks
from tests.reading import as_read

BOLD = '**동시성(concurrency)**은 함께 다루는 것이다. **"열린 광장"**이라는 말이 있다. **50%**가 찬성했다.'
NOTED = (
    "<!-- 편집 메모: 법무팀 확인 전 -->\n\n줄 하나<br>줄 둘\n\n<details><summary>펼치기</summary>\n\n속\n\n</details>"
)


def html_of(markdown: str) -> str:
    return str(new_parser().render(markdown))


def in_chat(markdown: str) -> str:
    return str(render_article({"body": markdown}, "ko")["html"])


def texts(blocks: object) -> list[tuple[str, bool]]:
    """Every run of text in Slack's blocks, with whether it is bold."""
    found: list[tuple[str, bool]] = []
    if isinstance(blocks, dict):
        if isinstance(blocks.get("text"), str):
            found.append((blocks["text"], bool(blocks.get("style", {}).get("bold"))))
        blocks = list(blocks.values())
    if isinstance(blocks, list):
        for block in blocks:
            found += texts(block)
    return found


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("**동시성(concurrency)**은", "<strong>동시성(concurrency)</strong>은"),
        ("**'광장'**이라는", "<strong>'광장'</strong>이라는"),
        ("말은**“인용”**이다", "말은<strong>“인용”</strong>이다"),
        ("*참고(ref.)*는", "<em>참고(ref.)</em>는"),
        ("~~지움(x)~~은", "<s>지움(x)</s>은"),
        ("__밑줄(a)__은", "<strong>밑줄(a)</strong>은"),
        ("**50%**가", "<strong>50%</strong>가"),
        ("**링크([글](https://a.b))**는", '<strong>링크(<a href="https://a.b">글</a>)</strong>는'),
        ("**`code`**는", "<strong><code>code</code></strong>는"),
        ("중요한**「일」**です", "중요한<strong>「일」</strong>です"),
        ("파일_이름_은 2 * 3 * 4", "파일_이름_은 2 * 3 * 4"),
        ("** 빈칸**은", "** 빈칸**은"),
        ('a**"b"**c', "a**&quot;b&quot;**c"),
    ],
)
def test_emphasis_ends_before_a_particle(written: str, shown: str) -> None:
    assert html_of(written) == f"<p>{shown}</p>\n"


def test_emphasis_is_bold_wherever_an_article_is_shown() -> None:
    for html in (to_html(BOLD), in_chat(BOLD)):
        assert html.count("<strong>") == 3
        assert "*" not in html
    runs = texts(body_blocks(BOLD))
    assert [as_read(text) for text, bold in runs if bold] == ["동시성(concurrency)", '"열린 광장"', "50%"]
    assert not any("*" in text for text, _ in runs)
    assert paragraphs_of(BOLD) == [BOLD.replace("*", "")]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (NOTED, "<p>줄 하나<br />\n줄 둘</p>\n<p>펼치기</p>\n<p>속</p>\n"),
        ("<!-- 첫째\n\n둘째 --> 본문", "<p>본문</p>\n"),
        ("앞 <!-- 메모\n\n둘째\n\n- 셋째 --> 뒤", "<p>앞</p>\n<ul>\n<li> 뒤</li>\n</ul>\n"),
        ("<!-- 끝이 없는\n\n메모", ""),
        ("`<!-- 코드 -->`는 글", "<p><code>&lt;!-- 코드 --&gt;</code>는 글</p>\n"),
        ("```\n<!-- 코드 -->\n```", "<pre><code>&lt;!-- 코드 --&gt;\n</code></pre>\n"),
        ("<파묘>와 <Dune>은 <b>굵다</b> 1 < 2", "<p>&lt;파묘&gt;와 &lt;Dune&gt;은 굵다 1 &lt; 2</p>\n"),
        ("앞 <script>alert(1)</script>뒤", "<p>앞 뒤</p>\n"),
        ("<style>\n\np {}\n</style> 뒤", "<p>뒤</p>\n"),
        ("<pre>\n가 <b>나</b> &lt;\n\n다</pre>", "<pre><code>가 나 &lt;\n\n다\n</code></pre>\n"),
        ("<table>\n<tr><td>가</td><td>나</td></tr>\n</table>", "<p>가\n나</p>\n"),
        ("<Callout type='x'>글</Callout>", "<p>글</p>\n"),
    ],
)
def test_raw_html_leaves_its_text_and_comments_leave_nothing(written: str, shown: str) -> None:
    assert html_of(written) == shown


def test_neither_comment_nor_tag_is_shown_anywhere() -> None:
    shown = [to_html(NOTED), in_chat(NOTED), " ".join(text for text, _ in texts(body_blocks(NOTED)))]
    for text in (*shown, *paragraphs_of(NOTED)):
        assert "메모" not in text
        assert "&lt;" not in text
        assert "summary" not in text
    assert all("펼치기" in text and "줄 둘" in text for text in shown)
    assert paragraphs_of(NOTED) == ["줄 하나 줄 둘", "펼치기", "속"]


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["비밀", "<!--", "-->", "<b>", "</b>", "<div>", "\n", "\n\n", "- ", "> ", "글", "<script>", " "]
        ),
        max_size=20,
    ).map("".join)
)
def test_what_stands_in_a_closed_comment_is_never_shown(text: str) -> None:
    assert "숨김" not in to_html(f"{text.replace('<!--', '')}\n\n<!-- 숨김 -->\n\n글")
    assert "숨김" not in to_html(f"글 <!-- 숨김 -->{text}")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("앞 <!-- 메모\n또 --> 뒤", "앞 \n 뒤"),
        ("`<!-- 코드 -->` 글 <!-- 메모 -->", "`<!-- 코드 -->` 글 "),
        ("```\n<!-- 코드 -->\n```\n<!-- 메모 -->끝", "```\n<!-- 코드 -->\n```\n끝"),
        ("## 제목\n\n**굵게**", "## 제목\n\n**굵게**"),
        ("a<!-- b --><!-- c -->d", "ad"),
    ],
)
def test_markdown_keeps_all_but_its_comments(written: str, kept: str) -> None:
    assert without_comments(written) == kept


def test_blocks_tell_where_they_stand_and_runs_how_they_look() -> None:
    body = (
        "# 제목\n\n> - 하나 **굵게 *둘* ~~셋~~**\n>   1. [속](x) `c`\n\n---\n\n"
        "| 표 |\n| - |\n| ![그림](y) |\n\n```\n코드\n```\n"
    )
    heading, outer, inner, rule, head, cell, code = blocks_of(body)
    assert (heading.kind, heading.runs) == (Kind.HEADING, (Run(Kind.TEXT, "제목"),))
    assert (outer.lists, outer.quotes) == (("bullet",), 1)
    styled = [(run.text, run.styles) for run in outer.runs if run.text.strip()]
    assert styled == [("하나 ", ()), ("굵게 ", ("strong",)), ("둘", ("strong", "em")), ("셋", ("strong", "s"))]
    assert (inner.lists, inner.quotes) == (("bullet", "ordered"), 1)
    assert inner.runs == (Run(Kind.TEXT, "속", (), "x"), Run(Kind.TEXT, " "), Run(Kind.CODE, "c"))
    assert (rule.kind, rule.lists, rule.quotes) == (Kind.RULE, (), 0)
    assert (head.in_table, cell.in_table, cell.runs) == (True, True, (Run(Kind.PICTURE, "그림"),))
    assert (code.kind, code.runs) == (Kind.CODE, (Run(Kind.CODE, "코드\n"),))
    (line,) = blocks_of("| 표 |\n| - |", tables=False)
    assert [run.kind for run in line.runs] == [Kind.TEXT, Kind.SOFT_BREAK, Kind.TEXT]
