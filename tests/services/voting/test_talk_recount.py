"""Sparks and replies in a whole bot: from the chat into the result, and brought back by recounts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from services_clock import MovableClock
from services_ledger import DOOR, TREE, event, opened

from bot.core.chat_commands import Command
from bot.core.marks import Voter
from bot.core.messages import Card, Reply, Result, Text
from bot.core.recounts import Scan
from bot.core.sparks import REPLY
from bot.core.times import Micros, micros
from bot.log import get_logger
from bot.platforms.local.chat_records import Draft, Kind, Stored
from bot.platforms.local.fault_injection import Faults
from bot.services.asked import Asked, Asker
from bot.services.platform_errors import TryLater
from bot.services.ports import Seen
from bot.services.stores import Ledger
from bot.services.voting.talk_recount import Cut, TalkRecounter
from bot.storage import Database
from tests.services.conftest import Bot


async def thread_of(bot: Bot, debate: str) -> tuple[int, list[Stored]]:
    """The number of the thread under a debate's post, and what is in it."""
    (post,) = await bot.app.database.ledger.debates.posts(debate)
    number = int((post.thread or "")[1:])
    found = await bot.chat.store.thread(number, 50)
    assert found is not None
    return number, found[1]


async def write(bot: Bot, thread: int, person: str, text: str) -> int:
    return await bot.chat.store.write(Draft("square", Kind.TEXT, {"text": text}, person=person, thread=thread))


async def spark(bot: Bot, message: int, *people: str) -> None:
    for person in people:
        await bot.chat.store.react(message, person, "💡", on=True)


async def change_of_mind(bot: Bot, debate: str, before: str, after: str, *people: str) -> None:
    number = await bot.message_of(debate)
    for person in people:
        for emoji, on in ((before, True), (after, True), (before, False)):
            await bot.chat.store.react(number, person, emoji, on=on)


async def result_of(bot: Bot) -> Mapping[str, Any]:
    return next(said.content for said in await bot.said_in("square") if said.kind is Kind.RESULT)


async def results(bot: Bot) -> Reply:
    """What the command `results` answers to somebody."""
    asker = Asker(Voter("local", "local", "p9"), "square", "ko")
    return await bot.app.commands.answer(Asked(Command.RESULTS, asker, share=True))


async def sparks_on(bot: Bot, debate: str) -> dict[int, int]:
    talk = await bot.app.database.ledger.talk.told(debate)
    assert talk is not None
    return {one.line.number: one.voters for one in talk.sparked}


async def test_the_result_names_the_line_that_moved_most(bots: Callable[..., Any]) -> None:
    async with bots() as bot:
        debate = await bot.open()
        thread, (first, second) = await thread_of(bot, debate)
        reply = await write(bot, thread, "p5", "저는 문이 좋아요")
        await change_of_mind(bot, debate, "🚪", "🌳", "p0", "p1")
        await bot.chat.store.react(await bot.message_of(debate), "p5", "🚪", on=True)
        await spark(bot, second.number, "p0", "p1", "p2")
        await spark(bot, first.number, "p3")
        await spark(bot, reply, "p3", "p5")
        await bot.until(lambda: _is(sparks_on(bot, debate), {1: 3, 0: 1, REPLY: 1}))
        moved = (
            "가장 많은 💡를 받은 말: 모키의 ‘열어야 자라요.’(3명). 그중 2명이 ‘문’에서 ‘광장’으로 옮겼어요. "
            "한 명은 집계된 표가 없어요."
        )
        card, talked = (await results(bot)).parts
        assert isinstance(card, Card)
        assert talked == Text(f"{moved}\n댓글 1 · 문 쪽 1")
        await bot.close(debate)
        told = await result_of(bot)
        assert told["moved"] == moved
        assert told["replies"] == "댓글 1 · 문 쪽 1"
        (ended,) = (await results(bot)).parts
        assert isinstance(ended, Result)
        assert (ended.moved, ended.replies, ended.moved_link) == (moved, "댓글 1 · 문 쪽 1", None)
        assert told["moved_link"] is None


async def test_a_reply_that_leads_is_linked(bots: Callable[..., Any]) -> None:
    async with bots() as bot:
        debate = await bot.open()
        thread, _ = await thread_of(bot, debate)
        await spark(bot, await write(bot, thread, "p5", "둘 다 옳아요"), "p1", "p2")
        await bot.until(lambda: _is(sparks_on(bot, debate), {REPLY: 2}))
        await bot.close(debate)
        told = await result_of(bot)
        assert told["moved"] == "가장 많은 💡를 받은 말: 스레드에 달린 댓글(2명)."
        assert told["moved_link"] == f"/chat#/square/t{thread}"


async def test_results_say_nothing_of_sparks_while_they_are_hidden(bots: Callable[..., Any]) -> None:
    async with bots(rules=", results: after_close") as bot:
        debate = await bot.open()
        _, (first, _) = await thread_of(bot, debate)
        await spark(bot, first.number, "p0")
        await bot.until(lambda: _is(sparks_on(bot, debate), {0: 1}))
        (card,) = (await results(bot)).parts
        assert isinstance(card, Card)
        await bot.close(debate)
        (ended,) = (await results(bot)).parts
        assert isinstance(ended, Result)
        assert ended.moved == "가장 많은 💡를 받은 말: 부키의 ‘닫아야 지켜요.’(1명)."


async def test_results_of_a_secret_ballot_name_the_line_and_nobodys_way(bots: Callable[..., Any]) -> None:
    async with bots(rules=", ballot: buttons") as bot:
        debate = await bot.open()
        number = await bot.message_of(debate)
        for option in (0, 1):
            await bot.chat.press("p0", f"m{number}", option, "ko")
        _, (first, _) = await thread_of(bot, debate)
        await spark(bot, first.number, "p0")
        await bot.until(lambda: _is(sparks_on(bot, debate), {0: 1}))
        moved = "가장 많은 💡를 받은 말: 부키의 ‘닫아야 지켜요.’(1명)."
        assert (await results(bot)).parts[1:] == (Text(moved),)
        await bot.close(debate)
        (ended,) = (await results(bot)).parts
        assert isinstance(ended, Result)
        assert (ended.moved, ended.replies) == (moved, "")


async def test_closing_brings_back_what_no_event_told(bots: Callable[..., Any]) -> None:
    faults = Faults()
    async with bots(faults=faults) as bot:
        debate = await bot.open()
        thread, (first, second) = await thread_of(bot, debate)
        await spark(bot, first.number, "p0", "p1")
        kept = await write(bot, thread, "p2", "하나")
        gone = await write(bot, thread, "p3", "둘")
        await spark(bot, kept, "p4")
        await bot.until(lambda: _is(sparks_on(bot, debate), {0: 2, REPLY: 1}))
        faults.drop = 1.0
        await bot.chat.store.react(first.number, "p0", "💡", on=False)
        await spark(bot, second.number, "p5", "p6", "p7")
        await spark(bot, kept, "p8")
        await write(bot, thread, "p9", "셋")
        await write(bot, thread, "p9", "넷")
        await bot.chat.store.delete(gone, "p3", moderator=False)
        snapshot = await bot.close(debate)
        assert await sparks_on(bot, debate) == {1: 3, REPLY: 2, 0: 1}
        assert snapshot.tally.comments == 3
        assert (await result_of(bot))["moved"].startswith("가장 많은 💡를 받은 말: 모키의")


async def test_a_deleted_line_keeps_its_sparks(bots: Callable[..., Any]) -> None:
    async with bots() as bot:
        debate = await bot.open()
        _, (first, _) = await thread_of(bot, debate)
        await spark(bot, first.number, "p0", "p1")
        await bot.until(lambda: _is(sparks_on(bot, debate), {0: 2}))
        await bot.chat.store.delete(first.number, "editor", moderator=True)
        snapshot = await bot.close(debate)
        assert await sparks_on(bot, debate) == {0: 2}
        assert snapshot.certificate is not None
        assert snapshot.certificate.recounted == "exact"


async def _is(found: Any, expected: object) -> bool:
    return bool(await found == expected)


def reading_from(reader: Any, ledger: Ledger, **more: float) -> TalkRecounter:
    """What recounts the talk of debates on one platform."""
    return TalkRecounter(
        talk=ledger.talk,
        recounts=ledger.recounts,
        readers={"discord": reader},
        log=get_logger("test"),
        in_turn=_at_once,
        **more,
    )


class Unreadable:
    """A platform whose threads can't be read, or that breaks in a way that nobody foresaw."""

    def __init__(self, failure: Exception) -> None:
        self.failure = failure
        self.asked = 0

    async def scan(self, *asked: object, **more: object) -> Scan:
        assert asked
        assert set(more) <= {"thread"}
        self.asked += 1
        raise self.failure

    async def replies(self, *asked: object) -> Mapping[str, Voter] | None:
        assert asked
        return None


async def test_what_cannot_be_read_stays_as_it_is(database: Database) -> None:
    post = await opened(database)
    ledger = database.ledger
    await ledger.votes.cast([(post, event("a", DOOR)), (post, event("b", TREE))])
    await ledger.votes.reply("discord", post.channel_id, post.message, "r1", Voter("discord", "", "a"), True)
    await ledger.votes.spark([(event("b", "💡", message="r1"), (post,))])
    debate, posts = await ledger.debates.get("d1"), await ledger.debates.posts("d1")
    assert debate is not None
    for failure in (TryLater("not now"), RuntimeError("never thought of")):
        platform = Unreadable(failure)
        talk_recounter = reading_from(platform, ledger)
        await talk_recounter.recount(debate, posts)
        assert platform.asked == 1
        talk = await ledger.talk.told("d1")
        assert talk is not None
        assert ([one.voters for one in talk.sparked], talk.stances.replies) == ([1], 1)


class Patience:
    """So many seconds that pass when the test says so."""

    seconds = 4321.0

    def __init__(self) -> None:
        self._timeout = asyncio.timeout
        self._limit = asyncio.Timeout(None)

    def limit(self, seconds: float | None) -> asyncio.Timeout:
        return self._limit if seconds == self.seconds else self._timeout(seconds)

    def run_out(self) -> None:
        self._limit.reschedule(asyncio.get_running_loop().time())


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> Patience:
    made = Patience()
    monkeypatch.setattr(asyncio, "timeout", made.limit)
    return made


class Slow:
    """A platform that lists a thread's replies at once, and never answers what reactions they have."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience

    async def scan(self, *asked: object, **more: object) -> Scan:
        assert asked
        assert set(more) <= {"thread"}
        self._patience.run_out()
        await asyncio.Event().wait()
        raise AssertionError("nobody answers")

    async def replies(self, *asked: object) -> Mapping[str, Voter] | None:
        assert asked
        return {"r1": Voter("discord", "", "a"), "r2": Voter("discord", "", "c")}


async def test_what_was_read_in_time_is_mended_and_the_rest_stays(database: Database, patience: Patience) -> None:
    post = await opened(database)
    ledger = database.ledger
    await ledger.votes.reply("discord", post.channel_id, post.message, "r1", Voter("discord", "", "a"), True)
    await ledger.votes.spark([(event("b", "💡", message="r1"), (post,))])
    debate = await ledger.debates.get("d1")
    posts = [replace(one, thread=post.message) for one in await ledger.debates.posts("d1")]
    assert debate is not None
    talk_recounter = reading_from(Slow(patience), ledger, patience=patience.seconds)
    await talk_recounter.recount(debate, posts)
    talk = await ledger.talk.told("d1")
    assert talk is not None
    assert ([one.voters for one in talk.sparked], talk.stances.replies) == ([1], 2)


class Endless:
    """A platform that tells of some replies, and never of the rest."""

    def __init__(self, patience: Patience) -> None:
        self._patience = patience

    async def scan(self, *asked: object, **more: object) -> Scan:
        assert asked
        assert set(more) <= {"thread"}
        return Scan({})

    async def replies(self, channel: str, thread: str, seen: Seen, before: Micros) -> Mapping[str, Voter] | None:
        assert channel
        assert thread
        assert before
        seen({"r2": Voter("discord", "", "b")})
        seen({"r3": Voter("discord", "", "c")})
        self._patience.run_out()
        await asyncio.Event().wait()
        raise AssertionError("it never ends")


async def test_of_a_list_cut_short_what_was_read_is_added_and_nothing_is_removed(
    database: Database, patience: Patience
) -> None:
    post = await opened(database)
    ledger = database.ledger
    await ledger.votes.reply("discord", post.channel_id, post.message, "r1", Voter("discord", "", "a"), True)
    debate = await ledger.debates.get("d1")
    posts = [replace(one, thread=post.message) for one in await ledger.debates.posts("d1")]
    assert debate is not None
    talk_recounter = reading_from(Endless(patience), ledger)
    assert await talk_recounter.recount(debate, posts, within=patience.seconds) == Cut(posts=1)
    talk = await ledger.talk.told("d1")
    assert talk is not None
    assert talk.stances.replies == 3


async def test_the_certificate_tells_of_comments_and_sparks_that_were_not_read_in_whole(
    bots: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bots(grace="2s") as bot:
        debate = await bot.open()
        scan = bot.chat.scan

        async def cut_short(channel: str, thread: str, seen: Seen, before: Micros) -> None:
            assert (channel, thread) == ("square", f"t{number}")
            assert before <= micros(bot.app.clock.now())
            seen({f"m{9000 + n}": Voter("local", "local", f"p{n}") for n in range(5)})
            raise TryLater("that is all for now")

        async def unreadable(channel: str, message: str, emoji: Any, thread: str | None = None) -> Scan:
            if thread is not None:
                raise TryLater("not now")
            return await scan(channel, message, emoji)

        number, _ = await thread_of(bot, debate)
        monkeypatch.setattr(bot.chat, "replies", cut_short)
        monkeypatch.setattr(bot.chat, "scan", unreadable)
        final = await bot.close(debate)
        assert final.tally.comments == 5
        assert final.certificate is not None
        assert {note.key: dict(note.args) for note in final.certificate.notes} == {
            "note-replies-cut": {"posts": 1},
            "note-sparks-cut": {"lines": 2},
        }
        told = (await result_of(bot))["notes"]
        assert any("댓글을 끝까지 읽지 못해" in note for note in told)


async def test_closing_reads_what_was_said_for_as_long_as_the_grace_time_lasts(
    bots: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with bots(grace="10m") as bot:
        debate = await bot.open()
        recount, given = TalkRecounter.recount, []

        async def noted(self: TalkRecounter, *asked: Any, within: float | None = None) -> Cut:
            given.append(within)
            return await recount(self, *asked, within=within)

        monkeypatch.setattr(TalkRecounter, "recount", noted)
        await bot.close(debate)
        assert given[-1] > 500


async def test_comments_written_before_closing_time_count_and_later_ones_do_not(bots: Callable[..., Any]) -> None:
    """The bot was down: only the chat knows when they were written."""
    clock = MovableClock()
    async with bots(clock=clock) as bot:
        debate = await bot.open()
        thread, _ = await thread_of(bot, debate)
        await bot.crash()
        await write(bot, thread, "p1", "제때")
        clock.advance(timedelta(hours=1))
        await write(bot, thread, "p2", "늦게")
    async with bots(clock=clock) as bot:
        assert (await bot.until_closed(debate)).tally.comments == 1


async def test_what_people_saved_is_read_back_where_votes_are_by_button(bots: Callable[..., Any]) -> None:
    faults = Faults()
    async with bots(faults, rules=", ballot: buttons") as bot:
        debate = await bot.open()
        faults.drop = 1.0
        await bot.chat.store.react(await bot.message_of(debate), "p1", "🔖", on=True)
        final = await bot.close(debate)
        assert final.tally.saves == 1
        assert final.certificate is not None
        assert (final.certificate.recounted, final.certificate.differences) == ("no", 0)
        assert [note.key for note in final.certificate.notes] == ["note-buttons"]


async def test_saves_that_could_not_be_read_are_told_where_votes_are_by_button(bots: Callable[..., Any]) -> None:
    faults = Faults()
    async with bots(faults, rules=", ballot: buttons", grace="1s") as bot:
        debate = await bot.open()
        faults.fail_scans = 10_000
        final = await bot.close(debate)
        assert final.certificate is not None
        keys = [note.key for note in final.certificate.notes]
        assert keys == ["note-buttons", "note-saves-cut", "note-sparks-cut"]


async def _at_once(work: Callable[[], Any]) -> None:
    await work()
