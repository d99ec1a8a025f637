"""Who said what: each message on the platform, by the key under which it was sent and the bot that sent it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from tests.journeys.processes import Running
from tests.wire.discord import Channel, FakeDiscord
from tests.wire.discord.faults import Asked
from tests.wire.discord.model import THREAD_STARTER

_NO_KEY = "of no key"


@dataclass(frozen=True)
class Record:
    """What was asked of the platform.

    `keys` are those of each nonce, `who_asks` gives the bot behind a request, `runs` are the processes of each bot.
    """

    fake: FakeDiscord
    keys: Mapping[str, str]
    who_asks: Callable[[Asked], int]
    runs: Sequence[Sequence[Running]]

    def wrong(self, place: Channel, wanted: Collection[str]) -> str:
        """Who sent what stands in a channel or thread and should not, or not exactly once; "" where all is well."""
        said = self.said(place)
        keys = {key for key in said.keys() | wanted if said[key] != (key in wanted)}
        return f"{said}\n{self.story(keys)}" if keys else ""

    def said(self, place: Channel) -> Counter[str]:
        """How many messages of the bots' own stand in a channel or thread, by their keys, oldest first."""
        own = [message for message in self.fake.messages(place) if message.type != THREAD_STARTER]
        return Counter(self.keys.get(str(message.nonce), _NO_KEY) for message in own)

    def story(self, keys: Collection[str]) -> str:
        """Every send under these keys, and what each bot has logged of them."""
        lines = []
        began = self.fake.http.requests[0].at
        for asked in self.fake.asked("POST /channels/*/messages"):
            key = self.keys.get(str(asked.body.get("nonce")), _NO_KEY)
            if key in keys:
                lines.append(
                    f"{asked.at - began:8.3f} s: bot {self.who_asks(asked)} {asked.path} {key}: {asked.status}"
                )
        for shard, runs in enumerate(self.runs):
            logged = [line for run in runs for line in run.err.splitlines()]
            lines += [f"bot {shard}: {line}" for line in logged if any(key in line for key in keys)]
        return "\n".join(lines)
