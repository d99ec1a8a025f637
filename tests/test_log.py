"""The log: what it looks like, and every way we could think of to make it tell a secret."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import subprocess
import sys
import warnings
from typing import Any

import pytest
import structlog
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.visible_text import shortened
from bot.errors import StorageError, UsageError
from bot.log import configure, forget_redactions, get_logger, redact, redacted
from tests.patience import PATIENCE

# Put together from parts, so that no scanner takes them for real ones.
DISCORD = ".".join(("MTE4NzY1NDMyMTA5ODc2NTQzMg", "GhIjKl", "abcdefghijklmnopqrstuvwxyz0123456789_-"))
SLACK_BOT = "-".join(("xoxb", "123456789012", "1234567890123", "AbCdEfGhIjKlMnOpQrStUvWx"))
SLACK_APP = "-".join(("xapp", "1", "A0123456789", "1234567890123", "0123456789abcdef"))


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


pytestmark = pytest.mark.usefixtures("own_logging")


def start(*, debug: bool = False, env: dict[str, str] | None = None, terminal: bool = False) -> io.StringIO:
    out = Terminal() if terminal else io.StringIO()
    configure(debug=debug, stream=out, env=env or {})
    return out


def events(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_a_pipe_gets_one_json_object_per_line_with_the_same_four_keys_first() -> None:
    out = start()
    get_logger("agora.posting").info("post said", channel="square", took=0.25)
    logging.getLogger("elsewhere").warning("said by %s", "someone")
    ours, theirs = events(out)
    assert list(ours)[:4] == ["at", "level", "logger", "event"]
    assert ours["at"].endswith("Z")
    assert (ours["channel"], ours["took"], ours["logger"]) == ("square", 0.25, "agora.posting")
    assert (theirs["event"], theirs["level"], theirs["logger"]) == ("said by someone", "warning", "elsewhere")


def test_a_terminal_gets_readable_text() -> None:
    out = start(terminal=True)
    get_logger("agora").info("post said", channel="광장")
    assert "post said" in out.getvalue()
    assert "광장" in out.getvalue()
    assert not out.getvalue().startswith("{")


@pytest.mark.parametrize(("shape", "terminal"), [("json", True), ("text", False)])
def test_the_environment_overrides_the_shape(shape: str, terminal: bool) -> None:
    out = start(env={"AGORA_LOG": shape}, terminal=terminal)
    get_logger("agora").info("hello")
    assert out.getvalue().startswith("{") is (shape == "json")


def test_levels_come_from_the_environment_or_debug() -> None:
    quiet = start(env={"AGORA_LOG_LEVEL": "ERROR"}, debug=True)
    get_logger("agora").warning("not shown")
    assert quiet.getvalue() == ""
    loud = start(debug=True)
    get_logger("agora").debug("shown")
    assert [event["event"] for event in events(loud)] == ["shown"]
    usual = start()
    get_logger("agora").debug("not shown")
    assert usual.getvalue() == ""


@pytest.mark.parametrize(("name", "value"), [("AGORA_LOG", "xml"), ("AGORA_LOG_LEVEL", "loud")])
def test_a_wrong_setting_is_named_with_what_is_allowed(name: str, value: str) -> None:
    with pytest.raises(UsageError, match=rf"{name} is none of its words — set it to one of") as caught:
        start(env={name: value})
    assert value not in str(caught.value)


def test_configuring_again_replaces_the_first_handler() -> None:
    first, second = start(), start()
    logging.getLogger("x").error("once")
    assert first.getvalue() == ""
    assert len(events(second)) == 1


def test_access_logs_are_off_and_database_statements_are_quiet() -> None:
    out = start(debug=True)
    logging.getLogger("aiohttp.access").error("GET /chat")
    logging.getLogger("sqlalchemy.engine.Engine").info("INSERT INTO marks …")
    assert out.getvalue() == ""
    logging.getLogger("sqlalchemy.pool").warning("pool exhausted")
    assert [event["event"] for event in events(out)] == ["pool exhausted"]


def fail() -> None:
    try:
        raise OSError("disk hunter2 full")
    except OSError as error:
        raise StorageError("It could not be saved", "free some space") from error


@pytest.mark.parametrize("debug", [False, True])
def test_tracebacks_only_with_debug_and_the_cause_always(debug: bool) -> None:
    redact(["hunter2"])
    out = start(debug=debug)
    try:
        fail()
    except StorageError:
        get_logger("agora").exception("saving failed")
        logging.getLogger("foreign").exception("saving failed")
        except_here = sys.exc_info()[1]
        get_logger("agora").error("saving failed", error=except_here)
    assert len(events(out)) == 3
    for event in events(out):
        assert event["error"] == (
            "StorageError: It could not be saved — free some space (from OSError: disk [redacted] full)"
        )
        assert ("Traceback" in event.get("exception", "")) is debug
    assert "hunter2" not in out.getvalue()


def test_every_member_of_a_group_is_named() -> None:
    out = start()
    group = ExceptionGroup("several", [ValueError("one"), OSError("two")])
    get_logger("agora").error("parts failed", exc_info=group)
    assert events(out)[0]["error"] == "ExceptionGroup: ValueError: one; OSError: two"


async def test_a_task_that_nobody_awaited_is_logged_like_the_rest() -> None:
    redact(["hunter2"])
    out = start()
    loop = asyncio.get_running_loop()
    loop.call_exception_handler({"message": "Task failed", "exception": RuntimeError("with hunter2")})
    assert events(out)[0]["error"] == "RuntimeError: with [redacted]"


def test_what_nobody_caught_leaves_one_line_and_no_traceback() -> None:
    code = (
        "import threading; from bot.log import configure, redact; configure(); redact(['hunter2'])\n"
        "thread = threading.Thread(target=lambda: int('hunter2')); thread.start(); thread.join()\n"
        "raise RuntimeError('about hunter2')"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert ran.returncode == 1
    lines = [json.loads(line) for line in ran.stderr.splitlines()]
    assert [line["level"] for line in lines] == ["error", "critical"]
    assert lines[1]["error"] == "RuntimeError: about [redacted]"
    assert "hunter2" not in ran.stderr


class Talkative:
    """An object that would print a secret, as settings and clients do."""

    def __repr__(self) -> str:
        return "Client(token='hunter2', url='https://hunter2@example.org')"


class Broken:
    def __str__(self) -> str:
        raise RuntimeError("hunter2")


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("shape", ["json", "text"])
def test_a_known_secret_leaks_through_no_door(debug: bool, shape: str) -> None:
    redact(["hunter2", "", "  "])
    out = start(debug=debug, env={"AGORA_LOG": shape})
    log = get_logger("agora.hunter2")
    structlog.contextvars.bind_contextvars(request="hunter2")
    log.info("text hunter2", hunter2="a key", nested={"hunter2": [{"deep": ("hunter2", b"hunter2")}]})
    log.info("args %s", "hunter2", thing=Talkative(), broken=Broken(), parts={"x": Talkative()})
    deep: Any = "hunter2"
    for _ in range(30):
        deep = {"down": [deep]}
    log.info("deep", deep=deep, error=ValueError("hunter2"))
    logging.getLogger("theirs").warning("%s and %r", "hunter2", Talkative())
    log.info("stack", stack_info=True)
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        logging.captureWarnings(True)
        warnings.warn("hunter2", UserWarning, stacklevel=1)
    assert "hunter2" not in out.getvalue()
    assert out.getvalue().count("[redacted]") >= 12


def test_a_record_that_can_not_be_formatted_is_named_by_its_place_and_not_shown() -> None:
    out = start()
    ours = logging.getLogger().handlers[-1]
    ours.handle(logging.LogRecord("theirs", logging.WARNING, "client.py", 7, "bad %d", ("hunter2",), None))
    assert out.getvalue() == "a log record of theirs line 7 could not be written: TypeError\n"


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (DISCORD, DISCORD.rpartition(".")[2]),
        (SLACK_BOT, SLACK_BOT.rpartition("-")[2]),
        ("https://discord.com/api/webhooks/1234/" + "Zy" * 34, "Zy" * 34),
        ("https://hooks.slack.com/services/T000/B000/" + "Zy" * 12, "Zy" * 12),
        ("postgresql://agora:" + "Zy/" * 30 + "@db.example/agora", "Zy/" * 30),
        ("https://editor:" + "Zy" * 40 + "@example.org/feed", "Zy" * 40),
    ],
)
def test_a_secret_that_is_cut_where_a_long_value_is_told_of_is_hidden_too(text: str, secret: str) -> None:
    for before in range(58):
        told = redacted(f"'{shortened('x ' * (before // 2) + text)}' is not possible")
        assert secret[:6] not in told, told
        assert told.endswith("is not possible")


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        (f"login with {DISCORD} failed", DISCORD),
        (f"Authorization: Bot {DISCORD}", DISCORD),
        (f"slack said {SLACK_BOT}.", SLACK_BOT),
        (f"opening with {SLACK_APP}", SLACK_APP),
        ("postgresql+asyncpg://agora:pa:ss/w@rd@db.example/agora", "pa:ss/w@rd"),
        ("postgres://:onlypassword@db/agora", "onlypassword"),
        ("could not reach https://editor:letmein@example.org/feed", "letmein"),
        ("Authorization: Basic ZWRpdG9yOmxldG1laW4=", "ZWRpdG9yOmxldG1laW4="),
        ("{'Authorization': 'Bearer abc.def', 'Accept': '*/*'}", "abc.def"),
        ("[('authorization', 'Bearer abcdefgh123')]", "abcdefgh123"),
        ("sent Bearer abcdefgh123", "abcdefgh123"),
        ("wss://wss-primary.slack.com/link/?ticket=6f1d-77&app_id=1", "6f1d-77"),
        ('{"ok": true, "access_token": "s3 cr3t"}', "s3 cr3t"),
        ("dsn host=db user=agora password='s3 cr3t' port=5432", "s3 cr3t"),
        ("https://discord.com/api/webhooks/1234/abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyz"),
        ("https://hooks.slack.com/services/T000/B000/abcdefgh", "abcdefgh"),
        ("X-Slack-Signature: v0=" + "ab12" * 16, "ab12ab12"),
        ("Cookie: agora=s3cr3t; theme=dark", "s3cr3t"),
    ],
)
@pytest.mark.parametrize("shape", ["json", "text"])
def test_what_looks_like_a_secret_is_hidden_unasked(text: str, secret: str, shape: str) -> None:
    out = start(env={"AGORA_LOG": shape})
    get_logger("agora").info(text, field=text, listed=[text])
    logging.getLogger("theirs").error("%s", text)
    get_logger("agora").error("failed", exc_info=ValueError(text))
    assert secret not in out.getvalue()
    if shape == "json":
        assert len(events(out)) == 3


@pytest.mark.parametrize(
    "text",
    [
        "token refused by discord: set DISCORD_TOKEN",
        "listening on http://127.0.0.1:8080/chat",
        "GET https://discord.com:443/api/v10/users/@me",
        "debate 2025-04-28-door:square:post said as 1187654321098765432",
        "basic functionality works; bearer of news",
        "sqlite:///./agora.db",
        "a voter's password of sorts: 열려라 참깨",
    ],
)
def test_ordinary_sentences_stay_as_they_are(text: str) -> None:
    assert redacted(text) == text


def test_fields_named_like_secrets_are_hidden_whatever_they_hold() -> None:
    out = start()
    get_logger("agora").info(
        "x", token="a", bot_token="b", Authorization={"c": 1}, pseudonym_key=5, key="debate:square"
    )
    (event,) = events(out)
    assert {event[name] for name in ("token", "bot_token", "Authorization", "pseudonym_key")} == {"[redacted]"}
    assert event["key"] == "debate:square"


def test_one_letter_is_no_secret() -> None:
    redact(["a", "7 ", "xy"])
    assert redacted("a line with a 7 and xy") == "a line with a 7 and xy"


def test_a_short_secret_is_hidden_as_a_word_and_leaves_the_rest_readable() -> None:
    redact(["abc"])
    assert redacted("abc in abcdef") == "[redacted] in abcdef"


def test_a_number_that_is_the_secret_is_hidden() -> None:
    redact(["12345678"])
    out = start()
    get_logger("agora").info("pin", value=12345678, other=12)
    (event,) = events(out)
    assert (event["value"], event["other"]) == ("[redacted]", 12)


@given(secret=st.text(min_size=6, max_size=40).filter(lambda text: len(text.strip()) >= 6 and text not in "[redacted]"))
@settings(max_examples=150, deadline=None)
def test_any_secret_is_hidden_however_it_is_printed(secret: str) -> None:
    forget_redactions()
    redact([secret])
    for text in (secret, repr(secret), json.dumps(secret), json.dumps({"a": [secret]}), f"…{secret}…"):
        assert secret not in redacted(text)
        assert json.dumps(secret)[1:-1] not in redacted(text)


@pytest.mark.parametrize("shape", ["json", "text"])
def test_text_from_outside_can_not_forge_a_line_or_drive_the_terminal(shape: str) -> None:
    out = start(env={"AGORA_LOG": shape})
    nasty = 'x\r\n{"level": "info", "event": "forged"}\x1b[2J\x85\u2028\u202e'
    get_logger("agora").info(nasty, field=nasty)
    logging.getLogger("theirs").warning("%s", nasty)
    assert len(out.getvalue().splitlines()) == 2
    assert "\x1b" not in out.getvalue()
    assert "\u202e" not in out.getvalue()


def test_emoji_that_are_joined_stay_whole() -> None:
    out = start()
    get_logger("agora").info("seeded", emoji="👨‍👩‍👧 🌳️")
    assert events(out)[0]["emoji"] == "👨‍👩‍👧 🌳️"


def test_a_stream_that_broke_does_not_stop_the_bot() -> None:
    out = start()
    out.close()
    get_logger("agora").info("into the void")
