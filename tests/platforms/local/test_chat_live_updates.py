"""The stream of events: what arrives, and how a page that was away catches up."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from unittest.mock import AsyncMock

from chat_helpers import CHANNEL, Browser, card, soon

from bot.core.messages import Card
from bot.locales import words_for
from bot.platforms.local.adapter import LocalPlatform
from bot.platforms.local.chat_page import Viewer, Views
from bot.platforms.local.chat_routes import ChatRoutes
from bot.platforms.local.live_updates import Client, Event, Hub
from bot.services.clock import SystemClock
from bot.web.http_server import WebServer
from tests.patience import PATIENCE
from tests.platforms.local.conftest import Site

HARU = Viewer("haru", "ko")


async def test_each_page_sees_every_change_from_its_own_side(site: Site, browser: Browser) -> None:
    other = Browser(site.server.url, "noeul")
    async with browser.listen() as mine, other.listen() as theirs:
        said = (await browser.do("messages", channel=CHANNEL, text="안녕하세요"))["message"]
        assert await mine.next() == ("message", said)
        assert await theirs.next() == ("message", said)
        await browser.do("reactions", message=said["id"], emoji="🔥", on=True)
        _, seen_by_me = await mine.next()
        _, seen_by_them = await theirs.next()
        assert (seen_by_me["reactions"][0]["mine"], seen_by_them["reactions"][0]["mine"]) == (True, False)
        person = await browser.do("people", name="새 사람")
        assert await theirs.next() == ("person", person)
        await browser.do(f"messages/{said['id']}", "DELETE")
        assert await theirs.next() == ("deleted", {"id": said["id"], "channel": CHANNEL, "thread": None})
    await other.close()


async def test_one_edit_is_told_to_each_page_in_its_language(site: Site, browser: Browser) -> None:
    other = Browser(site.server.url, "noeul")
    await other.open(lang="en")

    def counted(voters: int, english: str) -> Card:
        korean = card(soon(), voters=voters)
        return replace(korean, others={"en": replace(korean, turnout=english)})

    post = await site.platform.send(CHANNEL, counted(1, "1 person"), "post")
    async with browser.listen() as mine, other.listen() as theirs:
        for stream in (mine, theirs):
            assert (await stream.next())[1]["id"] == post
        await site.platform.edit(CHANNEL, post, counted(2, "2 people"))
        assert [(await stream.next())[1]["content"]["turnout"] for stream in (mine, theirs)] == ["2명", "2 people"]
    await other.close()


async def test_a_reply_also_changes_the_message_above(site: Site, browser: Browser) -> None:
    post = await site.platform.send(CHANNEL, card(soon()), "post")
    thread = await site.platform.open_thread(CHANNEL, post, "티격태격")
    async with browser.listen() as stream:
        reply = (await browser.do("replies", thread=thread, text="저요"))["message"]
        assert (await stream.until(lambda _, data: data["id"] == reply["id"]))["thread"] == thread
        above = await stream.until(lambda _, data: data["id"] == post)
        assert above["opens"]["replies"] == 1


async def test_a_page_resumes_where_it_was(site: Site, browser: Browser) -> None:
    async with browser.listen() as stream:
        first = (await browser.do("messages", channel=CHANNEL, text="하나"))["message"]
        assert (await stream.next())[1]["id"] == first["id"]
        last_id = stream.last_id
    second = (await browser.do("messages", channel=CHANNEL, text="둘"))["message"]
    third = (await browser.do("messages", channel=CHANNEL, text="셋"))["message"]
    await browser.do(f"messages/{second['id']}", "DELETE")
    async with browser.listen(last_id) as stream:
        assert (await stream.next())[1]["id"] == third["id"]
        assert await stream.next() == ("deleted", {"id": second["id"], "channel": CHANNEL, "thread": None})
        assert int(stream.last_id) == await site.platform.store.last_change()


async def test_a_new_page_misses_nothing_between_loading_and_listening(browser: Browser) -> None:
    said = (await browser.do("messages", channel=CHANNEL, text="사이에"))["message"]
    async with browser.listen() as stream:
        assert await stream.next() == ("message", said)


async def test_a_page_from_another_store_or_long_ago_loads_anew(site: Site, browser: Browser) -> None:
    async with browser.listen("999999") as stream:
        assert await stream.next() == ("reset", {})
    for number in range(420):
        await site.platform.members.say("haru", CHANNEL, f"{number}")
    async with browser.listen("1") as stream:
        assert await stream.next() == ("reset", {})
        said = (await browser.do("messages", channel=CHANNEL, text="계속"))["message"]
        assert await stream.next() == ("message", said)


async def test_what_another_process_says_arrives(site: Site, browser: Browser, second: LocalPlatform) -> None:
    async with browser.listen() as stream:
        post = await second.send(CHANNEL, card(soon()), "post")
        name, data = await stream.next()
        assert (name, data["id"], data["kind"]) == ("message", post, "card")
    assert site.platform.ready() is None


def test_a_page_that_does_not_keep_up_is_told_to_load_anew() -> None:
    client = Client(HARU)
    for number in range(1, 300):
        client.put(Event(number, "message", {}))
    left = [client.queue.get_nowait() for _ in range(client.queue.qsize())]
    assert left[0] == Event(257, "reset", {})
    assert [event.id for event in left if event] == list(range(257, 300))
    client.put(None)
    assert client.queue.get_nowait() is None


async def test_stopping_ends_streams_at_once(platform: LocalPlatform) -> None:
    server = WebServer("127.0.0.1:0", words_for, locale="ko")
    clock = SystemClock()
    chat = ChatRoutes(
        platform,
        clock,
        words_for,
        locale_of=server.locale_of,
        token_of=server.token_of,
        opens_next=AsyncMock(return_value=None),
        timezone="Asia/Seoul",
    )
    server.add(chat.routes())
    server.add_streams(chat.streams())
    server.on_stop(chat.hang_up)
    await server.start()
    browser = Browser(server.url)
    await browser.open()
    async with browser.listen() as stream:
        await browser.do("messages", channel=CHANNEL, text="안녕")
        await stream.next()
        async with asyncio.timeout(PATIENCE):
            await server.stop()
            assert await stream.response.content.read() == b""
    await browser.close()


async def test_nobody_follows_when_nobody_listens(platform: LocalPlatform) -> None:
    hub = Hub(platform.store, Views(platform.members, words_for), SystemClock())
    client, _, _ = await hub.join(HARU, None)
    hub.leave(client)
    assert not hub.is_following
    await hub.close()
    late, _, _ = await hub.join(HARU, None)
    assert await late.queue.get() is None
