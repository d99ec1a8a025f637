"""Replies from Slack on the public pages: shown soon, and read seldom."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from functools import partial

import aiohttp
import pytest
import pytest_asyncio

from bot.core.times import instant
from bot.platforms.slack import permissions, scanning
from bot.platforms.slack.scanning import KeptComments
from bot.services.platform_errors import PlatformError, TryLater
from bot.services.ports import Audience
from bot.services.records import Comment
from tests.wire.slack import FakeSlack, whole
from tests.wire.slack.whole import GARDEN, SLUG, SQUARE, SlackBot, running_bot


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
    monkeypatch.setattr(scanning, "_BETWEEN_READINGS", 0.05)
    made = KeptComments(thread.read)
    yield made
    await made.close()


async def texts(kept: KeptComments, retold: int = 0) -> list[str]:
    return [comment.text for comment in await kept.latest(("C1", "1.0"), 10, retold)]


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
    monkeypatch.setattr(scanning, "_WITHIN", 0.1)
    thread.say("first")
    assert await texts(kept) == ["first"]
    thread.open.clear()
    thread.say("second")
    kept.outdate(("C1", "1.0"))
    assert await texts(kept) == ["first"]
    monkeypatch.setattr(scanning, "_WITHIN", 30.0)
    thread.open.set()
    assert await texts(kept) == ["first", "second"]


async def test_what_was_read_stays_where_slack_fails_and_a_first_failure_is_told(kept, thread, monkeypatch) -> None:
    thread.failure = TryLater("Slack can't be reached.")
    with pytest.raises(TryLater):
        await texts(kept)
    thread.failure = None
    thread.say("first")
    with pytest.raises(TryLater):
        await texts(kept)
    assert thread.readings == 1, "a Slack that fails is left in peace for a while"
    monkeypatch.setattr(scanning, "_AFTER_A_FAILURE", 0.0)
    assert await texts(kept) == ["first"]
    thread.failure = TryLater("Slack can't be reached.")
    kept.outdate(("C1", "1.0"))
    assert await texts(kept) == ["first"]


async def test_what_was_taken_back_is_never_given_again_though_slack_fails(kept, thread, monkeypatch) -> None:
    monkeypatch.setattr(scanning, "_AFTER_A_FAILURE", 0.0)
    thread.say("regretted")
    assert await texts(kept) == ["regretted"]
    thread.failure = TryLater("Slack can't be reached.")
    thread.said.clear()
    with pytest.raises(TryLater):
        await texts(kept, 1)
    monkeypatch.setattr(scanning, "_WITHIN", 0.05)
    thread.failure = None
    thread.open.clear()
    with pytest.raises(TryLater):
        await texts(kept, 1)
    monkeypatch.setattr(scanning, "_WITHIN", 30.0)
    thread.open.set()
    assert await texts(kept, 1) == []


async def test_a_reading_that_began_before_something_was_taken_back_is_not_given_after_it(kept, thread) -> None:
    thread.say("regretted")
    thread.open.clear()
    early = asyncio.create_task(texts(kept, 0))
    await thread.begun.wait()
    thread.said.clear()
    late = asyncio.create_task(texts(kept, 1))
    thread.open.set()
    assert await late == []
    await early
    assert await texts(kept, 1) == []


async def test_a_page_shows_what_was_said_on_slack_without_names(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(whole, "CONFIG", whole.CONFIG.replace("pages: none", "pages: public"))
    async with FakeSlack() as slack:
        slack.world.add_user("U0ANN", "ann-of-slack")
        async with running_bot(slack, tmp_path) as bot:
            await bot.until(partial(_knows_who_sees, bot))
            debate = await bot.open()
            slack.people.reply("U0ANN", bot.card(), "열린 쪽이 &lt;b&gt;좋아요&lt;/b&gt; :+1:")

            async def counted() -> bool:
                return (await bot.snapshot(debate)).tally.comments == 1

            await bot.until(counted)
            async with aiohttp.ClientSession() as session:
                page = await (await session.get(f"{bot.app.web.url}/articles/{SLUG}")).text()
    assert "열린 쪽이 &lt;b&gt;좋아요&lt;/b&gt; 👍" in page
    assert "ann-of-slack" not in page


@pytest.mark.parametrize("ended", [False, True])
async def test_what_was_reworded_or_deleted_leaves_the_page_open_or_closed(tmp_path, monkeypatch, ended: bool) -> None:
    monkeypatch.setattr(whole, "CONFIG", whole.CONFIG.replace("pages: none", "pages: public"))
    monkeypatch.setattr(scanning, "_BETWEEN_READINGS", 0.05)
    async with FakeSlack() as slack:
        slack.world.add_user("U0ANN", "ann")
        async with running_bot(slack, tmp_path) as bot, aiohttp.ClientSession() as session:
            await bot.until(partial(_knows_who_sees, bot))
            debate = await bot.open()
            reply = slack.people.reply("U0ANN", bot.card(), "secret-one")
            other = slack.people.reply("U0ANN", bot.card(), "secret-two")
            page = partial(_page, bot, session)
            await bot.until(partial(_shows, page, "secret-one", "secret-two"))
            if ended:
                await bot.close(debate)
                await bot.until(partial(_shows, page, "secret-one", "secret-two"))
            slack.world.edit(reply, text="mild-one")
            await bot.until(partial(_shows, page, "mild-one", "secret-two"))
            slack.people.delete(other)
            await bot.until(partial(_shows, page, "mild-one"))


@pytest.mark.parametrize("ended", [False, True])
async def test_what_was_deleted_while_nobody_listened_leaves_the_page_too(tmp_path, monkeypatch, ended: bool) -> None:
    monkeypatch.setattr(whole, "CONFIG", whole.CONFIG.replace("pages: none", "pages: public"))
    monkeypatch.setattr(scanning, "_BETWEEN_READINGS", 0.05)
    async with FakeSlack() as slack:
        slack.world.add_user("U0ANN", "ann")
        async with running_bot(slack, tmp_path) as bot, aiohttp.ClientSession() as session:
            await bot.until(partial(_knows_who_sees, bot))
            debate = await bot.open()
            reply = slack.people.reply("U0ANN", bot.card(), "secret-one")
            page = partial(_page, bot, session)
            await bot.until(partial(_shows, page, "secret-one"))
            if ended:
                await bot.close(debate)
                await bot.until(partial(_shows, page, "secret-one"))
            slack.deliveries.swallow = 1
            slack.people.delete(reply)
            assert "secret-one" in await page(), "no event told of it"
            slack.sockets.break_off()
            await bot.until(partial(_shows, page))


async def test_words_of_a_private_channel_stay_there(tmp_path, monkeypatch) -> None:
    shown = whole.CONFIG.replace("pages: none", "pages: public").replace(
        "garden: {{platform: slack, id: C0GARDEN}}", "garden: {{platform: slack, id: C0GARDEN, comments: names}}"
    )
    monkeypatch.setattr(whole, "CONFIG", shown)
    monkeypatch.setattr(permissions, "_ASKED_EVERY", 0.05)
    async with FakeSlack() as slack:
        slack.world.add_user("U0ANN", "ann-of-slack")
        async with running_bot(slack, tmp_path) as bot, aiohttp.ClientSession() as session:
            await bot.until(partial(_knows_who_sees, bot))
            for channel in slack.world.channels.values():
                channel.private = True
            await bot.until(partial(_knows_who_sees, bot, public=False))
            debate = await bot.open("square", "garden")
            slack.people.reply("U0ANN", bot.card(SQUARE), "said-in-square")
            slack.people.reply("U0ANN", bot.card(GARDEN), "said-in-garden")
            page = partial(_page, bot, session)
            await bot.until(partial(_shows, page, "said-in-garden"))

            async def counted() -> bool:
                return (await bot.snapshot(debate)).tally.comments == 2

            await bot.until(counted)
            text = await page()
            assert "said-in-square" not in text
            assert "ann-of-slack" in text, "the channel's own configuration says so"
            assert "공개된 채널의 최근 댓글만" in text
            assert '<span class="number">2</span>' in text, "how many there are is no secret"


async def test_a_channel_that_was_made_private_keeps_its_words_at_once(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(whole, "CONFIG", whole.CONFIG.replace("pages: none", "pages: public"))
    async with FakeSlack() as slack:
        slack.world.add_user("U0ANN", "ann")
        async with running_bot(slack, tmp_path) as bot, aiohttp.ClientSession() as session:
            await bot.until(partial(_knows_who_sees, bot))
            await bot.open()
            slack.people.reply("U0ANN", bot.card(), "said-in-square")
            page = partial(_page, bot, session)
            await bot.until(partial(_shows, page, "said-in-square"))
            slack.world.channels[SQUARE].private = True
            slack.people.write("U0ANN", SQUARE, "made this channel *private*")
            await bot.until(partial(_shows, page))


async def _knows_who_sees(bot: SlackBot, public: bool = True) -> bool:
    slack = bot.app.adapters["slack"]
    assert isinstance(slack, Audience)
    return slack.is_public(SQUARE) is public


async def _page(bot: SlackBot, session: aiohttp.ClientSession) -> str:
    return await (await session.get(f"{bot.app.web.url}/articles/{SLUG}")).text()


async def _shows(page: Callable[[], Awaitable[str]], *told: str) -> bool:
    """Exactly these of all that is ever written."""
    text = await page()
    ever = ("secret-one", "secret-two", "mild-one", "said-in-square", "said-in-garden")
    return [word for word in ever if word in text] == [word for word in ever if word in told]


async def test_threads_that_can_not_be_read_leave_nothing_behind(thread: Thread, kept: KeptComments) -> None:
    thread.failure = TryLater("no")
    for number in range(20):
        thread.open.clear()
        reading = asyncio.create_task(kept.latest(("C1", f"{number}.0"), 10, 0))
        await thread.begun.wait()
        thread.begun.clear()
        kept.outdate(("C1", f"{number}.0"))
        thread.open.set()
        with pytest.raises(TryLater):
            await reading
    assert (len(kept._said_at), len(kept._reading)) == (0, 0)
