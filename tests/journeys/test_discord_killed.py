"""A bot killed at every request of a post and of a closing: after the next start there is one post and one result."""

from __future__ import annotations

import os
import shutil
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.journeys.discord_place import OPTIONS, SLUG, DiscordPlace, one_complete_post
from tests.journeys.ledger import audit, latest, wait_for_ballots, wait_until_closed, wait_until_settled
from tests.journeys.processes import until
from tests.wire.discord import FakeDiscord, Threaded, faults

pytestmark = pytest.mark.heavy

AT_ONCE = 3
STEPS = ("POST /channels/**", "PUT /channels/**", "PATCH /channels/**")
"""The requests that change something; the others are tried with them, since a kill falls between two of these."""


@dataclass(frozen=True)
class Whole:
    """A database with its tables and nothing else, and the requests of a post that change something, in order."""

    empty: Path
    steps: tuple[str, ...]


@pytest.fixture
def whole(tmp_path: Path) -> Whole:
    """What an undisturbed bot does."""
    with Threaded() as discord:
        place = DiscordPlace(tmp_path / "empty", discord)
        assert place.agora("results").code == 1
        shutil.copy(place.file, tmp_path / "tables.db")
        place.post("--channel", "square")
        made = [asked.method for asked in discord.fake.http.requests if changes_something(asked)]
        return Whole(tmp_path / "tables.db", tuple(made))


def changes_something(asked: faults.Asked) -> bool:
    """Whether a request is a step of a post or a closing."""
    return any(faults.pattern(route).fullmatch(asked.route) for route in STEPS)


def kill_at(fake: FakeDiscord, pid: int, step: int, *, done: bool) -> threading.Event:
    """End a process when it makes its request number `step` that changes something; set once that is certain."""
    left, meant = [step], threading.Event()

    def is_it(asked: faults.Asked) -> bool:
        if not changes_something(asked):
            return False
        left[0] -= 1
        if left[0] == 0:
            meant.set()
        return left[0] == 0

    def kill() -> None:
        os.kill(pid, signal.SIGKILL)

    fake.fault("** **", faults.call(kill, done=True) if done else killed_before(kill), times=1, when=is_it)
    return meant


def killed_before(kill):
    """The process is gone, and its request was never carried out."""

    async def happen(request, _):
        kill()
        return await faults.drop_before()(request, _)

    return happen


def check(folder: Path, empty: Path, step: int, *, done: bool) -> bool:
    """Kill at one step of posting, go on, close; gives whether there was such a step."""
    with Threaded() as discord:
        place = DiscordPlace(folder, discord)
        shutil.copy(empty, place.file)
        discord.do(lambda fake: setattr(fake.rest, "nonce_seconds", 0.0))
        try:
            return _killed_while_posting(place, step, done=done)
        except BaseException as failure:
            failure.add_note(f"killed {'after' if done else 'before'} request {step}")
            raise
        finally:
            place.clear()


def _killed_while_posting(place: DiscordPlace, step: int, *, done: bool) -> bool:
    discord = place.discord
    bot = place.run()
    greeted(place)
    meant = discord.do(lambda fake: kill_at(fake, bot.pid, step, done=done))
    posting = place.begin("post", SLUG, "--channel", "square")
    until(lambda: not bot.alive() or not posting.alive())
    discord.do(lambda fake: fake.faults.clear())
    was_killed = meant.is_set()
    if was_killed:
        until(lambda: not bot.alive())
        bot = place.run()
        greeted(place)
    posting.wait()
    debate = latest(place)
    assert debate is not None
    wait_until_settled(place, debate.id)
    one_complete_post(place)
    haru = discord.do(lambda fake: fake.user())
    discord.do(lambda fake: fake.react(haru, place.card(), OPTIONS[0]))
    wait_for_ballots(place, [1, 0, 0], debate.id, why=lambda: bot.err)
    if step % 2:
        was_killed = _killed_while_closing(place, bot, step, done=done) or was_killed
    else:
        assert place.agora("close").code == 0
        bot.stop()
    until(lambda: len(place.said()) == 2, why=lambda: str([one.text for one in place.said()]))
    told = audit(place, debate.id)
    assert [option["ballots"] for option in told["options"]] == [1, 0, 0]
    assert told["certificate"]["recounted"] == "exact"
    place.nothing_pings()
    return was_killed


def _killed_while_closing(place: DiscordPlace, bot, step: int, *, done: bool) -> bool:
    meant = place.discord.do(lambda fake: kill_at(fake, bot.pid, (step + 1) // 2, done=done))
    closing = place.begin("close")
    until(lambda: not bot.alive() or not closing.alive())
    place.discord.do(lambda fake: fake.faults.clear())
    was_killed = meant.is_set()
    if was_killed:
        until(lambda: not bot.alive())
        bot = place.run()
    closing.wait()
    debate = latest(place)
    assert debate is not None
    wait_until_closed(place, debate.id, why=lambda: bot.err)
    bot.stop()
    return was_killed


def greeted(place: DiscordPlace) -> None:
    """Wait until the bot has said its welcome, so that steps are those of the post."""
    until(lambda: any("🦉" in one.text for one in place.fake.messages(place.rooms["square"])))


@pytest.mark.timeout(400)
def test_one_post_and_one_result_whatever_request_the_bot_is_killed_at(tmp_path, whole) -> None:
    def checked(case: tuple[int, bool]) -> bool:
        step, done = case
        return check(tmp_path / f"killed-{step}-{done}", whole.empty, step, done=done)

    assert whole.steps.count("POST") >= 4
    cases = [
        (step, done)
        for step, method in enumerate(whole.steps, 1)
        for done in (False, True)
        if method == "POST" or done == step % 2
    ]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        killed = list(pool.map(checked, cases))
    assert all(killed), list(zip(cases, killed, strict=True))
