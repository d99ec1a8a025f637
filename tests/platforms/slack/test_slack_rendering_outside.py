"""Whatever comes from outside fits Slack, is no markup and mentions nobody."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_sdk.models.blocks import Block

from bot.core.articles import Article, Option
from bot.core.debates import BallotKind, Choice, Debate, DebateState, ResultsShown, Rules, open_debate
from bot.core.emoji import Emoji
from bot.core.messages import Card, Item, Line, Listing, Message, Notice, Picture, Reply, Result, Text
from bot.core.speaking import card, result
from bot.platforms.slack.message_rendering import VOTE, body
from bot.platforms.slack.message_text import (
    TEXT_LIMIT,
    clipped,
    defused,
    plain,
)
from bot.platforms.slack.reply_rendering import reply_message, sentence
from tests.platforms.slack.slack_cards import DOOR, EN, KO, OPENED, TREE, debate, is_sound, shown, tally
from tests.platforms.slack.slack_reading import buttons_in, words_in
from tests.wire.slack.blocks import check_blocks, mentions, texts


@pytest.mark.parametrize(
    ("outside", "harmless"),
    [
        (
            "<!channel> & <@U1> <#C1> <https://x|y>",
            "&lt;!channel&gt; &amp; &lt;@U1&gt; &lt;#C1&gt; &lt;https://x|y&gt;",
        ),
        (":tada: 12:30 :+1:", ":\u2060tada: 12:30 :\u2060+1:"),
        ("*굵게* 2*3", "∗굵게∗ 2∗3"),
        ("2*3 a_b", "2*3 a_b"),
        ("`x` ~y~ _z_", "ˋxˋ ∼y∼ ˍzˍ"),
        ("&lt;!here&gt;", "&amp;lt;!here&amp;gt;"),
    ],
)
def test_a_fallback_text_is_no_markup(outside: str, harmless: str) -> None:
    assert defused(outside) == harmless


def test_outside_text_stays_as_it_is_where_slack_reads_no_markup() -> None:
    odd = "<!channel> *a* :tada: <@U1>"
    about = debate(DebateState.OPEN, Option(odd, Emoji("🌳")), DOOR, ballot=BallotKind.BUTTONS)
    about = replace(about, article=replace(about.article, title=odd, question=odd, category=odd, summary=(odd,) * 3))
    made = body(shown(about, 1, 1), KO)
    is_sound(made)
    assert words_in(made["blocks"]).count("<\u2060!channel> *a* :tada: <\u2060@U1>") >= 6
    for kind, said in texts(made["blocks"]):
        assert kind != "mrkdwn" or "tada" not in said


def test_an_emoji_code_in_a_label_stays_text_on_a_button_with_a_custom_emoji() -> None:
    about = debate(DebateState.OPEN, Option("a :tada: b", DOOR.emoji), TREE, ballot=BallotKind.BUTTONS)
    label = buttons_in(body(shown(about, 0, 0), KO))[f"{VOTE}0"]["text"]["text"]
    assert label == ":door_of_ours: a :\u2060tada: b"


@given(st.text(max_size=400), st.integers(2, 200))
def test_clipping_keeps_within_the_limit_and_cuts_only_the_end(words: str, limit: int) -> None:
    cut = clipped(words, limit)
    assert len(cut) <= limit
    assert cut == words or words.startswith(cut[:-1])
    assert plain(words)["text"]


anything = st.one_of(
    st.text(max_size=40),
    st.sampled_from(["<!channel>", "<@U1>", "&", "가" * 5_000, "*" * 300, " ", "\n\n", "a " * 3_000, ":x:" * 900]),
)
options = st.lists(
    st.builds(Option, anything, st.sampled_from([Emoji("👍"), Emoji(None, {"slack": "door"}), Emoji(None, {})])),
    min_size=2,
    max_size=10,
)


@st.composite
def debates(draw: st.DrawFn) -> Debate:
    article = Article(
        "slug",
        draw(anything),
        draw(anything),
        OPENED,
        tuple(draw(st.lists(anything, max_size=5))),
        draw(anything),
        tuple(draw(options)),
        "",
        pick=draw(st.booleans()),
    )
    rules = Rules(
        choice=draw(st.sampled_from(Choice)),
        results=draw(st.sampled_from(ResultsShown)),
        ballot=draw(st.sampled_from(BallotKind)),
    )
    opened = open_debate(debate_id="d" * draw(st.sampled_from([1, 3_000])), article=article, rules=rules, at=OPENED)
    return replace(opened, state=draw(st.sampled_from(DebateState)))


@st.composite
def messages(draw: st.DrawFn) -> Message:
    about = draw(debates())
    counts = draw(st.lists(st.integers(0, 10**7), min_size=10, max_size=10))
    counted = tally(*counts[: len(about.article.options)])
    links = st.sampled_from([None, "/x", "https://x.test/" + "y" * 4_000, "https://x.test"])
    platforms = draw(st.sampled_from([(), ("slack", "discord")]))
    words = draw(st.sampled_from([KO, EN]))
    match draw(st.integers(0, 3)):
        case 0:
            made = card(about, counted, words, "slack", link=draw(links), platforms=platforms)
            return replace(made, result_link=draw(links))
        case 1:
            said = result(about, counted, None, None, words, "slack", link=draw(links), platforms=platforms)
            picture = Picture(b"", draw(anything)) if draw(st.booleans()) else None
            return replace(
                said, certificate=draw(anything), notes=tuple(draw(st.lists(anything, max_size=4))), picture=picture
            )
        case 2:
            return Line(draw(anything), draw(st.sampled_from(["🦉", "🏳️‍🌈", "?", ""])), draw(anything), draw(anything))
        case _:
            return Notice(draw(anything), draw(anything))


@settings(max_examples=150, deadline=None)
@given(messages(), st.booleans())
def test_whatever_is_said_fits_slack_and_mentions_nobody(message: Message, own_voice: bool) -> None:
    made = body(message, KO, "F1", own_voice=own_voice)
    is_sound(made)
    assert len(json.dumps(made).encode()) < 100_000
    assert len(made.get("username", "")) <= 80
    face = made.get("icon_emoji", ":x:")
    assert face[0] == face[-1] == ":"


parts = st.one_of(
    st.builds(Text, anything),
    st.builds(Listing, anything, st.lists(st.builds(Item, anything, anything), max_size=30).map(tuple)),
    messages().filter(lambda message: isinstance(message, Card | Result)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(parts, min_size=1, max_size=4), st.integers(0, 5), st.booleans())
def test_whatever_is_answered_fits_slack(said: list[Any], page: int, turns: bool) -> None:
    made = reply_message(Reply(tuple(said)), KO, page=page, turn=str if turns else None)
    check_blocks(made["blocks"], 50)
    for block in Block.parse_all(made["blocks"]):
        block.validate_json()
    assert mentions(made["text"], made["blocks"]) == []


@given(anything)
def test_a_sentence_of_any_length_fits(said: str) -> None:
    made = sentence(said)
    is_sound(made)
    assert len(words_in(made["blocks"])) <= TEXT_LIMIT
