"""What the bot imports anywhere that is not its own: the memory and time that all these parts take by themselves."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import bot

_OURS = {"bot", "__future__"} | sys.stdlib_module_names


def program() -> str:
    """A Python program of all the import statements in the bot that name another package, and nothing else."""
    return "\n".join(sorted({line for file in Path(bot.__file__).parent.rglob("*.py") for line in _imports(file)}))


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            yield from (f"import {alias.name}" for alias in node.names if _foreign(alias.name))
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level and _foreign(node.module):
            yield from (f"from {node.module} import {alias.name}" for alias in node.names)


def _foreign(module: str) -> bool:
    return module.partition(".")[0] not in _OURS
