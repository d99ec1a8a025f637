"""Reports: a debate's state as data, the same for every reader (docs/export.md)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.core.debates import Debate, DebateState, Post
from bot.core.public_record import Record, facts, figures_of, record
from bot.core.recounts import Certificate
from bot.core.speaking.cards import hidden, whole_percents
from bot.core.speaking.results import certificate_notes
from bot.core.times import iso
from bot.core.visible_text import visible
from bot.core.words import Words
from bot.services.proof_stores import Filing
from bot.services.records import Overview, Snapshot


def as_told(snapshot: Snapshot) -> Debate:
    """The debate as members are told of it: closed as soon as its certificate is written."""
    debate = snapshot.debate
    if snapshot.certificate is not None and debate.state is DebateState.CLOSING:
        return replace(debate, state=DebateState.CLOSED)
    return debate


_BEGIN_FORMULAS = frozenset("=+-@＝＋－＠")
_BEGIN_AT_ONCE = frozenset("\t\r\n")
_PASSED_OVER = re.compile(r"[\s\ufeff\u200b-\u200f\u2060\x00-\x1f]+")


def report(snapshot: Snapshot, words: Words) -> dict[str, Any]:
    """The debate as the JSON object of `agora results --format json`; notes are in the words' language."""
    debate, tally, certificate = snapshot.debate, snapshot.tally, snapshot.certificate
    platforms = sorted({post.platform for post in snapshot.posts} | set(tally.platforms))
    return {
        "debate": debate.id,
        "article": debate.slug,
        "edition": debate.edition,
        "question": debate.article.question,
        "state": debate.state.value,
        "opened_at": iso(debate.opened_at),
        "closes_at": iso(debate.closes_at),
        "options": [
            {
                "label": option.label,
                "emoji": option.emoji.shown(option.label),
                "ballots": tally.of(number),
                "share": tally.share(number),
                "by_platform": {platform: tally.of(number, platform) for platform in platforms},
            }
            for number, option in enumerate(debate.article.options)
        ],
        "voters": tally.voters,
        "undecided": tally.undecided,
        "comments": tally.comments,
        "saves": tally.saves,
        "posts": _posts(snapshot.posts),
        "shift": None if snapshot.shift is None else [list(row) for row in snapshot.shift],
        "certificate": None if certificate is None else certificate_report(certificate, words),
    }


def overview_report(one: Overview) -> dict[str, Any]:
    """A debate in the list of `agora debates --format json`."""
    debate = one.debate
    return {
        "debate": debate.id,
        "article": debate.slug,
        "question": debate.article.question,
        "state": debate.state.value,
        "opened_at": iso(debate.opened_at),
        "closes_at": iso(debate.closes_at),
        "voters": one.voters,
        "posts": _posts(one.posts),
    }


def _posts(posts: Sequence[Post]) -> list[dict[str, Any]]:
    return [
        {"channel": post.channel, "platform": post.platform, "message": post.message, "state": post.state.value}
        for post in posts
    ]


def certificate_report(certificate: Certificate, words: Words) -> dict[str, Any]:
    """The certificate in reports and records; without a head it is from before the history was a chain."""
    notes = list(certificate_notes(certificate, words))
    return figures_of(certificate) | {"notes": notes, "head": certificate.head or None}


def record_of(filing: Filing, words: Words) -> Record:
    """The public record of a closed debate; its certificate's notes are in the words' language."""
    snapshot, certificate = filing.snapshot, filing.snapshot.certificate
    if certificate is None:
        raise ValueError(f"{snapshot.debate.id} has no certificate")
    found = certificate_report(certificate, words)
    told = facts(snapshot.debate, snapshot.tally, snapshot.shift, found, events=filing.events)
    return record(told, filing.ballots, filing.history, certificate.head)


def record_text(told: Record) -> str:
    """A record as JSON, a line for each ballot, so that whoever looks for a code sees all of it."""
    entries = []
    for key, value in told.items():
        if key == "ballots" and value:
            said = "[\n" + ",\n".join(json.dumps(ballot) for ballot in value) + "\n]"
        else:
            said = json.dumps(value, ensure_ascii=False)
        entries.append(f"{json.dumps(key)}: {said}")
    return "{\n" + ",\n".join(entries) + "\n}\n"


def public_report(snapshot: Snapshot, words: Words) -> dict[str, Any]:
    """The report as members may see it: while what each option has is hidden, those figures and the shift are null."""
    told = report(snapshot, words)
    if hidden(as_told(snapshot)):
        for option in told["options"]:
            option["ballots"] = option["share"] = None
            option["by_platform"] = dict.fromkeys(option["by_platform"])
        told["shift"] = None
    return told


def report_csv(snapshot: Snapshot, words: Words) -> str:
    """One row an option: label, emoji, ballots, share, a column of ballots for each platform, and the share as read."""
    told = report(snapshot, words)
    platforms = list(told["options"][0]["by_platform"])
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["debate", "article", "state", "label", "emoji", "ballots", "share", *platforms, "percent"])
    for option, percent in zip(told["options"], whole_percents(snapshot.tally), strict=True):
        row = [told["debate"], told["article"], told["state"], option["label"], option["emoji"], option["ballots"]]
        writer.writerow([*map(harmless, row), f"{option['share']:.4f}", *option["by_platform"].values(), percent])
    return out.getvalue()


def harmless(cell: object) -> object:
    """A cell that no spreadsheet takes for a formula, and no terminal for a command.

    A text that begins like a formula, after blanks or what nobody sees as well, gets an apostrophe in front; control
    characters but line breaks are written out.
    """
    if not isinstance(cell, str):
        return cell
    begins = _PASSED_OVER.sub("", cell)[:1]
    safe = visible(cell, lines=True)
    return f"'{safe}" if cell[:1] in _BEGIN_AT_ONCE or begins in _BEGIN_FORMULAS else safe
