"""A whole article as a modal: Markdown as rich text, within Slack's limits, nothing from outside as markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.articles import DEFAULT_OPTIONS, Article
from bot.locales import words_for
from bot.platforms.slack.message_rendering import READ
from bot.platforms.slack.views import article_view, body_blocks
from tests.platforms.slack.slack_reading import words_in
from tests.wire.slack import FakeSlack
from tests.wire.slack.blocks import check_view, mentions
from tests.wire.slack.whole import SQUARE, SlackBot

KO = words_for("ko", strict=True)
MINJI = "U00000001"
ARTICLE = Article(
    "slug", "제목", "기술", datetime(2026, 7, 1, tzinfo=UTC), ("하나", "둘", "셋"), "?", DEFAULT_OPTIONS, ""
)


def kinds(markdown: str) -> list[str]:
    return [part["type"] for block in body_blocks(markdown) for part in block.get("elements", [block])]


def test_paragraphs_headings_quotes_code_and_rules() -> None:
    made = body_blocks("## 묻기\n\n첫 줄\n둘째 **굵게** ~~아님~~\n\n> 말\n\n```\n<!here>\n```\n\n---\n")
    assert [kind for block in made for kind in [block["type"]]] == ["rich_text"] * 4 + ["divider"]
    assert made[0]["elements"][0]["elements"] == [{"type": "text", "text": "묻기", "style": {"bold": True}}]
    runs = made[1]["elements"][0]["elements"]
    assert "".join(run["text"] for run in runs) == "첫 줄 둘째 굵게 아님"
    assert [run.get("style") for run in runs if "style" in run] == [{"bold": True}, {"strike": True}]
    assert made[2]["elements"][0]["type"] == "rich_text_quote"
    assert made[3]["elements"][0] == {
        "type": "rich_text_preformatted",
        "elements": [{"type": "text", "text": "<\u2060!here>"}],
    }


def test_lists_keep_their_order_and_depth() -> None:
    made = body_blocks("- 하나\n  1. 속\n- 둘\n\n끝")
    lists = made[0]["elements"]
    assert [(one["style"], one["indent"], len(one["elements"])) for one in lists] == [
        ("bullet", 0, 1),
        ("ordered", 1, 1),
        ("bullet", 0, 1),
    ]
    assert kinds("1. a\n2. b\n\n글") == ["rich_text_list", "rich_text_section"]


def test_only_links_to_the_web_are_links() -> None:
    (block,) = body_blocks("[집](https://agora.test) [나쁜](javascript:alert) ![그림](https://x.test/a.png) <@U1>")
    runs = block["elements"][0]["elements"]
    assert runs[0] == {"type": "link", "url": "https://agora.test", "text": "집"}
    assert [run["type"] for run in runs[1:]] == ["text"] * len(runs[1:])
    assert "x.test" not in str(block)


def test_a_long_article_ends_in_dots_and_in_its_source() -> None:
    long = replace(ARTICLE, body="\n\n".join(["문단이에요."] * 300), source="https://news.test/1")
    view = article_view(long, KO)
    check_view(view)
    assert len(view["blocks"]) == 100
    assert words_in([view["blocks"][-2]]) == "…"
    assert view["blocks"][-1]["elements"][0]["url"] == "https://news.test/1"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=300) | st.sampled_from(["가" * 9_000, "- " * 40 + "x", "> " * 30 + "y", "#" * 9]))
def test_any_markdown_fits_and_mentions_nobody(markdown: str) -> None:
    view = article_view(replace(ARTICLE, body=markdown, title=markdown, author=markdown), KO)
    check_view(view)
    assert mentions("", view["blocks"]) == []


async def test_without_pages_the_card_itself_lets_people_read(slack: FakeSlack, bot: SlackBot) -> None:
    await bot.open()
    await slack.people.press(MINJI, bot.card(), READ).acked()
    await slack.until(lambda: slack.called("views.open", "ok"), why="the article")
    (view,) = slack.world.views.values()
    assert "본문이에요." in words_in(view["blocks"])
    slack.faults.error("views.open", "expired_trigger_id")
    late = await slack.people.press(MINJI, bot.card(), READ).answer()
    assert "뭔가 잘못됐어요" in words_in(late["blocks"])


async def test_without_pages_a_summary_lets_people_read_too(slack: FakeSlack, bot: SlackBot) -> None:
    await bot.open()
    answer = await slack.people.command(MINJI, SQUARE, "summary").answer()
    (button,) = [one for block in answer["blocks"] for one in block.get("elements", []) if one["type"] == "button"]
    assert (button["action_id"], button["text"]["text"]) == (READ, "기사 읽기")
    await slack.people.press_answer(MINJI, SQUARE, answer, READ).acked()
    await slack.until(lambda: slack.called("views.open", "ok"), why="the article")
    (view,) = slack.world.views.values()
    assert "본문이에요." in words_in(view["blocks"])


@pytest.mark.parametrize("value", ["no-such-debate", ""])
async def test_an_article_that_is_gone_is_a_sentence(slack: FakeSlack, bot: SlackBot, value: str) -> None:
    await bot.open()
    card = bot.card()
    for block in card.blocks or []:
        for element in block.get("elements", []):
            if element.get("action_id") == READ:
                element["value"] = value
    answer = await slack.people.press(MINJI, card, READ).answer()
    assert answer["response_type"] == "ephemeral"
