"""Commands that look without doing, and those about the program itself."""

from __future__ import annotations

import json
import re
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import bot
from tests.journeys.place import LINES, OPTIONS, SLUG

COMMANDS = (
    (),
    ("run",),
    ("demo",),
    ("check",),
    ("schedule",),
    ("post",),
    ("close",),
    ("results",),
    ("preview",),
    ("doctor",),
    ("article",),
    ("article", "new"),
)
SCHEDULES = """schedules:
  - name: morning
    cron: "0 9 * * *"
    channels: [square]
  - name: evening
    cron: "30 18 * * *"
    timezone: Europe/Berlin
    channels: [square, staff]
"""


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command) or "agora")
def test_help_of_each_command(place, command) -> None:
    done = place.agora(*command, "--help")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("Usage:") or "Usage:" in done.out
    assert "--help" in done.out


def test_the_module_is_the_program(place) -> None:
    done = place.agora("--version", real=True)
    assert (done.code, done.out, done.err) == (0, f"agora {bot.__version__}\n", "")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "euc-kr", "utf-8"])
@pytest.mark.parametrize("args", [("preview", SLUG), ("preview", SLUG, "--json"), ("preview", "없는-글")])
def test_a_pipe_of_any_encoding_takes_what_is_printed(place, args, encoding) -> None:
    done = place.begin(*args, real=True, env={"PYTHONIOENCODING": encoding}).wait()
    if done.code == 0:
        assert (OPTIONS[0] in done.out, LINES[0] in done.out, done.err) == (True, True, "")
    else:
        assert (done.code, "'없는-글'" in done.sentence) == (2, True)


@pytest.mark.parametrize(
    "args",
    [
        ("dance",),
        ("post",),
        ("results", "--format"),
        ("schedule", "--days", "0"),
        ("schedule", "--days", "x"),
        ("--no",),
    ],
    ids=" ".join,
)
def test_a_command_line_that_makes_no_sense(place, args) -> None:
    done = place.agora(*args)
    assert done.code == 2
    assert done.err
    assert done.out == ""
    assert "Traceback" not in done.err
    assert not place.file.exists()


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        (
            ("results", "--format", "xml"),
            "Invalid value for '--format': 'xml' is not one of 'table', 'json', 'csv', 'record'.",
        ),
        (("schedule", "--days", "0"), "Invalid value for '--days': must be greater than or equal to 1"),
        (("schedule", "--days", "x"), "Invalid value for '--days': must be a whole number"),
    ],
    ids=" ".join,
)
def test_a_value_that_does_not_fit_is_told_in_our_words(place, args, expected) -> None:
    assert place.agora(*args).err.splitlines()[-1] == f"Error: {expected}"


def test_check_says_that_all_is_well(place) -> None:
    done = place.agora("check")
    assert done.code == 0
    assert "in order" in done.out
    assert not place.file.exists(), "looking makes no database"


def test_the_example_and_the_shipped_content_are_in_order(place) -> None:
    root = Path(bot.__file__).resolve().parent.parent
    shutil.copy(root / "config.example.yaml", place.config)
    shutil.rmtree(place.folder / "content")
    shutil.copytree(root / "content", place.folder / "content")
    done = place.agora("check", "--style")
    assert (done.code, done.err) == (0, "")


def test_check_warns_of_what_does_not_fit_a_card_and_with_style_of_what_an_editor_would_mark(place) -> None:
    path = place.add_article("long", "긴 기사")
    line = "첫째 줄은 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18이다."
    path.write_text(path.read_text(encoding="utf-8").replace("첫째 줄이에요", line), encoding="utf-8")
    place.configure(locale="ko")
    done = place.agora("check")
    assert done.code == 0
    (told,) = done.err.splitlines()
    assert re.search(r"long\.md:\d+: summary\[0\]: \d+자예요\. 요약은 한 줄에 40자까지가 읽기 좋아요$", told)
    place.configure(locale="en")
    done = place.agora("check", "--style")
    assert done.code == 0, "it only warns"
    assert "reads well up to 40" in done.err
    assert "long.md" in done.err
    assert "summary[0]: ends in ‘18이다.’; write it in 해요체" in done.err


def test_schedule_in_local_time_and_utc(place) -> None:
    place.configure(more=SCHEDULES)
    done = place.agora("schedule", "--days", "3")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines()[0].split() == ["schedule", "local", "time", "UTC", "channels", "article"]
    rows = done.out.splitlines()[1:]
    assert len(rows) == 6
    mornings = [row for row in rows if row.startswith("morning")]
    assert len(mornings) == 3
    assert all("9:00 AM Asia/Seoul" in row and " 00:00 " in row for row in mornings)
    assert all("6:30 PM Europe/Berlin" in row for row in rows if row.startswith("evening"))
    assert sum(SLUG in row for row in rows) == 1, "an article is debated once"
    assert sum("no article left" in row for row in rows) == 5


def test_a_schedule_in_nuuk_has_each_local_date_once(place) -> None:
    rule = '{name: s, cron: "30 23 * * *", timezone: America/Nuuk, channels: [square], articles: {when_empty: repeat}}'
    place.configure(more=f"schedules:\n  - {rule}\n")
    done = place.agora("schedule", "--days", "400")
    times = [
        datetime.fromisoformat(f"{found[0]}Z").astimezone(ZoneInfo("America/Nuuk"))
        for found in re.finditer(r"\d{4}-\d\d-\d\d \d\d:\d\d", done.out)
    ]
    days = [at.date() for at in times]
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]
    assert len(days) in (400, 401)
    for line, day in zip(done.out.splitlines()[1:], days, strict=True):
        assert re.search(rf" {day:%a, %b} {day.day}(?:, {day.year})?, \d+:\d\d PM America/Nuuk ", line), line


def test_an_article_of_the_future_waits_and_that_is_said(place) -> None:
    path = place.add_article("ahead", "내일의 글")
    path.write_text(path.read_text(encoding="utf-8").replace("2025-", "2999-"), encoding="utf-8")
    place.configure(more=SCHEDULES)
    done = place.agora("check")
    (told,) = [line for line in done.err.splitlines() if "ahead.md" in line]
    assert done.code == 0
    assert told.endswith(
        "ahead.md:4: published: lies ahead, so no schedule takes the article and no page shows it before "
        "Wed, Jan 2, 2999, 9:00 AM (Asia/Seoul) — 'agora post ahead' opens it by hand"
    )
    done = place.agora("schedule", "--days", "3")
    assert (done.code, done.err) == (0, "")
    *rows, waits = done.out.splitlines()
    assert waits == "ahead waits until Wed, Jan 2, 2999, 9:00 AM Asia/Seoul; 'agora post' opens it before."
    assert not any("ahead" in row for row in rows)
    assert place.agora("post", "ahead", "--channel", "square").code == 0


@pytest.mark.parametrize(
    ("days", "rows", "cut"), [(1, 1_440, ""), (2, 2_000, "These are the first 2,000; ask for fewer")]
)
def test_a_long_schedule_is_shown_whole_or_said_to_be_cut(place, days, rows, cut) -> None:
    place.configure(more='schedules: [{name: often, cron: "* * * * *", channels: [square]}]')
    done = place.agora("schedule", "--days", str(days))
    assert (done.code, len(done.out.splitlines())) == (0, 1 + rows)
    assert cut in done.err
    assert bool(cut) == bool(done.err)


def test_no_schedule_is_said(place) -> None:
    done = place.agora("schedule")
    assert done.code == 0
    assert "Nothing falls due" in done.out


@pytest.mark.parametrize("platform", ["local", "discord", "slack"])
def test_preview_in_words(place, platform) -> None:
    done = place.agora("preview", SLUG, "--platform", platform)
    assert (done.code, done.err) == (0, "")
    for told in (
        "열린 광장",
        "첫째 줄이에요",
        "셋째 줄이에요",
        "어느 쪽이 좋아요?",
        *OPTIONS,
        *LINES,
        "Press 💡 on any line",
    ):
        assert told in done.out


def test_preview_says_what_can_not_be_posted_there(place) -> None:
    path = place.add_article("tired", "피곤한 글")
    path.write_text(path.read_text(encoding="utf-8").replace("emoji: 🤔", "emoji: 🫩"), encoding="utf-8")
    done = place.agora("preview", "tired", "--platform", "slack")
    assert (done.code, "🫩" in done.out) == (0, True)
    why = "is none of Slack’s, which has no name for 🫩, so nobody can vote with it there"
    assert done.err == f"agora: the emoji of '글쎄요' {why}.\n"
    assert place.agora("preview", "tired", "--platform", "local").err == ""


def test_preview_as_payload(place) -> None:
    done = place.agora("preview", SLUG, "--json")
    assert done.code == 0
    card, *lines = json.loads(done.out)
    assert card["title"] == "열린 광장"
    assert [bar["emoji"] for bar in card["bars"]] == list(OPTIONS)
    assert [line["text"] for line in lines] == list(LINES)
    unknown = place.agora("preview", "nothing-here")
    assert unknown.code == 2
    assert SLUG in unknown.sentence


def test_preview_as_discord_and_slack_would_get_it(place) -> None:
    done = place.agora("preview", SLUG, "--platform", "discord", "--json")
    assert (done.code, done.err) == (0, "")
    card, *lines = json.loads(done.out)
    assert card["embeds"][0]["title"] == "열린 광장"
    assert all(message["allowed_mentions"] == {"parse": []} for message in (card, *lines))
    assert [line["embeds"][0]["description"] for line in lines] == list(LINES)
    done = place.agora("preview", SLUG, "--platform", "slack", "--json")
    assert (done.code, done.err) == (0, "")
    card, *lines = json.loads(done.out)
    assert card["blocks"]
    assert len(lines) == len(LINES)


def test_a_new_article_explains_itself_and_is_a_draft(place) -> None:
    done = place.agora("article", "new", "열린 문, 닫힌 문?")
    assert (done.code, done.err) == (0, "")
    path = place.folder / done.out.strip()
    text = path.read_text(encoding="utf-8")
    assert "draft: true" in text
    for key in ("title", "category", "published", "summary", "question", "options", "squabble", "tags", "previous"):
        assert f"{key}:" in text
    again = place.agora("article", "new", "열린 문, 닫힌 문?")
    assert again.code == 2
    assert path.name in again.sentence
    assert path.read_text(encoding="utf-8") == text
    assert place.agora("check").code == 0, "a fresh draft is no mistake"
    slug = path.stem.split("-", 3)[-1]
    assert "draft" in place.agora("post", slug).sentence


@pytest.mark.parametrize("title", ["", "   ", "/", "?!"])
def test_titles_that_name_nothing(place, title) -> None:
    before = list((place.folder / "content").rglob("*"))
    done = place.agora("article", "new", title)
    if done.code != 0:
        assert done.code == 2
        assert done.sentence
        assert list((place.folder / "content").rglob("*")) == before
    else:
        assert (place.folder / done.out.strip()).parent == place.folder / "content" / "articles"
