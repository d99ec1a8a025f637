"""Points lived through, several at a time, and the table of what came of each."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.crash_points.life import Life, LifePlace
from tests.crash_points.verdict import differences
from tests.patience import PATIENCE
from tests.wire.discord import Threaded

_BEATS = re.compile(r"Presences\.|Processes\.alive")
_BEATS_TRIED = 2
"""Of what is written every second, so many are tried: how often it comes depends on the machine."""


@dataclass(frozen=True)
class Way:
    """How points are lived through: on which database, with which fault `planted`.

    `address` gives a fresh database for a folder; `patience` is in seconds.
    """

    database: str
    address: Callable[[Path], str]
    planted: str | None = None
    patience: float = PATIENCE


@dataclass(frozen=True)
class Outcome:
    """What came of one point. It is `reached` when the bot died there; `bad` says what was wrong then."""

    database: str
    point: str
    reached: bool
    bad: str | None
    seconds: float

    @property
    def said(self) -> str:
        """A word, or what was wrong."""
        return self.bad or ("good" if self.reached else "not reached")


def points_of_a_life(way: Way) -> list[str]:
    """The points of an undisturbed life, which must be a good one."""
    with _life(way, None) as life:
        life.live()
        bad = differences(life)
        assert not bad, bad
        return [point for point in life.points() if not _is_a_late_beat(point)]


def lived_through(
    way: Way, points: Iterable[str], *, at_once: int, told: Callable[[Outcome], None] = lambda _: None
) -> list[Outcome]:
    """Have a life disturbed at each point, go on, compare; `told` hears of each as it comes."""

    def one(point: str) -> Outcome:
        outcome = _lived(way, point)
        if not outcome.reached and outcome.bad is None:
            # It depends on when things come in whether two of them are one transaction.
            outcome = _lived(way, point)
        told(outcome)
        return outcome

    with ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(one, points))


def sampled(points: Sequence[str], every: int, offset: int) -> list[str]:
    """Every so manieth point, beginning at the one of this number."""
    return [point for number, point in enumerate(points) if number % every == offset % every]


def table(outcomes: Sequence[Outcome]) -> str:
    """The outcomes in Markdown: a row for each place of the life, with both its sides on each database."""
    kinds = sorted({outcome.database for outcome in outcomes}, reverse=True)
    rows: dict[str, dict[tuple[str, str], list[Outcome]]] = {}
    for outcome in outcomes:
        when, _, rest = outcome.point.partition(" ")
        what = rest.rpartition(" #")[0]
        rows.setdefault(what, {}).setdefault((outcome.database, when), []).append(outcome)
    columns = [(kind, when) for kind in kinds for when in ("before", "after")]
    lines = [f"| at | {' | '.join(f'{kind}, {when}' for kind, when in columns)} |", f"| --- |{' --- |' * len(columns)}"]
    for what, found in rows.items():
        lines.append(f"| `{what}` | {' | '.join(_cell(found.get(column, [])) for column in columns)} |")
    return "\n".join(lines)


def _cell(outcomes: Sequence[Outcome]) -> str:
    bad = [outcome.bad for outcome in outcomes if outcome.bad]
    reached = sum(outcome.reached for outcome in outcomes)
    if bad:
        return f"{len(bad)} bad: {bad[0].splitlines()[0]}"
    return f"{reached} good" if reached else "–"


def _lived(way: Way, point: str) -> Outcome:
    began = time.monotonic()
    with _life(way, point) as life:
        try:
            life.live()
            bad = "; ".join(differences(life))
        except AssertionError as failure:
            bad = str(failure)
        except Exception as failure:
            bad = f"{type(failure).__name__}: {failure}"
        if bad:
            bad = f"{bad}\n{life.logs}"
        return Outcome(way.database, point, life.disturbed, bad or None, time.monotonic() - began)


@contextmanager
def _life(way: Way, point: str | None) -> Iterator[Life]:
    """A life in a folder and with a Discord of its own, all of it gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="agora-life-") as folder, Threaded() as discord:
        place = LifePlace(Path(folder), discord, way.address(Path(folder)))
        life = Life(place, point, way.planted, way.patience)
        try:
            yield life
        finally:
            place.clear()
            life.window.close()


def _is_a_late_beat(point: str) -> bool:
    return bool(_BEATS.search(point)) and int(point.rpartition("#")[2]) > _BEATS_TRIED
