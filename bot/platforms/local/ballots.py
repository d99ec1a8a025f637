"""What a member's ballot counts for, by the ledger: shown and told to its voter alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence

from bot.core.emoji import plain
from bot.core.marks import MarkEvent
from bot.log import get_logger
from bot.log.seldom import Seldom
from bot.platforms.local.adapter import LocalPlatform
from bot.platforms.local.hub import Hub
from bot.platforms.local.records import Kind, Stored, message_number
from bot.services.outcomes import PlatformError

_complain = Seldom(get_logger("chat"))


class Ballots:
    """Follows what counts while pages are open. One ballot holds under every post of its debate."""

    def __init__(self, platform: LocalPlatform, hub: Hub) -> None:
        self._platform = platform
        self._hub = hub
        self._turn = asyncio.Lock()
        platform.events.on_counted = self._counted
        hub.on_ended = self._ended

    async def among(self, messages: Iterable[Stored], me: str) -> Mapping[str, Sequence[int]]:
        """The options that the ballots of `me` in the debates of `messages` count for, as far as that is known."""
        ballots = {}
        for message in messages:
            if message.kind is Kind.CARD:
                held = await self._platform.held(me, message.channel, f"m{message.number}")
                if held is not None:
                    ballots[str(message.content["debate"])] = held
        return ballots

    async def _counted(self, marks: Sequence[MarkEvent]) -> None:
        """Tell those who marked, and have a page open, what counts now; to fail is no reason to hold up the marks."""
        try:
            for person in {mark.voter.native for mark in marks} & self._hub.viewers:
                numbers = {message_number(mark.message) or 0 for mark in marks if mark.voter.native == person}
                await self._tell(await self._platform.store.load(numbers), person)
        except PlatformError as error:
            _complain.exception("a page was not told what its ballot counts for", error)

    async def _ended(self, cards: Sequence[Stored]) -> None:
        """The closing recount may have changed anybody's ballot."""
        for person in self._hub.viewers:
            await self._tell(cards, person)

    async def _tell(self, messages: Iterable[Stored], person: str) -> None:
        async with self._turn:
            for message in messages:
                for debate, held in (await self.among([message], person)).items():
                    if held or not _waits(message, person):
                        self._hub.tell_alone(person, "ballot", {"debate": debate, "held": held})


def _waits(card: Stored, person: str) -> bool:
    """Whether a vote stands under an open card: if the ledger has none, it waits until the post is known to be said."""
    if card.content.get("state") != "open":
        return False
    options = {plain(bar["emoji"]) for bar in card.content["bars"]}
    return any(
        plain(reaction.emoji) in options and any(one.id == person for one in reaction.people)
        for reaction in card.reactions
    )
