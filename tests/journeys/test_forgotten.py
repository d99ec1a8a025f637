"""Members of the local chat are forgotten beside a running bot: by `agora forget`, and on their own word."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.byte_search import files_with
from tests.journeys.ledger import audit, wait_for_ballots
from tests.journeys.place import OPTIONS, Place
from tests.journeys.processes import until
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.heavy

NAME = "아주특별한이름"
WORDS = "아주 특별한 댓글이에요"


@pytest.fixture
def square(places: Any) -> Place:
    made: Place = places(channels=("square", "garden"))
    return made


def account_in(folder: Path, account: str) -> list[str]:
    """The tables of the ledger and of the chat in which an account stands as a value of its own."""
    found = []
    for path in (folder / "agora.db", folder / "agora.chat.db"):
        with closing(sqlite3.connect(path)) as file:
            for (table,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
                if any(account in row for row in file.execute(f'SELECT * FROM "{table}"')):
                    found.append(table)
    return found


def two_debates(square: Place, visitor: Visitor, person: str) -> tuple[str, str, str]:
    """A closed debate and an open one with votes and a reply of this person; and the open post's message."""
    over = square.post("--channel", "garden")
    (card,) = visitor.messages("garden", "card")
    visitor.react(person, card["id"], OPTIONS[0])
    visitor.react("haru", card["id"], OPTIONS[1])
    until(lambda: visitor.ballots("garden", card["id"]) == [1, 1, 0])
    assert square.agora("close", over).code == 0
    going_on = square.post("--channel", "square")
    (card,) = visitor.messages("square", "card")
    visitor.react(person, card["id"], OPTIONS[1])
    visitor.react("haru", card["id"], OPTIONS[1])
    visitor.write("replies", person=person, thread=card["opens"]["id"], text=WORDS)
    wait_for_ballots(square, [0, 2, 0], going_on)
    until(lambda: square.results(going_on)["comments"] == 1)
    return over, going_on, card["id"]


def holders(visitor: Visitor, channel: str) -> list[int]:
    """How many hold each option's emoji under the only card of a channel."""
    (card,) = visitor.messages(channel, "card")
    counts = {reaction["emoji"]: reaction["count"] for reaction in card["reactions"]}
    return [counts.get(option, 0) for option in OPTIONS]


@pytest.mark.parametrize("way", ["command line", "own word"])
def test_no_file_has_the_person_any_more(square: Place, way: str) -> None:
    bot = square.run()
    visitor = bot.visitor()
    person = visitor.join(NAME)
    over, going_on, message = two_debates(square, visitor, person)
    record = square.agora("results", over, "--format", "record").out
    before = holders(visitor, "garden")
    assert files_with(square.folder, NAME) != []
    if way == "command line":
        done = square.agora("forget", f"local:{NAME}", "--yes")
        assert done.code == 0, done
        assert "- 지웠어요: 로컬 채팅에 쓴 메시지와 이름" in done.out
        assert "10분 안에" not in done.out
    else:
        export = visitor.command(person, "square", "/토론 내정보")
        file = json.loads(next(part["content"] for part in export["parts"] if part["type"] == "download"))
        assert file["platform"]["name"] == NAME
        assert [reply["text"] for reply in file["platform"]["messages"]] == [WORDS]
        assert [debate["debate"] for debate in file["debates"]] == [over, going_on]
        asked = json.dumps(visitor.command(person, "square", "/토론 잊어줘"), ensure_ascii=False)
        code = re.search(r"/토론 잊어줘 (\d{4})", asked)
        assert code is not None, asked
        assert "먼저 이 토론 글에서" not in asked, "the bot takes them off by itself here"
        told = visitor.command(person, "square", f"/debate forget me {code[1]}")
        assert "잊었어요" in json.dumps(told, ensure_ascii=False)
    until(lambda: files_with(square.folder, NAME, WORDS) == [])
    assert account_in(square.folder, person) == []
    wait_for_ballots(square, [0, 1, 0], going_on)
    until(lambda: square.results(going_on)["comments"] == 0)
    until(lambda: visitor.ballots("square", message) == [0, 1, 0])
    assert holders(visitor, "garden") == before, "closed posts keep their counts"
    assert holders(visitor, "square") == [0, 1, 0]
    assert square.agora("results", over, "--format", "record").out == record
    visitor.react("noeul", message, OPTIONS[0])
    wait_for_ballots(square, [1, 1, 0], going_on)
    done = square.agora("close", going_on)
    assert done.code == 0, done
    assert square.results(going_on)["certificate"]["recounted"] == "exact"
    bot.stop()
    assert square.agora("verify").code == 0
    assert account_in(square.folder, person) == []
    assert files_with(square.folder, NAME, WORDS) == []
    for debate in (over, going_on):
        audit(square, debate)
