"""What was sent is found again by the sign that it carries, and what can't be read is never taken for nothing."""

from __future__ import annotations

from urllib.parse import urlsplit

import discord
import pytest

from bot.core.marks import Voter
from bot.core.times import micros
from bot.platforms.discord.identifiers import carries, sign_of, signed
from bot.services.platform_errors import MessageGone, PlatformError, Unclear
from tests.platforms.discord.wired import LINE, NOTICE, Wired
from tests.wire.discord import faults

HISTORY = "GET /channels/*/messages"
KEY = "abc:square:post"


@pytest.mark.parametrize(
    "url",
    [None, "https://agora.example.org/articles/x", "https://agora.example.org/a?b=1#c", "https://e.org/" + "x" * 2040],
)
def test_a_sign_stands_where_no_page_sees_it(url: str | None) -> None:
    embed = {"title": "x"} if url is None else {"title": "x", "url": url}
    sent = signed({"embeds": [embed, {"title": "y"}], "components": []}, KEY, "https://discord.com/channels/1/2")
    marked = sent["embeds"][0]["url"]
    assert len(marked) <= 2048
    assert urlsplit(marked).fragment.partition(":~:")[2] == f"agora={sign_of(KEY)}"
    if url is not None and len(url) < 2000:
        assert marked.startswith(url)
    assert sent["embeds"][1] == {"title": "y"}
    assert len(sent["nonce"]) <= 25
    assert sent["enforce_nonce"] is True
    assert carries({"embeds": sent["embeds"]}, sign_of(KEY))
    assert carries({"nonce": sent["nonce"]}, sign_of(KEY))
    assert not carries({"embeds": sent["embeds"], "nonce": None}, sign_of("abc:square:result"))


async def test_it_is_found_behind_what_was_written_since(there: Wired) -> None:
    said = await there.adapter.send(there.place, NOTICE, KEY)
    haru = there.fake.user("Haru", there.guild)
    for number in range(250):
        there.fake.write(haru, there.square, f"{number}")
    assert await there.adapter.find(there.place, KEY, there.recently()) == said
    assert await there.adapter.find(there.place, "abc:square:line0", there.recently()) is None
    assert (
        there.adapter.link(there.place, said) == f"https://discord.com/channels/{there.guild.id}/{there.place}/{said}"
    )


async def test_it_is_found_in_a_thread(there: Wired) -> None:
    post = await there.adapter.send(there.place, NOTICE, KEY)
    thread = await there.adapter.open_thread(there.place, post, "이야기")
    assert await there.adapter.open_thread(there.place, post, "이야기") == thread == post
    line = await there.adapter.send(there.place, LINE, "abc:square:line0", thread)
    assert await there.adapter.find(there.place, "abc:square:line0", there.recently(), thread) == line
    assert await there.adapter.find(there.place, "abc:square:line0", there.recently()) is None
    there.fake.world.archive(there.square.messages[int(post)].thread)
    assert await there.adapter.send(there.place, LINE, "abc:square:line1", thread) != line


async def test_the_search_ends_where_it_can_have_been_sent(there: Wired) -> None:
    haru = there.fake.user("Haru", there.guild)
    for number in range(250):
        there.fake.world.grow_old(there.fake.write(haru, there.square, f"{number}"))
    await there.adapter.send(there.place, NOTICE, KEY)
    assert await there.adapter.find(there.place, "abc:square:result", there.recently()) is None
    assert len(there.fake.asked(HISTORY)) == 1


async def test_an_empty_channel_that_may_be_read_has_nothing(there: Wired) -> None:
    assert await there.adapter.find(there.place, KEY, there.recently()) is None


async def test_a_history_that_may_not_be_read_says_nothing(there: Wired) -> None:
    await there.adapter.send(there.place, NOTICE, KEY)
    there.fake.world.deny(there.square, "Read Message History")
    with pytest.raises(Unclear, match="Read Message History"):
        await there.adapter.find(there.place, KEY, there.recently())


async def test_an_empty_answer_beside_messages_says_nothing(there: Wired) -> None:
    await there.adapter.send(there.place, NOTICE, KEY)
    there.fake.fault(HISTORY, faults.empty(), times=1)
    with pytest.raises(Unclear):
        await there.adapter.find(there.place, KEY, there.recently())
    assert await there.adapter.find(there.place, KEY, there.recently()) is not None


async def test_a_history_that_fades_while_it_is_read_says_nothing(there: Wired) -> None:
    haru = there.fake.user("Haru", there.guild)
    for number in range(100):
        there.fake.write(haru, there.square, f"{number}")
    assert await there.adapter.find(there.place, KEY, there.recently()) is None
    there.fake.fault(HISTORY, faults.empty(), skip=1)
    with pytest.raises(Unclear):
        await there.adapter.find(there.place, KEY, there.recently())


async def test_a_server_without_guilds_is_believed_only_if_nothing_was_ever_said(there: Wired) -> None:
    for route in ("GET /guilds/*", "GET /guilds/*/members/*"):
        there.fake.fault(route, faults.answer(404, {"code": 0, "message": "404: Not Found"}))
    assert await there.adapter.find(there.place, KEY, there.recently()) is None
    await there.adapter.send(there.place, NOTICE, KEY)
    there.fake.fault(HISTORY, faults.empty())
    with pytest.raises(Unclear):
        await there.adapter.find(there.place, "abc:square:result", there.recently())


async def test_a_server_that_tells_nothing_of_a_channel_is_asked_once(there: Wired) -> None:
    there.fake.fault("GET /channels/*", faults.answer(404, {"code": 0, "message": "404: Not Found"}))
    assert await there.adapter.find(there.place, KEY, there.recently()) is None
    asked = len(there.fake.asked("GET /channels/*"))
    said = await there.adapter.send(there.place, NOTICE, KEY)
    assert await there.adapter.find(there.place, KEY, there.recently()) == said
    assert len(there.fake.asked("GET /channels/*")) == asked
    assert there.adapter.link(there.place, said) is None


async def test_a_deleted_thread_is_gone_and_has_no_replies(there: Wired) -> None:
    post = await there.adapter.send(there.place, NOTICE, KEY)
    thread = await there.adapter.open_thread(there.place, post, "이야기")
    there.fake.world.remove_channel(there.square.messages[int(post)].thread)
    with pytest.raises(MessageGone):
        await there.adapter.send(there.place, LINE, "abc:square:line0", thread)
    with pytest.raises(MessageGone):
        await there.adapter.find(there.place, "abc:square:line0", there.recently(), thread)
    assert await there.adapter.replies(there.place, thread) == {}


async def test_replies_are_those_of_people(there: Wired) -> None:
    post = await there.adapter.send(there.place, NOTICE, KEY)
    thread_id = await there.adapter.open_thread(there.place, post, "이야기")
    await there.adapter.send(there.place, LINE, "abc:square:line0", thread_id)
    thread = there.square.messages[int(post)].thread
    haru, robot = there.fake.user("Haru", there.guild), there.fake.user("Robot", there.guild, bot=True)
    written = [there.fake.write(haru, thread, f"{number}") for number in range(120)]
    written.append(there.fake.write(haru, thread, "answer", to=written[0]))
    there.fake.write(robot, thread, "beep")
    voter = Voter("discord", "", str(haru.id))
    assert await there.adapter.replies(there.place, thread_id) == {str(message.id): voter for message in written}
    told: dict[str, Voter] = {}
    last = micros(discord.utils.snowflake_time(written[-1].id))
    before = await there.adapter.replies(there.place, thread_id, told.update, last)
    assert before == told
    assert str(written[-1].id) not in told
    assert len(told) < len(written)
    there.fake.world.deny(there.square, "Read Message History")
    with pytest.raises(PlatformError):
        await there.adapter.replies(there.place, thread_id)


async def test_what_the_bot_itself_has_said_in_a_channel_is_told_back_to_an_instant(there: Wired) -> None:
    old = await there.adapter.send(there.place, NOTICE, KEY)
    there.fake.world.grow_old(there.square.messages[int(old)])
    haru = there.fake.user("Haru", there.guild)
    post = await there.adapter.send(there.place, NOTICE, "new:square:post")
    for number in range(120):
        there.fake.write(haru, there.square, f"{number}")
    thread = await there.adapter.open_thread(there.place, post, "이야기")
    await there.adapter.send(there.place, LINE, "new:square:line0", thread)
    result = await there.adapter.send(there.place, NOTICE, "new:square:result")
    told = await there.adapter.own_since(there.place, there.recently())
    assert [one.message for one in told] == [result, post]
    assert [one.key for one in told] == [None, None]


async def test_a_history_that_can_not_be_read_is_not_taken_for_nothing_said(there: Wired) -> None:
    await there.adapter.send(there.place, NOTICE, KEY)
    there.fake.fault(HISTORY, faults.answer(403, {"code": 50001, "message": "Missing Access"}))
    with pytest.raises(PlatformError):
        await there.adapter.own_since(there.place, there.recently())


async def test_an_edited_post_is_still_found_by_its_key(there: Wired) -> None:
    said = await there.adapter.send(there.place, NOTICE, KEY)
    there.square.messages[int(said)].nonce = None
    await there.adapter.edit(there.place, said, NOTICE, KEY)
    assert await there.adapter.find(there.place, KEY, there.recently()) == said
    assert [one.message for one in await there.adapter.own_since(there.place, there.recently())] == [said]
