"""`agora demo`: the whole bot with no account anywhere."""

from __future__ import annotations

import json
import socket
import sqlite3
from contextlib import closing
from signal import SIGINT, SIGTERM

import pytest

from tests.journeys.place import Bot, is_ready
from tests.journeys.processes import Running, until
from tests.journeys.visitor import Visitor
from tests.ports import free_port


@pytest.fixture
def demo(places):
    """Starts demos in one folder, without the browser."""
    place = places(locale="en")

    def start(port: int, *args: str, real: bool = False) -> Running:
        return place.begin("demo", "--port", str(port), "--no-browser", *args, real=real)

    start.place = place  # type: ignore[attr-defined]
    return start


def up(running: Running, port: int) -> Bot:
    url = f"http://127.0.0.1:{port}"

    def said_so() -> bool:
        assert running.alive(), running.err
        return f"http://127.0.0.1:{port}/chat" in running.out and is_ready(url)

    until(said_so, why=lambda: running.err)
    return Bot(running, url)


def channel_of(visitor: Visitor) -> str:
    return str(visitor.get("state")["channels"][0]["id"])


@pytest.mark.heavy
def test_the_debate_of_the_demo_from_crowd_to_certificate(demo) -> None:
    port = free_port()
    running = demo(port, "--voters", "300", "--closes-after", "12s", real=True)
    bot = up(running, port)
    assert f"열린 광장이 열렸어요: http://127.0.0.1:{port}/chat\n설정 파일: demo-data/config.yaml" in bot.out
    visitor = bot.visitor()
    square = channel_of(visitor)
    until(lambda: visitor.messages(square, "card"))
    card = visitor.messages(square, "card")[0]["id"]
    until(lambda: sum(visitor.ballots(square, card)) > 30, why=lambda: str(visitor.ballots(square, card)))
    until(lambda: visitor.messages(square, "result"), 40, why=lambda: bot.err)
    result = visitor.messages(square, "result")[0]["content"]
    assert result["certificate"]
    done = demo.place.agora("results", "--format", "json", "-c", "demo-data/config.yaml")
    told = json.loads(done.out)
    assert told["state"] == "closed"
    assert [option["ballots"] for option in told["options"]] == [bar["ballots"] for bar in result["bars"]]
    assert told["voters"] > 30
    assert told["certificate"]["recounted"] == "exact"
    lines = visitor.thread(visitor.messages(square, "card")[0])
    assert any(line["kind"] == "line" for line in lines)
    ended = bot.stop(SIGINT)
    assert "Traceback" not in ended.out


@pytest.mark.parametrize("number", [SIGINT, SIGTERM])
def test_it_is_resumed_where_it_was_and_fresh_forgets(demo, number) -> None:
    port = free_port()
    bot = up(demo(port, "--voters", "5", "--closes-after", "10m", "--locale", "en"), port)
    visitor = bot.visitor()
    square = channel_of(visitor)
    until(lambda: visitor.messages(square, "card"))
    card = visitor.messages(square, "card")[0]["id"]
    assert visitor.messages(square, "card")[0]["content"]["title"].startswith("A secret door or an open square")
    emoji = visitor.messages(square, "card")[0]["content"]["bars"][0]["emoji"]
    visitor.react("haru", card, emoji)
    bot.stop(number)

    bot = up(demo(port, "--voters", "0", "--closes-after", "10m", "--locale", "en"), port)
    assert "the open debate goes on" in bot.out
    assert "Closed" not in bot.out
    visitor = bot.visitor()
    assert [message["id"] for message in visitor.messages(square, "card")] == [card]
    assert emoji in visitor.held("haru", square, card)
    bot.stop(number)

    bot = up(demo(port, "--voters", "0", "--locale", "en", "--fresh"), port)
    visitor = bot.visitor()
    until(lambda: visitor.messages(square, "card"))
    assert emoji not in visitor.held("haru", square, visitor.messages(square, "card")[0]["id"])
    bot.stop(number)


@pytest.mark.heavy
def test_in_another_language_it_begins_anew_and_the_debate_of_before_gets_its_result(demo) -> None:
    port = free_port()
    bot = up(demo(port, "--voters", "3"), port)
    visitor = bot.visitor()
    until(lambda: visitor.messages("광장", "card"))
    bot.stop()

    bot = up(demo(port, "--voters", "3", "--locale", "en"), port)
    visitor = bot.visitor()
    until(lambda: visitor.messages("square", "card"), why=lambda: bot.out)
    (card,) = visitor.messages("square", "card")
    assert card["content"]["state"] == "open"
    until(lambda: "Closed, since the language or the closing time is another now" in bot.out)
    assert "“비밀의 문과 열린 광장" in bot.out
    assert "the open debate goes on" not in bot.out
    names = [person["name"] for person in visitor.get("state")["people"]]
    assert names == ["Haru", "Juniper", "Marten", "Cloud", "Coral", "Editor"]
    until(lambda: sum(visitor.ballots("square", card["id"])) > 0, 60)
    until(lambda: visitor.messages("광장", "result"), 40, why=lambda: bot.err)
    bot.stop()

    bot = up(demo(port, "--voters", "0"), port)
    visitor = bot.visitor()
    until(lambda: visitor.messages("광장", "card")[-1]["content"]["state"] == "open", why=lambda: bot.out)
    until(lambda: "언어나 마감 시간이 달라져서 마감한 토론: " in bot.out)
    bot.stop()


@pytest.mark.heavy
def test_with_another_closing_time_a_new_debate_begins(demo) -> None:
    port = free_port()
    bot = up(demo(port, "--voters", "0", "--locale", "en"), port)
    visitor = bot.visitor()
    until(lambda: visitor.messages("square", "card"))
    (card,) = visitor.messages("square", "card")
    by_hand = demo.place.agora("post", "sovereign-ai", "--closes-after", "2h", "-c", "demo-data/config.yaml")
    assert by_hand.code == 0, by_hand.err
    bot.stop()

    bot = up(demo(port, "--voters", "0", "--locale", "en", "--closes-after", "20m"), port)
    until(lambda: "Closed, since" in bot.out)
    named = next(line for line in bot.out.splitlines() if line.startswith("Closed, since"))
    assert card["content"]["title"] in named
    assert named.count("“") == 1
    assert "the open debate goes on" in bot.out
    visitor = bot.visitor()

    def states() -> dict[str, str]:
        return {one["id"]: one["content"]["state"] for one in visitor.messages("square", "card")}

    until(lambda: states()[card["id"]] == "closed", 40, why=lambda: str(states()))
    assert list(states().values()).count("open") == 1
    bot.stop()


@pytest.mark.parametrize("broken", ["agora.db", "agora.chat.db", "another version"])
def test_data_that_cannot_be_gone_on_from_is_kept_aside(demo, broken: str) -> None:
    port = free_port()
    folder = demo.place.folder / "demo-data"
    bot = up(demo(port, "--voters", "0", "--locale", "en"), port)
    until(lambda: bot.visitor().messages("square", "card"))
    bot.stop()
    if broken == "another version":
        with closing(sqlite3.connect(folder / "agora.db")) as database, database:
            database.execute("UPDATE alembic_version SET version_num = 'of no version that we know'")
    else:
        (folder / broken).write_bytes(b"no database" * 1000)
    before = (folder / broken).read_bytes() if broken.startswith("agora") else b""

    bot = up(demo(port, "--voters", "0", "--locale", "en"), port)
    until(lambda: bot.visitor().messages("square", "card"), why=lambda: bot.out)
    (aside,) = folder.glob("before-*")
    assert f"it is kept in demo-data/{aside.name}, and the demo starts anew" in bot.out
    assert {"agora.db", "agora.chat.db"} <= {file.name for file in aside.iterdir()}
    if before:
        assert (aside / broken).read_bytes() == before
    bot.stop()


def test_a_demo_that_runs_is_left_alone_by_another_one(demo) -> None:
    port = free_port()
    bot = up(demo(port, "--voters", "0", "--locale", "en"), port)
    config = demo.place.folder / "demo-data" / "config.yaml"
    before = config.read_text(encoding="utf-8")
    for args in ((), ("--fresh",)):
        done = demo(free_port(), *args).wait()
        assert done.code == 1
        assert "A demo runs in demo-data already" in done.sentence
        assert config.read_text(encoding="utf-8") == before
    assert bot.visitor().messages("square", "card")
    bot.stop()


def test_a_busy_port_is_named(demo) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = int(taken.getsockname()[1])
        done = demo(port).wait()
    assert done.code == 1
    assert f"Port {port} can’t be used" in done.sentence
    assert "agora demo --port" in done.sentence
    assert not (demo.place.folder / "demo-data").exists()


def test_a_folder_of_somebody_else_is_left_alone(demo) -> None:
    folder = demo.place.folder / "demo-data"
    folder.mkdir()
    (folder / "precious.txt").write_text("mine", encoding="utf-8")
    done = demo(free_port(), "--fresh").wait()
    assert done.code == 2
    assert "something other than a demo" in done.sentence
    assert (folder / "precious.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize("args", [("--closes-after", "soon"), ("--voters", "-1"), ("--locale", "fr")])
def test_options_that_make_no_sense(demo, args) -> None:
    done = demo(free_port(), *args).wait()
    assert done.code == 2
    assert "Traceback" not in done.err
    assert not (demo.place.folder / "demo-data").exists()
