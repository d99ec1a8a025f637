"""Whether a ledger is sound: what SQLite finds in its file, whether its counts follow, and whether its chains hold.

This is the one place that a start, `agora backup` and `agora restore` ask. Nothing is mended: what is wrong is said.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping

from sqlalchemy import Connection, func, select

from bot.core.ballots import First
from bot.core.debates import Choice, Kept
from bot.core.tally import UNDECIDED_VOTERS, VOTERS, shift_cell, tally_keys
from bot.errors import StorageError
from bot.sentences import Sentence, sentence, verbatim
from bot.storage.proving import proven
from bot.storage.schema import NEWEST, step_of
from bot.storage.tables import ballots, debates, shift, tally

ON_SERVER = sentence("storage-database-on-server")
"""What a server's database is called in sentences."""


def make_sure_that_it_is_sound(db: Connection, name: Sentence) -> None:
    """Raise StorageError, in one sentence, where the ledger called `name` is damaged.

    Tables of an earlier version are looked at as SQLite does, not counted. Nothing here needs a lock beyond reading.
    """
    found = damage_of_file(db) if db.dialect.name == "sqlite" else None
    if found is None and step_of(db) == NEWEST:
        found = next(miscounted(db), None)
    if found is not None:
        raise StorageError(sentence("storage-damaged", database=name, found=found))


def make_sure_that_chains_hold(db: Connection, name: Sentence, progress: Callable[[int, int], None]) -> None:
    """Raise StorageError, in one sentence, where a debate is not what its own history comes to (`proven`).

    `progress` is told how many of how many debates were looked at. What an earlier version wrote has no chain yet.
    """
    if step_of(db) != NEWEST:
        return
    chained = select(debates.c.id).where(debates.c.head.is_not(None)).order_by(debates.c.opened_at, debates.c.id)
    wanted = db.execute(chained).scalars().all()
    for done, debate in enumerate(wanted, 1):
        found = proven(db, debate)
        if found is not None and found.difference is not None:
            said = sentence("storage-debate-differs", slug=found.slug, debate=debate, difference=found.difference)
            raise StorageError(sentence("storage-damaged", database=name, found=said))
        progress(done, len(wanted))


def damage_of_file(db: Connection) -> Sentence | None:
    """What SQLite finds wrong in a file of its own, the first of it; None where nothing is."""
    # It reads every page and compares every index with its table: an index that lies would hide votes.
    found = str(db.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one())
    if found != "ok":
        return verbatim(" ".join(found.removeprefix("*** in database main ***").split()))
    lost = db.exec_driver_sql("PRAGMA foreign_key_check").first()
    return None if lost is None else sentence("storage-row-lost", table=str(lost[0]), other=str(lost[2]))


def miscounted(db: Connection) -> Iterator[Sentence]:
    """What of each debate's tally and shift does not follow from its ballots, a clause each.

    Where retention has left the counts alone there is nothing that they could follow from.
    """
    columns = (debates.c.id, debates.c.options, debates.c.choice, debates.c.kept)
    options = {row.id: row for row in db.execute(select(*columns))}
    counted: dict[str, Counter[tuple[str, int]]] = defaultdict(Counter)
    moved: dict[str, Counter[tuple[int, int]]] = defaultdict(Counter)
    kinds = (ballots.c.platform, ballots.c.first_dated, ballots.c.first_found, ballots.c.last)
    query = select(ballots.c.debate, *kinds, func.count()).group_by(ballots.c.debate, *kinds)
    for debate, platform, dated, found, last, count in db.execute(query):
        for key in tally_keys(last):
            counted[debate][platform, key] += count
        cell = shift_cell(First(dated, None, found).ballot, last, options[debate].options)
        if cell is not None and options[debate].choice == Choice.SINGLE:
            moved[debate][cell] += count
    for debate, row in options.items():
        if row.kept == Kept.COUNTS:
            continue
        if _kept_tally(db, debate) != counted[debate]:
            yield sentence("storage-tally-wrong", debate=debate)
        if _kept_shift(db, debate) != moved[debate]:
            yield sentence("storage-shift-wrong", debate=debate)


def _kept_tally(db: Connection, debate: str) -> Mapping[tuple[str, int], int]:
    votes = (tally.c.key >= 0) | tally.c.key.in_((VOTERS, UNDECIDED_VOTERS))
    query = select(tally.c.platform, tally.c.key, tally.c["count"]).where(tally.c.debate == debate, votes)
    return {(platform, key): count for platform, key, count in db.execute(query) if count}


def _kept_shift(db: Connection, debate: str) -> Mapping[tuple[int, int], int]:
    query = select(shift.c.first, shift.c.last, shift.c["count"]).where(shift.c.debate == debate)
    return {(first, last): count for first, last, count in db.execute(query) if count}
