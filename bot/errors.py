"""The one family of errors that a person may read."""

from __future__ import annotations

import errno
from collections.abc import Mapping, Sequence

from bot.sentences import Sentence, as_sentence, english, sentence, verbatim


class AgoraError(Exception):
    """Something went wrong in a way that a person can be told about.

    `sentence` says what is wrong and what to do next, in the language of whoever reads it; an error may be made of
    plain words too, where they are none of ours. `below` are lines that belong under it on a terminal: what may have
    been meant. `message`, `hint` and `str()` are English, for logs.
    """

    exit_code = 1

    def __init__(self, told: Sentence | str, hint: Sentence | str = "", *, below: Sequence[Sentence] = ()) -> None:
        self.sentence = as_sentence(told, hint)
        self.below = tuple(below)
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


_REASONS: Mapping[int, Sentence] = {
    errno.EACCES: sentence("reason-denied"),
    errno.EPERM: sentence("reason-not-permitted"),
    errno.ENOENT: sentence("reason-missing"),
    errno.ENOTDIR: sentence("reason-no-folder"),
    errno.EISDIR: sentence("reason-folder"),
    errno.EEXIST: sentence("reason-there"),
    errno.ENOSPC: sentence("reason-no-space"),
    errno.EDQUOT: sentence("reason-quota"),
    errno.EROFS: sentence("reason-read-only"),
    errno.EIO: sentence("reason-device"),
    errno.ENAMETOOLONG: sentence("reason-name"),
    errno.ELOOP: sentence("reason-loop"),
    errno.EMFILE: sentence("reason-files"),
    errno.EBUSY: sentence("reason-busy"),
    errno.EFBIG: sentence("reason-large"),
}


def reason_of(error: OSError) -> Sentence:
    """Why a file can't be read or written, for brackets behind a sentence that says so."""
    known = _REASONS.get(error.errno or 0)
    if known is not None:
        return known
    told = error.strerror or str(error)
    return verbatim(told.lower()) if told else sentence("reason-unknown")
