"""From the gateway's payloads to the bot: in order, bounded, and what is lost is owed a recount."""
# ruff: noqa: ARG002 (the recorder fits a port)

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.core.debates import Channel
from bot.core.marks import MarkEvent, Voter
from bot.errors import StorageBusy
from bot.log import get_logger
from bot.platforms.discord.channel_directory import Guilds
from bot.platforms.discord.events import Events
from bot.platforms.discord.spool import Spool
from bot.services.clock import SystemClock
from tests.inbound import told_to
from tests.patience import PATIENCE

ME, POST, SQUARE = "1", "900", "500"


class Recorder:
    """Knows one post and notes what it is told; `gate` holds it up, `refuses` so many calls fail."""

    def __init__(self) -> None:
        self.told: list[tuple[Any, ...]] = []
        self.more = asyncio.Event()
        self.gate = asyncio.Event()
        self.gate.set()
        self.refuses = 0

    def concerns(self, platform: str, channel: str, message: str, plain: str) -> bool:
        return (platform, message) == ("discord", POST)

    async def accept(self, events: Sequence[MarkEvent]) -> None:
        await self._note(*(("mark", event.voter.native, event.reaction, event.added) for event in events))

    async def cleared(self, platform: str, channel: str, message: str, plain: str | None, received_at: int) -> None:
        await self._note(("cleared", message, plain))

    async def replied(
        self, platform: str, channel: str, thread: str, reply: str, voter: Voter | None, held: bool
    ) -> None:
        await self._note(("replied", thread, reply, voter and voter.native, held))

    async def deleted(self, platform: str, channel: str, message: str) -> None:
        await self._note(("deleted", message))

    async def retold(self, platform: str, channel: str, thread: str) -> None:
        await self._note(("retold", channel, thread))

    async def missed_events(self, platform: str, channels: Collection[str] | None = None) -> None:
        await self._note(("missed",))

    def deaf(self, platform: str, channels: Collection[str] | None = None, **_: object) -> None:
        self.told.append(("deaf", channels))

    async def listens(self, platform: str, channels: Collection[str] | None = None, **_: object) -> None:
        await self._note(("missed",))

    async def joined(self, platform: str, channel: str, locale: str | None) -> None:
        await self._note(("joined", channel, locale))

    async def _note(self, *told: tuple[Any, ...]) -> None:
        await self.gate.wait()
        if self.refuses:
            self.refuses -= 1
            raise StorageBusy("the database is busy")
        self.told += told
        self.more.set()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENCE):
            while not condition():
                self.more.clear()
                await self.more.wait()


@asynccontextmanager
async def listening(
    recorder: Recorder, capacity: int = 1000, folder: Path | None = None, block: int = 1000, **bounds: int
) -> AsyncIterator[Events]:
    guilds = Guilds([Channel("square", "discord", SQUARE, "ko")])
    log, spool = get_logger("test"), Spool(folder, **bounds)
    events = Events(told_to(recorder), ME, guilds, SystemClock(), log, spool, capacity, block)
    running = asyncio.create_task(events.run())
    try:
        yield events
    finally:
        running.cancel()
        events.close()


def reaction(user: str, message: str = POST, **more: Any) -> dict[str, Any]:
    emoji = {"id": None, "name": "👍"}
    return {"user_id": user, "channel_id": SQUARE, "message_id": message, "emoji": emoji, "burst": False, **more}


async def test_reactions_go_on_in_order_among_all_else() -> None:
    recorder = Recorder()
    async with listening(recorder) as events:
        events.reaction(True, reaction("7"))
        events.reaction(True, reaction("8", burst=True))
        events.cleared({"channel_id": SQUARE, "message_id": POST, "emoji": {"id": None, "name": "👍"}})
        events.reaction(False, reaction("7"))
        events.cleared({"channel_id": SQUARE, "message_id": POST})
        await recorder.until(lambda: len(recorder.told) == 5)
    assert recorder.told == [
        ("mark", "7", "👍", True),
        ("mark", "8", "👍#burst", True),
        ("cleared", POST, "👍"),
        ("mark", "7", "👍", False),
        ("cleared", POST, None),
    ]


async def test_what_is_none_of_ours_is_dropped() -> None:
    recorder = Recorder()
    async with listening(recorder) as events:
        events.reaction(True, reaction("7", message="901"))
        events.reaction(True, reaction(ME))
        events.reaction(True, reaction("8", member={"user": {"id": "8", "bot": True}}))
        events.message({"id": "1000", "channel_id": SQUARE, "author": {"id": "7"}, "type": 0})
        events.message({"id": "1001", "channel_id": POST, "author": {"id": "8", "bot": True}, "type": 0})
        events.message({"id": "1002", "channel_id": POST, "author": {"id": "9"}, "type": 0, "webhook_id": "9"})
        events.message({"id": "1003", "channel_id": POST, "author": {"id": "7"}, "type": 21})
        events.channel_deleted({"id": "501"})
        assert events.waiting == 0
        events.message({"id": "1004", "channel_id": POST, "author": {"id": "7"}, "type": 19})
        await recorder.until(lambda: bool(recorder.told))
    assert recorder.told == [("replied", POST, "1004", "7", True)]


async def test_what_is_deleted_or_reworded_is_told_also_where_no_debate_is_open() -> None:
    """A thread has its post's id, so whatever is said elsewhere costs a look-up and nothing more."""
    recorder = Recorder()
    async with listening(recorder) as events:
        events.deleted(SQUARE, "1000")
        events.deleted("800", "1001")
        events.reworded({"id": "1002", "channel_id": "800", "author": {"id": "7"}})
        events.reworded({"id": "1003", "channel_id": POST})
        events.thread_deleted({"id": "801", "parent_id": SQUARE})
        events.reworded({"id": "1004", "channel_id": "800", "author": {"id": ME}})
        events.reworded({"id": "1005", "channel_id": SQUARE, "author": {"id": "7"}})
        await recorder.until(lambda: len(recorder.told) == 5)
        assert events.waiting == 0
    assert sorted(recorder.told) == sorted(
        [
            ("retold", SQUARE, "1000"),
            ("retold", "800", "800"),
            ("retold", "800", "800"),
            ("retold", POST, POST),
            ("retold", "801", "801"),
        ]
    )


async def test_deletions_are_of_the_post_or_of_a_reply() -> None:
    recorder = Recorder()
    async with listening(recorder) as events:
        events.deleted(POST, "1004")
        events.deleted(SQUARE, POST)
        await recorder.until(lambda: len(recorder.told) == 2)
        events.channel_deleted({"id": SQUARE})
        await recorder.until(lambda: len(recorder.told) == 3)
    assert recorder.told == [("replied", POST, "1004", None, False), ("deleted", POST), ("missed",)]


async def test_what_memory_has_no_room_for_waits_on_disk_in_order(tmp_path: Path) -> None:
    recorder = Recorder()
    recorder.gate.clear()
    expected: list[tuple[Any, ...]] = []
    async with listening(recorder, capacity=10, folder=tmp_path, block=7, file_bytes=500) as events:
        for number in range(300):
            user, added = str(100 + number // 3), number % 3 != 2
            events.reaction(added, reaction(user, burst=number % 2 == 1))
            expected.append(("mark", user, "👍#burst" if number % 2 else "👍", added))
            if number % 50 == 49:
                events.cleared({"channel_id": SQUARE, "message_id": POST})
                expected.append(("cleared", POST, None))
        events.message({"id": "1004", "channel_id": POST, "author": {"id": "7"}, "type": 0})
        expected.append(("replied", POST, "1004", "7", True))
        assert (events.waiting, events.lost) == (307, 0)
        assert not os.listdir(tmp_path)  # noqa: PTH208 (pathlib would count as blocking)
        recorder.gate.set()
        await recorder.until(lambda: len(recorder.told) == 307)
        events.deleted(SQUARE, POST)
        expected.append(("deleted", POST))
        await recorder.until(lambda: len(recorder.told) == 308)
        assert (events.waiting, events.lost) == (0, 0)
    assert recorder.told == expected


async def test_what_finds_no_room_on_disk_either_is_owed_a_recount(tmp_path: Path) -> None:
    recorder = Recorder()
    recorder.gate.clear()
    async with listening(recorder, capacity=10, folder=tmp_path, block=10, most_bytes=1500) as events:
        for user in range(100, 200):
            events.reaction(True, reaction(str(user)))
        assert events.lost + events.waiting == 100
        kept = events.waiting
        assert 10 < kept < 100
        recorder.gate.set()
        await recorder.until(lambda: len(recorder.told) == kept + 1)
        recorder.told.remove(("missed",))
        assert recorder.told == [("mark", str(user), "👍", True) for user in range(100, 100 + kept)]
        for user in range(200, 225):
            events.reaction(True, reaction(str(user)))
        await recorder.until(lambda: len(recorder.told) == kept + 25)
        assert recorder.told[-25:] == [("mark", str(user), "👍", True) for user in range(200, 225)]
        assert events.lost == 100 - kept


async def test_a_disk_that_takes_nothing_is_owed_a_recount(tmp_path: Path) -> None:
    recorder = Recorder()
    recorder.gate.clear()
    async with listening(recorder, capacity=10, folder=tmp_path / "nowhere", block=10) as events:
        for user in range(100, 150):
            events.reaction(True, reaction(str(user)))
        assert (events.waiting, events.lost) == (10, 40)
        recorder.gate.set()
        await recorder.until(lambda: len(recorder.told) == 11)
    assert ("missed",) in recorder.told


@pytest.mark.parametrize("refused", [1, 3])
async def test_what_could_not_be_handed_over_is_owed_a_recount(refused: int) -> None:
    recorder = Recorder()
    async with listening(recorder) as events:
        recorder.refuses = refused
        events.cleared({"channel_id": SQUARE, "message_id": POST})
        await recorder.until(lambda: ("missed",) in recorder.told)
        events.reaction(True, reaction("7"))
        await recorder.until(lambda: ("mark", "7", "👍", True) in recorder.told)
        assert events.lost == 1
    assert len(recorder.told) == 2
