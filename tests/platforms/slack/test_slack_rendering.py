"""Messages as Slack blocks: what members read, within Slack's limits."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from bot.core.articles import Option
from bot.core.debates import BallotKind, DebateState, ResultsShown
from bot.core.emoji import Emoji
from bot.core.messages import Confirmation, Form, Item, Line, Listing, Picture, Reply, Text, WholeArticle
from bot.core.speaking import card
from bot.core.tally import VOTERS, Tally
from bot.platforms.slack.message_rendering import (
    READ,
    RESULTS,
    VOTE,
    body,
)
from bot.platforms.slack.reply_rendering import (
    PER_PAGE,
    confirmation_message,
    filled,
    form_of,
    form_view,
    reply_message,
)
from tests.platforms.slack.slack_cards import EN, KO, OPENED, TREE, debate, ended, is_sound, shown
from tests.platforms.slack.slack_reading import buttons_in, words_in
from tests.reading import as_read
from tests.wire.slack.blocks import check_blocks


def test_an_open_card() -> None:
    made = body(shown(debate(), 1, 3), KO)
    is_sound(made)
    assert [block["type"] for block in made["blocks"]] == [
        "context",
        "header",
        "rich_text",
        "rich_text",
        "rich_text",
        "context",
        "context",
        "context",
        "context",
        "actions",
    ]
    assert made["blocks"][8]["elements"][0]["text"].startswith("이모지 옆 숫자는 표가 아니라")
    assert made["blocks"][0]["elements"][0]["text"] == "기술 · 편집자 추천 · 2026년 7월 1일"
    assert made["blocks"][1]["text"]["text"] == "비밀의 문과 열린 광장"
    read = words_in(made["blocks"])
    for told in ("닫힌 문은 지켜요", "어느 쪽이 좋나요?", ":door_of_ours:", "🌳", "3표 · 75%", "4명이 투표했어요"):
        assert told in read
    assert "댓글 3 · 저장 1" in read
    assert "███████████░░░" in read
    assert made["text"] == "[기술] 비밀의 문과 열린 광장 — 어느 쪽이 좋나요? 문 / 🌳 광장"


def test_everybody_reads_the_closing_time_in_their_own_zone() -> None:
    made = body(shown(debate(), 0, 0), KO)
    stamp = int((OPENED + timedelta(hours=24)).timestamp())
    token = f"<!date^{stamp}^{{date_short_pretty}} {{time}}|7월 2일(목) 오전 9:00> 마감"
    assert token in [element["text"] for element in made["blocks"][6]["elements"] if element["type"] == "mrkdwn"]


def test_reading_leads_to_the_page_and_results_to_a_private_answer() -> None:
    buttons = buttons_in(body(shown(debate(), 1, 0), KO))
    assert buttons["agora:read"]["url"] == "https://agora.test/articles/open-square"
    assert (buttons[RESULTS]["value"], buttons[RESULTS]["text"]["text"]) == ("d1", "결과 보기")
    without_pages = buttons_in(body(shown(debate(), 1, 0, link="/articles/open-square"), EN))
    assert "url" not in without_pages["agora:read"]
    assert without_pages["agora:read"]["value"] == "d1"


def test_a_closed_card_says_so_and_leads_to_its_result() -> None:
    closed = replace(shown(debate(DebateState.CLOSED), 1, 0), result_link="https://square.slack.test/archives/C/p1")
    made = body(closed, KO)
    is_sound(made)
    assert buttons_in(made)["agora:open"]["url"] == closed.result_link
    assert RESULTS not in buttons_in(made)
    assert " 마감됐어요" in words_in(made["blocks"])
    assert "투표해 주세요" not in words_in(made["blocks"])
    assert "마감됐어요" in made["text"]


def test_a_secret_ballot_has_a_button_for_each_option_while_it_is_open() -> None:
    secret = debate(ballot=BallotKind.BUTTONS)
    buttons = buttons_in(body(shown(secret, 0, 0), KO))
    assert buttons[f"{VOTE}0"]["text"] == {"type": "plain_text", "text": ":door_of_ours: 문", "emoji": True}
    assert buttons[f"{VOTE}1"]["text"] == {"type": "plain_text", "text": "🌳 광장", "emoji": False}
    assert buttons[f"{VOTE}1"]["value"] == "광장"
    over = replace(secret, state=DebateState.CLOSED)
    assert not any(name.startswith(VOTE) for name in buttons_in(body(shown(over, 0, 0), KO)))


def test_hidden_results_show_no_bar_and_no_figure() -> None:
    made = body(shown(debate(results=ResultsShown.AFTER_CLOSE), 5, 1), KO)
    read = words_in(made["blocks"])
    assert "█" not in read
    assert "%" not in read
    assert "6명이 투표했어요. 결과는 마감 뒤에 공개돼요" in read


def test_a_card_of_two_platforms_shows_the_common_total() -> None:
    shared = Tally(2, {("slack", 0): 1, ("slack", VOTERS): 1, ("discord", 1): 3, ("discord", VOTERS): 3})
    made = body(card(debate(), shared, KO, "slack", platforms=("discord", "slack")), KO)
    read = words_in(made["blocks"])
    assert "Slack에서 1명이 투표했어요\n전체 4명: 문 25% · 광장 75%" in read
    assert "1표 · 100%" in read


def test_an_option_without_an_emoji_here_is_shown_by_its_label_alone() -> None:
    elsewhere = Option("yes", Emoji(None, {"discord": "<:yes:1>"}))
    made = body(shown(debate(DebateState.OPEN, elsewhere, TREE, ballot=BallotKind.BUTTONS), 1, 0), KO)
    assert ":yes:" not in words_in(made["blocks"])
    assert buttons_in(made)[f"{VOTE}0"]["text"]["text"] == "yes"


def test_a_mascot_speaks_with_a_voice_of_its_own_or_is_named() -> None:
    line = Line(speaker="부키", emoji="🦉", side="문", text="닫아야 지켜요.")
    own = body(line, KO)
    assert (own["username"], own["icon_emoji"]) == ("부키 · 문", ":owl:")
    assert words_in(own["blocks"]) == "닫아야 지켜요."
    named = body(line, KO, own_voice=False)
    assert set(named) == {"text", "blocks"}
    assert named["text"] == "🦉 부키 · 문: 닫아야 지켜요."
    assert words_in(named["blocks"]).startswith("🦉 부키 · 문\n")
    for made in (own, named):
        is_sound(made)


def test_a_result_tells_everything_and_shows_its_chart() -> None:
    picture = Picture(b"png", "막대 두 개: 문 33%, 광장 67%")
    made = body(ended(picture=picture), KO, "F1")
    read = words_in(made["blocks"])
    for told in ("67%로 가장 많은 표", "어느 쪽이 좋나요?", "한 명이 마음을 바꿨어요", "기록 3표 = 다시 센 3표"):
        assert told in read
    (image,) = [block for block in made["blocks"] if block["type"] == "image"]
    assert image == {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "막대 두 개: 문 33%, 광장 67%"}
    assert buttons_in(made)["agora:open"]["url"] == "https://agora.test/debates/d1"
    assert as_read(made["text"]).startswith("비밀의 문과 열린 광장 — ‘광장’이 67%로")
    without = body(ended(picture=picture), KO)
    assert not [block for block in without["blocks"] if block["type"] == "image"]
    is_sound(without)


def test_the_line_that_moved_most_is_named_and_a_reply_is_linked() -> None:
    said = replace(ended(), moved="가장 많은 💡: 부키의 ‘닫아야 지켜요’(3명)", replies="댓글 3 · 문 1, 광장 2")
    made = body(said, KO)
    assert "부키의 ‘닫아야 지켜요’" in words_in(made["blocks"])
    assert "댓글 3 · 문 1, 광장 2" in words_in(made["blocks"])
    reply = "https://square.slack.test/archives/C/p2"
    linked = body(replace(said, moved_link=reply), KO)
    assert reply in json.dumps(linked["blocks"])
    is_sound(made)
    is_sound(linked)


# Answers


def test_an_answer_shows_a_card_without_ballots_and_leads_to_its_post() -> None:
    link = "https://square.slack.test/archives/C/p1"
    secret = shown(debate(ballot=BallotKind.BUTTONS), 1, 0, link=link)
    made = reply_message(Reply((secret,)), KO)
    is_sound(made)
    (button,) = buttons_in(made).values()
    assert (button["url"], button["text"]["text"]) == (link, "토론 글로 가기")
    assert "투표해 주세요" not in words_in(made["blocks"])


def test_an_answer_from_before_closing_says_until_when_people_vote() -> None:
    stamp = int((OPENED + timedelta(hours=24)).timestamp())
    made = reply_message(Reply((shown(debate(), 2, 1),)), KO)
    small = [element["text"] for block in made["blocks"] if block["type"] == "context" for element in block["elements"]]
    assert f"<!date^{stamp}^{{date_short_pretty}} {{time}}|7월 2일(목) 오전 9:00> 마감" in small


def test_a_summary_has_the_cards_button_to_the_whole_article() -> None:
    page = "https://agora.test/articles/open-square"
    lines = Listing("열린 광장", (Item("하나"), Item("둘")))
    with_pages = reply_message(Reply((lines, WholeArticle("기사 읽기", page, "d1"))), KO)
    without_pages = reply_message(Reply((lines, WholeArticle("기사 읽기", None, "d1"))), KO)
    for made in (with_pages, without_pages):
        is_sound(made)
        button = buttons_in(made)[READ]
        assert (button["text"]["text"], button["value"]) == ("기사 읽기", "d1")
    assert buttons_in(with_pages)[READ]["url"] == page
    assert "url" not in buttons_in(without_pages)[READ]
    assert buttons_in(reply_message(Reply((lines, WholeArticle("기사 읽기", "/articles/x", None))), KO)) == {}


def test_a_long_listing_has_pages_for_the_asker_and_an_end_for_everybody() -> None:
    items = tuple(Item(f"글 {number}", f"기술 · {number}") for number in range(2 * PER_PAGE + 1))
    reply = Reply((Listing("새로 나온 기사", items),))
    first = reply_message(reply, KO, turn=lambda page: f"to {page}")
    assert "글 7" in words_in(first["blocks"])
    assert "글 8" not in words_in(first["blocks"])
    assert {name: button["value"] for name, button in buttons_in(first).items()} == {"agora:page:on": "to 1"}
    middle = reply_message(reply, KO, page=1, turn=lambda page: f"to {page}")
    assert {button["value"] for button in buttons_in(middle).values()} == {"to 0", "to 2"}
    last = reply_message(reply, KO, page=9, turn=lambda page: f"to {page}")
    assert "글 16" in words_in(last["blocks"])
    assert {button["value"] for button in buttons_in(last).values()} == {"to 1"}
    everybody = reply_message(reply, KO)
    assert buttons_in(everybody) == {}
    assert "이 밖에 9개가 더 있어요" in words_in(everybody["blocks"])
    for made in (first, middle, last, everybody):
        is_sound(made)


def test_a_press_is_answered_with_what_is_held() -> None:
    said = confirmation_message(Confirmation("‘문’에 투표했어요.", (0,)), {0: "문", 1: "광장"}, KO)
    is_sound(said)
    assert words_in(said["blocks"]) == "‘문’에 투표했어요.\n지금 내 표: ‘문’"
    nothing = confirmation_message(Confirmation("취소했어요.", ()), {0: "문"}, KO)
    assert "지금은 고른 답이 없어요." in words_in(nothing["blocks"])
    unknown = confirmation_message(Confirmation("못 적었어요.", None, is_error=True), {0: "문"}, KO)
    assert words_in(unknown["blocks"]) == "못 적었어요."


FORM = Form("편집자에게 한마디", "어땠나요?", ("1", "2", "3", "4", "5"), "한마디", 500, "이름은 안 보여요.", "보내기")


def test_the_form_is_a_modal_and_comes_back_filled() -> None:
    view = form_view(replace(FORM, filled="좋아요"), KO, "kept")
    check_blocks(view["blocks"], 100)
    assert view["private_metadata"] == "kept"
    line = view["blocks"][1]["element"]
    assert (line["max_length"], line["initial_value"]) == (500, "좋아요")
    state = {
        "rating": {"rating": {"type": "radio_buttons", "selected_option": {"value": "4"}}},
        "line": {"line": {"type": "plain_text_input", "value": "좋아요"}},
    }
    assert filled({"state": {"values": state}}) == (4, "좋아요")
    assert filled({"state": {"values": {"line": {"line": {"value": None}}}}}) == (0, "")
    assert filled({}) == (0, "")
    assert form_of(Reply((Text("안녕"), FORM))) == FORM
