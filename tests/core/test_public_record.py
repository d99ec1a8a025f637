"""Public records: whole ones are right, and whatever is changed in one is found, by the bot and by docs/verify.py."""

from __future__ import annotations

import ast
import copy
import json
import sys
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from record_samples import SCRIPT, TAMPERINGS, records, sealed, tampered, the_script

from bot.core.public_record import Record, difference

SCRIPTED = the_script()
SAMPLE = sealed("single", 2, [(0, 0), (0, 1), (1, None), (None, 1)])


def found_by_the_script(told: object) -> str | None:
    try:
        SCRIPTED.check(told)
    except SCRIPTED.Wrong as wrong:
        return str(wrong)
    return None


@given(records())
def test_whatever_a_bot_files_is_right(told: Record) -> None:
    assert difference(told) is None
    assert found_by_the_script(told) is None
    reordered = json.loads(json.dumps(dict(reversed(told.items())), indent=3, ensure_ascii=True))
    assert difference(reordered) is None


def test_notes_may_be_in_any_language_and_later_figures_of_nothing_change_nothing() -> None:
    told = copy.deepcopy(SAMPLE)
    told["certificate"] |= {"notes": ["words"], "joined": 0, "electorate": None}
    assert difference(told) is None
    assert found_by_the_script(told) is None


@pytest.mark.parametrize("what", list(TAMPERINGS))
def test_what_was_tampered_with_is_found(what: str) -> None:
    told = tampered(SAMPLE, what)
    assert difference(told)
    assert found_by_the_script(told)


@pytest.mark.parametrize("told", [None, [], "record", 1, {"debate": "d1"}])
def test_what_is_no_record_is_said_to_be_none(told: object) -> None:
    assert difference(told)
    assert found_by_the_script(told)


def _places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The ways to everything in a record but the words of its notes."""
    if way[:2] == ("certificate", "notes"):
        return []
    inside: Any = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [way, *(place for key, each in inside for place in _places(each, (*way, key)))]


@settings(max_examples=400)
@given(records(), st.data())
def test_both_find_any_change_of_any_value(told: Record, data: st.DataObject) -> None:
    way = data.draw(st.sampled_from([way for way in _places(told) if way]))
    odd = st.none() | st.integers(-2, 5) | st.booleans() | st.sampled_from(["", "x", "0" * 16, "f" * 64, [], [0], {}])
    changed = copy.deepcopy(told)
    place: Any = changed
    for step in way[:-1]:
        place = place[step]
    place[way[-1]] = new = data.draw(odd)
    before: Any = told
    for step in way:
        before = before[step]
    if type(new) is type(before) and new == before:
        assert difference(changed) is None
        return
    assert difference(changed), way
    assert found_by_the_script(changed), way


def test_the_script_needs_nothing_of_ours_and_is_short() -> None:
    text = SCRIPT.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 200
    imported = {name for node in ast.walk(ast.parse(text)) for name in _modules(node)}
    assert imported
    assert imported <= sys.stdlib_module_names


def _modules(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name.partition(".")[0] for alias in node.names]
    return [(node.module or "").partition(".")[0]] if isinstance(node, ast.ImportFrom) else []


def test_the_digits_in_the_chat_are_compared() -> None:
    assert SCRIPTED.check(SAMPLE, SAMPLE["head"][:8]) == SAMPLE["head"]
    with pytest.raises(SCRIPTED.Wrong, match="the chat shows 00000000"):
        SCRIPTED.check(SAMPLE, "00000000")
