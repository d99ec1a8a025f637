"""When a place was listened to without a gap."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.core.presence import Presence, Span, presence

_SPANS = st.lists(
    st.tuples(st.integers(0, 40), st.integers(0, 15)).map(lambda pair: Span(pair[0], pair[0] + pair[1])), max_size=6
)


def test_one_listener_hears_from_its_beginning_to_its_end() -> None:
    heard = presence([Span(10, 20)])
    assert heard.covers(10, 20)
    assert not heard.covers(9, 20)
    assert not heard.covers(10, 21)
    assert (heard.heard(9), heard.heard(10), heard.heard(20), heard.heard(21)) == (False, True, True, False)


def test_nobody_who_listened_heard_nothing() -> None:
    assert presence([]) == Presence(())
    assert not Presence(()).covers(1, 1)


def test_who_begins_as_another_ends_leaves_a_gap_and_who_overlaps_does_not() -> None:
    assert not presence([Span(0, 10), Span(10, 20)]).covers(5, 15)
    assert presence([Span(0, 11), Span(10, 20)]).covers(5, 15)


def test_what_was_told_to_one_and_lost_nobody_else_has_heard() -> None:
    assert presence([Span(0, 30), Span(5, 20)], [Span(10, 10)]) == Presence((Span(0, 10), Span(10, 30)))
    assert presence([Span(0, 30)], [Span(10, 15)]) == Presence((Span(0, 10), Span(15, 30)))


def test_what_was_received_while_a_listener_was_slow_may_have_come_before() -> None:
    heard = presence([Span(0, 30)], slow=[Span(10, 20)])
    assert heard.covers(0, 30)
    assert (heard.heard(10), heard.heard(11), heard.heard(20), heard.heard(21)) == (True, False, False, True)


def test_a_listener_who_began_after_a_loss_is_not_touched_by_it() -> None:
    assert presence([Span(0, 10), Span(12, 30)], [Span(10, 15)]).covers(12, 30)


@given(_SPANS, _SPANS)
def test_it_never_claims_what_no_listener_heard(listened: list[Span], lost: list[Span]) -> None:
    found = presence(listened, lost)
    for first, second in zip(found.spans, found.spans[1:], strict=False):
        assert first.until <= second.since
    for span in found.spans:
        for at in range(span.since, span.until):
            assert any(one.since <= at < one.until for one in listened)
    for gap in lost:
        for span in found.spans:
            begun_since = any(gap.since < one.since < gap.until + 1 or one.since == gap.since for one in listened)
            assert begun_since or not span.since < gap.since < span.until
