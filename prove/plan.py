"""What a seed decides: the setting, and everything that people and bad luck will do, one act after the other.

An act is whole in itself: it chooses what it meets by dice of its own, so that a story goes on to make sense when acts
are left out of it.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ZONES = ("Asia/Seoul", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
PLACES = ("square", "plaza", "garden", "terrace", "home")
HOUR = 3600.0

VOTING = {"vote": 60, "switch": 14, "withdraw": 12, "save": 4, "reply": 5, "bot_votes": 2}
"""What people do, and how often."""

MISHAPS = {
    # The platform and the way to it: what was asked for.
    "answer_lost": 9,
    "timed_out": 6,
    "refused_429": 9,
    "refused_5xx": 9,
    "html_for_json": 4,
    "done_late": 3,
    "scans_cut_short": 3,
    "seeds_hidden": 2,
    "token_refused": 2,
    # The platform and the way to it: what it tells.
    "events_lost": 6,
    "events_doubled": 6,
    "events_reordered": 5,
    "events_late": 5,
    "connection_cut": 6,
    "session_ended": 5,
    "silent": 3,
    "network_away": 4,
    # Places and people.
    "channel_locked": 3,
    "channel_hidden": 3,
    "channel_gone": 1,
    "channel_renamed": 1,
    "message_deleted": 3,
    "reactions_cleared": 3,
    "alias_made": 2,
    "person_leaves": 2,
    # The machine.
    "killed": 9,
    "killed_at_commit": 6,
    "stopped": 4,
    "paused": 5,
    "disk_full": 3,
    "database_locked": 4,
    "commit_lost": 4,
    "clock_jumps": 4,
    # Articles.
    "article_edited": 3,
    "article_broken": 2,
    "article_removed": 2,
}
"""What goes wrong, and how often."""

PAIR_EVERY = 7
"""Seeds that are divisible by this are played by two processes on one PostgreSQL database."""
APART = 4.0
"""Seconds by which the clocks of two such processes differ at most."""
PAIR_MISHAPS = {
    "stands_still": 8,
    "clock_set": 3,
    "commit_answer_lost": 6,
    "database_away": 4,
    "cut_off": 5,
    "cut_off_in_silence": 4,
}
"""What goes wrong with such a pair besides, and how often."""

AMID_SENDING = frozenset(
    {
        *("answer_lost", "timed_out", "refused_429", "refused_5xx", "html_for_json", "done_late", "token_refused"),
        *("killed", "killed_at_commit", "disk_full", "database_locked", "commit_lost", "channel_locked", "clock_jumps"),
    }
)
"""What does most harm while something is being said, and so happens then more often than not."""


@dataclass(frozen=True, slots=True, order=True)
class Act:
    """Something that happens at `at` (Unix seconds); `dice` decides whom and what it meets."""

    at: float
    what: str
    dice: int

    def __str__(self) -> str:
        return f"{datetime.fromtimestamp(self.at, UTC):%Y-%m-%d %H:%M:%S}  {self.what}  ({self.dice})"


@dataclass(frozen=True, slots=True)
class Setting:
    """The seed's community: its zone, its channels, its rules, and the days that are played."""

    seed: int
    zone: str
    channels: tuple[str, ...]
    nightly: str
    closes_after: float
    results: str
    choice: str
    first: date
    days: int

    @property
    def is_pair(self) -> bool:
        """Whether two processes play it, on one PostgreSQL database."""
        return self.seed % PAIR_EVERY == 0

    def occurrence(self, number: int) -> float:
        """When the daily schedule falls due on a day: 09:00 by the clocks of the zone (no zone changes at nine)."""
        day = self.first + timedelta(days=number)
        return datetime.combine(day, time(9), ZoneInfo(self.zone)).timestamp()

    def begins(self) -> float:
        """When the simulation begins: an hour before the first occurrence."""
        return self.occurrence(0) - HOUR


def setting(seed: int, days: int) -> Setting:
    """The setting that a seed decides. Every second short one plays through a night in which clocks change."""
    dice = random.Random(f"setting {seed}")
    zone = dice.choice(ZONES)
    first = date(2026, 1, 1) + timedelta(days=dice.randrange(365))
    if days < 300 and dice.random() < 0.5:
        first = dice.choice(_changes(zone, 2026) or [first]) - timedelta(days=dice.randrange(1, max(2, days)))
    places = {dice.choice(PLACES[:2]), dice.choice(PLACES[2:4])} if dice.random() < 0.6 else {dice.choice(PLACES)}
    places |= {place for place in PLACES if dice.random() < 0.25}
    channels = tuple(place for place in PLACES if place in places)
    return Setting(
        seed=seed,
        zone=zone,
        channels=channels,
        nightly=dice.choice([place for place in PLACES if place not in channels] or ["home"]),
        closes_after=dice.choice((1, 3, 8)) * HOUR,
        results=dice.choice(("live", "live", "after_close")),
        choice=dice.choice(("single", "single", "single", "multiple")),
        first=first,
        days=days,
    )


def _changes(zone: str, year: int) -> list[date]:
    """The dates of a year on which a zone's clocks change."""
    there = ZoneInfo(zone)
    days = [date(year, 1, 1) + timedelta(days=number) for number in range(365)]

    def offset(day: date) -> timedelta | None:
        return datetime.combine(day, time(12), there).utcoffset()

    return [day for before, day in itertools.pairwise(days) if offset(before) != offset(day)]


def acts(place: Setting) -> list[Act]:
    """Everything that a seed lets happen, in order."""
    found: list[Act] = []
    for day in range(place.days):
        found += _day(place, day, random.Random(f"day {place.seed} {day}"))
        if place.is_pair:
            found += _day_of_pair(place, day, random.Random(f"pair {place.seed} {day}"))
    return sorted(found)


def _day_of_pair(place: Setting, day: int, dice: random.Random) -> Iterator[Act]:
    """What strikes a pair besides: mostly while something is being said, or a debate closes."""
    opens = place.occurrence(day)
    closes = opens + place.closes_after
    for _ in range(dice.choice((0, 1, 1, 2, 2, 3))):
        since, length = dice.choice(((opens - 2, 6.0), (opens, 40.0), (closes - 20, 30.0), (closes - 1, 12.0)))
        what = dice.choices(list(PAIR_MISHAPS), list(PAIR_MISHAPS.values()))[0]
        yield Act(round(since + dice.uniform(0, length), 3), what, dice.randrange(1 << 30))


def _day(place: Setting, day: int, dice: random.Random) -> list[Act]:
    """A debate's day: people come in three waves, and bad luck strikes near the hours that matter."""
    opens = place.occurrence(day)
    closes = opens + place.closes_after
    found = []

    def add(what: str, at: float) -> None:
        found.append(Act(round(at, 3), what, dice.randrange(1 << 30)))

    def some(weights: dict[str, int]) -> str:
        return dice.choices(list(weights), list(weights.values()))[0]

    waves = [(opens + 2, 40.0), (opens + dice.uniform(600, place.closes_after - 600), 30.0), (closes - 30, 29.0)]
    for since, length in waves:
        for _ in range(dice.randrange(2, 9)):
            add(some(VOTING), since + dice.uniform(0, length))
    for _ in range(dice.randrange(0, 4)):
        add(some(VOTING), closes + dice.uniform(0, 40))
    for _ in range(dice.choice((0, 1, 1, 2, 3, 4, 6))):
        what = some(MISHAPS)
        if what in AMID_SENDING and dice.random() < 0.8:
            since, length = dice.choice(((opens - 2, 6.0), (closes - 1, 12.0)))
        else:
            since, length = dice.choice(((opens - 5, 40.0), *waves[1:], (closes - 20, 60.0)))
        add(what, since + dice.uniform(0, length))
    return found
