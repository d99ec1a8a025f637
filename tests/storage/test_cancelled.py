"""Whoever is cancelled leaves a transaction whole or undone, at whatever moment it happens."""

from __future__ import annotations

import asyncio
import types
from collections.abc import Callable, Coroutine, Generator
from typing import Any

import pytest
from sqlalchemy.util import await_only
from storage_audit import books
from storage_builders import event, opened

from bot.errors import StorageError
from bot.services.records import Batch
from bot.storage import Database, open_ledger

Who = Callable[["asyncio.Task[Any]", "asyncio.Task[Any]"], "asyncio.Task[Any]"]


class Interruption:
    """Cancels somebody just after the transaction's task has waited for the `at`-th time."""

    def __init__(self, at: int, who: Who) -> None:
        self.happened = False
        self._left = at
        self._who = who
        self.caller: asyncio.Task[Any] | None = None

    async def of(self, call: Coroutine[Any, Any, Any]) -> None:
        """Await a call as its caller, and interrupt the first task that is made in it."""
        loop, self.caller = asyncio.get_running_loop(), asyncio.current_task()

        def made(loop: asyncio.AbstractEventLoop, work: Any, **more: Any) -> asyncio.Task[Any]:
            loop.set_task_factory(None)
            return asyncio.Task(self.drive(work), loop=loop, **more)  # type: ignore[arg-type]

        loop.set_task_factory(made)
        try:
            await call
        finally:
            loop.set_task_factory(None)

    @types.coroutine
    def drive(self, work: Coroutine[Any, Any, Any]) -> Generator[Any, Any, Any]:
        """Run `work` as it is, and count how often it waits."""
        sent: Any = None
        failure: BaseException | None = None
        while True:
            try:
                waiting = work.send(sent) if failure is None else work.throw(failure)
            except StopIteration as end:
                return end.value
            self._left -= 1
            if self._left == 0 and self.caller is not None:
                mine = asyncio.current_task()
                assert mine is not None
                self.happened = True
                asyncio.get_running_loop().call_soon(self._who(self.caller, mine).cancel)
            sent, failure = None, None
            try:
                sent = yield waiting
            except BaseException as error:
                failure = error


def the_caller(caller: asyncio.Task[Any], _: asyncio.Task[Any]) -> asyncio.Task[Any]:
    """Who awaits the store's method."""
    return caller


def the_transaction(_: asyncio.Task[Any], transaction: asyncio.Task[Any]) -> asyncio.Task[Any]:
    """What carries it out, and is cancelled only when the event loop ends."""
    return transaction


@pytest.mark.parametrize("who", [the_caller, the_transaction])
async def test_a_batch_is_whole_or_undone_at_whatever_await_it_is_cancelled(database: Database, who: Who) -> None:
    posts = await opened(database)
    cast, became = 0, set()
    for at in range(1, 1_000):
        batch = Batch()
        votes = [event(posts[name], f"{name}-{at}-{n}", "👍") for name in ("square", "team") for n in range(3)]
        interruption = Interruption(at, who)
        casting = asyncio.create_task(interruption.of(database.ledger.votes.cast(votes, batch)))
        await asyncio.gather(casting, return_exceptions=True)
        await asyncio.gather(*database.connections._under_way._tasks, return_exceptions=True)
        tally = (await books(database, "d1")).tally
        counted = [tally.get((platform, 0), 0) for platform in ("discord", "slack")]
        assert counted in ([cast, cast], [cast + 3, cast + 3]), at
        if not interruption.happened:
            break
        became.add(counted[0] > cast)
        # It is written once by whoever tries again, on connections that are as good as before.
        cast += 3
        await database.ledger.votes.cast(votes, batch)
        tally = (await books(database, "d1")).tally
        assert [tally["discord", 0], tally["slack", 0]] == [cast, cast], at
    assert cast > 3 * 10
    assert became == {True} if who is the_caller else False in became


async def test_who_waits_for_their_turn_and_is_cancelled_leaves_nothing(database: Database) -> None:
    square = (await opened(database))["square"]
    enough = asyncio.Event()
    held = [asyncio.create_task(database.connections.write(lambda _: await_only(enough.wait()))) for _ in range(10)]
    waiting = asyncio.create_task(database.ledger.votes.cast([event(square, "a", "👍")]))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    enough.set()
    await asyncio.gather(*held)
    assert (await books(database, "d1")).tally == {}
    assert await database.ledger.votes.cast([event(square, "b", "👍")]) == {"d1"}


async def test_closing_waits_for_what_is_under_way(database: Database, database_url: str) -> None:
    square = (await opened(database))["square"]
    interruption = Interruption(1, the_caller)
    casting = asyncio.create_task(interruption.of(database.ledger.votes.cast([event(square, "a", "👍")])))
    with pytest.raises(asyncio.CancelledError):
        await casting
    assert interruption.happened
    await database.close()
    with pytest.raises(StorageError):
        await database.ledger.debates.get("d1")
    again = await open_ledger(database_url)
    assert (await books(again, "d1")).tally["discord", 0] == 1
    await again.close()
