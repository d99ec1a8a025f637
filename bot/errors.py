"""The one family of errors that a person may read."""

from __future__ import annotations


class AgoraError(Exception):
    """Something went wrong in a way that a person can be told about.

    `message` is one sentence saying what is wrong, `hint` one saying what to do next.
    """

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} — {self.hint}" if self.hint else self.message


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
