"""What reads a text from outside takes twice the work for twice the text: lines of code are counted, not seconds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType
from typing import Any

import pytest

from bot.core.articles import Article
from bot.core.marks import Voter
from bot.core.particles import josa
from bot.core.related import Related
from bot.core.visible_text import without_controls
from bot.editor.charsets import decoded
from bot.editor.dates import read_time
from bot.editor.extraction import line_of, markdown_of
from bot.editor.front_matter import split_front
from bot.editor.sentence_splitting import split_sentences
from bot.errors import AgoraError
from bot.log import redacted
from bot.markdown import to_html, without_comments
from bot.platforms.slack.views import body_blocks
from bot.services.asked import Asker
from bot.services.commands.grammar import read

pytestmark = pytest.mark.heavy

PIECES = (
    *("0af", "[", "![", "*a_", "`a", "<", "<!--", "<!-- a -->", "</b>", "<br>", "> ", "- ", "[a](", "&", "| a ", "~~a"),
    *(
        "(",
        '"',
        "“",
        "‘a ",
        ". ",
        "가. ",
        "1. ",
        "**가(나)**은 ",
        "a\n",
        "\n\n",
        "---\n",
        "a: b\n",
        "- a\n",
        "+++\n",
        "{",
    ),
    *("http://a", "<![CDATA[", "\u202e", "이란 ", "[^1]", "가다 "),
)


def related(text: str) -> None:
    at = datetime(2025, 1, 1, tzinfo=UTC)
    Related([Article("a", "가", "나", at, (), "다?", (), text, None, None, False, False, (), None, ())]).of("a")


ASKER = Asker(Voter("local", "local", "haru"), "square")
READERS: dict[str, Callable[[str], Any]] = {
    "page": to_html,
    "slack": body_blocks,
    "sentences": split_sentences,
    "comments": without_comments,
    "invisible": lambda text: without_controls(text, str.isspace),
    "decoding": lambda text: decoded(text.encode(), None, "x", marked_up=True),
    "front": lambda text: split_front(f"---\n{text}\n---\n", "x"),
    "toml": lambda text: split_front(f"+++\n{text}\n+++\n", "x"),
    "markup": markdown_of,
    "title": line_of,
    "date": read_time,
    "related": related,
    "particle": lambda text: josa(text, "이/가"),
    "command": lambda text: read(text, ASKER),
    "log": redacted,
}


def lines_of(work: Callable[[str], Any], text: str) -> int:
    """How many lines of Python a piece of work runs."""
    count = 0

    def each(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return each

    before = sys.gettrace()
    sys.settrace(each)
    try:
        work(text)
    except (AgoraError, RecursionError):
        pass
    finally:
        sys.settrace(before)
    return count


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", READERS)
def test_twice_the_text_is_twice_the_work(name: str) -> None:
    read_it = READERS[name]
    lines_of(read_it, "a")
    for piece in PIECES:
        short, long = (lines_of(read_it, piece * n) for n in (200, 400))
        assert long <= 2.6 * short + 2000, (piece, short, long)
