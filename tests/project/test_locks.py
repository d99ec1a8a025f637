"""The locks: hashes everywhere, addresses nowhere, and nothing undeclared."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from project_repository import ROOT, distribution, pyproject

LOCKS = sorted((ROOT / "locks").glob("*.lock"))
NAMES = [lock.stem for lock in LOCKS]


def pins(lock: Path) -> dict[str, str]:
    """Package → version, of a lock whose every entry is one pinned version with hashes."""
    found: dict[str, str] = {}
    for entry in re.split(r"\n(?=\S)", lock.read_text().strip()):
        first, *hashes = [line.strip().rstrip("\\").strip() for line in entry.splitlines()]
        pinned = re.fullmatch(r"([\w.-]+)(?:\[[\w,]+\])?==([\w.!+]+)(?: ; .+)?", first)
        assert pinned is not None, f"not pinned: {first}"
        assert hashes, f"no hash: {first}"
        assert all(re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", one) for one in hashes), first
        found[distribution(pinned[1])] = pinned[2]
    return found


def test_there_is_a_lock_for_running_for_building_and_for_developing() -> None:
    assert NAMES == ["build", "dev", "runtime"]


@pytest.mark.parametrize("lock", LOCKS, ids=NAMES)
def test_a_lock_pins_with_hashes_and_names_no_address(lock: Path) -> None:
    assert pins(lock)
    text = lock.read_text()
    assert "://" not in text
    assert not re.search(r"index-url|find-links|trusted-host|\s@\s", text)


def test_the_dev_lock_holds_the_same_versions_as_the_others() -> None:
    dev = pins(ROOT / "locks/dev.lock")
    for name in ("runtime", "build"):
        lock = pins(ROOT / f"locks/{name}.lock")
        assert lock.items() <= dev.items()


def test_everything_declared_is_locked() -> None:
    project = pyproject()["project"]
    assert {distribution(one) for one in project["dependencies"]} <= pins(ROOT / "locks/runtime.lock").keys()
    extras = [one for extra in project["optional-dependencies"].values() for one in extra]
    assert {distribution(one) for one in extras} <= pins(ROOT / "locks/dev.lock").keys()


def test_everything_that_the_bot_imports_is_declared() -> None:
    project = pyproject()["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["summaries"]]
    declared = {distribution(one) for one in wanted}
    known = packages_distributions()
    undeclared: dict[str, str] = {}
    for source in (ROOT / "bot").rglob("*.py"):
        for module in imported(source):
            providers = {distribution(one) for one in known.get(module, [module])}
            if module not in sys.stdlib_module_names and module != "bot" and not providers & declared:
                undeclared[module] = str(source.relative_to(ROOT))
    assert undeclared == {}


def imported(source: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text())):
        if isinstance(node, ast.Import):
            names.update(alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names
