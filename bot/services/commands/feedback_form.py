"""Feedback: a rating and a line from a member to the editors."""

from __future__ import annotations

import unicodedata
from datetime import timedelta

from bot.core.messages import Form, ReplyPart, Text
from bot.core.words import Words
from bot.services.commands.place import Place, Sorry
from bot.services.ports import Clock
from bot.services.publishing.announcements import Alerts
from bot.services.records import Feedback
from bot.services.stores import FeedbackStore

LONGEST = 500
"""How many characters a line to the editors may have."""
BEST = 5
"""The highest rating; the lowest is 1."""
MOST_A_DAY = 5
"""How often one person may write in 24 hours."""


class FeedbackBox:
    """Hands out the form and keeps what comes back. The editors read it by `agora feedback list`."""

    def __init__(self, *, feedback: FeedbackStore, alerts: Alerts, clock: Clock) -> None:
        self._feedback = feedback
        self._alerts = alerts
        self._clock = clock

    def form(self, words: Words, line: str = "") -> Form:
        """What to ask a member who has written `line` already."""
        return Form(
            title=words.say("feedback-title"),
            rating=words.say("feedback-rating"),
            rates=(
                words.say("feedback-rate-1"),
                words.say("feedback-rate-2"),
                words.say("feedback-rate-3"),
                words.say("feedback-rate-4"),
                words.say("feedback-rate-5"),
            ),
            line=words.say("feedback-line"),
            longest=LONGEST,
            note=words.say("feedback-note"),
            send=words.say("feedback-send"),
            filled=_one_line(line)[:LONGEST],
        )

    async def take(self, place: Place, rating: int, line: str) -> tuple[ReplyPart, ...]:
        """Keep what a member filled in, and tell the admins at most once an hour. Raises Sorry and StorageError."""
        words, now = place.words, self._clock.now()
        if not 1 <= rating <= BEST:
            raise Sorry(words.say("error-feedback-rating", best=BEST))
        text = _one_line(line)
        if len(text) > LONGEST:
            raise Sorry(words.say("error-feedback-long", limit=LONGEST))
        channel = place.channel.name if place.channel is not None else place.asker.channel_id
        written = Feedback(place.asker.voter, channel, rating, text, now)
        if not await self._feedback.add(written, most=MOST_A_DAY, since=now - timedelta(days=1)):
            raise Sorry(words.say("error-feedback-often"))
        await self._alerts.feedback(f"{now:%Y-%m-%dT%H}")
        return (Text(words.say("feedback-thanks")),)


def _one_line(text: str) -> str:
    """`text` without anything that does not show, which also keeps a terminal safe; breaks become blanks."""
    spaced = " ".join(unicodedata.normalize("NFC", text).split())
    return "".join(c for c in spaced if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn"))
