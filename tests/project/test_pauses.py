"""Pauses that grow are made by bot.backoff: by hand they have no chance in them, or no end."""

from __future__ import annotations

import ast

from tests.project.code_facts import modules


def grows_by_hand(node: ast.AST) -> bool:
    """Whether a power of what is counted is taken, or a sleep is for a product of it."""
    match node:
        case ast.BinOp(op=ast.Pow(), right=exponent):
            return not isinstance(exponent, ast.Constant)
        case ast.Call(func=ast.Attribute(attr="sleep"), args=[ast.BinOp(op=ast.Mult() | ast.Pow())]):
            return True
    return False


def test_no_pause_grows_by_hand() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, tree in modules().items()
        if path != "bot/backoff.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.expr) and grows_by_hand(node)
    ]
    assert found == []
