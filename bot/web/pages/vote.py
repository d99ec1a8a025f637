"""The vote as the pages show it, in articles and on the results page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.core.debates import Debate, DebateState
from bot.core.messages import Bar
from bot.core.speaking import card, channels_of, result
from bot.core.speaking.cards import hidden
from bot.core.words import Words
from bot.services.records import Snapshot
from bot.services.reports import as_told

PLATFORM = "web"
"""What pages ask emoji for: a form that any browser shows."""


@dataclass(frozen=True, slots=True)
class Vote:
    """`state` is shown beside the question; `left_until` is set while a countdown makes sense.

    `headline`, `shift`, `certificate` and `notes` are empty until the debate has ended.
    """

    debate: str
    question: str
    state: DebateState
    state_name: str
    bars: tuple[Bar, ...]
    hidden: bool
    turnout: str
    counts: str
    closing: str
    left_until: datetime | None
    headline: str
    shift: tuple[str, ...]
    certificate: str
    notes: tuple[str, ...]
    voters: int
    comments: int

    @property
    def ended(self) -> bool:
        """Whether the result is known."""
        return self.state is DebateState.CLOSED


def vote_of(snapshot: Snapshot, words: Words) -> Vote:
    """The debate as members are told of it."""
    debate = as_told(snapshot)
    shown = card(debate, snapshot.tally, words, PLATFORM, channels=channels_of(snapshot.posts))
    told = (
        result(debate, snapshot.tally, snapshot.shift, snapshot.certificate, words, PLATFORM)
        if debate.state is DebateState.CLOSED
        else None
    )
    return Vote(
        debate=debate.id,
        question=debate.article.question,
        state=debate.state,
        state_name=state_name(debate, words),
        bars=shown.bars,
        hidden=hidden(debate),
        turnout=shown.turnout,
        counts=shown.counts,
        closing=shown.closing,
        left_until=debate.closes_at if debate.state is DebateState.OPEN else None,
        headline=told.headline if told is not None else "",
        shift=told.shift if told is not None else (),
        certificate=told.certificate if told is not None else "",
        notes=told.notes if told is not None else (),
        voters=shown.voters,
        comments=shown.comments,
    )


def state_name(debate: Debate, words: Words) -> str:
    """The debate's state in a word or two."""
    return words.say(f"state-{debate.state.value}")
