"""Where things live: a name is one file's, and a file is short enough to be one thing."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import bot

ROOT = Path(bot.__file__).parent
LONGEST = 450
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
