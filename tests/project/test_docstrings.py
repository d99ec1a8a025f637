"""A docstring stands once: on the port, and not again word for word on what fills it or what that calls."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from tests.project.code_facts import modules

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, Function]]:
    """Every function and method, with the name of what it stands in."""
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.ClassDef():
                yield from functions(node, f"{inside}{node.name}.")
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield f"{inside}{node.name}", node
                yield from functions(node, f"{inside}{node.name}.")
            case _:
                yield from functions(node, inside)


def test_nothing_says_word_for_word_what_another_of_its_name_says_elsewhere() -> None:
    """Steps of the tables' are left out: one that was released never changes."""
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path, tree in modules().items():
        if path.startswith("bot/storage/migrations/versions/"):
            continue
        for name, function in functions(tree):
            if told := ast.get_docstring(function):
                said[function.name, told].append(f"{path}: {name}")
    assert [places for places in said.values() if len(places) > 1] == []


def test_every_port_says_what_each_of_its_methods_is_for() -> None:
    silent = [
        f"{path}: {kind.name}.{method.name}"
        for path, tree in modules().items()
        if path.startswith("bot/services/") and path.endswith(("stores.py", "ports.py"))
        for kind in tree.body
        if isinstance(kind, ast.ClassDef) and any(ast.unparse(base).startswith("Protocol") for base in kind.bases)
        for method in kind.body
        if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and not ast.get_docstring(method)
    ]
    assert silent == []
