"""Where things live: a name is one file's, a file is one thing, and a port is for one kind of user."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import bot

ROOT = Path(bot.__file__).parent
LONGEST = 450
WIDEST = 7
STEPS = ROOT / "storage" / "migrations"


def modules() -> list[Path]:
    return [path for path in ROOT.rglob("*.py") if path.name != "__init__.py" and STEPS not in path.parents]


def test_no_two_modules_have_one_name_but_for_the_same_part_of_two_platforms() -> None:
    places = defaultdict(list)
    for path in modules():
        places[path.name].append(path.relative_to(ROOT))
    twice = {name: found for name, found in places.items() if len(found) > 1}
    assert twice, "the parts that platforms share were not found"
    for name, found in twice.items():
        assert all(path.parts[0] == "platforms" for path in found), f"{name}: {found}"


def test_no_module_is_longer_than_one_thing() -> None:
    for path in modules():
        assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST, path.relative_to(ROOT)


def ports() -> dict[str, list[str]]:
    """The methods of each port, by the port's name."""
    classes = [
        node
        for path in (ROOT / "services").rglob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef)
        and any(isinstance(base, ast.Name) and base.id == "Protocol" for base in node.bases)
    ]
    return {
        port.name: [each.name for each in port.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]
        for port in classes
    }


def test_no_port_is_wider_than_what_one_kind_of_user_needs() -> None:
    found = ports()
    assert {"VoteStore", "Messenger"} <= set(found)
    assert {name: methods for name, methods in found.items() if len(methods) > WIDEST} == {}
