"""Opening: an article becomes a debate with a plan of everything that will be said about it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

from bot.core.articles import Article
from bot.core.debates import BallotKind, Channel, Debate, Rules, open_debate
from bot.errors import Refused
from bot.sentences import sentence
from bot.services.debate_stores import OpeningStore
from bot.services.ports import Clock, Log
from bot.services.records import Occurrence, Opening, Part, PlannedDelivery


class AlreadyOpen(Refused):
    """A debate over the article is open already, and its post stands in one of the channels."""

    def __init__(self, slug: str, debate: str, channels: Sequence[str]) -> None:
        super().__init__(sentence("opening-open-already", debate=debate, slug=slug, channels=tuple(channels)))
        self.debate = debate
        self.slug = slug
        self.channels = tuple(channels)


_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


def new_debate_id() -> str:
    """Ten letters and digits that nobody guesses (49 bits), without look-alikes."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(10))


def plan_deliveries(debate: Debate, channels: Sequence[Channel]) -> tuple[PlannedDelivery, ...]:
    """Main post, seed reactions, thread and squabble lines for each channel, each after the one before.

    Where ballots are cast by button, nothing is seeded.
    """
    seeded = debate.rules.ballot is BallotKind.REACTIONS
    planned: list[PlannedDelivery] = []
    for channel in channels:
        stem = f"{debate.id}:{channel.name}"
        post, seeds, thread = f"{stem}:post", f"{stem}:seeds", f"{stem}:thread"
        planned.append(PlannedDelivery(post, Part.POST, channel.name))
        if seeded:
            planned.append(PlannedDelivery(seeds, Part.SEEDS, channel.name, after=post))
        planned.append(PlannedDelivery(thread, Part.THREAD, channel.name, after=seeds if seeded else post))
        before = thread
        for number in range(len(debate.article.squabble)):
            line = f"{stem}:line{number}"
            planned.append(PlannedDelivery(line, Part.LINE, channel.name, number, after=before))
            before = line
    return tuple(planned)


class DebateOpener:
    """Opens debates."""

    def __init__(self, *, openings: OpeningStore, clock: Clock, log: Log, wake: Callable[[], None]) -> None:
        self._openings = openings
        self._clock = clock
        self._log = log
        self._wake = wake

    async def open(
        self,
        article: Article,
        channels: Sequence[Channel],
        rules: Rules,
        *,
        occurrence: Occurrence | None = None,
        deliver_until: datetime | None = None,
        debate_id: str | None = None,
    ) -> Debate | None:
        """Open a debate over `article` in `channels`; None where its occurrence was already dealt with.

        The intent is committed when this returns; the outbox says it. Raises Refused for an article
        that can't be posted, and StorageError.
        """
        opening = self._opening(article, channels, rules, occurrence, deliver_until, debate_id)
        if not await self._openings.open(opening):
            return None
        self._opened(opening)
        return opening.debate

    async def open_alone(
        self, article: Article, channels: Sequence[Channel], rules: Rules, *, debate_id: str | None = None
    ) -> Debate:
        """As `open`, by hand; raises AlreadyOpen where the article is being debated in one of the channels."""
        opening = self._opening(article, channels, rules, debate_id=debate_id)
        for debate, where in (await self._openings.open_alone(opening)).items():
            raise AlreadyOpen(article.slug, debate, where)
        self._opened(opening)
        return opening.debate

    def _opening(
        self,
        article: Article,
        channels: Sequence[Channel],
        rules: Rules,
        occurrence: Occurrence | None = None,
        deliver_until: datetime | None = None,
        debate_id: str | None = None,
    ) -> Opening:
        if article.draft:
            raise Refused(sentence("opening-draft", slug=article.slug))
        if not article.summary:
            raise Refused(sentence("opening-no-summary", slug=article.slug))
        if not channels:
            raise Refused(sentence("opening-no-channel"))
        debate = open_debate(
            debate_id=debate_id or new_debate_id(),
            article=article,
            rules=rules,
            at=self._clock.now(),
            schedule=occurrence.schedule if occurrence is not None else None,
        )
        return Opening(
            debate=debate,
            channels=tuple(channels),
            deliveries=plan_deliveries(debate, channels),
            deliver_until=min(deliver_until or debate.closes_at, debate.closes_at),
            occurrence=occurrence,
        )

    def _opened(self, opening: Opening) -> None:
        debate = opening.debate
        self._log.info("debate opened", debate=debate.id, article=debate.slug, channels=len(opening.channels))
        self._wake()
