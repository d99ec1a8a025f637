"""What nobody sees, or a terminal would obey, is written out; everything else stays."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.visible_text import (
    has_controls,
    has_unseen,
    shortened,
    visible,
    visible_json,
    without_controls,
)

NASTY = st.text(
    st.one_of(
        st.characters(), st.sampled_from("\x00\x07\x1b\x7f\x9b\x85\u202e\u2066\u2028\u2029\u200b\ufeff\r\n\t[]:=")
    )
)


def obeyed(text: str, allowed: str = "") -> list[str]:
    """Characters that a terminal would obey, or that turn the direction of writing around."""
    turns = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    bad = ("Cc", "Cs", "Zl", "Zp")
    found = (c for c in text if unicodedata.category(c) in bad or unicodedata.bidirectional(c) in turns)
    return [c for c in found if c not in allowed]


@given(NASTY)
def test_nothing_is_left_that_would_be_obeyed(text: str) -> None:
    assert obeyed(visible(text)) == []
    assert obeyed(visible(text, lines=True), "\n") == []
    assert visible(visible(text)) == visible(text)
    assert has_unseen(visible(text)) is False
    assert len(shortened(text, 20)) <= 20 * 6
    visible(text).encode()


@given(st.recursive(NASTY | st.integers() | st.none(), lambda inner: st.lists(inner) | st.dictionaries(NASTY, inner)))
def test_json_reads_back_the_same(value: object) -> None:
    for indent in (None, 2):
        written = visible_json(value, indent=indent)
        assert obeyed(written, "\n") == []
        assert json.loads(written) == value


@pytest.mark.parametrize("text", ["찬성 👍🏽", "👩‍🚀 #️⃣", "[b]x[/b] :door:", "é à العربية", "“따옴표” — …"])
def test_what_people_write_stays(text: str) -> None:
    assert visible(text) == text
    assert not has_unseen(text)


def test_how_it_is_written_out() -> None:
    assert visible("a\x1b[31mb\nc\td\x9b\u202ee\udcff") == "a\\x1b[31mb\\nc\\td\\x9b\\u202ee\\udcff"
    assert visible("a\nb\x1b", lines=True) == "a\nb\\x1b"


@pytest.mark.parametrize(
    ("text", "unseen", "controls"),
    [
        ("글", False, False),
        ("\u200b", True, False),
        ("\u3164", True, False),
        ("\x1b", True, True),
        ("\u202e", True, True),
    ],
)
def test_what_is_not_seen_and_what_may_do_harm_are_two_things(text: str, unseen: bool, controls: bool) -> None:
    assert (has_unseen(text), has_controls(text)) == (unseen, controls)
    assert without_controls(f"앞{text}뒤", str.isspace) == ("앞뒤" if controls else f"앞{text}뒤")
