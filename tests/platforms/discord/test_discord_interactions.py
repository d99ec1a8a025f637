"""Commands, buttons and forms over real sockets: on time with a slow database, and whatever becomes of an answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import pytest
import pytest_asyncio
from sqlalchemy.util import await_only

from tests.wire.discord import faults
from tests.wire.discord.whole import SLUG, DiscordBot, make_places, running_bot

CALLBACK = "POST /interactions/*/*/callback"
COMMANDS = "PUT /applications/*/commands"


@pytest_asyncio.fixture
async def bot(fake, tmp_path) -> AsyncIterator[DiscordBot]:
    async with running_bot(fake, tmp_path) as running:
        await fake.until(lambda: fake.asked(COMMANDS))
        yield running


@pytest.fixture
def haru(fake, bot):
    """A member, whom the bot has met."""
    return fake.user("Haru", bot.places.guild)


@contextmanager
def slow_database(bot: DiscordBot) -> Iterator[None]:
    """While the block lasts every read waits."""
    held, going_on = asyncio.Event(), []
    connections = bot.app.database.connections
    for _ in range(8):
        going_on.append(asyncio.ensure_future(connections.read(lambda _db: await_only(held.wait()))))
    try:
        yield
    finally:
        held.set()


async def test_a_korean_command_by_its_korean_words(fake, bot, haru) -> None:
    answer = await fake.answer(fake.slash(haru, bot.places.square, "토론 최신"))
    assert "새로 나온 기사" in answer.text
    assert answer.ephemeral
    completed = await fake.answer(fake.complete(haru, bot.places.square, "토론 요약", "article", "ㅇㄹㄱㅈ"))
    assert [choice["value"] for choice in completed.choices] == [SLUG]
    assert fake.could_ping == []


async def test_an_answer_that_takes_long_is_promised_in_time(fake, bot, haru) -> None:
    await bot.open()
    with slow_database(bot):
        call = fake.slash(haru, bot.places.square, "debate today")
        await fake.until(lambda: call.deferred is not None)
        assert call.ephemeral
    answer = await fake.answer(call)
    assert "열린 광장" in answer.text
    assert len(answer.messages) == 1


async def test_an_english_bot_answers_in_english_in_any_channel(fake, tmp_path) -> None:
    async with running_bot(fake, tmp_path, locale="en") as bot:
        haru = fake.user("Haru", bot.places.guild)
        corner = fake.channel(bot.places.guild, "corner")
        await fake.until(lambda: fake.asked(COMMANDS))
        for channel in (corner, bot.places.square):
            shared = await fake.answer(fake.slash(haru, channel, "debate latest", locale="de", share=True))
            assert "Newest articles" in shared.text
            private = await fake.answer(fake.slash(haru, channel, "debate results", locale="de", debate="nothing"))
            assert "I can’t find a debate" in private.text


async def test_a_shared_answer_that_is_late_and_wrong_is_told_in_private(fake, bot, haru) -> None:
    with slow_database(bot):
        call = fake.slash(haru, bot.places.square, "debate results", debate="nothing", share=True)
        await fake.until(lambda: call.deferred is not None)
    answer = await fake.answer(call)
    assert [message.flags & 64 for message in answer.messages if "nothing" in message.text] == [64]
    assert [message for message in fake.messages(bot.places.square) if not message.flags & 64] == []


async def test_a_press_is_promised_confirmed_and_counted(fake, tmp_path) -> None:
    async with running_bot(fake, tmp_path, rules=", ballot: buttons") as bot:
        haru = fake.user("Haru", bot.places.guild)
        debate = await bot.open()
        answer = await fake.answer(fake.press(haru, bot.card(), "agora:vote:0"))
        assert "‘문’에 투표했어요" in answer.text
        assert answer.ephemeral
        await bot.until_ballots(debate, 1, 0, 0)
        with slow_database(bot):
            call = fake.press(haru, bot.card(), "agora:vote:1")
            await fake.until(lambda: call.deferred is not None)
        assert "‘광장’으로 바꿨어요" in (await fake.answer(call)).text
        await bot.until_ballots(debate, 0, 1, 0)
        card = bot.card()
        await bot.close(debate)
        with pytest.raises(AssertionError):
            fake.press(haru, card, "agora:vote:0")


async def test_a_press_that_is_told_twice_is_one_press(fake, tmp_path) -> None:
    async with running_bot(fake, tmp_path, rules=", ballot: buttons") as bot:
        haru, noeul = fake.user("Haru", bot.places.guild), fake.user("Noeul", bot.places.guild)
        debate = await bot.open()
        fake.gateway.pass_on = lambda name, _: 2 if name == "INTERACTION_CREATE" else 1
        told = await fake.answer(fake.press(haru, bot.card(), "agora:vote:0"))
        assert "‘문’에 투표했어요" in told.text
        fake.gateway.pass_on = None
        await fake.answer(fake.press(noeul, bot.card(), "agora:vote:1"))
        await bot.until_ballots(debate, 1, 1, 0)


async def test_feedback_by_a_form(fake, bot, haru) -> None:
    shown = await fake.answer(fake.slash(haru, bot.places.square, "토론 의견"))
    assert shown.modal is not None
    thanks = await fake.answer(fake.submit(shown, {"agora:rating": ["5"], "agora:line": "좋아요"}))
    assert "고마워요" in thanks.text
    kept = await bot.app.database.ledger.feedback.latest(5)
    assert [(each.rating, each.line, each.channel) for each in kept] == [(5, "좋아요", "square")]


async def test_the_menu_on_the_post_its_thread_and_its_result(fake, bot, haru) -> None:
    debate = await bot.open()
    card = bot.card()
    assert card.thread is not None
    line = next(message for message in fake.messages(card.thread) if message.type == 0)
    reply = fake.write(haru, card.thread, "내 생각은요")
    await bot.close(debate)
    for message in (card, line, reply, bot.results()[0]):
        answer = await fake.answer(fake.menu(haru, message, "토론 결과"))
        assert "어느 쪽이 좋아요?" in answer.text
        assert answer.ephemeral
    other = fake.write(haru, bot.places.square, "딴 이야기")
    assert "토론 글이 아니에요" in (await fake.answer(fake.menu(haru, other, "토론 결과"))).text


@pytest.mark.parametrize("fault", [faults.drop_before, faults.drop_after, lambda: faults.answer(502)])
async def test_a_broken_answer_is_given_again_and_not_twice(fake, bot, haru, fault) -> None:
    fake.fault(CALLBACK, fault(), times=1)
    answer = await fake.answer(fake.slash(haru, bot.places.square, "debate latest"))
    assert "새로 나온 기사" in answer.text
    assert len(answer.messages) == 1
    assert (await fake.answer(fake.slash(haru, bot.places.square, "debate help"))).messages


async def test_commands_are_told_once_and_not_at_every_start(fake, tmp_path) -> None:
    places = make_places(fake)
    async with running_bot(fake, tmp_path, places=places):
        await fake.until(lambda: fake.asked(COMMANDS))
    async with running_bot(fake, tmp_path, places=places) as bot:
        await fake.until(lambda: len(fake.asked("GET /applications/*/commands")) == 2)
        haru = fake.user("Haru", bot.places.guild)
        assert (await fake.answer(fake.slash(haru, bot.places.square, "debate help"))).messages
    assert len(fake.asked(COMMANDS)) == 1


async def test_manage_guild_commands_are_hidden_and_work(fake, bot, haru) -> None:
    with pytest.raises(Exception, match="hidden"):
        fake.slash(haru, bot.places.square, "토론관리 마감")
    owner = bot.places.guild.owner
    opened = await fake.answer(fake.slash(owner, bot.places.square, "토론관리 올리기", article=SLUG))
    assert "토론을 열었어요" in opened.text
    await fake.until(lambda: fake.messages(bot.places.square))
    closed = await fake.answer(fake.slash(owner, bot.places.square, "토론관리 마감"))
    assert "투표를 마감했어요" in closed.text


async def test_the_results_chart_is_of_a_debate_that_is_over(fake, bot, haru) -> None:
    debate = await bot.open()
    fake.react(haru, bot.card(), "🚪")
    await bot.until_ballots(debate, 1, 0, 0)
    await bot.close(debate)
    (chart,) = bot.results()[0].attachments
    assert chart.content.startswith(b"\x89PNG")
    assert "다시 세는 중" not in chart.description
    assert "= 다시 센" in chart.description
