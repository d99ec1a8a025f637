"""`agora debates`, and what else names debates: one is chosen to be closed, a second one opened, a wrong name told."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import signal
import subprocess
import sys
import termios
from contextlib import suppress

import pytest

from tests.journeys.place import SLUG, Place
from tests.journeys.processes import Done
from tests.patience import PATIENCE

STOPPED = 130
CTRL_C = "\x03"


@pytest.fixture
def two(place: Place) -> tuple[Place, str, str]:
    """Two debates over one article, in one channel; the second was opened last."""
    return place, place.post(), place.post("--channel", "square", "--again")


def own_terminal() -> None:
    """The command's stdin is the terminal that it is stopped from, also where the tests are not to be interrupted."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def press_until_it_ends(process: subprocess.Popen[bytes], terminal: int) -> None:
    """As a person does: a signal that comes just before Python begins to read is looked at after reading."""
    for _ in range(int(PATIENCE)):
        with suppress(subprocess.TimeoutExpired):
            process.wait(1)
            return
        os.write(terminal, CTRL_C.encode())


def typed(place: Place, keys: str, *words: str, after: str) -> Done:
    """A command on a terminal, where `keys` are pressed as soon as it has said `after`."""
    ours, theirs = pty.openpty()
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", *words],
            cwd=place.folder,
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=own_terminal,
        )
        assert process.stderr is not None
        said = b""
        while after.encode() not in said:
            piece = os.read(process.stderr.fileno(), 4096)
            assert piece, said.decode()
            said += piece
        os.write(ours, keys.encode())
        if keys == CTRL_C:
            press_until_it_ends(process, ours)
        out, rest = process.communicate(timeout=PATIENCE)
    finally:
        os.close(ours)
        os.close(theirs)
    return Done(process.returncode, out.decode(), (said + rest).decode())


def test_open_debates_are_listed_before_a_newer_closed_one(two: tuple[Place, str, str]) -> None:
    place, first, second = two
    listed = json.loads(place.agora("debates", "--format", "json").out)
    assert [one["debate"] for one in listed] == [second, first]
    assert place.agora("close", second).code == 0
    listed = json.loads(place.agora("debates", "--format", "json").out)
    assert [(one["debate"], one["state"]) for one in listed] == [(first, "open"), (second, "closed")]
    for one in listed:
        results = place.results(one["debate"])
        assert one == {key: results[key] for key in one}
        assert list(one) == ["debate", "article", "question", "state", "opened_at", "closes_at", "voters", "posts"]
    assert [one["debate"] for one in json.loads(place.agora("debates", "--open", "--format", "json").out)] == [first]
    heads, row = place.agora("debates", "--limit", "1").out.splitlines()
    assert heads.split() == ["id", "article", "state", "channels", "votes", "opened", "closes"]
    assert row.split()[:5] == [first, SLUG, "voting", "square", "0"]
    assert place.results()["debate"] == first, "the open one, although another was opened after it"
    assert place.agora("results", SLUG, "--format", "csv").out.splitlines()[1].startswith(first)
    record = json.loads(place.agora("results", "--format", "record").out)
    assert record["debate"] == second, "a record is of a closed one"
    place.configure(locale="ko")
    assert place.agora("debates", "--open").out.split()[:8] == [
        "ID", "기사", "상태", "채널", "투표", "시작", "마감", first,
    ]  # fmt: skip


def test_without_debates_it_says_so(place: Place) -> None:
    assert place.agora("debates", "--format", "json").out == "[]\n"
    assert place.agora("debates").out == "No debate was opened yet. 'agora post SLUG' opens one.\n"
    assert place.agora("debates", "--open").out == "No debate is open. 'agora post SLUG' opens one.\n"
    none = place.agora("results", "nothing")
    assert none.sentence == "agora: There is no debate 'nothing'. Name it by its id or its article’s slug."


def test_who_is_to_name_one_is_told_which_there_are(two: tuple[Place, str, str]) -> None:
    place, first, second = two
    for words in (("results", "nothing"), ("close", "nothing"), ("verify", "nothing")):
        done = place.agora(*words)
        told, *below = done.err.splitlines()
        assert (done.code, done.out) == (1, "")
        assert told == "agora: There is no debate 'nothing'. Name it by its id or its article’s slug."
        assert [line.split(" · ")[:4] for line in below] == [
            [f"  {debate}", SLUG, "voting", "square"] for debate in (second, first)
        ]
    for words in (("close",), ("close", SLUG)):
        done = place.agora(*words)
        told, *below = done.err.splitlines()
        assert (done.code, done.out, len(below)) == (2, "", 2)
        assert told == "agora: 2 debates are open. Name one by its id."
    place.configure(locale="ko")
    told, line, _ = place.agora("close").err.splitlines()
    assert told == "agora: 열려 있는 토론이 2개예요. 마감할 토론의 ID를 적어 주세요."
    assert line.startswith(f"  {second} · {SLUG} · 투표 중 · square · 마감 ")


def test_on_a_terminal_one_is_chosen_by_its_number(two: tuple[Place, str, str]) -> None:
    place, first, second = two
    stopped = typed(place, CTRL_C, "close", after="number: ")
    assert (stopped.code, stopped.out) == (STOPPED, "")
    assert stopped.err.rstrip().endswith("Stopped.")
    assert place.results(first)["state"] == place.results(second)["state"] == "open"
    chosen = typed(place, "3\nx\n2\n", "close", after="number: ")
    assert chosen.code == 0, chosen
    assert f"  1. {second} · {SLUG}" in chosen.err
    assert chosen.err.count("Please write a number from 1 to 2.") == 2
    assert place.results(first)["state"] == "closed"
    assert place.results(second)["state"] == "open"
    only = place.agora("close")
    assert (only.code, second in only.out) == (0, True), "the only one that is open needs no name"


def test_a_second_debate_in_a_channel_is_opened_only_if_it_is_meant(place: Place) -> None:
    first = place.post()
    refused = place.agora("post", SLUG, "--channel", "square")
    assert (refused.code, refused.out) == (2, "")
    assert refused.sentence == (
        f"agora: The debate '{first}' over '{SLUG}' is open in square already."
        f" Close it first with 'agora close {first}', name other channels, or say --again to open a second one."
    )
    asked = f"'{SLUG}' is being debated in square already ({first}). Open a second debate there? [y/N] "
    no = typed(place, "n\n", "post", SLUG, "--channel", "square", after=asked)
    assert (no.code, no.out) == (STOPPED, "")
    yes = typed(place, "y\n", "post", SLUG, "--channel", "square", after=asked)
    assert yes.code == 0, yes
    third = json.loads(place.agora("post", SLUG, "--channel", "square", "--again", "--json").out)
    assert third["beside"] == [first, yes.out.strip()]
    assert third["title"] == "열린 광장"
    (post,) = third["posts"]
    assert (post["channel"], post["state"], post["reason"]) == ("square", "said", None)


def test_post_says_what_was_opened_where_and_until_when(place: Place) -> None:
    place.configure(more="", closes_after="1h")
    text = place.config.read_text(encoding="utf-8").replace("chat: true", 'chat: true, public_url: "https://a.example"')
    place.config.write_text(text, encoding="utf-8")
    done = place.agora("post", SLUG, "--channel", "square")
    debate = done.out.strip()
    opened, where = done.err.splitlines()
    assert opened.startswith("“열린 광장” is open until ")
    message = place.results(debate)["posts"][0]["message"]
    assert where == f"square: https://a.example/chat#{message}"


def test_a_table_is_as_wide_as_the_terminal_and_loses_nothing(two: tuple[Place, str, str]) -> None:
    place, first, second = two
    ours, theirs = pty.openpty()
    try:
        termios.tcsetwinsize(theirs, (24, 60))
        done = subprocess.run(
            [sys.executable, "-m", "bot", "debates"],
            cwd=place.folder,
            stdin=theirs,
            stdout=theirs,
            env={name: value for name, value in os.environ.items() if name != "COLUMNS"}
            | {"NO_COLOR": "1", "TERM": "xterm"},
            timeout=PATIENCE,
        )
        lines = re.sub(r"\x1b\[\d*m", "", os.read(ours, 65536).decode()).splitlines()
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == 0
    assert [line for line in lines if len(line) > 60] == []
    text = "\n".join(lines)
    assert (first in text, second in text, "…" in text) == (True, True, False)
