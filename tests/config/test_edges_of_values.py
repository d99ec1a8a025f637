"""Values of the configuration at the edges of their types: each is taken, or refused in a sentence of our own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.library.content_check import check

BIG = "9" * 5_000
SQUARE = 'web: {listen: "127.0.0.1:0", chat: true}\nchannels:\n  square: {platform: local, id: square}\n'
RULE = "schedules: [{{name: a, cron: {cron}, channels: [square], timezone: {zone}}}]"


def problems(folder: Path, text: str, before: str = SQUARE) -> list[str]:
    (folder / "content" / "articles").mkdir(parents=True)
    (folder / "config.yaml").write_text(before + text, encoding="utf-8")
    told = check(folder / "config.yaml", {})
    return [str(one).removeprefix(f"{folder}/config.yaml:") for one in told if "no article" not in str(one.what)]


def rule(cron: str = "'0 9 * * *'", zone: str = "Asia/Seoul") -> str:
    return RULE.format(cron=cron, zone=zone)


TOO_LONG = "must be longer than nothing and at most ten years"
REFUSED = {
    "a duration of 5,000 digits": (f"debates: {{closes_after: {BIG}h}}", "is not a duration"),
    "no time at all": ("debates: {closes_after: 0s}", TOO_LONG),
    "more than a timedelta holds": ("debates: {closes_after: 999999999999d}", TOO_LONG),
    "a grace of more than ten years": ("debates: {closing_grace: 3651d}", TOO_LONG),
    "not a number": ("debates: {closes_after: .nan}", "is not a duration"),
    "digits of another script": ("debates: {closes_after: ١٠m}", "is not a duration"),
    "retention for ever": ("retention: {ballots: delete, after: 99999999d}", TOO_LONG),
    "cron that never comes": (rule("'0 9 31 4 *'"), "wrong day-of-month"),
    "cron that never comes, by weekday": (rule("'0 9 */31 2 mon#5'"), "never falls due"),
    "cron with a huge number": (rule(f"'{BIG} 9 * * *'"), "5008 characters — 200 are possible"),
    "cron with an endless list": (rule(f"'{'1,' * 10_000}1 9 * * *'"), "20009 characters"),
    "cron with a digit that is none": (rule("'² 9 * * *'"), "wrong minute"),
    "a zone with a zero in it": (rule(zone='"a\\0b"'), "nobody sees"),
    "a zone of 6,000 characters": (rule(zone="A/" * 3_000), "is not a time zone"),
    "no zone": (rule(zone="''"), "is not a time zone"),
    "a number of 5,000 digits": (f'discord: {{token: "t", shards: {{count: {BIG}}}}}', "far too large a number"),
    "a number with an exponent": ('discord: {token: "t", shards: {count: 1e9}}', "must be a whole number"),
    "no shards": ('discord: {token: "t", shards: {count: 0}}', "must be at least 1"),
    "too many shards": ('discord: {token: "t", shards: {count: 10001}}', "must be at most 10000"),
    "a negative shard": ('discord: {token: "t", shards: {count: 2, run: [-1]}}', "must be at least 0"),
    "a shard twice": ('discord: {token: "t", shards: {count: 2, run: [1, 1]}}', "the shard 1 is there twice"),
    "a path with a zero in it": ('content: "a\\0b"', "is no path"),
    "a path that no system takes": (f"content: {'a' * 5_000}", "is no path"),
    "a path of nothing": ("content: ''", "is empty"),
    "a database with a zero in it": ('database: "sqlite:///a\\0b"', "is no path — write one such as sqlite:///"),
    "a database with a name too long": (f"database: sqlite:///{'a' * 300}", "is no path"),
    "a database at no port": ("database: postgresql://u@h:99999999/x", "names no database"),
    "an endpoint at no port": ("summaries: {endpoint: 'http://a:99999/', model: m}", "is not an address of the web"),
    "an endpoint at no host": (f"summaries: {{endpoint: 'http://{'a' * 300}/', model: m}}", "is not an address"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_in_a_sentence_of_our_own(tmp_path: Path, name: str) -> None:
    text, says = REFUSED[name]
    told = [one for one in problems(tmp_path, text) if "written out in the file" not in one and "look like" not in one]
    assert any(says in one for one in told), told
    assert all("int_max_str_digits" not in one and len(one) < 400 for one in told)
    assert told[0].startswith("4: ")


@pytest.mark.parametrize(
    "text",
    [
        "debates: {closes_after: 1s, closing_grace: 3650d}",
        rule("'0 9 29 2 *'"),
        rule("'59 23 31 12 *'", "Pacific/Kiritimati"),
        rule("'* * * * *'"),
        "content: ./content/../content",
    ],
)
def test_what_is_just_possible_is_taken(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text) == []


@pytest.mark.parametrize(
    "listen", ["127.0.0.1:0", "0.0.0.0:65535", "[::]:8080", "[::1]:1", "localhost:80", "agora_1:80", "a.example.:80"]
)
def test_addresses_to_listen_on(tmp_path: Path, listen: str) -> None:
    assert problems(tmp_path, "", f'web: {{listen: "{listen}"}}\n') == []


@pytest.mark.parametrize(
    "listen",
    [
        f"127.0.0.1:{BIG}",
        "127.0.0.1:65536",
        "127.0.0.1:-1",
        "127.0.0.1:８０",
        "999.1.1.1:80",
        "127.1:80",
        "[:::]:80",
        "[::1:80",
        "..:80",
        "-a:80",
        f"{'a' * 300}:80",
        ":80",
    ],
)
def test_no_addresses_to_listen_on(tmp_path: Path, listen: str) -> None:
    (told,) = problems(tmp_path, "", f'web: {{listen: "{listen}"}}\n')
    assert told.startswith("1: web.listen: '")
    assert " is not a" in told
