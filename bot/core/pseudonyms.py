"""Pseudonyms: a voter in one debate, under a key without which nobody can tell who it is."""

from __future__ import annotations

import secrets
from hashlib import sha256

from bot.core.marks import Voter

CODE_DIGITS = 16
"""The length of a code: of a million voters in one debate two share one with a chance of 1 : 36 million."""
_SECRET_BYTES = 32
_BLOCK = 64
_INNER, _OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))


class Pseudonyms:
    """The pseudonyms of a debate's voters: HMAC-SHA-256 under `key` of the debate's id, platform, workspace and native
    id, a line each. Nobody without the key can tell whether pseudonyms of two debates are one person's.

    What they have in common is hashed once: `hmac` begins anew for each, which takes three times as long.
    """

    def __init__(self, key: bytes, debate: str) -> None:
        block = (key if len(key) <= _BLOCK else sha256(key).digest()).ljust(_BLOCK, b"\0")
        self._inner = sha256(block.translate(_INNER) + f"{debate}\n".encode())
        self._outer = sha256(block.translate(_OUTER))

    def of(self, voter: Voter) -> str:
        """The pseudonym: 64 hex digits."""
        inner, outer = self._inner.copy(), self._outer.copy()
        inner.update("\n".join(voter).encode())
        outer.update(inner.digest())
        return outer.hexdigest()

    def code(self, voter: Voter) -> str:
        """What stands for a voter in a debate's history and record: the beginning of the pseudonym."""
        return self.of(voter)[:CODE_DIGITS]


def pseudonym(key: bytes, debate: str, voter: Voter) -> str:
    """One voter's pseudonym."""
    return Pseudonyms(key, debate).of(voter)


def new_secret() -> bytes:
    """The key of one debate's codes, which nobody but its ledger knows."""
    return secrets.token_bytes(_SECRET_BYTES)


def any_code() -> str:
    """A code of nobody's, for whoever comes when a debate's secret has been let go of."""
    return secrets.token_hex(CODE_DIGITS // 2)
