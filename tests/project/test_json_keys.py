"""What programs read of the command line: docs/command-line.md has each key that is printed, and no other."""

from __future__ import annotations

import ast
import io
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

import pytest

from bot.app.one_shot import Opened, Outcome
from bot.cli.output import feedback_record, opened_record
from bot.core.articles import DEFAULT_OPTIONS, Article
from bot.core.debates import DebateState, Post, PostState, Rules, open_debate
from bot.core.marks import Voter
from bot.core.pseudonyms import pseudonym
from bot.core.recounts import Certificate, Note, Recounted
from bot.core.tally import VOTERS, Tally
from bot.locales import words_for
from bot.services.exports import JsonExport
from bot.services.records import Cast, Feedback, Overview, Snapshot
from bot.services.reports import overview_report, public_report, report
from tests.project.code_facts import code_words, document, modules, rows

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
WORDS = words_for("en", strict=True)
BY_NAME = {"by_platform": "PLATFORM"}
"""Objects whose keys are names, and what stands for these in the document."""


def closed() -> Snapshot:
    """A debate of which everything is there that can be."""
    article = Article("open", "t", "c", NOW, summary=("a", "b", "c"), question="q", options=DEFAULT_OPTIONS, body="…")
    debate = open_debate(debate_id="d1", article=article, rules=Rules(), at=NOW)
    return Snapshot(
        debate=replace(debate, state=DebateState.CLOSED),
        posts=(Post(1, "d1", "square", "discord", "100", "en", PostState.SAID, "m1"),),
        tally=Tally(2, {("discord", 1): 1, ("discord", VOTERS): 1}),
        shift=((0, 1, 0), (0, 0, 1), (0, 0, 1)),
        certificate=Certificate(Recounted.EXACT, 1, 1, notes=(Note("note-was-down"),)),
    )


PRINTED: dict[str, object] = {
    "agora results --format json": report(closed(), WORDS),
    "agora debates --format json": [overview_report(Overview(closed().debate, 1, closed().posts))],
    "agora post SLUG --json": opened_record(
        Opened(closed().debate, (Outcome("square", "discord", "said", None, "m1", "https://…"),), ("d0",)), WORDS
    ),
    "agora feedback list --format json": [feedback_record(Feedback(Voter("discord", "", "1"), "square", 5, "…", NOW))],
}
NOT_OURS = {"agora preview SLUG --json"}
"""What prints keys that are a platform's."""


def keys(value: object, path: str = "") -> Iterator[str]:
    """The paths of a value's keys, `[]` for each of a list, without those that only lead to others."""
    if isinstance(value, dict):
        named = BY_NAME.get(path.rpartition(".")[2])
        for key, inner in value.items():
            yield from keys(inner, f"{path}.{named or key}" if path else named or key)
    elif isinstance(value, list):
        for inner in value:
            yield from keys(inner, f"{path}[]")
    else:
        yield path


def section(name: str, command: str) -> str:
    """What a document says under a heading that names a command."""
    found = re.search(rf"^### `{re.escape(command)}`\n(.*?)(?=^##|\Z)", document(name), re.M | re.S)
    assert found is not None, f"docs/command-line.md has no part '{command}'"
    return found[1]


def told(command: str) -> set[str]:
    text = section("docs/command-line.md", command)
    return {key for cells in rows(text, 2) if cells[0] != "key" for key in code_words(cells[0])}


@pytest.mark.parametrize("command", PRINTED)
def test_every_key_that_is_printed_is_told_of_and_no_other(command: str) -> None:
    printed = set(keys(PRINTED[command]))
    leads = {key for key in told(command) if any(one.startswith((f"{key}.", f"{key}[")) for one in printed)}
    assert printed == told(command) - leads


def test_the_page_of_a_debate_has_the_keys_of_its_results() -> None:
    assert set(keys(public_report(closed(), WORDS))) == set(keys(report(closed(), WORDS)))


def test_every_key_that_an_export_adds_is_told_of() -> None:
    file = io.BytesIO()
    sink = JsonExport(file, partial(pseudonym, b"key"), WORDS, NOW)
    sink.begin(1, 1)
    sink.debate(closed())
    sink.ballots([Cast(Voter("discord", "", "1"), 1, NOW, 1)])
    sink.finish()
    added = {path.removeprefix("debates[].") for path in keys(json.loads(file.getvalue()))}
    added -= set(keys(report(closed(), WORDS)))
    words = set(re.findall(r"\w+", " ".join(added)))
    told = document("docs/export.md").partition("\n## `--format json`\n")[2]
    assert {"exported_at", "first_at", "schedule"} <= words
    assert words - set(re.findall(r"\w+", " ".join(code_words(told)))) == set()


def test_whatever_prints_json_is_held_to_this() -> None:
    printing = {
        f"{path}: {function.name}"
        for path, tree in modules().items()
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef)
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say_json"
    }
    assert printing == {
        "bot/cli/debate_commands.py: post",
        "bot/cli/debate_commands.py: debates",
        "bot/cli/debate_commands.py: results",
        "bot/cli/export_commands.py: list_",
        "bot/cli/check_commands.py: preview",
    }
    assert all(section("docs/command-line.md", command) for command in (*PRINTED, *NOT_OURS))
