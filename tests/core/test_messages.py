"""Cards, lines and results as members read them, in both languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.core.articles import Article, Mascot, Option, SquabbleLine
from bot.core.debates import BallotKind, Choice, Debate, DebateState, ResultsShown, Rules, open_debate
from bot.core.emoji import Emoji
from bot.core.messages import Result
from bot.core.recounts import Certificate, Note, Recounted
from bot.core.speaking import Shown, card, erratum, line, result, thread_title, welcome
from bot.core.tally import COMMENTS, SAVES, UNDECIDED_VOTERS, VOTERS, Tally
from bot.locales import words_for

KO = words_for("ko", strict=True)
EN = words_for("en", strict=True)
OPENED = datetime(2026, 7, 1, tzinfo=UTC)
DOOR = Option("비밀의 문", Emoji("🚪", {"discord": "<:door:123>"}))
SQUARE = Option("열린 광장", Emoji("🌳"))
EXACT = Certificate(Recounted.EXACT, 3, 3)
Shift = tuple[tuple[int, ...], ...] | None


def debate(
    *options: Option, state: DebateState = DebateState.CLOSED, rules: Rules | None = None, pick: bool = False
) -> Debate:
    article = Article(
        slug="open-square",
        title="비밀의 문과 열린 광장",
        category="기술",
        published=OPENED,
        summary=("하나", "둘", "셋"),
        question="어느 쪽이 좋나요?",
        options=options or (DOOR, SQUARE),
        body="",
        pick=pick,
        squabble=(SquabbleLine("booki", "비밀의 문", "닫아야 지켜요."), SquabbleLine("nobody", "열린 광장", "글쎄요.")),
    )
    return replace(open_debate(debate_id="d1", article=article, rules=rules or Rules(), at=OPENED), state=state)


def tally(*ballots: int, undecided: int = 0, voters: int | None = None) -> Tally:
    cells = {("local", number): count for number, count in enumerate(ballots)}
    cells |= {("local", VOTERS): sum(ballots) if voters is None else voters, ("local", UNDECIDED_VOTERS): undecided}
    return Tally(len(ballots), cells)


def ended(counted: Tally, shift: Shift = None, certificate: Certificate = EXACT, locale: str = "ko") -> Result:
    options = [Option(f"답 {n}", Emoji(chr(0x1F34E + n))) for n in range(counted.options)]
    chosen = (DOOR, SQUARE) if counted.options == 2 else tuple(options)
    return result(debate(*chosen), counted, shift, certificate, words_for(locale, strict=True), "local")


def test_an_open_card() -> None:
    counted = replace(tally(1, 2), cells={**tally(1, 2).cells, ("local", COMMENTS): 1, ("slack", SAVES): 4})
    shown = card(debate(state=DebateState.OPEN, pick=True), counted, KO, "discord", link="https://x")
    assert (shown.badge, shown.published, shown.link) == ("편집자 추천", "2026년 7월 1일", "https://x")
    assert [bar.emoji for bar in shown.bars] == ["<:door:123>", "🌳"]
    assert [bar.text for bar in shown.bars] == ["1표 · 33%", "2표 · 67%"]
    assert [bar.leading for bar in shown.bars] == [False, True]
    assert shown.turnout == "3명이 투표했어요"
    assert shown.counts == "멤버들의 댓글 1 · 저장 4"
    assert shown.closing == "7월 2일(목) 오전 9:00 마감"
    english = card(debate(state=DebateState.OPEN), counted, EN, "local")
    assert english.badge is None
    assert english.counts == "1 comment by members · 4 saved"
    assert english.invitation == "React with an emoji to vote. 🔖 saves it for later."


def test_hidden_results_show_turnout_alone_until_closed() -> None:
    rules = Rules(results=ResultsShown.AFTER_CLOSE, choice=Choice.MULTIPLE)
    for state in (DebateState.OPEN, DebateState.CLOSING):
        shown = card(debate(state=state, rules=rules), tally(5, 1), KO, "local")
        assert {(bar.ballots, bar.share, bar.text, bar.leading) for bar in shown.bars} == {(None, None, "", False)}
        assert shown.turnout == "6명이 투표했어요. 결과는 마감 뒤에 공개돼요"
    closed = card(debate(rules=rules), tally(5, 1), KO, "local")
    assert [bar.ballots for bar in closed.bars] == [5, 1]
    assert closed.turnout == "총 6명이 투표했어요 · 여러 답을 고를 수 있었어요"
    live = Rules(choice=Choice.MULTIPLE)
    for state, korean, english in (
        (
            DebateState.OPEN,
            "6명이 투표했어요 · 여러 답을 고를 수 있어요",
            "6 people have voted · several answers allowed",
        ),
        (DebateState.CLOSED, closed.turnout, "6 people voted · several answers were allowed"),
    ):
        assert card(debate(state=state, rules=live), tally(5, 1), KO, "local").turnout == korean
        assert card(debate(state=state, rules=live), tally(5, 1), EN, "local").turnout == english


def test_figures_that_a_platform_puts_beside_emoji_and_threads_are_told_apart_in_every_state() -> None:
    counted = replace(tally(1, 2), cells={**tally(1, 2).cells, ("slack", COMMENTS): 20, ("slack", SAVES): 4})
    for state in (DebateState.OPEN, DebateState.CLOSING, DebateState.CLOSED):
        for hiding in (ResultsShown.LIVE, ResultsShown.AFTER_CLOSE):
            shown = card(debate(state=state, rules=Rules(results=hiding)), counted, KO, "slack", channels=2)
            assert (
                shown.note
                == "이모지 옆 숫자는 표가 아니라 이 토론 글에 달린 반응 수예요. 봇이 먼저 단 것도 들어 있어요."
            )
            assert shown.counts == "모든 채널을 합쳐 댓글 20 · 저장 4"
    local = card(debate(state=DebateState.OPEN), counted, EN, "local", channels=2)
    assert local.note == "The numbers beside the emoji are the reactions to this post, not votes."
    assert local.counts == "In all channels: 20 comments · 4 saved"
    buttons = card(debate(state=DebateState.OPEN, rules=Rules(ballot=BallotKind.BUTTONS)), counted, KO, "slack")
    assert buttons.note == "", "no emoji stands for an option"


@pytest.mark.parametrize(
    ("state", "closing", "invited"),
    [
        (DebateState.OPEN, "Voting ends Thu, Jul 2, 9:00 AM", True),
        (DebateState.CLOSING, "Voting has ended. The votes are being counted again", False),
        (DebateState.CLOSED, "Voting ended Thu, Jul 2, 9:00 AM", False),
        (DebateState.VOID, "This debate could not be posted anywhere, so it never opened", False),
    ],
)
def test_each_state_says_where_the_vote_stands(state: DebateState, closing: str, invited: bool) -> None:
    shown = card(debate(state=state), tally(0, 0), EN, "local")
    assert shown.closing == closing
    assert bool(shown.invitation) is invited


def test_an_option_without_a_form_here_is_still_shown() -> None:
    only_slack = Option("나무", Emoji(None, {"slack": "tree"}))
    shown = card(debate(DOOR, only_slack), tally(0, 0), KO, "local")
    assert shown.bars[1].emoji == "나무"


@pytest.mark.parametrize(
    ("counted", "korean", "english"),
    [
        (tally(0, 0), "아무도 투표하지 않은 채 마감됐어요.", "It ended without a single vote."),
        (tally(0, 0, undecided=1), "집계된 표 없이 마감됐어요.", "It ended with no vote left to count."),
        (tally(1, 0), "한 명이 ‘비밀의 문’을 골랐어요.", "The only vote went to “비밀의 문”."),
        (tally(0, 2), "투표한 2명 모두 ‘열린 광장’을 골랐어요.", "Both voters chose “열린 광장”."),
        (tally(0, 5), "투표한 5명 모두 ‘열린 광장’을 골랐어요.", "All 5 voters chose “열린 광장”."),
        (
            tally(1, 2),
            "‘열린 광장’이 67%로 가장 많은 표를 얻었어요.",
            "“열린 광장” got the most votes: 67%.",
        ),
        (
            tally(3, 3),
            "‘비밀의 문’과 ‘열린 광장’이 3표씩 얻어 동률이에요.",
            "“비밀의 문” and “열린 광장” came out level with 3 votes each.",
        ),
        (
            tally(*[2] * 10),
            "답 10개가 2표씩 얻어 동률이에요.",
            "10 options came out level with 2 votes each.",
        ),
        (
            tally(2, 2, 2, 1, voters=3),
            "‘답 0’, ‘답 1’과 ‘답 2’가 2표씩 얻어 동률이에요.",
            "“답 0”, “답 1” and “답 2” came out level with 2 votes each.",
        ),
    ],
)
def test_the_outcome_in_one_sentence(counted: Tally, korean: str, english: str) -> None:
    assert ended(counted).headline == korean
    assert ended(counted, locale="en").headline == english


@pytest.mark.parametrize(
    ("counted", "shift", "korean", "english"),
    [
        (tally(1, 0), None, (), ()),
        (tally(0, 0), ((0, 0, 0), (0, 0, 0), (0, 0, 0)), (), ()),
        (
            tally(3, 2),
            ((3, 0, 0), (0, 2, 0), (0, 0, 0)),
            ("마음을 바꾼 사람은 없었어요.",),
            ("Nobody changed their mind.",),
        ),
        (
            tally(3, 9),
            ((0, 9, 0), (3, 0, 0), (0, 0, 0)),
            ("12명이 마음을 바꿨어요: 🚪→🌳 9명, 🌳→🚪 3명",),
            ("12 people changed their minds: 🚪→🌳 9, 🌳→🚪 3",),
        ),
        (
            tally(1, 1, undecided=2),
            ((0, 1, 3), (0, 0, 0), (1, 0, 0)),
            ("한 명이 마음을 바꿨어요: 🚪→🌳 1명", "한 명은 투표를 취소했어요."),
            ("One person changed their mind: 🚪→🌳 1", "One person took their vote back."),
        ),
        (
            tally(0, 0),
            ((0, 0, 2), (0, 0, 0), (0, 0, 0)),
            ("2명은 투표를 취소했어요.",),
            ("2 people took their votes back.",),
        ),
    ],
)
def test_the_shift_in_words(counted: Tally, shift: Shift, korean: tuple[str, ...], english: tuple[str, ...]) -> None:
    assert ended(counted, shift).shift == korean
    assert ended(counted, shift, locale="en").shift == english


def test_while_a_debate_is_open_nobody_has_changed_their_mind_yet() -> None:
    shift = ((3, 0, 0), (0, 2, 0), (0, 0, 0))
    for words, told in ((KO, "아직 마음을 바꾼 사람이 없어요."), (EN, "Nobody has changed their mind yet.")):
        shown = result(debate(state=DebateState.OPEN), tally(3, 2), shift, None, words, "local")
        assert shown.shift == (told,)


def test_many_moves_are_told_in_part() -> None:
    moved = [tuple(int(row != column and column < 4) for column in range(5)) for row in range(4)]
    told = ended(tally(3, 3, 3, 3), (*moved, (0,) * 5)).shift
    assert told[0].startswith("12명이 마음을 바꿨어요: ")
    assert told[0].endswith("그 밖에 6명")


@pytest.mark.parametrize(
    ("certificate", "korean"),
    [
        (EXACT, "기록 3표 = 다시 센 3표 ✓"),
        (
            Certificate(Recounted.PARTIAL, 3, 4, 1),
            "기록 3표 → 읽을 수 있는 반응만 다시 센 4표(반응 1개를 바로잡았어요)",
        ),
        (Certificate(Recounted.NO, 3, 3), "반응을 다시 세지 못해 투표 기록의 3표를 그대로 따랐어요."),
    ],
)
def test_the_certificate_in_a_sentence(certificate: Certificate, korean: str) -> None:
    assert ended(tally(1, 2), certificate=certificate).certificate == korean


def test_the_head_is_told_by_its_first_eight_digits() -> None:
    sealed = Certificate(Recounted.EXACT, 3, 3, head="ab12cd34" + "0" * 56)
    assert ended(tally(1, 2), certificate=sealed).certificate.endswith(
        "기록 3표 = 다시 센 3표 ✓ · 기록 지문 앞 여덟 자리: ab12cd34"
    )
    told = ended(tally(1, 2), certificate=sealed, locale="en").certificate
    assert told.endswith("The record’s fingerprint begins with ab12cd34.")


def test_notes_name_every_ballot_that_a_rule_touched() -> None:
    certificate = Certificate(
        Recounted.PARTIAL, 9, 9, 0, undecided=1, undatable=2, notes=(Note("note-unread", (("posts", 1),)),)
    )
    assert ended(tally(4, 5, undecided=1), certificate=certificate, locale="en").notes == (
        "One voter’s last choice is not known, so it was not counted.",
        "2 votes may have come after closing.",
        "1 post could not be read, so our records decided there.",
    )


def test_lines_are_said_by_mascots_in_the_readers_language() -> None:
    mascots = {"booki": Mascot("booki", {"ko": "부키", "en": "Booki"}, "🦉", "booki.png")}
    said = line(debate(), 0, mascots, EN)
    assert (said.speaker, said.emoji, said.side, said.picture) == ("Booki", "🦉", "비밀의 문", "booki.png")
    assert line(debate(), 1, mascots, KO).speaker == "nobody"


def test_thread_and_erratum_name_what_they_are_about() -> None:
    assert thread_title(debate(), KO) == "티격태격 · 어느 쪽이 좋나요?"
    assert "비밀의 문과 열린 광장" in erratum(debate(), EN).text


def test_the_welcome_and_the_first_help_say_how_to_vote_by_emoji_and_by_button() -> None:
    assert "마음에 드는 답의 이모지나 버튼을 누르면 한 표예요." in welcome({}, KO, "/토론").text
    assert "Press the emoji or the button of the answer you like" in welcome({}, EN, "/debate").text
    assert "답의 이모지나 버튼을 누르면 투표" in welcome({}, KO, "/토론", personal=True).text
    assert "an answer’s emoji or button is your vote" in welcome({}, EN, "/debate", personal=True).text


def test_only_the_last_line_of_a_squabble_tells_of_the_spark() -> None:
    first, last = (line(debate(), number, {}, KO).hint for number in range(2))
    assert first == ""
    assert "💡" in last


@pytest.mark.parametrize(
    ("shown", "korean", "english"),
    [
        (
            Shown("text", if_public=True),
            "공개 채널이라면 스레드에 쓴 댓글이 토론 페이지에도 이름 없이 실려요. 비공개 채널이라면 "
            "몇 개인지만 보여요. 페이지는 주소를 아는 사람이면 누구나 볼 수 있어요.",
            "If this channel is public, what you write in threads is also shown, without names, on the debate pages. "
            "If it is private, only how many comments there are. Anyone with the address can read the pages.",
        ),
        (
            Shown("none", if_public=True, listed=True, base="https://agora.test"),
            "스레드에 쓴 댓글은 이 채널에만 남아요. 토론 페이지(https://agora.test)에는 댓글이 몇 개인지만 보여요. "
            "페이지는 누구나 볼 수 있어요.",
            "What you write in threads stays in this channel. Only how many comments there are is shown on the debate "
            "pages (https://agora.test). Anyone can read the pages.",
        ),
        (
            Shown("names", listed=True),
            "스레드에 쓴 댓글은 토론 페이지에도 이름과 함께 실려요. 페이지는 누구나 볼 수 있어요.",
            "What you write in threads is also shown, with your name, on the debate pages. Anyone can read the pages.",
        ),
        (
            Shown("text"),
            "스레드에 쓴 댓글은 토론 페이지에도 이름 없이 실려요. 페이지는 주소를 아는 사람이면 누구나 볼 수 있어요.",
            "What you write in threads is also shown, without names, on the debate pages. Anyone with the address can "
            "read the pages.",
        ),
    ],
)
def test_the_welcome_tells_what_is_shown_and_where(shown: Shown, korean: str, english: str) -> None:
    assert welcome({}, KO, "/토론", shown=shown).text.splitlines()[-1] == korean
    assert welcome({}, EN, "/debate", shown=shown).text.splitlines()[-1] == english
    assert "페이지" not in welcome({}, KO, "/토론").text
