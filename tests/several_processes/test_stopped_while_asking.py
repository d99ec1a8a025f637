"""A bot is stopped while it asks where a channel is, before it says a post there that another one then says."""

from __future__ import annotations

import asyncio
import signal
import time

import pytest

from tests.journeys.place import OPTIONS
from tests.several_processes.town import Town, a_town
from tests.wire.discord import faults

pytestmark = [pytest.mark.heavy, pytest.mark.postgres]

_STOPPED_FOR = 40.0
"""Seconds: longer than a lease, and than the bot waits for an answer of Discord."""
_ASKS_WHERE = "GET /channels/*"


def _start(town: Town) -> None:
    """Start the bots, none of which learns yet where the channels of the others are."""
    town.discord.do(lambda fake: fake.fault(_ASKS_WHERE, faults.answer(400, {"message": "Bad Request"})))
    town.start()
    town.until(lambda: all(map(town.discord.fake.messages, town.channels)) and not town.unsaid(), "the welcomes")
    town.discord.do(lambda fake: fake.faults.clear())


def test_who_wakes_goes_on_to_no_send(postgres) -> None:
    with a_town(postgres, 2, ["asking"]) as town:
        _start(town)
        release = asyncio.Event()
        comes = town.hold_one(_ASKS_WHERE, release)
        debate = town.open("asking")
        asleep = town.who_asks(comes())
        town.signal(asleep, signal.SIGSTOP)
        wakes = time.monotonic() + _STOPPED_FOR
        town.discord.do(lambda _: release.set())
        town.until(lambda: town.is_said(debate), "the post to be said by the other")
        time.sleep(max(0.0, wakes - time.monotonic()))
        town.signal(asleep, signal.SIGCONT)
        place = town.places[asleep]
        voter = town.newcomer(place)
        town.react(place, voter, town.card(debate, place), OPTIONS[0])
        town.until(lambda: town.has_ballot(debate, voter), "a vote that only who was asleep hears")
        for bot in town.bots:
            bot.stop()
        record = town.record()
        for number, channel in enumerate(town.channels):
            wrong = record.wrong(channel, {f"{debate}:c{number}:post", f"welcome:discord:{channel.id}"})
            assert not wrong, wrong
