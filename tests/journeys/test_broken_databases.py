"""A database that can't be used: one sentence and an exit code, and nothing is lost."""

from __future__ import annotations

import resource
import shutil
import signal
import sqlite3
import subprocess
from contextlib import closing

import pytest

from tests.journeys.ledger import audit
from tests.journeys.place import OPTIONS, SLUG
from tests.journeys.processes import agora, until

pytestmark = pytest.mark.heavy

COMMANDS = (("run",), ("post", SLUG), ("close",), ("results",), ("schedule",))
UNREADABLE = {
    "folder": "is a folder",
    "not a database": "is not a database",
    "no such folder": "does not exist",
    "newer": "newer version of Agora",
}


@pytest.fixture
def place(places):
    """A place whose sentences are English."""
    return places(locale="en")


def spoil(place, how: str) -> None:
    match how:
        case "folder":
            place.file.mkdir()
        case "not a database":
            place.file.write_text("안녕하세요, 저는 데이터베이스가 아니에요.\n" * 50, encoding="utf-8")
        case "no such folder":
            place.database = "sqlite:///./gone/agora.db"
            place.configure()
        case "newer":
            assert place.agora("results").code == 1
            with closing(sqlite3.connect(place.file)) as db, db:
                db.execute("UPDATE alembic_version SET version_num = '9999'")


@pytest.mark.parametrize("how", UNREADABLE)
def test_a_database_that_cannot_be_read_is_one_sentence(place, how) -> None:
    spoil(place, how)
    before = place.file.read_bytes() if place.file.is_file() else None
    for command in COMMANDS:
        done = place.agora(*command)
        assert done.code == 1, (command, done)
        assert "Traceback" not in done.err
        assert UNREADABLE[how] in done.err.splitlines()[-1], command
        assert done.err.splitlines()[-1].count(". ") == 1, "what to do next"
    if before is not None:
        assert place.file.read_bytes() == before


def test_a_log_that_the_disk_has_spoilt_is_one_sentence_and_never_fewer_votes(place) -> None:
    bot = place.run()
    debate = place.post()
    visitor = bot.visitor()
    card = visitor.messages("square", "card")[0]["id"]
    for number, person in enumerate(("haru", "noeul", "dambi", "gureum")):
        visitor.react(person, card, OPTIONS[0])
        until(lambda count=number + 1: visitor.ballots("square", card) == [count, 0, 0], why=lambda: bot.err)
    bot.kill()
    log = place.file.with_name("agora.db-wal")
    whole = log.read_bytes()
    spoilt = bytearray(whole)
    spoilt[len(whole) // 2] ^= 1
    log.write_bytes(spoilt)
    for command in COMMANDS:
        done = place.agora(*command)
        assert done.code == 1, (command, done)
        assert "agora.db is damaged" in done.err.splitlines()[-1], command
        assert "agora restore" in done.err.splitlines()[-1], command
    assert log.read_bytes() == bytes(spoilt), "nothing was written over what may be mended"
    log.write_bytes(whole)
    bot = place.run()
    assert place.results(debate)["voters"] == 4
    bot.stop()
    # What no checksum covers: one figure in the file itself.
    with closing(sqlite3.connect(place.file)) as db, db:
        db.execute("UPDATE tally SET count = count - 1 WHERE key = 0")
    done = place.agora("run")
    assert done.code == 1
    assert "the tally of the debate" in done.err.splitlines()[-1]


@pytest.fixture
def disk(tmp_path):
    """A disk of 2 MB of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    options = ["-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)]
    if subprocess.run(["mount", *options], capture_output=True, check=False).returncode != 0:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_may_only_be_read(places, disk) -> None:
    place = places(database=f"sqlite:///{disk}/agora.db", locale="en")
    bot = place.run()
    debate = place.post()
    bot.stop()
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    for command in (("run",), ("post", SLUG), ("close",)):
        done = place.agora(*command)
        assert done.code == 1, (command, done)
        assert "Traceback" not in done.err
        said = done.err.splitlines()[-1]
        assert "read-only" in said.lower() or "can’t be opened" in said, (command, said)
        assert "permission" in said or "written to" in said, said
    subprocess.run(["mount", "-o", "remount,rw", str(disk)], check=True)
    assert place.results()["debate"] == debate


def test_one_that_another_program_holds(place) -> None:
    bot = place.run()
    debate = place.post()
    visitor = bot.visitor()
    card = visitor.messages("square", "card")[0]["id"]
    place.add_article("another-square", "또 다른 광장")
    with closing(sqlite3.connect(place.file, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        waiting = place.begin("close")
        visitor.react("haru", card, OPTIONS[0])
        assert place.results(debate)["voters"] == 0, "reading needs no lock"
        reply = visitor.command("editor", "square", "/debate post another-square")
        assert reply["error"]
        assert "Traceback" not in str(reply)
        done = waiting.wait()
        assert done.code == 1
        assert "is locked by another program" in done.sentence
        assert bot.alive()
    until(lambda: visitor.ballots("square", card) == [1, 0, 0], why=lambda: bot.err)
    bot.stop()
    audit(place, debate)


def with_little_room(room: int, *args: str) -> None:
    """The program where no file may grow beyond `room` bytes, as on a disk that is full."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))
    agora(*args)


def test_a_full_disk_loses_nothing(place) -> None:
    bot = place.run()
    debate = place.post()
    visitor = bot.visitor()
    card = visitor.messages("square", "card")[0]["id"]
    visitor.react("haru", card, OPTIONS[1])
    until(lambda: visitor.ballots("square", card) == [0, 1, 0])
    bot.stop()
    place.add_article("another-square", "또 다른 광장")
    done = place.begin_work(with_little_room, 36_000, "post", "another-square").wait()
    assert done.code == 1
    assert "Traceback" not in done.err
    said = done.err.splitlines()[-1]
    assert "no room left" in said or "can’t be read or written" in said, said
    bot = place.run()
    visitor = bot.visitor()
    assert visitor.held("haru", "square", card) == {OPTIONS[1]}
    assert [option["ballots"] for option in place.results(debate)["options"]] == [0, 1, 0]
    bot.stop()
    audit(place, debate)


def test_a_disk_that_fills_up_while_people_vote(places, disk) -> None:
    place = places(database=f"sqlite:///{disk}/agora.db")
    bot = place.run()
    debate = place.post()
    visitor = bot.visitor()
    card = visitor.messages("square", "card")[0]["id"]
    visitor.react("haru", card, OPTIONS[1])
    until(lambda: visitor.ballots("square", card) == [0, 1, 0])
    filler = disk / "filler"
    with filler.open("wb") as file:
        free = shutil.disk_usage(disk).free
        file.write(b"x" * max(0, free - 4096))
    refused = None
    for _ in range(200):
        status, answer = visitor.try_write(
            "reactions", {"person": "noeul", "message": card, "emoji": OPTIONS[0], "on": True}
        )
        if status != 200:
            refused = answer
            break
        visitor.try_write("reactions", {"person": "noeul", "message": card, "emoji": OPTIONS[0], "on": False})
    assert refused is not None
    assert set(refused) == {"error"}
    assert bot.alive()
    filler.unlink()
    visitor.react("noeul", card, OPTIONS[2])
    held = visitor.held("noeul", "square", card)
    visitor.react("noeul", card, OPTIONS[0], on=False)
    assert OPTIONS[2] in held
    until(lambda: visitor.ballots("square", card) == [0, 1, 1], 60, why=lambda: bot.err)
    bot.stop()
    audit(place, debate)
