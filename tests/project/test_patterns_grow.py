"""No regular expression in the bot takes more than a fixed number of steps for each character that it reads.

Every pattern is looked for where it is compiled; texts that could be slow are made out of the pattern itself, and the
steps of a matcher are counted while they double. Nothing here waits for a clock.
"""

from __future__ import annotations

import ast
import importlib
import re
import sys
import threading
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import bot
from tests.project.regex_steps import Matcher, TooMany, alphabet, parsed, repeats, sample, takes

pytestmark = pytest.mark.heavy

ROOT = Path(bot.__file__).parent
CALLS = {"compile", "search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
ANCHORED = {"match", "fullmatch"}
FIRST, LAST = 96, 1536
"""How often the shortest and the longest text repeat what is repeated."""
FEW_FOR_EACH = 12
"""Steps for each character that show no growth: of the shortest text, a square takes half of FIRST for each."""
GROWS = 2.5
"""Twice the text and so many times the steps is more than linear (2), and less than quadratic (4)."""
MOST_FOR_EACH = 600
"""Steps for each character that are too many at any length."""

MADE_AT_RUNTIME = {
    "core/search_words.py": "what was typed, escaped sign by sign, with at most two gaps between",
    "config/secrets.py": "a secret, escaped, as a whole word",
    "log/redaction.py": 'the secrets themselves, escaped, joined by "|"',
    "platforms/slack/interactions.py": "a constant, escaped, and digits",
}


@cache
def trees() -> dict[Path, ast.Module]:
    return {path: ast.parse(path.read_text()) for path in sorted(ROOT.rglob("*.py"))}


def calls() -> Iterator[tuple[Path, ast.Call]]:
    """Every call of `re.…` that takes a pattern."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.func.attr in CALLS
            ):
                yield path, node


@cache
def used_as() -> dict[str, set[str]]:
    """With which methods each name is used anywhere: a pattern that is only matched is not looked for everywhere."""
    found: dict[str, set[str]] = {}
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in CALLS:
                found.setdefault(node.value.id, set()).add(node.attr)
    return found


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def patterns_in(value: object, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict) and depth < 3:
        for item in (*value.keys(), *value.values()):
            yield from patterns_in(item, depth + 1)
    elif isinstance(value, tuple | list | set | frozenset) and depth < 3:
        for item in value:
            yield from patterns_in(item, depth + 1)


@cache
def everything() -> dict[str, tuple[re.Pattern[Any], bool]]:
    """Every pattern by where it is, and whether it is only ever matched at one place."""
    found: dict[str, tuple[re.Pattern[Any], bool]] = {}
    for path in {path for path, _ in calls()}:
        module = importlib.import_module(module_of(path))
        for name, value in vars(module).items():
            for number, pattern in enumerate(patterns_in(value)):
                anchored = used_as().get(name, CALLS) <= ANCHORED
                found[f"{path.relative_to(ROOT)}::{name}[{number}]"] = (pattern, anchored)
    for path, call in calls():
        written = call.args[0]
        if call.func.attr != "compile" and isinstance(written, ast.Constant):  # type: ignore[attr-defined]
            place = f"{path.relative_to(ROOT)}:{call.lineno}"
            found[place] = (re.compile(written.value), call.func.attr in ANCHORED)  # type: ignore[attr-defined]
    return found


def attacks(pattern: re.Pattern[Any]) -> Iterator[Callable[[int], str]]:
    """Texts made of the pattern that grow with a number: one thing before, another again and again, a third behind."""
    tree = parsed(pattern)
    letters = alphabet(tree)
    bodies = repeats(tree)
    pumps = dict.fromkeys((sample(tree), sample(tree, most=True)))
    for body, before in bodies:
        taken = [letter for letter in letters if takes(body, letter, pattern.flags)]
        pumps.update(dict.fromkeys((*taken, sample(body), sample(body, most=True))))
        pumps.update(dict.fromkeys(before + letter for letter in taken[:8] if before))
    if "\\" in letters:
        # What is escaped need not be what the pattern's own sample escapes: a quote that closes nothing.
        pumps.update(dict.fromkeys("\\" + letter for letter in letters[:8]))
    befores = dict.fromkeys(["", *(before for _, before in bodies)])
    for before in befores:
        for pump in pumps:
            if pump:
                for behind in ("\0", "\n!", "a"):
                    yield lambda n, a=before, b=pump, z=behind: a + b * n + z  # type: ignore[misc]


def grows(pattern: re.Pattern[Any], anchored: bool) -> str | None:
    """The text on which a pattern takes more and more steps; None where there was none."""
    tree = parsed(pattern)
    for attack in attacks(pattern):
        size, before = FIRST, 0
        while True:
            text = attack(size)
            matcher = Matcher(tree, pattern.flags, MOST_FOR_EACH * len(text) + 1000)
            try:
                steps = matcher.whole(text) if anchored else matcher.everywhere(text)
            except TooMany:
                return f"{text[:60]!r}… of {len(text)} characters takes more than {matcher.most} steps"
            if steps <= FEW_FOR_EACH * len(text) or (before and steps <= before * GROWS):
                break
            if size >= LAST:
                return f"{attack(3)!r} grows: {steps} steps for {size} times"
            before, size = steps, size * 2
    return None


def deep(work: Callable[[], str | None]) -> str | None:
    """Do what needs a deep stack."""
    found: list[str | None] = []
    before, size = sys.getrecursionlimit(), threading.stack_size()
    sys.setrecursionlimit(200_000)
    threading.stack_size(512 * 1024 * 1024)
    try:
        thread = threading.Thread(target=lambda: found.append(work()))
        thread.start()
        thread.join()
    finally:
        sys.setrecursionlimit(before)
        threading.stack_size(size)
    return found[0]


def test_every_pattern_is_found() -> None:
    """A pattern that is made where this search does not see it is named above, with why it can't be slow."""
    unseen = set()
    for path, call in calls():
        place = str(path.relative_to(ROOT))
        is_constant = isinstance(call.args[0], ast.Constant)
        at_top = any(
            call in ast.walk(node)
            for node in trees()[path].body
            if not isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef)
        )
        if not at_top and not is_constant:
            unseen.add(place)
    assert unseen == set(MADE_AT_RUNTIME)
    compiled = sum(call.func.attr == "compile" for _, call in calls())  # type: ignore[attr-defined]
    assert len(everything()) >= compiled - len(MADE_AT_RUNTIME) - 1


SHARES = 24
"""The patterns are looked for by a test and not when tests are collected, which is done in each of their processes."""


@pytest.mark.timeout(600)
@pytest.mark.parametrize("share", range(SHARES))
def test_no_pattern_grows_faster_than_its_input(share: int) -> None:
    slow = {}
    for place in sorted(everything())[share::SHARES]:
        pattern, anchored = everything()[place]
        found = deep(lambda pattern=pattern, anchored=anchored: grows(pattern, anchored))  # type: ignore[misc]
        if found is not None:
            slow[place] = found
    assert slow == {}


@pytest.mark.parametrize(
    "slow",
    [
        *(
            r"\w+://\S+",
            r"(a+)+$",
            r"\s+$",
            r"^(\w+\s?)*$",
            r"<[^>]*>",
            r"\d+(?:,\d+)*\Z",
            r"(?:a|ab)*c",
            r"x*y",
        ),
        *(r"\s*#*\s*\n", r"(?s).*?z", r"[ \t]*\n", r"a{0,999}b", r"(?:.|a)+b", r"(?<=a)a*b", r"\W*$", r"“[^”]*”|\S+"),
        r'"(?:[^"\\]|\\.)*"',
    ],
)
def test_the_search_finds_what_is_slow(slow: str) -> None:
    assert deep(lambda: grows(re.compile(slow), False)) is not None


@pytest.mark.parametrize(
    "quick", [r"\w+", r"a+b?", r"(?<!\w)\w+://\S+", r"[가-힣]{1,9}고", r"(?:ab)+", r"\b\d+x", r"“[^“”]*”|\S+"]
)
def test_the_search_lets_go_what_is_not(quick: str) -> None:
    assert deep(lambda: grows(re.compile(quick), False)) is None
