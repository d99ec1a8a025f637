"""What the code offers, the documents tell: a setting, a command, a figure or a log event that they lack fails here."""

from __future__ import annotations

import ast
import re

import pytest

from bot.catalogue import texts
from bot.core.chat_commands import COMMAND_WORDS
from bot.core.words import LOCALES
from bot.library.article_file import KEYS
from tests.project.code_facts import (
    code_words,
    command_line,
    document,
    environment,
    log_events,
    metrics,
    modules,
    routes,
    rows,
    settings,
)


def part_under(text: str, heading: str) -> str:
    """What stands under the headings that name `heading` in backticks; empty where none does."""
    parts = re.split(r"^(?=##)", text, flags=re.M)
    return "".join(part for part in parts if f"`{heading}`" in part.partition("\n")[0])


def words_of(text: str) -> set[str]:
    return {word for code in code_words(text) for word in re.findall(r"\w+", code)}


@pytest.mark.parametrize("page", ["docs/configuration.md", "docs/ko/configuration.md"])
@pytest.mark.parametrize("path", list(settings()), ids=".".join)
def test_every_key_of_the_configuration_stands_in_its_section(path: tuple[str, ...], page: str) -> None:
    text = document(page)
    section = part_under(text, path[0]) or text
    # A schedule may set each of the debates' keys, and says so.
    if path[0] == "schedules" and path[-1] in words_of(part_under(text, "debates")):
        section += part_under(text, "debates")
    assert path[-1] in words_of(section), f"{page} does not tell of {'.'.join(path)}"


def test_no_key_is_told_of_that_the_configuration_does_not_have() -> None:
    known = {name for path in settings() for name in path}
    told = {name for row in rows(document("docs/configuration.md"), 3) for name in code_words(row[0])}
    assert told - known == set()


def test_the_languages_are_told_of() -> None:
    assert set(LOCALES) <= code_words(document("docs/configuration.md"))


def test_every_key_of_an_article_is_told_of() -> None:
    assert set(KEYS) - words_of(document("docs/writing-articles.md")) == set()


def test_the_environment_that_is_read_is_told_of() -> None:
    told = words_of(document("docs/operating.md"))
    assert environment() >= {"AGORA_LOG"}
    assert environment() - told == set()


def chat_commands() -> dict[str, set[str]]:
    """What docs/commands.md has as commands, each with its Korean words."""
    return {
        name[1]: code_words(cells[1])
        for cells in rows(document("docs/commands.md"), 3)
        if (name := re.match(r"`([a-z]+)[ `]", cells[0])) and re.fullmatch(r"(`[가-힣]+`(, )?)+", cells[1])
    }


KOREAN_WORDS = {
    word.command.value: {word.korean, *(also for also in word.also if not also.isascii())} for word in COMMAND_WORDS
}


def test_every_chat_command_is_told_of_with_its_korean_words_and_no_other() -> None:
    assert chat_commands() == KOREAN_WORDS


def test_the_korean_page_has_every_chat_command_by_its_korean_words_first() -> None:
    assert {
        name[1]: {code.split()[0] for code in code_words(cells[0])}
        for cells in rows(document("docs/ko/commands.md"), 3)
        if (name := re.fullmatch(r"`([a-z]+)(?: me)?`", cells[1]))
    } == KOREAN_WORDS


@pytest.mark.parametrize(("command", "options"), list(command_line()), ids=lambda value: str(value))
def test_every_command_is_told_of_with_its_options(command: str, options: tuple[str, ...]) -> None:
    told = {
        re.match(r"agora(?: [a-z]+)*", cells[0].strip("`"))[0]: code_words(cells[1])  # type: ignore[index]
        for cells in rows(document("docs/command-line.md"), 3)
        if cells[0].startswith("`agora")
    }
    if options:
        assert set(options) == told[command]
    if options and command != "agora demo":  # The READMEs begin with `make demo`.
        assert all(f"`{command}" in document(readme) or command == "agora" for readme in ("README.md", "README.ko.md"))


def test_every_figure_is_told_of_and_no_other() -> None:
    told = {name for code in code_words(document("docs/operating.md")) for name in re.findall(r"agora_\w+", code)}
    assert metrics() == told - {"agora_process_"}


def test_every_address_is_told_of_with_its_method_and_no_other() -> None:
    told = {(cells[1], address) for cells in rows(document("docs/http.md"), 4) for address in code_words(cells[0])}
    assert routes() == told


def test_every_log_event_is_told_of_with_its_level_and_no_other() -> None:
    found, elsewhere = log_events()
    told = {
        cells[0].strip("`"): set(cells[1].split(", "))
        for cells in rows(document("docs/log-events.md"), 4)
        if cells[0] != "`event`"
    }
    assert {event.replace("%s", "…"): levels for event, levels in found.items()} == told
    # What is written with each request's event, and problems of the configuration in their own words.
    assert elsewhere == {"bot/log/throttle.py", "bot/cli/common.py"}


def names_in(path: str) -> set[str]:
    """Names that a module defines: classes, functions, their attributes and assignments."""
    found = set()
    for node in ast.walk(modules()[path]):
        match node:
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                found.add(node.name)
            case ast.Name(ctx=ast.Store()):
                found.add(node.id)
    return found


GLOSSARY = [cells for cells in rows(document("docs/glossary.md"), 4) if cells[1] != "word"]


@pytest.mark.parametrize("cells", GLOSSARY, ids=lambda cells: cells[1])
def test_a_word_of_the_glossary_has_a_name_in_the_code_and_is_said_in_korean(cells: list[str]) -> None:
    korean, _, _, where = cells
    name, path = re.fullmatch(r"`(\w+)` in `([\w/.]+)`", where).groups()  # type: ignore[union-attr]
    assert name in names_in(path), where
    assert korean == "–" or korean in "".join(texts("ko").values()), korean


def test_no_word_stands_twice_in_the_glossary() -> None:
    words = [cells[1] for cells in GLOSSARY]
    assert len(words) == len(set(words))
