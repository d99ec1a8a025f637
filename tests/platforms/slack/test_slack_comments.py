"""Replies from Slack on the public pages: shown soon, and read seldom."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence

import aiohttp
import pytest
import pytest_asyncio

from bot.core.times import instant
from bot.platforms.slack import comments as slack_comments
from bot.platforms.slack.comments import KeptComments
from bot.services.outcomes import PlatformError, TryLater
from bot.services.records import Comment
from tests.wire.slack import FakeSlack, whole
from tests.wire.slack.whole import SLUG, running_bot


class Thread:
    """A thread that is read by what a test lets happen."""

    def __init__(self) -> None:
        self.said: list[Comment] = []
        self.readings = 0
        self.begun = asyncio.Event()
        self.open = asyncio.Event()
        self.open.set()
        self.failure: PlatformError | None = None

    def say(self, text: str) -> None:
        self.said.append(Comment("ann", text, instant(len(self.said))))

    async def read(self, channel: str, thread: str, limit: int) -> Sequence[Comment]:
        del channel, thread
        self.readings += 1
        self.begun.set()
        shown = tuple(self.said[-limit:])
        await self.open.wait()
        if self.failure is not None:
            raise self.failure
        return shown


@pytest.fixture
def thread() -> Thread:
    return Thread()


@pytest_asyncio.fixture
async def kept(thread: Thread, monkeypatch) -> AsyncIterator[KeptComments]:
    monkeypatch.setattr(slack_comments, "_BETWEEN_READINGS", 0.05)
    made = KeptComments(thread.read)
    yield made
    await made.close()


async def texts(kept: KeptComments) -> list[str]:
    return [comment.text for comment in await kept.latest(("C1", "1.0"), 10)]


async def test_many_pages_are_made_from_one_reading(kept, thread) -> None:
    thread.say("first")
    for shown in await asyncio.gather(*(texts(kept) for _ in range(20))):
        assert shown == ["first"]
    assert await texts(kept) == ["first"]
    assert thread.readings == 1


async def test_a_reply_is_shown_with_the_next_page(kept, thread) -> None:
    assert await texts(kept) == []
    thread.say("first")
    assert await texts(kept) == []
    kept.outdate(("C1", "1.0"))
    assert await texts(kept) == ["first"]
    assert await texts(kept) == ["first"]
    assert thread.readings == 2


async def test_what_is_said_during_a_reading_is_read_too(kept, thread) -> None:
    thread.open.clear()
    reading = asyncio.create_task(texts(kept))
    await thread.begun.wait()
    thread.say("first")
    kept.outdate(("C1", "1.0"))
    thread.open.set()
    assert await reading == []
    assert await texts(kept) == ["first"]


async def test_a_slack_that_takes_its_time_holds_no_page_up(kept, thread, monkeypatch) -> None:
    monkeypatch.setattr(slack_comments, "_WITHIN", 0.1)
    thread.say("first")
    assert await texts(kept) == ["first"]
    thread.open.clear()
    thread.say("second")
    kept.outdate(("C1", "1.0"))
    assert await texts(kept) == ["first"]
    monkeypatch.setattr(slack_comments, "_WITHIN", 30.0)
    thread.open.set()
    assert await texts(kept) == ["first", "second"]


async def test_what_was_read_stays_where_slack_fails_and_a_first_failure_is_told(kept, thread) -> None:
    thread.failure = TryLater("Slack can't be reached.")
    with pytest.raises(TryLater):
        await texts(kept)
    thread.failure = None
    thread.say("first")
    assert await texts(kept) == ["first"]
    thread.failure = TryLater("Slack can't be reached.")
    kept.outdate(("C1", "1.0"))
    assert await texts(kept) == ["first"]


async def test_a_page_shows_what_was_said_on_slack_without_names(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(whole, "CONFIG", whole.CONFIG.replace("pages: none", "pages: public"))
    async with FakeSlack() as slack:
        slack.world.add_user("U0ANN", "ann-of-slack")
        async with running_bot(slack, tmp_path) as bot:
            debate = await bot.open()
            slack.people.reply("U0ANN", bot.card(), "열린 쪽이 &lt;b&gt;좋아요&lt;/b&gt; :+1:")

            async def counted() -> bool:
                return (await bot.snapshot(debate)).tally.comments == 1

            await bot.until(counted)
            async with aiohttp.ClientSession() as session:
                page = await (await session.get(f"{bot.app.web.url}/articles/{SLUG}")).text()
    assert "열린 쪽이 &lt;b&gt;좋아요&lt;/b&gt; 👍" in page
    assert "ann-of-slack" not in page


async def test_threads_that_can_not_be_read_leave_nothing_behind(thread: Thread, kept: KeptComments) -> None:
    thread.failure = TryLater("no")
    for number in range(20):
        thread.open.clear()
        reading = asyncio.create_task(kept.latest(("C1", f"{number}.0"), 10))
        await thread.begun.wait()
        thread.begun.clear()
        kept.outdate(("C1", f"{number}.0"))
        thread.open.set()
        with pytest.raises(TryLater):
            await reading
    assert (len(kept._said_at), len(kept._reading)) == (0, 0)
