"""A configuration or content that is wrong: every command says where, what and what to do, and exits with 2."""

from __future__ import annotations

import re

import pytest

from tests.journeys.place import SLUG

COMMANDS = (
    ("run",),
    ("check",),
    ("schedule",),
    ("post", SLUG),
    ("close",),
    ("results",),
    ("preview", SLUG),
    ("article", "new", "제목"),
)
FULL = """timezone: Asia/Seoul
content: ./content
web: {listen: "127.0.0.1:0", chat: true}
channels:
  square: {platform: local, id: square}
"""
MISTAKES = {
    "not yaml": ("channels: [square", r"config\.yaml:\d+: "),
    "a list": ("- one\n- two\n", r"config\.yaml:1: "),
    "unknown key": (FULL + "timezones: Asia/Seoul\n", r"config\.yaml:6: timezones: .*timezone"),
    "unknown zone": (FULL.replace("Asia/Seoul", "Asia/Seol"), r"config\.yaml:1: timezone: "),
    "wrong type": (FULL.replace("chat: true", "chat: maybe"), r"config\.yaml:3: web\.chat: "),
    "no platform": (FULL.replace("platform: local, ", ""), r"config\.yaml:5: channels\.square\.platform: "),
    "bad address": (FULL.replace("127.0.0.1:0", "everywhere"), r"config\.yaml:3: web\.listen: "),
    "bad span": (FULL + "debates: {closes_after: soon}\n", r"config\.yaml:6: debates\.closes_after: "),
    "bad cron": (
        FULL + 'schedules:\n  - {name: a, cron: "61 9 * * *", channels: [square]}\n',
        r"config\.yaml:7: schedules\[0\]\.cron: ",
    ),
    "unknown channel": (
        FULL + 'schedules:\n  - {name: a, cron: "0 9 * * *", channels: [cellar]}\n',
        r"config\.yaml:7: schedules\[0\]\.channels\[0\]: ",
    ),
    "no content": (FULL.replace("./content", "./nowhere"), r"config\.yaml:2: content: "),
    "unknown database": (FULL + "database: mysql://host/name\n", r"config\.yaml:6: database: "),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_is_named_with_its_line(place, name) -> None:
    text, pattern = MISTAKES[name]
    place.config.write_text(text, encoding="utf-8")
    done = place.agora("check")
    assert done.code == 2, done
    assert "Traceback" not in done.err
    lines = [line for line in done.err.splitlines() if re.match(pattern, line)]
    assert lines, done.err
    assert " — " in lines[0] or "must be" in lines[0], "it says what to do"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_stops_at_a_mistake_and_touches_nothing(place, command) -> None:
    place.config.write_text(MISTAKES["unknown key"][0], encoding="utf-8")
    before = sorted(path.name for path in place.folder.rglob("*.md")), place.file.exists()
    done = place.agora(*command, *([] if command[0] != "article" else ["-c", "config.yaml"]))
    assert done.code == 2
    assert "timezones" in done.err
    assert "Traceback" not in done.err
    assert (sorted(path.name for path in place.folder.rglob("*.md")), place.file.exists()) == before


@pytest.mark.parametrize("how", ["missing", "folder", "binary"])
def test_a_file_that_is_no_configuration(place, how) -> None:
    place.config.unlink()
    if how == "folder":
        place.config.mkdir()
    elif how == "binary":
        place.config.write_bytes(b"\xff\xfe\x00\x01" * 100)
    for command in (("run",), ("results",), ("check",)):
        done = place.agora(*command)
        assert done.code == 2, done
        assert "config.yaml" in done.err
        assert "Traceback" not in done.err


def test_an_empty_configuration(place) -> None:
    place.config.write_text("", encoding="utf-8")
    for command in (("post", SLUG), ("check",), ("run",)):
        done = place.agora(*command)
        assert done.code == 2
        assert "config.yaml:1: 파일이 비어 있어요" in done.err
        assert "Traceback" not in done.err


def test_secrets_that_are_needed_and_not_set(place) -> None:
    text = FULL + "  far: {platform: discord, id: '222222222222222222'}\ndiscord: {token: '${NO_SUCH_TOKEN}'}\n"
    place.config.write_text(text, encoding="utf-8")
    checked = place.agora("check")
    assert checked.code == 0
    assert "NO_SUCH_TOKEN" in checked.out + checked.err
    for command in (("run",), ("post", SLUG)):
        done = place.agora(*command)
        assert done.code == 2
        assert "NO_SUCH_TOKEN" in done.err
    assert place.agora("preview", SLUG).code == 0
    assert place.agora("schedule").code == 0


def test_secrets_are_never_shown(place) -> None:
    secret = "Zm9vYmFyLXNlY3JldC0x"
    text = FULL + "  far: {platform: discord, id: '222222222222222222'}\ndiscord: {token: '${A_TOKEN}', nonsense: 1}\n"
    place.config.write_text(text + "database: 'postgresql://me:${A_TOKEN}@127.0.0.1:1/none'\n", encoding="utf-8")
    for command in (("check",), ("run",)):
        done = place.begin(*command, env={"A_TOKEN": secret}).wait()
        assert done.code == 2
        assert secret not in done.err + done.out
    fixed = text.replace(", nonsense: 1", "") + "database: 'postgresql://me:${A_TOKEN}@127.0.0.1:1/none'\n"
    place.config.write_text(fixed, encoding="utf-8")
    for debug in ([], ["--debug"]):
        done = place.begin(*debug, "results", env={"A_TOKEN": secret}).wait()
        assert done.code == 1
        assert "데이터베이스 서버에 연결할 수 없어요" in done.err
        assert secret not in done.err + done.out


def test_mistakes_in_articles(place) -> None:
    broken = place.add_article("broken", "고칠 글")
    text = broken.read_text(encoding="utf-8")
    broken.write_text(text.replace("question:", "questoin:"), encoding="utf-8")
    twin = place.folder / "content" / "articles" / f"2025-03-03-{SLUG}.md"
    twin.write_text(text, encoding="utf-8")
    done = place.agora("check")
    assert done.code == 2
    assert re.search(r"broken\.md:\d+: questoin: .*question", done.err)
    assert re.search(rf"{SLUG}\.md:.*slug", done.err)
    assert "Traceback" not in done.err

    twin.unlink()
    bot = place.run()
    for command in ("post", "preview"):
        done = place.agora(command, "broken")
        assert (done.code, done.out) == (2, "")
        assert re.search(r"'broken' can’t be used as long as .*broken\.md has errors\. ", done.sentence)
        assert "'agora check' lists them" in done.sentence
    place.post()
    bot.stop()


def test_debug_shows_where_it_happened(place) -> None:
    place.config.write_text("channels: [", encoding="utf-8")
    assert "Traceback" in place.agora("--debug", "results").err
    assert "Traceback" not in place.agora("results").err
