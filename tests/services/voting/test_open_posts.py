"""The index of open posts follows the database, and keeps what has not changed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as some
from services_ledger import now

from bot.core.sparks import SPARK_EMOJI
from bot.errors import StorageBusy
from bot.services.records import OpenPost
from bot.services.voting.open_posts import OpenPosts

AT = now()


class Store:
    """The part of the ledger that tells of open posts."""

    def __init__(self, *posts: OpenPost) -> None:
        self.posts: Sequence[OpenPost] = posts
        self.sending: frozenset[tuple[str, str]] = frozenset()

    async def index(self) -> tuple[int, Sequence[OpenPost], frozenset[tuple[str, str]]]:
        return 1, self.posts, self.sending

    async def index_version(self) -> int:
        return 1


def post(number: int, channel: str = "c1", thread: str | None = None, revision: int = 0) -> OpenPost:
    """A post whose message bears its number, which may stand in another channel too."""
    message = f"m{number % 10}"
    return OpenPost(number, "d1", "discord", channel, channel, message, {}, AT, revision, 0, AT, "ko", thread=thread)


def opened(store: Store) -> OpenPosts:
    return OpenPosts(store)  # type: ignore[arg-type]


async def test_what_has_not_changed_is_kept_and_what_is_gone_goes_by_every_name() -> None:
    store = Store(post(1, thread="t1"), post(2))
    index = opened(store)
    await index.refresh()
    first = index.find("discord", "c1", "m1")
    store.posts = (post(1, thread="t1"),)
    await index.refresh(force=True)
    assert index.find("discord", "c1", "m1") is first
    assert index.find("discord", "t1", "m1") is first
    assert index.find("discord", "c1", "m2") is None
    assert index.around("discord", "m2") == ()
    assert index.around("discord", "c1") == (first,)
    store.posts = ()
    await index.refresh(force=True)
    assert not index.concerns("discord", "c1", "m1", SPARK_EMOJI)
    assert (index.all(), index.learned) == ((), ())


class SlowStore(Store):
    """A reading takes as long as it is held, and counts."""

    def __init__(self, *posts: OpenPost) -> None:
        super().__init__(*posts)
        self.readings = 0
        self.begins = asyncio.Event()
        self.goes_on = asyncio.Semaphore(0)
        self.fails = False

    async def index(self) -> tuple[int, Sequence[OpenPost], frozenset[tuple[str, str]]]:
        self.readings += 1
        found = await super().index()
        self.begins.set()
        await self.goes_on.acquire()
        if self.fails:
            raise StorageBusy("The database is away.", "Try again.")
        return found


async def test_who_waits_for_a_reading_shares_the_one_after_it_which_has_all_that_was_said_before() -> None:
    store = SlowStore(post(1))
    index = opened(store)
    first = asyncio.create_task(index.refresh(force=True))
    await store.begins.wait()
    store.posts = (post(1), post(2))
    waiting = [asyncio.create_task(index.refresh(force=True)) for _ in range(30)]
    await asyncio.sleep(0)
    store.goes_on.release()
    store.goes_on.release()
    await asyncio.gather(first, *waiting)
    assert store.readings == 2
    assert index.known("discord", "c1", "m2") is not None


async def test_a_reading_that_failed_serves_nobody_else() -> None:
    store = SlowStore(post(1))
    index = opened(store)
    store.fails = True
    failing = asyncio.create_task(index.refresh(force=True))
    await store.begins.wait()
    waiting = asyncio.create_task(index.refresh(force=True))
    await asyncio.sleep(0)
    store.goes_on.release()
    with pytest.raises(StorageBusy):
        await failing
    store.fails = False
    store.goes_on.release()
    await waiting
    assert index.known("discord", "c1", "m1") is not None


async def test_a_thread_that_is_opened_later_is_a_place_too() -> None:
    store = Store(post(1))
    index = opened(store)
    await index.refresh()
    store.posts = (post(1, thread="t1", revision=3),)
    await index.refresh(force=True)
    assert index.find("discord", "t1", "m1") == store.posts[0]
    assert index.all() == (store.posts[0],)


async def test_a_learned_post_is_parked_for_until_it_is_admitted() -> None:
    store = Store()
    index = opened(store)
    await index.refresh()
    store.posts = (post(1), post(2))
    await index.refresh(force=True)
    assert index.find("discord", "c1", "m1") is None
    assert index.known("discord", "c1", "m1") == post(1)
    assert index.sending("discord", "c1")
    store.posts = (post(1, revision=1), post(2))
    await index.refresh(force=True)
    index.admit(post(1))
    assert index.find("discord", "c1", "m1") == post(1, revision=1)
    assert index.learned == (post(2),)
    assert index.sending("discord", "c1")
    index.admit(post(2))
    assert not index.sending("discord", "c1")


STEPS = some.lists(
    some.lists(
        some.builds(
            post,
            some.integers(1, 14),
            some.sampled_from(["c1", "c2"]),
            some.sampled_from([None, "t1"]),
            some.integers(0, 1),
        ),
        unique_by=lambda one: one.post,
        max_size=8,
    ),
    min_size=1,
    max_size=5,
)


@given(STEPS)
async def test_however_it_came_about_it_is_as_if_read_anew(steps: list[list[OpenPost]]) -> None:
    store = Store()
    index = opened(store)
    for posts in steps:
        # Within a channel an id is used once.
        store.posts = list({(one.channel_id, one.message): one for one in posts}.values())
        await index.refresh(force=True)
        for one in index.learned:
            index.admit(one)
    anew = opened(store)
    await anew.refresh()
    for channel in ("c1", "c2", "t1", *(f"m{number}" for number in range(10))):
        around = index.around("discord", channel)
        assert sorted(one.post for one in around) == sorted(one.post for one in anew.around("discord", channel))
    for one in store.posts:
        assert index.find("discord", one.channel_id, one.message) == one
    assert {one.post: one for one in index.all()} == {one.post: one for one in store.posts}
    assert index.learned == ()
