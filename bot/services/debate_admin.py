"""Opening and closing debates by hand, for chat commands and one-shot commands."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from bot.core.debates import Channel, DebateState, Rules
from bot.errors import NotFound, Refused
from bot.sentences import sentence
from bot.services.debate_stores import ClosingStore, DebateFinder, DebateStore
from bot.services.ports import Articles, Clock
from bot.services.publishing.opening import DebateOpener


class DebateAdmin:
    """What an admin may do to debates."""

    def __init__(
        self,
        *,
        articles: Articles,
        channels: Mapping[str, Channel],
        rules: Rules,
        debates: DebateStore,
        finder: DebateFinder,
        closings: ClosingStore,
        opener: DebateOpener,
        clock: Clock,
        wake_closing: Callable[[], None],
    ) -> None:
        self._articles = articles
        self._channels = channels
        self._rules = rules
        self._debates = debates
        self._finder = finder
        self._closings = closings
        self._opener = opener
        self._clock = clock
        self._wake_closing = wake_closing

    async def post(
        self,
        slug: str,
        channels: Sequence[str] = (),
        closes_after: timedelta | None = None,
        debate_id: str | None = None,
        *,
        anyway: bool = False,
    ) -> str:
        """Open a debate over `slug` in the named channels (all if none); gives its id. Raises AgoraError.

        With a `debate_id`, doing it again changes nothing. Raises AlreadyOpen where a post of an open debate over the
        same article stands in one of the channels; with `anyway` it is opened all the same.
        """
        if debate_id is not None and await self._debates.get(debate_id) is not None:
            return debate_id
        article = self._articles.get(slug)
        if article is None:
            # It may have been written a moment ago.
            await asyncio.to_thread(self._articles.load)
            article = self._articles.get(slug)
        if article is None:
            raise NotFound(sentence("admin-no-article", slug=slug))
        unknown = [name for name in channels if name not in self._channels]
        if unknown:
            known = tuple(self._channels) or sentence("admin-none")
            raise NotFound(sentence("admin-no-channel", channel=unknown[0], known=known))
        chosen = [self._channels[name] for name in dict.fromkeys(channels or self._channels)]
        rules = self._rules if closes_after is None else replace(self._rules, closes_after=closes_after)
        if not anyway:
            return (await self._opener.open_alone(article, chosen, rules, debate_id=debate_id)).id
        debate = await self._opener.open(article, chosen, rules, debate_id=debate_id)
        if debate is None:
            raise Refused(sentence("admin-opened-already"))
        return debate.id

    async def close(self, debate: str | None = None) -> str:
        """Begin to close a debate (id or slug; without one the latest open one); gives its id.

        Closing one that is closing already changes nothing. Raises NotFound and Refused.
        """
        found = await (self._finder.latest(open_only=True) if debate is None else self._finder.find(debate))
        if found is None:
            if debate is None:
                raise NotFound(sentence("admin-none-open"))
            raise NotFound(sentence("admin-no-debate", debate=debate))
        if found.state in (DebateState.CLOSED, DebateState.VOID):
            raise Refused(sentence("admin-ended-already", debate=found.id, state=found.state.value))
        if found.state is DebateState.OPEN:
            await self._closings.close_early(found.id, self._clock.now())
        self._wake_closing()
        return found.id
