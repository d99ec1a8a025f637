"""What a sound configuration gives: core types, paths, secrets."""

from __future__ import annotations

import copy
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from bot.config import Config, load_config
from bot.core.debates import Channel, Choice, ResultsShown, Rules
from bot.core.schedule import Missed, MissedPolicy, Order, Picks, Schedule, WhenEmpty
from bot.errors import UsageError

ROOT = Path(__file__).parents[2]

WHOLE = """\
timezone: Asia/Seoul
locale: ko
content: ./content
database: postgresql://agora:${DB_PASSWORD}@host/name
pseudonym_key: ${AGORA_PSEUDONYM_KEY}
web:
  listen: "[::1]:8080"
  public_url: https://agora.example.org/
  pages: unlisted
  comments: text
  chat: true
discord:
  token: ${DISCORD_TOKEN}
  api_url: https://discord.com/api/v10
  gateway_url: null
  shards: {count: 16, run: [0, 1, 2, 3]}
slack:
  transport: socket
  bot_token: "${SLACK_BOT_TOKEN}"
  app_token: ${SLACK_APP_TOKEN}
  signing_secret: ${SLACK_SIGNING_SECRET}
  api_url: https://slack.com/api/
admins:
  discord: ["111111111111111111"]
  slack: [U0123456]
  local: [editor]
alerts: {channel: staff, away_after: 10m}
channels:
  square: {platform: discord, id: 222222222222222222}
  team:   {platform: slack, id: C0123456, locale: en}
  staff:  {platform: slack, id: C0999999}
  chat:   {platform: local, id: 0123}
debates:
  closes_after: 24h
  closing_grace: 10m
  results: live
  choice: single
  ballot: reactions
schedules:
  - name: morning
    cron: "0 9 * * mon-fri"
    channels: [square, team]
    articles: {category: null, tags: [], order: oldest, when_empty: alert}
    missed: {policy: post_late, within: 6h}
  - name: evening
    cron: 30 18 * * *
    timezone: Europe/Berlin
    channels: [chat]
    articles: {category: 2025, tags: [a, b], order: newest, when_empty: repeat}
    missed: {policy: skip}
    closes_after: 1h30m
    choice: multiple
summaries: {endpoint: null, model: null, key: "${SUMMARY_KEY}"}
retention: {ballots: keep}
"""
SECRETS = {
    "DB_PASSWORD": "p%40ss",
    "AGORA_PSEUDONYM_KEY": "pepper and salt and some more",
    "DISCORD_TOKEN": "discord-token",
    "SLACK_BOT_TOKEN": "xoxb-1",
    "SLACK_APP_TOKEN": "xapp-1",
    "SLACK_SIGNING_SECRET": "sig-1",
    "SUMMARY_KEY": "sum-1",
}


def load(folder: Path, text: str, env: dict[str, str]) -> Config:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    loaded = load_config(path, env)
    assert loaded.config is not None, loaded.problems
    return loaded.config


def test_every_section_of_the_interface_is_read_into_core_types(tmp_path: Path) -> None:
    config = load(tmp_path, WHOLE, SECRETS)
    assert list(config.channels().values()) == [
        Channel("square", "discord", "222222222222222222", "ko"),
        Channel("team", "slack", "C0123456", "en"),
        Channel("staff", "slack", "C0999999", "ko"),
        Channel("chat", "local", "0123", "ko"),
    ]
    assert config.rules() == Rules()
    assert config.schedules() == (
        Schedule("morning", "0 9 * * mon-fri", "Asia/Seoul", ("square", "team")),
        Schedule(
            "evening",
            "30 18 * * *",
            "Europe/Berlin",
            ("chat",),
            Picks("2025", ("a", "b"), Order.NEWEST, WhenEmpty.REPEAT),
            Missed(MissedPolicy.SKIP, timedelta(hours=6)),
            Rules(closes_after=timedelta(hours=1, minutes=30), choice=Choice.MULTIPLE),
        ),
    )
    assert config.web is not None
    assert config.web.listen == "[::1]:8080"
    assert config.web.public_url == "https://agora.example.org"
    assert config.discord is not None
    assert (config.discord.shards.count, config.discord.shards.run) == (16, (0, 1, 2, 3))
    assert config.admins.slack == ("U0123456",)
    assert config.alerts is not None
    assert config.alerts.away_after == timedelta(minutes=10)
    assert config.database_url() == "postgresql://agora:p%40ss@host/name"
    assert config.missing_secrets() == []


def test_schedule_rules_lie_over_the_rules_for_all(tmp_path: Path) -> None:
    text = (
        "timezone: UTC\nweb: {listen: 127.0.0.1:1, chat: true}\nchannels: {a: {platform: local, id: a}}\n"
        "debates: {closes_after: 2d, choice: multiple, results: after_close}\n"
        "schedules: [{name: s, cron: 0 9 * * *, channels: [a], closes_after: 1h, results: live}]\n"
    )
    config = load(tmp_path, text, {})
    assert config.rules() == Rules(timedelta(days=2), results=ResultsShown.AFTER_CLOSE, choice=Choice.MULTIPLE)
    assert config.schedules()[0].rules == Rules(timedelta(hours=1), choice=Choice.MULTIPLE)


def test_an_empty_section_is_one_left_out(tmp_path: Path) -> None:
    config = load(tmp_path, "locale: en\nweb:\nchannels:\ndebates:\nschedules:\n", {})
    assert (config.web, config.channels(), config.schedules(), config.rules()) == (None, {}, (), Rules())


def test_paths_start_at_the_files_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "etc").mkdir()
    monkeypatch.chdir(tmp_path)
    (tmp_path / "etc" / "config.yaml").write_text("content: ../texts\n", encoding="utf-8")
    config = load_config(Path("etc/config.yaml"), {}).config
    assert config is not None
    assert config.content.resolve() == tmp_path.resolve() / "texts"
    assert config.database_url() == f"sqlite:///{tmp_path.resolve()}/etc/agora.db"
    absolute = load(tmp_path, "database: sqlite:////var/lib/agora.db\n", {})
    assert absolute.database_url() == "sqlite:////var/lib/agora.db"


@pytest.mark.parametrize("policy", ["pseudonymise", "delete"])
def test_retention_needs_a_time_and_nothing_else(tmp_path: Path, policy: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(f"retention: {{ballots: {policy}, after: 30d}}\n", encoding="utf-8")
    loaded = load_config(path, {})
    assert loaded.config is not None
    assert loaded.problems == []
    assert (loaded.config.retention.ballots, loaded.config.retention.after) == (policy, timedelta(days=30))


def test_unset_secrets_warn_and_only_those_of_used_platforms_are_missed(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(
        "database: postgresql://agora:${DB_PASSWORD}@host/name\n"
        "pseudonym_key: ${KEY}\n"
        "discord: {token: '${DISCORD_TOKEN}'}\n"
        "slack:\n  bot_token: ${SLACK_BOT_TOKEN}\n  app_token: ${APP}\n  signing_secret: ${UNUSED}\n"
        "channels: {team: {platform: slack, id: C0123456}}\n",
        encoding="utf-8",
    )
    loaded = load_config(path, {"APP": "xapp-x", "KEY": ""})
    assert loaded.config is not None
    assert [(p.line, p.key, p.is_error) for p in loaded.problems] == [
        (1, "database", False),
        (2, "pseudonym_key", False),
        (3, "discord.token", False),
        (5, "slack.bot_token", False),
    ]
    assert [str(p).split(": ", 2)[-1] for p in loaded.problems][:2] == [
        "the environment variable DB_PASSWORD is not set — set DB_PASSWORD or DB_PASSWORD_FILE before the bot runs",
        "the environment variable KEY is not set, which only 'agora export' needs — "
        "set KEY or KEY_FILE before you use 'agora export'",
    ]
    missing = loaded.config.missing_secrets()
    assert [str(problem) for problem in missing] == [
        f"{path}:1: database: the environment variable DB_PASSWORD is not set — set DB_PASSWORD or DB_PASSWORD_FILE",
        f"{path}:5: slack.bot_token: the environment variable SLACK_BOT_TOKEN is not set — "
        "set SLACK_BOT_TOKEN or SLACK_BOT_TOKEN_FILE",
    ]
    with pytest.raises(UsageError, match="DB_PASSWORD"):
        loaded.config.database_url()


def test_a_secret_is_never_shown_but_listed_for_the_redactor(tmp_path: Path) -> None:
    config = load(tmp_path, WHOLE, SECRETS)
    assert config.secret_values() == {
        "p@ss",
        SECRETS["AGORA_PSEUDONYM_KEY"],
        "discord-token",
        "xoxb-1",
        "xapp-1",
        "sig-1",
        "sum-1",
    }
    assert config.discord is not None
    token = config.discord.token
    for shown in (repr(token), str(token), f"{token}", repr(config.discord), repr(config.slack), repr(config.web)):
        assert not any(value in shown for value in SECRETS.values())
    assert token.reveal() == "discord-token"
    with pytest.raises(TypeError):
        copy.deepcopy(token)


def test_a_variable_may_come_from_a_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("from-a-file\n", encoding="utf-8")
    text = "discord: {token: '${TOKEN}'}\n"
    config = load(tmp_path, text, {"TOKEN_FILE": str(secret)})
    assert config.discord is not None
    assert config.discord.token.reveal() == "from-a-file"

    path = tmp_path / "config.yaml"
    both = load_config(path, {"TOKEN": "x.y.z", "TOKEN_FILE": str(secret)}).problems
    assert [str(p) for p in both] == [f"{path}:1: discord.token: both TOKEN and TOKEN_FILE are set — keep one of them"]
    gone = load_config(path, {"TOKEN_FILE": str(tmp_path / "none")}).problems
    assert [(p.line, p.key, str(p.what)) for p in gone] == [
        (1, "discord.token", "the file that TOKEN_FILE names can’t be read (no such file or directory)")
    ]


def test_variables_stand_inside_text_quoted_or_not_and_can_be_escaped(tmp_path: Path) -> None:
    text = "content: ./${A}-${B}\ntimezone: '${ZONE}'\nweb:\n  listen: 127.0.0.1:${PORT}\n  chat: ${CHAT}\n"
    env = {"A": "a", "B": "b", "ZONE": "Asia/Seoul", "PORT": "8080", "CHAT": "true"}
    config = load(tmp_path, text, env)
    assert config.content == tmp_path / "a-b"
    assert config.timezone == "Asia/Seoul"
    assert config.web is not None
    assert (config.web.listen, config.web.chat) == ("127.0.0.1:8080", True)
    assert load(tmp_path, "content: $${A}\n", {"A": "a"}).content == tmp_path / "${A}"


def test_a_platforms_secret_in_the_file_itself_is_warned_about_without_being_shown(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("discord:\n  token: very.secret.token\n", encoding="utf-8")
    loaded = load_config(path, {})
    assert [str(p) for p in loaded.problems] == [
        f"{path}:2: discord.token: the secret is written out in the file — "
        "put it in an environment variable and write ${DISCORD_TOKEN}"
    ]
    assert loaded.config is not None


def test_a_byte_order_mark_and_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes("\ufefflocale: en\r\ntimezone: Asia/Seol\r\n".encode())
    assert [p.line for p in load_config(path, {}).problems] == [2]


EXAMPLES = ("config.example.yaml", "config.example.ko.yaml")


def opened(example: str) -> str:
    """An example with every key that is commented out in it put in."""
    keys = ("discord:", "  token", "  shards", "slack:", "  transport", "  bot", "  app", "  signing", "alerts")
    nested = ("discord:", "slack:", "town:", "team:", "staff:", "public_url:")
    lines: list[str] = []
    for line in (ROOT / example).read_text(encoding="utf-8").split("\n"):
        indent, hash_sign, rest = line.partition("# ")
        is_key = (
            bool(hash_sign)
            and not indent.strip()
            and (rest.startswith((*keys, "pseudonym_key")) if not indent else rest.startswith(nested))
        )
        lines.append(indent + rest if is_key else line)
    return "\n".join(lines)


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_example_configuration_passes_without_any_variable_set(example: str) -> None:
    loaded = load_config(ROOT / example, {})
    assert loaded.problems == []
    assert loaded.config is not None
    assert {channel.platform for channel in loaded.config.channels().values()} == {"local"}
    assert loaded.config.missing_secrets() == []


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_explained_parts_of_the_example_are_sound_too(tmp_path: Path, example: str) -> None:
    """Every commented-out key of the example, put in, passes."""
    text = opened(example)
    assert text.count("\n#") < (ROOT / example).read_text(encoding="utf-8").count("\n#")
    config = load(tmp_path, text, {**dict.fromkeys(SECRETS, "x"), "AGORA_PSEUDONYM_KEY": "x" * 16})
    assert {channel.platform for channel in config.channels().values()} == {"local", "discord", "slack"}
    assert config.alerts is not None


def test_the_korean_example_says_the_same_as_the_english_one() -> None:
    english, korean = map(opened, EXAMPLES)
    assert yaml.safe_load(korean) == yaml.safe_load(english)
    assert [line.partition("#")[0].rstrip() for line in korean.split("\n")] == [
        line.partition("#")[0].rstrip() for line in english.split("\n")
    ]
