"""A chart in words, for whoever does not see it."""

from __future__ import annotations

from bot.charts.text_layout import clean
from bot.core.debates import DebateState
from bot.core.messages import Bar
from bot.core.speaking.cards import bars, closing, turnout
from bot.core.speaking.results import certificate_sentence
from bot.core.words import Words
from bot.services.records import Snapshot


def alternative(snapshot: Snapshot, words: Words) -> str:
    """All that the chart says, in sentences: title, question, state, every option, turnout, and how it ended."""
    article = snapshot.debate.article
    told = [_named(bar) for bar in chart_bars(snapshot, words)]
    said = [
        article.title,
        article.question,
        state_of(snapshot, words),
        words.listing(told, plain=True),
        turnout(snapshot.debate, snapshot.tally, words),
        last_sentence(snapshot, words),
    ]
    return " ".join(_ended(clean(sentence)) for sentence in said if sentence)


def chart_bars(snapshot: Snapshot, words: Words) -> tuple[Bar, ...]:
    """The options with the figures that may be shown, and with emoji that every platform has."""
    return bars(snapshot.debate, snapshot.tally, words, "")


def state_of(snapshot: Snapshot, words: Words) -> str:
    """The state in a word or two."""
    state = words.say(f"state-{snapshot.debate.state.value}")
    return state[:1].upper() + state[1:]


def last_sentence(snapshot: Snapshot, words: Words) -> str:
    """What the closing recount found once there is a certificate, else when voting ends or that it has."""
    if snapshot.debate.state is DebateState.CLOSED and snapshot.certificate is not None:
        return certificate_sentence(snapshot.certificate, words)
    return closing(snapshot.debate, words)


def _named(bar: Bar) -> str:
    return f"{bar.label}: {bar.text}" if bar.text else bar.label


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "?", "!", "…")) else f"{sentence}."
