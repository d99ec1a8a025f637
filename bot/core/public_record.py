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
from bot.sentences import Sentence, sentence

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
    """A record is not what it claims to be; `told` says where, as a clause."""

    def __init__(self, told: Sentence) -> None:
        super().__init__(told)
        self.told = told


def difference(record: object) -> Sentence | None:
    """What is wrong with a record first, as a clause; None where all of it fits together."""
    try:
        _check(record)
    except _Differs as found:
        return found.told
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
            sentence("record-shift-sum"),
        )
    if single:
        _must(sum(tally) == certificate["recount"], sentence("record-tally-sum"))
    _must(certificate["head"] == told["head"], sentence("record-other-head"))
    covers = head_of(bytes.fromhex(told["history"]), told, ballots or ())
    _must(covers.hex() == told["head"], sentence("record-changed"))


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
        _must(
            told_of == counts[option],
            sentence("record-tally-of-option", option=label, tally=told_of, ballots=counts[option]),
        )
    if single:
        size = range(options + 1)
        is_right = told["shift"] == [[moves[row, column] for column in size] for row in size]
        _must(is_right, sentence("record-other-shift"))
    recount = told["certificate"]["recount"]
    _must(recount == voters, sentence("record-votes", certificate=recount, ballots=voters))


def _ballots(told: list[Any], options: int, *, single: bool) -> Iterable[Filed]:
    before = ""
    for place, ballot in enumerate(told, 1):
        if not isinstance(ballot, dict) or ballot.keys() != {"code", "first", "last"}:
            raise _Differs(sentence("record-no-ballot", place=place))
        code, first, last = ballot["code"], ballot["first"], ballot["last"]
        if not isinstance(code, str) or _CODE.fullmatch(code) is None:
            raise _Differs(sentence("record-ballot-without-code", place=place))
        if code <= before:
            raise _Differs(sentence("record-ballot-out-of-order", place=place, code=code))
        before = code
        wrong = _wrong_with(Filed(code, first, last), place, options, single=single)
        if wrong is not None:
            raise _Differs(wrong)
        yield Filed(code, first, last)


def _wrong_with(ballot: Filed, place: int, options: int, *, single: bool) -> Sentence | None:
    """What is wrong with what a ballot, the so-manyth, is for."""
    code, first, last = ballot
    numbers = last if isinstance(last, list) else [] if last is None else [last]
    if not all(_is_count(number) and number < options for number in numbers):
        return sentence("record-ballot-for-no-option", place=place, code=code)
    if first is not None and not (_is_count(first) and first < options):
        return sentence("record-ballot-began-with-no-option", place=place, code=code)
    if last is not None and isinstance(last, list) is single:
        return sentence("record-ballot-of-other-choice", place=place, code=code)
    if isinstance(last, list) and (not last or last != sorted(set(last))):
        return sentence("record-ballot-names-twice", place=place, code=code)
    return None


def _formed(record: object) -> Record:
    """The record, once everything in it has the form that it must have."""
    if not isinstance(record, dict):
        raise _Differs(sentence("record-none"))
    told: Record = record
    for name in (*_FACTS, "ballots", "certificate", "history", "head"):
        _must(name in told, sentence("record-key-missing", name=name))
    for name in ("debate", "article", "edition", "question", "opened_at", "closes_at"):
        _must(isinstance(told[name], str), sentence("record-no-text", name=name))
    labels = told["options"]
    are_labels = isinstance(labels, list) and all(isinstance(each, str) for each in labels)
    _must(are_labels, sentence("record-no-labels"))
    _must(told["choice"] in ("single", "multiple"), sentence("record-no-choice"))
    _must(told["ballot"] in ("reactions", "buttons"), sentence("record-no-kind-of-ballot"))
    _must(_are_counts(told["tally"], len(labels)), sentence("record-no-tally"))
    size, shift = len(labels) + 1, told["shift"]
    fits = isinstance(shift, list) and len(shift) == size and all(_are_counts(row, size) for row in shift)
    _must(fits if told["choice"] == "single" else shift is None, sentence("record-no-shift"))
    _must(_is_count(told["events"]), sentence("record-no-count", name="events"))
    is_by_rules = isinstance(told["ballots"], list) if told["ballot"] == "reactions" else told["ballots"] is None
    _must(is_by_rules, sentence("record-ballots-against-rules"))
    for name in ("history", "head"):
        is_hash = isinstance(told[name], str) and _HASH.fullmatch(told[name]) is not None
        _must(is_hash, sentence("record-no-hash", name=name))
    certificate = told["certificate"]
    _must(isinstance(certificate, dict), sentence("record-no-certificate"))
    for name in _COUNTED:
        _must(_is_count(certificate.get(name)), sentence("record-certificate-no-count", name=name))
    _must(certificate.get("recounted") in ("exact", "partial", "no"), sentence("record-certificate-not-recounted"))
    _must("head" in certificate, sentence("record-certificate-without-head"))
    return told


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _are_counts(values: object, size: int) -> bool:
    return isinstance(values, list) and len(values) == size and all(map(_is_count, values))


def _must(fits: bool, otherwise: Sentence) -> None:
    if not fits:
        raise _Differs(otherwise)
