"""The one family of errors that a person may read."""

from __future__ import annotations

from bot.sentences import Sentence, as_sentence, english


class AgoraError(Exception):
    """Something went wrong in a way that a person can be told about.

    `sentence` says what is wrong and what to do next, in the language of whoever reads it; an error may be made of
    plain words too, where they are none of ours. `message`, `hint` and `str()` are English, for logs.
    """

    exit_code = 1

    def __init__(self, told: Sentence | str, hint: Sentence | str = "") -> None:
        self.sentence = as_sentence(told, hint)
        super().__init__(self.sentence)

    @property
    def message(self) -> str:
        """What is wrong, in English."""
        return str(self.sentence)

    @property
    def hint(self) -> str:
        """What to do next, in English; may be empty."""
        return self.sentence.hint(english())

    def __str__(self) -> str:
        return self.sentence.in_full(english())


class Unfit(ValueError):
    """A value that can't be used, where a person wrote it; `sentence` says why, and what to do about it."""

    def __init__(self, told: Sentence | str, hint: Sentence | str = "") -> None:
        self.sentence = as_sentence(told, hint)
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return self.sentence.in_full(english())


class UsageError(AgoraError):
    """The command line, the configuration or the content is wrong (exit code 2)."""

    exit_code = 2


class NotFound(AgoraError):
    """What was asked for does not exist: a debate, an article, a channel."""


class Refused(AgoraError):
    """Understood, but not allowed or not possible in the present state."""


class StorageError(AgoraError):
    """The database could not do what was asked; nothing of it was done."""


class StorageBusy(StorageError):
    """The database is locked or unreachable for the moment; trying again may help."""
