"""Texts that look the same are one for a person, and some show nothing at all."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.visible_text import composed, looks

EMPTY = [
    "",
    " ",
    "\u3164",
    "\u2800",
    "\u200b\u200d",
    "\uffa0",
    "\u115f\u1160",
    "\ufe0f",
    "\u00ad",
    "\u3000",
    "\ufeff",
    "\U000e0101",
    "\U0001bca0",
    "\U0001d159",
    "\U00016fe4",
]


@pytest.mark.parametrize("text", EMPTY, ids=ascii)
def test_what_shows_nothing(text: str) -> None:
    assert looks(text) == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("찬성", unicodedata.normalize("NFD", "찬성")),
        ("찬성", "찬\u200b성"),
        ("찬성", "찬성\u3164"),
        ("안 된다", "안된다"),
        ("Yes", "ＹＥＳ"),
        ("Yes", "yes"),
        ("STRASSE", "straße"),
        ("♥", "♥\ufe0f"),
        ("a b", "a\u2800b"),
        ("ﬁne", "fine"),
    ],
)
def test_what_looks_alike(one: str, other: str) -> None:
    assert looks(one) == looks(other) != ""


@pytest.mark.parametrize(("one", "other"), [("찬성", "반대"), ("ㄱ", "ㄲ"), ("1", "2"), ("👍", "👎"), ("é", "e")])
def test_what_does_not(one: str, other: str) -> None:
    assert looks(one) != looks(other)


@given(st.text(max_size=30))
def test_how_it_looks_is_settled_and_the_same_in_every_normal_form(text: str) -> None:
    assert looks(looks(text)) == looks(text)
    for form in ("NFC", "NFD", "NFKC", "NFKD"):
        assert looks(unicodedata.normalize(form, text)) == looks(text)
    assert composed(composed(text)) == composed(text)
    assert not any(c.isspace() for c in looks(text))
