"""Votes survive the death of their process at any moment, and several processes vote at once."""

from __future__ import annotations

import asyncio
import random
import signal
import sys
from pathlib import Path

import pytest
from storage_audit import books, causes
from storage_builders import event, opened

from bot.storage import Database, open_ledger
from tests.postgres_server import PostgresServer

LOOP = Path(__file__).with_name("voting_loop.py")


@pytest.mark.parametrize("patience", [1, 20])
async def test_every_acknowledged_vote_survives_a_kill(database_url: str, patience: int) -> None:
    database = await open_ledger(database_url)
    await opened(database)
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(LOOP), database_url, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    acknowledged = 0
    for _ in range(patience):
        acknowledged = int(await process.stdout.readline())
    process.send_signal(signal.SIGKILL)
    rest = await process.stdout.read()
    await process.wait()
    acknowledged = max([acknowledged, *map(int, rest.split()[:-1])])
    kept = await causes(database, "d1")
    assert len(kept) >= acknowledged
    assert len(kept) % 25 == 0
    assert [seq for seq, _, _ in kept] == list(range(1, len(kept) + 1))
    await books(database, "d1")
    await database.close()
    again = await open_ledger(database_url)
    await books(again, "d1")
    await again.close()


async def test_two_connections_vote_on_one_debate_at_once(database: Database, database_url: str) -> None:
    posts = await opened(database)
    other = await open_ledger(database_url)
    generator = random.Random(7)
    marks = [
        event(posts[generator.choice(("square", "team"))], f"v{n % 30}", generator.choice("👍👎🔖"), n % 3 > 0, at=n)
        for n in range(600)
    ]
    await asyncio.gather(
        *(
            (database, other)[start // 20 % 2].ledger.votes.cast(marks[start : start + 20])
            for start in range(0, 600, 20)
        )
    )
    at_once = await books(database, "d1")
    assert [seq for seq, _, _ in await causes(database, "d1")] == list(range(1, 601))

    alone = await opened(database, "d2")
    names = {post.post: name for name, post in posts.items()}
    await database.ledger.votes.cast([(alone[names[post.post]], mark) for post, mark in marks])
    in_order = await books(database, "d2")
    assert (at_once.ballots, at_once.tally, at_once.shift) == (in_order.ballots, in_order.tally, in_order.shift)
    await other.close()


@pytest.mark.postgres
async def test_new_voters_on_several_debates_at_once_do_not_wait_in_a_circle(postgres: PostgresServer) -> None:
    url = await postgres.create()
    first, second = await open_ledger(url), await open_ledger(url)
    posts = [await opened(first, f"d{number}") for number in range(4)]
    generator = random.Random(3)

    async def cast(database: Database, batch: list[int]) -> None:
        people = [f"v{n}" for n in range(60)]
        generator.shuffle(people)
        await database.ledger.votes.cast([event(posts[n]["square"], who, "👍") for who in people for n in batch])

    orders = ([0, 1], [1, 0], [2, 3], [3, 2], [0, 3], [3, 1, 0])
    await asyncio.gather(*(cast((first, second)[n % 2], batch) for n, batch in enumerate(orders)))
    for number in range(4):
        assert (await books(first, f"d{number}")).tally["discord", 0] == 60
    await first.close()
    await second.close()
