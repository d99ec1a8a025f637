"""The ports Platform, Messenger and Reader on a real store."""

from __future__ import annotations

import asyncio
import random
import sqlite3
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from chat_helpers import CHANNEL, Heard, article, build, card, running, soon
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.debates import DebateState
from bot.core.emoji import plain
from bot.core.marks import Voter
from bot.core.messages import Line, Notice
from bot.errors import AgoraError
from bot.platforms.local.adapter import LocalPlatform
from bot.platforms.local.chat_records import Draft, Kind, Missed
from bot.platforms.local.chat_store import Store
from bot.platforms.local.first_people import first_people
from bot.platforms.local.identifiers import BOT
from bot.platforms.local.refusals import Refusal
from bot.services.clock import SystemClock
from bot.services.platform_errors import Impossible, MessageGone
from bot.services.ports import Messenger, Platform, Reader

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
OPTIONS = ("👍", "👎", "🔖")
GREETING = Draft(CHANNEL, Kind.TEXT, {"text": "안녕하세요"}, person="haru")


def test_it_fits_the_ports(platform: LocalPlatform) -> None:
    as_platform: Platform = platform
    as_messenger: Messenger = platform
    as_reader: Reader = platform
    assert as_platform.name == "local"
    assert as_messenger is not None
    assert as_reader is not None


async def test_sending_twice_says_it_twice_and_find_gives_the_first(platform: LocalPlatform) -> None:
    first = await platform.send(CHANNEL, card(soon()), "d1:square:post")
    again = await platform.send(CHANNEL, card(soon()), "d1:square:post")
    assert first != again
    assert await platform.find(CHANNEL, "d1:square:post", LONG_AGO) == first
    assert await platform.find(CHANNEL, "d1:square:post", soon()) is None
    assert await platform.find("team", "d1:square:post", LONG_AGO) is None
    assert await platform.find(CHANNEL, "d1:square:result", LONG_AGO) is None


async def test_what_was_said_under_a_key_is_told_back_to_an_instant(platform: LocalPlatform) -> None:
    post = await platform.send(CHANNEL, card(soon()), "d1:square:post")
    thread = await platform.open_thread(CHANNEL, post, "티격태격")
    await platform.send(CHANNEL, Line("부키", "🦉", "찬성", "열어야죠"), "d1:square:line0", thread)
    await platform.store.write(GREETING)
    told = {one.message: one.key for one in await platform.own_since(CHANNEL, LONG_AGO)}
    assert told == {post: "d1:square:post"}
    assert await platform.own_since(CHANNEL, soon()) == []
    assert await platform.own_since("team", LONG_AGO) == []


async def test_a_thread_is_opened_once_and_its_lines_are_found_in_it(platform: LocalPlatform) -> None:
    post = await platform.send(CHANNEL, card(soon()), "post")
    thread = await platform.open_thread(CHANNEL, post, "티격태격")
    assert await platform.open_thread(CHANNEL, post, "다시") == thread
    line = await platform.send(CHANNEL, Line("부키", "🦉", "찬성", "열어야죠", hint="💡!"), "line", thread)
    assert await platform.find(CHANNEL, "line", LONG_AGO, thread) == line
    assert await platform.find(CHANNEL, "line", LONG_AGO) is None
    (stored,) = await platform.store.load([int(line[1:])])
    assert stored.kind is Kind.LINE
    assert stored.author == {"kind": "mascot", "name": "부키", "emoji": "🦉"}
    assert dict(stored.content) == {"text": "열어야죠", "side": "찬성", "picture": None, "hint": "💡!"}


async def test_the_replies_of_a_thread_are_peoples_alone(platform: LocalPlatform) -> None:
    post = await platform.send(CHANNEL, card(soon()), "post")
    thread = await platform.open_thread(CHANNEL, post, "티격태격")
    await platform.send(CHANNEL, Line("부키", "🦉", "찬성", "열자!"), "line", thread)
    written = [await platform.members.answer(person, thread, "저요") for person in ("haru", "haru", "noeul")]
    await platform.members.delete("haru", f"m{written[0].number}")
    assert await platform.replies(CHANNEL, thread) == {
        f"m{written[1].number}": Voter("local", "local", "haru"),
        f"m{written[2].number}": Voter("local", "local", "noeul"),
    }
    before = await platform.replies(CHANNEL, thread, before=written[2].at)
    assert before is not None
    assert f"m{written[2].number}" not in before
    for gone in ("t999", "m1"):
        with pytest.raises(MessageGone):
            await platform.replies(CHANNEL, gone)
    assert platform.link(CHANNEL, "m3", thread) == f"/chat#/{CHANNEL}/{thread}"
    assert platform.link("elsewhere", "m3", thread) is None


async def test_editing_replaces_and_editing_to_the_same_changes_nothing(platform: LocalPlatform) -> None:
    at = soon()
    post = await platform.send(CHANNEL, card(at), "post")
    before = await platform.store.last_change()
    await platform.edit(CHANNEL, post, card(at))
    assert await platform.store.last_change() == before
    await platform.edit(CHANNEL, post, card(at, voters=3, state=DebateState.CLOSED))
    (stored,) = await platform.store.load([int(post[1:])])
    assert (stored.content["voters"], stored.content["state"]) == (3, "closed")
    assert stored.content["article"] is True
    assert await platform.store.last_change() == before + 1


async def test_what_was_deleted_is_gone_for_every_call(platform: LocalPlatform) -> None:
    post = await platform.send(CHANNEL, card(soon()), "post")
    thread = await platform.open_thread(CHANNEL, post, "티격태격")
    await platform.members.delete("editor", post)
    for call in (
        platform.edit(CHANNEL, post, card(soon())),
        platform.react(CHANNEL, post, "👍"),
        platform.open_thread(CHANNEL, post, "티격태격"),
        platform.scan(CHANNEL, post, OPTIONS),
        platform.send(CHANNEL, Notice("", "늦었다"), "line", thread),
        platform.scan(CHANNEL, "no-such-id", OPTIONS),
    ):
        with pytest.raises(MessageGone):
            await call
    assert await platform.find(CHANNEL, "post", LONG_AGO) is None


async def test_a_channel_that_is_not_configured_is_impossible(platform: LocalPlatform) -> None:
    with pytest.raises(Impossible, match="nowhere"):
        await platform.send("nowhere", card(soon()), "post")


async def test_only_events_since_the_start_are_handed_over(platform: LocalPlatform) -> None:
    heard = Heard()
    post = await platform.send(CHANNEL, card(soon()), "post")
    thread = await platform.open_thread(CHANNEL, post, "티격태격")
    await platform.members.react("haru", post, "👍", on=True)
    assert platform.ready() is not None
    async with running(platform, heard):
        assert platform.ready() is None
        await platform.react(CHANNEL, post, "👎")
        await platform.send(CHANNEL, Line("부키", "🦉", "찬성", "열어야죠"), "line", thread)
        await platform.members.react("noeul", post, "👍🏽", on=True)
        await platform.members.react("noeul", post, "👍🏽", on=True)
        await platform.members.react("noeul", post, "👍🏽", on=False)
        reply = await platform.members.answer("dambi", thread, "저는 찬성이요")
        await platform.members.delete("dambi", f"m{reply.number}")
        await platform.members.delete("editor", post)
        await heard.until(lambda: bool(heard.deletions))
    assert platform.ready() is not None
    assert [(e.voter.native, e.reaction, e.plain, e.added, e.message) for e in heard.marks] == [
        ("noeul", "👍🏽", "👍", True, post),
        ("noeul", "👍🏽", "👍", False, post),
    ]
    first, last = heard.marks
    assert first.at is not None
    assert last.at is not None
    assert first.at < last.at
    assert first.voter == Voter("local", "local", "noeul")
    dambi = Voter("local", "local", "dambi")
    assert heard.replies == [(thread, f"m{reply.number}", dambi, True), (thread, f"m{reply.number}", dambi, False)]
    assert heard.deletions == [post]
    assert heard.missed == 1


async def test_event_times_grow_even_when_the_clock_stands_still(tmp_path: Path) -> None:
    class Still:
        def now(self) -> datetime:
            return LONG_AGO

        async def sleep(self, seconds: float) -> None:
            raise AssertionError(f"nobody waits, certainly not {seconds} s")

    store = Store(tmp_path / "chat.db", Still(), first_people("ko"))
    number = await store.write(GREETING)
    for emoji in ("👍", "👎", "😂"):
        await store.react(number, "haru", emoji, on=True)
    times = [change.at for change in await store.changes(0)]
    assert times == sorted(set(times))
    await store.close()


async def test_an_event_is_handed_over_until_the_ledger_takes_it(platform: LocalPlatform) -> None:
    heard = Heard()
    post = await platform.send(CHANNEL, card(soon()), "post")
    async with running(platform, heard):
        heard.busy = 3
        await platform.members.react("haru", post, "👍", on=True)
        await heard.until(lambda: bool(heard.marks))
    assert [event.voter.native for event in heard.marks] == ["haru"]


async def test_events_of_another_process_arrive(platform: LocalPlatform, second: LocalPlatform) -> None:
    heard = Heard()
    async with running(platform, heard):
        post = await second.send(CHANNEL, card(soon()), "post")
        await second.members.react("haru", post, "👍", on=True)
        await heard.until(lambda: bool(heard.marks))
    assert heard.marks[0].message == post


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_a_scan_is_what_people_hold(seed: int) -> None:
    asyncio.run(_scan_equals_reference(seed))


async def _scan_equals_reference(seed: int) -> None:

    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as folder:
        platform = build(Path(folder))
        post = await platform.send(CHANNEL, card(soon()), "post")
        for emoji in ("👍", "👎"):
            await platform.react(CHANNEL, post, emoji)
        held: set[tuple[str, str]] = set()
        for _ in range(30):
            person = chance.choice(("haru", "noeul", "dambi", "editor"))
            emoji = chance.choice(("👍", "👍🏽", "👎", "🔖", "😂"))
            on = chance.random() < 0.6
            await platform.members.react(person, post, emoji, on=on)
            (held.add if on else held.discard)((person, emoji))
        scan = await platform.scan(CHANNEL, post, OPTIONS)
        await platform.close()
    marks = scan.keys()
    seen = {(voter.native, reaction) for voter, reaction in marks}
    assert seen == {(person, emoji) for person, emoji in held if plain(emoji) in OPTIONS}
    assert scan.own == {"👍", "👎"}
    assert not scan.short
    assert BOT not in {person for person, _ in seen}


async def test_two_processes_write_at_once_and_lose_nothing(platform: LocalPlatform, second: LocalPlatform) -> None:
    post = await platform.send(CHANNEL, card(soon()), "post")
    people = [await platform.members.join(f"사람{i}") for i in range(24)]

    async def react(number: int) -> None:
        where = platform if number % 2 else second
        await where.members.react(people[number].id, post, "👍", on=True)

    await asyncio.gather(*(react(number) for number in range(24)))
    scan = await second.scan(CHANNEL, post, OPTIONS)
    assert len(scan.holders["👍"]) == 24
    changes = await platform.store.changes(0)
    assert [change.id for change in changes] == sorted(change.id for change in changes)
    assert len({change.at for change in changes}) == len(changes)


async def test_a_message_takes_twenty_different_reactions(platform: LocalPlatform) -> None:
    post = await platform.send(CHANNEL, card(soon()), "post")
    for number in range(20):
        await platform.members.react("haru", post, chr(0x1F400 + number), on=True)
    with pytest.raises(Refusal):
        await platform.members.react("haru", post, "👍", on=True)
    await platform.members.react("noeul", post, chr(0x1F400), on=True)
    with pytest.raises(Impossible):
        await platform.react(CHANNEL, post, "👍")


async def test_a_store_of_a_newer_version_is_refused_in_a_sentence(tmp_path: Path, platform: LocalPlatform) -> None:
    with sqlite3.connect(tmp_path / "chat.db") as file:
        file.execute("PRAGMA user_version = 99")
    with pytest.raises(AgoraError, match="newer version"):
        await platform.find(CHANNEL, "post", LONG_AGO)


async def test_a_store_that_can_not_be_opened_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    platform = build(tmp_path / "file")
    with pytest.raises(AgoraError, match=r"chat\.db"):
        await platform.send(CHANNEL, card(soon()), "post")
    await platform.close()


async def test_a_reader_that_is_too_late_is_told_so(tmp_path: Path) -> None:
    store = Store(tmp_path / "chat.db", SystemClock(), first_people("ko"), changes_kept=3)
    for _ in range(12):
        await store.write(GREETING)
    with pytest.raises(Missed):
        await store.changes(1)
    assert await store.changes(await store.last_change() - 1)
    await store.close()


async def test_refreshes_are_seldomer_when_a_post_is_old(platform: LocalPlatform) -> None:
    assert platform.refresh_every(timedelta(minutes=1)) < platform.refresh_every(timedelta(hours=2))


async def test_what_was_said_survives_a_restart(tmp_path: Path, platform: LocalPlatform) -> None:
    post = await platform.send(CHANNEL, card(soon()), "post")
    await platform.members.react("haru", post, "👍", on=True)
    await platform.close()
    again = build(tmp_path)
    assert await again.find(CHANNEL, "post", LONG_AGO) == post
    assert len((await again.scan(CHANNEL, post, OPTIONS)).holders["👍"]) == 1
    assert (await again.store.article(int(post[1:])) or {})["body"] == article().body
    await again.close()
