"""Buttons on Discord when an answer does not come: nobody withdraws what they never knew they had."""

from __future__ import annotations

from tests.wire.discord import faults
from tests.wire.discord.whole import make_places, running_bot

BUTTONS = ", ballot: buttons"
CALLBACK = "POST /interactions/*/*/callback"
DOOR = "agora:vote:0"


async def test_ten_who_read_that_it_failed_and_press_again_are_ten_votes(fake, tmp_path) -> None:
    """The connection is away for four seconds; the resumption brings what was pressed, too old to be answered."""
    async with running_bot(fake, tmp_path, rules=BUTTONS) as bot:
        debate = await bot.open()
        crowd = [fake.user(f"V{number}", bot.places.guild) for number in range(10)]
        fake.gateway.silence()
        lost = [fake.press(person, bot.card(), DOOR, later=-4) for person in crowd]
        fake.gateway.cut_all()
        await bot.until_ballots(debate, 10, 0, 0)
        await fake.until(lambda: len(fake.asked(CALLBACK)) == 10)
        assert [call.callback for call in lost] == [None] * 10
        for call in [fake.press(person, bot.card(), DOOR) for person in crowd]:
            assert "그대로 있어요" in (await fake.answer(call)).text
        assert await bot.ballots(debate) == (10, 0, 0)
        withdrawn = await fake.answer(fake.press(crowd[0], bot.card(), DOOR, later=3))
        assert "취소했어요" in withdrawn.text
        assert await bot.ballots(debate) == (9, 0, 0)


async def test_a_press_whose_answer_was_lost_is_confirmed_by_the_next_also_after_a_restart(fake, tmp_path) -> None:
    places = make_places(fake)
    haru = fake.user("Haru", places.guild)
    async with running_bot(fake, tmp_path, places=places, rules=BUTTONS) as bot:
        debate = await bot.open()
        fake.fault(CALLBACK, faults.drop_before(), times=2)
        fake.press(haru, bot.card(), DOOR, later=-2.5)
        await bot.until_ballots(debate, 1, 0, 0)
        await fake.until(lambda: len(fake.asked(CALLBACK)) == 2)
    async with running_bot(fake, tmp_path, places=places, rules=BUTTONS) as bot:
        assert "그대로 있어요" in (await fake.answer(fake.press(haru, bot.card(), DOOR))).text
        assert await bot.ballots(debate) == (1, 0, 0)
        assert "취소했어요" in (await fake.answer(fake.press(haru, bot.card(), DOOR, later=3))).text
        assert await bot.ballots(debate) == (0, 0, 0)


async def test_a_double_click_is_one_press(fake, tmp_path) -> None:
    async with running_bot(fake, tmp_path, rules=BUTTONS) as bot:
        debate = await bot.open()
        haru = fake.user("Haru", bot.places.guild)
        for call in [fake.press(haru, bot.card(), DOOR) for _ in range(2)]:
            await fake.answer(call)
        assert await bot.ballots(debate) == (1, 0, 0)
        twice = [fake.press(haru, bot.card(), DOOR, later=later) for later in (3, 3.5)]
        assert ["취소했어요" in (await fake.answer(call)).text for call in twice] == [True, True]
        assert await bot.ballots(debate) == (0, 0, 0)
