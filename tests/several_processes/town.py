"""Guilds in a Discord and a channel in a Slack of our own, a bot for each shard of Discord, one database for all."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import Connection, func, select, text

from bot.platforms.discord.identifiers import sign_of
from bot.services.publishing.opening import new_debate_id
from bot.services.records import DeliveryState, OpenRequest, Request
from bot.storage.tables import ballots, debates, deliveries, voters
from tests.database_proxy import Proxy
from tests.journeys.place import OPTIONS, Bot, Place, ready
from tests.journeys.processes import Running, fork
from tests.journeys.slack_place import secrets
from tests.journeys.window import UNSAID, Window
from tests.patience import PATIENCE
from tests.postgres_server import PostgresServer
from tests.several_processes import planted
from tests.several_processes.record import Record
from tests.wire.discord import Channel, Threaded, faults
from tests.wire.discord.faults import Asked
from tests.wire.slack import SlackApart

HALL = "hall"
"""The channel in Slack, of which every bot is told a part of what happens; each other channel has a bot of its own."""
_IN_SLACK = "C00HALL00"
_SLACK_NAMES = dict(zip(OPTIONS, ("door", "deciduous_tree", "thinking_face"), strict=True))
_SLACK_TRIES_AFTER = (0.0, 5.0, 15.0)
"""Seconds before Slack tries again what nobody acknowledged in `_SLACK_WAITS`; the real one takes minutes."""
_SLACK_WAITS = 3.0
_BETWEEN_LOOKS = 0.1
"""Seconds: the bots share the processors with whoever looks."""
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
slack:
  transport: socket
  bot_token: ${{SLACK_BOT_TOKEN}}
  app_token: ${{SLACK_APP_TOKEN}}
  signing_secret: ${{SLACK_SIGNING_SECRET}}
  api_url: {slack}
channels:
{channels}
debates: {{closes_after: 2h, closing_grace: 60s}}
"""


@contextmanager
def a_town(server: PostgresServer, count: int, slugs: Sequence[str], fault: str | None = None) -> Iterator[Town]:
    """A town of so many bots, with a `fault` planted in each, that can debate these articles; nothing runs yet."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="agora-town-")))
        discord, slack = stack.enter_context(Threaded()), stack.enter_context(SlackApart())
        ways = [stack.enter_context(Proxy(f"{server.socket}/.s.PGSQL.5432")) for _ in range(count)]
        town = Town(folder, discord, slack, asyncio.run(server.create()), ways, slugs, fault)
        try:
            yield town
        finally:
            town.clear()


class Town(Place):
    """`count` bots, each with one shard of Discord, a guild on it and a way of its own to the database.

    `database` is the address by which this test itself looks into it, over the server's socket.
    """

    def __init__(
        self,
        folder: Path,
        discord: Threaded,
        slack: SlackApart,
        database: str,
        ways: list[Proxy],
        slugs: Sequence[str],
        fault: str | None,
    ) -> None:
        self.discord, self.slack = discord, slack
        self.ways = ways
        self.count = len(ways)
        self._fault = fault
        base = discord.do(lambda fake: fake.guild("elsewhere", bot=False)).id >> 22
        first = base - base % self.count
        self.channels: list[Channel] = []
        for shard in range(self.count):
            guild = discord.do(lambda fake, at=(first + shard) << 22: fake.guild(f"Guild {at}", id=at))
            self.channels.append(discord.do(lambda fake, guild=guild: fake.channel(guild, "square")))
        slack.do(lambda fake: fake.world.add_channel(_IN_SLACK, HALL))
        self.places = (*(f"c{number}" for number in range(self.count)), HALL)
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
        channels = [f'  c{n}: {{platform: discord, id: "{one.id}"}}' for n, one in enumerate(self.channels)]
        channels.append(f"  {HALL}: {{platform: slack, id: {_IN_SLACK}}}")
        name = re.sub(r"^.*@/([^?]+).*$", r"\1", self.database)
        for shard, (way, address) in enumerate(zip(self.ways, self.addresses, strict=True)):
            text = _CONFIG.format(
                database=f"postgresql://postgres@127.0.0.1:{way.port}/{name}",
                api=address,
                gateway=self.discord.fake.gateway_url,
                count=self.count,
                shard=shard,
                slack=self.slack.slack.api_url,
                channels="\n".join(channels),
            )
            (self.folder / f"bot-{shard}.yaml").write_text(text, encoding="utf-8")

    # The bots

    def start(self) -> None:
        """Start every bot, and wait until all are connected."""
        self.discord.do(lambda fake: setattr(fake.rest, "nonce_seconds", 0.0))
        told = self.slack.slack.deliveries
        told.pauses, told.ack_seconds = _SLACK_TRIES_AFTER, _SLACK_WAITS
        starting = [self._begin_bot(shard) for shard in range(self.count)]
        self.bots = [ready(one) for one in starting]

    def start_again(self, shard: int) -> None:
        """Start a bot that has ended, as a service manager does at once."""
        self.bots[shard] = ready(self._begin_bot(shard))

    def _begin_bot(self, shard: int) -> Running:
        env = {"DISCORD_TOKEN": self.discord.fake.token, **secrets(self.slack)}
        args = ("run", "-c", f"bot-{shard}.yaml")
        running = fork(planted.agora_with, (self._fault, *args), self.folder, env, *self._files())
        self._running.append(running)
        self._runs[shard].append(running)
        return running

    def signal(self, shard: int, number: signal.Signals) -> None:
        """Send a bot a signal."""
        os.kill(self.bots[shard].pid, number)

    def who_asks(self, asked: Asked) -> int:
        """The shard of the bot that a request to Discord came from."""
        return self._hosts.index(asked.headers["Host"])

    def hold_one(
        self,
        route: str,
        release: asyncio.Event,
        *,
        then: faults.Happening | None = None,
        when: Callable[[Asked], bool] = lambda _: True,
    ) -> Callable[[], Asked]:
        """Hold a request to a route until released; it is carried out after that, unless something else happens `then`.

        What is given waits for the request to come, and gives it.
        """
        held: list[Asked] = []

        def is_the_one(asked: Asked) -> bool:
            if not held and when(asked):
                held.append(asked)
                return True
            return False

        what = faults.hold(release) if then is None else faults.after(release, then)
        fault = self.discord.do(lambda fake: fake.fault(route, what, times=1, when=is_the_one))

        def comes() -> Asked:
            self.discord.do(lambda _: fault.hit.wait())
            return held[0]

        return comes

    # Debates

    def leave(self, request: Request) -> None:
        """Ask the bots for something, as `agora post` and `agora close` do; whoever takes it does it."""
        self.window.ask(lambda database: database.ledger.requests.leave(request, datetime.now(UTC)))

    def open(self, slug: str, debate: str = "", closes_after: timedelta | None = None) -> str:
        """Have a debate opened in every channel; gives its id at once."""
        debate = debate or new_debate_id()
        self.leave(OpenRequest(debate, slug, (), closes_after))
        return debate

    def key_of(self, debate: str, place: str, part: str = "post") -> str:
        """The key under which a part of a debate is said in a place."""
        return f"{debate}:{place}:{part}"

    def sign_of(self, debate: str, place: str) -> str:
        """The sign that a debate's post has in Discord."""
        return sign_of(self.key_of(debate, place))

    def card(self, debate: str, place: str) -> Any:
        """A debate's post as it stands in a place, whether or not a bot knows that it does."""
        if place == HALL:
            key = self.key_of(debate, place)
            found = self.slack.do(lambda fake: [one for one in fake.messages(_IN_SLACK) if one.key == key])
        else:
            channel, sign = self.channels[self.places.index(place)], self.sign_of(debate, place)
            found = self.discord.do(lambda fake: [one for one in fake.messages(channel) if str(one.nonce) == sign])
        return found[0] if found else None

    def newcomer(self, place: str) -> Any:
        """Somebody new in a place: an account of its platform."""
        if place == HALL:
            return self.slack.do(lambda fake: fake.people.newcomers(1, start=len(fake.world.users))[0])
        guild = self.channels[self.places.index(place)].guild
        return self.discord.do(lambda fake: fake.user("Voter", guild))

    def react(self, place: str, account: Any, card: Any, emoji: str, *, on: bool = True) -> None:
        """Somebody adds a reaction, or takes it back."""
        if place == HALL:
            name = _SLACK_NAMES[emoji]
            self.slack.do(lambda fake: (fake.people.react if on else fake.people.unreact)(account, card, name))
        else:
            self.discord.do(lambda fake: (fake.react if on else fake.unreact)(account, card, emoji))

    # Looking

    def until(self, condition: Callable[[], object], what: str, seconds: float = PATIENCE) -> float:
        """Wait for a condition; gives the seconds that it took."""
        began = time.monotonic()
        self.until_none(lambda: [] if condition() else [what], what, seconds)
        return time.monotonic() - began

    def until_none(self, missing: Callable[[], Sequence[object]], what: str, seconds: float = PATIENCE) -> None:
        """Wait until nothing is missing, for so many seconds after the last time that less was missing."""
        least = missing()
        end = time.monotonic() + seconds
        while least:
            time.sleep(_BETWEEN_LOOKS)
            now = missing()
            if len(now) < len(least):
                least, end = now, time.monotonic() + seconds
            if time.monotonic() > end:
                told = "\n".join((*map(str, least[:20]), self.logs(), self._at_work()))
                raise AssertionError(f"waited in vain for {what}: {self.window.left_behind()}\n{told}")

    def state(self, debate: str) -> str:
        """Whether a debate is open, closing or closed; "" before it is there."""
        query = select(debates.c.state).where(debates.c.id == debate)
        return self.window.read(lambda db: db.execute(query).scalar()) or ""

    def given_up(self) -> set[str]:
        """The accounts of whom Slack has something that it does not try to tell any more."""

        def look(fake: Any) -> set[str]:
            events = [one for one in fake.deliveries.all if one.done.is_set() and not one.acked]
            return {str(one.event.get("user")) for one in events}

        return self.slack.do(look)

    def states(self, debate: str, part: str | None = None) -> list[DeliveryState]:
        """How it stands with what is planned for a debate, or with one part of it in every channel."""
        mine = [deliveries.c.debate == debate, *([] if part is None else [deliveries.c.part == part])]
        query = select(deliveries.c.state).where(*mine)
        return [DeliveryState(state) for state in self.window.read(lambda db: db.execute(query).scalars().all())]

    def is_said(self, debate: str, part: str | None = None) -> bool:
        """Whether everything that is planned for a debate, or one part of it, is said."""
        states = self.states(debate, part)
        return bool(states) and all(state is DeliveryState.SAID for state in states)

    def unsaid(self) -> int:
        """How many deliveries have still to be said."""
        return len(self.window.left_behind().get(UNSAID, ()))

    def has_ballot(self, debate: str, account: object) -> bool:
        """Whether the ledger counts somebody's vote."""
        native = str(getattr(account, "id", account))
        query = (
            select(func.count())
            .select_from(ballots.join(voters, ballots.c.voter == voters.c.id))
            .where(ballots.c.debate == debate, ballots.c.last > 0, voters.c.native == native)
        )
        return bool(self.window.read(lambda db: db.execute(query).scalar()))

    def votes(self, debate: str) -> Mapping[tuple[str, str], str]:
        """Whose votes the ledger counts, and for what; somebody undecided has "?"."""
        query = (
            select(voters.c.platform, voters.c.native, ballots.c.last)
            .select_from(ballots.join(voters, ballots.c.voter == voters.c.id))
            .where(ballots.c.debate == debate, ballots.c.last != 0)
        )

        def look(db: Connection) -> dict[tuple[str, str], str]:
            found = {(platform, native): last for platform, native, last in db.execute(query)}
            masks = {1 << number: emoji for number, emoji in enumerate(OPTIONS)}
            return {person: masks.get(last, "?") for person, last in found.items()}

        return self.window.read(look)

    def record(self) -> Record:
        """Who said what so far."""
        found = self.window.read(lambda db: db.execute(select(deliveries.c.key)).scalars().all())
        return Record(self.discord.fake, {sign_of(key): key for key in found}, self.who_asks, self._runs)

    def said_in_slack(self) -> list[str | None]:
        """The keys of all that the bots said in Slack, in the channel and in threads."""

        def look(fake: Any) -> list[str | None]:
            own = fake.messages(_IN_SLACK)
            return [one.key for card in own for one in (card, *fake.thread(card))]

        return self.slack.do(look)

    def logs(self) -> str:
        """What all have logged but routine."""
        return "\n".join(
            f"bot {shard}: {line}"
            for shard, runs in enumerate(self._runs)
            for run in runs
            for line in run.err.splitlines()
            if '"level": "info"' not in line
        )

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
