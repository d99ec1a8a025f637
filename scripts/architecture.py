"""Write the list of files in docs/architecture.md anew, from what each module says of itself.

`make docs`, or `python scripts/architecture.py`; `--check` only says whether it is as it should be.
"""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
DOCUMENT = ROOT / "docs/architecture.md"
_LIST = re.compile(r"(<!-- files -->\n).*?(<!-- end of files -->)", re.S)
_LEFT_OUT = "migrations/versions"


def first_sentence(docstring: str) -> str:
    """What a module is, in a line."""
    paragraph = " ".join(docstring.split("\n\n")[0].split())
    return re.split(r"(?<=[.?!])\s+(?=[A-Z`])", paragraph)[0].rstrip(".").replace("|", "\\|")


def listing() -> str:
    """A table for each room: its files, each with its docstring's first sentence."""
    rooms: dict[str, list[str]] = {}
    for path in sorted((ROOT / "bot").rglob("*.py")):
        name = path.relative_to(ROOT)
        told = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        if _LEFT_OUT in name.as_posix():
            continue
        room = rooms.setdefault(name.parent.as_posix(), [])
        if path.name == "__init__.py":
            room.insert(0, f"\n{first_sentence(told)}.\n")
        else:
            room.append(f"| `{path.name}` | {first_sentence(told)} |")
    parts = []
    for room, lines in rooms.items():
        files = [line for line in lines if line.startswith("|")]
        parts += [f"### `{room}`", *(line for line in lines if line not in files)]
        parts += ["| file | |", "| --- | --- |", *files, ""] if files else []
    return "\n".join(parts)


def as_it_should_be(text: str) -> str:
    """The document with the list of files as they are."""
    if not _LIST.search(text):
        raise SystemExit(f"{DOCUMENT.name} has no place for the list of files")
    return _LIST.sub(lambda found: f"{found[1]}{listing()}\n{found[2]}", text)


def main() -> None:
    """Write, or with `--check` tell of it."""
    text = DOCUMENT.read_text(encoding="utf-8")
    wanted = as_it_should_be(text)
    if "--check" not in sys.argv:
        DOCUMENT.write_text(wanted, encoding="utf-8")
    elif text != wanted:
        raise SystemExit("The list of files in docs/architecture.md is not as the code is — run: make docs")


if __name__ == "__main__":
    main()
