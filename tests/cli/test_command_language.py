"""The language of a command: its configuration's, also where that is broken; without one, the environment's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.cli.command_language import language_of
from tests.environment import ENGLISH, KOREAN
from tests.journeys.place import SLUG
from tests.journeys.processes import agora_in

HANGUL = re.compile("[가-힣]")
SCHEDULE = 'schedules: [{name: 아침, cron: "0 9 * * *", channels: [square]}]'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("locale: en\n", ("en", "Asia/Seoul")),
        ("locale: ko\n", ("ko", "Asia/Seoul")),
        ("", ("ko", "Asia/Seoul")),
        ("timezone: Europe/Berlin\nlocale: 'en' # words\n", ("en", "Europe/Berlin")),
        ('"locale"  :\ten', ("en", "Asia/Seoul")),
        ("\ufefflocale: en\r\ntimezone: UTC\r\n", ("en", "UTC")),
        ("# locale: en\n", ("ko", "Asia/Seoul")),
        ("channels:\n  square: {platform: local, id: square}\n  locale: en\n", ("ko", "Asia/Seoul")),
        ("channels: [square\nlocale: en\n", ("en", "Asia/Seoul")),
        ("locale: en\ntimezone: Asia\n", ("en", "Asia/Seoul")),
        ("locale: en\ntimezone: Asia/Seol\n", ("en", "Asia/Seoul")),
        ("locale: en\ntimezone: ../../etc\n", ("en", "Asia/Seoul")),
        ("locale: ${SPOKEN}\n", ("en", "Asia/Seoul")),
    ],
)
def test_a_configuration_is_looked_at_though_it_may_be_broken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, expected: tuple[str, str]
) -> None:
    monkeypatch.setenv("SPOKEN", "en")
    path = tmp_path / "설정.yaml"
    path.write_text(text, encoding="utf-8", newline="")
    for named in (["-c", str(path)], [f"-c{path}"], ["--config", str(path)], [f"--config={path}"], ["-yc", str(path)]):
        assert language_of(["check", *named], KOREAN) == expected


@pytest.mark.parametrize(
    ("env", "locale"),
    [
        ({}, "ko"),
        ({"LANG": "C.UTF-8"}, "ko"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "ko_KR.UTF-8", "LC_MESSAGES": "en_GB"}, "en"),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "ko_KR.UTF-8"}, "ko"),
        ({"LANG": "en", "LC_ALL": ""}, "en"),
    ],
)
def test_without_a_configuration_the_environment_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, env: dict[str, str], locale: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments in ((), ("check",), ("check", "-c", "none.yaml"), ("check", "-c", "."), ("check", "-c")):
        assert language_of(arguments, env) == (locale, "Asia/Seoul")
    assert language_of(("check", "--", "-c", "none.yaml"), env)[0] == locale


def test_the_demo_speaks_as_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert language_of(("demo", "--locale", "en"), KOREAN)[0] == "en"
    assert language_of(("--debug", "demo", "--locale=ko"), ENGLISH)[0] == "ko"
    assert language_of(("demo", "--locale", "fr"), ENGLISH)[0] == "en"
    assert language_of(("demo",), ENGLISH)[0] == "en"
    assert language_of(("post", "--locale", "ko"), ENGLISH)[0] == "en"


def test_commands_say_in_korean_how_it_went(place) -> None:
    place.configure(locale="ko")
    done = place.agora("check")
    assert (done.code, done.out, done.err) == (0, "config.yaml 파일과 기사에 잘못된 곳이 없어요.\n", "")
    done = place.agora("schedule", "--days", "3")
    assert (done.code, done.out) == (0, "앞으로 3일 동안 열릴 토론이 없어요.\n")
    done = place.agora("doctor")
    assert (done.code, done.out.splitlines()[-1]) == (0, "모두 정상이에요.")
    head, *rows = done.out.splitlines()[:-1]
    for column in ("항목", "결과"):
        place_of = head.index(column) + wide_before(head, column)
        assert {cell_at(row, place_of - 1) for row in rows} == {" "}, column
        assert " " not in {cell_at(row, place_of) for row in rows}, column
    assert all(row.startswith("정상  ") for row in rows)
    done = place.agora("results", "--format", "xml")
    assert done.err.splitlines() == [
        "사용법: agora results [옵션] [debate]",
        "도움말은 ‘agora results --help’로 볼 수 있어요.",
        "",
        "오류: '--format'에 쓸 수 없는 값이에요. 'xml' 대신 이 중에서 골라 주세요: 'table', 'json', 'csv', 'record'",
    ]
    done = place.agora("post", SLUG, "--channel", "square")
    assert (done.code, HANGUL.search(done.out)) == (0, None), "an id is for programs"
    title, where = done.err.splitlines()
    assert title.startswith("‘열린 광장’ 토론을 열었어요. ")
    assert where == "square: 올렸어요."


def test_a_broken_configuration_is_told_in_its_language(place) -> None:
    place.configure(locale="ko", more="wrong: key")
    done = place.agora("check")
    assert (done.code, done.err.splitlines()[-1]) == (2, "고칠 곳이 1군데 있어요.")
    done = place.agora("schedule")
    told = "agora: config.yaml 파일을 쓸 수 없어요. 고칠 곳이 1군데 있어요. 고친 뒤에 ‘agora check’로 확인해 주세요."
    assert (done.code, done.err.splitlines()[-1]) == (2, told)
    place.configure(locale="en")
    told = "agora: config.yaml can’t be used (1 problem). Correct it and run 'agora check'."
    assert place.agora("schedule").err.splitlines()[-1] == told


def test_the_columns_of_a_schedule_stand_below_each_other_in_korean(place) -> None:
    place.configure(locale="ko", more=SCHEDULE)
    done = place.agora("schedule", "--days", "3")
    head, *rows = done.out.splitlines()
    assert head.split() == ["일정", "현지", "시각", "UTC", "채널", "기사"]
    assert len(rows) == 3
    for row in rows:
        assert re.search(
            r"아침  (?:\d{4}년 )?\d{1,2}월 \d{1,2}일\([월화수목금토일]\) 오전 9:00 Asia/Seoul +\d{4}-\d\d-\d\d 00:00",
            row,
        )
        assert row.index("square") + wide_before(row, "square") == head.index("채널") + wide_before(head, "채널")
    assert rows[-1].endswith("(남은 기사 없음)")


def cell_at(line: str, column: int) -> str:
    """What stands in a column of a terminal."""
    return "".join(letter * (2 if HANGUL.match(letter) else 1) for letter in line)[column]


def wide_before(line: str, word: str) -> int:
    """How many letters before a word are two columns wide."""
    return len(HANGUL.findall(line[: line.index(word)]))


def test_where_nothing_is_configured_the_environment_decides(tmp_path: Path) -> None:
    for env, told in ((KOREAN, "오류: 없는 명령이에요: 'dance'"), (ENGLISH, "Error: No such command 'dance'.")):
        done = agora_in(tmp_path, "dance", env=dict(env))
        assert (done.code, done.err.splitlines()[-1]) == (2, told)
