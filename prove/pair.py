"""Two processes on one PostgreSQL database, with clocks that differ, and what goes wrong with such a pair alone."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from prove.disk import Trouble
from prove.places import DISCORD, LOCAL, SLACK
from prove.plan import APART
from prove.postgres import Database
from prove.process import Machine
from prove.supervisor import Supervisor
from prove.virtual_time import Life

if TYPE_CHECKING:
    from prove.year import Year
    from tests.postgres_server import PostgresServer

_GIVEN_UP = 30.0
"""Seconds after which the system gives up a connection on which nothing comes back, as the bot has asked it to."""


def share(year: Year, server: PostgresServer) -> None:
    """Let two machines share a database of this server and the chat's file; each clock is wrong in its own way."""
    seed = year.setting.seed
    database = Database(year.loop, server.socket, server.template, year.disk, random.Random(f"database {seed}"))
    year.database = database
    year.disk.is_shared = True
    first = year.supervisors[0].machine
    second = Machine(first.loop, first.network, first.disk, first.config, "twin")
    second.chat_faults = first.chat_faults
    dice = random.Random(f"clocks {seed}")
    year.supervisors = []
    for machine in (first, second):
        machine.lets_go.append(database.gone)
        year.supervisors.append(Supervisor(year, machine, dice.uniform(-APART / 2, APART / 2), APART / 2))


def stands_still(year: Year, dice: random.Random) -> None:
    """A process stands still for longer than any lease, amid anything, and goes on as if nothing had been."""
    met, seconds = year.met, dice.choice((62.0, 75.0, 95.0))
    process = met.process
    if process is None or not process.alive or process.life.paused:
        return
    life = process.life

    def began() -> None:
        year.tell(f"{met.machine.name} stands still for {seconds:.0f} s")
        _one_alone(year, seconds)
        year.later(seconds, life.resume)

    life.pauses_at(round(3000 ** dice.random()), began)


def clock_set(year: Year, dice: random.Random) -> None:
    """A machine's clock is set, and differs from the other's by another few seconds from then on."""
    year.met.is_wrong_by = dice.uniform(-APART / 2, APART / 2)
    year.met.set_clock(0.0)


def commit_answer_lost(year: Year, dice: random.Random) -> None:
    """One process's connections break at a COMMIT: before it arrives, or when it is carried out."""
    database, mine, seconds = year.database, _of(year), dice.choice((0.5, 2.0, 8.0))
    share_of = random.Random(dice.random())
    if database is None:
        return

    def befalls(life: Life, statement: str) -> Trouble | None:
        if statement != "commit" or not mine(life):
            return None
        chance = share_of.random()
        if chance < 0.15:
            database.cut(*database.lines_of(life))
        return Trouble.LOST if chance > 0.6 else None

    year.disk.befalls = befalls

    def well() -> None:
        if year.disk.befalls is befalls:
            year.disk.befalls = lambda *_: None

    year.later(seconds, well)
    _one_alone(year, seconds)


def database_away(year: Year, dice: random.Random) -> None:
    """The server is started anew: all connections break, and for a while nobody is let in."""
    seconds = dice.choice((1.0, 4.0, 15.0, 60.0))
    _away(year, lambda _: True, seconds)
    for platform in (DISCORD, SLACK, LOCAL):
        year.troubles.note(platform, year.now, seconds + 30)


def cut_off(year: Year, dice: random.Random) -> None:
    """One process does not reach the server for a while; the other does."""
    _away(year, _of(year), dice.choice((3.0, 12.0, 40.0, 90.0)))


def cut_off_in_silence(year: Year, dice: random.Random) -> None:
    """What one process asks of the server, and what it is answered, does not arrive for a while, without a word."""
    database, mine, seconds = year.database, _of(year), dice.choice((5.0, 20.0, 45.0, 90.0))
    if database is None:
        return
    database.is_silent = mine

    def give_up() -> None:
        if database.is_silent is mine:
            database.cut(*(line for line in database.lines_of() if mine(line.life)))

    def well() -> None:
        if database.is_silent is mine:
            database.is_silent = lambda _: False
            database.heard_again()

    if seconds > _GIVEN_UP:
        year.later(_GIVEN_UP, give_up)
    year.later(seconds, well)
    _one_alone(year, seconds)


def _of(year: Year) -> Callable[[Life | None], bool]:
    met = year.met
    return lambda life: met.process is not None and life is met.process.life


def _away(year: Year, which: Callable[[Life | None], bool], seconds: float) -> None:
    database = year.database
    if database is None:
        return
    database.is_away = which
    database.cut(*(line for line in database.lines_of() if which(line.life)))

    def well() -> None:
        if database.is_away is which:
            database.is_away = lambda _: False

    year.later(seconds, well)
    _one_alone(year, seconds)


def _one_alone(year: Year, seconds: float) -> None:
    year.busy_for(seconds + 30)
    year.troubles.alone.append((year.now, year.now + seconds + 30))


MISHAP: dict[str, Callable[[Year, random.Random], None]] = {
    one.__name__: one
    for one in (stands_still, clock_set, commit_answer_lost, database_away, cut_off, cut_off_in_silence)
}
