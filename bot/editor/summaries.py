"""Summaries: three lines proposed out of a text, without help from outside, and put into an article's file.

But for its commented proposal every other byte of the file is left as it is.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import unicodedata
from pathlib import Path

from bot.config.problems import Problem
from bot.config.yaml_documents import Document
from bot.core.articles import SUMMARY_LINES, Article
from bot.core.visible_text import without_controls
from bot.editor.lexrank import choose
from bot.editor.sentences import is_credit, sentences_of, without_dateline
from bot.errors import AgoraError, Refused, UsageError
from bot.library.article_file import read_article, split

LONGEST_LINE = 160
"""The most characters of a proposed line: more is no longer read at a glance."""
_MOST_SENTENCES = 250
"""How many sentences are compared; the time grows with their square, and what matters comes early."""
_LONGEST_BODY = 200_000
"""How many signs of a text are looked at."""
_SHORTEST = 12
_COMFORTABLE = 18
_MARKERS = re.compile(
    r"^(?:그러나|하지만|그런데|그리고|그래서|따라서|그러므로|그러자|또한?|즉|한편|다만|게다가|반면"
    r"|but|and|so|however|therefore|moreover|meanwhile|also|yet|thus|then),?\s+",
    re.IGNORECASE,
)
_LEANING = re.compile(
    r"^(?:이는|이것|그것|그들|이들|이런|그런|이렇|그렇|이처럼|거기|여기|그곳|이곳|이때|그때|나머지|그 |이 글"
    r"|다른 하나|하나는|it|this|that|these|those|they|he|she|here|there)(?![a-z])",
    re.IGNORECASE,
)
_TRAILING = re.compile(r"(?:니까|고|지만|거든|는데|은데|라서|테니|려고|면서)(?:요)?[.!…]*$")
"""Endings of a Korean clause that hangs on the sentence before it."""
_QUESTION = re.compile(r"[?？][\"'”’)]{0,9}$")


def propose(body: str, title: str = "") -> tuple[str, ...]:
    """Three of a text's own sentences, in its order, each at most LONGEST_LINE characters.

    Raises AgoraError when the text has fewer than three sentences that can stand in a summary.
    """
    told = (without_dateline(sentence) for sentence in sentences_of(body[:_LONGEST_BODY]))
    sentences = list(dict.fromkeys(sentence for sentence in told if sentence))[:_MOST_SENTENCES]
    places = choose(sentences, SUMMARY_LINES, [fitness(sentence) for sentence in sentences], title)
    lines = tuple(shaped(sentences[place]) for place in places)
    if len(set(lines)) < SUMMARY_LINES:
        raise AgoraError(
            f"the text has too few sentences for a summary ({len(set(lines))} that could stand in one)",
            "write its three lines yourself",
        )
    return lines


def fitness(sentence: str) -> float:
    """How well a sentence can stand alone in a summary: 0 not at all, 1 well."""
    letters = sum(c.isalnum() for c in sentence)
    if letters < _SHORTEST or is_credit(sentence) or _holds_half_a_quote(shaped(sentence)):
        return 0.0
    fit = 1.0 if letters >= _COMFORTABLE else 0.6
    if len(sentence) > LONGEST_LINE:
        fit *= 0.5
    if _QUESTION.search(sentence):
        fit *= 0.4
    if _TRAILING.search(sentence):
        fit *= 0.6
    if _LEANING.match(_MARKERS.sub("", sentence)):
        fit *= 0.6
    return fit


def _holds_half_a_quote(line: str) -> bool:
    pairs = any(line.count(opened) != line.count(closed) for opened, closed in ("“”", "「」", "『』", "«»"))
    return pairs or line.count('"') % 2 == 1 or (line.count("‘") > line.count("’"))


def shaped(sentence: str) -> str:
    """A sentence as a line: no linking word at its head, and cut after a clause or a word where it is too long."""
    seen = without_controls(sentence, str.isspace)
    line = unicodedata.normalize("NFC", _MARKERS.sub("", " ".join(seen.split())))
    line = line[:1].upper() + line[1:]
    if len(line) <= LONGEST_LINE:
        return line
    head = line[: LONGEST_LINE - 1]
    cut = max(head.rfind(", "), head.rfind("; "))
    if cut < LONGEST_LINE // 2:
        cut = head.rfind(" ")
    return head[: cut if cut > 0 else None].rstrip(" ,;:") + "…"


_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$")
_LINE_END = re.compile(r"\r\n|\r|\n")
_EMPTY_KEY = re.compile(r"summary:\s*(?:#.*)?")
_EXAMPLE = re.compile(r"#\s*summary:\s*")
_EXAMPLE_LINE = re.compile(r"#\s+-\s.*")
_NOT_A_DRAFT = re.compile(r"(draft:\s*)(['\"]?)false\2(.*)", re.DOTALL)
PROPOSALS = {
    "ko": "# 자동으로 뽑은 요약 제안이에요. 읽고 다듬은 다음 앞의 '# '을 지우세요",
    "en": "# A summary proposed automatically: read it, edit it, then remove the '# ' in front",
}
"""What stands above three lines that are only proposed, in comments."""
_REMARKS = {
    "ko": "# 자동으로 뽑은 요약이에요. 읽고 다듬은 다음 draft 줄을 지우세요",
    "en": "# This summary was made automatically: read it, edit it, then remove the draft line",
}


def without_summary(path: Path) -> Article:
    """The article in a file, to be summarised. Raises UsageError when it is none, Refused when it has a summary."""
    reading = read_article(path)
    if reading.article is None:
        first: Problem | None = next((problem for problem in reading.problems if problem.is_error), None)
        raise UsageError(f"{first or path}")
    if reading.article.summary:
        raise Refused(f"{path} already has a summary", "remove it there if you want another one")
    return reading.article


def write_summary(path: Path, lines: tuple[str, ...], locale: str) -> bool:
    """Write `summary:` into an article's file that has none; True if this also made the article a draft.

    An article that was no draft becomes one, since a running bot would post a summary that nobody has read. Raises
    Refused when the file has a summary, AgoraError when it can't be written.
    """
    without_summary(path)
    place = path.resolve()
    try:
        before = place.read_bytes()
        after, made_draft = with_summary(before.decode("utf-8"), lines, locale)
        _replace(place, before, after.encode("utf-8"))
    except OSError as error:
        raise AgoraError(
            f"{path} can't be written ({(error.strerror or 'unknown reason').lower()})", "check its permissions"
        ) from None
    return made_draft


def with_summary(text: str, lines: tuple[str, ...], locale: str) -> tuple[str, bool]:
    """An article's text with a summary put in, and whether it was made a draft."""
    parts = split(_plain(text), "")
    if isinstance(parts, Problem):
        raise UsageError(str(parts))
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
            raise Refused("its key summary says that it is empty", "remove that line first")
    else:
        written = [f"{_REMARKS[locale]}{end}", f"summary:{end}", *written]
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
            return (i - 1 if rows[i - 1].rstrip() in PROPOSALS.values() else i), after
    if "question" in keys:
        line = document.line(("question",)) - 1
        if rows[line].startswith("question") and not rows[line - 1].lstrip().startswith("#"):
            return line, line
    return close, close


def _plain(text: str) -> str:
    return _LINE_END.sub("\n", text.removeprefix("\ufeff"))


def _prove(text: str, lines: tuple[str, ...]) -> None:
    """Read what would be written: whatever the front matter's form, nothing is written that reads otherwise."""
    parts = split(_plain(text), "")
    value = parts[0].value if not isinstance(parts, Problem) and not parts[0].problems else None
    if not isinstance(value, dict) or value.get("summary") != list(lines) or value.get("draft") != "true":
        listed = "\n".join(f"  - {json.dumps(line, ensure_ascii=False)}" for line in lines)
        raise AgoraError(
            "the summary can't be put into this front matter as it is written",
            f"add it by hand, with draft: true:\nsummary:\n{listed}",
        )


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
            raise Refused(f"{place.name} was changed in the meantime", "run the command again")
        Path(name).replace(place)
    finally:
        Path(name).unlink(missing_ok=True)
