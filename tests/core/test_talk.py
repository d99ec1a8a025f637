"""Sparks and replies as members read of them, and how they are counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from bot.core.articles import DEFAULT_OPTIONS, Article, Mascot, SquabbleLine
from bot.core.ballots import UNDECIDED
from bot.core.debates import BallotKind, Choice, Debate, DebateState, ResultsShown, Rules, open_debate
from bot.core.sparks import REPLY, Late, Sparked, Spoken, Stances, Talk, first_late, is_spark, sparked_lines, stances_of
from bot.core.speaking import moved, sparks_shown, stance_line
from bot.locales import words_for

KO = words_for("ko", strict=True)
EN = words_for("en", strict=True)
MASCOTS = {"booki": Mascot("booki", {"ko": "부기", "en": "Booki"}, "🦉")}
SQUABBLE = (SquabbleLine("booki", "찬성", "닫아야 지켜요."), SquabbleLine("moki", "반대", "열어야\n자라요."))


def debate(
    state: DebateState = DebateState.CLOSED, squabble: tuple[SquabbleLine, ...] = SQUABBLE, **rules: str
) -> Debate:
    article = Article(
        slug="square",
        title="광장",
        category="시험",
        published=datetime(2026, 7, 1, tzinfo=UTC),
        summary=("하나", "둘", "셋"),
        question="열까요?",
        options=DEFAULT_OPTIONS,
        body="",
        squabble=squabble,
    )
    opened = open_debate(debate_id="d1", article=article, rules=Rules(**rules), at=article.published)  # type: ignore[arg-type]
    return replace(opened, state=state)


def test_the_moving_line_is_named_with_the_way_its_voters_went() -> None:
    talk = Talk((Sparked(Spoken(0), 12, {(1, 0): 7, (0, 1): 1, (0, 0): 3, (1, 2): 1}), Sparked(Spoken(1), 4)))
    assert moved(debate(), talk, MASCOTS, KO) == (
        "가장 많은 💡를 받은 말: 부기의 ‘닫아야 지켜요.’(12명). 그중 7명이 ‘반대’에서 ‘찬성’으로 옮겼어요. "
        "그중 한 명이 ‘찬성’에서 ‘반대’로 옮겼어요. 3명은 처음 고른 답 그대로예요. 한 명은 집계된 표가 없어요."
    )
    assert moved(debate(), talk, MASCOTS, EN) == (
        "Most 💡 went to Booki’s “닫아야 지켜요.” (12 people). 7 of them moved from “반대” to “찬성”. "
        "One of them moved from “찬성” to “반대”. 3 kept their answer. One has no counted vote."
    )


def test_who_marked_the_other_sides_line_is_told_by_what_they_did_and_nothing_of_why() -> None:
    """Both held 찬성 throughout and marked the line against it: that they kept their answer is all that is known."""
    talk = Talk((Sparked(Spoken(1), 2, {(0, 0): 2}),))
    assert moved(debate(), talk, MASCOTS, KO) == (
        "가장 많은 💡를 받은 말: moki의 ‘열어야 자라요.’(2명). 2명은 처음 고른 답 그대로예요."
    )
    assert (
        moved(debate(), talk, MASCOTS, EN) == "Most 💡 went to moki’s “열어야 자라요.” (2 people). 2 kept their answer."
    )


@given(
    st.dictionaries(st.tuples(st.integers(0, 2), st.integers(0, 2)), st.integers(1, 9), min_size=1),
    st.integers(0, 9),
)
def test_all_who_marked_a_line_are_accounted_for(moves: dict[tuple[int, int], int], others: int) -> None:
    """Everybody moved, kept, or has no counted vote; a first ballot that nobody knows is none of them."""
    voters = sum(moves.values()) + others
    said = moved(debate(), Talk((Sparked(Spoken(0), voters, moves),)), MASCOTS, EN)
    _, told = said.split(f"({voters} {'person' if voters == 1 else 'people'}).")
    numbers = [int(word) if word.isdigit() else 1 for word in told.split() if word.isdigit() or word == "One"]
    assert sum(numbers) == voters - sum(people for (a, b), people in moves.items() if a == 2 and b < 2)


def test_a_reply_is_named_and_never_quoted() -> None:
    here, gone = Sparked(Spoken(REPLY, 3, "r1"), 2), Sparked(Spoken(REPLY, 3, "r1"), 2, gone=True)
    assert moved(debate(), Talk((here,)), MASCOTS, KO) == "가장 많은 💡를 받은 말: 스레드에 달린 댓글(2명)."
    assert (
        moved(debate(), Talk((gone,)), MASCOTS, EN)
        == "Most 💡 went to a reply in the thread that is gone now (2 people)."
    )


def test_lines_that_lead_together_are_named_or_counted() -> None:
    both = Talk((Sparked(Spoken(0), 2, {(0, 1): 2}), Sparked(Spoken(1), 2), Sparked(Spoken(REPLY, 1, "r"), 1)))
    assert moved(debate(), both, MASCOTS, KO) == (
        "가장 많은 💡를 똑같이 받은 말: 부기의 ‘닫아야 지켜요.’, moki의 ‘열어야 자라요.’(2명씩)."
    )
    many = Talk(tuple(Sparked(Spoken(REPLY, 1, f"r{n}"), 1) for n in range(4)))
    assert moved(debate(), many, MASCOTS, KO) == "말 4개가 가장 많은 💡를 똑같이 받았어요(1명씩)."


def test_a_long_line_is_cut() -> None:
    long = debate(squabble=(SquabbleLine("booki", "찬성", "가" * 200),))
    said = moved(long, Talk((Sparked(Spoken(0), 1),)), MASCOTS, KO)
    assert f"‘{'가' * 79}…’" in said


def test_nothing_is_told_without_sparks_or_while_results_are_hidden() -> None:
    talk = Talk((Sparked(Spoken(0), 3),), Stances((2, 1), 0, 3))
    hiding = debate(DebateState.OPEN, results=ResultsShown.AFTER_CLOSE)
    assert moved(debate(), Talk(), MASCOTS, KO) == ""
    assert (moved(hiding, talk, MASCOTS, KO), stance_line(hiding, talk.stances, KO)) == ("", "")
    assert (sparks_shown(hiding, talk), sparks_shown(debate(DebateState.OPEN), talk)) == ((0, 0), (3, 0))


def test_secret_ballots_stay_secret() -> None:
    secret = debate(ballot=BallotKind.BUTTONS)
    talk = Talk((Sparked(Spoken(0), 1, {(1, 0): 1}),), Stances((1, 0), 0, 1))
    assert moved(secret, talk, MASCOTS, KO) == "가장 많은 💡를 받은 말: 부기의 ‘닫아야 지켜요.’(1명)."
    assert stance_line(secret, talk.stances, KO) == ""


def test_replies_by_stance() -> None:
    assert stance_line(debate(), Stances((6, 5), 3, 14), KO) == "댓글 14 · 찬성 쪽 6, 반대 쪽 5, 미정 3"
    assert stance_line(debate(), Stances((1, 0), 0, 1), EN) == "One comment · 찬성: 1"
    assert stance_line(debate(), Stances((0, 0), 3, 3), KO) == "", "nobody's side is known"
    assert stances_of([(1, 2), (3, 1), (UNDECIDED, 4), (0, 1)], 2) == Stances((3, 1), 5, 8)


def test_variants_of_the_bulb_are_the_bulb() -> None:
    assert [is_spark(reaction) for reaction in ("💡", "💡#burst", "💡\ufe0f", "🔖", "💡🏽x")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_the_first_late_event_tells_how_a_spark_stood() -> None:
    assert first_late(None, added=True, at=None, held=True) is None
    assert first_late(None, added=False, at=None, held=True) == Late(False, None)
    assert first_late(Late(False, None), added=True, at=7, held=True) == Late(True, 7)
    assert first_late(Late(True, 7), added=False, at=5, held=True) == Late(False, 5)
    assert first_late(Late(True, 7), added=False, at=9, held=True) == Late(True, 7)


votes = st.tuples(st.integers(0, 2), st.sampled_from((0, 1, 2, UNDECIDED)), st.sampled_from((0, 1, 2, UNDECIDED)))


@given(st.lists(votes, max_size=30))
def test_counting_in_groups_is_counting_one_by_one(cast: list[tuple[int, int, int]]) -> None:
    """The database counts voters who voted alike together; the lines come out as if each were counted alone."""
    one_by_one = [(Spoken(line), first, last, 1) for line, first, last in cast]
    grouped = [(*key, one_by_one.count((*key, 1))) for key in {row[:3] for row in one_by_one}]
    found = sparked_lines(grouped, 2, Choice.SINGLE)
    assert found == sparked_lines(one_by_one, 2, Choice.SINGLE)
    assert {one.line.number: one.voters for one in found} == {
        line: sum(1 for row in cast if row[0] == line) for line, _, _ in cast
    }
    assert [one.voters for one in found] == sorted((one.voters for one in found), reverse=True)
    assert all(sum(one.moves.values()) <= one.voters for one in found)
