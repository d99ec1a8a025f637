"""What the code offers, found by reading it: settings, commands, metrics, log events, addresses, environment."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import get_args

import click
import typer
from pydantic import BaseModel

from bot.cli import app
from bot.config.models import Settings
from tests.project.project_repository import ROOT

LEVELS = ("debug", "info", "warning", "error", "exception", "critical", "log")
_LOGGER = re.compile(r"(^|\.|_)(log|complain)$|^get_logger\(")


@cache
def modules() -> Mapping[str, ast.Module]:
    """Every file of `bot/` by its path in the repository, read."""
    return {
        path.relative_to(ROOT).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "bot").rglob("*.py"))
    }


def settings(model: type[BaseModel] = Settings, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Each key of the configuration with the keys above it; a mapping's own names and a list's places are left out."""
    for name, field in model.model_fields.items():
        yield (*path, name)
        for section in _sections(field.annotation):
            yield from settings(section, (*path, name))


def _sections(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _sections(part)


def command_line(command: click.Command | None = None, name: str = "agora") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each command that does something, by the words that call it, with its options."""
    command = command or typer.main.get_command(app)
    below: Mapping[str, click.Command] = getattr(command, "commands", {})
    options = [option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)]
    yield name, tuple(option for option in options if option.startswith("--") and option != "--help")
    for word, inner in below.items():
        yield from command_line(inner, f"{name} {word}")


def metrics() -> set[str]:
    """The names under which figures are registered."""
    return {
        argument.value
        for _, call in _calls({"gauge", "counter"})
        if call.args and isinstance(argument := call.args[0], ast.Constant) and isinstance(argument.value, str)
    }


def routes() -> set[tuple[str, str]]:
    """The method and path of every address of the web server; a parameter stands as its name in braces."""
    return {
        (function.attr.upper(), re.sub(r"\{(\w+):[^}]+\}", r"{\1}", argument.value))
        for _, call in _calls({"get", "post"})
        if isinstance(function := call.func, ast.Attribute)
        and ast.unparse(function.value) == "web"
        and isinstance(argument := call.args[0], ast.Constant)
    }


def environment() -> set[str]:
    """The environment variables that are read by their name."""
    named = re.compile(r"AGORA_\w+")
    return {
        argument.value
        for _, call in _calls({"get", "_choice", "getenv"})
        for argument in call.args
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str) and named.fullmatch(argument.value)
    }


def log_events() -> tuple[dict[str, set[str]], set[str]]:
    """Every event that is logged with its levels, and the files that log what is no sentence of their own."""
    found: dict[str, set[str]] = defaultdict(set)
    elsewhere: set[str] = set()
    for file, call in _calls(set(LEVELS)):
        function = call.func
        assert isinstance(function, ast.Attribute)
        if not _LOGGER.search(ast.unparse(function.value)):
            continue
        level, event = function.attr, call.args[0]
        levels = {"error" if level == "exception" else level}
        if level == "log":
            levels = {name.lower() for name in re.findall(r"logging\.([A-Z]+)", ast.unparse(event))}
            event = call.args[1]
        events = list(_texts(event, modules()[file]))
        if not events:
            elsewhere.add(file)
        for text in events:
            found[text] |= levels
    return dict(found), elsewhere


def _texts(value: ast.expr, tree: ast.Module) -> Iterator[str]:
    """The texts that an expression may be: itself, a branch of it, or what its name was given."""
    match value:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from _texts(body, tree)
            yield from _texts(orelse, tree)
        case ast.Name(id=name):
            for node in ast.walk(tree):
                if isinstance(node, ast.Assign) and any(ast.unparse(target) == name for target in node.targets):
                    yield from _texts(node.value, tree)


@cache
def _all_calls() -> tuple[tuple[str, str, ast.Call], ...]:
    """Every call in `bot/`: the file, the name of the function or method, and the call."""
    return tuple(
        (file, node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", ""), node)
        for file, tree in modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
    )


def _calls(names: set[str]) -> Iterator[tuple[str, ast.Call]]:
    """Calls of a function or method of one of these names, each with its file."""
    return ((file, call) for file, name, call in _all_calls() if name in names)


def document(name: str) -> str:
    """A document's text."""
    return (ROOT / name).read_text(encoding="utf-8")


def rows(text: str, columns: int) -> Iterator[list[str]]:
    """The rows of the tables in a document that have so many columns, without heads."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if len(cells) == columns and not set("".join(cells)) <= set("-: "):
            yield cells


def code_words(text: str) -> set[str]:
    """All that stands in backticks."""
    return set(re.findall(r"`([^`\n]+)`", text))
