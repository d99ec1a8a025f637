"""The statements of the vote path, compiled once: one query text, in each database's own notation.

Every statement is a way to the database and back, on SQLite to its connection's thread. So whatever a batch asks for
goes along as one list, however long it is, and whatever it writes is one statement a table.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Dialect,
    FromClause,
    Table,
    Text,
    any_,
    bindparam,
    func,
    literal,
    literal_column,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.sql import ClauseElement
from sqlalchemy.types import TypeEngine

from bot.storage.tables import ballots, debates, history, marks, meta, presses, shift, sparks, tally, voters

Values = tuple[Any, ...]

BELOW_ALL = -(2**63)
"""Less than the number of any voter: those of pseudonyms are below 0."""

FORGOTTEN = "forgotten"
"""Under this name `meta` counts the people who were forgotten: numbers in memory are older or newer than that."""


class Statement:
    """A statement with its parameters by position, in the order of `names`."""

    def __init__(self, dialect: Dialect, statement: ClauseElement, names: Sequence[str]) -> None:
        compiled = statement.compile(dialect=dialect)
        places = list(getattr(compiled, "positiontup", None) or ())
        if places != list(names):
            raise ValueError(f"the parameters are {places}, not {list(names)}")
        self._text = str(compiled)
        if dialect.name == "sqlite":
            # SQLite can't know how long a list is, and would go through all rows of a debate; this is the order given.
            self._text = self._text.replace(" JOIN ", " CROSS JOIN ")

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


class Sought:
    """Rows that are asked for all at once: a table whose columns a query joins.

    On SQLite they are one parameter, JSON in which all rows with one first value stand together, and so on; on
    PostgreSQL an array for each column.
    """

    def __init__(self, dialect: Dialect, columns: Mapping[str, type[TypeEngine[Any]]]) -> None:
        self._as_json = dialect.name == "sqlite"
        self.columns: dict[str, ColumnElement[Any]] = {}
        if not self._as_json:
            self.names = [f"p_{name}" for name in columns]
            arrays = [bindparam(f"p_{name}", type_=ARRAY(kind)) for name, kind in columns.items()]
            table = func.unnest(*arrays).table_valued(*columns, name="sought").render_derived()
            self.columns.update({name: table.c[name] for name in columns})
            self.table: FromClause = table
            return
        self.names = ["p_sought"]
        inner: ColumnElement[Any] = bindparam("p_sought", type_=Text)
        last = list(columns)[-1]
        for depth, name in enumerate(columns):
            level = func.json_each(inner).table_valued("key", "value", name=f"by_{name}")
            self.table = level if depth == 0 else self.table.join(level, true())
            self.columns[name] = level.c.value if name == last else level.c.key
            inner = level.c.value

    def values(self, rows: Iterable[Values]) -> Values:
        """The parameters that stand for these rows."""
        if not self._as_json:
            return tuple(map(list, zip(*rows, strict=True)))
        tree: dict[Any, Any] = {}
        for row in rows:
            branch = tree
            for value in row[:-2]:
                branch = branch.setdefault(value, {})
            branch.setdefault(row[-2], []).append(row[-1])
        return (json.dumps(tree, ensure_ascii=False),)


class Search:
    """A query for all rows of a table that stand for any of those sought."""

    def __init__(
        self,
        dialect: Dialect,
        sought: Mapping[Column[Any], type[TypeEngine[Any]]],
        found: Sequence[ColumnElement[Any]],
        *where: ColumnElement[bool],
    ) -> None:
        self._sought = Sought(dialect, {column.key: kind for column, kind in sought.items()})
        (table,) = {column.table for column in sought}
        same = [column == self._sought.columns[column.key] for column in sought]
        query = select(*found).select_from(self._sought.table.join(table, same[0])).where(*same[1:], *where)
        self._statement = Statement(dialect, query, self._sought.names)

    def __call__(self, db: Connection, rows: Sequence[Values]) -> Sequence[Any]:
        """The rows, as the driver gives them."""
        return self._statement.all(db, self._sought.values(rows)) if rows else ()


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

        # Shared: whoever votes waits for nobody who votes, and for whoever forgets somebody.
        counted = select(meta.c.value).where(meta.c.name == literal_column(f"'{FORGOTTEN}'"))
        self.forgotten = Statement(dialect, counted.with_for_update(read=True), [])
        """How many people have been forgotten."""
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
            .values(next_seq=bindparam("p_seq"), revision=bindparam("p_revision"), head=bindparam("p_head"))
            .where(debates.c.id == bindparam("p_id")),
            ["p_revision", "p_seq", "p_head", "p_id"],
        )

        def by_voter(table: Table, columns: Sequence[str]) -> Search:
            found = [table.c[name] for name in ("debate", *columns)]
            return Search(dialect, {table.c.debate: Text, table.c.voter: BigInteger}, found)

        self.marks_of = by_voter(marks, (*MARK_KEY, *MARK_STATE))
        """By (debate, voter): rows of the debate, MARK_KEY and MARK_STATE."""
        self.ballots_of = by_voter(ballots, ("voter", *BALLOT_STATE))
        """By (debate, voter): rows of the debate, the voter and BALLOT_STATE."""
        self.presses_of = by_voter(presses, (*PRESS_KEY, *PRESS_STATE))
        """By (debate, voter): rows of the debate, PRESS_KEY and PRESS_STATE: the last press of each option."""
        line = {sparks.c.debate: Text, sparks.c.post: BigInteger, sparks.c.message: Text}
        self.sparks_of = Search(
            dialect, line | {sparks.c.voter: BigInteger}, [sparks.c[name] for name in (*SPARK_KEY, *SPARK_STATE)]
        )
        """By (debate, post, message, voter): rows of SPARK_KEY and SPARK_STATE."""
        account = {voters.c.platform: Text, voters.c.workspace: Text, voters.c.native: Text}
        self.numbers_of = Search(dialect, account, [*account, voters.c.id])
        """By account: rows of the account and its number."""
        told = [history.c[name] for name in ("post", "voter", "reaction", "added", "at")]
        # By voter and time alone, or SQLite would read the whole debate by its key.
        self.told_at = Search(
            dialect, {history.c.voter: BigInteger, history.c.at: BigInteger}, told, history.c.at.is_not(None)
        )
        """By voter and time: rows of post, voter, reaction, whether added, and time."""


def among(db: Connection, column: ColumnElement[Any], values: Iterable[Any]) -> ColumnElement[bool]:
    """The condition that `column` is one of `values`, which go along as one parameter however many they are."""
    listed = list(values)
    if db.dialect.name == "sqlite":
        each = func.json_each(literal(json.dumps(listed, ensure_ascii=False))).table_valued("value", name="each")
        return column.in_(select(each.c.value))
    return column == any_(literal(listed, ARRAY(column.type)))


MARK_KEY = ("voter", "post", "reaction")
MARK_STATE = ("option", "seq", "at", "more", "removed_at", "standing")
SPARK_KEY = ("debate", "voter", "post", "message", "reaction")
SPARK_STATE = ("seq", "at", "more", "removed_at", "standing", "late_added", "late_at")
PRESS_KEY = ("voter", "option")
PRESS_STATE = ("at", "answered")
BALLOT_STATE = ("platform", "first_dated", "first_at", "first_found", "last")


def _replaced(table: Table, names: Iterable[str]) -> dict[str, Any]:
    excluded = insert(table).excluded
    return {name: excluded[name] for name in names}
