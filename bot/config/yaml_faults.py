"""YAML that can't be read, and text that YAML takes for something else, in sentences that a person can act on."""

from __future__ import annotations

import re

import yaml

from bot.config.problems import Problem
from bot.core.visible import shortened

IN_QUOTES = "put the whole text in quotes"
_BEGINS = re.compile(r"\s*(?:-\s+)?(?:[^\s:#\"'\[{][^:#]{0,80}:[ \t]+|-[ \t]+)([\[{}\],!&*>|%@`?:\"'-])(.*)")
"""A key or a list's dash and what begins the text after it, where that means something in YAML."""
_COMMENT = re.compile(r"[ \t]+#.*")
_HASHED = re.compile(r":[ \t]+[^\s\"'\[{#][^#]{0,300}[ \t]#[^\s#]")
_REMARK = re.compile(r"(?:[ \t]{2,}|\t)#[ \t#]")


def syntax_problem(error: yaml.YAMLError, text: str, file: str, first_line: int) -> Problem:
    """What is wrong with a text that can't be read, at its line; `first_line` is the number of its first one."""
    problem = str(getattr(error, "problem", None) or "it can't be parsed")
    mark = getattr(error, "problem_mark", None)
    opened = getattr(error, "context_mark", None)
    if "unexpected end of stream" in problem and opened is not None:
        mark = opened
    line = mark.line if mark is not None else 0
    lines = text.rstrip().split("\n")
    written = lines[line] if line < len(lines) else ""
    at = written[mark.column : mark.column + 1] if mark is not None else ""
    above = lines[line - 1] if 0 < line <= len(lines) else ""
    what, hint = _sentence(problem, str(getattr(error, "context", None) or ""), at, written, above)
    return Problem(file, min(line + 1, len(lines)) + first_line - 1, "", what, hint)


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


def lost(comment: str) -> tuple[str, str]:
    """What is wrong where text was taken for a comment, and what to do."""
    return f"the text from # on is lost, as a comment: '{shortened(comment.strip())}'", IN_QUOTES


def begins_a_word(comment: str) -> bool:
    """Whether a comment looks like text: `#1`, `#광장`, `#️⃣`, not `# for later`."""
    after = comment.lstrip()[1:2]
    return bool(after) and not after.isspace() and after not in "#=-!"


def is_remark(comment: str) -> bool:
    """Whether a comment beside a sentence is set apart as a remark: two blanks before the #, and one after it."""
    return _REMARK.match(comment) is not None


def _sentence(problem: str, context: str, at: str, written: str, above: str) -> tuple[str, str]:
    if "tab character" in problem or ("cannot start any token" in problem and at == "\t"):
        return "the line is indented with a tab", "indent with spaces"
    if "cannot start any token" in problem:
        return f"text can't begin with '{at}' here", "put the text in quotes"
    begins = _BEGINS.match(written)
    in_flow = "flow" in context
    if begins and not in_flow and "unexpected end of stream" not in problem:
        if begins[1] in "\"'":
            return "there is text after the closing quote", f"{IN_QUOTES}, of the other kind"
        if begins[1] != ":":
            return f"text can't begin with {begins[1]} here", "put the text in quotes"
    if _HASHED.search(written) or _HASHED.search(above):
        return "text after # is a comment, and ends the text before it", IN_QUOTES
    if "mapping values are not allowed" in problem:
        return "there is a ': ' inside text, or the indentation is off", "put the text in quotes, or align the keys"
    if "alias" in context or "anchor" in context:
        return "text can't begin with * or & here", "put the text in quotes"
    if "unexpected end of stream" in problem:
        return "a quote is opened here and never closed", "close it"
    if in_flow:
        return "a list in [ ] or a mapping in { } is not well formed", "close it, and put its texts in quotes"
    return f"this is not valid YAML ({problem})", "check the indentation and the quotes here and just above"
