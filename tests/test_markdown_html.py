"""An article's Markdown becomes HTML that can do no harm."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.markdown import to_html

HARMLESS = {
    *("p", "a", "em", "strong", "s", "code", "pre", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr", "br"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def tags_of(body: str, *, describe_pictures: bool = False) -> list[tuple[str, dict[str, str | None]]]:
    parser = Tags()
    parser.feed(to_html(body, describe_pictures=describe_pictures))
    return parser.found


def test_headings_begin_below_those_of_the_page() -> None:
    assert to_html("# 가\n## 나\n###### 다\n") == "<h3>가</h3>\n<h4>나</h4>\n<h6>다</h6>\n"
    assert to_html("## 가\n### 나\n") == "<h3>가</h3>\n<h4>나</h4>\n"


def test_links_of_the_web_carry_their_rel_and_others_leave_their_text() -> None:
    assert (
        to_html("[글](https://example.org)") == '<p><a href="https://example.org" rel="noopener nofollow">글</a></p>\n'
    )
    assert to_html("<mailto:a@example.org>").count('rel="noopener nofollow"') == 1
    for link in (
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//evil.example",
        "/x",
    ):
        assert to_html(f"[**글** 하나]({link})") == "<p><strong>글</strong> 하나</p>\n"


def test_pictures_and_raw_html_are_left_out() -> None:
    assert to_html("앞\n\n![그림](https://evil.example/a.png)\n\n뒤") == "<p>앞</p>\n<p>뒤</p>\n"
    assert to_html("앞 ![그림](a.png) 뒤") == "<p>앞  뒤</p>\n"
    assert "<script" not in to_html("<script>alert(1)</script>")
    assert [tag for tag, _ in tags_of("<img src=x onerror=alert(1)>\n\n<b>굵게</b>")] == ["p"]
    assert to_html("<img src=x onerror=alert(1)>\n\n<b>굵게</b>") == "<p>굵게</p>\n"


def test_a_description_in_the_place_of_a_picture_is_text() -> None:
    described = to_html("![그림 &lt;img src=x onerror=alert(1)&gt; ![속](b)](a.png)", describe_pictures=True)
    assert described == "<p><em>그림 &lt;img src=x onerror=alert(1)&gt; 속</em></p>\n"


def test_what_word_processors_leave_in_what_is_pasted_is_left_out() -> None:
    assert to_html("글<o:p></o:p> 둘") == "<p>글 둘</p>\n"
    declared = '<?xml:namespace prefix = o ns = "urn:schemas-microsoft-com:office:office" />'
    assert to_html(f"{declared}글\n\n둘") == "<p>글</p>\n<p>둘</p>\n"
    assert to_html('<st1:place w:st="on">서울</st1:place>에서') == "<p>서울에서</p>\n"


def test_tables_lists_and_quotes_are_kept() -> None:
    html = to_html("> 인용\n\n- 하나\n\n| 가 | 나 |\n| --- | --- |\n| 1 | 2 |\n")
    assert all(f"<{tag}>" in html for tag in ("blockquote", "ul", "table", "td"))


PIECES = [
    *("[", "]", "(", ")", "![", "<", ">", "*", "`", "\\", "# ", "- ", "\n", "\n\n", ' "t"', "글", "&#106;", "&lt;"),
    *("javascript:x", "https://a.b", "mailto:a@b.c", "data:x", "| a |\n| --- |\n"),
    *("<a href='x' onclick='y'>", "<svg/onload=x>"),
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.booleans())
def test_no_body_makes_a_harmful_tag(body: str, described: bool) -> None:
    for tag, attributes in tags_of(body, describe_pictures=described):
        assert tag in HARMLESS
        assert set(attributes) <= ({"href", "rel", "title"} if tag == "a" else {"start", "class", "style"})
        if tag == "a":
            assert attributes["rel"] == "noopener nofollow"
            assert (attributes["href"] or "").lower().startswith(("http://", "https://", "mailto:"))


@pytest.mark.parametrize("body", ["", "\n", "![x](y)"])
def test_nothing_makes_nothing(body: str) -> None:
    assert to_html(body) == ""
