"""Each mistake in a configuration file is told with its line, its key and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Severity, load_config
from bot.core.debates import BallotKind

LOCAL = "web: {listen: 127.0.0.1:8080, chat: true}\nchannels:\n  square: {platform: local, id: square}\n"


def problems_of(folder: Path, text: str, env: dict[str, str] | None = None) -> list[str]:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    loaded = load_config(path, env or {})
    assert (loaded.config is None) == any(problem.is_error for problem in loaded.problems)
    return [str(problem).removeprefix(f"{folder}/") for problem in loaded.problems]


MISTAKES = {
    "unknown key": (
        "locale: ko\nchanels: {}\n",
        "config.yaml:2: chanels: is not a known key — did you mean 'channels'?",
    ),
    "unknown key without value": (
        "shards:\n",
        "config.yaml:1: shards: is not a known key — known are: admins, alerts, channels, content, database, debates, "
        "discord, locale, pseudonym_key, retention, schedules, slack, summaries, timezone, web",
    ),
    "unknown key inside": (
        "channels:\n  square:\n    platform: local\n    locle: en\n    id: square\n",
        "config.yaml:4: channels.square.locle: is not a known key — did you mean 'locale'?",
    ),
    "time zone": (
        "timezone: Asia/Seol\n",
        "config.yaml:1: timezone: 'Asia/Seol' is not a time zone — did you mean 'Asia/Seoul'?",
    ),
    "time zone that is a path": (
        "timezone: ../../etc/passwd\n",
        "config.yaml:1: timezone: '../../etc/passwd' is not a time zone — write one such as Asia/Seoul",
    ),
    "locale": ("locale: jp\n", "config.yaml:1: locale: 'jp' is not possible — write ko or en"),
    "flag": (
        "web:\n  listen: 127.0.0.1:8080\n  chat: maybe\n",
        "config.yaml:3: web.chat: is no answer to whom the chat is for — write true (for this machine alone), false, "
        "or {open_to: everyone}",
    ),
    "section that is text": (
        "debates: 24h\n",
        "config.yaml:1: debates: must be a mapping — write its keys indented below it",
    ),
    "list that is text": (
        "admins:\n  local: editor\n",
        "config.yaml:2: admins.local: must be a list — write [one, two], or one a line after '- '",
    ),
    "text that is a list": ("content: [a]\n", "config.yaml:1: content: must be text"),
    "missing key": ("web:\n  chat: true\n", "config.yaml:1: web.listen: is missing — add it"),
    "address without port": (
        "web: {listen: localhost}\n",
        "config.yaml:1: web.listen: 'localhost' is not an address to listen on — write host:port, as in "
        "127.0.0.1:8080, or 0.0.0.0:8080 for every interface",
    ),
    "address that is a URL": (
        "web: {listen: 'http://localhost:8080'}\n",
        "config.yaml:1: web.listen: 'http://localhost:8080' is a URL, not an address — write host:port, as in "
        "127.0.0.1:8080, or 0.0.0.0:8080 for every interface",
    ),
    "port": (
        "web: {listen: localhost:99999}\n",
        "config.yaml:1: web.listen: '99999' is not a port — use a number up to 65535",
    ),
    "public URL without scheme": (
        "web:\n  listen: 127.0.0.1:8080\n  public_url: agora.example.org\n",
        "config.yaml:3: web.public_url: 'agora.example.org' is not an address of the web — write it in full, "
        "beginning with https://",
    ),
    "public URL with a path": (
        "web:\n  listen: 127.0.0.1:8080\n  public_url: https://example.org/agora\n",
        "config.yaml:3: web.public_url: 'https://example.org/agora' goes on after the host — write scheme and host "
        "alone, as in https://agora.example.org",
    ),
    "database of another kind": (
        "database: mysql://root@host/agora\n",
        "config.yaml:1: database: 'mysql' is not a kind of database here — write sqlite:///./agora.db or "
        "postgresql://user@host/name",
    ),
    "database in memory": (
        "database: 'sqlite:///:memory:'\n",
        "config.yaml:1: database: the address names no database file — write sqlite:///./agora.db",
    ),
    "database without a name": (
        "database: postgresql://user:hunter2@host\n",
        "config.yaml:1: database: the address names no database — write postgresql://user@host/name",
    ),
    "database with an option that there is not": (
        "database: postgresql://user:hunter2@host/name?sslmod=require\n",
        "config.yaml:1: database: the address has an option after '?' that is not known — known are gsslib, host, "
        "krbsrvname, passfile, password, port, prepared_statement_cache_size, service, servicefile, ssl, sslmode, "
        "target_session_attrs, user; in a password write ? as %3F",
    ),
    "database with a port that is none": (
        "database: postgresql:///name?host=/run/postgresql&port=x\n",
        "config.yaml:1: database: the address has an option after '?' that must be a number and is none — correct it",
    ),
    "duration": (
        "debates:\n  closes_after: 24\n",
        "config.yaml:2: debates.closes_after: '24' is not a duration — write 90s, 10m, 24h, 7d or joined, as in 1h30m",
    ),
    "rule": (
        "debates: {choice: many}\n",
        "config.yaml:1: debates.choice: 'many' is not possible — write single or multiple",
    ),
    "ballot": (
        "debates:\n  ballot: paper\n",
        "config.yaml:2: debates.ballot: 'paper' is not possible — write reactions or buttons",
    ),
    "platform that is not configured": (
        'channels:\n  town:\n    platform: discord\n    id: "222222222222222222"\n',
        "config.yaml:3: channels.town.platform: discord is not configured — add a section discord: to this file",
    ),
    "local channel without web": (
        "channels:\n  square: {platform: local, id: square}\n",
        "config.yaml:2: channels.square.platform: the local chat needs a web server — add web: {listen: …, chat: true}",
    ),
    "local channel without chat": (
        "web: {listen: 127.0.0.1:8080}\nchannels:\n  square: {platform: local, id: square}\n",
        "config.yaml:3: channels.square.platform: the local chat is switched off — set web.chat: true",
    ),
    "unknown platform": (
        "channels:\n  square: {platform: mars, id: x}\n",
        "config.yaml:2: channels.square.platform: 'mars' is not possible — write discord, slack or local",
    ),
    "name instead of an id": (
        "discord: {token: '${T}'}\nchannels:\n  town:\n    platform: discord\n    id: general\n",
        "config.yaml:5: channels.town.id: 'general' is not a Discord id — switch on Developer Mode in Discord, "
        "right-click it and copy the id (15 to 20 digits)",
    ),
    "one place under two names": (
        LOCAL + "  plaza: {platform: local, id: square}\n",
        "config.yaml:4: channels.plaza.id: is the same place as channels.square — give a place one name, and use that",
    ),
    "channel name with a space": (
        "channels:\n  my square: {platform: local, id: square}\n",
        "config.yaml:1: channels: 'my square' is not a channel’s name — use a word without spaces",
    ),
    "admin by name": (
        "admins:\n  discord:\n    - '111111111111111111'\n    - jane\n",
        "config.yaml:4: admins.discord[1]: 'jane' is not a Discord id — switch on Developer Mode in Discord, "
        "right-click it and copy the id (15 to 20 digits)",
    ),
    "Slack without the transport's secret": (
        "slack:\n  transport: http\n  bot_token: ${T}\nweb: {listen: 127.0.0.1:8080}\n",
        "config.yaml:1: slack.signing_secret: is missing, but transport: http needs it — add it",
    ),
    "Slack over HTTP without web": (
        "slack:\n  transport: http\n  bot_token: ${T}\n  signing_secret: ${T}\n",
        "config.yaml:2: slack.transport: http needs a web server — add web: {listen: …}, or use transport: socket",
    ),
    "shard that isn't there": (
        "discord:\n  token: ${T}\n  shards: {count: 2, run: [0, 2]}\n",
        "config.yaml:3: discord.shards.run[1]: there is no shard 2 — of 2 shards the last one is 1",
    ),
    "shards without count": (
        "discord: {token: '${T}', shards: {run: [0]}}\n",
        "config.yaml:1: discord.shards: names no count — write auto, or {count: 16, run: [0, 1, 2, 3]}",
    ),
    "alerts to nowhere": (
        LOCAL + "alerts:\n  channel: sqare\n",
        "config.yaml:5: alerts.channel: there is no channel 'sqare' — did you mean 'square'?",
    ),
    "retention without time": (
        "retention: {ballots: delete}\n",
        "config.yaml:1: retention.after: is missing with ballots: delete — add after: 30d",
    ),
    "retention that keeps after": (
        "retention:\n  ballots: keep\n  after: 30d\n",
        "config.yaml:3: retention.after: has no meaning with ballots: keep — remove it, or choose another policy",
    ),
    "key that could be guessed": (
        "locale: ko\npseudonym_key: fifteen letters\n",
        "config.yaml:2: pseudonym_key: is shorter than 16 characters, so it could be guessed — make one with  "
        "python3 -c 'import secrets; print(secrets.token_hex(32))'  and keep it in the environment",
    ),
    "tab": ("web:\n\tlisten: x\n", "config.yaml:2: the line is indented with a tab — indent with spaces"),
    "open quote": (
        "locale: ko\ncontent: './content\ntimezone: x\n",
        "config.yaml:2: a quote is opened here and never closed — close it",
    ),
    "open list": (
        "admins: {local: [editor}\n",
        "config.yaml:1: a list in [ ] or a mapping in { } is not well formed — close it, and put its texts in quotes",
    ),
    "colon in text": (
        "content: a: b\n",
        "config.yaml:1: there is a ': ' inside text, or the indentation is off — put the text in quotes, or align the "
        "keys",
    ),
    "unquoted star": (
        "locale: ko\ncontent: * 9\n",
        "config.yaml:2: text can’t begin with '*' here — put the text in quotes",
    ),
    "unquoted sign": ("content: @home\n", "config.yaml:1: text can’t begin with '@' here — put the text in quotes"),
    "key twice": (
        "locale: ko\ntimezone: Asia/Seoul\nlocale: en\n",
        "config.yaml:3: locale: the key is there twice, first on line 1 — keep one of them",
    ),
    "alias": (
        "content: &here ./content\ndatabase: *here\n",
        "config.yaml:1: content: '&here' is a YAML anchor or alias, which is not used here — write the value out; put "
        "text that begins with & or * in quotes",
    ),
    "tag": (
        "content: !!python/name:os.system x\n",
        "config.yaml:1: content: 'tag:yaml.org,2002:python/name:os.system' is a YAML tag, which is not used here — "
        "remove it; put text that begins with ! in quotes",
    ),
    "second document": (
        "locale: ko\n---\nlocale: en\n",
        "config.yaml:2: a second document begins here — keep one, without '---' after it",
    ),
    "list instead of keys": (
        "- a\n",
        "config.yaml:1: the file holds no keys — write keys such as timezone: Asia/Seoul",
    ),
    "deep nesting": (
        "a: " + "[" * 30 + "\n",
        "config.yaml:1: the lists and keys are nested too deeply — nest them less",
    ),
    "nesting that no recursion survives": (
        "[" * 200_000,
        "config.yaml:1: the lists and keys are nested too deeply — nest them less",
    ),
    "NUL byte": (
        "locale: ko\ncontent: a\x00b\n",
        "config.yaml:2: there is a control character (U+0000) in the text — remove it",
    ),
    "empty file": ("\n \n", "config.yaml:1: the file is empty — write it, or remove it"),
    "broken reference": (
        "content: ${my-content}\n",
        "config.yaml:1: content: '${' does not begin a variable’s name — write ${NAME}, or $${ for a plain ${",
    ),
    "unset variable that is no secret": (
        "web:\n  listen: ${LISTEN}\n",
        "config.yaml:2: web.listen: the environment variable LISTEN is not set — set LISTEN or LISTEN_FILE",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_at_its_place(tmp_path: Path, mistake: str) -> None:
    text, expected = MISTAKES[mistake]
    assert expected in problems_of(tmp_path, text)


SCHEDULE_MISTAKES = {
    "cron": ("cron: 0 9 * * mon-fry", 7, "cron: '0 9 * * mon-fry' has a wrong day-of-week"),
    "cron that never comes": ("cron: 0 9 30 2 *", 7, "cron: '0 9 30 2 *' has a wrong day-of-month"),
    "cron with too few fields": ("cron: 0 9 * *", 7, "cron: '0 9 * *' has 4 fields, not five"),
    "unknown channel": (
        "channels: [square, sqare]",
        8,
        "channels[1]: there is no channel 'sqare' — did you mean 'square'",
    ),
    "channel twice": ("channels: [square, square]", 8, "channels[1]: 'square' is there twice — name it once"),
    "no channel": ("channels: []", 8, "channels: names no channel — name at least one"),
    "order": ("articles: {order: random}", 9, "articles.order: 'random' is not possible — write oldest or newest"),
    "missed": ("missed: {within: soon}", 9, "missed.within: 'soon' is not a duration"),
    "its own rule": ("ballot: paper", 9, "ballot: 'paper' is not possible — write reactions or buttons"),
    "zone": ("timezone: Mars/Olympus", 9, "timezone: 'Mars/Olympus' is not a time zone"),
}


@pytest.mark.parametrize("mistake", SCHEDULE_MISTAKES)
def test_a_mistake_in_a_schedule_is_told_at_its_place(tmp_path: Path, mistake: str) -> None:
    key_line, number, expected = SCHEDULE_MISTAKES[mistake]
    keys = {"cron": "cron: 0 9 * * *", "channels": "channels: [square]"}
    keys[key_line.partition(":")[0]] = key_line
    lines = "".join(f"    {line}\n" for line in keys.values())
    text = f"{LOCAL}timezone: Asia/Seoul\nschedules:\n  - name: morning\n{lines}"
    problems = problems_of(tmp_path, text)
    assert len(problems) == 1
    assert problems[0].startswith(f"config.yaml:{number}: schedules[0].{expected}")


def test_a_schedule_without_any_time_zone_is_refused(tmp_path: Path) -> None:
    text = LOCAL + "schedules:\n  - {name: a, cron: 0 9 * * *, channels: [square]}\n"
    assert problems_of(tmp_path, text) == [
        "config.yaml:5: schedules[0].timezone: is missing, and the file names no time zone either — "
        "add timezone: Asia/Seoul"
    ]


def test_schedules_are_numbered_as_in_the_file_and_named_once(tmp_path: Path) -> None:
    entry = "cron: 0 9 * * *, channels: [square]"
    text = (
        f"{LOCAL}timezone: Asia/Seoul\nschedules:\n"
        f"  - {{name: a, {entry}}}\n  - {{name: b b, {entry}}}\n  - {{name: a, {entry}}}\n"
    )
    assert problems_of(tmp_path, text) == [
        "config.yaml:7: schedules[1].name: 'b b' is not a name — use letters, digits, '-' and '_', without spaces",
        "config.yaml:8: schedules[2].name: 'a' is also the name of schedules[0] — give each schedule a name of its own",
    ]


def test_every_problem_is_told_at_once_and_in_order(tmp_path: Path) -> None:
    text = (
        "locale: jp\nweb: {listen: nowhere}\nchanels: {}\nchannels:\n  square: {platform: local, id: a b}\n"
        "alerts: {channel: sqare}\n"
    )
    keys = [line.split(": ")[0:2] for line in problems_of(tmp_path, text)]
    assert keys == [
        ["config.yaml:1", "locale"],
        ["config.yaml:2", "web.listen"],
        ["config.yaml:3", "chanels"],
        ["config.yaml:5", "channels.square.id"],
        ["config.yaml:6", "alerts.channel"],
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"locale: ko\ncontent: \xff\xfe\n", "2: the file is not UTF-8 — save it as UTF-8 in your editor"),
        (b"#" * (1024 * 1024 + 1), "1: the file is larger than 1 MiB — make it shorter"),
    ],
)
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, data: bytes, expected: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_bytes(data)
    assert [str(problem) for problem in load_config(path, {}).problems] == [f"{path}:{expected}"]


def test_a_missing_file_and_a_folder_are_told(tmp_path: Path) -> None:
    missing = tmp_path / "none.yaml"
    assert [str(p) for p in load_config(missing, {}).problems] == [
        f"{missing}:1: the file does not exist — name it with -c, or write one"
    ]
    (tmp_path / "config.example.yaml").touch()
    (tmp_path / "config.example.ko.yaml").touch()
    (problem,) = load_config(missing, {}).problems
    assert str(problem.what.cure) == f"begin with the example: cp {tmp_path}/config.example.yaml {missing}"
    assert str(load_config(tmp_path, {}).problems[0].what) == "the file is a folder or a device, not a file"


def test_results_after_close_warn_that_reactions_stay_visible(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("debates: {results: after_close}\n", encoding="utf-8")
    (problem,) = load_config(path, {}).problems
    assert problem.severity is Severity.WARNING
    assert (problem.line, problem.key) == (1, "debates.results")
    assert "reactions stay visible" in str(problem.what)
    assert str(problem.what.cure) == "only ballot: buttons is secret"


def test_a_ballot_by_button_has_nothing_to_warn_of_and_a_schedule_inherits_it(tmp_path: Path) -> None:
    entry = "cron: 0 9 * * *, channels: [square], results: after_close"
    schedules = f"timezone: Asia/Seoul\nschedules:\n  - {{name: a, {entry}}}\n"
    path = tmp_path / "config.yaml"
    for debates in ("debates: {ballot: buttons, results: after_close}\n", "debates: {ballot: buttons}\n"):
        path.write_text(LOCAL + debates + schedules, encoding="utf-8")
        loaded = load_config(path, {})
        assert not loaded.problems
        assert loaded.config is not None
        assert loaded.config.schedules()[0].rules.ballot is BallotKind.BUTTONS
    path.write_text(LOCAL + "debates: {ballot: buttons}\n" + schedules.replace("}", ", ballot: reactions}"))
    (problem,) = load_config(path, {}).problems
    assert problem.key == "schedules[0].results"


def test_an_endpoint_without_a_model_is_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text("summaries:\n  endpoint: https://ai.example/v1\n")
    loaded = load_config(path, {})
    assert loaded.config is not None
    assert [str(problem).removeprefix(f"{tmp_path}/") for problem in loaded.problems if "summaries" in problem.key] == [
        "config.yaml:1: summaries.model: is missing, so the endpoint is not asked — name the model that it is to use"
    ]


def test_an_error_never_shows_the_database_password(tmp_path: Path) -> None:
    for url in ("postgresql://user:hunter2@host", "postgres://user:hunter2@host/db", "postgresql://u:hunter2@h:x/db"):
        problems = problems_of(tmp_path, f"database: {url}\n")
        assert problems
        assert "hunter2" not in "".join(problems)


OPEN = "{open_to: everyone}"


@pytest.mark.parametrize(
    "listen", ["0.0.0.0:8080", "'[::]:8080'", "192.0.2.7:8080", "agora:8080", "'[2001:db8::1]:80'"]
)
@pytest.mark.parametrize("admins", ["", "admins: {local: [editor]}\n"])
def test_a_chat_without_a_log_in_that_others_reach_is_an_error_unless_it_is_said_in_words(
    tmp_path: Path, listen: str, admins: str
) -> None:
    text = f"web:\n  listen: {listen}\n  chat: CHAT\nchannels:\n  square: {{platform: local, id: square}}\n{admins}"
    (problem,) = problems_of(tmp_path, text.replace("CHAT", "true"))
    assert problem.startswith("config.yaml:3: web.chat: the local chat has no log-in")
    assert OPEN in problem
    assert problems_of(tmp_path, text.replace("CHAT", OPEN)) == []
    assert problems_of(tmp_path, text.replace("CHAT", "${CHAT}"), {"CHAT": "yes"}) == [problem]


@pytest.mark.parametrize("listen", ["127.0.0.1:8080", "localhost:8080", "127.9.9.9:1", "'[::1]:8080'"])
def test_a_chat_for_this_machine_alone_is_in_order(tmp_path: Path, listen: str) -> None:
    assert problems_of(tmp_path, LOCAL.replace("127.0.0.1:8080", listen)) == []


def test_a_chat_for_this_machine_alone_under_a_public_address_is_warned_of(tmp_path: Path) -> None:
    public = LOCAL.replace("chat:", "public_url: https://agora.example.org, chat:")
    (problem,) = problems_of(tmp_path, public)
    assert OPEN in problem
    assert load_config(tmp_path / "config.yaml", {}).config is not None
    assert problems_of(tmp_path, public.replace("chat: true", f"chat: {OPEN}")) == []


@pytest.mark.parametrize(
    "chat", ["{open_to: friends}", "{}", "{open_to: everyone, more: 1}", "{open_for: everyone}", "[1]", "7"]
)
def test_a_chat_for_nobody_in_particular_is_an_error(tmp_path: Path, chat: str) -> None:
    problems = problems_of(tmp_path, LOCAL.replace("chat: true", f"chat: {chat}"))
    assert problems[0].startswith("config.yaml:1: web.chat: ")
    assert OPEN in problems[0]


def test_slack_over_http_needs_the_name_that_it_sends_to(tmp_path: Path) -> None:
    text = (
        "web: {listen: 127.0.0.1:8080}\nslack: {transport: http, bot_token: '${B}', signing_secret: '${S}'}\n"
        "channels:\n  team: {platform: slack, id: C0123456}\n"
    )
    env = {"B": "xoxb-1-2-abc", "S": "0123456789abcdef0123456789abcdef"}
    (problem,) = problems_of(tmp_path, text, env)
    assert problem.startswith("config.yaml:2: slack.transport: http without web.public_url")
    assert problems_of(tmp_path, text.replace("8080}", "8080, public_url: https://agora.example.org}"), env) == []
