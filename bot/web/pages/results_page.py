"""The results page: how a debate went, as pictures and as numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.debates import DebateState, Kept
from bot.core.recounts import Certificate, Recounted
from bot.core.speaking import platform_name
from bot.core.speaking.cards import hidden
from bot.core.speaking.results import HEAD_SHOWN
from bot.core.tally import VOTERS
from bot.core.words import Words
from bot.services.records import Snapshot
from bot.services.reports import as_told
from bot.web.pages.diagrams import Curve, Flow, curve, flow


@dataclass(frozen=True, slots=True)
class End:
    """An option as the flow names it: `short` where there is little room."""

    short: str
    rest: str


@dataclass(frozen=True, slots=True)
class Moves:
    """The shift: the picture, its ends by option number, and the same numbers as a table.

    `rows` and `columns` name the table's lines; `withdrawn` and `undecided` name what is no option.
    """

    picture: Flow
    ends: tuple[End, ...]
    rows: tuple[tuple[str, tuple[int, ...]], ...]
    columns: tuple[str, ...]
    undecided: str
    withdrawn: str


@dataclass(frozen=True, slots=True)
class PlatformRow:
    """One platform's part in the tally; `shares` are each option's part of its ballots, 0 to 100."""

    name: str
    ballots: tuple[int, ...]
    starts: tuple[float, ...]
    shares: tuple[float, ...]
    voters: int


@dataclass(frozen=True, slots=True)
class Details:
    """What the results page shows beyond the vote itself; None or empty while it is hidden.

    `left` says what retention has left of the ballots.
    """

    moves: Moves | None
    turnout: Curve | None
    turnout_text: str
    platforms: tuple[PlatformRow, ...]
    certificate: tuple[tuple[str, str], ...]
    explained: str
    left: str


def details_of(snapshot: Snapshot, votes: Sequence[tuple[datetime, int]], words: Words) -> Details:
    """`votes` says how many people had voted by when."""
    debate = as_told(snapshot)
    hide = hidden(debate)
    over = debate.state in (DebateState.CLOSED, DebateState.VOID)
    ends = debate.closes_at if over or not votes else votes[-1][0]
    picture = curve(votes, debate.opened_at, ends)
    return Details(
        moves=None if hide else _moves(snapshot, words),
        turnout=picture,
        turnout_text=words.say("page-turnout-text", people=picture.people, at=words.moment(ends)) if picture else "",
        platforms=() if hide else _platforms(snapshot, words),
        certificate=_certificate(snapshot.certificate, words),
        explained=_explained(snapshot.certificate, words),
        left=_left(debate.kept, words),
    )


def _moves(snapshot: Snapshot, words: Words) -> Moves | None:
    picture = flow(snapshot.shift) if snapshot.shift is not None else None
    if picture is None or snapshot.shift is None:
        return None
    options = snapshot.debate.article.options
    undecided, withdrawn = words.say("page-undecided"), _lost(snapshot.shift, snapshot.tally.undecided, words)
    names = [option.label for option in options]
    rows = zip((*names, undecided), snapshot.shift, strict=True)
    ends = []
    for option in options:
        emoji = option.emoji.shown(option.label)
        is_label = emoji == option.label
        ends.append(End(option.label[:6] if is_label else emoji, option.label[6:16] if is_label else option.label[:16]))
    return Moves(
        picture=picture,
        ends=tuple(ends),
        rows=tuple((name, row) for name, row in rows if name != undecided or any(row)),
        columns=(*names, withdrawn),
        undecided=undecided,
        withdrawn=withdrawn,
    )


def _lost(shift: Sequence[Sequence[int]], undecided: int, words: Words) -> str:
    """What the last column's people did: took their vote back, ended undecided, or the one or the other."""
    if not undecided:
        return words.say("page-withdrawn")
    return words.say("page-undecided" if undecided >= sum(row[-1] for row in shift) else "page-withdrawn-or-undecided")


def _platforms(snapshot: Snapshot, words: Words) -> tuple[PlatformRow, ...]:
    tally = snapshot.tally
    rows = []
    for platform in tally.platforms:
        ballots = tuple(tally.of(option, platform) for option in range(tally.options))
        total = sum(ballots)
        if not total:
            continue
        shares = tuple(round(100 * number / total, 2) for number in ballots)
        starts = tuple(round(100 * sum(ballots[:option]) / total, 2) for option in range(len(ballots)))
        rows.append(PlatformRow(platform_name(platform, words), ballots, starts, shares, tally.of(VOTERS, platform)))
    return tuple(rows)


def _explained(certificate: Certificate | None, words: Words) -> str:
    """How a recount is done, and what its figures mean; empty where there was none to be done."""
    return "" if certificate is None or certificate.of_buttons else words.say("page-certificate-explained")


def _left(kept: Kept | None, words: Words) -> str:
    """What retention has left of the ballots; empty where all of them are there."""
    match kept:
        case None:
            return ""
        case Kept.PSEUDONYMS:
            return words.say("page-left-pseudonyms")
        case Kept.COUNTS:
            return words.say("page-left-counts")


def _certificate(certificate: Certificate | None, words: Words) -> tuple[tuple[str, str], ...]:
    """The certificate in full: names and values, without what did not happen; empty where nobody voted."""
    if certificate is None or certificate.is_of_nothing:
        return ()
    head = ((words.say("page-certificate-head"), certificate.head[:HEAD_SHOWN]),) if certificate.head else ()
    if certificate.of_buttons:
        return _of_buttons(certificate, words) + head
    match certificate.recounted:
        case Recounted.EXACT:
            recounted = words.say("page-recounted-exact")
        case Recounted.PARTIAL:
            recounted = words.say("page-recounted-partial")
        case Recounted.NO:
            recounted = words.say("page-recounted-no")
    happened = (
        (words.say("page-certificate-differences"), certificate.differences),
        (words.say("page-certificate-undecided"), certificate.undecided),
        (words.say("page-certificate-undatable"), certificate.undatable),
        (words.say("page-certificate-unsettled"), certificate.unsettled),
    )
    return (
        (words.say("page-certificate-recounted"), recounted),
        (words.say("page-certificate-ledger"), _votes(certificate.ledger, words)),
        (words.say("page-certificate-recount"), _votes(certificate.recount, words)),
        *((what, words.number(times)) for what, times in happened if times),
        *head,
    )


def _of_buttons(certificate: Certificate, words: Words) -> tuple[tuple[str, str], ...]:
    """What is known where nothing was recounted."""
    rows = [(words.say("page-certificate-ledger"), _votes(certificate.recount, words))]
    if certificate.undecided:
        rows.append((words.say("page-certificate-undecided"), words.number(certificate.undecided)))
    return tuple(rows)


def _votes(people: int, words: Words) -> str:
    """Ballots by those who cast them: with multiple choice one ballot has several answers."""
    return words.say("page-certificate-people", people=people)
