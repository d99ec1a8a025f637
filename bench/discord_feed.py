"""A fake Discord in a process of its own, told over its input what to do: `python -m bench.discord_feed`.

One JSON object a line, each answered by one. It begins by saying where it is.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from typing import Any

from tests.wire.discord import Emoji, FakeDiscord, Message
from tests.wire.discord.gateway import Flood

CROWD = 20250428
"""The seed of the crowd: it does the same in every run."""


class Feed:
    """What can be asked of the fake."""

    def __init__(self, fake: FakeDiscord) -> None:
        self._fake = fake
        guild = fake.guild("bench")
        self.channel, self.elsewhere = fake.channel(guild, "square"), fake.channel(guild, "elsewhere")
        self._unrelated = fake.write(fake.world.owner, self.elsewhere, "another message")
        self._people = fake.voters(0)
        self._flood: Flood | None = None

    def prepare_people(self, count: int) -> None:
        """As many accounts as will vote, and one more."""
        self._people += self._fake.voters(count + 1 - len(self._people))

    async def flood(self, events: int, voters: int, *, related: bool, emoji: list[str]) -> dict[str, Any]:
        """Have so many reactions ready, on the post or on a message that is none; the last one is always on the post.

        That last one is another voter's, added.
        """
        self.prepare_people(voters)
        post = self._post()
        votes = self._votes(post if related else self._unrelated, events - 1, voters, emoji)
        last = ("MESSAGE_REACTION_ADD", self._fake.world.reaction_added(self._people[-1], post, Emoji(emoji[0]), False))
        self._flood = self._fake.gateway.flood([*votes, last])
        await self._flood.ready.wait()
        return {"ready": events}

    def go(self) -> dict[str, Any]:
        """Send what was prepared."""
        assert self._flood is not None
        self._flood.go.set()
        return {}

    def gather(self, voters: int, emoji: list[str]) -> dict[str, Any]:
        """Voters who have reacted to the post while nobody was told."""
        self.prepare_people(voters)
        share = voters // len(emoji)
        post = self._post()
        for number, one in enumerate(emoji):
            end = voters if number == len(emoji) - 1 else (number + 1) * share
            self._fake.gather(post, one, self._people[number * share : end])
        return {"message": str(post.id)}

    def requests(self) -> dict[str, Any]:
        """How many requests there were so far."""
        return {"requests": len(self._fake.http.requests)}

    def _post(self) -> Message:
        """The bot's only message with reactions; the other one is its welcome."""
        return next(message for message in self._fake.messages(self.channel) if message.reactions)

    def _votes(self, message: Message, count: int, voters: int, emoji: list[str]) -> Iterator[tuple[str, Any]]:
        """First votes, switches and withdrawals in a mixed order."""
        chance = random.Random(CROWD)
        held: set[tuple[int, str]] = set()
        world = self._fake.world
        for _ in range(count):
            number, one = chance.randrange(voters), chance.choice(emoji)
            held ^= {(number, one)}
            added = (number, one) in held
            data = world.reaction_added(self._people[number], message, Emoji(one), False)
            if not added:
                del data["member"], data["message_author_id"]
            yield f"MESSAGE_REACTION_{'ADD' if added else 'REMOVE'}", data


async def serve() -> None:
    """Answer until the input ends."""
    async with FakeDiscord() as fake:
        feed = Feed(fake)
        _say(api=fake.api_url, gateway=fake.gateway_url, token=fake.token, channel=str(feed.channel.id))
        reader = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
        while line := await reader.readline():
            asked = json.loads(line)
            found = getattr(feed, asked.pop("do"))(**asked)
            _say(**(await found if asyncio.iscoroutine(found) else found))


def _say(**told: Any) -> None:
    print(json.dumps(told), flush=True)


class Connection:
    """The other end: asks the process that feeds."""

    def __init__(self, process: asyncio.subprocess.Process, where: dict[str, str]) -> None:
        self._process = process
        self.where = where

    async def ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        """Have something done; gives the answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"do": do, **arguments}).encode() + b"\n")
        return await _answer(self._process)


@contextlib.asynccontextmanager
async def feeding() -> AsyncIterator[Connection]:
    """A feed, ended when the block ends."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.discord_feed", stdin=subprocess.PIPE, stdout=subprocess.PIPE, limit=1 << 20
    )
    try:
        yield Connection(process, await _answer(process))
    finally:
        process.kill()
        await process.wait()


async def _answer(process: asyncio.subprocess.Process) -> dict[str, Any]:
    assert process.stdout is not None
    line = await process.stdout.readline()
    if not line:
        raise AssertionError("the process that feeds has ended")
    told: dict[str, Any] = json.loads(line)
    return told


if __name__ == "__main__":
    asyncio.run(serve())
