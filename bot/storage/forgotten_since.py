"""Who was forgotten since a copy was made, as the ledger knows that goes on from it; both are SQLite files."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from bot.core.ballots import EMPTY
from bot.core.marks import PSEUDONYM, Voter
from bot.storage.statements import FORGOTTEN

_STRANGER = """SELECT 1 FROM debates AS d LEFT JOIN later.debates AS l
  ON l.id = d.id AND l.slug = d.slug AND l.opened_at = d.opened_at WHERE l.id IS NULL LIMIT 1"""
_COUNT = "SELECT coalesce(max(value), 0) FROM {}.meta WHERE name = ?"
_WITHOUT_ACCOUNT = """SELECT v.id FROM voters AS v LEFT JOIN later.voters AS l
  ON l.platform = v.platform AND l.workspace = v.workspace AND l.native = v.native
  WHERE l.id IS NULL OR l.id != v.id"""
_RENAMED = """SELECT DISTINCT h.voter, h.debate, coalesce(b.last, ?) FROM history AS h
  JOIN later.history AS l ON l.debate = h.debate AND l.seq = h.seq AND l.hash IS h.hash
  LEFT JOIN later.ballots AS b ON b.debate = l.debate AND b.voter = l.voter
  WHERE l.voter < 0 AND h.voter > 0"""
_ACCOUNTS = "SELECT id, platform, workspace, native FROM voters WHERE workspace != ?"


@dataclass(frozen=True, slots=True)
class ForgottenSince:
    """A person whom a copy still names; in the debates `taken_back` their vote had been taken back with the name."""

    voter: Voter
    taken_back: frozenset[str]


def forgotten_since(copy: Path, later: Path) -> Sequence[ForgottenSince] | None:
    """Whom `copy` names and the ledger at `later` has forgotten; blocks.

    None where that can't be told: it is no ledger that goes on from this copy, or can't be read.
    """
    try:
        with closing(sqlite3.connect(_read_only(copy), uri=True)) as db:
            db.execute("ATTACH DATABASE ? AS later", (_read_only(later),))
            forgotten = sum(
                sign * db.execute(_COUNT.format(name), (FORGOTTEN,)).fetchone()[0]
                for name, sign in (("later", 1), ("main", -1))
            )
            if db.execute(_STRANGER).fetchone() is not None:
                return None
            found = _found(db) if forgotten else []
    except sqlite3.Error:
        return None
    # Another ledger would seem to have forgotten everybody.
    return found if len(found) <= forgotten else None


def _found(db: sqlite3.Connection) -> list[ForgottenSince]:
    numbers = {number for (number,) in db.execute(_WITHOUT_ACCOUNT)}
    taken_back = defaultdict(set)
    for number, debate, last in db.execute(_RENAMED, (EMPTY,)):
        numbers.add(number)
        if last == EMPTY:
            taken_back[number].add(debate)
    accounts = db.execute(_ACCOUNTS, (PSEUDONYM,)).fetchall()
    return [
        ForgottenSince(Voter(*account), frozenset(taken_back[number]))
        for number, *account in accounts
        if number in numbers
    ]


def _read_only(path: Path) -> str:
    return f"{path.absolute().as_uri()}?mode=ro"
