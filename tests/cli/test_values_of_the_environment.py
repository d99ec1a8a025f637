"""A value that comes from the environment is told by no command, wherever in the configuration it was put."""

from __future__ import annotations

import copy
import logging
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from bot.cli import app
from bot.cli.common import STATE, fail
from bot.config import Problem, load_config
from bot.config.loader import _model_in
from bot.config.models import Settings
from bot.library.content_check import check
from bot.locales import LOCALES, words_for
from bot.log import forget_redactions

pytestmark = pytest.mark.heavy

KeyPath = tuple[str | int, ...]
KO, EN = (words_for(locale, strict=True) for locale in ("ko", "en"))

WHOLE: dict[str, Any] = {
    "timezone": "Asia/Seoul",
    "locale": "ko",
    "content": "./content",
    "database": "sqlite:///./agora.db",
    "pseudonym_key": "0123456789abcdef",
    "web": {
        "listen": "127.0.0.1:1",
        "public_url": "https://agora.example.org",
        "pages": "none",
        "comments": "text",
        "chat": True,
    },
    "discord": {
        "token": "t",
        "api_url": "http://127.0.0.1:1/api",
        "gateway_url": "ws://127.0.0.1:1",
        "shards": {"count": 2, "run": [0, 1]},
    },
    "slack": {
        "transport": "socket",
        "bot_token": "b",
        "app_token": "a",
        "signing_secret": "s",
        "api_url": "http://127.0.0.1:1/api/",
    },
    "admins": {"discord": ["111111111111111111"], "slack": ["U0123456"], "local": ["editor"]},
    "alerts": {"channel": "staff", "away_after": "10m"},
    "channels": {
        "square": {"platform": "local", "id": "square", "locale": "ko"},
        "staff": {"platform": "local", "id": "staff"},
    },
    "debates": {
        "closes_after": "24h",
        "closing_grace": "10m",
        "results": "live",
        "choice": "single",
        "ballot": "reactions",
    },
    "schedules": [
        {
            "name": "morning",
            "cron": "0 9 * * *",
            "timezone": "Asia/Seoul",
            "channels": ["square"],
            "articles": {"category": "시험", "tags": ["가"], "order": "oldest", "when_empty": "alert"},
            "missed": {"policy": "skip", "within": "6h"},
            "closes_after": "24h",
            "closing_grace": "10m",
            "results": "live",
            "choice": "single",
            "ballot": "reactions",
        }
    ],
    "summaries": {"endpoint": "http://127.0.0.1:1/v1", "model": "m", "key": "k"},
    "retention": {"ballots": "keep"},
}
"""Every key that there is (`test_no_key_is_forgotten`)."""
_LEFT_OUT = {("retention", "after"), ("channels", "staff", "locale")}

MARK = "s3cr3tW0rd"
HANGUL = unicodedata.normalize("NFD", "비밀번호입니다")
VALUES = {
    "a word": f"{MARK}Zz",
    "with blanks and quotes": f'it\'s "{MARK}" 7 * *',
    "with a port": f"{MARK}-host.example:99999",
    "an address": f"https://user:{MARK}@host.example/{MARK}?x={MARK}",
    "a database": f"postgresql://me:{MARK}@host.example:x/none",
    "of another kind": f"{MARK}://{MARK}/{MARK}",
    "of two lines": f"{MARK}\n{MARK}\x1b[31m",
    "long": MARK * 20,
    "nearly a word": f"{MARK}/Seoul",
    "a span": f"5{MARK}",
    "digits": "8675309123456",
    "pieces of Hangul": HANGUL,
}
MARKS = (MARK, MARK.casefold(), "8675309", HANGUL, unicodedata.normalize("NFC", HANGUL))


def leaves(value: object, path: KeyPath = ()) -> Iterator[KeyPath]:
    """The path of every value, and of every mapping and list around it."""
    if path:
        yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from leaves(inner, (*path, key))


PLACES = tuple(leaves(WHOLE))
WRONG_PLACES: tuple[Any, ...] = ("${S}", "a ${S} b", ["${S}"], {"k": "${S}"}, {"platform": "${S}", "id": ["${S}"]})


def with_value(path: KeyPath, value: object) -> str:
    """The whole configuration with another value at one place, as YAML."""
    whole = copy.deepcopy(WHOLE)
    inner: Any = whole
    for part in path[:-1]:
        inner = inner[part]
    inner[path[-1]] = value
    return yaml.safe_dump(whole, allow_unicode=True, sort_keys=False)


def told(text: str) -> list[str]:
    """What of the values is in a text."""
    return [mark for mark in MARKS if mark in text]


def said(problems: Iterable[Problem]) -> str:
    """All problems in each language."""
    return "\n".join(problem.said(words_for(locale, strict=True)) for problem in problems for locale in LOCALES)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "content" / "articles").mkdir(parents=True)
    (tmp_path / "content" / "articles" / "first.md").write_text(
        "---\ntitle: 첫 글\ncategory: 시험\npublished: 2025-01-01T09:00:00+09:00\ntags: [가]\n"
        "summary: [하나, 둘, 셋]\nquestion: 어느 쪽?\n---\n## 문\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_no_key_is_forgotten() -> None:
    def keys(model: type[BaseModel], written: Mapping[str, Any], path: KeyPath) -> Iterator[KeyPath]:
        for name, info in model.model_fields.items():
            here = (*path, name)
            if name not in written:
                yield here
                continue
            inner, value = _model_in(info.annotation), written[name]
            for part in value if isinstance(value, list) else [value]:
                if inner is not None and isinstance(part, dict) and name != "channels":
                    yield from keys(inner, part, here)

    missing = set(keys(Settings, WHOLE, ()))
    assert missing <= _LEFT_OUT | {("web", "chat", "open_to"), *NEW}, missing


NEW: set[KeyPath] = set()


@pytest.mark.parametrize("path", PLACES, ids=str)
def test_no_problem_tells_a_value_wherever_it_was_put(folder: Path, path: KeyPath) -> None:
    config = folder / "config.yaml"
    for how, value in VALUES.items():
        for wrapped in WRONG_PLACES if how in ("a word", "of two lines") else ("${S}",):
            config.write_text(with_value(path, wrapped), encoding="utf-8")
            assert not told(said(check(config, {"S": value}))), (how, wrapped)


def test_a_value_out_of_a_file_is_not_told_either(folder: Path) -> None:
    (folder / "secret").write_text(MARK + "\n")
    config = folder / "config.yaml"
    for path in PLACES:
        config.write_text(with_value(path, "${S}"), encoding="utf-8")
        assert not told(said(check(config, {"S_FILE": str(folder / "secret")}))), path


def carried_out(*words: str) -> int:
    """A command in this process, its failures said as `agora` says them."""
    try:
        code = app(list(words), standalone_mode=False)
    except BaseException as error:
        return fail(error)
    finally:
        STATE.debug = False
    return code if isinstance(code, int) else 0


COMMANDS = (("schedule",), ("preview", "first"), ("doctor",), ("--debug", "check"))


@pytest.mark.parametrize("path", [path for path in PLACES if path[0] not in ("discord", "slack")], ids=str)
@pytest.mark.usefixtures("own_logging")
def test_no_command_tells_a_value(
    folder: Path, path: KeyPath, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    platforms = {"discord": None, "slack": None}
    config = folder / "config.yaml"
    for how in ("a word", "a database"):
        value = VALUES[how]
        monkeypatch.setenv("S", value)
        whole = yaml.safe_load(with_value(path, "${S}")) | platforms
        config.write_text(yaml.safe_dump(whole, allow_unicode=True, sort_keys=False), encoding="utf-8")
        wrong = load_config(config).config is None
        forget_redactions()
        for words in (*COMMANDS, *([("run",)] if wrong else [])):
            code = carried_out(*words)
            said = capfd.readouterr()
            assert not told(said.out + said.err), (how, words)
            assert not wrong or code == 2


REACHED = {
    ("discord", "api_url"): f"http://{MARK}-host.invalid/{MARK}",
    ("slack", "bot_token"): f"xoxb-{MARK}",
    ("database",): f"postgresql://{MARK}:{MARK}pw@127.0.0.1:1/{MARK}",
}
"""Values with which somebody is asked, whose failures tell of them."""


@pytest.mark.parametrize("path", REACHED, ids=str)
@pytest.mark.usefixtures("own_logging")
def test_what_a_driver_says_of_a_value_is_not_told(
    folder: Path, path: KeyPath, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("S", REACHED[path])
    (folder / "config.yaml").write_text(with_value(path, "${S}"), encoding="utf-8")
    forget_redactions()
    for words in (("doctor",), ("--debug", "results")):
        assert carried_out(*words) == 1
        said = capfd.readouterr()
        assert said.out + said.err
        assert not told(said.out + said.err), words


@pytest.mark.usefixtures("own_logging")
def test_what_is_logged_later_does_not_tell_it(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    config = folder / "config.yaml"
    config.write_text(with_value(("schedules", 0, "name"), "${S}"), encoding="utf-8")
    loaded = load_config(config, {"S": f"{MARK}-name"})
    assert loaded.config is not None
    assert loaded.config.schedules()[0].name == f"{MARK}-name"
    from bot.log import configure, redact

    configure(env={})
    redact(loaded.secret_values())
    logging.getLogger("agora").error("schedule failed: %s", f"{MARK}-name")
    said = capfd.readouterr()
    assert "schedule failed" in said.err
    assert not told(said.err)


def test_what_can_not_be_a_secret_stays_readable(folder: Path) -> None:
    config = folder / "config.yaml"
    for path, value in ((("timezone",), "Asia/Seoul"), (("debates", "closes_after"), "24h")):
        config.write_text(with_value(path, "${S}"), encoding="utf-8")
        loaded = load_config(config, {"S": value})
        assert loaded.config is not None
        assert value not in loaded.secret_values()
    for value in ("true", "12345"):
        config.write_text(with_value(("summaries", "model"), "${S}"), encoding="utf-8")
        assert value not in load_config(config, {"S": value}).secret_values(), "it stands in every other line"


def test_a_sentence_without_the_value_stays_as_it_was(folder: Path) -> None:
    config = folder / "config.yaml"
    config.write_text(with_value(("pseudonym_key",), "${S}"), encoding="utf-8")
    (problem,) = [problem for problem in check(config, {"S": "short"}) if problem.key == "pseudonym_key"]
    assert str(problem.what) == "is shorter than 16 characters, so it could be guessed"
    config.write_text(with_value(("timezone",), "${S}"), encoding="utf-8")
    (problem,) = [problem for problem in check(config, {"S": "Asia/Seol"}) if problem.is_error]
    assert str(problem.what) == "the value of ${S} is not possible here"
    assert str(problem.what.cure) == "correct the variable"
    assert problem.said(KO).endswith(": timezone: ${S}의 값은 여기에 쓸 수 없어요 — 환경 변수의 값을 고쳐 주세요")


def test_what_to_do_is_told_where_it_does_not_tell_the_value(folder: Path) -> None:
    config = folder / "config.yaml"
    config.write_text(with_value(("web", "listen"), "${HOST}:${PORT}"), encoding="utf-8")
    (problem,) = [one for one in check(config, {"HOST": "agora", "PORT": "65536"}) if one.is_error]
    assert problem.said(EN).endswith(
        ": the value of ${HOST} and ${PORT} is not possible here — use a number up to 65535"
    )
    assert problem.said(KO).endswith(": ${HOST}와 ${PORT}의 값은 여기에 쓸 수 없어요 — 65535 이하의 숫자를 적어 주세요")


def test_a_warning_about_a_value_says_what_it_warns_of(folder: Path) -> None:
    """The value is possible, so it is not told to be impossible."""
    config = folder / "config.yaml"
    config.write_text(with_value(("timezone",), "${S}"), encoding="utf-8")
    (problem,) = [one for one in check(config, {"S": "Etc/GMT+9"}) if one.key == "timezone"]
    assert problem.said(EN).endswith(
        ": ${S} is 9 hours behind UTC: its sign is reversed — write a place, as in Asia/Seoul"
    )
    (problem,) = [one for one in check(config, {"S": "EST"}) if one.key == "timezone"]
    assert problem.said(KO).endswith(
        ": ${S}에는 서머타임이 없어요 — 그곳의 실제 시각을 따르려면 America/New_York로 적어 주세요"
    )


@pytest.mark.parametrize(
    "password", ["Q7xk@a/b?k9Zz=1", "Q7xk@a/b?k9Zz", "Q7xk@a/b?port=k9Zz", "Q7xk@a/b?%00k9Zz&=Q7xk"]
)
@pytest.mark.usefixtures("own_logging")
def test_a_password_that_goes_on_as_options_is_not_told_piece_by_piece(
    folder: Path, password: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The driver would name each of them as an argument that it does not know."""
    monkeypatch.setenv("S", password)
    text = with_value(("database",), "postgresql://me:${S}@127.0.0.1:1/agora")
    (folder / "config.yaml").write_text(text, encoding="utf-8")
    for words in (("check",), ("run",), ("doctor",), ("--debug", "results")):
        forget_redactions()
        assert carried_out(*words) == 2, words
        said = capfd.readouterr()
        assert "config.yaml:" in said.out + said.err
        for piece in ("Q7xk", "k9Zz"):
            assert piece not in said.out + said.err, words


@pytest.mark.parametrize(
    "options", ["sslmode=require", "host=/run/postgresql", "host=a:1&host=b:2", "port=1,2&host=a,b"]
)
def test_what_the_driver_takes_may_be_said(folder: Path, options: str) -> None:
    config = folder / "config.yaml"
    config.write_text(with_value(("database",), f"postgresql://me@h/agora?{options}"), encoding="utf-8")
    assert not [problem for problem in check(config, {}) if problem.key == "database"]
