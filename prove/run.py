"""One seed, from its setting to the oracle's word."""

from __future__ import annotations

import asyncio
import gc
import hashlib
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from prove.installed import connected_by, locks_of, seldom_looking
from prove.oracle import Finding, judge
from prove.plan import MISHAPS, PAIR_MISHAPS, Act, Setting, acts, setting
from prove.server import running_server
from prove.virtual_time import REAL_TIME, VirtualLoop, told_by
from prove.year import Year
from tests.empty_ledger import lay_empty_ledger
from tests.postgres_server import PostgresServer

_MEMORY = Path("/dev/shm")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a seed's days. `digest` is SHA-256 over everything that happened; `seconds` are real."""

    seed: int
    days: int
    findings: tuple[Finding, ...]
    debates: int
    votes: int
    messages: int
    mishaps: Counter[str]
    restarts: int
    digest: str
    seconds: float


def play(seed: int, days: int) -> Outcome:
    """Play a seed's days."""
    place = setting(seed, days)
    return replay(place, acts(place))


def replay(place: Setting, story: Sequence[Act]) -> Outcome:
    """Play these acts in a seed's setting. Files are kept in memory: they are real, and no disk is waited for."""
    folder = Path(tempfile.mkdtemp(prefix="agora-prove-", dir=_MEMORY if _MEMORY.is_dir() else None))
    try:
        with running_server() if place.is_pair else nullcontext() as server:
            return _played(place, story, folder, server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def without(place: Setting, days: int) -> Setting:
    """The same setting, over after so many days."""
    return replace(place, days=days)


def _played(place: Setting, story: Sequence[Act], folder: Path, server: PostgresServer | None) -> Outcome:
    began = REAL_TIME()
    if server is None:
        lay_empty_ledger(folder / "agora.db")
    loop = VirtualLoop(place.begins())
    before = random.getstate()
    random.seed(place.seed)
    # What the collector ends, it ends at a moment that no seed decides: it is called once a day instead.
    gc.disable()
    with ExitStack() as stack:
        stack.callback(gc.enable)
        # What is made from here on is named by virtual time, too.
        stack.enter_context(told_by(loop, random.Random(f"chance {place.seed}")))
        year = Year(place, list(story), folder, loop, server)
        if year.database is not None:
            stack.enter_context(year.database.installed())
        for installed in (
            year.disk.installed(),
            connected_by(year.network),
            locks_of(year.machine.processes),
            seldom_looking(),
        ):
            stack.enter_context(installed)
        asyncio.set_event_loop(loop)
        failure: Finding | None = None
        try:
            loop.run_until_complete(year.play())
        except Exception as error:
            failure = Finding("the simulation comes to its end", f"{type(error).__name__}: {error}")
        findings = (failure,) if failure is not None else tuple(judge(year))
    asyncio.set_event_loop(None)
    random.setstate(before)
    said = year.places.said()
    outcome = Outcome(
        seed=place.seed,
        days=place.days,
        findings=findings,
        debates=len(year.rows("select id from debates")),
        votes=len(year.places.deeds),
        messages=len(said),
        mishaps=Counter(act.what for act in story if act.what in MISHAPS or act.what in PAIR_MISHAPS),
        restarts=sum(one.machine.starts - 1 for one in year.supervisors),
        digest=_digest(year, [repr(one) for one in said]),
        seconds=REAL_TIME() - began,
    )
    if year.database is not None:
        year.database.close()
    gc.collect()
    return outcome


def _digest(year: Year, said: list[str]) -> str:
    """Over what people did, what the bot said, and every event of every history."""
    rows = year.rows("select debate, seq, voter, reaction, added, at, received_at, cause from history order by 1, 2")
    told = [*year.history, *map(repr, year.places.deeds), *said, *map(repr, rows)]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()
