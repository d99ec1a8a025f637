"""The public record of a closed debate: what its head stands for, and what of it anyone can count again.

A record is JSON as at `/debates/ID/record.json`. What is covered never changes its form: heads stand in messages that
nobody can edit. docs/verify.py does the same as `difference` with nothing of ours, and tests hold both to it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any, NamedTuple

from bot.core.ballots import EMPTY, options_of
from bot.core.debates import Choice, Debate
from bot.core.recounts import Certificate
from bot.core.tally import Tally
from bot.core.times import iso

Record = dict[str, Any]
"""A record as JSON has it."""

_FACTS = (
    *("debate", "article", "edition", "question", "options", "choice", "ballot"),
    *("opened_at", "closes_at", "tally", "shift", "events"),
)
_COUNTED = ("ledger", "recount", "differences", "undecided", "undatable", "unsettled")
_WORDS = ("head", "notes")
"""What of a certificate its head does not cover: itself, and sentences, which are in the reader's language."""
_HASH = re.compile(r"[0-9a-f]{64}")
_CODE = re.compile(r"[0-9a-f]{16}")


class Filed(NamedTuple):
    """A ballot in a record: the voter's code, and the options of the first and the last one by their numbers.

    None is a first ballot that is undecided, and a last one that is undecided or was withdrawn. With multiple choice
    the last one is a list.
    """

    code: str
    first: int | None
    last: int | list[int] | None


def filed(code: str, first: int, last: int, choice: Choice) -> Filed:
    """A ballot (bit masks) as it stands in a record."""
    held = list(options_of(last))
    told = held if choice is Choice.MULTIPLE else held[0] if held else EMPTY
    return Filed(code, options_of(first)[0] if first > EMPTY else None, told if held else None)


def facts(
    debate: Debate,
    tally: Tally,
    shift: tuple[tuple[int, ...], ...] | None,
    certificate: Mapping[str, Any],
    *,
    events: int,
) -> Record:
    """A record without ballots and hashes; `certificate` is that of reports, `events` how many led to the result."""
    return {
        "debate": debate.id,
        "article": debate.slug,
        "edition": debate.edition,
        "question": debate.article.question,
        "options": [option.label for option in debate.article.options],
        "choice": debate.rules.choice.value,
        "ballot": debate.rules.ballot.value,
        "opened_at": iso(debate.opened_at),
        "closes_at": iso(debate.closes_at),
        "tally": list(tally.ballots),
        "shift": None if shift is None else [list(row) for row in shift],
        "events": events,
        "certificate": dict(certificate),
    }


def record(told: Record, ballots: Iterable[Filed] | None, history: str, head: str) -> Record:
    """The whole record: the facts `told`, the ballots in the order of their codes, and the hashes in hexadecimal."""
    return told | {
        "ballots": None if ballots is None else [ballot._asdict() for ballot in ballots],
        "history": history,
        "head": head,
        "certificate": told["certificate"] | {"head": head},
    }


def figures_of(certificate: Certificate) -> Record:
    """A certificate's figures, as reports and records have them."""
    return {"recounted": certificate.recounted.value} | {name: getattr(certificate, name) for name in _COUNTED}


def head_of(history: bytes, told: Record, ballots: Iterable[Filed]) -> bytes:
    """The hash of a closing: over the `history`'s last hash, the facts `told`, and each ballot in the order of codes.

    Of the certificate it covers every figure that is not 0, so that one that a later version adds changes nothing.
    """
    covered = {name: told[name] for name in _FACTS}
    found = told["certificate"]
    covered["certificate"] = {name: value for name, value in found.items() if value and name not in _WORDS}
    hashed = sha256(history + b"closed " + json.dumps(covered, sort_keys=True, separators=(",", ":")).encode())
    for ballot in ballots:
        hashed.update(_line(ballot))
    return hashed.digest()


def _line(ballot: Filed) -> bytes:
    code, first, last = ballot
    chosen = ",".join(map(str, last)) if isinstance(last, list) else "-" if last is None else last
    return f"\n{code} {'-' if first is None else first} {chosen}".encode()


class _Differs(Exception):
    """A record is not what it claims to be; its text says where."""


def difference(record: object) -> str | None:
    """What is wrong with a record first, in a sentence; None where all of it fits together."""
    try:
        _check(record)
    except _Differs as found:
        return str(found)
    return None


def _check(record: object) -> None:
    told = _formed(record)
    options, single = len(told["options"]), told["choice"] == "single"
    ballots = None if told["ballots"] is None else list(_ballots(told["ballots"], options, single=single))
    certificate, tally, shift = told["certificate"], told["tally"], told["shift"]
    if ballots is not None:
        _compare_counts(ballots, told, options, single=single)
    if shift is not None:
        _must(
            [sum(row[option] for row in shift) for option in range(options)] == tally,
            "the shift's columns do not add up to the tally",
        )
    if single:
        _must(sum(tally) == certificate["recount"], "the tally does not add up to the votes of the certificate")
    _must(certificate["head"] == told["head"], "the certificate names another head than the record")
    covers = head_of(bytes.fromhex(told["history"]), told, ballots or ())
    _must(covers.hex() == told["head"], "the head is not that of this record: something in it was changed")


def _compare_counts(ballots: list[Filed], told: Record, options: int, *, single: bool) -> None:
    counts: Counter[int] = Counter()
    moves: Counter[tuple[int, int]] = Counter()
    voters = 0
    for _, first, last in ballots:
        chosen = last if isinstance(last, list) else [] if last is None else [last]
        counts.update(chosen)
        voters += bool(chosen)
        moves[options if first is None else first, chosen[0] if chosen else options] += 1
    for option in range(options):
        told_of, label = told["tally"][option], told["options"][option]
        _must(told_of == counts[option], f"the tally has {told_of} votes for '{label}', the ballots {counts[option]}")
    if single:
        size = range(options + 1)
        _must(told["shift"] == [[moves[row, column] for column in size] for row in size], "the shift is another one")
    recount = told["certificate"]["recount"]
    _must(recount == voters, f"the certificate has {recount} votes, the ballots {voters}")


def _ballots(told: list[Any], options: int, *, single: bool) -> Iterable[Filed]:
    before = ""
    for place, ballot in enumerate(told, 1):
        where = f"ballot {place}"
        _must(isinstance(ballot, dict) and ballot.keys() == {"code", "first", "last"}, f"{where} is no ballot")
        code, first, last = ballot["code"], ballot["first"], ballot["last"]
        _must(isinstance(code, str) and _CODE.fullmatch(code) is not None, f"{where} has no code")
        _must(code > before, f"{where} ({code}) is not in the order of codes, or there twice")
        before = code
        numbers = last if isinstance(last, list) else [] if last is None else [last]
        there = all(_is_count(number) and number < options for number in numbers)
        _must(there, f"{where} ({code}) is for an option that is not there")
        _must(first is None or (_is_count(first) and first < options), f"{where} ({code}) began with no option")
        _must(last is None or isinstance(last, list) is not single, f"{where} ({code}) is not by the debate's choice")
        ascending = not isinstance(last, list) or (last and last == sorted(set(last)))
        _must(bool(ascending), f"{where} ({code}) names options twice or out of order")
        yield Filed(code, first, last)


def _formed(record: object) -> Record:
    """The record, once everything in it has the form that it must have."""
    if not isinstance(record, dict):
        raise _Differs("it is no record of a debate")
    told: Record = record
    for name in (*_FACTS, "ballots", "certificate", "history", "head"):
        _must(name in told, f"'{name}' is missing")
    for name in ("debate", "article", "edition", "question", "opened_at", "closes_at"):
        _must(isinstance(told[name], str), f"'{name}' is no text")
    labels = told["options"]
    _must(isinstance(labels, list) and all(isinstance(each, str) for each in labels), "'options' is no list of labels")
    _must(told["choice"] in ("single", "multiple"), "'choice' is neither single nor multiple")
    _must(told["ballot"] in ("reactions", "buttons"), "'ballot' is neither reactions nor buttons")
    _must(_are_counts(told["tally"], len(labels)), "'tally' is not a count for each option")
    size, shift = len(labels) + 1, told["shift"]
    fits = isinstance(shift, list) and len(shift) == size and all(_are_counts(row, size) for row in shift)
    _must(fits if told["choice"] == "single" else shift is None, "'shift' is not a table of the options")
    _must(_is_count(told["events"]), "'events' is no count")
    listed = isinstance(told["ballots"], list)
    _must(listed if told["ballot"] == "reactions" else told["ballots"] is None, "'ballots' is not as the rules have it")
    for name in ("history", "head"):
        _must(isinstance(told[name], str) and _HASH.fullmatch(told[name]) is not None, f"'{name}' is no SHA-256")
    certificate = told["certificate"]
    _must(isinstance(certificate, dict), "'certificate' is none")
    for name in _COUNTED:
        _must(_is_count(certificate.get(name)), f"the certificate's '{name}' is no count")
    _must(certificate.get("recounted") in ("exact", "partial", "no"), "the certificate does not say what was recounted")
    _must("head" in certificate, "the certificate names no head")
    return told


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _are_counts(values: object, size: int) -> bool:
    return isinstance(values, list) and len(values) == size and all(map(_is_count, values))


def _must(fits: bool, otherwise: str) -> None:
    if not fits:
        raise _Differs(otherwise)
