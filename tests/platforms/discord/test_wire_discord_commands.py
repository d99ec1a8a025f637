"""What members do on Discord, over the wire: every command answers in time, privately unless shared; nothing pings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.wire.discord import FakeDiscord, User, faults
from tests.wire.discord.people import Hidden
from tests.wire.discord.whole import OPTIONS, SLUG, DiscordBot, make_places, running_bot

DOOR, TREE, THUMB = OPTIONS
DEFERRED = 5
"""Discord waits three seconds."""


@pytest_asyncio.fixture
async def bot(fake, tmp_path) -> AsyncIterator[DiscordBot]:
    async with running_bot(fake, tmp_path) as running:
        await fake.until(lambda: fake.places.commands[None])
        yield running
    nothing_pinged(fake)


@pytest.fixture
def haru(fake, bot) -> User:
    return fake.user("Haru", bot.places.guild)


def nothing_pinged(fake: FakeDiscord) -> None:
    assert [(one.route, one.body) for one in fake.could_ping] == []
    assert [one.text for one in fake.all_messages() if one.pings] == []


@pytest.mark.usefixtures("bot")
async def test_the_commands_are_there_in_both_languages(fake) -> None:
    commands = {one["name"]: one for one in fake.places.commands[None].values() if one["type"] == 1}
    assert set(commands) == {"debate", "debate-admin"}
    assert commands["debate"]["name_localizations"]["ko"] == "토론"
    assert commands["debate-admin"]["name_localizations"]["ko"] == "토론관리"
    words = {one["name"]: one["name_localizations"]["ko"] for one in commands["debate"]["options"]}
    assert words == {
        "today": "오늘",
        "summary": "요약",
        "latest": "최신",
        "search": "검색",
        "results": "결과",
        "saved": "저장",
        "mine": "내표",
        "feedback": "의견",
        "export": "내정보",
        "forget": "잊어줘",
        "help": "도움말",
    }
    admin = {one["name"]: one["name_localizations"]["ko"] for one in commands["debate-admin"]["options"]}
    assert admin == {"post": "올리기", "close": "마감", "schedule": "일정"}
    assert int(commands["debate-admin"]["default_member_permissions"]) == 1 << 5


async def test_commands_are_synchronised_only_when_they_changed(fake, tmp_path) -> None:
    places = make_places(fake)
    for _ in range(2):
        async with running_bot(fake, tmp_path, places=places) as bot:
            await fake.until(lambda: fake.places.commands[None])
            await bot.open("garden") if not fake.messages(places.garden) else None
    assert len(fake.asked("PUT /applications/*/commands")) == 1


@pytest.mark.parametrize("locale", ["ko", "en-US"])
@pytest.mark.parametrize("word", ["today", "summary", "latest", "results", "saved", "help"])
async def test_each_command_answers_privately(bot, fake, haru, word, locale) -> None:
    await bot.open()
    answer = await fake.answer(fake.slash(haru, bot.places.square, f"debate {word}", locale))
    assert answer.ephemeral
    assert answer.text.strip()
    if word == "help":
        assert (locale == "ko") == any("가" <= letter <= "힣" for letter in answer.text)


async def test_answers_without_a_debate_say_so(bot, fake, haru) -> None:
    for word in ("today", "results", "summary", "saved"):
        answer = await fake.answer(fake.slash(haru, bot.places.square, f"debate {word}"))
        assert answer.ephemeral
        assert answer.text.strip()


async def test_a_shared_answer_is_for_everybody(bot, fake, haru) -> None:
    debate = await bot.open()
    fake.react(haru, bot.card(), TREE)
    await bot.until_ballots(debate, 0, 1, 0)
    answer = await fake.answer(fake.slash(haru, bot.places.garden, "debate results", debate=debate, share=True))
    assert not answer.ephemeral
    assert fake.messages(bot.places.garden) == answer.messages
    assert "광장" in answer.text


async def test_searching_and_completing(bot, fake, haru) -> None:
    debate = await bot.open()
    answer = await fake.answer(fake.slash(haru, bot.places.square, "debate search", words="광장"))
    assert "열린 광장" in answer.text
    nothing = await fake.answer(fake.slash(haru, bot.places.square, "debate search", words='" share @everyone'))
    assert nothing.ephemeral
    typed = await fake.answer(fake.complete(haru, bot.places.square, "debate summary", "article", "ㅇㄹㄱㅈ"))
    choices = typed.choices
    assert [choice["value"] for choice in choices] == [SLUG]
    choices = (await fake.answer(fake.complete(haru, bot.places.square, "debate results", "debate", ""))).choices
    assert {choice["value"] for choice in choices} & {debate, SLUG}


async def test_admins_post_and_close(bot, fake, haru) -> None:
    owner = fake.world.owner
    with pytest.raises(Hidden):
        fake.slash(haru, bot.places.garden, "debate-admin post", article=SLUG)
    answer = await fake.answer(fake.slash(owner, bot.places.garden, "debate-admin post", article=SLUG))
    assert answer.ephemeral
    await fake.until(lambda: fake.messages(bot.places.garden))
    answer = await fake.answer(fake.slash(owner, bot.places.garden, "토론관리 일정"))
    assert answer.ephemeral
    answer = await fake.answer(fake.slash(owner, bot.places.garden, "debate-admin close"))
    assert answer.ephemeral
    await fake.until(lambda: len(fake.messages(bot.places.garden)) == 2)


async def test_a_member_who_reaches_an_admin_command_is_refused(bot, fake, haru) -> None:
    """A server owner may show the commands to everybody; who may is asked again."""
    command = next(one for one in fake.places.commands[None].values() if one["name"] == "debate-admin")
    command["default_member_permissions"] = None
    answer = await fake.answer(fake.slash(haru, bot.places.garden, "debate-admin post", article=SLUG))
    assert answer.ephemeral
    assert fake.messages(bot.places.garden) == []


async def test_feedback_is_a_form(bot, fake, haru) -> None:
    shown = await fake.answer(fake.slash(haru, bot.places.square, "debate feedback"))
    fields = {}
    for row in shown.modal["components"]:
        field = row.get("component") or row["components"][0]
        fields[field["custom_id"]] = (
            ["4"] if field["type"] == 3 else "4" if "rating" in field["custom_id"] else "좋아요"
        )
    done = await fake.answer(fake.submit(shown, fields))
    assert done.ephemeral
    assert done.text.strip()
    kept = await bot.app.database.ledger.feedback.latest(10)
    assert [(one.rating, one.line) for one in kept] == [(4, "좋아요")]


async def test_the_menu_of_a_message_leads_to_its_debate(bot, fake, haru) -> None:
    await bot.open()
    entries = [one["name"] for one in fake.places.commands[None].values() if one["type"] == 3]
    assert len(entries) == 1
    answer = await fake.answer(fake.menu(haru, bot.card(), entries[0]))
    assert answer.ephemeral
    assert "광장" in answer.text
    other = fake.write(haru, bot.places.square, "그냥 글")
    assert (await fake.answer(fake.menu(haru, other, entries[0]))).ephemeral


async def test_secret_ballots_by_button(fake, tmp_path) -> None:
    places = make_places(fake)
    async with running_bot(fake, tmp_path, places=places, rules=", ballot: buttons") as bot:
        debate = await bot.open()
        haru, noeul = (fake.user(name, places.guild) for name in ("Haru", "Noeul"))
        assert bot.card().reactions == {}
        told = await fake.answer(fake.press(haru, bot.card(), "문"))
        assert told.ephemeral
        await fake.answer(fake.press(noeul, bot.card(), "광장"))
        await fake.answer(fake.press(haru, bot.card(), "광장"))
        assert await bot.ballots(debate) == (0, 2, 0)
    async with running_bot(fake, tmp_path, places=places, rules=", ballot: buttons") as bot:
        again = await fake.answer(fake.press(haru, bot.card(), "광장", later=3))
        assert again.ephemeral
        assert await bot.ballots(debate) == (0, 1, 0)
        final = await bot.close(debate)
        assert final.tally.ballots == (0, 1, 0)
        assert final.certificate.of_buttons
    assert fake.could_ping == []


async def test_an_answer_that_takes_long_is_put_off_first_and_given_when_it_is_there(
    bot, fake, haru, monkeypatch
) -> None:
    answered, put_off = bot.app.commands.answer, asyncio.Event()

    async def slowly(*args):
        await put_off.wait()
        return await answered(*args)

    monkeypatch.setattr(bot.app.commands, "answer", slowly)
    asked = fake.slash(haru, bot.places.square, "debate help")
    await fake.until(lambda: asked.callback is not None)
    assert asked.callback == DEFERRED
    put_off.set()
    answer = await fake.answer(asked)
    assert answer.ephemeral
    assert answer.text.strip()


async def test_an_answer_that_is_lost_on_the_way_disturbs_nothing(bot, fake, haru) -> None:
    fault = fake.fault("POST /interactions/**", faults.drop_before(), times=1)
    fake.slash(haru, bot.places.square, "debate help")
    await fault.hit.wait()
    answer = await fake.answer(fake.slash(haru, bot.places.square, "debate help"))
    assert answer.text.strip()


@pytest.mark.usefixtures("bot")
async def test_the_bot_greets_a_guild_that_it_joins_once(fake) -> None:
    guild = fake.guild("새 광장", bot=False)
    fake.world.add_bot(guild)
    general = guild.channels[guild.system_channel]
    (welcome,) = await fake.until(lambda: fake.messages(general))
    assert "🦉" in welcome.text
    fake.world.kick_bot(guild)
    fake.world.add_bot(guild)
    other = fake.guild("또 다른 광장", bot=False)
    fake.world.deny(other.channels[other.system_channel], "Send Messages")
    fake.channel(other, "talk")
    fake.world.add_bot(other)
    talk = next(one for one in other.channels.values() if one.name == "talk")
    await fake.until(lambda: fake.messages(talk))
    assert len(fake.messages(general)) == 1
