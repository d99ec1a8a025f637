"""What a browser may send that makes no sense: one sentence, a fitting status, and nothing happens."""

from __future__ import annotations

import json

import pytest

from tests.journeys.place import OPTIONS, SLUG, Place
from tests.journeys.processes import until

GOOD = {"person": "haru", "message": "m1", "emoji": OPTIONS[0], "on": True}


@pytest.fixture(scope="module")
def bot(tmp_path_factory):
    """One bot with an open debate for all of these: none of them may change anything."""
    place = Place(tmp_path_factory.mktemp("place"))
    running = place.run()
    place.post()
    try:
        yield running
        running.stop()
    finally:
        place.clear()


@pytest.fixture(scope="module")
def visitor(bot):
    return bot.visitor()


@pytest.fixture(autouse=True)
def nothing_happens(request):
    """Members see the same before and after."""
    visitor = request.getfixturevalue("visitor")
    before = (visitor.messages("square"), visitor.get("state")["people"])
    yield
    assert (visitor.messages("square"), visitor.get("state")["people"]) == before


def refused(status: int, body: bytes, expected: set[int]) -> str:
    """The sentence of a refusal."""
    assert status in expected, (status, body)
    answer = json.loads(body)
    assert set(answer) == {"error"}
    sentence = answer["error"]
    assert isinstance(sentence, str)
    assert "\n" not in sentence
    assert any("가" <= letter <= "힣" for letter in sentence), sentence
    for word in ("Traceback", "Error", "Exception", "sqlite", ".py"):
        assert word not in sentence
    return sentence


BODIES = {
    "nothing": b"",
    "not json": b"vote for me",
    "half of json": b'{"person": "haru"',
    "not text": b"\xff\xfe\x00",
    "a list": b"[1, 2]",
    "a number": b"42",
    "null": b"null",
    "too deep": b"[" * 20_000,
    "too deep and whole": b"[" * 30_000 + b"]" * 30_000,
    "too deep inside": b'{"person": "haru", "text": ' + b"[" * 20_000 + b"]" * 20_000 + b"}",
    "objects too deep": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "a number without end": b'{"person": ' + b"9" * 60_000 + b"}",
    "lone surrogate": b'{"person": "haru", "message": "m1", "emoji": "\\ud83d", "on": true}',
}


@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("path", ["reactions", "messages", "replies", "people", "presses", "feedback"])
def test_bodies_that_are_no_request(visitor, path, name) -> None:
    status, _, body = visitor.raw("POST", f"/chat/api/{path}", BODIES[name], visitor.own_headers())
    refused(status, body, {400})


def test_a_body_that_is_too_large(visitor) -> None:
    huge = json.dumps({"person": "haru", "channel": "square", "text": "가" * 60_000}).encode()
    status, _, body = visitor.raw("POST", "/chat/api/messages", huge, visitor.own_headers())
    refused(status, body, {413})


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"person": None}, 400),
        ({"person": 7}, 400),
        ({"person": "nobody"}, 404),
        ({"message": ["m1"]}, 400),
        ({"message": "m999"}, 404),
        ({"message": "m1; DROP TABLE messages"}, 404),
        ({"message": "m" + "9" * 40}, 404),
        ({"emoji": {"name": "door"}}, 400),
        ({"emoji": ""}, 400),
        ({"emoji": "문"}, 400),
        ({"emoji": "🚪🌳"}, 400),
        ({"emoji": "<script>"}, 400),
        ({"on": "yes"}, 400),
        ({"on": 1}, 400),
        ({"on": None}, 400),
    ],
)
def test_reactions_of_the_wrong_kind(visitor, change, expected) -> None:
    status, answer = visitor.try_write("reactions", GOOD | change)
    refused(status, json.dumps(answer).encode(), {expected})


@pytest.mark.parametrize(
    ("path", "body", "expected"),
    [
        ("messages", {"person": "haru", "channel": "cellar", "text": "안녕"}, 404),
        ("messages", {"person": "haru", "channel": "square", "text": " \n\t"}, 400),
        ("messages", {"person": "haru", "channel": "square", "text": "가" * 2001}, 400),
        ("messages", {"person": "haru", "channel": "square", "text": 5}, 400),
        ("replies", {"person": "haru", "thread": "t999", "text": "안녕"}, 404),
        ("replies", {"person": "haru", "thread": None, "text": "안녕"}, 400),
        ("people", {"name": ""}, 400),
        ("people", {"name": "가" * 25}, 400),
        ("people", {"name": "하루"}, 409),
        ("people", {"name": None}, 400),
    ],
)
def test_words_of_the_wrong_kind(visitor, path, body, expected) -> None:
    status, answer = visitor.try_write(path, body)
    refused(status, json.dumps(answer).encode(), {expected})


@pytest.mark.parametrize(
    "change",
    [
        {"X-Agora-Token": None},
        {"X-Agora-Token": "0" * 64},
        {"X-Agora-Token": "열려라"},
        {"Cookie": None},
        {"Cookie": "agora_session=" + "A" * 43},
        {"Origin": None},
        {"Origin": "null"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://127.0.0.1:1"},
    ],
)
def test_writes_from_elsewhere(visitor, change) -> None:
    headers = {**visitor.own_headers(), **change}
    sent = {name: value.encode() for name, value in headers.items() if value is not None}
    status, _, body = visitor.raw("POST", "/chat/api/reactions", json.dumps(GOOD).encode(), sent)
    refused(status, body, {403})


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/chat/api/nothing", 404),
        ("GET", "/chat/api/channels/cellar/messages?person=haru", 404),
        ("GET", "/chat/api/channels/square/messages", 400),
        ("GET", "/chat/api/channels/square/messages?person=haru&before=x", 404),
        ("GET", "/chat/api/threads/t9?person=haru", 404),
        ("GET", "/chat/api/article/m999", 404),
        ("GET", "/chat/static/../../config.yaml", 404),
        ("GET", "/chat/static/%2e%2e/%2e%2e/config.yaml", 404),
        ("PUT", "/chat/api/reactions", 405),
        ("DELETE", "/chat/api/messages/m1", 403),
    ],
)
def test_addresses_that_lead_nowhere(visitor, method, path, expected) -> None:
    body = json.dumps({"person": "haru"}).encode() if method == "DELETE" else None
    status, headers, answer = visitor.raw(method, path, body, visitor.own_headers())
    refused(status, answer, {expected})
    assert "Content-Security-Policy" in headers


def test_a_page_that_does_not_exist_is_a_page(visitor) -> None:
    status, headers, body = visitor.raw("GET", "/elsewhere", headers={"Accept": "text/html", "Accept-Language": "en"})
    assert status == 404
    assert headers["Content-Type"].startswith("text/html")
    assert "Traceback" not in body.decode()


ADMIN_ONLY = ("post", "close", "schedule", "올리기", "마감", "일정")
WRONG = (
    "dance",
    "춤",
    "summary no-such-article",
    "요약 없는글",
    "search",
    "검색",
    "latest 없는분야",
    "최신 없는분야",
    "results zzzzzzzzzz",
    "결과 없는토론",
    "'); DROP TABLE debates; --",
    "summary " + "가" * 1500,
)
WRONG_OF_ADMINS = ("post", "올리기", "post no-such-article", "올리기 없는글", "close zzzzzzzzzz", "마감 없는토론")


@pytest.mark.parametrize("start", ["/debate", "/토론"])
@pytest.mark.parametrize("text", [*WRONG, *ADMIN_ONLY])
def test_commands_of_the_wrong_kind(visitor, start, text) -> None:
    said_privately(visitor.command("haru", "square", f"{start} {text}"))


@pytest.mark.parametrize("text", WRONG_OF_ADMINS)
def test_admin_commands_of_the_wrong_kind(visitor, text) -> None:
    said_privately(visitor.command("editor", "square", f"/debate {text}"))


@pytest.mark.parametrize("text", ["", '"', "help", "도움말", "today", "오늘", "저장", f"summary {SLUG}", "결과"])
def test_the_same_words_written_well_are_answered(visitor, text) -> None:
    reply = visitor.command("haru", "square", f"/debate {text}")
    assert not reply["error"], reply
    assert reply["private"]


def said_privately(reply) -> None:
    assert reply["error"], reply
    assert reply["private"], reply
    assert reply["parts"]
    for word in ("Traceback", "Exception", "sqlite", "unexpected"):
        assert word not in json.dumps(reply)


def test_bad_input_reaches_the_log_without_tracebacks(bot) -> None:
    assert "Traceback" not in bot.err
    assert "unexpected" not in bot.err
    until(bot.alive)
