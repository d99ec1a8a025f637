"""A docstring stands once: on the port, and not again word for word on what fills it."""

from __future__ import annotations

import ast
from collections import defaultdict

from tests.project.code_facts import modules


def test_no_method_says_word_for_word_what_a_method_of_that_name_says_elsewhere() -> None:
    said: dict[tuple[str, str], list[str]] = defaultdict(list)
    for path, tree in modules().items():
        for kind in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
            for method in kind.body:
                if isinstance(method, ast.FunctionDef | ast.AsyncFunctionDef) and (told := ast.get_docstring(method)):
                    said[method.name, told].append(f"{path}: {kind.name}.{method.name}")
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
