"""The history as a chain: hashes for events as they are written, and for those of before it was one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from bot.core.articles import Article
from bot.core.debates import BallotKind, Choice
from bot.core.history import Event, genesis, linked
from bot.core.marks import Voter
from bot.core.pseudonyms import new_secret
from bot.core.times import Micros
from bot.storage.codes import codes_in, codes_of
from bot.storage.rows import article_of, rules_of
from bot.storage.tables import debates, history
from bot.transactions import apart

PAGE = 2_000
"""Events that are read at once."""

_EVENT = tuple(history.c[name] for name in Event._fields)


def begun_with(debate: str, edition: str, article: Article, choice: Choice, ballot: BallotKind, at: Micros) -> bytes:
    """The hash that a debate's history begins with; `at` is when it opened."""
    return genesis(
        debate=debate,
        edition=edition,
        question=article.question,
        options=[option.label for option in article.options],
        choice=choice.value,
        ballot=ballot.value,
        opened_at=at,
    )


def chained(
    db: Connection,
    debate: str,
    secret: bytes | None,
    head: bytes | None,
    people: Mapping[int, Voter],
    rows: Sequence[tuple[Any, ...]],
) -> tuple[list[tuple[Any, ...]], bytes | None]:
    """A debate's new rows of the history, each with its hash, and the head that the debate has then.

    `people` are their voters by number; the debate's row, of which `secret` and `head` are, is locked.
    """
    if not rows:
        return [], head
    if head is None:
        secret, head = chain_up(db, debate)
    codes = codes_of(db, debate, secret, {row[3]: people[row[3]] for row in rows})
    with_hashes = []
    for row in rows:
        _, seq, post, voter, reaction, option, added, at, received_at, cause = row
        head = linked(head, codes[voter], seq, post, reaction, option, added, at, received_at, cause)
        with_hashes.append((*row, head))
    return with_hashes, head


def beginning(db: Connection, debate: str) -> bytes:
    """The hash that a debate's history begins with, made anew."""
    columns = (debates.c.edition, debates.c.article, debates.c.rules, debates.c.opened_at)
    edition, article, text, at = db.execute(select(*columns).where(debates.c.id == debate)).one()
    rules = rules_of(text)
    return begun_with(debate, edition, article_of(article), rules.choice, rules.ballot, at)


def chain_up(db: Connection, debate: str) -> tuple[bytes | None, bytes]:
    """Chain what an earlier version has written of a debate, whose row is locked; gives its secret and its head.

    A debate that has a head already keeps it.
    """
    secret, head = db.execute(select(debates.c.secret, debates.c.head).where(debates.c.id == debate)).one()
    if head is not None:
        return secret, head
    secret, head = new_secret(), beginning(db, debate)
    mine = (history.c.debate == debate, history.c.seq == bindparam("p_seq"))
    hashing = update(history).where(*mine).values(hash=bindparam("p_hash"))
    for page in pages(db, debate):
        codes = codes_in(db, debate, secret, list({event.voter for event, _ in page}))
        rows = apart(_hashed, head, page, codes)
        db.execute(hashing, rows)
        head = rows[-1]["p_hash"]
    db.execute(update(debates).where(debates.c.id == debate).values(secret=secret, head=head))
    return secret, head


def _hashed(head: bytes, page: Sequence[tuple[Event, bytes | None]], codes: dict[int, str]) -> list[dict[str, Any]]:
    rows = []
    for event, _ in page:
        head = after(head, codes[event.voter], event)
        rows.append({"p_seq": event.seq, "p_hash": head})
    return rows


def after(head: bytes, code: str, event: Event) -> bytes:
    """The hash of an event after the one whose hash is `head`."""
    seq, post, _, reaction, option, added, at, received_at, cause = event
    return linked(head, code, seq, post, reaction, option, added, at, received_at, cause)


def pages(db: Connection, debate: str) -> Iterator[list[tuple[Event, bytes | None]]]:
    """A debate's events in their order with the hashes that they carry, some at a time."""
    last = -1
    while True:
        mine = (history.c.debate == debate, history.c.seq > last)
        query = select(*_EVENT, history.c.hash).where(*mine).order_by(history.c.seq).limit(PAGE)
        page = [(Event(*row[:-1]), row[-1]) for row in db.execute(query)]
        if not page:
            return
        yield page
        last = page[-1][0].seq
