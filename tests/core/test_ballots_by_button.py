"""Ballots by button: what presses make of a ballot, and what is said about them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.articles import Article, Option
from bot.core.ballots import EMPTY, UNDECIDED, bit, options_of
from bot.core.certificate import Certificate, Note, Recounted
from bot.core.choices import choices
from bot.core.debates import BallotKind, Choice, Debate, Rules, open_debate
from bot.core.emoji import SAVE_EMOJI, Emoji
from bot.core.marks import SAVE
from bot.core.pressing import Pressed, press
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


def test_no_reaction_stands_for_an_option_where_ballots_are_cast_by_button() -> None:
    article = debate().article
    assert choices(article, "local", BallotKind.BUTTONS) == {SAVE_EMOJI: SAVE}
    assert choices(article, "local") == {"🚪": 0, "🌳": 1, SAVE_EMOJI: 2}


@pytest.mark.parametrize(
    ("before", "after", "korean", "english"),
    [
        (0, 2, "‘열린 광장’에 투표했어요. 다시 누르면 거두어요.", "You voted for “열린 광장”. Press it again to take"),
        (1, 2, "‘열린 광장’으로 바꿨어요. 다시 누르면 거두어요.", "You changed your vote to “열린 광장”."),
        (2, 0, "‘열린 광장’에 던진 표를 거두었어요.", "You took back your vote for “열린 광장”."),
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
        assert shown.invitation.endswith("나만 볼 수 있어요.")
    assert not card(debate(ballot=BallotKind.REACTIONS), Tally(3), KO, "local").buttons


def test_the_certificate_says_why_nothing_was_recounted() -> None:
    certificate = Certificate(Recounted.NO, 5, 5, notes=(Note("note-buttons"),))
    shown = result(debate(), Tally(3, {("local", 1): 5, ("local", -1): 5}), None, certificate, KO, "local")
    assert shown.certificate == "버튼으로 받은 투표라서 다시 셀 반응이 없어요. 장부에 적힌 5표가 그대로 결과예요."
    assert shown.notes[0].startswith("비밀 투표라서")
    one = Certificate(Recounted.NO, 1, 1, notes=(Note("note-buttons"),))
    english = result(debate(), Tally(3, {("local", 1): 1, ("local", -1): 1}), None, one, EN, "local")
    assert english.certificate.endswith("the ledger’s one vote is the result.")
