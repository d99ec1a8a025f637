"""`/debate …` on Slack: private and shared answers, languages, pages, the form to the editors."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.core.debates import DebateState
from bot.platforms.slack.reply_rendering import PER_PAGE
from tests.platforms.slack.slack_reading import buttons_in, words_in
from tests.wire.slack import FakeSlack
from tests.wire.slack.broken import unreadable
from tests.wire.slack.whole import ARTICLE, SQUARE, SlackBot, running_bot

MINJI, LISA, EDITOR = "U00000001", "U0000LISA", "U0EDITOR"


async def ask(slack: FakeSlack, text: str, user: str = MINJI) -> dict[str, Any]:
    return await slack.people.command(user, SQUARE, text).answer()


@pytest.mark.parametrize("bot", ["socket", "http"], indirect=True)
async def test_a_command_is_acknowledged_at_once_and_answered_to_its_asker(slack: FakeSlack, bot: SlackBot) -> None:
    await bot.open()
    asked = slack.people.command(MINJI, SQUARE, "결과")
    delivery = await asked.acked()
    assert delivery.latency is not None
    assert delivery.latency < 1
    answer = await asked.answer()
    assert (answer["response_type"], answer["replace_original"]) == ("ephemeral", False)
    read = words_in(answer["blocks"])
    assert "어느 쪽이 좋아요?" in read
    assert "반가워요" in read
    (button,) = buttons_in(answer).values()
    assert button["url"] == slack.permalink(SQUARE, bot.card().ts)
    assert "반가워요" not in words_in((await ask(slack, "results"))["blocks"])


async def test_what_is_shared_all_see_and_what_is_not_known_only_the_asker(slack: FakeSlack, bot: SlackBot) -> None:
    shared = await ask(slack, "latest share")
    assert shared["response_type"] == "in_channel"
    assert "열린 광장 <\u2060!channel> & <\u2060@U0EDITOR>" in words_in(shared["blocks"])
    assert (await ask(slack, "help 공유"))["response_type"] == "in_channel"
    unknown = await ask(slack, "랄랄라 공유")
    assert unknown["response_type"] == "ephemeral"
    assert "랄랄라" in words_in(unknown["blocks"])
    assert slack.mentions == []
    assert bot.ready()


async def test_an_answer_is_in_the_askers_language_once_that_is_known(slack: FakeSlack, bot: SlackBot) -> None:
    slack.world.add_user(LISA).locale = "en-GB"
    korean = await ask(slack, "saved", LISA)
    assert "아직 저장한 기사가 없어요" in words_in(korean["blocks"])
    await slack.until(lambda: slack.called("users.info", "ok"), why="somebody to be looked up")
    english = await ask(slack, "saved", LISA)
    assert "You haven’t saved anything yet" in words_in(english["blocks"])
    assert "아직 저장한 기사가 없어요" in words_in((await ask(slack, "saved"))["blocks"])
    assert "새로 나온 기사" in words_in((await ask(slack, "latest share", LISA))["blocks"])
    assert bot.ready()


async def test_admins_conduct_debates_and_others_are_told_that_they_may_not(slack: FakeSlack, bot: SlackBot) -> None:
    refused = await ask(slack, "post square-test")
    assert "운영자만" in words_in(refused["blocks"])
    opened = await ask(slack, "올리기 square-test", EDITOR)
    assert opened["response_type"] == "ephemeral"
    assert "토론을 열었어요" in words_in(opened["blocks"])
    await slack.until(lambda: [m for m in slack.messages(SQUARE) if (m.key or "").endswith(":post")])
    closed = await ask(slack, "close share", EDITOR)
    assert closed["response_type"] == "ephemeral"
    assert "투표를 마감했어요" in words_in(closed["blocks"])
    await slack.until(bot.results, why="the result")
    (debate,) = {message.key.partition(":")[0] for message in bot.results() if message.key}
    assert (await bot.snapshot(debate)).debate.state in (DebateState.CLOSING, DebateState.CLOSED)


async def test_a_long_listing_is_turned_page_by_page(slack: FakeSlack, tmp_path: Path) -> None:
    articles = tmp_path / "content" / "articles"
    articles.mkdir(parents=True)
    for number in range(2 * PER_PAGE):
        (articles / f"more-{number}.md").write_text(ARTICLE.replace("열린 광장", f"글 {number:02}"), encoding="utf-8")
    async with running_bot(slack, tmp_path):
        first = await ask(slack, "latest")
        seen = words_in(first["blocks"]).count("글 ")
        assert list(buttons_in(first)) == ["agora:page:on"]
        turned = await slack.people.press_answer(MINJI, SQUARE, first, "agora:page:on").answer()
        assert turned["replace_original"] is True
        assert words_in(turned["blocks"]) != words_in(first["blocks"])
        last = await slack.people.press_answer(MINJI, SQUARE, turned, "agora:page:on").answer()
        assert list(buttons_in(last)) == ["agora:page:back"]
        back = await slack.people.press_answer(MINJI, SQUARE, turned, "agora:page:back").answer()
        assert words_in(back["blocks"]).count("글 ") >= seen - 3
        shared = await ask(slack, "latest share")
        assert buttons_in(shared) == {}
        assert "이 밖에" in words_in(shared["blocks"])
        ambiguous = await ask(slack, "post 글", EDITOR)
        assert "어느 것인가요?" in words_in(ambiguous["blocks"])
        assert buttons_in(ambiguous) == {}


RATED = {"rating": {"rating": {"type": "radio_buttons", "selected_option": {"value": "4"}}}}
LINE = {"line": {"line": {"type": "plain_text_input", "value": "재미있어요 <!here>"}}}


async def test_feedback_is_a_modal_whose_thanks_only_the_writer_sees(slack: FakeSlack, bot: SlackBot) -> None:
    asked = slack.people.command(MINJI, SQUARE, "의견")
    await slack.until(lambda: slack.called("views.open", "ok"), why="the modal")
    (view,) = slack.world.views.values()
    sent = slack.people.submit(MINJI, view, {**RATED, **LINE})
    delivery = await sent.acked()
    assert not delivery.answer
    await slack.until(lambda: any("고마워요" in words_in(answer["blocks"]) for answer in asked.answers))
    assert {answer["response_type"] for answer in asked.answers} == {"ephemeral"}
    (kept,) = await bot.app.database.ledger.feedback.latest(5)
    assert (kept.voter.native, kept.channel, kept.rating, kept.line) == (MINJI, "square", 4, "재미있어요 <!here>")


async def test_a_form_that_comes_too_late_is_offered_by_a_button(slack: FakeSlack, bot: SlackBot) -> None:
    slack.faults.error("views.open", "expired_trigger_id")
    late = await ask(slack, "feedback")
    assert list(buttons_in(late)) == ["agora:form"]
    again = slack.people.press_answer(MINJI, SQUARE, late, "agora:form")
    await again.acked()
    await slack.until(lambda: slack.called("views.open", "ok"), why="the modal")
    assert bot.ready()


async def test_feedback_after_its_address_has_ended_is_answered_all_the_same(slack: FakeSlack, bot: SlackBot) -> None:
    await slack.people.command(MINJI, SQUARE, "의견").acked()
    await slack.until(lambda: slack.called("views.open", "ok"), why="the modal")
    slack.response_urls.clear()
    slack.world.channels[SQUARE].members.add(MINJI)
    (view,) = slack.world.views.values()
    await slack.people.submit(MINJI, view, RATED).acked()
    await slack.until(lambda: any("고마워요" in words_in(said.blocks) for said in slack.whispers), why="thanks")
    assert {(said.user, said.channel) for said in slack.whispers} == {(MINJI, SQUARE)}
    assert bot.ready()


async def test_a_ledger_that_can_not_be_read_is_a_sentence(slack: FakeSlack, bot: SlackBot, tmp_path: Path) -> None:
    async with unreadable(tmp_path / "agora.db"):
        answer = await ask(slack, "saved")
    assert answer["response_type"] == "ephemeral"
    assert words_in(answer["blocks"]).startswith("데이터를 읽지 못했어요")
    assert bot.ready()
