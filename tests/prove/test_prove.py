"""The simulation: the same seed gives the same history, what is planted is found, and a story is made short."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest

from prove.oracle import Finding
from prove.plan import MISHAPS, PAIR_EVERY, PAIR_MISHAPS, VOTING, Act, Setting, acts, setting
from prove.planted import FAULTS
from prove.run import Outcome
from prove.story import shrunk, told
from prove.year import occurrences

ROOT = Path(__file__).parents[2]
DAYS = 3
"""That a seed plays which is to find a planted fault."""


def ran(*arguments: str, expected: int = 0) -> str:
    """What the command prints."""
    ended = subprocess.run(
        [sys.executable, "-m", "prove", *arguments], cwd=ROOT, capture_output=True, text=True, env=os.environ
    )
    assert ended.returncode == expected, ended.stdout + ended.stderr
    return ended.stdout


@pytest.mark.heavy
def test_seeds_hold_and_the_same_seed_gives_the_same_history() -> None:
    said = [ran("--seeds", "2", "--first", "5", "--days", "2", "--digests") for _ in range(2)]
    assert re.search(r"^seeds in which something did not hold +0$", said[0], re.M)
    histories = [re.findall(r"^seed (\d+) ([0-9a-f]{64})$", each, re.M) for each in said]
    assert [seed for seed, _ in histories[0]] == ["5", "6"]
    assert histories[0] == histories[1]


@pytest.mark.heavy
@pytest.mark.postgres
@pytest.mark.timeout(600)
def test_two_processes_on_one_database_hold_and_are_the_same_twice() -> None:
    said = [ran("--seeds", "1", "--first", "49", "--days", "1", "--digests") for _ in range(2)]
    assert re.search(r"^seeds in which something did not hold +0$", said[0], re.M)
    histories = [re.findall(r"^seed 49 [0-9a-f]{64}$", each, re.M) for each in said]
    assert len(histories[0]) == 1
    assert histories[0] == histories[1]


def table_of_planted() -> dict[str, tuple[str, str]]:
    """By the fault: the seed that finds it and the check, as docs/reliability.md tells."""
    page = (ROOT / "docs/reliability.md").read_text()
    rows = re.findall(r"^\| [^|]+ \| ([^|]+) \| (\d+) \| ([^|]+) \|$", page, re.M)
    return {fault: (seed, check) for fault, seed, check in rows}


@pytest.mark.heavy
@pytest.mark.timeout(600)
@pytest.mark.parametrize("fault", sorted(table_of_planted()))
def test_a_planted_fault_is_found_by_the_seed_that_the_table_names(fault: str) -> None:
    seed, check = table_of_planted()[fault]
    number = [one.fault for one in FAULTS].index(fault)
    said = ran("--planted", str(number), "--first", seed, "--seeds", "1", "--days", str(DAYS), "--jobs", "1")
    assert f"| {fault} | {seed} | {check} |" in said


def test_every_mishap_has_a_planted_fault_or_is_one_of_a_kind_that_has() -> None:
    assert len(FAULTS) >= 25
    assert len({fault.fault for fault in FAULTS}) == len(FAULTS)
    alike = {"done_late", "seeds_hidden", "silent", "network_away", "channel_hidden", "channel_gone", "article_broken"}
    assert set(MISHAPS) - {fault.mishap for fault in FAULTS} <= alike


def test_a_setting_and_its_acts_are_what_the_seed_says() -> None:
    assert setting(7, 30) == setting(7, 30)
    assert acts(setting(7, 30)) == acts(setting(7, 30))
    assert acts(setting(7, 30)) != acts(setting(8, 30))
    happened = Counter(act.what for seed in range(40) for act in acts(setting(seed, 30)))
    assert set(happened) == {*MISHAPS, *PAIR_MISHAPS, *VOTING}


def test_only_seeds_that_are_divisible_by_seven_are_played_by_two_processes() -> None:
    for seed in range(40):
        place = setting(seed, 30)
        assert place.is_pair == (seed % PAIR_EVERY == 0)
        assert any(act.what in PAIR_MISHAPS for act in acts(place)) == place.is_pair


@pytest.mark.parametrize(
    ("zone", "first", "hour"),
    [("Europe/Berlin", "2026-03-29", 3.0), ("Europe/Berlin", "2026-10-25", 2.5), ("Asia/Seoul", "2026-03-29", 2.5)],
)
def test_half_past_two_is_three_in_the_night_that_lacks_it(zone: str, first: str, hour: float) -> None:
    from dataclasses import replace
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    place = replace(setting(1, 1), zone=zone, first=date.fromisoformat(first), days=1)
    # The first day begins at eight; the night before is that of the next Sunday.
    early = replace(place, first=date.fromisoformat(first), days=8)
    nights = [at for at, which in occurrences(early) if which == "nightly"]
    there = datetime.fromtimestamp(nights[0], ZoneInfo(zone))
    assert there.weekday() == 6
    before = replace(place, first=date.fromordinal(date.fromisoformat(first).toordinal() - 1), days=2)
    (night,) = [at for at, which in occurrences(before) if which == "nightly"]
    there = datetime.fromtimestamp(night, ZoneInfo(zone))
    assert (there.date(), there.hour + there.minute / 60) == (date.fromisoformat(first), hour)


def test_a_story_is_made_short_as_long_as_it_fails_in_the_same_way() -> None:
    place = setting(3, 8)
    story = acts(place)
    guilty = {story[4], story[11]}

    def outcome(tried: Setting, some: Sequence[Act]) -> Outcome:
        found = (Finding("a check", "seen"),) if guilty <= set(some) else ()
        return Outcome(tried.seed, tried.days, found, 0, 0, 0, Counter(), 0, "", 0.0)

    shorter, kept, last = shrunk(place, story, "a check", outcome, most=500)
    assert set(kept) == guilty
    assert shorter.days <= 2
    assert last is not None
    lines = list(told(shorter, kept, last))
    assert lines[0].startswith("Seed 3: ")
    assert lines[-1] == "→ a check: seen"
