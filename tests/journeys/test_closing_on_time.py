"""Debates close on time: while the bot is up, and as soon as it is back."""

from __future__ import annotations

import math
import sqlite3
import time
from contextlib import closing
from datetime import datetime

from tests.journeys.ledger import audit, latest, wait_until_settled
from tests.journeys.place import OPTIONS
from tests.journeys.processes import until
from tests.patience import PATIENCE


def ballots(told) -> list[int]:
    return [option["ballots"] for option in told["options"]]


def open_for(place, bot, span: str):
    """Open a debate; gives its id, a visitor and the card's message."""
    debate = place.post("--channel", "square", "--closes-after", span)
    visitor = bot.visitor()
    return debate, visitor, visitor.messages("square", "card")[0]["id"]


def test_it_closes_at_its_time_and_later_votes_count_nothing(place) -> None:
    began = time.monotonic()
    bot = place.run()
    # A command and two votes take less than starting did, however busy the machine is.
    debate, visitor, card = open_for(place, bot, f"{math.ceil(2 + 2 * (time.monotonic() - began))}s")
    visitor.react("haru", card, OPTIONS[1])
    until(lambda: visitor.messages("square", "result"), why=lambda: bot.err)
    visitor.react("noeul", card, OPTIONS[0])
    wait_until_settled(place, debate)
    result = visitor.messages("square", "result")[0]
    told = place.results(debate)
    assert told["state"] == "closed"
    assert ballots(told) == [0, 1, 0]
    assert told["certificate"]["recounted"] == "exact"
    late = datetime.fromisoformat(result["at"]) - datetime.fromisoformat(told["closes_at"].replace("Z", "+00:00"))
    assert 0 <= late.total_seconds() < PATIENCE
    assert place.agora("results", debate).out.count("한 명") == 1
    bot.stop()
    audit(place, debate)


def test_a_bot_that_was_down_at_closing_closes_when_it_is_back(place) -> None:
    bot = place.run()
    debate, visitor, card = open_for(place, bot, "1h")
    visitor.react("haru", card, OPTIONS[1])
    visitor.react("noeul", card, OPTIONS[1])
    until(lambda: visitor.ballots("square", card) == [0, 2, 0])
    bot.kill()
    # As if it had been due as soon as the bot was gone: nobody waits for an hour, so its time is moved instead.
    now = time.time_ns() // 1000
    with closing(sqlite3.connect(place.file)) as db, db:
        db.execute("UPDATE debates SET closes_at = ?", (now,))
    with closing(sqlite3.connect(place.folder / "agora.chat.db")) as db, db:
        message = int(card[1:])
        db.execute("DELETE FROM reactions WHERE message = ? AND person = 'noeul'", (message,))
        db.execute("INSERT INTO reactions VALUES (?, ?, 'dambi', ?)", (message, OPTIONS[0], now))

    bot = place.run()
    visitor = bot.visitor()
    until(lambda: visitor.messages("square", "result"), why=lambda: bot.err)
    wait_until_settled(place, debate)
    told = place.results(debate)
    assert told["state"] == "closed"
    assert ballots(told) == [1, 1, 0], "the first readable scan decides"
    certificate = told["certificate"]
    assert (certificate["recounted"], certificate["ledger"], certificate["recount"]) == ("exact", 2, 2)
    assert certificate["differences"] == 2
    assert certificate["undatable"] == 1
    assert any("꺼져" in note or "쉬" in note or "멈" in note for note in certificate["notes"]), certificate["notes"]
    result = visitor.messages("square", "result")[0]["content"]
    assert set(certificate["notes"]) <= set(result["notes"])
    bot.stop()
    audit(place, debate)


def test_a_bot_that_is_killed_over_closing_time_vouches_for_nothing_that_it_finds(place) -> None:
    """It is away for a moment only; what came just before closing time can't be told from what came just after."""
    bot = place.run()
    debate, visitor, card = open_for(place, bot, "1h")
    visitor.react("haru", card, OPTIONS[1])
    until(lambda: visitor.ballots("square", card) == [0, 1, 0])
    bot.kill()
    now = time.time_ns() // 1000
    with closing(sqlite3.connect(place.file)) as db, db:
        db.execute("UPDATE debates SET closes_at = ?", (now + 1,))
    with closing(sqlite3.connect(place.folder / "agora.chat.db")) as db, db:
        for person, at in (("noeul", now), ("dambi", now + 2)):
            db.execute("INSERT INTO reactions VALUES (?, ?, ?, ?)", (int(card[1:]), OPTIONS[0], person, at))
    bot = place.run()
    visitor = bot.visitor()
    until(lambda: visitor.messages("square", "result"), why=lambda: bot.err)
    wait_until_settled(place, debate)
    told = place.results(debate)
    assert ballots(told) == [2, 1, 0]
    assert (told["certificate"]["undatable"], told["certificate"]["differences"]) == (2, 2)
    assert any("꺼져" in note for note in told["certificate"]["notes"]), told["certificate"]["notes"]
    bot.stop()
    audit(place, debate)


def test_a_chat_that_cannot_be_read_within_the_grace_time_leaves_the_ledger_to_decide(places) -> None:
    place = places(grace="2s")
    bot = place.run()
    debate, visitor, card = open_for(place, bot, "1h")
    visitor.react("haru", card, OPTIONS[2])
    until(lambda: visitor.ballots("square", card) == [0, 0, 1])
    with closing(sqlite3.connect(place.folder / "agora.chat.db", isolation_level=None)) as db:
        db.execute("ALTER TABLE reactions RENAME TO hidden_reactions")
        waiting = place.begin("close")
        until(lambda: place_has_certificate(place), why=lambda: bot.err)
        db.execute("ALTER TABLE hidden_reactions RENAME TO reactions")
    assert waiting.wait().code == 0
    told = place.results(debate)
    assert ballots(told) == [0, 0, 1]
    assert told["certificate"]["recounted"] == "no"
    assert told["certificate"]["notes"]
    assert len(visitor.messages("square", "result")) == 1
    bot.stop()


def place_has_certificate(place) -> bool:
    debate = latest(place)
    assert debate is not None
    with closing(sqlite3.connect(place.file)) as db:
        found = db.execute("SELECT certificate FROM debates WHERE id = ?", (debate.id,)).fetchone()
    return found[0] is not None
