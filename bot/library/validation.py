"""A checked look into a document's keys: each thing that is wrong becomes a problem at its line."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType

from bot.config.problems import KeyPath, Problem, Severity, dotted, quoted, suggestion
from bot.config.yaml_documents import Document, begins_a_word, is_remark, lost
from bot.core.visible_text import composed, looks

_NOT_IN_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and what turns the direction of writing around."""


class Form:
    """Reads values out of a document and remembers what was wrong with them."""

    def __init__(self, document: Document, file: str) -> None:
        self._document = document
        self._file = file
        self.problems: list[Problem] = list(document.problems)

    @property
    def is_sound(self) -> bool:
        """Whether no error was found so far."""
        return not any(problem.is_error for problem in self.problems)

    def report(self, path: KeyPath, what: str, hint: str = "", severity: Severity = Severity.ERROR) -> None:
        """Note a problem at a key."""
        self.problems.append(Problem(self._file, self._document.line(path), dotted(path), what, hint, severity))

    def line(self, path: KeyPath) -> int:
        """The line of a key."""
        return self._document.line(path)

    def mapping(
        self,
        value: object,
        path: KeyPath,
        known: Collection[str],
        of: str,
        unused: Mapping[str, str] = MappingProxyType({}),
    ) -> dict[str, object]:
        """The keys of a mapping, unknown ones reported; empty if it is none.

        `of` says what has these keys, `unused` what to do about some that others have there.
        """
        if not isinstance(value, dict):
            self.report(path, f"must be a mapping with the keys of {of}", f"write {', '.join(known)} below it")
            return {}
        for key in value:
            if key not in known:
                self.report(
                    (*path, key),
                    f"is not a key of {of}",
                    unused.get(key.casefold()) or suggestion(key, known) or "remove it",
                )
        return {key: item for key, item in value.items() if item is not None}

    def items(self, value: object, path: KeyPath) -> list[object]:
        """A list; empty, and reported, if it is none."""
        if isinstance(value, list):
            return value
        if value is not None:
            self.report(path, "must be a list", "write one entry a line, after '- '")
        return []

    def text(self, keys: dict[str, object], path: KeyPath, key: str, most: int) -> str | None:
        """A key's text as one line; None where it is left out or, reported, wrong."""
        return self.one_line(keys[key], (*path, key), most) if key in keys else None

    def needed(self, keys: dict[str, object], path: KeyPath, key: str, most: int) -> str:
        """A key's text as one line; reported where it is left out."""
        if key not in keys:
            self.missing((*path, key), "add it")
        return self.text(keys, path, key, most) or ""

    def missing(self, path: KeyPath, hint: str) -> None:
        """Report a key that is needed: that it is not there, or that its text was taken for a comment."""
        comment = self._document.comments.get(path)
        if comment is None:
            self.report(path, "is missing", hint)
        else:
            self.report(path, *lost(comment))

    def warn_of_lost_text(self, prose: Collection[str]) -> None:
        """Warn where text was taken for a comment; under a key of `prose` any comment but a remark is text."""
        reported = {problem.key for problem in self.problems}
        for path, comment in self._document.comments.items():
            key = next((part for part in reversed(path) if isinstance(part, str)), "")
            if (begins_a_word(comment) or (key in prose and not is_remark(comment))) and dotted(path) not in reported:
                self.report(path, *lost(comment), Severity.WARNING)

    def flag(self, keys: dict[str, object], path: KeyPath, key: str) -> bool:
        """Whether a key says true."""
        value = keys.get(key, "false")
        if value not in ("true", "false"):
            self.report((*path, key), "must be true or false")
        return value == "true"

    def one_line(self, value: object, path: KeyPath, most: int) -> str | None:
        """A text of at most `most` characters on one line, white space joined; None, reported, if it is none."""
        if not isinstance(value, str):
            hint = "put the text after the key, on one line"
            if (comment := self._document.comments.get(path)) is not None:
                self.report(path, *lost(comment))
            elif isinstance(value, dict):
                self.report(path, "must be text, and has ': ' in it or begins with {", "put the whole text in quotes")
            elif isinstance(value, list):
                self.report(path, "must be text", f"{hint}, in quotes if it begins with [")
            else:
                self.report(path, "must be text", hint)
            return None
        text = composed(" ".join(value.split()))
        if not looks(text):
            self.report(path, "is empty", "write something")
        elif len(text) > most:
            self.report(path, f"has {len(text)} characters, {most} are possible", "make it shorter")
        elif _NOT_IN_A_LINE.search(text):
            self.report(path, "has an invisible control character in it", "type the text again")
        else:
            return text
        return None

    def choice(self, value: str, path: KeyPath, known: Collection[str], noun: str) -> None:
        """Report a word that is none of `known`."""
        if value not in known:
            hint = suggestion(value, known) or f"use one of: {', '.join(known)}"
            self.report(path, f"there is no {noun} {quoted(value)}", hint)
