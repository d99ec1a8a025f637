"""Every change of clocks near midnight, in every time zone there is: each local date has each daily rule once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.core.schedule import Schedule, next_after, upcoming

BEGIN, END = datetime(2010, 1, 1, tzinfo=UTC), datetime(2032, 1, 1, tzinfo=UTC)
STEP = timedelta(days=13)
"""Two changes of clocks that are nearer to each other than this would not be seen (Ramadan lies a month between)."""
NEAR_MIDNIGHT = (time(22, 59), time(23), time(23, 30), time(23, 59), time(0), time(0, 30), time(1))
DAY = timedelta(days=1)


def schedule(at: time, zone: str) -> Schedule:
    return Schedule("daily", f"{at.minute} {at.hour} * * *", zone, ("square",))


def changes(zone: ZoneInfo, offsets: tuple[timedelta | None, ...]) -> Iterator[datetime]:
    """The instants at which the clocks of a zone change, to the minute; `offsets` are those at every step."""
    for number, (before, after) in enumerate(pairwise(offsets)):
        if before == after:
            continue
        low, high = BEGIN + number * STEP, BEGIN + (number + 1) * STEP
        while high - low > timedelta(minutes=1):
            middle = low + ((high - low) // 2) // timedelta(minutes=1) * timedelta(minutes=1)
            low, high = (middle, high) if middle.astimezone(zone).utcoffset() == before else (low, middle)
        yield high


@cache
def changes_near_midnight() -> tuple[tuple[str, datetime], ...]:
    """Of zones that have always had the same time, one."""
    steps = [BEGIN + number * STEP for number in range((END - BEGIN) // STEP)]
    zones = {
        tuple(at.astimezone(ZoneInfo(name)).utcoffset() for at in steps): name
        for name in sorted(available_timezones(), reverse=True)
    }
    found = []
    for offsets, name in zones.items():
        zone = ZoneInfo(name)
        for at in changes(zone, offsets):
            walls = [(at - timedelta(minutes=1)).astimezone(zone), at.astimezone(zone)]
            if any(wall.hour in (22, 23, 0, 1) for wall in walls):
                found.append((name, at))
    return tuple(found)


def shown_dates(zone: ZoneInfo, begin: datetime, until: datetime) -> list[date]:
    """The dates that calendars in `zone` show in [begin, until)."""
    hours = int((until - begin) / timedelta(minutes=30))
    shown = [(begin + n * timedelta(minutes=30)).astimezone(zone).date() for n in range(hours)]
    return list(dict.fromkeys(shown))


def shows(zone: ZoneInfo, day: date, at: time) -> bool:
    """Whether clocks in `zone` show this time on this date."""
    wall = datetime.combine(day, at)
    return wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall


@pytest.mark.parametrize("at", NEAR_MIDNIGHT, ids=str)
def test_each_local_date_has_a_daily_rule_once(at: time) -> None:
    assert len(changes_near_midnight()) > 500
    for name, change in changes_near_midnight():
        zone, rule = ZoneInfo(name), schedule(at, name)
        midday = change.astimezone(zone).replace(hour=12, minute=0)
        begin, until = (midday - DAY).astimezone(UTC), (midday + DAY).astimezone(UTC)
        told = [instant.astimezone(zone) for instant in upcoming(rule, begin - DAY, until + DAY)]
        dates = shown_dates(zone, begin, until)
        assert [local.date() for local in told if dates[0] <= local.date() <= dates[-1]] == dates, (name, change)
        exact = [local for local in told if shows(zone, local.date(), at)]
        assert all(local.time() == at and local.fold == 0 for local in exact), (name, change)


@pytest.mark.parametrize("zone", ["America/Nuuk", "America/Scoresbysund"])
@pytest.mark.parametrize("at", [time(23), time(23, 30), time(23, 59), time(0), time(0, 30)], ids=str)
def test_greenland_has_every_date_once_for_years(zone: str, at: time) -> None:
    first, days = date(2024, 1, 1), 6 * 365
    begin, end = (
        datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC) - timedelta(microseconds=1)
        for day in (first, first + days * DAY)
    )
    told = upcoming(schedule(at, zone), begin, end)
    assert [instant.astimezone(ZoneInfo(zone)).date() for instant in told] == [first + n * DAY for n in range(days)]


def test_a_time_that_leaps_into_the_next_date_falls_due_in_the_last_minute_before() -> None:
    rule = schedule(time(23, 30), "America/Nuuk")
    leap = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    told = [at.astimezone(ZoneInfo("America/Nuuk")) for at in upcoming(rule, leap - DAY, leap + DAY)]
    assert [f"{at:%d %H:%M}" for at in told] == ["27 23:30", "28 22:59", "29 23:30"]
    assert next_after(rule, leap - timedelta(seconds=30)) == datetime(2026, 3, 30, 0, 30, tzinfo=UTC)


def test_a_date_that_a_zone_leaves_out_has_none() -> None:
    samoa = ZoneInfo("Pacific/Apia")
    begin = datetime(2011, 12, 28, 12, tzinfo=samoa).astimezone(UTC)
    told = upcoming(schedule(time(9), "Pacific/Apia"), begin, begin + 4 * DAY - timedelta(hours=12))
    assert [f"{at.astimezone(samoa):%d %H:%M}" for at in told] == ["29 09:00", "31 09:00", "01 09:00"]
