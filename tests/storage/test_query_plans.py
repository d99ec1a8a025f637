"""What comes often is found by an index: no statement goes through all posts, debates, marks or deliveries."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import event
from storage_builders import START, opened, voter
from storage_builders import event as mark_event

from bot.services.records import OpenPost, Part
from bot.services.stores import Ledger
from bot.storage import Database

CALLS: dict[str, Callable[[Ledger, OpenPost], Awaitable[object]]] = {
    "reply": lambda ledger, post: ledger.votes.reply(
        post.platform, post.channel_id, post.message, "r1", voter(post, "a"), True
    ),
    "of_message": lambda ledger, post: ledger.debates.of_message(post.platform, post.channel_id, post.message),
    "retold": lambda ledger, post: ledger.talk.retold([(post.platform, post.channel_id, post.message)]),
    "held": lambda ledger, post: ledger.holdings.held(post.platform, post.channel_id, post.message, voter(post, "a")),
    "saved": lambda ledger, post: ledger.holdings.saved(voter(post, "a"), 5),
    "mine": lambda ledger, post: ledger.proofs.mine(post.debate, voter(post, "a")),
    "voted_in": lambda ledger, post: ledger.proofs.voted_in(voter(post, "a"), 5),
    "cast": lambda ledger, post: ledger.votes.cast([mark_event(post, "a", "👍", at=START)]),
    "result": lambda ledger, post: ledger.outcomes.said_as(Part.RESULT, post.debate, post.channel),
    "oldest": lambda ledger, post: ledger.outcomes.oldest([post.platform]),
    "index": lambda ledger, _: ledger.posts.index(),
}


@pytest.fixture
def database_kind() -> str:
    """The plans of SQLite, which are as they are whatever the tables hold."""
    return "sqlite"


@pytest.mark.parametrize("name", CALLS)
async def test_nothing_goes_through_a_whole_table(database: Database, name: str) -> None:
    post = (await opened(database))["team"]
    sent: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, text: str, parameters: object, *_: object) -> None:
        sent.append((text, parameters))

    engines = [database.connections._reading, database.connections._writing]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    await CALLS[name](database.ledger, post)
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)
    for text, parameters in sent:
        if not re.match("SELECT|UPDATE|DELETE", text):
            continue
        one = parameters[0] if isinstance(parameters, list) else parameters
        plan = await database.connections.read(
            lambda db, text=text, one=one: [
                row[3] for row in db.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}", tuple(one))
            ]
        )
        whole = [
            step
            for step in plan
            if re.match(r"SCAN (posts|debates|marks|deliveries|voters|history|ballots)\b", step)
            or re.match(r"SEARCH (posts|voters)\b.*\(platform=\?\)$", step)
        ]
        assert whole == [], text
