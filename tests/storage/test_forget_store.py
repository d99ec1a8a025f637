"""A person is forgotten: the account is nowhere, results, chain and record are what they were."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from proof_builders import busy_ballot, busy_debate, close, difference_in, record_in
from sqlalchemy import Connection, func, select
from storage_audit import books
from storage_builders import HOUR, LEASE, START, T0, event, opened, scan, voter

from bot.core.ballots import options_of
from bot.core.marks import PSEUDONYM, Voter
from bot.services.personal_stores import Standing
from bot.services.records import Feedback, OpenPost, Part
from bot.storage import Database, open_ledger
from bot.storage.forget_store import BY_ACCOUNT, IN_DEBATES, OF_ACCOUNTS
from bot.storage.tables import ballots, history, metadata, replies, sparks, voters

LATER = T0 + timedelta(minutes=30)

NAMES_NOBODY = {
    "debates": "id slug edition article rules choice options state opened_at closes_at began_closing_at closed_at"
    " revision next_seq retold schedule occurrence erratum cleared found certificate lease_owner lease_until secret"
    " head kept talk",
    "posts": "id debate position channel platform channel_id locale state message thread said_at shown recount_due"
    " reason",
    "history": "debate seq post reaction option added at received_at cause hash",
    "codes": "debate code",
    "seals": "debate seq events notes history head",
    "marks": "debate post reaction option seq at more removed_at standing",
    "ballots": "debate platform first_dated first_at first_found last",
    "presses": "debate option at answered",
    "tally": "debate platform key count",
    "shift": "debate first last count",
    "replies": "debate post held",
    "sparks": "debate post reaction line seq at more removed_at standing late_added late_at",
    "deliveries": "id key after_key part number channel debate post state attempts unclear planned_at tried_at next_at"
    " not_after settled_at lease_owner lease_until title text message reason platform urgency",
    "occurrences": "schedule at outcome debate noted_at",
    "schedules": "name first_seen",
    "requests": "id kind payload left_at lease_owner lease_until outcome",
    "processes": "name until",
    "meta": "name value",
    "batches": "id at",
    "heard": "platform key at",
    "listened": "owner platform channel since until state",
    "aliases": "platform name form",
    "moved": "platform old new",
}
"""Columns that hold neither a person nor what a person wrote."""
OF_PEOPLE = {
    **{table.name: {"voter"} for table in (*IN_DEBATES, *OF_ACCOUNTS)},
    "replies": {"voter", "reply"},
    "sparks": {"voter", "message"},
}
"""Columns that do, and that forgetting changes; a table in `OF_ACCOUNTS` or `BY_ACCOUNT` loses the whole row."""
WHOLE_ROWS = {table.name for table in (*OF_ACCOUNTS, *BY_ACCOUNT, voters)}


def test_every_column_is_known_to_name_a_person_or_not_to() -> None:
    """A new column goes into one of the lists above, and what names a person into bot/storage/forget_store.py too."""
    for table in metadata.sorted_tables:
        if table.name in WHOLE_ROWS:
            continue
        accounted = set(NAMES_NOBODY.get(table.name, "").split()) | OF_PEOPLE.get(table.name, set())
        unaccounted = {column.name for column in table.columns} - accounted
        assert not unaccounted, f"{table.name}: {unaccounted}"
        by_number = {key.parent.name for key in table.foreign_keys if key.column.table is voters}
        assert by_number <= OF_PEOPLE.get(table.name, set())


async def forget(database: Database, person: Voter, *, at: timedelta = timedelta()) -> None:
    store = database.ledger.forgetting
    for trace in (await store.traces(person, LATER + at)).debates:
        assert await store.unname(person, trace.debate.id, LATER + at)
    assert await store.erase(person, LATER + at) == ()


async def all_text(database: Database) -> str:
    """Everything that is in any table."""

    def read(db: Connection) -> str:
        return json.dumps(
            {table.name: [list(map(str, row)) for row in db.execute(select(table))] for table in metadata.sorted_tables}
        )

    return await database.connections.read(read)


async def numbers_of(database: Database, person: Voter) -> int | None:
    mine = select(voters.c.id).where(
        voters.c.platform == person.platform, voters.c.workspace == person.workspace, voters.c.native == person.native
    )
    return await database.connections.read(lambda db: db.execute(mine).scalar())


async def test_of_a_closed_debate_only_the_account_goes(database: Database) -> None:
    posts = await busy_debate(database)
    person = voter(posts["square"], "a")
    await close(database, posts, late=False)
    record, counted = await record_in(database), await books(database, "d1")
    mine = await database.ledger.proofs.mine("d1", person)
    assert mine is not None
    await forget(database, person)
    assert await numbers_of(database, person) is None
    assert await difference_in(database) is None
    assert await record_in(database) == record
    assert mine.code in {ballot["code"] for ballot in record["ballots"]}
    after = await books(database, "d1")
    assert (after.tally, after.shift) == (counted.tally, counted.shift)
    assert after.ballots.keys() - counted.ballots.keys() == {
        account for account in after.ballots if account[1] == PSEUDONYM
    }
    assert await database.ledger.proofs.mine("d1", person) is None
    assert await database.ledger.holdings.saved(person, 10) == ([], 0)


async def test_two_debates_share_no_pseudonym_and_no_neighbouring_numbers(database: Database) -> None:
    person = None
    for name in ("d1", "d2", "d3"):
        posts = await opened(database, name)
        person = voter(posts["square"], "a")
        await database.ledger.votes.cast([event(posts["square"], "a", "👍", received=1)])
    assert person is not None
    await forget(database, person)
    nameless = select(voters.c.id, voters.c.native).where(voters.c.workspace == PSEUDONYM)
    rows = await database.connections.read(lambda db: db.execute(nameless).all())
    assert len({native for _, native in rows}) == 3
    numbers = sorted(number for number, _ in rows)
    assert all(number < 0 for number in numbers)
    assert min(b - a for a, b in pairwise(numbers)) > 1_000_000


async def test_in_an_open_debate_the_ballot_is_taken_back_first(database: Database) -> None:
    posts = await busy_debate(database)
    square, team = posts["square"], posts["team"]
    before = await books(database, "d1")
    person = voter(square, "b")
    (trace,) = (await database.ledger.forgetting.traces(person, LATER)).debates
    assert (trace.standing, trace.messages) == (Standing.OPEN, (("discord", "100", square.message),))
    await forget(database, person)
    after = await books(database, "d1")
    assert after.tally.get(("discord", 0), 0) == before.tally["discord", 0] - 1
    assert await difference_in(database) is None
    await database.ledger.votes.cast(
        [event(square, "a", "👍", received=900), event(team, "new", "👎", at=901, received=901)]
    )
    assert await difference_in(database) is None
    await close(database, posts)
    assert await difference_in(database) is None


async def test_who_comes_back_is_somebody_new_in_every_process(database: Database, database_url: str) -> None:
    posts = await opened(database)
    square = posts["square"]
    other = await open_ledger(database_url)
    try:
        for ledger in (database.ledger, other.ledger):
            await ledger.votes.cast([event(square, "a", "👍", received=1), event(square, "b", "👎", received=2)])
        person = voter(square, "a")
        old = await numbers_of(database, person)
        await forget(database, person)
        await other.ledger.votes.cast([event(square, "a", "👎", received=50)])
        new = await numbers_of(database, person)
        assert new is not None
        theirs = select(ballots.c.voter).where(ballots.c.debate == "d1", ballots.c.last == 2)
        numbers = set(await database.connections.read(lambda db: db.execute(theirs).scalars().all()))
        assert new in numbers
        assert old is not None
        named = (
            select(func.count()).select_from(history).where(history.c.voter == old, history.c.received_at < START + 40)
        )
        assert await database.connections.read(lambda db: db.execute(named).scalar()) == 0
        assert await difference_in(database) is None
        await books(database, "d1")
    finally:
        await other.close()


async def test_votes_under_way_in_another_process_meet_a_person_being_forgotten(
    database: Database, database_url: str
) -> None:
    posts = await opened(database)
    square = posts["square"]
    other = await open_ledger(database_url)
    person = voter(square, "a")

    async def voting() -> None:
        for n in range(60):
            await other.ledger.votes.cast([event(square, "a", "👍👎"[n % 2], n % 3 != 2, received=n)])

    async def forgetting() -> None:
        for _ in range(8):
            store = database.ledger.forgetting
            for _ in range(20):
                for trace in (await store.traces(person, LATER)).debates:
                    assert await store.unname(person, trace.debate.id, LATER)
                if not await store.erase(person, LATER):
                    break

    try:
        await asyncio.gather(voting(), forgetting())
        await forget(database, person)
    finally:
        await other.close()
    assert await numbers_of(database, person) is None
    assert await difference_in(database) is None
    await books(database, "d1")


async def test_a_reaction_taken_off_afterwards_does_not_bring_the_account_back(database: Database) -> None:
    posts = await opened(database)
    square, team = posts["square"], posts["team"]
    await database.ledger.votes.cast([event(square, "a", "👍", received=1), event(team, "t", "👎", at=5, received=6)])
    people = (voter(square, "a"), voter(team, "t"))
    for person in people:
        await forget(database, person)
    await database.ledger.votes.cast(
        [event(square, "a", "👍", False, received=70), event(team, "t", "👎", False, at=71, received=72)]
    )
    for person in people:
        assert await numbers_of(database, person) is None
    await database.ledger.votes.cast([event(square, "stranger", "👎", False, received=80)])
    assert await numbers_of(database, voter(square, "stranger")) is not None, "of whom no mark was taken back there"
    assert await difference_in(database) is None


async def test_a_scan_that_was_under_way_does_not_bring_the_account_back(database: Database) -> None:
    posts = await opened(database)
    square = posts["square"]
    await database.ledger.votes.cast([event(square, "a", "👍", received=1)])
    watermark = await database.ledger.recounts.watermark("d1")
    seen = scan(square, {"👍": ["a", "unheard"], "👎": ["other"]})
    person = voter(square, "a")
    await forget(database, person)
    await database.ledger.recounts.mend("d1", {square.post: (seen, watermark)}, closing=False, at=START + 60)
    assert await numbers_of(database, person) is None
    assert await numbers_of(database, voter(square, "other")) is not None
    watermark = await database.ledger.recounts.watermark("d1")
    seen = scan(square, {"👍": ["unheard"], "👎": ["other"]})
    await database.ledger.recounts.mend("d1", {square.post: (seen, watermark)}, closing=False, at=START + 70)
    assert (await books(database, "d1")).tally["discord", 0] == 1
    assert await difference_in(database) is None


async def test_a_ballot_by_button_goes_as_well(database: Database) -> None:
    posts = await busy_ballot(database)
    person = voter(posts["square"], "b")
    (trace,) = (await database.ledger.forgetting.traces(person, LATER)).debates
    assert trace.messages == (), "nothing stands on the platform"
    await forget(database, person)
    assert await numbers_of(database, person) is None
    assert await difference_in(database) is None
    assert (await books(database, "d1")).tally["discord", 1] == 1


async def test_while_votes_are_counted_nothing_is_done(database: Database) -> None:
    posts = await busy_debate(database)
    person = voter(posts["square"], "a")
    store = database.ledger.forgetting
    over = T0 + 25 * HOUR
    traces = await store.traces(person, over)
    assert [debate.id for debate in traces.being_counted] == ["d1"]
    before = await all_text(database)
    assert not await store.unname(person, "d1", over)
    await database.ledger.closings.claim(over, "me", LEASE)
    assert not await store.unname(person, "d1", LATER)
    assert await numbers_of(database, person) is not None
    assert json.loads(before)["history"] == json.loads(await all_text(database))["history"]


async def talk(database: Database) -> tuple[dict[str, OpenPost], Voter]:
    """A debate with a reply of `a`, a 💡 of others on it, and one of `a` on a line."""
    posts = await opened(database)
    square = posts["square"]
    ledger = database.ledger
    person = voter(square, "a")
    await ledger.votes.cast([event(square, "a", "👍", received=1), event(square, "b", "👎", received=2)])

    for _ in (Part.SEEDS, Part.THREAD, Part.LINE):
        for delivery in await ledger.deliveries.claim(T0, "opener", LEASE, 100):
            await ledger.deliveries.said(delivery.id, f"{delivery.part}-{delivery.channel}", T0)
    await ledger.votes.reply("discord", square.channel_id, "thread-square", "reply-of-a", person, True)
    spark_on_reply, spark_on_line = (event(square, who, "💡", received=9)[1] for who in "ba")
    await ledger.votes.spark([(spark_on_reply._replace(message="reply-of-a"), [square])])
    await ledger.votes.spark([(spark_on_line._replace(message="line-square"), [square])])
    return posts, person


async def test_a_reply_in_a_closed_debate_counts_on_and_leads_to_nobody(database: Database) -> None:
    posts, person = await talk(database)
    await close(database, posts, late=False)
    told = await database.ledger.talk.told("d1")
    await forget(database, person)
    after = await database.ledger.talk.told("d1")
    assert told is not None
    assert after is not None
    assert after.stances == told.stances
    assert [(one.voters, one.moves) for one in after.sparked] == [(one.voters, one.moves) for one in told.sparked]
    assert [one.gone for one in after.sparked if one.line.number == -1] == [True]
    assert "reply-of-a" not in await all_text(database)


async def test_a_reply_in_an_open_debate_is_known_again_and_apart_from_the_ballot(database: Database) -> None:
    posts, person = await talk(database)
    square = posts["square"]
    await forget(database, person)
    rows = await database.connections.read(lambda db: db.execute(select(replies.c.reply, replies.c.voter)).all())
    assert [reply for reply, _ in rows] == ["reply-of-a"]
    held = select(ballots.c.voter).where(ballots.c.debate == "d1")
    assert rows[0].voter not in await database.connections.read(lambda db: db.execute(held).scalars().all())
    known = await database.ledger.talk.replies("d1")
    await database.ledger.talk.mend_replies("d1", {square.post: {"reply-of-a": person}}, known)
    assert await numbers_of(database, person) is None
    still = select(sparks.c.standing, sparks.c.at).join(voters, voters.c.id == sparks.c.voter)
    nameless = await database.connections.read(
        lambda db: db.execute(still.where(voters.c.workspace == PSEUDONYM)).all()
    )
    assert all(not standing and at is None for standing, at in nameless)
    spark = event(square, "a", "💡", False, received=99)[1]
    await database.ledger.votes.spark([(spark._replace(message="line-square"), [square])])
    assert await numbers_of(database, person) is None


async def test_words_that_are_gone_from_the_platform_count_no_more_while_it_is_open(database: Database) -> None:
    _, person = await talk(database)
    before = (await books(database, "d1")).tally
    assert await database.ledger.forgetting.unname(person, "d1", LATER, words_gone=True)
    after = (await books(database, "d1")).tally
    assert {key: n for key, n in before.items() if after.get(key, 0) != n} != {}
    assert await database.ledger.talk.replies("d1") in ({}, None)


async def test_what_hangs_on_the_account_alone_is_deleted(database: Database) -> None:
    posts = await opened(database)
    square, ledger = posts["square"], database.ledger
    person = voter(square, "somebody-special")
    await ledger.feedback.add(Feedback(person, "square", 5, "words-of-theirs", T0), most=5, since=T0 - HOUR)
    await ledger.welcomes.meet(person, T0)
    await ledger.learnt.note_accounts("discord", "", {"somebody-special": False})
    await ledger.parking.park([event(square, "somebody-special", "👍")[1]._replace(message="elsewhere")])
    traces = await ledger.forgetting.traces(person, LATER)
    assert (traces.debates, traces.feedback, traces.known) == ((), 1, True)
    told = await ledger.forgetting.everything(person)
    assert told["feedback"][0]["line"] == "words-of-theirs"
    assert (told["is_bot"], bool(told["greeted_at"]), len(told["waiting"])) == (False, True, 1)
    await forget(database, person)
    text = await all_text(database)
    assert "somebody-special" not in text
    assert "words-of-theirs" not in text
    assert not (await ledger.forgetting.traces(person, LATER)).known
    assert await ledger.overwrites.due() == LATER


async def test_everything_is_told(database: Database) -> None:
    posts, person = await talk(database)
    await database.ledger.votes.cast([event(posts["square"], "a", "🔖", received=30)])
    (told,) = (await database.ledger.forgetting.everything(person))["debates"]
    mine = await database.ledger.proofs.mine("d1", person)
    assert mine is not None
    assert told["code"] == mine.code
    assert told["ballot"] == {"first": ["찬성"], "first_at": None, "last": ["찬성"]}
    assert options_of(mine.last) == (0,)
    assert [(one["reaction"], one["option"], one["added"]) for one in told["events"]] == [
        ("👍", "찬성", True),
        ("🔖", None, True),
    ]
    assert {one["reaction"] for one in told["reactions"]} == {"👍", "🔖"}
    assert told["sparks"][0]["on"] == "line"
    assert told["replies"] == [{"channel": "square", "message": "reply-of-a", "deleted": False}]
    assert json.dumps(told, ensure_ascii=False)
    nobody = await database.ledger.forgetting.everything(Voter("discord", "", "nobody"))
    assert (nobody["debates"], nobody["feedback"], nobody["waiting"]) == ([], [], [])


async def test_the_key_stays(database: Database, database_url: str) -> None:
    other = await open_ledger(database_url)
    try:
        assert await database.ledger.forgetting.key() == await other.ledger.forgetting.key()
    finally:
        await other.close()


@pytest.mark.parametrize("database_kind", ["sqlite"])
@pytest.mark.usefixtures("database_kind")
async def test_no_byte_is_left_in_any_file(database: Database) -> None:
    posts = await busy_debate(database)
    square = posts["square"]
    crowd = [event(square, f"crowd-{n}", "👍👎"[n % 2], received=400 + n) for n in range(3_000)]
    await database.ledger.votes.cast(
        [*crowd[:1500], event(square, "somebody-special", "👍", received=399), *crowd[1500:]]
    )
    await database.ledger.parking.park([event(square, "somebody-special", "👍")[1]._replace(message="m0")] * 40)
    await database.ledger.parking.drop_parked("discord", square.channel_id)
    await close(database, posts, late=False)
    record = await record_in(database)
    assert database.path is not None
    assert _found_in(database.path.parent, b"somebody-special")
    await forget(database, voter(square, "somebody-special"))
    assert await database.ledger.overwrites.overwrite()
    await database.ledger.overwrites.done(LATER + timedelta(minutes=1))
    assert await database.ledger.overwrites.due() is None
    assert _found_in(database.path.parent, b"somebody-special") == []
    assert _found_in(database.path.parent, b"crowd-17") != []
    assert await record_in(database) == record
    assert await difference_in(database) is None


def _found_in(folder: Path, name: bytes) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and name in path.read_bytes()]
