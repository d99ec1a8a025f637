"""The chain of a history: its forms, which never change, and that no two events have one form."""

from __future__ import annotations

import hmac
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from bot.core.history import Cause, genesis, linked, noted
from bot.core.marks import Voter
from bot.core.pseudonyms import Pseudonyms, pseudonym

BEGIN = bytes(32)
EVENTS = st.tuples(
    st.from_regex(r"[0-9a-f]{16}", fullmatch=True),
    st.integers(0, 2**40),
    st.integers(1, 2**40),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
    st.integers(-1, 9),
    st.booleans(),
    st.none() | st.integers(0, 2**50),
    st.integers(0, 2**50),
    st.sampled_from([Cause.LIVE, Cause.RECOUNT, Cause.MODERATOR, Cause.LATE]),
)


def test_the_forms_are_those_that_heads_in_chats_stand_for() -> None:
    form = b"7 0123456789abcdef 3 1 + - 1700000000000000 live \xf0\x9f\x91\x8d"
    assert linked(BEGIN, "0123456789abcdef", 7, 3, "👍", 1, True, None, 1_700_000_000_000_000, "live") == (
        sha256(BEGIN + form).digest()
    )
    assert noted(BEGIN, '[["note-gone",[["posts",1]]]]') == (
        sha256(BEGIN + b'notes [["note-gone",[["posts",1]]]]').digest()
    )
    said = {"debate": "d", "edition": "e", "question": "문?", "options": ["a", "b"], "choice": "single"}
    assert genesis(**said, ballot="reactions", opened_at=5) == (  # type: ignore[arg-type]
        sha256(b'agora 1 ["d","e","\\ubb38?",["a","b"],"single","reactions",5]').digest()
    )


@given(EVENTS, EVENTS)
def test_two_events_have_one_hash_only_if_they_are_the_same(one: tuple, other: tuple) -> None:
    assert (linked(BEGIN, *one) == linked(BEGIN, *other)) == (one == other)


@given(EVENTS, EVENTS)
def test_their_order_is_in_the_hash(one: tuple, other: tuple) -> None:
    forth = linked(linked(BEGIN, *one), *other)
    back = linked(linked(BEGIN, *other), *one)
    assert (forth == back) == (one == other)


@given(st.binary(max_size=150), st.text(max_size=12), st.tuples(st.text(), st.text(), st.text()))
def test_a_pseudonym_is_an_hmac_of_the_standard_library(key: bytes, debate: str, account: tuple[str, str, str]) -> None:
    said = "\n".join((debate, *account)).encode()
    assert pseudonym(key, debate, Voter(*account)) == hmac.new(key, said, "sha256").hexdigest()


def test_codes_of_two_debates_or_two_secrets_have_nothing_in_common() -> None:
    ann = Voter("slack", "T1", "U1")
    codes = {Pseudonyms(secret, debate).code(ann) for secret in (b"a" * 32, b"b" * 32) for debate in ("d1", "d2")}
    assert len(codes) == 4
    assert all(len(code) == 16 for code in codes)
