"""What people did is carried out once, however often Slack delivers it, also over a restart."""

from __future__ import annotations

import pytest

from tests.wire.slack import FakeSlack
from tests.wire.slack.broken import failing
from tests.wire.slack.whole import SLUG, SQUARE, running_bot

A, EDITOR = "U00000001", "U0EDITOR"
BY_BUTTON = ", ballot: buttons"


async def carried_out_again(slack: FakeSlack, asked) -> None:
    """Deliver the same once more, and wait until that is acknowledged too."""
    tries = len(asked.delivery.attempts)
    slack.deliveries.again(asked.delivery)
    await slack.deliveries.settled()
    assert len(asked.delivery.attempts) == tries + 1
    assert asked.delivery.attempts[-1].acked_at is not None


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_a_press_that_is_delivered_twice_does_not_withdraw(slack, tmp_path, transport) -> None:
    async with running_bot(slack, tmp_path, transport, rules=BY_BUTTON) as bot:
        debate = await bot.open()
        pressed = slack.people.press(A, bot.card(), "agora:vote:1")
        await pressed.answer()
        assert await bot.ballots(debate) == (0, 1, 0)
        await carried_out_again(slack, pressed)
        assert await bot.ballots(debate) == (0, 1, 0)
    async with running_bot(slack, tmp_path, transport, rules=BY_BUTTON) as bot:
        await carried_out_again(slack, pressed)
        assert await bot.ballots(debate) == (0, 1, 0)
        await slack.people.press(A, bot.card(), "agora:vote:1", later=3).answer()
        assert await bot.ballots(debate) == (0, 0, 0)


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_a_press_too_old_to_be_answered_sets_and_the_next_confirms(slack, tmp_path, transport) -> None:
    async with running_bot(slack, tmp_path, transport, rules=BY_BUTTON) as bot:
        debate = await bot.open()
        for later, words, ballots in (
            (0, "투표했어요", (1, 0, 0)),
            (-5, "그대로 있어요", (1, 0, 0)),
            (3, "취소했어요", (0, 0, 0)),
        ):
            answer = await slack.people.press(A, bot.card(), "agora:vote:0", later=later).answer()
            assert words in str(answer["blocks"])
            assert await bot.ballots(debate) == ballots


async def test_a_press_whose_answer_slack_does_not_take_is_confirmed_by_the_next(slack, tmp_path) -> None:
    async with running_bot(slack, tmp_path, rules=BY_BUTTON) as bot:
        debate = await bot.open()
        asked = slack.people.press(A, bot.card(), "agora:vote:0", later=-2.5)
        slack.response_urls.clear()
        await asked.acked()
        await bot.until_ballots(debate, 1, 0, 0)
    async with running_bot(slack, tmp_path, rules=BY_BUTTON) as bot:
        again = await slack.people.press(A, bot.card(), "agora:vote:0").answer()
        assert "그대로 있어요" in str(again["blocks"])
        assert await bot.ballots(debate) == (1, 0, 0)
        await slack.people.press(A, bot.card(), "agora:vote:0", later=3).answer()
        assert await bot.ballots(debate) == (0, 0, 0)


async def test_an_admins_command_that_is_delivered_twice_posts_once(slack, tmp_path) -> None:
    async with running_bot(slack, tmp_path) as bot:
        asked = slack.people.command(EDITOR, SQUARE, f"post {SLUG}")
        slack.deliveries.again(asked.delivery)
        await asked.answer()
        await carried_out_again(slack, asked)
        (debate,) = await bot.app.database.ledger.debates.open_debates()
        await bot.until(lambda: bot.settled(debate.id))
        assert bot.card().key == f"{debate.id}:square:post"


async def test_a_press_that_cannot_be_written_is_told_so(slack, tmp_path) -> None:
    async with running_bot(slack, tmp_path, rules=BY_BUTTON) as bot:
        debate = await bot.open()
        async with failing(bot.app.database.path, "marks"):
            answer = await slack.people.press(A, bot.card(), "agora:vote:0").answer()
            assert "Traceback" not in str(answer)
            assert "disk I/O" not in str(answer)
        assert await bot.ballots(debate) == (0, 0, 0)
        await slack.people.press(A, bot.card(), "agora:vote:0").answer()
        assert await bot.ballots(debate) == (1, 0, 0)


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_an_invitation_is_greeted_once(slack, tmp_path, transport) -> None:
    slack.world.add_channel("C0CORNER", "corner", bot=False)
    async with running_bot(slack, tmp_path, transport):
        slack.deliveries.copies = 2
        slack.people.invite(A, "C0CORNER")
        await slack.until(lambda: slack.messages("C0CORNER"), why="the greeting")
        slack.people.remove("C0CORNER")
        slack.people.invite(A, "C0CORNER")
        await slack.deliveries.settled()
        assert len(slack.messages("C0CORNER")) == 1
        assert slack.mentions == []
