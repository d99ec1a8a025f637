"""What the configuration decides is written out nowhere else: an English bot had answered Korean in some places."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from bot.core.words import DEFAULT_LOCALE, DEFAULT_TIMEZONE
from tests.project.project_repository import ROOT

WRITTEN_OUT = {DEFAULT_LOCALE, DEFAULT_TIMEZONE}
NAMED_IN = "bot/core/words.py"


def written_out(tree: ast.AST) -> Iterator[int]:
    """Lines at which a language or a time zone stands where nothing else is known: a default, or a look-up's."""
    for node in ast.walk(tree):
        found: list[ast.expr | None] = []
        match node:
            case ast.arguments():
                found = [*node.defaults, *node.kw_defaults]
            case ast.Call(func=ast.Attribute(attr="get"), args=[_, otherwise]):
                found = [otherwise]
            case ast.BoolOp(op=ast.Or()):
                found = [*node.values[1:]]
            case ast.AnnAssign() | ast.Assign():
                found = [node.value]
            case ast.IfExp(test=ast.Compare() as test):
                asks = [constant.value for constant in ast.walk(test) if isinstance(constant, ast.Constant)]
                found = [] if WRITTEN_OUT & {one for one in asks if isinstance(one, str)} else [node.orelse]
        yield from (one.lineno for one in found if isinstance(one, ast.Constant) and one.value in WRITTEN_OUT)


def test_no_language_and_no_time_zone_is_written_out_as_a_default() -> None:
    found = []
    for path in sorted((ROOT / "bot").rglob("*.py")):
        name = path.relative_to(ROOT).as_posix()
        if name != NAMED_IN:
            found += [f"{name}:{line}" for line in written_out(ast.parse(path.read_text(encoding="utf-8")))]
    assert found == []
