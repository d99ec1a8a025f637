"""`--help` of every command, in both languages, and laid out for letters that are two columns wide."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import typer

from bot.cli import app
from bot.cli.help_pages import Command, Group, cells, page
from bot.locales import words_for
from tests.environment import ENGLISH, KOREAN
from tests.journeys.processes import agora_in

HANGUL = re.compile("[가-힣]")
ENGLISH_SENTENCE = re.compile(r"\b[A-Za-z]{2,}(?:,? [A-Za-z’']+){2,}")
WRITTEN_AS_IT_IS = re.compile(r"agora(?: [a-z]+)+|[a-z]+\|[a-z|]+|HTML, Markdown")
KO, EN = (words_for(locale, strict=True) for locale in ("ko", "en"))


def contexts(command: Any = None, name: str = "agora", parent: Any = None) -> Iterator[tuple[str, Any]]:
    """Every command and group of them, with a context to ask for its help."""
    command = command or typer.main.get_command(app)
    context = typer.Context(command, info_name=name, parent=parent)
    yield context.command_path, context
    below: Mapping[str, Any] = getattr(command, "commands", {})
    for word, inner in below.items():
        yield from contexts(inner, word, context)


ALL = dict(contexts())


def test_there_are_all_commands() -> None:
    assert len(ALL) == 23
    assert all(isinstance(context.command, Command | Group) for context in ALL.values())


@pytest.mark.parametrize("name", ALL)
def test_each_page_is_in_one_language(name: str) -> None:
    context = ALL[name]
    korean, english = (page(context.command, context, words) for words in (KO, EN))
    assert HANGUL.search(english) is None
    assert ENGLISH_SENTENCE.search(WRITTEN_AS_IT_IS.sub("", korean)) is None
    assert len(korean.splitlines()) > 4
    for param in context.command.params:
        for written in [option for option in param.opts if option.startswith("-")] or [param.display_name_raw]:
            assert written in english
            assert written in korean
    for text in (korean, english):
        assert all(cells(line) <= 78 for line in text.splitlines())


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_without_its_help(name: str) -> None:
    context = ALL[name]
    keys = [context.command.help, *(param.help for param in context.command.params)]
    assert all(keys)
    for words in (KO, EN):
        assert all(words.say(key).strip() for key in keys)


def test_a_page_in_korean() -> None:
    context = ALL["agora schedule"]
    assert page(context.command, context, KO).splitlines() == [
        "사용법: agora schedule [옵션]",
        "",
        "  언제 어디에 어떤 기사가 올라갈지 보여 줘요.",
        "",
        "옵션:",
        "  -c, --config <경로>  설정 파일  [기본값: config.yaml]",
        "  --days <숫자>        며칠 뒤까지 볼지 적어요.  [기본값: 14, 1~3660]",
        "  --help               이 도움말을 보여 줘요.",
    ]


def test_a_page_in_english() -> None:
    context = ALL["agora export"]
    assert page(context.command, context, EN).splitlines() == [
        "Usage: agora export [OPTIONS]",
        "",
        "  Write debates, tallies, shifts and ballots, with pseudonyms for voters.",
        "",
        "Options:",
        "  --format <csv|json>  csv: one table, or four in a FILE.zip; json: one",
        "                       object.  [required]",
        "  -o, --output <path>  The file to write; one that is there is replaced.",
        "                       [required]",
        "  --since <str>        Only debates opened on this day or later.",
        "  -c, --config <path>  The configuration file.  [default: config.yaml]",
        "  --help               Show this message and exit.",
    ]


def test_the_configuration_that_is_named_tells_the_language_of_help(tmp_path: Path) -> None:
    (tmp_path / "ours.yaml").write_text("locale: ko\n", encoding="utf-8")
    done = agora_in(tmp_path, "check", "-c", "ours.yaml", "--help", env=dict(ENGLISH))
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("사용법: agora check [옵션]\n")


def test_alone_it_tells_what_there_is_and_fails(tmp_path: Path) -> None:
    for words in ((), ("article",), ("feedback",)):
        done = agora_in(tmp_path, *words, env=dict(KOREAN))
        assert (done.code, done.out) == (2, "")
        assert done.err == agora_in(tmp_path, *words, "--help", env=dict(KOREAN)).out
        assert len(done.err.splitlines()) > 5


@pytest.mark.parametrize(
    ("args", "english", "korean"),
    [
        (("dance",), "No such command 'dance'.", "없는 명령이에요: 'dance'"),
        (
            ("resluts",),
            "No such command 'resluts'. Did you mean 'results'?",
            "없는 명령이에요: 'resluts'. 비슷한 명령: 'results'",
        ),
        (("--no",), "No such option: --no", "없는 옵션이에요: --no"),
        (
            ("check", "--stlye"),
            "No such option: --stlye (Possible options: --style)",
            "없는 옵션이에요: --stlye. 비슷한 옵션: --style",
        ),
        (("check", "x", "y"), "Got unexpected extra argument(s) (x y)", "이 명령이 받지 않는 값이 더 있어요: x y"),
        (("check", "--style=1"), "Option '--style' does not take a value.", "'--style' 뒤에는 값을 적지 않아요."),
        (("results", "--format"), "Option '--format' requires an argument.", "'--format' 뒤에 값을 적어 주세요."),
        (("post",), "Missing argument 'slug'.", "'slug'를 적어 주세요."),
        (
            ("export", "--format", "csv"),
            "Missing option '--output' / '-o'.",
            "'--output' / '-o' 옵션이 꼭 있어야 해요.",
        ),
        (
            ("export", "-o", "x"),
            "Missing option '--format'. Choose from: csv, json",
            "'--format' 옵션이 꼭 있어야 해요. 이 중에서 골라 주세요: csv, json",
        ),
        (
            ("schedule", "--days", "x"),
            "Invalid value for '--days': must be a whole number",
            "'--days'에 쓸 수 없는 값이에요. 정수를 적어 주세요.",
        ),
        (
            ("schedule", "--days", "0"),
            "Invalid value for '--days': must be greater than or equal to 1",
            "'--days'에 쓸 수 없는 값이에요. 1 이상이어야 해요.",
        ),
        (
            ("schedule", "--days", "9999"),
            "Invalid value for '--days': must be less than or equal to 3660",
            "'--days'에 쓸 수 없는 값이에요. 3660 이하여야 해요.",
        ),
        (
            ("schedule", "--days", "9" * 5_000),
            "Invalid value for '--days': is far too large a number",
            "'--days'에 쓸 수 없는 값이에요. 수가 너무 커요.",
        ),
        (
            ("results", "--format", "a\nb"),
            "Invalid value for '--format': 'a\\nb' is not one of 'table', 'json', 'csv', 'record'.",
            "'--format'에 쓸 수 없는 값이에요. 'a\\nb' 대신 이 중에서 골라 주세요: 'table', 'json', 'csv', 'record'",
        ),
    ],
    ids=lambda value: " ".join(value)[:30] if isinstance(value, tuple) else "",
)
def test_a_command_line_that_makes_no_sense_is_told_in_the_readers_language(
    tmp_path: Path, args: tuple[str, ...], english: str, korean: str
) -> None:
    for env, begin, told in ((ENGLISH, "Error: ", english), (KOREAN, "오류: ", korean)):
        done = agora_in(tmp_path, *args, env=dict(env))
        assert (done.code, done.out) == (2, "")
        assert done.err.splitlines()[-1] == begin + told
