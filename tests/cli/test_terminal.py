"""Nothing from outside reaches the terminal as a command, as markup or as an emoji's code, whatever is asked for."""

from __future__ import annotations

import ast
import asyncio
import csv
import io
import json
import os
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.table import Table

import bot.cli
from bot.cli.terminal import cell, console
from bot.core.marks import Voter
from bot.core.visible_text import visible
from bot.services.records import Feedback
from bot.services.reports import harmless
from bot.storage import open_ledger

SLUG = "nasty"
LABELS = ("[/b]", "[red]:door:", "=1+1")
LINE = "[/i] :fire: 불이야"
ARTICLE = f"""---
title: "[bold]:door: 제목[/] \\\\["
category: "[/] :smile:"
published: 2025-01-02T09:00:00+09:00
tags: ["[/b]"]
summary: ["[/b] 하나", ":door: 둘", "[link=x]셋"]
question: "[/b] :door: 어떤가요?"
options:
  - {{label: "{LABELS[0]}", emoji: 🚪}}
  - {{label: "{LABELS[1]}", emoji: 🌳}}
  - {{label: "{LABELS[2]}", emoji: 🤔}}
squabble:
  - {{speaker: booki, side: "{LABELS[0]}", says: "{LINE}"}}
---
## [b]본문[/b]

이야기가 있어요. 둘째 문장이 있어요. 셋째 문장이 있어요.
"""
NASTY = ("\x1b]0;x\x07\x1b[31m", "\x9b31m", "\u202eevil", "a\nb", "\u2028x", "[/b]", ":door:", "\udcff", "\u200b")
SCHEDULE = """schedules:
  - {name: a, cron: "0 9 * * *", channels: [square], articles: {category: "[/] :smile:"}}
"""


def obeyed(text: str) -> set[str]:
    """What a terminal would obey in a text of lines."""
    turns = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    bad = ("Cc", "Cs", "Zl", "Zp")
    return {c for c in text if c != "\n" and (unicodedata.category(c) in bad or unicodedata.bidirectional(c) in turns)}


@pytest.fixture
def nasty(place):
    """A place where every text is one that rich, a terminal or a spreadsheet would take for something else."""
    path = place.folder / "content" / "articles" / f"{SLUG}.md"
    path.write_text(ARTICLE, encoding="utf-8")
    place.configure(more=SCHEDULE)
    return place


def test_files_and_values_in_check(nasty) -> None:
    articles = os.fsencode(nasty.folder / "content" / "articles")
    names = [text.replace("/", "-") for text in NASTY]
    for name in names:
        for ending in (".md", ".markdown"):
            with open(os.path.join(articles, os.fsencode(name + ending)), "wb") as file:  # noqa: PTH118, PTH123
                file.write(b"---\ntitle: x\n---\n")
    done = nasty.agora("check")
    assert done.code == 2
    assert obeyed(done.out + done.err) == set()
    for name in names:
        assert visible(name) in done.err, "it can be seen which file is meant"
    assert "Traceback" not in done.err
    value = json.dumps("".join(NASTY[:-2]))
    for key in ("content", "timezone", "locale", "database", value):
        nasty.config.write_text(f"{key}: {value}\n", encoding="utf-8")
        done = nasty.agora("check")
        assert (obeyed(done.out + done.err), "Traceback" in done.err) == (set(), False), key


@pytest.mark.parametrize("text", ["\x1b]0;x\x07\x1b[31m\x9b\u202e\u2028a\nb\u200b", "[/b]:door:"], ids=ascii)
def test_what_is_typed_and_not_found(nasty, text: str) -> None:
    for args in (
        ("post", text),
        ("post", SLUG, "--channel", text),
        ("post", SLUG, "--closes-after", text),
        ("close", text),
        ("results", text),
        ("results", "--format", text),
        ("preview", text),
        ("check", "-c", f"{text}.yaml"),
        ("export", "--format", "json", "-o", f"x/{text}", "--since", text),
        ("article", "import", f"./{text}.md"),
        ("article", "summarise", f"./{text}.md"),
        (text,),
    ):
        done = nasty.agora(*args)
        assert done.code in (1, 2), args
        assert obeyed(done.out + done.err) == set(), args
        assert "Traceback" not in done.err, args
        assert "🚪" not in done.err, args


def test_what_a_debate_shows_is_text_everywhere(nasty) -> None:
    asyncio.run(_write_feedback(nasty))
    assert nasty.agora("check").code == 0
    assert obeyed(nasty.agora("schedule", "--days", "2").out) == set()
    preview = nasty.agora("preview", SLUG)
    assert (preview.code, preview.err) == (0, "")
    for told in (
        "[bold]:door: 제목[/] \\[",
        "[/] :smile:",
        "[/b] 하나",
        ":door: 둘",
        *LABELS,
        LINE,
        "[/b] :door: 어떤",
    ):
        assert told in preview.out, told
    for platform in ("local", "discord", "slack"):
        payload = nasty.agora("preview", SLUG, "--json", "--platform", platform)
        assert obeyed(payload.out) == set()
        json.loads(payload.out)
    assert nasty.agora("post", SLUG, "--channel", "square").code == 0
    for command in ("results", "close", "results"):
        done = nasty.agora(command, SLUG)
        assert (done.code, done.err) == (0, "")
        for told in ("[bold]:door: 제목[/] \\[", "[/b] :door: 어떤가요?", *LABELS):
            assert told in done.out, (command, told)
    assert [option["label"] for option in nasty.results(SLUG)["options"]] == list(LABELS)
    rows = list(csv.DictReader(io.StringIO(nasty.agora("results", SLUG, "--format", "csv").out)))
    assert [row["label"] for row in rows] == [LABELS[0], LABELS[1], f"'{LABELS[2]}"]
    table, data = nasty.agora("feedback", "list"), nasty.agora("feedback", "list", "--format", "json")
    assert (obeyed(table.out), obeyed(data.out)) == (set(), set())
    assert "[/b] :door: \\x1b[31m\\u202e" in table.out
    assert json.loads(data.out)[0]["line"] == "[/b] :door: \x1b[31m\u202e\x9b"
    assert obeyed(nasty.agora("doctor").out) == set()
    done = nasty.agora("article", "new", "[/b] :door: \x1b[31m\u202e새 글")
    assert (done.code, obeyed(done.out + done.err)) == (0, set())


async def _write_feedback(place) -> None:
    database = await open_ledger(f"sqlite:///{place.file}")
    now = datetime.now(UTC)
    line = "[/b] :door: \x1b[31m\u202e\x9b"
    await database.ledger.feedback.add(
        Feedback(Voter("local", "local", "p1"), "square", 4, line, now), most=9, since=now
    )
    await database.close()


TEXT = st.text(
    st.sampled_from("ab[]/\\:=doredb \x1b\x9b\u202e\n") | st.characters(exclude_categories=("Cs",)), max_size=30
)


@given(TEXT)
def test_rich_prints_a_cell_as_it_is(text: str) -> None:
    screen = console(width=2_000)
    for shown in (cell(text, lines=True), Table(box=None, show_header=False, pad_edge=False)):
        if isinstance(shown, Table):
            shown.add_row(cell(text, lines=True))
        with screen.capture() as captured:
            screen.print(shown)
        lines = visible(text, lines=True).split("\n")
        assert [line.rstrip() for line in captured.get().split("\n")][: len(lines)] == [line.rstrip() for line in lines]


@given(TEXT, st.sampled_from("=+-@＝＋－＠"), st.sampled_from(["", " ", "\t", "\n", "\ufeff", "\u200b", " \u3000"]))
def test_no_cell_of_a_spreadsheet_is_a_formula(text: str, begins: str, before: str) -> None:
    assert str(harmless(before + begins + text)).startswith("'")
    assert obeyed(str(harmless(text))) == set()
    assert harmless(-5) == -5


def test_commands_print_in_one_way_only() -> None:
    """A new command that prints by itself would let markup and control characters through again."""
    for path in sorted(Path(bot.cli.__file__).parent.glob("*.py")):
        if path.name == "terminal.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func)
                allowed = path.name == "__init__.py" and "__version__" in ast.unparse(node)
                assert allowed or name not in ("print", "Console", "typer.echo", "typer.secho"), f"{path.name}: {name}"
