"""`/debate feedback`, and the owl's welcome at a first contact."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from commands_square import LEASE, Square, a_square, text_of

from bot.core.marks import Voter
from bot.core.messages import Form, Reply, Text
from bot.locales import words_for
from bot.log import get_logger
from bot.services.asked import Asker
from bot.services.commands.feedback_form import LONGEST, MOST_A_DAY
from bot.services.commands.welcome import Welcomer
from bot.services.records import Part

KO, EN = words_for("ko", strict=True), words_for("en", strict=True)


async def write(square: Square, rating: int, line: str, who: str = "minji", locale: str | None = None) -> Reply:
    return await square.commands.feedback(Asker(Voter("local", "local", who), "c-square", locale), rating, line)


@pytest.mark.parametrize("text", ["feedback", "의견", "/토론 의견 공유"])
async def test_the_command_answers_with_a_form_that_nobody_else_sees(square: Square, text: str) -> None:
    reply = await square.ask(text)
    (form,) = reply.parts
    assert isinstance(form, Form)
    assert reply.private
    assert len(form.rates) == 5
    assert form.title == KO.say("feedback-title")


async def test_what_was_filled_in_is_kept_and_the_admins_hear_of_it_once_an_hour(square: Square) -> None:
    first = square.clock.now()
    reply = await write(square, 5, "  재미\u202e있\n\x1b[31m어요  ")
    assert (text_of(reply), reply.private, reply.is_error) == (KO.say("feedback-thanks"), True, False)
    square.clock.at += timedelta(minutes=5)
    assert text_of(await write(square, 2, "", "haru", "en")) == EN.say("feedback-thanks")
    kept = await square.database.ledger.feedback.latest(10)
    assert [(one.voter.native, one.channel, one.rating, one.line) for one in kept] == [
        ("haru", "square", 2, ""),
        ("minji", "square", 5, "재미있 [31m어요"),
    ]
    assert kept[-1].at == first
    alerts = await square.database.ledger.deliveries.claim(square.clock.now(), "me", LEASE, 10)
    assert [(alert.part, alert.text) for alert in alerts] == [(Part.ALERT, KO.say("alert-feedback"))]
    square.clock.at += timedelta(hours=1)
    await write(square, 3, "또")
    assert len(await square.database.ledger.deliveries.claim(square.clock.now(), "you", LEASE / 60, 10)) == 2


async def test_what_stands_after_the_command_begins_the_line(square: Square) -> None:
    for text, filled in (
        ("의견", ""),
        ('feedback please "share" it', 'please "share" it'),
        ("/토론 의견 글이  좋아요\n공유", "글이 좋아요 공유"),
        ("feedback " + "가" * 900, "가" * LONGEST),
    ):
        (form,) = (await square.ask(text)).parts
        assert isinstance(form, Form)
        assert form.filled == filled


async def test_what_can_not_be_kept_is_a_sentence(square: Square) -> None:
    for rating in (0, 6, -1, 10**30):
        reply = await write(square, rating, "글")
        assert (text_of(reply), reply.is_error) == (KO.say("error-feedback-rating", best=5), True)
    reply = await write(square, 3, "가" * (LONGEST + 1))
    assert text_of(reply) == KO.say("error-feedback-long", limit=LONGEST)
    for _ in range(MOST_A_DAY):
        assert not (await write(square, 3, "가" * LONGEST)).is_error
    reply = await write(square, 3, "한 번 더")
    assert (text_of(reply), reply.is_error) == (KO.say("error-feedback-often"), True)
    assert not (await write(square, 3, "다른 사람", "haru")).is_error
    square.clock.at += timedelta(days=1, seconds=1)
    assert not (await write(square, 3, "다음 날")).is_error


@pytest_asyncio.fixture
async def greeting_square(tmp_path: Path) -> AsyncIterator[Square]:
    async with a_square(tmp_path, greets=True) as opened:
        yield opened


async def test_the_first_private_answer_begins_with_the_owl(greeting_square: Square) -> None:
    square = greeting_square
    shared = await square.ask("help share")
    assert "🦉" not in text_of(shared)
    mistaken = await square.ask("글쎄요")
    assert mistaken.is_error
    assert "🦉" not in text_of(mistaken)
    first = await square.ask("help")
    said = first.parts[0]
    assert isinstance(said, Text)
    assert said.text.startswith(KO.say("welcome-person-title", name="부키", emoji="🦉"))
    assert len(said.text.splitlines()) <= 3
    assert "/토론 도움말" in said.text
    assert first.parts[1:] == shared.parts
    assert (await square.ask("help")).parts == shared.parts
    english = await square.ask("help", who="alice", locale="en")
    assert text_of(english).startswith("Nice to meet you, I’m Booki 🦉")


async def test_a_restart_remembers_whom_it_has_met(greeting_square: Square) -> None:
    square = greeting_square
    minji = Voter("local", "local", "minji")
    assert await square.welcomer.person(minji, KO) is not None
    fresh = Welcomer(
        welcomes=square.database.ledger.welcomes,
        articles=square.library,
        channels=[],
        words=lambda locale: words_for(locale, strict=True),
        clock=square.clock,
        log=get_logger("test"),
        locale="ko",
        wake=lambda: None,
    )
    assert await fresh.person(minji, KO) is None


async def test_an_answer_comes_also_when_the_meeting_can_not_be_noted(greeting_square: Square) -> None:
    square = greeting_square
    await square.database.connections.write(lambda db: db.exec_driver_sql("DROP TABLE met") and None)
    reply = await square.ask("help")
    assert not reply.is_error
    assert "🦉" not in text_of(reply)


async def test_each_channel_is_greeted_once_in_its_language(greeting_square: Square) -> None:
    square = greeting_square
    for _ in range(2):
        await square.welcomer.channels()
    planned = await square.database.ledger.deliveries.claim(square.clock.now(), "me", LEASE, 10)
    assert [(one.part, one.channel, one.title) for one in planned] == [
        (Part.WELCOME, "square", "안녕하세요, 부키예요 🦉"),
        (Part.WELCOME, "team", "Hello, I’m Booki 🦉"),
    ]
    for one in planned:
        assert len(one.text.splitlines()) == 3
    assert "/토론 도움말" in planned[0].text
    assert "/debate help" in planned[1].text
