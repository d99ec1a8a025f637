"""`agora post`, `agora close` and `agora results`, beside a running bot and alone."""

from __future__ import annotations

import csv
import http.client
import io
import os
import re
import socket
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from signal import SIGINT, SIGTERM
from typing import Any

import pytest

from tests.journeys.ledger import wait_for_results
from tests.journeys.place import LINES, OPTIONS, SLUG, Place
from tests.journeys.processes import until

pytestmark = pytest.mark.heavy

ALONE = "alone"
BESIDE = "beside"


@pytest.fixture(params=[ALONE, BESIDE])
def way(request) -> str:
    return str(request.param)


@pytest.fixture
def place(places) -> Place:
    """A place whose sentences are English."""
    made: Place = places(locale="en")
    return made


@pytest.fixture
def square(places, database_url) -> Place:
    made: Place = places(channels=("square", "garden"), database=database_url)
    return made


def test_a_debate_from_post_to_close(square, way) -> None:
    bot = square.run() if way is BESIDE else None
    debate = square.post("--channel", "square", "--channel", "garden", "--closes-after", "1h30m")
    opened = square.results()
    assert opened["debate"] == debate
    assert opened["state"] == "open"
    assert instant(opened["closes_at"]) - instant(opened["opened_at"]) == timedelta(minutes=90)
    assert [(post["channel"], post["state"]) for post in opened["posts"]] == [("square", "said"), ("garden", "said")]

    bot = bot or square.run()
    visitor = bot.visitor()
    messages = {post["channel"]: post["message"] for post in opened["posts"]}
    visitor.react("haru", messages["square"], OPTIONS[0])
    visitor.react("haru", messages["garden"], OPTIONS[1])
    visitor.react("noeul", messages["garden"], OPTIONS[1])
    visitor.react("dambi", messages["square"], "🔖")
    for channel in ("square", "garden"):
        until(lambda channel=channel: visitor.ballots(channel, messages[channel]) == [0, 2, 0])
    thread = visitor.messages("square", "card")[0]["opens"]
    visitor.write("replies", person="sanho", thread=thread["id"], text="저는 광장이 좋아요.")
    wait_for_results(square, lambda told: told["comments"] == 1)
    visitor.react("dambi", visitor.thread(visitor.messages("square", "card")[0])[1]["id"], "💡")
    moved = f"💡를 받은 말: 모키의 ‘{LINES[1]}’(1명)."
    until(lambda: moved in square.agora("results").out)
    if way is ALONE:
        bot.stop()

    done = square.agora("close", SLUG)
    assert (done.code, done.err) == (0, "")
    assert "2표" in done.out
    assert moved in done.out
    final = square.results(SLUG)
    assert final["state"] == "closed"
    assert instant(final["closes_at"]) < instant(opened["closes_at"])
    assert [option["ballots"] for option in final["options"]] == [0, 2, 0]
    assert (final["voters"], final["comments"], final["saves"]) == (2, 1, 1)
    assert final["shift"] == [[0, 1, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
    head = final["certificate"].pop("head")
    assert f"지문 앞 여덟 자리: {head[:8]}" in square.agora("results", SLUG).out
    assert final["certificate"] | {"notes": []} == {
        "recounted": "exact",
        "ledger": 2,
        "recount": 2,
        "differences": 0,
        "undecided": 0,
        "undatable": 0,
        "unsettled": 0,
        "notes": [],
    }
    if way is ALONE:
        bot = square.run()
        visitor = bot.visitor()
    for channel in ("square", "garden"):
        kinds = [message["kind"] for message in visitor.messages(channel)]
        assert kinds == ["card", "result"]
        card = visitor.messages(channel, "card")[0]
        lines = [message["content"]["text"] for message in visitor.thread(card) if message["kind"] == "line"]
        assert lines == list(LINES)
    assert "열려 있는 토론이 없어요." in square.agora("close").sentence
    twice = square.agora("close", debate).sentence
    assert (f"토론 ‘{debate}’" in twice, "이미 마감됐어요." in twice) == (True, True)
    bot.stop()


@pytest.mark.heavy
@pytest.mark.postgres
@pytest.mark.parametrize("database_kind", ["postgresql"])
def test_a_command_does_the_work_of_a_bot_that_was_killed_just_before(square) -> None:
    """On a server nothing tells at once that a process has died: its sign of life runs out."""
    square.run().kill()
    debate = square.post("--channel", "square")
    assert square.results(debate)["posts"][0]["state"] == "said"
    done = square.agora("close", debate)
    assert (done.code, done.err) == (0, "")
    assert square.results(debate)["state"] == "closed"


def test_names_that_are_not_known(place, way) -> None:
    bot = place.run() if way is BESIDE else None
    unknown = place.agora("post", "nothing-here")
    assert (unknown.code, unknown.out) == (2, "")
    assert "There is no article 'nothing-here'" in unknown.sentence
    assert SLUG in unknown.sentence
    nowhere = place.agora("post", SLUG, "--channel", "square", "--channel", "cellar")
    assert (nowhere.code, nowhere.out) == (2, "")
    assert "There is no channel 'cellar'" in nowhere.sentence
    assert "square" in nowhere.sentence
    for command in ("close", "results"):
        done = place.agora(command)
        assert done.code == 1
        assert "agora post" in done.sentence
        done = place.agora(command, "elsewhere")
        assert done.code == 1
        assert "There is no debate 'elsewhere'" in done.sentence
    assert place.agora("results").out == ""
    if bot is not None:
        assert bot.visitor().messages("square") == []
        bot.stop()


def test_articles_that_cannot_be_posted(place, way) -> None:
    draft = place.add_article("draft-test", "초안")
    draft.write_text(draft.read_text(encoding="utf-8").replace("category:", "draft: true\ncategory:"), encoding="utf-8")
    bot = place.run() if way is BESIDE else None
    done = place.agora("post", "draft-test")
    assert done.code == 1
    assert "is a draft" in done.sentence
    assert place.agora("results").code == 1
    if bot is not None:
        bot.stop()


@pytest.mark.parametrize("span", ["soon", "-1h", "0s", "5", "1h 1x", ""])
def test_spans_that_make_no_sense(place, span) -> None:
    done = place.agora("post", SLUG, "--closes-after", span)
    assert done.code == 2
    assert done.sentence
    assert place.agora("results").code == 1


def test_results_in_each_form(places) -> None:
    place = places(locale="en")
    bot = place.run()
    debate = place.post()
    visitor = bot.visitor()
    card = visitor.messages("square", "card")[0]["id"]
    for person, emoji in (("haru", OPTIONS[1]), ("noeul", OPTIONS[1]), ("dambi", OPTIONS[0])):
        visitor.react(person, card, emoji)
    until(lambda: visitor.ballots("square", card) == [1, 2, 0])

    table = place.agora("results")
    assert (table.code, table.err) == (0, "")
    for told in ("열린 광장", "어느 쪽이 좋아요?", debate, "67%", "33%", *OPTIONS):
        assert told in table.out
    rows = list(csv.DictReader(io.StringIO(place.agora("results", debate, "--format", "csv").out)))
    assert [row["label"] for row in rows] == ["문", "광장", "글쎄요"]
    assert [row["emoji"] for row in rows] == list(OPTIONS)
    assert [(row["ballots"], row["share"], row["local"]) for row in rows] == [
        ("1", "0.3333", "1"),
        ("2", "0.6667", "2"),
        ("0", "0.0000", "0"),
    ]
    assert [row["percent"] for row in rows] == ["33", "67", "0"]
    assert {(row["debate"], row["article"], row["state"]) for row in rows} == {(debate, SLUG, "open")}

    told = place.results()
    has_the_promised_shape(told)
    assert told["certificate"] is None
    assert [option["share"] for option in told["options"]] == pytest.approx([1 / 3, 2 / 3, 0])
    assert [option["by_platform"] for option in told["options"]] == [{"local": 1}, {"local": 2}, {"local": 0}]
    assert place.agora("close").code == 0
    final = place.results()
    has_the_promised_shape(final)
    assert final["certificate"] is not None
    wrong = place.agora("results", "--format", "xml")
    assert wrong.code == 2
    assert "Traceback" not in wrong.err
    bot.stop()


def test_multiple_choice_has_no_shift(place) -> None:
    place.configure(closes_after="1h, choice: multiple")
    bot = place.run()
    place.post()
    visitor = bot.visitor()
    card = visitor.messages("square", "card")[0]["id"]
    visitor.react("haru", card, OPTIONS[0])
    visitor.react("haru", card, OPTIONS[2])
    until(lambda: visitor.ballots("square", card) == [1, 0, 1])
    told = place.results()
    has_the_promised_shape(told)
    assert told["shift"] is None
    assert told["voters"] == 1
    bot.stop()


def test_a_second_run_is_refused_and_the_first_goes_on(place) -> None:
    bot = place.run(real=True)
    second = place.agora("run", real=True)
    assert second.code == 1
    assert "Another 'agora run' works on" in second.err.splitlines()[-1]
    assert "Traceback" not in second.err
    assert bot.visitor().get("state")["me"]["id"] == "haru"
    bot.stop()
    place.run().stop()


def test_a_busy_port_is_named(places) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        done = places(listen=f"127.0.0.1:{port}", locale="en").agora("run")
        assert done.code == 1
        assert f"port {port} on 127.0.0.1 is busy" in done.err.splitlines()[-1]
        assert "Traceback" not in done.err


@pytest.mark.parametrize("number", [SIGTERM, SIGINT])
def test_a_signal_that_comes_while_it_starts_ends_it_in_order(place, number) -> None:
    place.post()
    with closing(sqlite3.connect(place.file, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        starting = place.begin("run")
        until(lambda: str(place.file) in opened_files(starting.pid), why=lambda: starting.err)
        starting.signal(number)
        db.execute("ROLLBACK")
        done = starting.wait()
    assert done.code == 0, done
    assert "Traceback" not in done.err


def opened_files(pid: int) -> set[str]:
    """The files that a process has open."""
    found = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):
            found.add(str(link.readlink()))
    return found


@pytest.mark.parametrize("number", [SIGTERM, SIGINT])
def test_it_ends_in_time_while_people_vote(place, number) -> None:
    bot = place.run()
    debate = place.post()
    card = bot.visitor().messages("square", "card")[0]["id"]
    answered: list[str] = []

    def vote(person: str) -> None:
        visitor = bot.visitor()
        try:
            while True:
                for emoji in OPTIONS:
                    visitor.react(person, card, emoji)
                    visitor.react(person, card, emoji, on=False)
                    answered.append(person)
        except (OSError, AssertionError, http.client.HTTPException):
            return

    people = ("haru", "noeul", "dambi")
    voting = [threading.Thread(target=vote, args=(person,)) for person in people]
    for thread in voting:
        thread.start()
    until(lambda: set(answered) == set(people) and len(answered) > 30)
    began = os.times().elapsed
    bot.stop(number)
    assert os.times().elapsed - began < 10
    for thread in voting:
        thread.join(30)
    assert place.results(debate)["state"] == "open"


def instant(text: str) -> datetime:
    """An instant as the interface writes it: ISO 8601, UTC."""
    at = datetime.fromisoformat(text.replace("Z", "+00:00"))
    assert at.tzinfo is not None
    assert at.utcoffset() == timedelta(0)
    return at.astimezone(UTC)


def has_the_promised_shape(told: dict[str, Any]) -> None:
    """Key by key as others read it, nothing more and nothing less."""
    text: Callable[[Any], bool] = lambda value: isinstance(value, str) and value != ""  # noqa: E731
    number: Callable[[Any], bool] = lambda value: type(value) is int and value >= 0  # noqa: E731
    shapes: dict[str, Callable[[Any], bool]] = {
        "debate": text,
        "article": text,
        "edition": text,
        "question": text,
        "state": lambda value: value in ("open", "closing", "closed", "void"),
        "opened_at": lambda value: instant(value) is not None,
        "closes_at": lambda value: instant(value) is not None,
        "options": lambda value: isinstance(value, list) and len(value) >= 2,
        "voters": number,
        "undecided": number,
        "comments": number,
        "saves": number,
        "posts": lambda value: isinstance(value, list),
        "shift": lambda value: value is None or all(type(cell) is int for row in value for cell in row),
        "certificate": lambda value: value is None or isinstance(value, dict),
    }
    fits(told, shapes)
    for option in told["options"]:
        share: Callable[[Any], bool] = lambda value: isinstance(value, float) and 0 <= value <= 1  # noqa: E731
        fits(option, {"label": text, "emoji": text, "ballots": number, "share": share, "by_platform": bool})
        assert all(text(platform) and number(count) for platform, count in option["by_platform"].items())
        assert sum(option["by_platform"].values()) == option["ballots"]
    for post in told["posts"]:
        state: Callable[[Any], bool] = lambda value: value in ("planned", "said", "failed", "deleted")  # noqa: E731
        message: Callable[[Any], bool] = lambda value: value is None or text(value)  # noqa: E731
        fits(post, {"channel": text, "platform": text, "message": message, "state": state})
    if told["shift"] is not None:
        size = len(told["options"]) + 1
        assert [len(row) for row in told["shift"]] == [size] * size
        for column, option in enumerate(told["options"]):
            assert sum(row[column] for row in told["shift"]) == option["ballots"]
    if told["certificate"] is not None:
        counts = dict.fromkeys(("ledger", "recount", "differences", "undecided", "undatable", "unsettled"), number)
        recounted: Callable[[Any], bool] = lambda value: value in ("exact", "partial", "no")  # noqa: E731
        notes: Callable[[Any], bool] = lambda value: isinstance(value, list) and all(map(text, value))  # noqa: E731
        head: Callable[[Any], bool] = lambda value: bool(re.fullmatch("[0-9a-f]{64}", value))  # noqa: E731
        fits(told["certificate"], {"recounted": recounted, "notes": notes, "head": head, **counts})


def fits(found: dict[str, Any], shapes: dict[str, Callable[[Any], bool]]) -> None:
    assert list(found) == list(shapes) or set(found) == set(shapes), found
    for key, is_right in shapes.items():
        assert is_right(found[key]), (key, found[key])
