"""Summaries: three lines put into an article's file, and not one other byte of it changed but a commented proposal."""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from functools import cache
from pathlib import Path

from bot.catalogue import Catalogue
from bot.config.problems import Problem
from bot.config.yaml_documents import Document
from bot.core.articles import Article
from bot.core.words import LOCALES, Words
from bot.errors import AgoraError, Refused, UsageError, reason_of
from bot.library.article_file import read_article, split
from bot.sentences import Sentence, sentence

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")
_LINE_END = re.compile(r"\r\n|\r|\n")
_EMPTY_KEY = re.compile(r"summary:\s*(?:#.*)?")
_EXAMPLE = re.compile(r"#\s*summary:\s*")
_EXAMPLE_LINE = re.compile(r"#\s+-\s.*")
_NOT_A_DRAFT = re.compile(r"(draft:\s*)(['\"]?)false\2(.*)", re.DOTALL)
PROPOSED = sentence("import-draft-proposed")
"""What stands above three lines that are only proposed, in comments."""


def without_summary(path: Path) -> Article:
    """The article in a file, to be summarised. Raises UsageError when it is none, Refused when it has a summary."""
    reading = read_article(path)
    if reading.article is None:
        raise UsageError(_told(next(problem for problem in reading.problems if problem.is_error)))
    if reading.article.summary:
        raise Refused(sentence("summary-there", file=str(path)))
    return reading.article


def _told(problem: Problem) -> Sentence:
    """A problem as an error: where it is, what is wrong, and what to do about it."""
    place = f"{problem.file}:{problem.line}" + (f": {problem.key}" if problem.key else "")
    return sentence("article-problem", place=place, what=problem.what).mended_by(problem.what.cure)


def write_summary(path: Path, lines: tuple[str, ...], words: Words) -> bool:
    """Write `summary:` into an article's file that has none; True if this also made the article a draft.

    An article that was no draft becomes one, since a running bot would post a summary that nobody has read. Raises
    Refused when the file has a summary, AgoraError when it can't be written.
    """
    without_summary(path)
    place = path.resolve()
    try:
        before = place.read_bytes()
        after, made_draft = with_summary(before.decode("utf-8"), lines, words)
        _replace(place, before, after.encode("utf-8"))
    except OSError as error:
        raise AgoraError(sentence("summary-unwritten", file=str(path), reason=reason_of(error))) from None
    return made_draft


def with_summary(text: str, lines: tuple[str, ...], words: Words) -> tuple[str, bool]:
    """An article's text with a summary put in, and whether it was made a draft."""
    parts = split(_plain(text), "")
    if isinstance(parts, Problem):
        raise UsageError(_told(parts))
    document, _ = parts
    rows = _LINES.findall(text)
    found = _LINE_END.search(text)
    end = found.group() if found is not None else "\n"
    keys = document.value if isinstance(document.value, dict) else {}
    written = [f"  - {json.dumps(line, ensure_ascii=False)}{end}" for line in lines]
    made_draft = keys.get("draft") != "true"
    at, after = _place(rows, document, keys)
    if "summary" in keys:
        if not _EMPTY_KEY.fullmatch(rows[at - 1].strip()):
            raise Refused(sentence("summary-key-empty"))
    else:
        written = [f"{words.say('summary-made')}{end}", f"summary:{end}", *written]
    if made_draft and "draft" in keys:
        line = document.line(("draft",)) - 1
        rows[line] = _NOT_A_DRAFT.sub(r"\1true\3", rows[line])
    elif made_draft:
        written.append(f"draft: true{end}")
    whole = "".join([*rows[:at], *written, *rows[after:]])
    _prove(whole, lines)
    return whole, made_draft


def _place(rows: list[str], document: Document, keys: dict[str, object]) -> tuple[int, int]:
    """The lines that the summary takes the place of, as a range that may be empty.

    It goes below its empty key, in the place of its commented example or proposal, or before the question.
    """
    if "summary" in keys:
        line = document.line(("summary",))
        return line, line
    close = next(i for i, row in enumerate(rows[1:], 1) if row.rstrip() == "---")
    for i in range(1, close):
        if _EXAMPLE.fullmatch(rows[i].strip()):
            after = i + 1
            while after < close and _EXAMPLE_LINE.fullmatch(rows[after].strip()):
                after += 1
            return (i - 1 if rows[i - 1].rstrip() in _proposals() else i), after
    if "question" in keys:
        line = document.line(("question",)) - 1
        if rows[line].startswith("question") and not rows[line - 1].lstrip().startswith("#"):
            return line, line
    return close, close


@cache
def _proposals() -> frozenset[str]:
    """How a draft says that a summary is proposed, in whichever language it was written."""
    return frozenset(Catalogue(locale).message(PROPOSED.key, {}) for locale in LOCALES)


def _plain(text: str) -> str:
    return _LINE_END.sub("\n", text.removeprefix("\ufeff"))


def _prove(text: str, lines: tuple[str, ...]) -> None:
    """Read what would be written: whatever the front matter's form, nothing is written that reads otherwise."""
    parts = split(_plain(text), "")
    value = parts[0].value if not isinstance(parts, Problem) and not parts[0].problems else None
    if not isinstance(value, dict) or value.get("summary") != list(lines) or value.get("draft") != "true":
        listed = "\n".join(f"  - {json.dumps(line, ensure_ascii=False)}" for line in lines)
        raise AgoraError(sentence("summary-by-hand", lines=listed))


def _replace(place: Path, before: bytes, after: bytes) -> None:
    """Put the new text in the file's place in one step, unless somebody changed the file meanwhile."""
    number, name = tempfile.mkstemp(dir=place.parent, prefix=f".{place.name}.")
    try:
        with os.fdopen(number, "wb") as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
        shutil.copymode(place, name)
        if place.read_bytes() != before:
            raise Refused(sentence("summary-changed", file=place.name))
        Path(name).replace(place)
    finally:
        Path(name).unlink(missing_ok=True)
