"""A ledger with many closed debates: one that was really held, copied by the database."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from sqlalchemy import Table

from bot.storage.tables import debates, metadata, posts

MINUTE = 60_000_000


def copy_debate(ledger: Path, debate: str, count: int) -> None:
    """Copy a debate so many times, with all that belongs to it, each a minute older than the one before."""
    with sqlite3.connect(ledger) as db:
        last = db.execute("SELECT max(id) FROM posts").fetchone()[0]
        of_one = db.execute("SELECT count(*) FROM posts WHERE debate = ?", (debate,)).fetchone()[0]
        first = db.execute("SELECT min(id) FROM posts WHERE debate = ?", (debate,)).fetchone()[0]
        post = f"{last + 1 - first} + (i - 1) * {of_one} + {{}}"
        for table in metadata.sorted_tables:
            if table is not debates and "debate" not in table.c:
                continue
            taken = {column.name: _copied(table, column.name, post) for column in table.c}
            if table.name == "deliveries":
                del taken["id"]
            db.execute(
                f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count:d})"
                f" INSERT INTO {table.name} ({', '.join(map(_quoted, taken))})"
                f" SELECT {', '.join(taken.values())} FROM n, {table.name}"
                f" WHERE {'id' if table is debates else 'debate'} = ?",
                (debate,),
            )
    db.close()


def _copied(table: Table, column: str, post: str) -> str:
    """What stands in a column of the copy number `i`."""
    name = _quoted(column)
    if (table is debates and column == "id") or column == "debate":
        return "'copy' || i"
    if (table is posts and column == "id") or column == "post":
        return post.format(name)
    if column in ("key", "after_key") and table.name == "deliveries":
        return f"'copy' || i || substr({name}, instr({name}, ':'))"
    if column == "message":
        return f"{name} || '-' || i"
    if table is debates and column in ("opened_at", "closes_at", "began_closing_at", "closed_at"):
        return f"{name} - i * {MINUTE}"
    return name


def _quoted(name: str) -> str:
    return f'"{name}"'
