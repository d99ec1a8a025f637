"""A failing seed made short: acts are left out as long as it fails in the same way, then it is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime

from prove.plan import Act, Setting
from prove.run import Outcome, without

Played = Callable[[Setting, Sequence[Act]], Outcome]


def shrunk(
    place: Setting, story: Sequence[Act], check: str, played: Played, most: int = 120
) -> tuple[Setting, list[Act], Outcome | None]:
    """The shortest story found in at most `most` plays in which `check` still fails; its outcome, if it was played."""
    left, kept, last = most, list(story), None

    def fails(tried: Setting, some: Sequence[Act]) -> bool:
        nonlocal left, last
        if left == 0:
            return False
        left -= 1
        outcome = played(tried, some)
        failed = any(finding.check == check for finding in outcome.findings)
        if failed:
            last = outcome
        return failed

    for days in _fewer(place.days):
        shorter = without(place, days)
        some = [act for act in kept if act.at < shorter.occurrence(days)]
        if fails(shorter, some):
            place, kept = shorter, some
            break
    size = max(1, len(kept) // 2)
    while size and left:
        start = 0
        while start < len(kept) and left:
            some = kept[:start] + kept[start + size :]
            if fails(place, some):
                kept = some
            else:
                start += size
        size //= 2
    return place, kept, last


def _fewer(days: int) -> Iterator[int]:
    tried = 1
    while tried < days:
        yield tried
        tried *= 2


def told(place: Setting, story: Sequence[Act], outcome: Outcome | None) -> Iterator[str]:
    """The story, a line each."""
    yield f"Seed {place.seed}: {place.zone}, every day at nine in {', '.join(place.channels)},"
    yield f"on Sundays at half past two in {place.nightly}; {place.choice} choice,"
    yield f"open for {place.closes_after / 3600:.0f} h, results {place.results}."
    for day in range(place.days):
        yield f"{datetime.fromtimestamp(place.occurrence(day), UTC):%Y-%m-%d %H:%M:%S}  an article falls due"
    for act in story:
        yield str(act)
    for finding in outcome.findings if outcome is not None else ():
        yield f"→ {finding}"
