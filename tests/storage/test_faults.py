"""Every operation of every store says in one sentence why a broken database can't do it."""

from __future__ import annotations

import inspect
import os
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import get_type_hints

import pytest
from sqlalchemy import Connection
from storage_builders import HOUR, LEASE, SQUARE, START, T0, debate, event, opened, opening, scan, voter

from bot.core.buttons import Press
from bot.core.debates import Kept
from bot.core.presence import Noted, Span, SpanState
from bot.core.recounts import Certificate, Recounted
from bot.core.sparks import Spoken
from bot.errors import StorageBusy, StorageError, UsageError
from bot.sentences import verbatim
from bot.services.records import Cast, CloseRequest, Feedback, Occurrence, OpenPost, Part, RequestDone, Sight, Snapshot
from bot.services.stores import Ledger
from bot.storage import Database, RunLock, open_ledger
from bot.storage.database import connect
from bot.storage.tables import metadata
from tests.postgres_server import PostgresServer

Operation = Callable[[Ledger], Awaitable[object]]

CERTIFICATE = Certificate(Recounted.NO, 0, 0)


class Nowhere:
    """Where an export goes that nobody reads."""

    def begin(self, debates: int, ballots: int) -> None: ...

    def debate(self, snapshot: Snapshot) -> None: ...

    def ballots(self, cast: Sequence[Cast]) -> None: ...


def operations(posts: dict[str, OpenPost]) -> dict[str, Operation]:
    """A call of every method of every store."""
    square = posts["square"]
    someone = voter(square, "a")
    mark = event(square, "a", "👍")
    press = Press("discord", square.channel_id, square.message, someone, 0, START)
    return {
        "openings.open": lambda ledger: ledger.openings.open(opening(debate("d9"))),
        "openings.open_alone": lambda ledger: ledger.openings.open_alone(opening(debate("d8"))),
        "openings.debated": lambda ledger: ledger.openings.debated("slug", ["square"]),
        "debates.get": lambda ledger: ledger.debates.get("d1"),
        "finder.find": lambda ledger: ledger.finder.find("d1"),
        "finder.latest": lambda ledger: ledger.finder.latest(),
        "debates.of_message": lambda ledger: ledger.debates.of_message("discord", square.channel_id, square.message),
        "finder.overview": lambda ledger: ledger.finder.overview(9),
        "finder.open_to": lambda ledger: ledger.finder.open_to(someone, Sight("slack", frozenset({"C2"}))),
        "debates.open_debates": lambda ledger: ledger.debates.open_debates(),
        "debates.posts": lambda ledger: ledger.debates.posts("d1"),
        "debates.snapshot": lambda ledger: ledger.debates.snapshot("d1"),
        "posts.index": lambda ledger: ledger.posts.index(),
        "posts.index_version": lambda ledger: ledger.posts.index_version(),
        "posts.deleted": lambda ledger: ledger.posts.deleted(square.post),
        "posts.shown": lambda ledger: ledger.posts.shown(square.post, 1),
        "openings.debated_slugs": lambda ledger: ledger.openings.debated_slugs(["square"]),
        "openings.note_edition": lambda ledger: ledger.openings.note_edition("d1", "x", T0),
        "closings.close_early": lambda ledger: ledger.closings.close_early("d1", T0),
        "closings.claim": lambda ledger: ledger.closings.claim(T0 + 48 * HOUR, "me", LEASE),
        "closings.renew": lambda ledger: ledger.closings.renew("d1", "me", T0),
        "closings.finish": lambda ledger: ledger.closings.finish("d1", CERTIFICATE, T0),
        "closings.void": lambda ledger: ledger.closings.void("d1", T0),
        "votes.cast": lambda ledger: ledger.votes.cast([mark]),
        "votes.press": lambda ledger: ledger.votes.press([(square, press)], {}),
        "votes.answered": lambda ledger: ledger.votes.answered([(square, press)]),
        "holdings.held": lambda ledger: ledger.holdings.held("discord", square.channel_id, square.message, someone),
        "parking.park": lambda ledger: ledger.parking.park([mark[1]]),
        "parking.parked": lambda ledger: ledger.parking.parked(),
        "parking.settle": lambda ledger: ledger.parking.settle(square),
        "parking.drop_parked": lambda ledger: ledger.parking.drop_parked("discord", "100"),
        "votes.clear": lambda ledger: ledger.votes.clear(square, None, START),
        "votes.reply": lambda ledger: ledger.votes.reply("discord", "100", square.message, "r", someone, True),
        "votes.spark": lambda ledger: ledger.votes.spark([(mark[1]._replace(reaction="💡", plain="💡"), (square,))]),
        "holdings.saved": lambda ledger: ledger.holdings.saved(someone, 9),
        "recounts.due": lambda ledger: ledger.recounts.due(T0),
        "recounts.mark_due": lambda ledger: ledger.recounts.mark_due(platform="discord"),
        "recounts.watermark": lambda ledger: ledger.recounts.watermark("d1"),
        "recounts.touched": lambda ledger: ledger.recounts.touched(square.post, 0),
        "recounts.untold": lambda ledger: ledger.recounts.untold("d1", {}),
        "recounts.mend": lambda ledger: ledger.recounts.mend(
            "d1", {square.post: (scan(square, {"👍": "a"}), 0)}, closing=False, at=START
        ),
        "talk.retold_unheard": lambda ledger: ledger.talk.retold_unheard("discord"),
        "talk.told": lambda ledger: ledger.talk.told("d1"),
        "talk.lines": lambda ledger: ledger.talk.lines("d1", 5),
        "talk.mend_sparks": lambda ledger: ledger.talk.mend_sparks(
            "d1", {Spoken(0, square.post, "line"): (scan(square, {"💡": "a"}), 0)}
        ),
        "talk.retold": lambda ledger: ledger.talk.retold([("discord", square.channel_id, square.message)]),
        "talk.replies": lambda ledger: ledger.talk.replies("d1"),
        "talk.mend_replies": lambda ledger: ledger.talk.mend_replies("d1", {square.post: {"r": someone}}, {}),
        "deliveries.claim": lambda ledger: ledger.deliveries.claim(T0 + HOUR, "me", LEASE, 5),
        "deliveries.renew": lambda ledger: ledger.deliveries.renew([1], "me", T0),
        "deliveries.said": lambda ledger: ledger.deliveries.said(2, "m", T0),
        "deliveries.again": lambda ledger: ledger.deliveries.again(2, "me", T0, unclear=True, reason=verbatim("…")),
        "deliveries.failed": lambda ledger: ledger.deliveries.failed(2, "me", verbatim("…"), T0),
        "plans.seed_again": lambda ledger: ledger.plans.seed_again({square.post: True}, T0),
        "plans.plan_alert": lambda ledger: ledger.plans.plan_alert("k", SQUARE, "t", "…", T0),
        "outcomes.oldest": lambda ledger: ledger.outcomes.oldest(["discord"]),
        "outcomes.of_debate": lambda ledger: ledger.outcomes.of_debate("d1"),
        "outcomes.said_as": lambda ledger: ledger.outcomes.said_as(Part.RESULT, "d1", "square"),
        "occurrences.first_seen": lambda ledger: ledger.occurrences.first_seen(["morning"], T0),
        "occurrences.last": lambda ledger: ledger.occurrences.last("morning"),
        "occurrences.skip": lambda ledger: ledger.occurrences.skip(Occurrence("morning", T0), "missed", T0),
        "presence.note": lambda ledger: ledger.presence.note(
            "me", [Noted(("discord", "100"), Span(START, START), SpanState.ON)], {"discord": START + 1}, START + 1
        ),
        "presence.of": lambda ledger: ledger.presence.of([("discord", "100")], "me", START, START),
        "requests.leave": lambda ledger: ledger.requests.leave(CloseRequest("d1"), T0),
        "requests.take": lambda ledger: ledger.requests.take("me", T0, LEASE),
        "requests.renew": lambda ledger: ledger.requests.renew(1, "me", T0 + LEASE),
        "requests.answer": lambda ledger: ledger.requests.answer(1, RequestDone("d1")),
        "requests.outcome": lambda ledger: ledger.requests.outcome(1),
        "processes.alive": lambda ledger: ledger.processes.alive("me", T0, T0 + HOUR),
        "processes.anyone_alive": lambda ledger: ledger.processes.anyone_alive(T0),
        "processes.gone": lambda ledger: ledger.processes.gone("me"),
        "processes.all_gone": lambda ledger: ledger.processes.all_gone(),
        "restored.look_back_to": lambda ledger: ledger.restored.look_back_to(),
        "restored.unknown": lambda ledger: ledger.restored.unknown("discord", ["m1"]),
        "restored.looked_back": lambda ledger: ledger.restored.looked_back(),
        "proofs.debates": lambda ledger: ledger.proofs.debates(),
        "proofs.prove": lambda ledger: ledger.proofs.prove("d1"),
        "proofs.filing": lambda ledger: ledger.proofs.filing("d1"),
        "proofs.mine": lambda ledger: ledger.proofs.mine("d1", someone),
        "proofs.voted_in": lambda ledger: ledger.proofs.voted_in(someone, 5),
        "retention.aged": lambda ledger: ledger.retention.aged(T0 + 48 * HOUR, Kept.COUNTS),
        "retention.pseudonymise": lambda ledger: ledger.retention.pseudonymise("d1", T0),
        "retention.delete": lambda ledger: ledger.retention.delete("d1", T0),
        "forgetting.traces": lambda ledger: ledger.forgetting.traces(someone, T0),
        "forgetting.everything": lambda ledger: ledger.forgetting.everything(someone),
        "forgetting.unname": lambda ledger: ledger.forgetting.unname(someone, "d1", T0),
        "forgetting.erase": lambda ledger: ledger.forgetting.erase(someone, T0),
        "forgetting.key": lambda ledger: ledger.forgetting.key(),
        "overwrites.due": lambda ledger: ledger.overwrites.due(),
        "overwrites.overwrite": lambda ledger: ledger.overwrites.overwrite(),
        "overwrites.done": lambda ledger: ledger.overwrites.done(T0),
        "learnt.accounts": lambda ledger: ledger.learnt.accounts("slack", "T1", ["U1"]),
        "learnt.bots": lambda ledger: ledger.learnt.bots("slack", "T1"),
        "learnt.note_accounts": lambda ledger: ledger.learnt.note_accounts("slack", "T1", {"U1": True}),
        "learnt.aliases": lambda ledger: ledger.learnt.aliases("slack"),
        "learnt.note_aliases": lambda ledger: ledger.learnt.note_aliases("slack", {"agree": "👍"}),
        "learnt.moved": lambda ledger: ledger.learnt.moved("slack"),
        "learnt.note_moved": lambda ledger: ledger.learnt.note_moved("slack", {"G1": "C1"}, {"C1": "G1"}),
        "public.standings": lambda ledger: ledger.public.standings(["d1"]),
        "public.standing_over": lambda ledger: ledger.public.standing_over("secret-door"),
        "public.front": lambda ledger: ledger.public.front(["secret-door"], ended=5, skip=0),
        "public.listed": lambda ledger: ledger.public.listed(["d1"]),
        "public.turnout": lambda ledger: ledger.public.turnout("d1", 5),
        "exports.export": lambda ledger: ledger.exports.export(None, Nowhere()),
        "feedback.add": lambda ledger: ledger.feedback.add(
            Feedback(someone, "square", 5, "…", T0), most=5, since=T0 - HOUR
        ),
        "feedback.latest": lambda ledger: ledger.feedback.latest(5),
        "welcomes.greeted": lambda ledger: ledger.welcomes.greeted([SQUARE]),
        "welcomes.plan": lambda ledger: ledger.welcomes.plan(SQUARE, "t", "…", T0),
        "welcomes.meet": lambda ledger: ledger.welcomes.meet(someone, T0),
        "heard.first_time": lambda ledger: ledger.heard.first_time("slack", "key", T0),
    }


@asynccontextmanager
async def on_disk(folder: Path, busy_timeout: float = 5.0) -> AsyncIterator[tuple[Database, dict[str, OpenPost]]]:
    """A ledger in a file, in which a debate is open; gives its posts as well."""
    database = await open_ledger(f"sqlite:///{folder}/agora.db", busy_timeout=busy_timeout)
    try:
        yield database, await opened(database)
    finally:
        await database.close()


STORES = get_type_hints(Ledger)
"""The ports of all stores, by their names in the ledger."""


def methods(store: str) -> list[str]:
    """The port's methods, so that a new one can't be forgotten here."""
    return [f"{store}.{name}" for name, _ in inspect.getmembers(STORES[store], inspect.isfunction) if name[0] != "_"]


@pytest.mark.parametrize("store", STORES)
async def test_every_operation_says_that_its_tables_are_gone(database: Database, store: str) -> None:
    every = operations(await opened(database))
    for method in methods(store):
        await every[method](database.ledger)
    await database.ledger.requests.leave(CloseRequest("d1"), T0)
    await database.connections.write(metadata.drop_all)
    for method in methods(store):
        with pytest.raises(StorageError, match="lacks a table") as caught:
            await every[method](database.ledger)
        assert not isinstance(caught.value, StorageBusy), method
        assert caught.value.hint
        assert "SELECT" not in str(caught.value)


@pytest.mark.parametrize("store", STORES)
async def test_every_operation_says_that_a_file_is_damaged(tmp_path: Path, store: str) -> None:
    path = tmp_path / "agora.db"
    async with on_disk(tmp_path) as (_, posts):
        every = operations(posts)
    content = bytearray(path.read_bytes())
    content[100:] = b"\xff" * (len(content) - 100)
    path.write_bytes(content)
    connections = connect(f"sqlite:///{path}", None, 0.1)
    for method in methods(store):
        with pytest.raises(StorageError, match=r"agora\.db is (damaged|not a database)"):
            await every[method](Database(connections).ledger)
    await connections.close()


@pytest.mark.parametrize("store", STORES)
async def test_every_operation_says_that_the_server_is_away(tmp_path: Path, store: str) -> None:
    async with on_disk(tmp_path) as (_, posts):
        every = operations(posts)
    connections = connect(f"postgresql://postgres@/agora?host={tmp_path}", None, 0.1)
    for method in methods(store):
        with pytest.raises(StorageBusy, match="can’t be reached"):
            await every[method](Database(connections).ledger)
    await connections.close()


async def test_a_locked_file_is_waited_for_and_then_busy(tmp_path: Path) -> None:
    async with on_disk(tmp_path, 0.2) as (database, posts):
        other = sqlite3.connect(tmp_path / "agora.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageBusy, match="is locked by another program"):
            await database.ledger.votes.cast([event(posts["square"], "a", "👍")])
        # Reading goes on.
        snapshot = await database.ledger.debates.snapshot("d1")
        assert snapshot is not None
        assert snapshot.tally.voters == 0
        other.execute("COMMIT")
        assert await database.ledger.votes.cast([event(posts["square"], "a", "👍")]) == {"d1"}
        other.close()


async def test_a_full_disk(tmp_path: Path) -> None:
    async with on_disk(tmp_path) as (database, posts):

        def fill(db: Connection) -> None:
            pages = db.exec_driver_sql("PRAGMA page_count").scalar()
            db.exec_driver_sql(f"PRAGMA max_page_count = {pages}")

        await database.connections.write(fill)
        many = [event(posts["square"], f"somebody-{n}", "👍") for n in range(2000)]
        with pytest.raises(StorageError, match="no room left"):
            await database.ledger.votes.cast(many)
        snapshot = await database.ledger.debates.snapshot("d1")
        assert snapshot is not None
        assert snapshot.tally.voters == 0


async def test_a_read_only_database(tmp_path: Path) -> None:
    async with on_disk(tmp_path) as (database, posts):
        await database.connections.write(lambda db: db.exec_driver_sql("PRAGMA query_only = ON") and None)
        with pytest.raises(StorageError, match="is read-only"):
            await database.ledger.votes.cast([event(posts["square"], "a", "👍")])


async def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "agora.db").write_text("These are my notes, and not a database at all. " * 100)
    with pytest.raises(StorageError, match=r"agora\.db is not a database"):
        await open_ledger(f"sqlite:///{tmp_path}/agora.db")
    assert "my notes" in (tmp_path / "agora.db").read_text()


async def test_places_where_no_file_can_be(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="is a folder"):
        await open_ledger(f"sqlite:///{tmp_path}")
    with pytest.raises(StorageError, match=r"folder .* does not exist"):
        await open_ledger("sqlite:///./nowhere/agora.db", base=tmp_path)


@pytest.mark.parametrize(
    "url", ["", "agora.db", "sqlite://", "sqlite:///:memory:", "mysql://x/y", "postgresql://host", "postgresql://h:x/y"]
)
async def test_addresses_that_make_no_sense(url: str) -> None:
    with pytest.raises(UsageError, match="'database'") as caught:
        await open_ledger(url)
    assert "sqlite:///./agora.db" in caught.value.hint


@pytest.mark.postgres
async def test_a_server_without_the_database_or_the_user(postgres: PostgresServer) -> None:
    with pytest.raises(StorageError, match="no database of this name"):
        await open_ledger(postgres.url("nobody_made_it"))
    with pytest.raises(StorageError, match="refuses the user"):
        await open_ledger(postgres.url("postgres").replace("postgres@", "nobody@"))


@pytest.mark.postgres
async def test_a_server_that_cuts_the_connections_is_used_again(postgres: PostgresServer) -> None:
    database = await open_ledger(await postgres.create())
    posts = await opened(database)
    await postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'agora'")
    with pytest.raises(StorageBusy):
        await database.ledger.votes.cast([event(posts["square"], "a", "👍")])
    assert await database.ledger.votes.cast([event(posts["square"], "a", "👍")]) == {"d1"}
    await database.close()


async def test_the_run_lock_names_who_runs_and_falls_free(tmp_path: Path) -> None:
    ours, theirs = RunLock(tmp_path / "agora.db"), RunLock(tmp_path / "agora.db")
    assert ours.holder() is None
    assert ours.try_acquire("run")
    assert ours.try_acquire("run")
    assert (tmp_path / "agora.db.lock").exists()
    assert theirs.holder() == ours.holder() == "run"
    assert not theirs.try_acquire("post")
    ours.release()
    ours.release()
    assert theirs.holder() is None
    assert theirs.try_acquire("post")
    assert ours.holder() == "post"
    theirs.release()


def test_a_process_that_dies_frees_its_lock(tmp_path: Path) -> None:
    theirs = RunLock(tmp_path / "agora.db")
    child = os.fork()
    if child == 0:
        theirs.try_acquire("run")
        os._exit(0)
    os.waitpid(child, 0)
    assert theirs.holder() is None
    assert theirs.try_acquire("run")
    theirs.release()


def test_a_lock_file_that_can_not_be_made(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"agora\.db\.lock can’t be opened"):
        RunLock(tmp_path / "nowhere" / "agora.db").try_acquire("run")
