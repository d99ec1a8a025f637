"""A checked look into a document's keys: each thing that is wrong becomes a problem at its line."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from types import MappingProxyType

from bot.config.problems import KeyPath, Problem, Severity, dotted, suggestion
from bot.config.yaml_documents import Document, begins_a_word, is_remark, lost
from bot.core.visible_text import composed, looks, shortened
from bot.sentences import Sentence, sentence

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

    def report(self, path: KeyPath, what: Sentence, severity: Severity = Severity.ERROR) -> None:
        """Note a problem at a key."""
        self.problems.append(Problem(self._file, self._document.line(path), dotted(path), what, severity))

    def line(self, path: KeyPath) -> int:
        """The line of a key."""
        return self._document.line(path)

    def mapping(
        self,
        value: object,
        path: KeyPath,
        known: Collection[str],
        of: Sentence,
        unused: Mapping[str, Sentence] = MappingProxyType({}),
    ) -> dict[str, object]:
        """The keys of a mapping, unknown ones reported; empty if it is none.

        `of` says what has these keys, `unused` what to do about some that others have there.
        """
        if not isinstance(value, dict):
            self.report(path, sentence("content-not-mapping", of=of, keys=tuple(known)))
            return {}
        for key in value:
            if key not in known:
                instead = unused.get(key.casefold()) or suggestion(key, known) or sentence("content-remove")
                self.report((*path, key), sentence("content-key-unknown", of=of).mended_by(instead))
        return {key: item for key, item in value.items() if item is not None}

    def items(self, value: object, path: KeyPath) -> list[object]:
        """A list; empty, and reported, if it is none."""
        if isinstance(value, list):
            return value
        if value is not None:
            self.report(path, sentence("content-not-list"))
        return []

    def text(self, keys: dict[str, object], path: KeyPath, key: str, most: int) -> str | None:
        """A key's text as one line; None where it is left out or, reported, wrong."""
        return self.one_line(keys[key], (*path, key), most) if key in keys else None

    def needed(self, keys: dict[str, object], path: KeyPath, key: str, most: int) -> str:
        """A key's text as one line; reported where it is left out."""
        if key not in keys:
            self.missing((*path, key))
        return self.text(keys, path, key, most) or ""

    def missing(self, path: KeyPath, hint: Sentence | None = None) -> None:
        """Report a key that is needed: that it is not there, or that its text was taken for a comment."""
        comment = self._document.comments.get(path)
        if comment is None:
            self.report(path, sentence("config-missing").mended_by(hint))
        else:
            self.report(path, lost(comment))

    def warn_of_lost_text(self, prose: Collection[str]) -> None:
        """Warn where text was taken for a comment; under a key of `prose` any comment but a remark is text."""
        reported = {problem.key for problem in self.problems}
        for path, comment in self._document.comments.items():
            key = next((part for part in reversed(path) if isinstance(part, str)), "")
            if (begins_a_word(comment) or (key in prose and not is_remark(comment))) and dotted(path) not in reported:
                self.report(path, lost(comment), Severity.WARNING)

    def flag(self, keys: dict[str, object], path: KeyPath, key: str) -> bool:
        """Whether a key says true."""
        value = keys.get(key, "false")
        if value not in ("true", "false"):
            self.report((*path, key), sentence("config-no-flag"))
        return value == "true"

    def one_line(self, value: object, path: KeyPath, most: int) -> str | None:
        """A text of at most `most` characters on one line, white space joined; None, reported, if it is none."""
        if not isinstance(value, str):
            if (comment := self._document.comments.get(path)) is not None:
                self.report(path, lost(comment))
            elif isinstance(value, dict):
                self.report(path, sentence("content-is-mapping"))
            elif isinstance(value, list):
                self.report(path, sentence("content-is-list"))
            else:
                self.report(path, sentence("content-not-text"))
            return None
        text = composed(" ".join(value.split()))
        if not looks(text):
            self.report(path, sentence("content-empty"))
        elif len(text) > most:
            self.report(path, sentence("content-too-long", length=len(text), most=most))
        elif _NOT_IN_A_LINE.search(text):
            self.report(path, sentence("content-control"))
        else:
            return text
        return None

    def option(self, label: str, path: KeyPath, known: Collection[str]) -> None:
        """Report a label that is none of the options'."""
        if label not in known:
            instead = suggestion(label, known) or sentence("content-use-one-of", known=tuple(known))
            self.report(path, sentence("content-no-option", option=shortened(label)).mended_by(instead))
