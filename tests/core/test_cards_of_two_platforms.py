"""One debate on several platforms: each card has its own bars and the common total; the result says who differed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.articles import DEFAULT_OPTIONS, Article
from bot.core.debates import Debate, DebateState, Post, PostState, ResultsShown, Rules, open_debate
from bot.core.messages import Card, Result
from bot.core.speaking import card, platforms_of, result
from bot.core.tally import VOTERS, Tally
from bot.locales import words_for

KO = words_for("ko", strict=True)
EN = words_for("en", strict=True)
OPENED = datetime(2026, 7, 1, tzinfo=UTC)
BOTH = ("discord", "slack")


def debate(state: DebateState = DebateState.OPEN, shown: ResultsShown = ResultsShown.LIVE) -> Debate:
    article = Article("slug", "제목", "기술", OPENED, ("하나", "둘", "셋"), "어느 쪽?", DEFAULT_OPTIONS, "")
    opened = open_debate(debate_id="d1", article=article, rules=Rules(results=shown), at=OPENED)
    return replace(opened, state=state)


def tally(**by_platform: tuple[int, int]) -> Tally:
    cells = {}
    for platform, (ayes, noes) in by_platform.items():
        cells |= {(platform, 0): ayes, (platform, 1): noes, (platform, VOTERS): ayes + noes}
    return Tally(2, cells)


def shown_on(platform: str, counted: Tally, about: Debate | None = None) -> Card:
    return card(about or debate(), counted, KO, platform, platforms=BOTH)


def told(counted: Tally, locale: str = "ko", platforms: tuple[str, ...] = BOTH) -> Result:
    words = words_for(locale, strict=True)
    return result(debate(DebateState.CLOSED), counted, None, None, words, "slack", platforms=platforms)


def post(platform: str, state: PostState) -> Post:
    return Post(1, "d1", platform, platform, "C1", "ko", state)


def test_each_card_has_its_own_bars_and_the_common_total() -> None:
    counted = tally(discord=(62, 38), slack=(8, 12))
    there, here = shown_on("discord", counted), shown_on("slack", counted)
    assert [bar.percent for bar in there.bars] == ["62%", "38%"]
    assert [bar.percent for bar in here.bars] == ["40%", "60%"]
    assert [bar.leading for bar in here.bars] == [False, True]
    assert (there.turnout, here.turnout) == ("Discord에서 100명이 투표했어요", "Slack에서 20명이 투표했어요")
    assert there.total == here.total == "전체 120명: 찬성 58% · 반대 42%"
    assert there.voters == here.voters == 120


def test_with_one_platform_nothing_changes() -> None:
    counted = tally(slack=(2, 1))
    alone = card(debate(), counted, KO, "slack", platforms=("slack",))
    assert alone == card(debate(), counted, KO, "slack")
    assert (alone.total, alone.turnout) == ("", "3명이 투표했어요")
    assert told(counted, platforms=("slack",)).communities == ()


def test_a_platform_without_a_post_shows_what_all_have() -> None:
    elsewhere = card(debate(), tally(discord=(3, 1), slack=(0, 4)), KO, "local", platforms=BOTH)
    assert [bar.ballots for bar in elsewhere.bars] == [3, 5]
    assert elsewhere.total == ""


def test_nobody_yet_and_nobody_here() -> None:
    nobody = shown_on("slack", Tally(2))
    assert (nobody.turnout, nobody.total) == ("아직 투표한 사람이 없어요", "")
    there_only = shown_on("slack", tally(discord=(1, 0)))
    assert there_only.turnout == "Slack에서는 아직 투표한 사람이 없어요"
    assert there_only.total == "전체 1명: 찬성 100% · 반대 0%"
    assert [bar.ballots for bar in there_only.bars] == [0, 0]


@pytest.mark.parametrize("state", [DebateState.OPEN, DebateState.CLOSING])
def test_hidden_results_keep_what_each_option_has_to_themselves(state: DebateState) -> None:
    shown = shown_on("slack", tally(discord=(7, 1), slack=(3, 2)), debate(state, ResultsShown.AFTER_CLOSE))
    assert {(bar.ballots, bar.share, bar.text, bar.percent) for bar in shown.bars} == {(None, None, "", "")}
    assert shown.turnout == "Slack에서 5명이 투표했어요"
    assert shown.total == "전체 13명이 투표했어요. 결과는 마감 뒤에 공개돼요"


def test_the_result_has_common_bars_and_says_how_the_communities_differed() -> None:
    said = told(tally(discord=(62, 38), slack=(9, 11)))
    assert [bar.ballots for bar in said.bars] == [71, 49]
    assert said.communities == (
        "Discord에서는 ‘찬성’이 62%로, Slack에서는 ‘반대’가 55%로 가장 많은 표를 얻었어요.",
        "계정마다 한 표예요. 두 곳에서 모두 투표한 사람은 두 표로 셌어요.",
    )
    assert told(tally(discord=(62, 38), slack=(9, 11)), "en").communities[0] == (
        "In the lead: “찬성” on Discord with 62%, “반대” on Slack with 55%."
    )


def test_ties_and_silence_are_said() -> None:
    assert told(tally(discord=(2, 2))).communities[:2] == (
        "Discord에서는 ‘찬성’과 ‘반대’가 2표씩 동률로 가장 많은 표를 얻었어요.",
        "Slack에서는 투표한 사람이 없었어요.",
    )
    assert told(Tally(2)).communities == ()


def test_the_local_chat_is_a_platform_too() -> None:
    said = told(tally(local=(1, 0), slack=(0, 1)), platforms=("local", "slack"))
    assert said.communities[0].startswith("Agora 채팅에서는 ‘찬성’이 100%로")


def test_platforms_are_those_with_a_post_that_stands_or_with_votes() -> None:
    posts = [post("discord", PostState.SAID), post("slack", PostState.FAILED), post("local", PostState.PLANNED)]
    assert platforms_of(posts, Tally(2)) == ("discord", "local")
    assert platforms_of(posts, tally(slack=(1, 0))) == ("discord", "local", "slack")
    assert platforms_of([post("discord", PostState.DELETED)], Tally(2)) == ("discord",)


counts = st.tuples(st.integers(0, 1_000), st.integers(0, 1_000))


@given(counts, counts)
def test_the_cards_bars_add_up_to_the_results(discord: tuple[int, int], slack: tuple[int, int]) -> None:
    counted = tally(discord=discord, slack=slack)
    cards = [shown_on(platform, counted) for platform in BOTH]
    for number, bar in enumerate(told(counted).bars):
        assert bar.ballots == sum(each.bars[number].ballots or 0 for each in cards)
    assert bool(cards[0].total) is bool(counted.voters)
