"""What counts after downtime: only the latest occurrence, each at most once, on time or by the missed-run policy."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.schedule import ON_TIME, Due, Missed, MissedPolicy, Schedule, Verdict, due, next_after, upcoming

DAILY = Schedule("morning", "0 9 * * *", "Asia/Seoul", ("square",))
NINE = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
"""09:00 on a Monday in Seoul."""

MOMENT = timedelta(microseconds=1)
SKIP = Missed(MissedPolicy.SKIP)
LATE_ONLY = Missed(MissedPolicy.POST_LATE, timedelta(hours=6))


@pytest.mark.parametrize(
    ("missed", "lateness", "verdict"),
    [
        (SKIP, timedelta(), Verdict.POST),
        (SKIP, ON_TIME, Verdict.POST),
        (SKIP, ON_TIME + MOMENT, Verdict.MISSED),
        (LATE_ONLY, ON_TIME, Verdict.POST),
        (LATE_ONLY, ON_TIME + MOMENT, Verdict.LATE),
        (LATE_ONLY, timedelta(hours=6), Verdict.LATE),
        (LATE_ONLY, timedelta(hours=6) + MOMENT, Verdict.MISSED),
        (replace(LATE_ONLY, within=timedelta(seconds=10)), timedelta(seconds=30), Verdict.POST),
        (replace(LATE_ONLY, within=timedelta(seconds=10)), ON_TIME + MOMENT, Verdict.MISSED),
    ],
)
def test_the_missed_policy_at_its_edges(missed: Missed, lateness: timedelta, verdict: Verdict) -> None:
    found = due(replace(DAILY, missed=missed), NINE - timedelta(hours=1), NINE + lateness)
    assert found == Due(NINE, verdict)


def test_the_gap_is_open_at_its_beginning_and_closed_at_its_end() -> None:
    assert due(DAILY, NINE, NINE + timedelta(hours=1)) is None
    assert due(DAILY, NINE - MOMENT, NINE) == Due(NINE, Verdict.POST)
    assert due(DAILY, NINE - timedelta(hours=1), NINE - MOMENT) is None


def test_after_a_week_of_downtime_only_the_latest_counts() -> None:
    found = due(DAILY, NINE, NINE + timedelta(days=7, hours=2))
    assert found == Due(NINE + timedelta(days=7), Verdict.LATE)


def test_a_clock_that_jumped_back_repeats_nothing() -> None:
    for back in (timedelta(seconds=1), timedelta(hours=3), timedelta(days=400)):
        assert due(DAILY, NINE, NINE - back) is None
    assert due(DAILY, NINE, NINE + timedelta(days=1)) == Due(NINE + timedelta(days=1), Verdict.POST)


crons = st.sampled_from(["0 9 * * *", "30 2 * * *", "30 1 * * *", "*/30 * * * *", "0 9 * * mon-fri", "0 0,12 1 * *"])
zones = st.sampled_from(["Asia/Seoul", "Europe/Berlin", "America/New_York"])
beginnings = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))
gaps = st.one_of(
    st.timedeltas(timedelta(), timedelta(minutes=40)),
    st.timedeltas(timedelta(), timedelta(days=3)),
    st.timedeltas(-timedelta(days=2), timedelta(days=40)),
)


@given(crons, zones, beginnings, st.lists(gaps, min_size=1, max_size=12))
def test_polling_whenever_repeats_nothing_and_never_loses_the_latest(
    cron: str, zone: str, begin: datetime, waits: list[timedelta]
) -> None:
    schedule = replace(DAILY, cron=cron, timezone=zone)
    since = now = begin
    dealt_with: list[datetime] = []
    for wait in waits:
        now += wait
        fallen = list(upcoming(schedule, since, now))
        found = due(schedule, since, now)
        assert (found.at if found else None) == (fallen[-1] if fallen else None)
        if found:
            assert found.at > max(dealt_with, default=begin)
            dealt_with.append(found.at)
            since = found.at


@given(crons, zones, beginnings)
def test_the_next_one_is_the_first_that_falls_due(cron: str, zone: str, now: datetime) -> None:
    schedule = replace(DAILY, cron=cron, timezone=zone)
    at = next_after(schedule, now)
    assert at > now
    assert list(upcoming(schedule, now, at)) == [at]
    assert due(schedule, now, at - MOMENT) is None
    assert due(schedule, now, at) == Due(at, Verdict.POST)
