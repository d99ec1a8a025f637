"""The documents: every command, target and link in them exists."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from project_repository import ROOT, code_in, documents
from typer.testing import CliRunner

from bot.cli import app

DOCUMENTS = documents()
NAMES = [str(path.relative_to(ROOT)) for path in DOCUMENTS]


@cache
def help_of(*command: str) -> str:
    """What `agora COMMAND --help` says; empty when there is no such command."""
    ran = CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "200", "NO_COLOR": "1"})
    return ran.stdout if ran.exit_code == 0 else ""


def commands(code: str) -> list[str]:
    """The agora command lines in a piece of code, without what comes before them."""
    return [
        found[1]
        for line in re.split(r"&&|\||;|\s#\s", code)
        if (found := re.search(r"(?:^|[\s/])(?:agora|-m bot|run --rm agora)((?: +[^\s]+)+)\s*$", line.strip()))
    ]


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_every_command_in_a_document_exists_with_its_options(document: Path) -> None:
    for code in code_in(document):
        for line in commands(code):
            words = line.split()
            name = [word for word in words if re.fullmatch(r"[a-z]+", word)][
                : 2 if words[0] in ("article", "feedback") else 1
            ]
            if words[0].startswith("-"):
                name = []
            told = help_of(*name)
            assert told, f"`agora {line.strip()}`: there is no such command"
            for option in re.findall(r"(?<=\s)--[a-z-]+", " " + line):
                assert option in told + help_of(), f"`agora {line.strip()}`: there is no {option}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_every_make_target_in_a_document_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.M))
    for code in code_in(document):
        for target in re.findall(r"(?:^|\s)make ([a-z]+)", code):
            assert target in targets, f"make {target}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_every_link_within_the_repository_leads_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"", document.read_text()):
        link = (target[0] or target[1]).split("#")[0]
        if link and "://" not in link and not link.startswith("mailto:"):
            assert (document.parent / link).exists(), link


def test_the_readme_names_the_commands_that_begin_everything() -> None:
    for name in ("README.md", "README.ko.md"):
        text = (ROOT / name).read_text()
        assert "make demo" in text, name
        assert "make test" in text, name
