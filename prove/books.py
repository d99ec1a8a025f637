"""Whether the ledger's file agrees with itself, and what is left in it and around it in the end."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator

from prove.filed import Debate, Finding
from prove.year import Year


def agreement_of_books(year: Year, debates: list[Debate]) -> Iterator[Finding]:
    """Marks, ballots, tally and shift in the file agree when they are counted from scratch."""
    held: defaultdict[tuple[str, str, str], int] = defaultdict(int)
    for debate, platform, native, option, at, more, removed, standing in year.rows(
        "select m.debate, v.platform, v.native, m.option, m.at, m.more, m.removed_at, m.standing "
        "from marks m join voters v on v.id = m.voter where m.option >= 0"
    ):
        times = [] if at is None else [at, *json.loads(more or "[]")]
        if standing or (times and (removed is None or max(times) > removed)):
            held[debate, platform, native] |= 1 << option
    shifts: defaultdict[str, Counter[int]] = defaultdict(Counter)
    for debate, last, number in year.rows("select debate, last, count from shift where count > 0"):
        shifts[debate][last] += number
    for debate in debates:
        for (platform, native), mask in debate.ballots.items():
            marks = held[debate.id, platform, native]
            if mask > 0 and not (mask & ~marks == 0 and (debate.choice == "single" or mask == marks)):
                yield Finding("ledger and history agree", f"{debate.id}: {native} counts {mask} and holds {marks}")
        counted = Counter(
            {number: sum(mask > 0 and mask >> number & 1 for mask in debate.ballots.values()) for number in range(3)}
        )
        kept = Counter(
            dict(year.rows(
                "select key, sum(count) from tally where debate = ? and key >= 0 group by key", debate.id
            ))
        )  # fmt: skip
        if +counted != +kept:
            yield Finding("tally and ballots agree", f"{debate.id}: {dict(kept)} kept, {dict(counted)} counted")
        if debate.choice == "single":
            last = Counter({key: number for key, number in shifts[debate.id].items() if 0 <= key < 3})
            if +last != +counted:
                yield Finding("shift and ballots agree", f"{debate.id}: {dict(last)} kept, {dict(counted)} counted")


def what_is_left_behind(year: Year) -> Iterator[Finding]:
    """When all is over nothing is left to do, and nothing is held."""
    for what, query in (
        ("deliveries that are still to be said", "select key from deliveries where settled_at is null"),
        ("leases on deliveries", "select key from deliveries where lease_owner is not null"),
        ("leases on debates", "select id from debates where lease_owner is not null"),
        ("parked events", "select * from parked"),
        ("processes", "select name from processes"),
        ("posts that are due for a recount", "select id from posts where recount_due is not null and debate in "
         "(select id from debates where state = 'open')"),
    ):  # fmt: skip
        rows = year.rows(query)
        if rows:
            yield Finding("nothing is left behind", f"{len(rows)} {what}: {rows[:3]}")
    names = {"agora.chat.db", "agora.chat.db-wal", "agora.chat.db-shm", "config.yaml", "content"}
    if year.database is None:
        names |= {"agora.db", "agora.db-wal", "agora.db-shm", "agora.db.lock"}
    elif year.database.lines_of():
        yield Finding("nothing is left behind", f"{len(year.database.lines_of())} connections to the database")
    extra = {path.name for path in year.folder.iterdir()} - names
    if extra:
        yield Finding("nothing is left behind", f"files {sorted(extra)}")
    if year.tasks_left:
        yield Finding("nothing is left behind", f"tasks {year.tasks_left[:5]}")
    if len(year.weights) > 1 and year.weights[-1] > 1.5 * year.weights[0] + 5000:
        yield Finding(
            "nothing is left behind", f"{year.weights[-1]} objects in memory, {year.weights[0]} on the fifth day"
        )
