"""Ballots by button: what presses make of a ballot, and what is said about them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.articles import Article, Option
from bot.core.ballots import EMPTY, UNDECIDED, bit, choices, options_of
from bot.core.buttons import (
    ANSWERED_WITHIN,
    DOUBLE_CLICK,
    Earlier,
    Press,
    Pressed,
    decide,
    press,
)
from bot.core.debates import BallotKind, Choice, Debate, Rules, open_debate
from bot.core.emoji import SAVE_EMOJI, Emoji
from bot.core.marks import SAVE, Voter
from bot.core.recounts import Certificate, Note, Recounted
from bot.core.speaking import card, confirmation, press_failed, press_over, result
from bot.core.tally import Tally
from bot.locales import words_for

KO, EN = words_for("ko", strict=True), words_for("en", strict=True)


def debate(choice: Choice = Choice.SINGLE, *, ballot: BallotKind = BallotKind.BUTTONS) -> Debate:
    at = datetime(2026, 7, 1, tzinfo=UTC)
    article = Article(
        slug="square",
        title="열린 광장",
        category="시험",
        published=at,
        summary=("하나", "둘", "셋"),
        question="어느 쪽?",
        options=(
            Option("비밀의 문", Emoji("🚪")),
            Option("열린 광장", Emoji("🌳")),
            Option("글쎄요", Emoji(SAVE_EMOJI)),
        ),
        body="본문",
    )
    return open_debate(debate_id="d", article=article, rules=Rules(choice=choice, ballot=ballot), at=at)


@given(st.lists(st.integers(0, 3), max_size=12))
def test_one_choice_is_the_last_option_pressed_unless_it_was_held(presses: list[int]) -> None:
    ballot, held = EMPTY, None
    for option in presses:
        held = None if held == option else option
        done = press(ballot, option, Choice.SINGLE)
        assert done.before == ballot
        ballot = done.after
        assert options_of(ballot) == (() if held is None else (held,))


@given(st.lists(st.integers(0, 3), max_size=12))
def test_with_several_choices_an_option_is_held_after_an_odd_number_of_presses(presses: list[int]) -> None:
    ballot = EMPTY
    for option in presses:
        ballot = press(ballot, option, Choice.MULTIPLE).after
    assert options_of(ballot) == tuple(option for option in range(4) if presses.count(option) % 2)


def test_a_press_decides_an_undecided_ballot() -> None:
    assert press(UNDECIDED, 1, Choice.SINGLE) == Pressed(UNDECIDED, bit(1))


class Hand:
    """One person's presses, at seconds of a clock of their own, as the ledger takes them."""

    def __init__(self, choice: Choice = Choice.SINGLE) -> None:
        self.ballot = EMPTY
        self.earlier: dict[int, Earlier] = {}
        self._choice = choice

    def press(self, second: float, option: int, *, late: bool = False, answered: bool = True) -> tuple[int, ...]:
        at = round(second * 1_000_000)
        made = Press("discord", "c", "m", Voter("discord", "", "v"), option, at, pressed_at=at, answerable=not late)
        self.ballot = decide(self.ballot, made, self.earlier, self._choice).after
        self.earlier[option] = Earlier(at, answered)
        return options_of(self.ballot)


def test_a_double_click_is_one_press() -> None:
    hand = Hand()
    assert [hand.press(at, 1) for at in (0, 0.3, 1.9, 3.8)] == [(1,)] * 4
    assert hand.press(3.8 + DOUBLE_CLICK / 1_000_000, 1) == ()
    assert hand.press(6, 1) == ()
    assert hand.press(9, 1) == (1,)
    assert [hand.press(at, option) for at, option in ((20, 0), (20.5, 1), (21, 0))] == [(0,), (1,), (0,)]
    several = Hand(Choice.MULTIPLE)
    assert [several.press(at, option) for at, option in ((0, 0), (0.5, 1), (1, 0), (1.2, 1))] == [(0,), *[(0, 1)] * 3]


@pytest.mark.parametrize("choice", Choice)
def test_a_press_too_old_to_be_answered_sets_and_the_next_only_confirms(choice: Choice) -> None:
    hand = Hand(choice)
    assert hand.press(0, 1, late=True, answered=False) == (1,)
    assert hand.press(5, 1, late=True, answered=False) == (1,)
    assert hand.press(10, 1) == (1,)
    assert hand.press(20, 1) == ()
    assert hand.press(30, 1) == (1,)
    assert hand.press(40, 1, late=True, answered=False) == (1,)


def test_a_press_of_another_option_after_one_that_nobody_was_told_of_is_no_repetition() -> None:
    hand = Hand()
    assert hand.press(0, 0, late=True, answered=False) == (0,)
    assert hand.press(10, 1) == (1,)
    assert hand.press(20, 0) == (0,)
    several = Hand(Choice.MULTIPLE)
    assert several.press(0, 0, late=True, answered=False) == (0,)
    assert several.press(10, 1) == (0, 1)
    assert several.press(20, 0) == (0, 1)
    assert several.press(30, 0) == (1,)


def test_a_withdrawal_that_nobody_was_told_of_is_confirmed_by_the_next_press() -> None:
    hand = Hand()
    assert hand.press(0, 0) == (0,)
    assert hand.press(10, 0, answered=False) == ()
    assert hand.press(20, 0) == ()
    assert hand.press(30, 0) == (0,)


@given(
    st.sampled_from(Choice),
    st.lists(st.tuples(st.integers(0, 2), st.booleans(), st.booleans(), st.floats(0.1, 9)), max_size=12),
)
def test_nobody_loses_a_vote_that_they_were_not_told_of(
    choice: Choice, presses: list[tuple[int, bool, bool, float]]
) -> None:
    """An option is withdrawn only by a press in time, of an option whose last press was answered."""
    hand, at = Hand(choice), 0.0
    for option, late, answered, pause in presses:
        at += pause
        held, before = options_of(hand.ballot), hand.earlier.get(option)
        now_held = hand.press(at, option, late=late, answered=answered and not late)
        if option in held and option not in now_held:
            assert not late
            assert before is not None
            assert before.answered
    assert ANSWERED_WITHIN == 3_000_000


def test_no_reaction_stands_for_an_option_where_ballots_are_cast_by_button() -> None:
    article = debate().article
    assert choices(article, "local", BallotKind.BUTTONS) == {SAVE_EMOJI: SAVE}
    assert choices(article, "local") == {"🚪": 0, "🌳": 1, SAVE_EMOJI: 2}


@pytest.mark.parametrize(
    ("before", "after", "korean", "english"),
    [
        (0, 2, "‘열린 광장’에 투표했어요. 다시 누르면 취소돼요.", "You voted for “열린 광장”. Press it again to take"),
        (1, 2, "‘열린 광장’으로 바꿨어요. 다시 누르면 취소돼요.", "You changed your vote to “열린 광장”."),
        (
            2,
            2,
            "‘열린 광장’에 던진 표가 그대로 있어요. 다시 누르면 취소돼요.",
            "Your vote for “열린 광장” stands. Press",
        ),
        (0, 0, "‘열린 광장’에 던진 표를 취소했어요.", "You took back your vote for “열린 광장”."),
        (2, 0, "‘열린 광장’에 던진 표를 취소했어요.", "You took back your vote for “열린 광장”."),
    ],
)
def test_the_voter_is_told_what_a_press_did(before: int, after: int, korean: str, english: str) -> None:
    said = confirmation(debate(), 1, Pressed(before, after), KO)
    assert said.text.startswith(korean)
    assert confirmation(debate(), 1, Pressed(before, after), EN).text.startswith(english)
    assert (said.held, said.is_error) == (options_of(after), False)


def test_a_second_option_of_several_is_a_vote_and_no_change() -> None:
    said = confirmation(debate(Choice.MULTIPLE), 1, Pressed(bit(0), bit(0) | bit(1)), KO)
    assert said.text.startswith("‘열린 광장’에 투표했어요.")
    assert said.held == (0, 1)


@pytest.mark.parametrize("words", [KO, EN])
def test_what_was_not_written_is_told_as_such(words) -> None:
    assert press_over((1,), words).is_error
    assert press_over((1,), words).held == (1,)
    assert press_failed(words).held is None


def test_the_card_has_buttons_and_says_that_the_ballot_is_secret() -> None:
    for choice, said in (
        (Choice.SINGLE, "버튼을 눌러 투표해 주세요."),
        (Choice.MULTIPLE, "마음에 드는 답의 버튼을 모두"),
    ):
        shown = card(debate(choice), Tally(3), KO, "local")
        assert shown.buttons
        assert shown.invitation.startswith(said)
        assert shown.invitation.endswith("나에게만 보여요.")
    assert not card(debate(ballot=BallotKind.REACTIONS), Tally(3), KO, "local").buttons


def test_the_certificate_says_why_nothing_was_recounted() -> None:
    certificate = Certificate(Recounted.NO, 5, 5, notes=(Note("note-buttons"),))
    shown = result(debate(), Tally(3, {("local", 1): 5, ("local", -1): 5}), None, certificate, KO, "local")
    assert shown.certificate == "버튼 투표라서 다시 셀 반응이 없어요. 투표 기록의 5표가 그대로 결과예요."
    assert shown.notes[0].startswith("비밀 투표라서")
    one = Certificate(Recounted.NO, 1, 1, notes=(Note("note-buttons"),))
    english = result(debate(), Tally(3, {("local", 1): 1, ("local", -1): 1}), None, one, EN, "local")
    assert english.certificate.endswith("The result is what our records hold: 1 vote.")
