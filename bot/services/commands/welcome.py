"""The welcome: the owl greets each channel once, and each person at their first command."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.bounded import BoundedDict
from bot.core.chat_commands import slash_name
from bot.core.debates import Channel, unnamed
from bot.core.marks import Voter
from bot.core.messages import Notice
from bot.core.speaking import Shown, welcome
from bot.core.words import Words
from bot.errors import AgoraError
from bot.services.ports import Articles, Clock, Log
from bot.services.stores import WelcomeStore

_REMEMBERED = 50_000


class Welcomer:
    """Greets, and remembers whom it has greeted (the port `Greeter`)."""

    def __init__(
        self,
        *,
        welcomes: WelcomeStore,
        articles: Articles,
        channels: Iterable[Channel],
        words: Callable[[str], Words],
        clock: Clock,
        log: Log,
        locale: str,
        wake: Callable[[], None],
        shown: Callable[[Channel], Shown | None] = lambda _: None,
    ) -> None:
        """`locale` is for places that tell no language; `wake` has a planned welcome said.

        `shown` says what pages show of what people write in a configured channel; None where there are no pages.
        """
        self._welcomes = welcomes
        self._articles = articles
        self._channels = tuple(channels)
        self._words = words
        self._clock = clock
        self._log = log
        self._locale = locale
        self._wake = wake
        self._shown = shown
        self._known: BoundedDict[Voter, None] = BoundedDict(_REMEMBERED)

    async def channels(self) -> None:
        """Plan a welcome for every configured channel that never had one. Raises StorageError."""
        greeted = await self._welcomes.greeted(self._channels)
        for channel in self._channels:
            if channel not in greeted:
                await self._plan(channel)

    async def joined(self, platform: str, channel: str, locale: str | None) -> None:
        known = next((each for each in self._channels if (each.platform, each.id) == (platform, channel)), None)
        await self._plan(known or Channel(unnamed(platform, channel), platform, channel, locale or self._locale))
        self._wake()

    async def person(self, voter: Voter, words: Words) -> Notice | None:
        """The welcome at a person's first contact. Never raises: a greeting must not stand in an answer's way."""
        if voter in self._known:
            return None
        try:
            new = await self._welcomes.meet(voter, self._clock.now())
        except AgoraError as failure:
            self._log.warning("a first contact could not be noted", error=failure)
            return None
        self._known[voter] = None
        command = slash_name(voter.platform, words.locale)
        return welcome(self._articles.mascots(), words, command, personal=True) if new else None

    async def _plan(self, channel: Channel) -> None:
        said = self._to(channel)
        if await self._welcomes.plan(channel, said.title, said.text, self._clock.now()):
            self._log.info("welcome planned", channel=channel.name)

    def _to(self, channel: Channel) -> Notice:
        words = self._words(channel.locale)
        shown = self._shown(channel) if channel in self._channels else None
        return welcome(self._articles.mascots(), words, slash_name(channel.platform, words.locale), shown=shown)
