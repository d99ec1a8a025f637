"""The history of a debate as a chain: each event carries SHA-256 over its predecessor's hash and its own form.

The forms never change: heads of debates that ended long ago stand in messages that nobody can edit.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from bot.core.times import Micros


class Cause:
    """Why an event is in the history; `late` ones change no mark.

    Plain strings, since SQLite's driver looks for an adapter of every value that is of a type of its own.
    """

    LIVE = "live"
    RECOUNT = "recount"
    MODERATOR = "moderator"
    LATE = "late"


class Event(NamedTuple):
    """A reaction or a button's mark added or taken back; `seq` is its place, `voter` the voter's number."""

    seq: int
    post: int
    voter: int
    reaction: str
    option: int
    added: bool
    at: Micros | None
    received_at: Micros
    cause: str


def genesis(
    *, debate: str, edition: str, question: str, options: Sequence[str], choice: str, ballot: str, opened_at: Micros
) -> bytes:
    """The hash that a debate begins with: what is asked, which options there are (their labels), and the rules."""
    said = [debate, edition, question, list(options), choice, ballot, opened_at]
    return sha256(b"agora 1 " + json.dumps(said, separators=(",", ":")).encode()).digest()


def noted(before: bytes, notes: str) -> bytes:
    """The hash after a certificate's notes (JSON, in no language), with which the events end."""
    return sha256(before + b"notes " + notes.encode()).digest()


def linked(
    before: bytes,
    code: str,
    seq: int,
    post: int,
    reaction: str,
    option: int,
    added: bool,
    at: Micros | None,
    received_at: Micros,
    cause: str,
) -> bytes:
    """The hash of an event after the one with the hash `before`; `code` stands for its voter, whom nothing names.

    The reaction stands last in its form, since it may hold anything.
    """
    sign, when = "+" if added else "-", "-" if at is None else at
    form = f"{seq} {code} {post} {option} {sign} {when} {received_at} {cause} {reaction}"
    return sha256(before + form.encode()).digest()
