"""Two years of schedules in three time zones: no day skipped, none doubled."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from bot.core.schedule import Schedule, due, next_after, upcoming, validate_cron

pytestmark = pytest.mark.heavy

ZONES = ["Asia/Seoul", "Europe/Berlin", "America/New_York"]
HALF_HOURS = [time(hour, minute) for hour in range(24) for minute in (0, 30)]


def schedule(cron: str, zone: str = "Asia/Seoul") -> Schedule:
    return Schedule("morning", cron, zone, ("square",))


def year(number: int, zone: str) -> tuple[datetime, datetime]:
    """From the last instant before the year to the last one in it, as `zone` counts years."""
    begin = datetime(number, 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    end = datetime(number + 1, 1, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    moment = timedelta(microseconds=1)
    return begin - moment, end - moment


def dates_of(number: int) -> list[date]:
    return [date(number, 1, 1) + timedelta(days=n) for n in range((date(number + 1, 1, 1) - date(number, 1, 1)).days)]


def exists(day: date, at: time, zone: str) -> bool:
    """Whether clocks in `zone` show this time on this day."""
    wall = datetime.combine(day, at)
    shown = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC).astimezone(ZoneInfo(zone))
    return shown.replace(tzinfo=None) == wall


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("number", [2026, 2027])
def test_a_daily_schedule_falls_due_exactly_once_on_each_local_date(number: int, zone: str) -> None:
    for at in HALF_HOURS:
        times = list(upcoming(schedule(f"{at.minute} {at.hour} * * *", zone), *year(number, zone)))
        local = [instant.astimezone(ZoneInfo(zone)) for instant in times]
        assert [moment.date() for moment in local] == dates_of(number)
        assert all(moment.time() == at for moment in local if exists(moment.date(), at, zone))
        assert all(moment.fold == 0 for moment in local)
        assert all(earlier < later for earlier, later in pairwise(times))


@pytest.mark.parametrize(
    "zone", ["America/Santiago", "Africa/Cairo", "Asia/Beirut", "America/Havana", "Australia/Lord_Howe"]
)
@pytest.mark.parametrize("cron", ["0 0 * * *", "30 0 * * *", "15 2 * * *", "30 23 * * *", "0 */24 * * *"])
def test_a_change_at_midnight_or_by_half_an_hour_skips_and_doubles_no_day(zone: str, cron: str) -> None:
    times = upcoming(schedule(cron, zone), *year(2026, zone))
    assert [instant.astimezone(ZoneInfo(zone)).date() for instant in times] == dates_of(2026)


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("cron", ["*/30 * * * *", "15 * * * *", "*/30 */1 * * *", "0 0-23 * * *"])
def test_open_hours_follow_elapsed_time(zone: str, cron: str) -> None:
    times = list(upcoming(schedule(cron, zone), *year(2026, zone)))
    step = timedelta(minutes=30 if "/30" in cron else 60)
    assert len(times) == timedelta(days=365) / step
    assert {later - earlier for earlier, later in pairwise(times)} == {step}


def local_times(cron: str, zone: str, day: date) -> list[str]:
    begin = datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC) - timedelta(microseconds=1)
    until = datetime.combine(day + timedelta(days=1), time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)
    found = upcoming(schedule(cron, zone), begin, until - timedelta(microseconds=1))
    return [at.astimezone(ZoneInfo(zone)).strftime("%H:%M %Z") for at in found]


def test_the_hour_that_spring_leaves_out_falls_due_when_the_gap_ends() -> None:
    spring = date(2026, 3, 29)
    assert local_times("30 2 * * *", "Europe/Berlin", spring) == ["03:00 CEST"]
    assert local_times("0,30 2,3 * * *", "Europe/Berlin", spring) == ["03:00 CEST", "03:30 CEST"]
    assert local_times("*/20 2 * * *", "Europe/Berlin", spring) == ["03:00 CEST"]
    assert local_times("30 2 * * *", "America/New_York", date(2026, 3, 8)) == ["03:00 EDT"]


def test_the_hour_that_autumn_repeats_falls_due_the_first_time() -> None:
    autumn = date(2026, 10, 25)
    assert local_times("30 2 * * *", "Europe/Berlin", autumn) == ["02:30 CEST"]
    assert local_times("*/30 1-3 * * *", "Europe/Berlin", autumn) == [
        "01:00 CEST",
        "01:30 CEST",
        "02:00 CEST",
        "02:30 CEST",
        "03:00 CET",
        "03:30 CET",
    ]
    assert local_times("30 1 * * *", "America/New_York", date(2026, 11, 1)) == ["01:30 EDT"]


def test_asked_in_the_repeated_hour_the_past_one_does_not_come_back() -> None:
    second_two_ten = datetime(2026, 10, 25, 1, 10, tzinfo=UTC)
    assert next_after(schedule("30 2 * * *", "Europe/Berlin"), second_two_ten) == datetime(
        2026, 10, 26, 1, 30, tzinfo=UTC
    )


@pytest.mark.parametrize("sunday", ["0", "7", "sun", "SUN"])
def test_sunday_is_0_and_7(sunday: str) -> None:
    at = next_after(schedule(f"0 9 * * {sunday}"), datetime(2026, 1, 1, tzinfo=UTC))
    assert at.astimezone(ZoneInfo("Asia/Seoul")).strftime("%A %H:%M") == "Sunday 09:00"


def test_the_example_of_the_configuration_is_weekdays_at_nine_in_seoul() -> None:
    times = list(upcoming(schedule("0 9 * * mon-fri"), *year(2026, "Asia/Seoul")))
    local = [at.astimezone(ZoneInfo("Asia/Seoul")) for at in times]
    assert [moment.date() for moment in local] == [day for day in dates_of(2026) if day.weekday() < 5]
    assert {moment.time() for moment in local} == {time(9)}


def test_of_a_gap_of_years_the_latest_counts() -> None:
    now = datetime(2026, 7, 1, 12, tzinfo=UTC)
    latest = due(schedule("* * * * *"), datetime(1970, 1, 1, tzinfo=UTC), now)
    assert latest is not None
    assert latest.at == now
    since = datetime(2010, 1, 1, tzinfo=UTC)
    leap_days = list(upcoming(schedule("0 9 29 2 *"), since, now))
    assert [at.year for at in leap_days] == [2012, 2016, 2020, 2024]
    latest = due(schedule("0 9 29 2 *"), since, now)
    assert latest is not None
    assert latest.at == leap_days[-1]
    assert due(schedule("0 9 * * *"), now, now) is None
    assert due(schedule("0 9 * * *"), now, now.replace(year=2025)) is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "0 fields, not five"),
        ("0 9 * *", "4 fields, not five"),
        ("0 0 9 * * *", "6 fields, not five"),
        ("@daily", "nickname"),
        ("60 9 * * *", "wrong minute — write 0 to 59"),
        ("0 24 * * *", "wrong hour — write 0 to 23"),
        ("0 9 31 2 *", "wrong day-of-month"),
        ("0 9 * 13 *", "wrong month"),
        ("0 9 * * 8", "wrong day-of-week"),
        ("0 9 * * fri-sun", "fri-7, not fri-sun"),
        ("0 9 * * ?", "wrong day-of-week"),
        ("*/0 9 * * *", "wrong minute"),
        ("0 9 */31 2 mon#5", "never falls due"),
    ],
)
def test_a_wrong_expression_is_refused_with_what_to_write(text: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as refused:
        validate_cron(text)
    assert f"'{text}'" in str(refused.value)


@pytest.mark.parametrize("text", ["0 9 * * mon-fri", "*/15 8-18 * * *", "0 9 L * *", "0 9 29 2 *", "0 9 * * fri#1,0"])
def test_a_right_expression_is_accepted(text: str) -> None:
    validate_cron(text)
