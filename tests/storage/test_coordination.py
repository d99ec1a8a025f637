"""Requests of one-shot commands, who is alive, and which occurrences were dealt with."""

from __future__ import annotations

import asyncio
import json

import pytest
from sqlalchemy import insert
from storage_builders import HOUR, LEASE, MINUTE, T0

from bot.core.times import micros
from bot.locales import words_for
from bot.sentences import sentence, verbatim
from bot.services.records import (
    CloseRequest,
    Occurrence,
    OpenRequest,
    RequestDone,
    RequestRefused,
    TakenRequest,
    UnknownRequest,
)
from bot.storage import Database
from bot.storage.codec import dump_outcome, load_outcome
from bot.storage.tables import requests as table


async def test_requests_are_taken_in_order_and_each_once(database: Database) -> None:
    requests = database.ledger.requests
    opening = OpenRequest("d1", "문", ("square",), 90 * MINUTE)
    first = await requests.leave(opening, T0)
    second = await requests.leave(CloseRequest(None), T0)
    taken = await asyncio.gather(*(requests.take(f"p{n}", T0, LEASE) for n in range(3)))
    assert {TakenRequest(first, opening), TakenRequest(second, CloseRequest(None)), None} == set(taken)
    assert await requests.take("late", T0, LEASE) is None


async def test_an_answer_is_kept_and_the_first_one_stays(database: Database) -> None:
    requests = database.ledger.requests
    number = await requests.leave(CloseRequest("d1"), T0)
    assert await requests.outcome(number) is None
    await requests.take("me", T0, LEASE)
    await requests.answer(number, RequestDone("d1"))
    await requests.answer(number, RequestRefused(verbatim("No.", "Try later.")))
    assert await requests.outcome(number) == RequestDone("d1")
    assert await requests.outcome(number + 1) is None
    assert await requests.take("me", T0 + HOUR, LEASE) is None


async def test_a_refusal_is_kept_with_its_hint(database: Database) -> None:
    requests = database.ledger.requests
    number = await requests.leave(CloseRequest("d1"), T0)
    await requests.answer(number, RequestRefused(verbatim("No.", "Try later.")))
    assert await requests.outcome(number) == RequestRefused(verbatim("No.", "Try later."))


async def test_a_refusal_is_told_in_the_language_of_whoever_asked(database: Database) -> None:
    requests = database.ledger.requests
    number = await requests.leave(CloseRequest("d1"), T0)
    await requests.answer(number, RequestRefused(sentence("admin-no-debate", debate="d1")))
    refused = await requests.outcome(number)
    assert isinstance(refused, RequestRefused)
    assert refused.told.in_full(words_for("ko")) == "토론 ‘d1’이 없어요. 토론 ID나 기사의 슬러그를 적어 주세요."


def test_refusals_are_understood_between_versions() -> None:
    old = load_outcome('{"error":"It is closed.","hint":"Look at it."}')
    assert old == RequestRefused(verbatim("It is closed.", "Look at it."))
    new = json.loads(dump_outcome(RequestRefused(sentence("admin-none-open"))))
    assert (new["error"], new["hint"]) == ("No debate is open.", "'agora post SLUG' opens one.")


@pytest.mark.parametrize(
    ("kind", "payload", "request_"),
    [
        (
            "post",
            '{"debate":"d1","slug":"문","channels":["square"],"closes_after":"2h"}',
            OpenRequest("d1", "문", ("square",), 2 * HOUR),
        ),
        ("post", '{"slug":"문","channels":[],"closes_after":null}', OpenRequest(None, "문")),
        ("close", '{"debate":null}', CloseRequest(None)),
        ("close", "{}", CloseRequest(None)),
        ("post", '{"article":"문"}', UnknownRequest("post")),
        ("post", '{"slug":"문","closes_after":"a while"}', UnknownRequest("post")),
        ("dance", '{"with":"me"}', UnknownRequest("dance")),
    ],
)
async def test_requests_of_other_versions_are_understood_or_named(
    database: Database, kind: str, payload: str, request_: object
) -> None:
    row = insert(table).values(kind=kind, payload=payload, left_at=micros(T0))
    await database.connections.write(lambda db: db.execute(row) and None)
    taken = await database.ledger.requests.take("me", T0, LEASE)
    assert taken is not None
    assert taken.request == request_


async def test_a_request_is_taken_again_when_its_lease_runs_out_or_its_process_is_gone(database: Database) -> None:
    requests = database.ledger.requests
    number = await requests.leave(CloseRequest("d1"), T0)
    await requests.take("me", T0, LEASE)
    assert await requests.take("other", T0 + LEASE / 2, LEASE) is None
    again = await requests.take("other", T0 + LEASE, LEASE)
    assert again is not None
    assert again.id == number
    await database.ledger.processes.gone("other")
    assert await requests.take("third", T0 + LEASE, LEASE) is not None
    await database.ledger.processes.all_gone()
    assert await requests.take("fourth", T0 + LEASE, LEASE) is not None


async def test_a_lease_is_kept_by_its_owner_alone(database: Database) -> None:
    requests = database.ledger.requests
    number = await requests.leave(CloseRequest("d1"), T0)
    await requests.take("me", T0, LEASE)
    assert await requests.renew(number, "me", T0 + 2 * LEASE)
    assert await requests.take("other", T0 + LEASE, LEASE) is None
    assert not await requests.renew(number, "other", T0 + 9 * LEASE)
    assert await requests.take("other", T0 + 2 * LEASE, LEASE) is not None
    assert not await requests.renew(number, "me", T0 + 9 * LEASE)
    await requests.answer(number, RequestDone("d1"))
    assert not await requests.renew(number, "other", T0 + 9 * LEASE)


async def test_who_is_alive(database: Database) -> None:
    processes = database.ledger.processes
    assert not await processes.anyone_alive(T0)
    await processes.alive("a", T0, T0 + MINUTE)
    await processes.alive("a", T0, T0 + 2 * MINUTE)
    await processes.alive("b", T0, T0 + MINUTE)
    assert await processes.anyone_alive(T0 + MINUTE)
    assert not await processes.anyone_alive(T0 + 2 * MINUTE)
    await processes.gone("a")
    assert await processes.anyone_alive(T0)
    await processes.gone("b")
    assert not await processes.anyone_alive(T0)


async def test_schedules_count_from_when_their_name_was_first_seen(database: Database) -> None:
    occurrences = database.ledger.occurrences
    assert await occurrences.first_seen([], T0) == {}
    assert await occurrences.first_seen(["morning"], T0) == {"morning": T0}
    seen = await asyncio.gather(*(occurrences.first_seen(["evening", "morning"], T0 + HOUR) for _ in range(3)))
    assert seen == [{"morning": T0, "evening": T0 + HOUR}] * 3


async def test_an_occurrence_is_dealt_with_once(database: Database) -> None:
    occurrences = database.ledger.occurrences
    assert await occurrences.last("morning") is None
    each = [occurrences.skip(Occurrence("morning", T0), "missed", T0 + HOUR) for _ in range(3)]
    assert sorted(await asyncio.gather(*each)) == [False, False, True]
    assert await occurrences.skip(Occurrence("morning", T0 - HOUR), "missed", T0)
    assert await occurrences.skip(Occurrence("evening", T0 + HOUR), "empty", T0)
    assert await occurrences.last("morning") == T0
