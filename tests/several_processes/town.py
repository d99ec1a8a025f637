"""Guilds in a Discord of our own, a bot for each shard of it, and one database that they share."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from sqlalchemy import Connection, func, select, text

from bot.platforms.discord.identifiers import sign_of
from bot.services.publishing.opening import new_debate_id
from bot.services.records import DeliveryState, OpenRequest, Request
from bot.storage.tables import ballots, debates, deliveries, parked, posts, processes, requests, voters
from tests.crash_points.life import Window
from tests.database_proxy import Proxy
from tests.journeys.place import Bot, Place, ready
from tests.journeys.processes import Running, until
from tests.patience import PATIENCE
from tests.postgres_server import PostgresServer
from tests.several_processes.record import Record
from tests.wire.discord import Channel, Message, Threaded, faults
from tests.wire.discord.faults import Asked

OPTIONS = ("🚪", "🌳", "🤔")
_UNSAID = "deliveries not said"
_CONFIG = """timezone: UTC
locale: ko
content: ./content
database: {database}
web: {{listen: "127.0.0.1:0", pages: none}}
discord:
  token: ${{DISCORD_TOKEN}}
  api_url: {api}
  gateway_url: {gateway}
  shards: {{count: {count}, run: [{shard}]}}
channels:
{channels}
debates: {{closes_after: 2h, closing_grace: 60s}}
"""


@contextmanager
def a_town(server: PostgresServer, count: int, slugs: Sequence[str]) -> Iterator[Town]:
    """A town of so many bots that can debate these articles; nothing runs in it yet."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="agora-town-")))
        discord = stack.enter_context(Threaded())
        ways = [stack.enter_context(Proxy(f"{server.socket}/.s.PGSQL.5432")) for _ in range(count)]
        town = Town(folder, discord, asyncio.run(server.create()), ways, slugs)
        try:
            yield town
        finally:
            town.clear()


class Town(Place):
    """`count` bots, each with one shard, a guild on it and a way of its own to the database.

    `database` is the address by which this test itself looks into it, over the server's socket.
    """

    def __init__(self, folder: Path, discord: Threaded, database: str, ways: list[Proxy], slugs: Sequence[str]) -> None:
        self.discord = discord
        self.ways = ways
        self.count = len(ways)
        base = discord.do(lambda fake: fake.guild("elsewhere", bot=False)).id >> 22
        first = base - base % self.count
        self.channels: list[Channel] = []
        for shard in range(self.count):
            guild = discord.do(lambda fake, at=(first + shard) << 22: fake.guild(f"Guild {at}", id=at))
            self.channels.append(discord.do(lambda fake, guild=guild: fake.channel(guild, "square")))
        self.addresses: list[str] = [discord.do(lambda fake: fake.another_api_url()) for _ in ways]
        """Where each bot asks Discord: by it what it asked is told from what the others did."""
        self._hosts = [urlsplit(address).netloc for address in self.addresses]
        super().__init__(folder, database=database)
        for slug in slugs:
            self.add_article(slug, f"글 {slug}")
        self.window = Window(self)
        self.bots: list[Bot] = []
        self._runs: list[list[Running]] = [[] for _ in ways]

    def configure(self, **settings: str) -> None:
        """Write a configuration for each bot."""
        del settings
        channels = "\n".join(f'  c{n}: {{platform: discord, id: "{one.id}"}}' for n, one in enumerate(self.channels))
        name = re.sub(r"^.*@/([^?]+).*$", r"\1", self.database)
        for shard, (way, address) in enumerate(zip(self.ways, self.addresses, strict=True)):
            text = _CONFIG.format(
                database=f"postgresql://postgres@127.0.0.1:{way.port}/{name}",
                api=address,
                gateway=self.discord.fake.gateway_url,
                count=self.count,
                shard=shard,
                channels=channels,
            )
            (self.folder / f"bot-{shard}.yaml").write_text(text, encoding="utf-8")

    def begin(self, *args: str, real: bool = False, env: dict[str, str] | None = None) -> Running:
        """Start a command with the token in its environment."""
        return super().begin(*args, real=real, env={"DISCORD_TOKEN": self.discord.fake.token, **(env or {})})

    def start(self) -> None:
        """Start every bot, and wait until all are connected."""
        self.discord.do(lambda fake: setattr(fake.rest, "nonce_seconds", 0.0))
        starting = [self._begin_bot(shard) for shard in range(self.count)]
        self.bots = [ready(one) for one in starting]

    def _begin_bot(self, shard: int) -> Running:
        running = self.begin("run", "-c", f"bot-{shard}.yaml")
        self._runs[shard].append(running)
        return running

    def hold_one(self, route: str, release: asyncio.Event, *, done: bool = False) -> Callable[[], Asked]:
        """Hold a request to a route until released: before it is carried out, or (`done`) after.

        What is given waits for the request to come, and gives it.
        """
        held: list[Asked] = []

        def is_the_one(asked: Asked) -> bool:
            held.append(asked)
            return True

        what = faults.hold(release, done=done)
        fault = self.discord.do(lambda fake: fake.fault(route, what, times=1, when=is_the_one))

        def comes() -> Asked:
            self.discord.do(lambda _: fault.hit.wait())
            return held[0]

        return comes

    def leave(self, request: Request) -> None:
        """Ask the bots for something, as `agora post` and `agora close` do; whoever takes it does it."""
        self.window.ask(lambda database: database.ledger.requests.leave(request, datetime.now(UTC)))

    def open(self, slug: str) -> str:
        """Have a debate opened in every channel; gives its id at once."""
        debate = new_debate_id()
        self.leave(OpenRequest(debate, slug))
        return debate

    def until(self, condition: Callable[[], object], what: str, seconds: float = PATIENCE) -> float:
        """Wait for a condition; gives the seconds that it took."""
        began = time.monotonic()
        until(condition, seconds, lambda: f"{what}\n{self.logs()}\n{self.left()}\n{self._at_work()}")
        return time.monotonic() - began

    def is_said(self, debate: str) -> bool:
        """Whether everything that is planned for a debate stands on the platform."""

        def look(db: Connection) -> bool:
            states = db.execute(select(deliveries.c.state).where(deliveries.c.debate == debate)).scalars().all()
            return bool(states) and all(state == DeliveryState.SAID for state in states)

        return self.window.read(look)

    def unsaid(self) -> int:
        """How many deliveries have still to be said."""
        return len(self.left().get(_UNSAID, ()))

    def who_asks(self, asked: Asked) -> int:
        """The shard of the bot that a request came from."""
        return self._hosts.index(asked.headers["Host"])

    def cards(self, debate: str) -> list[Message]:
        """A debate's posts, in the order of the guilds."""
        query = select(posts.c.channel, posts.c.message).where(posts.c.debate == debate)
        found = {row.channel: int(row.message) for row in self.window.read(lambda db: db.execute(query).all())}
        return [channel.messages[found[f"c{number}"]] for number, channel in enumerate(self.channels)]

    def has_ballot(self, debate: str, account: int) -> bool:
        """Whether the ledger counts somebody's vote."""
        query = (
            select(func.count())
            .select_from(ballots.join(voters, ballots.c.voter == voters.c.id))
            .where(ballots.c.debate == debate, ballots.c.last >= 0, voters.c.native == str(account))
        )
        return bool(self.window.read(lambda db: db.execute(query).scalar()))

    def left(self) -> dict[str, list[str]]:
        """The rows of what should not be left when nobody runs."""

        def rows(db: Connection) -> dict[str, list[str]]:
            wanted = {
                "parked votes": select(parked),
                "processes": select(processes),
                _UNSAID: select(deliveries.c.key, deliveries.c.state).where(deliveries.c.state != DeliveryState.SAID),
                "requests not answered": select(requests).where(requests.c.outcome.is_(None)),
            }
            for table in (debates, deliveries, requests):
                leased = select(table.c.id, table.c.lease_owner).where(table.c.lease_owner.is_not(None))
                wanted[f"leases in {table.name}"] = leased
            found = {name: [str(row) for row in db.execute(query)] for name, query in wanted.items()}
            return {name: some for name, some in found.items() if some}

        return self.window.read(rows)

    def record(self) -> Record:
        """Who said what so far."""
        found = self.window.read(lambda db: db.execute(select(deliveries.c.key)).scalars().all())
        return Record(self.discord.fake, {sign_of(key): key for key in found}, self.who_asks, self._runs)

    def signal(self, shard: int, number: signal.Signals) -> None:
        """Send a bot a signal."""
        os.kill(self.bots[shard].pid, number)

    def logs(self) -> str:
        """What all have logged but routine."""
        return "\n".join(line for bot in self.bots for line in bot.err.splitlines() if '"level": "info"' not in line)

    def _at_work(self) -> str:
        """What every connection to the database is at, and which others each waits for."""
        query = text(
            "SELECT pid, state, wait_event_type, wait_event, now() - xact_start AS age,"
            " pg_blocking_pids(pid) AS waits_for, left(query, 150) AS query"
            " FROM pg_stat_activity WHERE datname = current_database()"
        )
        return "\n".join(str(row._asdict()) for row in self.window.read(lambda db: db.execute(query).all()))

    def clear(self) -> None:
        """End whatever still runs."""
        super().clear()
        self.window.close()
