"""A process that casts votes for ever and prints each one that it knows to be durable; run by test_crashes."""

from __future__ import annotations

import asyncio
import sys

from storage_builders import event

from bot.storage import open_ledger


async def vote(url: str) -> None:
    database = await open_ledger(url)
    _, posts, _ = await database.ledger.posts.index()
    number = 0
    while True:
        batch = [(posts[n % 2], f"v{n % 40}", "👍👎"[n // 7 % 2], n % 5 != 0, n) for n in range(number, number + 25)]
        await database.ledger.votes.cast(
            [event(post, who, mark, added, at=at, received=at) for post, who, mark, added, at in batch]
        )
        number += 25
        print(number, flush=True)


asyncio.run(vote(sys.argv[1]))
