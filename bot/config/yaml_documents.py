"""Reading YAML so that every value keeps its line, and nothing is guessed.

YAML that can't be read, and text that YAML takes for something else, are told in sentences that a person can act on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from bot.config.problems import KeyPath, Problem, dotted
from bot.core.visible_text import composed, shortened
from bot.errors import reason_of
from bot.sentences import Sentence, sentence

_BEGINS = re.compile(r"\s*(?:-\s+)?(?:[^\s:#\"'\[{][^:#]{0,80}:[ \t]+|-[ \t]+)([\[{}\],!&*>|%@`?:\"'-])(.*)")
"""A key or a list's dash and what begins the text after it, where that means something in YAML."""
_COMMENT = re.compile(r"[ \t]+#.*")
_HASHED = re.compile(r":[ \t]+[^\s\"'\[{#][^#]{0,300}[ \t]#[^\s#]")
_REMARK = re.compile(r"(?:[ \t]{2,}|\t)#[ \t#]")


def syntax_problem(error: yaml.YAMLError, text: str, file: str, first_line: int) -> Problem:
    """What is wrong with a text that can't be read, at its line; `first_line` is the number of its first one."""
    problem = str(getattr(error, "problem", None) or "")
    mark = getattr(error, "problem_mark", None)
    opened = getattr(error, "context_mark", None)
    if "unexpected end of stream" in problem and opened is not None:
        mark = opened
    line = mark.line if mark is not None else 0
    lines = text.rstrip().split("\n")
    written = lines[line] if line < len(lines) else ""
    at = written[mark.column : mark.column + 1] if mark is not None else ""
    above = lines[line - 1] if 0 < line <= len(lines) else ""
    what = _sentence(problem, str(getattr(error, "context", None) or ""), at, written, above)
    return Problem(file, min(line + 1, len(lines)) + first_line - 1, "", what)


def comment_after(text: str, index: int) -> str | None:
    """The comment after `index`, the end of a value without quotes, with the blanks before it; None without one.

    It stands on the same line, or on the next where that is deeper than the value's: there the text might have gone on.
    """
    begins = text.rfind("\n", 0, index) + 1
    end = _end_of_line(text, index)
    found = _COMMENT.match(text[index:end])
    if found is None and not text[index:end].strip():
        next_line = text[end + 1 : _end_of_line(text, end + 1)]
        found = _COMMENT.match(next_line)
        if found is not None and _depth(next_line) <= _depth(text[begins:end]):
            return None
    return found[0].rstrip() if found else None


def _end_of_line(text: str, index: int) -> int:
    end = text.find("\n", index)
    return end if end >= 0 else len(text)


def _depth(line: str) -> int:
    """How far a line is indented; a list's dash belongs to it."""
    return len(line) - len(line.lstrip(" -\t"))


def lost(comment: str) -> Sentence:
    """What is wrong where text was taken for a comment, and what to do."""
    return sentence("yaml-lost-text", comment=shortened(comment.strip()))


def begins_a_word(comment: str) -> bool:
    """Whether a comment looks like text: `#1`, `#광장`, `#️⃣`, not `# for later`."""
    after = comment.lstrip()[1:2]
    return bool(after) and not after.isspace() and after not in "#=-!"


def is_remark(comment: str) -> bool:
    """Whether a comment beside a sentence is set apart as a remark: two blanks before the #, and one after it."""
    return _REMARK.match(comment) is not None


def _sentence(problem: str, context: str, at: str, written: str, above: str) -> Sentence:
    if "tab character" in problem or ("cannot start any token" in problem and at == "\t"):
        return sentence("yaml-tab")
    if "cannot start any token" in problem:
        return sentence("yaml-begins-with", sign=at)
    begins = _BEGINS.match(written)
    in_flow = "flow" in context
    if begins and not in_flow and "unexpected end of stream" not in problem:
        if begins[1] in "\"'":
            return sentence("yaml-after-quote")
        if begins[1] != ":":
            return sentence("yaml-begins-with", sign=begins[1])
    if _HASHED.search(written) or _HASHED.search(above):
        return sentence("yaml-comment-in-text")
    if "mapping values are not allowed" in problem:
        return sentence("yaml-colon-in-text")
    if "alias" in context or "anchor" in context:
        return sentence("yaml-begins-with-alias")
    if "unexpected end of stream" in problem:
        return sentence("yaml-open-quote")
    if in_flow:
        return sentence("yaml-open-bracket")
    return sentence("yaml-invalid", reason=problem or sentence("yaml-unreadable"))


LARGEST = 1024 * 1024
"""The largest file that is read, in bytes."""
_DEEPEST = 20
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_Loader: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Document:
    """A YAML document as mappings, lists, text and None, with the line of every key and list item.

    Keys are in composed form: Hangul may come in pieces (macOS).
    """

    value: object = None
    lines: dict[KeyPath, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    comments: dict[KeyPath, str] = field(default_factory=dict)
    """What stands after a value without quotes, as a comment: it may be text that was meant to be read."""

    def line(self, path: KeyPath) -> int:
        """The line of a key, or of the nearest key around it that is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


class _Broken(Exception):
    def __init__(self, line: int, key: str, what: Sentence) -> None:
        super().__init__(what)
        self.line, self.key, self.what = line, key, what


def read_text(path: Path, name: str) -> str | Problem:
    """The text of a file with plain line ends and without a byte order mark, or what is wrong with it."""
    try:
        if not path.is_file():
            what = sentence("file-no-file") if path.exists() else sentence("file-missing")
            return Problem(name, 1, "", what)
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        return Problem(name, 1, "", sentence("file-unreadable", reason=reason_of(error)))
    if len(data) > LARGEST:
        return Problem(name, 1, "", sentence("file-too-large"))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Problem(name, line, "", sentence("file-not-utf8"))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if bad := _CONTROL.search(text):
        line = text.count("\n", 0, bad.start()) + 1
        code = f"U+{ord(bad.group()):04X}"
        return Problem(name, line, "", sentence("file-control-character", code=code))
    if not text.strip():
        return Problem(name, 1, "", sentence("file-empty"))
    return text


def read_yaml(text: str, file: str, first_line: int = 1) -> Document:
    """Read one YAML document whose first line is line `first_line` of `file`; never raises."""
    document = Document()
    document.lines[()] = first_line
    reader = _Reader(text, file, first_line, document)
    try:
        reader.read()
    except _Broken as broken:
        document.value = None
        document.problems.append(Problem(file, broken.line, broken.key, broken.what))
    except yaml.YAMLError as error:
        document.value = None
        document.problems.append(syntax_problem(error, text, file, first_line))
    return document


class _Reader:
    def __init__(self, text: str, file: str, first_line: int, document: Document) -> None:
        self._text = text
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=_Loader)
        self._file = file
        self._first_line = first_line
        self._document = document

    def read(self) -> None:
        next(self._events)
        event = next(self._events)
        if isinstance(event, yaml.StreamEndEvent):
            return
        self._document.value = self._value(next(self._events), ())
        next(self._events)
        event = next(self._events)
        if not isinstance(event, yaml.StreamEndEvent):
            raise _Broken(self._line(event), "", sentence("yaml-second-document"))

    def _line(self, event: yaml.Event) -> int:
        mark = event.start_mark
        return self._first_line + (mark.line if mark is not None else 0)

    def _value(self, event: yaml.Event, path: KeyPath) -> object:
        if isinstance(event, yaml.NodeEvent) and event.anchor is not None:
            sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
            anchor = shortened(f"{sign}{event.anchor}")
            raise _Broken(self._line(event), dotted(path), sentence("yaml-anchor", anchor=anchor))
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag is not None:
            raise _Broken(self._line(event), dotted(path), sentence("yaml-tag", tag=shortened(event.tag)))
        if isinstance(event, yaml.ScalarEvent):
            if not event.style and event.end_mark is not None:
                comment = comment_after(self._text, event.end_mark.index)
                if comment is not None:
                    self._document.comments[path] = comment
            return None if event.implicit[0] and event.value in _NULLS else event.value
        if len(path) >= _DEEPEST:
            raise _Broken(self._line(event), "", sentence("yaml-too-deep"))
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(path)
        return self._mapping(path)

    def _items(self, path: KeyPath) -> list[object]:
        items: list[object] = []
        while not isinstance(event := next(self._events), yaml.SequenceEndEvent):
            place = (*path, len(items))
            self._document.lines[place] = self._line(event)
            items.append(self._value(event, place))
        return items

    def _mapping(self, path: KeyPath) -> dict[str, object]:
        mapping: dict[str, object] = {}
        while not isinstance(event := next(self._events), yaml.MappingEndEvent):
            line = self._line(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise _Broken(line, dotted(path), sentence("yaml-key-no-word"))
            key = composed(event.value)
            place = (*path, key)
            value_event = next(self._events)
            if key in mapping:
                first = str(self._document.lines[place])
                self._document.problems.append(
                    Problem(self._file, line, dotted(place), sentence("yaml-key-twice", line=first))
                )
                self._skip(value_event)
                continue
            self._document.lines[place] = line
            mapping[key] = self._value(value_event, place)
        return mapping

    def _skip(self, event: yaml.Event) -> None:
        depth = 0
        while True:
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth == 0:
                return
            event = next(self._events)
