"""What documents, docstrings and comments name exists: commands, make targets, links, files, modules."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from functools import cache
from pathlib import Path

import pytest
from project_repository import ROOT, code_in, documents, tracked
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


def headings(document: Path) -> set[str]:
    """The places in a document that a link may lead to, as GitHub names them."""
    titles = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", document.read_text(), flags=re.M | re.S), re.M)
    return {
        re.sub(r"[^\w\- ]", "", re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title).lower()).replace(" ", "-")
        for title in titles
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_every_link_to_a_place_in_a_document_finds_it(document: Path) -> None:
    for link, place in re.findall(r"\]\(([^)\s#]*)#([^)\s]+)\)", document.read_text()):
        target = document.parent / link if link else document
        if "://" not in link and target.suffix == ".md":
            assert place in headings(target), f"{link}#{place}"


FILES = {path.relative_to(ROOT).as_posix() for path in tracked()}
ENDINGS = ("py", "md", "toml", "yaml", "ftl", "css", "js", "svg", "service")
ELSEWHERE = re.compile(
    r"^(\./config|config|discord|text|FILE|/static/page|content/articles/.*|.*[A-Z]{2,}\S*|\d{4}-.*|.*\*.*|.*://.*)\.\w+$|^(agora|demo-data)\b"
)
"""What readers make themselves, what stands for any file, and the library discord.py."""


def is_there(name: str, beside: Path) -> bool:
    """Whether a file is in the repository under the path that is given, or the end of it."""
    near = (beside.parent / name).resolve()
    if near.is_relative_to(ROOT) and near.exists():
        return True
    return any(path == name or path.endswith(f"/{name}") for path in FILES)


@pytest.mark.parametrize(
    "document", [path for path in DOCUMENTS if path.name != "CHANGELOG.md"], ids=lambda path: path.name
)
def test_every_file_and_module_that_a_document_names_exists(document: Path) -> None:
    missing = []
    for code in code_in(document):
        for name in re.findall(rf"[\w./-]+\.(?:{'|'.join(ENDINGS)})\b", code):
            if not ELSEWHERE.match(name) and not is_there(name, document):
                missing.append(name)
        for folder in re.findall(r"(?<![\w./-])(?:bot|tests|bench|scripts|docs)/[\w/-]*(?![\w.*-])", code):
            if not (ROOT / folder).exists() and f"{folder.rstrip('/')}.py" not in FILES:
                missing.append(folder)
        for module in re.findall(r"(?<![\w./-])bot(?:\.\w+)+", code):
            if not is_module(module):
                missing.append(module)
    assert missing == []


def is_module(name: str) -> bool:
    """Whether a dotted name is a module's, or that of something in one."""
    parts = name.split(".")
    return any(
        f"{'/'.join(parts[:length])}{ending}" in FILES
        for length in range(len(parts), 1, -1)
        for ending in (".py", "/__init__.py")
    ) or name in ("bot.content",)


def prose(path: Path) -> str:
    """A Python file's comments and docstrings."""
    source = path.read_text(encoding="utf-8")
    tree = ast.parse(source)
    told = [
        node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    ]
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    comments = [token.string for token in tokens if token.type == tokenize.COMMENT]
    return "\n".join([*told, *comments])


CITES = re.compile(r"\.md\b|\b[Dd]ecision \d|\b[Ii]ssue #?\d")


def test_what_code_cites_is_in_the_repository() -> None:
    missing = []
    for path in tracked():
        if path.suffix != ".py" or not CITES.search(path.read_text(encoding="utf-8")):
            continue
        text = prose(path)
        cited = [name for name in re.findall(r"[\w/-]+\.md\b", text) if not ELSEWHERE.match(name)]
        decisions = [f"{int(number):04}-" for number in re.findall(r"\b[Dd]ecision (\d+)", text)]
        known = {name.removeprefix("docs/decisions/")[:5] for name in FILES if name.startswith("docs/decisions/")}
        wrong = [name for name in cited if not is_there(name, path)] + sorted(set(decisions) - known)
        wrong += re.findall(r"\b[Ii]ssue #?\d+", text)
        missing += [f"{path.relative_to(ROOT)}: {name}" for name in wrong]
    assert missing == []


def test_the_readme_names_the_commands_that_begin_everything() -> None:
    for name in ("README.md", "README.ko.md"):
        text = (ROOT / name).read_text()
        assert "make demo" in text, name
        assert "make test" in text, name
