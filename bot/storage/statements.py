"""The statements of the vote path, compiled once: one query text, in each database's own notation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import BigInteger, Connection, Dialect, Table, Text, bindparam, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql import ClauseElement

from bot.storage.tables import ballots, debates, history, marks, presses, shift, tally, voters

T = TypeVar("T")

Values = tuple[Any, ...]

_SIZES = (1, 8, 64, 512)
"""Lists of ids are asked for in these sizes, so that a database sees few different texts."""
_PIECE = 500


class Statement:
    """A statement with its parameters by position, in the order of `names`."""

    def __init__(self, dialect: Dialect, statement: ClauseElement, names: Sequence[str]) -> None:
        compiled = statement.compile(dialect=dialect)
        places = list(getattr(compiled, "positiontup", None) or ())
        if places != list(names):
            raise ValueError(f"the parameters are {places}, not {list(names)}")
        self._text = str(compiled)

    def all(self, db: Connection, values: Values) -> Sequence[Any]:
        """The rows for one set of parameters, as the driver gives them."""
        result = db.exec_driver_sql(self._text, values)
        rows = result.cursor.fetchall()
        result.close()
        return rows

    def each(self, db: Connection, rows: Sequence[Values]) -> None:
        """Carry the statement out for every row."""
        if rows:
            db.exec_driver_sql(self._text, list(rows))


class _BySize(dict[int, Statement]):
    """One query over lists of ids, by their size; compiled when a list of that size first comes.

    Most processes never ask for the long ones, whose compiling would take half of the start of a command.
    """

    def __init__(self, compiled: Callable[[Sequence[str]], Statement]) -> None:
        self._compiled = compiled

    def __missing__(self, size: int) -> Statement:
        self[size] = made = self._compiled([f"p_{place}" for place in range(size)])
        return made


class Statements:
    """All of them, for one database."""

    def __init__(self, dialect: Dialect) -> None:
        def put(table: Table, change: Mapping[str, Any] | None = None, *, into: Sequence[str]) -> Statement:
            keys = [column.name for column in table.primary_key] if "id" not in table.c else list(into)
            statement = insert(table).values({name: bindparam(f"p_{name}") for name in into})
            if change is None:
                statement = statement.on_conflict_do_nothing(index_elements=keys)
            else:
                statement = statement.on_conflict_do_update(index_elements=keys, set_=dict(change))
            return Statement(dialect, statement, [f"p_{name}" for name in into])

        self.voter = put(voters, into=("platform", "workspace", "native"))
        self.mark = put(marks, _replaced(marks, MARK_STATE), into=("debate", *MARK_KEY, *MARK_STATE))
        self.ballot = put(ballots, _replaced(ballots, BALLOT_STATE), into=("debate", "voter", *BALLOT_STATE))
        self.press = put(presses, _replaced(presses, PRESS_STATE), into=("debate", *PRESS_KEY, *PRESS_STATE))
        into = ("debate", "platform", "key", "count")
        self.tally = put(tally, {"count": tally.c.count + insert(tally).excluded.count}, into=into)
        into = ("debate", "first", "last", "count")
        self.shift = put(shift, {"count": shift.c.count + insert(shift).excluded.count}, into=into)
        record = [f"p_{column.name}" for column in history.columns]
        event: dict[str, Any] = {column.name: bindparam(f"p_{column.name}") for column in history.columns}
        self.history = Statement(dialect, insert(history).values(event), record)
        self.debate = Statement(
            dialect,
            update(debates)
            .values(next_seq=bindparam("p_seq"), revision=bindparam("p_revision"))
            .where(debates.c.id == bindparam("p_id")),
            ["p_revision", "p_seq", "p_id"],
        )
        mark_columns = [marks.c[name] for name in (*MARK_KEY, *MARK_STATE)]
        ballot_columns = [ballots.c[name] for name in ("voter", *BALLOT_STATE)]
        press_columns = [presses.c[name] for name in (*PRESS_KEY, *PRESS_STATE)]
        debate = bindparam("p_debate", type_=Text)

        def marks_of(ids: Sequence[str]) -> Statement:
            among = marks.c.voter.in_([bindparam(name, type_=BigInteger) for name in ids])
            query = select(*mark_columns).where(marks.c.debate == debate, among)
            return Statement(dialect, query, ["p_debate", *ids])

        def ballots_of(ids: Sequence[str]) -> Statement:
            among = ballots.c.voter.in_([bindparam(name, type_=BigInteger) for name in ids])
            query = select(*ballot_columns).where(ballots.c.debate == debate, among)
            return Statement(dialect, query, ["p_debate", *ids])

        def presses_of(ids: Sequence[str]) -> Statement:
            among = presses.c.voter.in_([bindparam(name, type_=BigInteger) for name in ids])
            query = select(*press_columns).where(presses.c.debate == debate, among)
            return Statement(dialect, query, ["p_debate", *ids])

        def voters_named(ids: Sequence[str]) -> Statement:
            query = select(voters.c.id, voters.c.native).where(
                voters.c.platform == bindparam("p_platform"),
                voters.c.workspace == bindparam("p_workspace"),
                voters.c.native.in_([bindparam(name, type_=Text) for name in ids]),
            )
            return Statement(dialect, query, ["p_platform", "p_workspace", *ids])

        self._marks_of, self._ballots_of, self._voters_named = map(_BySize, (marks_of, ballots_of, voters_named))
        self._presses_of = _BySize(presses_of)

    def marks_of(self, db: Connection, debate: str, ids: Sequence[int]) -> Iterator[Any]:
        """Rows of MARK_KEY and MARK_STATE: all marks of these voters on a debate."""
        return _in_chunks(db, self._marks_of, (debate,), ids)

    def ballots_of(self, db: Connection, debate: str, ids: Sequence[int]) -> Iterator[Any]:
        """Rows of the voter and BALLOT_STATE: these voters' ballots on a debate."""
        return _in_chunks(db, self._ballots_of, (debate,), ids)

    def presses_of(self, db: Connection, debate: str, ids: Sequence[int]) -> Iterator[Any]:
        """Rows of PRESS_KEY and PRESS_STATE: the last press of each option by these voters in a debate."""
        return _in_chunks(db, self._presses_of, (debate,), ids)

    def voters_named(self, db: Connection, platform: str, workspace: str, natives: Sequence[str]) -> Iterator[Any]:
        """Rows of id and native id: the known ones among these accounts."""
        return _in_chunks(db, self._voters_named, (platform, workspace), natives)


def in_pieces(wanted: Sequence[T], size: int = _PIECE) -> Iterator[Sequence[T]]:
    """A long list in pieces, each short enough for one statement."""
    return (wanted[start : start + size] for start in range(0, len(wanted), size))


MARK_KEY = ("voter", "post", "reaction")
MARK_STATE = ("option", "seq", "at", "more", "removed_at", "standing")
PRESS_KEY = ("voter", "option")
PRESS_STATE = ("at", "answered")
BALLOT_STATE = ("platform", "first_dated", "first_at", "first_found", "last")


def _replaced(table: Table, names: Iterable[str]) -> dict[str, Any]:
    excluded = insert(table).excluded
    return {name: excluded[name] for name in names}


def _in_chunks(db: Connection, by_size: Mapping[int, Statement], first: Values, wanted: Sequence[Any]) -> Iterator[Any]:
    """Ask for `wanted` in as few statements as the sizes allow, the last one filled up by repetition."""
    start = 0
    while start < len(wanted):
        left = len(wanted) - start
        size = next((size for size in _SIZES if size >= left), _SIZES[-1])
        chunk = tuple(wanted[start : start + size])
        chunk += chunk[-1:] * (size - len(chunk))
        yield from by_size[size].all(db, (*first, *chunk))
        start += size
