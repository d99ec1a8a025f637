"""The chat forgets a member: nothing of them is in its file, and closed posts keep their counts."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from chat_helpers import CHANNEL, Browser, Heard, card, running, soon

from bot.core.debates import DebateState
from bot.core.messages import Download, Reply, Text
from bot.platforms.local.adapter import LocalPlatform
from bot.platforms.local.first_people import FACES
from bot.platforms.local.identifiers import voter_of


def in_files(folder: Path, name: str) -> list[str]:
    return [path.name for path in folder.iterdir() if path.is_file() and name.encode() in path.read_bytes()]


async def test_a_member_goes_with_words_name_and_reactions(platform: LocalPlatform, tmp_path: Path) -> None:
    store, members = platform.store, platform.members
    somebody = await store.add_person("아주특별한이름", FACES)
    ended = await platform.send(CHANNEL, card(soon(), debate="d0", state=DebateState.CLOSED), "d0:square:post")
    going_on = await platform.send(CHANNEL, card(soon()), "d1:square:post")
    thread = await platform.open_thread(CHANNEL, going_on, "스레드")
    line = await platform.send(CHANNEL, card(soon(), debate="d2"), "line", thread)
    for message in (ended, going_on, line):
        await members.react(somebody.id, message, "👍", on=True)
    await members.react("haru", ended, "👍", on=True)
    await members.say(somebody.id, CHANNEL, "아주 특별한 말")
    await members.answer(somebody.id, thread, "아주 특별한 댓글")
    told = await platform.everything(voter_of(somebody.id))
    assert told["name"] == "아주특별한이름"
    assert [message["text"] for message in told["messages"]] == ["아주 특별한 말", "아주 특별한 댓글"]
    assert len(told["reactions"]) == 3
    await platform.forget(voter_of(somebody.id), {going_on})
    assert await platform.overwrite()
    for trace in ("아주특별한이름", "아주 특별한"):
        assert in_files(tmp_path, trace) == [], trace
    with closing(sqlite3.connect(tmp_path / "chat.db")) as file:
        for table, column in (("people", "id"), ("messages", "person"), ("reactions", "person"), ("changes", "person")):
            query = f"SELECT count(*) FROM {table} WHERE {column} = ?"
            assert file.execute(query, (somebody.id,)).fetchone() == (0,), table
    holders = await store.holders(int(ended[1:]))
    assert holders is not None
    assert len(holders["👍"]) == 2
    assert "haru" in holders["👍"]
    for message in (going_on, line):
        assert await store.holders(int(message[1:])) == {}
    shown = await store.load([int(ended[1:])])
    assert [len(reaction.people) for reaction in shown[0].reactions] == [2]
    assert await platform.everything(voter_of(somebody.id)) == {}
    assert await store.called("아주특별한이름") is None
    assert somebody.id not in {person.id for person in await store.people()}
    newcomer = await store.add_person("새로운이", FACES)
    assert newcomer.id != somebody.id


async def test_who_came_with_the_chat_stays_without_their_words(platform: LocalPlatform) -> None:
    assert await platform.everything(voter_of("haru")) == {}
    await platform.members.say("haru", CHANNEL, "안녕")
    assert [message["text"] for message in (await platform.everything(voter_of("haru")))["messages"]] == ["안녕"]
    await platform.forget(voter_of("haru"), ())
    assert await platform.everything(voter_of("haru")) == {}
    assert "haru" in {person.id for person in await platform.store.people()}
    await platform.forget(voter_of("nobody-at-all"), ())


async def test_two_posts_share_nobody(platform: LocalPlatform) -> None:
    somebody = await platform.store.add_person("누군가", FACES)
    posts = [
        await platform.send(CHANNEL, card(soon(), debate=f"d{n}", state=DebateState.CLOSED), f"d{n}:square:post")
        for n in range(2)
    ]
    for message in posts:
        await platform.members.react(somebody.id, message, "👍", on=True)
    await platform.forget(voter_of(somebody.id), ())
    (first,), (second,) = [(await platform.store.holders(int(post[1:])) or {})["👍"] for post in posts]
    assert first != second


async def test_the_bot_hears_nothing_of_it_and_goes_on_hearing(platform: LocalPlatform) -> None:
    heard = Heard()
    async with running(platform, heard):
        somebody = await platform.store.add_person("누군가", FACES)
        post = await platform.send(CHANNEL, card(soon()), "d1:square:post")
        thread = await platform.open_thread(CHANNEL, post, "스레드")
        await platform.members.react(somebody.id, post, "👍", on=True)
        await platform.members.answer(somebody.id, thread, "댓글")
        await heard.until(lambda: bool(heard.marks) and bool(heard.replies))
        await platform.forget(voter_of(somebody.id), {post})
        await platform.members.react("haru", post, "👎", on=True)
        await heard.until(lambda: heard.marks[-1].voter.native == "haru")
    assert [mark.added for mark in heard.marks] == [True, True]
    assert [held for *_, held in heard.replies] == [True]


async def test_open_pages_see_that_it_is_gone(site: Any, browser: Browser) -> None:
    somebody = await site.platform.store.add_person("누군가", FACES)
    post = await site.platform.send(CHANNEL, card(soon()), "d1:square:post")
    await site.platform.members.react(somebody.id, post, "👍", on=True)
    said = await site.platform.members.say(somebody.id, CHANNEL, "안녕")
    async with browser.listen() as stream:
        await site.platform.forget(voter_of(somebody.id), {post})
        await stream.until(lambda name, data: name == "deleted" and data["id"] == f"m{said.number}")
        shown = await stream.until(lambda name, data: name == "message" and data["id"] == post)
        await stream.until(lambda name, data: (name, data) == ("people", {}))
    assert shown["reactions"] == []


async def test_a_file_comes_with_the_private_answer(site: Any, browser: Browser) -> None:
    site.heard.reply = Reply((Text("여기요"), Download("agora.json", "내려받기", '{"debates": []}')))
    answer = await browser.do("messages", channel=CHANNEL, text="/토론 내정보")
    assert answer["reply"]["parts"][1] == {
        "type": "download",
        "name": "agora.json",
        "label": "내려받기",
        "content": '{"debates": []}',
    }
