"""Messages as Discord gets them: within every limit, and nothing from outside is markup or a mention."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.articles import Article, Option
from bot.core.chat_commands import Command
from bot.core.debates import BallotKind, Debate, DebateState, ResultsShown, Rules, open_debate
from bot.core.emoji import Emoji
from bot.core.messages import Card, Item, Line, Listing, Message, Notice, Picture, Reply, Result, Text, WholeArticle
from bot.core.speaking import card, result
from bot.core.tally import COMMENTS, SAVES, VOTERS, Tally
from bot.locales import words_for
from bot.platforms.discord.message_rendering import bar_of, body, picture_of
from bot.platforms.discord.message_text import (
    emoji_object,
    escape,
    escape_lines,
    fit,
    fit_escaped,
    length,
    tame,
)
from bot.platforms.discord.reply_rendering import Turn, read_turn, reply_body

NOW = datetime(2026, 7, 1, tzinfo=UTC)
KO, EN = words_for("ko", strict=True), words_for("en", strict=True)
MARKUP = re.compile(
    r"<@[!&]?\d+>|<#\d+>|<t:-?\d+(:\w)?>|<a?:\w+:\d+>|</[^>\n]+:\d+>|<id:\w+>|<https?:|\w://|@everyone|@here|[*_~`|>\[\]]"
)
LINE_START = re.compile(r"\s*(#{1,3}\s|-#|[-+]\s|\d+[.)]\s)")

nasty = st.text(
    alphabet=st.sampled_from(
        [*r"\*_~`|><#@!&:/()[]-+.1 ab가나🚪👍🏽", "\u200d", "\ufe0f", "\n", "\u202e", "\x00", "\u200b"]
    ),
    max_size=60,
)
pieces = st.sampled_from(
    [
        "@everyone",
        "@here",
        "<@123456789012345678>",
        "<@&1>",
        "<#1>",
        "<t:1:R>",
        "<:door:123456789012345678>",
        "</debate:1>",
        "<id:guide>",
        "https://evil.example/x",
        "[text](https://evil.example)",
        "# heading",
        "-# small",
        "- item",
        "1. item",
        "> quote",
        ">>> all",
        "||spoiler||",
        "```py\ncode```",
        "**bold**",
        "\\",
        "‮",
    ]
)
outside = st.one_of(nasty, st.lists(st.one_of(pieces, nasty), max_size=6).map(" ".join), st.text(max_size=200))
long_outside = st.builds(lambda text, times: text * times, outside, st.sampled_from([1, 1, 3, 60, 400]))


def seen(markup: str) -> str:
    """What Discord shows of text in which there must be no markup; fails where there is some."""
    shown, at = [], 0
    while at < len(markup):
        if at == 0 or markup[at - 1] == "\n":
            assert not LINE_START.match(markup, at), markup
        if markup[at] == "\\" and at + 1 < len(markup) and re.match(r"[^0-9A-Za-z\s]", markup[at + 1]):
            shown.append(markup[at + 1])
            at += 2
            continue
        found = MARKUP.match(markup, at)
        assert found is None, (found, markup)
        shown.append(markup[at])
        at += 1
    return "".join(shown).replace("\u200b", "")


@settings(deadline=None)
@given(outside)
@example("a\n# b")
@example("\\*a*")
@example("1\\. x")
@example("가://나")
def test_escaped_text_shows_as_it_is(text: str) -> None:
    assert seen(escape(text)) == tame(text).replace("\u200b", "")
    assert seen(escape_lines(text)).split("\n") == [tame(line).replace("\u200b", "") for line in text.splitlines()] or [
        ""
    ]


@settings(deadline=None)
@given(long_outside, st.integers(0, 300))
def test_cut_text_is_within_its_limit_and_never_cut_in_an_escape(text: str, limit: int) -> None:
    cut = fit_escaped(text, limit)
    assert length(cut) <= limit
    shown = seen(cut)
    if not shown.endswith("…"):
        assert limit == 0 or shown == tame(text).replace("\u200b", "")
    assert length(fit(text, limit)) <= limit


def test_text_is_cut_at_a_word() -> None:
    assert fit("하나 둘 셋 넷", 6) == "하나 둘…"
    assert fit("하나둘셋넷다섯", 4) == "하나둘…"
    assert fit("짧은 글", 40) == "짧은 글"
    assert fit("가족 👨‍👩‍👧‍👦", 6) == "가족…", "no half of a joined emoji"


def embeds_of(made: dict[str, Any]) -> list[dict[str, Any]]:
    return list(made["embeds"])


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("url", "icon_url", "custom_id"):
                yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str):
        yield value


def check(made: dict[str, Any]) -> None:
    """Every limit that Discord documents, and nothing that looks like a mention."""
    assert made["allowed_mentions"] == {"parse": []}
    assert length(made.get("content", "")) <= 2000
    assert made.get("content") or made["embeds"], "a message needs something"
    assert len(made["embeds"]) <= 10
    total = 0
    for embed in made["embeds"]:
        parts = {
            "title": (embed.get("title", ""), 256),
            "description": (embed.get("description", ""), 4096),
            "author": (embed.get("author", {}).get("name", ""), 256),
            "footer": (embed.get("footer", {}).get("text", ""), 2048),
        }
        for name, (text, limit) in parts.items():
            assert length(text) <= limit, name
            total += length(text)
        assert all(embed.get(part, {"text": "x"}).get("text") for part in ("footer",)), "a footer needs a text"
        assert all(embed.get(part, {"name": "x"}).get("name") for part in ("author",)), "an author needs a name"
        assert any(embed.get(part) for part in ("title", "description", "author", "image")), "an embed needs something"
    assert total <= 6000
    ids = []
    assert len(made["components"]) <= 5
    for row in made["components"]:
        assert 1 <= len(row["components"]) <= 5
        for each in row["components"]:
            assert each.get("label") or each.get("emoji")
            assert length(each.get("label", "")) <= 80
            if "custom_id" in each:
                assert 1 <= len(each["custom_id"]) <= 100
                ids.append(each["custom_id"])
            else:
                assert len(each["url"]) <= 512
    assert len(ids) == len(set(ids))
    for attachment in made.get("attachments", []):
        assert length(attachment["description"]) <= 1024
    for text in texts(made):
        assert not re.search(r"@everyone|@here|<@[!&]?\d+>|<#\d+>|</[^>\n]+:\d+>|<id:", text)
    marked = [made.get("content", "")]
    for embed in made["embeds"]:
        marked += [embed.get("title", ""), embed.get("description", "")]
    for text in marked:
        assert not re.search(r"(?<!\\)(?<!\]\()https?://", text)
        assert not re.search(r"\]\((?!https://ours)", text)
    json.dumps(made, ensure_ascii=False).encode("utf-8")


def an_article(text: str, options: int) -> Article:
    return Article(
        slug="a",
        title=text or "제목",
        category=text,
        published=NOW,
        summary=(text, text, text),
        question=text,
        options=tuple(Option(f"{text}{i}", Emoji("🚪")) for i in range(options)),
        body="",
    )


def debate_of(article: Article, **rules: Any) -> Debate:
    return open_debate(debate_id="d1", article=article, rules=Rules(**rules), at=NOW)


def tally_of(*ballots: int) -> Tally:
    cells = {("discord", number): count for number, count in enumerate(ballots)}
    cells |= {("discord", VOTERS): sum(ballots), ("discord", SAVES): 6, ("discord", COMMENTS): 14}
    return Tally(len(ballots), cells)


@settings(deadline=None)
@given(long_outside, st.integers(2, 10), st.sampled_from(list(DebateState)), st.booleans(), st.booleans())
def test_any_card_is_within_the_limits(
    text: str, options: int, state: DebateState, buttons: bool, hidden: bool
) -> None:
    debate = debate_of(
        an_article(text, options),
        ballot=BallotKind.BUTTONS if buttons else BallotKind.REACTIONS,
        results=ResultsShown.AFTER_CLOSE if hidden else ResultsShown.LIVE,
    )
    made = card(replace(debate, state=state), tally_of(*range(options)), EN, "discord", link="https://a.example/x")
    check(body(replace(made, total=text, result_link="https://discord.com/channels/1/2/3"), KO))


@settings(deadline=None)
@given(long_outside, st.integers(1, 12))
def test_any_other_message_is_within_the_limits(text: str, many: int) -> None:
    debate = replace(debate_of(an_article(text, 3)), state=DebateState.CLOSED)
    plain = result(debate, tally_of(3, 2, 1), ((3, 0, 0, 0), (1, 1, 0, 0), (0, 0, 1, 0), (0,) * 4), None, KO, "discord")
    told: list[Message] = [
        replace(
            plain,
            headline=text,
            title=text,
            shift=(text,) * many,
            communities=(text,) * many,
            notes=(text,) * many,
            certificate=text,
            link=text,
            moved=text,
            moved_link="https://ours.example/1",
            replies=text,
            picture=Picture(b"png", text),
        ),
        Line(text, "🦉", text, text, text),
        Notice(text, text),
    ]
    for message in told:
        check(body(message, KO))


@settings(deadline=None)
@given(long_outside, st.integers(0, 40), st.integers(0, 9))
def test_any_reply_is_within_the_limits(text: str, many: int, page: int) -> None:
    items = tuple(Item(text, text if number % 2 else "", None) for number in range(many))
    reply = Reply((Text(text), Listing(text, items), Text(text), Listing(text, items[:12])))
    check(reply_body(reply, KO, Turn("1", page, Command.LATEST)))


def test_a_card_says_all_that_it_should() -> None:
    debate = debate_of(replace(an_article("가*나", 2), pick=True))
    made = body(card(debate, tally_of(58, 41), KO, "discord", link="https://agora.example/articles/a"), KO)
    embed = embeds_of(made)[0]
    assert embed["title"] == r"가\*나"
    assert embed["url"] == "https://agora.example/articles/a"
    assert "편집자 추천" in embed["author"]["name"]
    stamp = int(debate.closes_at.timestamp())
    assert f"<t:{stamp}:f>" in embed["description"]
    assert f"<t:{stamp}:R>" in embed["description"]
    assert embed["description"].count(r"가\*나") == 6, "three lines, a question, two options"
    assert r"🚪 **가\*나0**" in embed["description"]
    assert "`███████░░░░░` **58표 · 59%**" in embed["description"]
    assert "99명이 투표했어요" in embed["description"]
    assert "댓글 14 · 저장 6" in embed["footer"]["text"]
    assert embed["footer"]["text"].endswith("\n" + card(debate, tally_of(58, 41), KO, "discord").note)
    assert made["components"] == []


def test_an_answer_from_before_closing_says_until_when_people_vote() -> None:
    debate = debate_of(an_article("글", 2))
    (embed,) = reply_body(Reply((card(debate, tally_of(58, 41), KO, "discord"),)), KO)["embeds"]
    stamp = int(debate.closes_at.timestamp())
    assert f"⏳ <t:{stamp}:f> 마감 · <t:{stamp}:R>" in embed["description"]


def test_hidden_figures_show_nowhere() -> None:
    debate = debate_of(an_article("글", 2), results=ResultsShown.AFTER_CLOSE)
    text = json.dumps(body(card(debate, tally_of(58, 41), KO, "discord"), KO), ensure_ascii=False)
    assert "█" not in text
    assert "58" not in text
    assert "99명" in text


def test_a_closed_card_leads_to_its_result() -> None:
    debate = replace(debate_of(an_article("글", 2), ballot=BallotKind.BUTTONS), state=DebateState.CLOSED)
    link = "https://discord.com/channels/1/2/3"
    made = body(card(debate, tally_of(3, 1), KO, "discord", result_link=link), KO)
    assert [each["url"] for row in made["components"] for each in row["components"]] == [link]
    assert (
        embeds_of(made)[0]["color"]
        != embeds_of(body(card(debate_of(an_article("글", 2)), tally_of(1, 1), KO, "discord"), KO))[0]["color"]
    )


def test_vote_buttons_carry_the_option_and_its_emoji() -> None:
    custom = Option("비밀의 문", Emoji(None, {"discord": "<a:door:123456789012345678>", "local": "🚪"}))
    article = replace(an_article("글", 7), options=(custom, *an_article("글", 7).options[1:]))
    made = body(card(debate_of(article, ballot=BallotKind.BUTTONS), Tally(7), KO, "discord"), KO)
    buttons = [each for row in made["components"] for each in row["components"]]
    assert [each["custom_id"] for each in buttons] == [f"agora:vote:{n}" for n in range(7)]
    assert buttons[0]["emoji"] == {"id": "123456789012345678", "name": "door", "animated": True}
    assert buttons[1]["emoji"] == {"name": "🚪"}
    assert "<a:door:123456789012345678> **비밀의 문**" in embeds_of(made)[0]["description"]


@pytest.mark.parametrize("form", ["👍", "❤️", "ℹ️", "1️⃣", "🇰🇷", "👨‍👩‍👧", "🐿️"])
def test_any_emoji_can_be_on_a_button(form: str) -> None:
    assert emoji_object(form) == {"name": form}


def test_a_custom_emoji_is_one_however_short_its_id() -> None:
    assert emoji_object("<:door:123>") == {"id": "123", "name": "door", "animated": False}


@pytest.mark.parametrize("form", ["", "문", "door", "<:x:1>", "A"])
def test_what_is_no_emoji_is_none_on_a_button(form: str) -> None:
    assert emoji_object(form) is None


def test_the_mascots_have_a_colour_a_side() -> None:
    lines = [Line("부키", "🦉", "문", "닫아요", None, 0), Line("모키", "🐿️", "광장", "열어요", None, 1)]
    first, second = (embeds_of(body(line, KO))[0] for line in lines)
    assert first["author"]["name"] == "🦉 부키 · 문"
    assert first["color"] != second["color"]
    assert first["description"] == "닫아요"


def test_a_result_brings_its_chart_with_words_for_it() -> None:
    debate = replace(debate_of(an_article("글", 2)), state=DebateState.CLOSED)
    plain = result(
        debate, tally_of(3, 1), ((3, 0, 0), (0, 1, 0), (0, 0, 0)), None, KO, "discord", link="https://a.example/d"
    )
    said = replace(plain, picture=Picture(b"png", "글0 75%, 글1 25%"))
    made = body(said, KO)
    assert picture_of(said) == said.picture
    assert picture_of(debate_card(debate)) is None
    assert made["attachments"] == [{"id": 0, "filename": "result.png", "description": "글0 75%, 글1 25%"}]
    assert embeds_of(made)[0]["image"] == {"url": "attachment://result.png"}
    assert "█" in embeds_of(body(plain, KO))[0]["description"]
    assert "█" not in embeds_of(made)[0]["description"], "the chart has the bars"
    assert "3표 · 75%" in embeds_of(made)[0]["description"]
    assert "attachments" not in body(plain, KO)


def debate_card(debate: Debate) -> Card:
    return card(debate, tally_of(1, 1), KO, "discord")


@pytest.mark.parametrize(("share", "full"), [(0, 0), (0.001, 1), (0.5, 6), (0.999, 11), (1, 12), (0.04, 1)])
def test_bars_are_equally_long_and_never_lie(share: float, full: int) -> None:
    bar = bar_of(share)
    assert bar == f"`{'█' * full}{'░' * (12 - full)}`"


def test_long_listings_are_turned_page_by_page() -> None:
    reply = Reply((Listing("글", tuple(Item(f"글 {n}", "설명") for n in range(23))),))
    first, second, last = (reply_body(reply, KO, Turn("77", page, Command.LATEST, "기술")) for page in range(3))
    assert "글 9" in embeds_of(first)[0]["description"]
    assert "글 10" not in embeds_of(first)[0]["description"]
    assert "글 10" in embeds_of(second)[0]["description"]
    assert "글 22" in embeds_of(last)[0]["description"]
    back, where, forth = second["components"][0]["components"]
    assert where["label"] == "2 / 3"
    assert read_turn(back["custom_id"]) == Turn("77", 0, Command.LATEST, "기술")
    assert read_turn(forth["custom_id"]) == Turn("77", 2, Command.LATEST, "기술")
    assert [each.get("disabled", False) for each in first["components"][0]["components"]] == [True, True, False]
    assert [each.get("disabled", False) for each in last["components"][0]["components"]] == [False, True, True]
    assert reply_body(reply, KO, Turn("77", 9, Command.LATEST))["embeds"] == last["embeds"], "no page beyond the last"


def test_a_summary_has_a_button_to_the_page_of_the_article() -> None:
    lines = Listing("열린 광장", (Item("하나"), Item("둘")))
    made = reply_body(Reply((lines, WholeArticle("기사 읽기", "https://agora.test/articles/x", "d1"))), KO)
    check(made)
    ((button,),) = [row["components"] for row in made["components"]]
    assert (button["url"], button["label"]) == ("https://agora.test/articles/x", "기사 읽기")
    assert reply_body(Reply((lines, WholeArticle("기사 읽기", None, "d1"))), KO)["components"] == []


def test_results_may_be_empty_of_everything() -> None:
    bare = Result("d", "", "", "", (), "", (), "", ())
    check(body(bare, KO))
    check(reply_body(Reply((bare, Text(""))), KO))
