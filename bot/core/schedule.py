"""Schedules: what falls due when, in a named time zone, with which article, and what becomes of a missed occurrence.

A cron expression names local times. One that restricts the hours names each local time once on each local
date: a time that spring leaves out falls due when that gap ends, or, where it ends on the next date, in the
last minute before it; one that autumn repeats falls due the first time. A date that a zone leaves out as a
whole has none. One that leaves the hours open (`*/30 * * * *`) follows elapsed time: every real hour has its
occurrences, none more and none less.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from cronsim import CronSim, CronSimError

from bot.core.articles import Article, can_be_posted
from bot.core.debates import Rules
from bot.errors import Unfit
from bot.sentences import Sentence, sentence

ON_TIME = timedelta(seconds=60)
"""How late an occurrence may be noticed and still be on time: a minute is cron's own grain, and a poll, a
restart or a busy machine must not turn a punctual post into a missed one under `skip`."""
_FIRST_WINDOW = timedelta(hours=1)
_WIDER = 8
_LONGEST_SILENCE = timedelta(days=50 * 366)
_MINUTE = timedelta(minutes=1)
_LONGEST_CRON = 200


class Order(StrEnum):
    """Which of the matching articles comes first."""

    OLDEST = "oldest"
    NEWEST = "newest"


class WhenEmpty(StrEnum):
    """What happens when every matching article was debated: tell the admins, or start again."""

    ALERT = "alert"
    REPEAT = "repeat"


class MissedPolicy(StrEnum):
    """What becomes of an occurrence that nobody was there to post."""

    POST_LATE = "post_late"
    SKIP = "skip"


class Verdict(StrEnum):
    """What to do with an occurrence: post it, post it late, or leave it unposted."""

    POST = "post"
    LATE = "late"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Picks:
    """Which articles a schedule takes: of one category, having every tag listed."""

    category: str | None = None
    tags: tuple[str, ...] = ()
    order: Order = Order.OLDEST
    when_empty: WhenEmpty = WhenEmpty.ALERT


@dataclass(frozen=True, slots=True)
class Missed:
    """The missed-run policy; `within` is how late a post may still go out, the edge included."""

    policy: MissedPolicy = MissedPolicy.POST_LATE
    within: timedelta = timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class Schedule:
    """A rule in the configuration: `cron` (five fields) in `timezone` opens one debate in all `channels`."""

    name: str
    cron: str
    timezone: str
    channels: tuple[str, ...]
    picks: Picks = Picks()
    missed: Missed = Missed()
    rules: Rules = field(default_factory=Rules)


@dataclass(frozen=True, slots=True)
class Due:
    """The occurrence that counts now, at its own time `at` (UTC)."""

    at: datetime
    verdict: Verdict


def validate_cron(text: str) -> None:
    """Check a cron expression. Raises Unfit, which says what is wrong and how one is written."""
    fields = text.split()
    if len(text) > _LONGEST_CRON:
        raise Unfit(sentence("cron-too-long", length=str(len(text)), most=_LONGEST_CRON))
    if text.lstrip().startswith("@"):
        raise Unfit(sentence("cron-nickname", text=text))
    if len(fields) != 5:
        raise Unfit(sentence("cron-fields", text=text, count=len(fields)))
    try:
        simulation = CronSim(text, datetime(2026, 1, 1))
    except (CronSimError, ValueError) as error:
        raise Unfit(sentence("cron-wrong", text=text, field=str(error).removeprefix("Bad "))) from None
    if next(simulation, None) is None:
        raise Unfit(_never_due(text))


def _never_due(cron: str) -> Sentence:
    return sentence("cron-never-due", text=cron)


def upcoming(schedule: Schedule, after: datetime, until: datetime) -> Iterator[datetime]:
    """Every occurrence in (`after`, `until`], as ascending UTC instants."""
    for at in _from(schedule, after):
        if at > until:
            return
        yield at


def next_after(schedule: Schedule, now: datetime) -> datetime:
    """The first occurrence after `now`, UTC. Raises Unfit where the expression never falls due."""
    at = next(_from(schedule, now), None)
    if at is None:
        raise Unfit(_never_due(schedule.cron))
    return at


def due(schedule: Schedule, since: datetime, now: datetime) -> Due | None:
    """What counts now, when everything up to `since` was dealt with; None when nothing fell due.

    Of several missed occurrences only the latest counts. When the clock stands before `since`, because
    it jumped back, nothing is due until it has passed `since` again.
    """
    latest = _latest(schedule, since, now)
    return None if latest is None else Due(latest, verdict(schedule.missed, latest, now))


def verdict(missed: Missed, at: datetime, now: datetime) -> Verdict:
    """What to do at `now` with the occurrence of `at`."""
    lateness = now - at
    if lateness <= ON_TIME:
        return Verdict.POST
    if missed.policy is MissedPolicy.POST_LATE and lateness <= missed.within:
        return Verdict.LATE
    return Verdict.MISSED


def _latest(schedule: Schedule, after: datetime, until: datetime) -> datetime | None:
    """The last occurrence in (`after`, `until`], found by looking back in widening windows: a gap may be long."""
    window = _FIRST_WINDOW
    while after < until:
        start = max(after, until - window) if window < _LONGEST_SILENCE else after
        found = list(upcoming(schedule, start, until))
        if found or start <= after:
            return found[-1] if found else None
        window *= _WIDER
    return None


def _from(schedule: Schedule, after: datetime) -> Iterator[datetime]:
    """Occurrences after `after`, ascending, without end unless the expression never falls due."""
    zone = ZoneInfo(schedule.timezone)
    local = after.astimezone(zone)
    instants: Iterator[datetime]
    if _leaves_hours_open(schedule.cron):
        minute, _, *days = schedule.cron.split()
        instants = (at.astimezone(UTC) for at in CronSim(" ".join((minute, "*", *days)), local))
    else:
        walls = (_instant_of(wall, zone) for wall in CronSim(schedule.cron, local.replace(tzinfo=None)))
        instants = (at for at in walls if at is not None)
    last = after
    for at in instants:
        if at > last:
            yield at
            last = at


def _leaves_hours_open(cron: str) -> bool:
    """Whether every hour is meant; cronsim itself asks only for a leading star, so that 0-23 would differ."""
    return len(CronSim(cron, datetime(2026, 1, 1)).hours) == 24


def _instant_of(wall: datetime, zone: ZoneInfo) -> datetime | None:
    """When what is meant for `wall` falls due in `zone`: on its own date, or never where there is no such date."""
    at = wall.replace(tzinfo=zone).astimezone(UTC)
    if at.astimezone(zone).replace(tzinfo=None) == wall:
        return at
    ended = _gap_ends(wall, zone)
    for on_its_date in (ended, ended - _MINUTE):
        if on_its_date.astimezone(zone).date() == wall.date():
            return on_its_date
    return None


def _gap_ends(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which the clocks in `zone` leap over `wall`, which they never show."""
    after = wall.replace(tzinfo=zone).astimezone(UTC)
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    new_offset = after.astimezone(zone).utcoffset()
    seconds = range(int((after - before).total_seconds()))
    leapt = bisect_left(
        seconds, True, key=lambda s: (before + timedelta(seconds=s)).astimezone(zone).utcoffset() == new_offset
    )
    return before + timedelta(seconds=leapt)


def matches(article: Article, picks: Picks) -> bool:
    """Whether an article is one that `picks` takes, sooner or later: its category, every tag listed, and finished."""
    meant = picks.category is None or article.category == picks.category
    return meant and set(picks.tags) <= set(article.tags) and can_be_posted(article)


def pick(articles: Iterable[Article], picks: Picks, debated: Mapping[str, datetime], at: datetime) -> Article | None:
    """The article that `picks` takes at `at`; `debated` maps slugs to their last opening in the schedule's channels.

    Of those that match and whose time of publication has come one that was not yet debated, by that time and then
    slug. When there is none: None, or under `repeat` the one debated longest ago.
    """
    return Picker((article for article in articles if matches(article, picks)), picks).pick(debated, at)


class Picker:
    """Picks again and again from the articles that match `picks`."""

    def __init__(self, matching: Iterable[Article], picks: Picks) -> None:
        self._picks = picks
        self._by_time = sorted(matching, key=lambda article: (article.published, article.slug))
        self._first_to_last = self._by_time if picks.order is Order.OLDEST else self._by_time[::-1]

    def pick(self, debated: Mapping[str, datetime], at: datetime) -> Article | None:
        """The article that the function `pick` says."""
        for article in self._first_to_last:
            if article.slug not in debated and article.published <= at:
                return article
        if self._picks.when_empty is WhenEmpty.REPEAT:
            come = (article for article in self._by_time if article.published <= at)
            return min(come, key=lambda article: (debated[article.slug], article.slug), default=None)
        return None
