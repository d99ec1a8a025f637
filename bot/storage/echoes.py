"""Echoes: somebody was forgotten, and takes back on the platform what the ledger has taken back already.

Of such a removal nothing is written, or the account would be in the ledger again. A removal is an echo where it is the
first that is heard of an account, and a pseudonym's mark of the same reaction was taken back there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Connection, Table, select, tuple_

from bot.core.marks import PSEUDONYM, MarkEvent, Voter
from bot.core.recounts import Key, Scan
from bot.core.sparks import Spoken
from bot.services.records import OpenPost
from bot.storage.people import Account, Voters
from bot.storage.tables import marks, sparks, voters

_Vote = tuple[OpenPost, MarkEvent]
_Spark = tuple[MarkEvent, str, Spoken]


def without_echoes(db: Connection, people: Voters, events: Sequence[_Vote]) -> Sequence[_Vote]:
    """Reactions under posts, less the echoes."""
    strangers = _strangers(db, people, [event for _, event in events])
    if not strangers:
        return events
    places = {(post.debate, post.post, event.reaction) for post, event in events if event.voter in strangers}
    echoing = _taken_back(db, marks, ("debate", "post", "reaction"), places)
    return [
        (post, event)
        for post, event in events
        if event.voter not in strangers or (post.debate, post.post, event.reaction) not in echoing
    ]


def without_echoes_of_sparks(db: Connection, people: Voters, events: Sequence[_Spark]) -> Sequence[_Spark]:
    """💡 on lines, less the echoes."""
    strangers = _strangers(db, people, [event for event, _, _ in events])
    if not strangers:
        return events
    places = {_place(each) for each in events if each[0].voter in strangers}
    echoing = _taken_back(db, sparks, ("debate", "post", "message", "reaction"), places)
    return [each for each in events if each[0].voter not in strangers or _place(each) not in echoing]


def beside_forgotten(touched: Collection[Key], scan: Scan) -> set[Key]:
    """Marks that a scan can't be believed about: it began before somebody who held one like them was forgotten.

    Whose of them was theirs nobody can tell any more; a later scan finds those of the others.
    """
    reactions = {reaction for voter, reaction in touched if voter.workspace == PSEUDONYM}
    return {(holder, reaction) for reaction in reactions for holder in scan.holders.get(reaction, ())}


def _place(spark: _Spark) -> tuple[str, int | None, str | None, str]:
    event, debate, line = spark
    return debate, line.post, line.message, event.reaction


def _strangers(db: Connection, people: Voters, events: Iterable[MarkEvent]) -> Collection[Account]:
    """Accounts of whom nothing is known, and of whom these events tell removals only."""
    removing: set[Voter] = set()
    adding: set[Voter] = set()
    for event in events:
        (adding if event.added else removing).add(event.voter)
    return people.unknown(db, removing - adding) if removing - adding else ()


def _taken_back(
    db: Connection, table: Table, names: Sequence[str], places: Collection[tuple[object, ...]]
) -> frozenset[tuple[object, ...]]:
    """Those of these places at which a pseudonym has a mark that is not held."""
    columns = [table.c[name] for name in names]
    query = (
        select(*columns)
        .join(voters, voters.c.id == table.c.voter)
        .where(
            tuple_(*columns).in_(list(places)),
            table.c.at.is_(None),
            table.c.standing.is_(False),
            voters.c.workspace == PSEUDONYM,
        )
    )
    return frozenset(tuple(found) for found in db.execute(query))
