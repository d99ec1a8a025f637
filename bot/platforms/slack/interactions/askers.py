"""Who asks, and which language they are answered in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from bot.core.channels import Channel
from bot.core.marks import Voter
from bot.core.messages import Reply
from bot.core.words import Words, words_of_person
from bot.platforms.slack.interactions.payloads import Origin
from bot.platforms.slack.platform import PLATFORM
from bot.services.records import Asker

_MOST_LISTED = 100
"""Entries of a listing that one can page through."""


class People(Protocol):
    """What is known of the workspace's accounts."""

    def locale_of(self, user: str) -> str | None:
        """The language that somebody uses Slack in, if that is known."""

    def meet(self, user: str) -> None:
        """Somebody did something: what isn't known of the account may be learnt by and by."""


class Askers:
    """Tells who is behind an interaction; see `Interactions` for what is handed over."""

    def __init__(
        self,
        words: Callable[[str], Words],
        channels: Iterable[Channel],
        voter: Callable[[str], Voter] | None,
        people: People | None,
        locale: str,
        is_public: Callable[[str], bool | None],
    ) -> None:
        self._words = words
        self._locales = {channel.id: channel.locale for channel in channels if channel.platform == PLATFORM}
        self._voter_of = voter
        self._people = people
        self._is_public = is_public
        self.locale = locale

    def asker(self, asked: Origin) -> Asker:
        """The person as the commands know them. On Slack only the configuration makes admins."""
        voter, locale = self.voter(asked), self.locale_of(asked.user)
        return Asker(voter, asked.channel, locale, most=_MOST_LISTED, sees=self.seen_by(asked))

    def seen_by(self, asked: Origin) -> frozenset[str]:
        """The configured channels that everybody in the workspace may see; none for somebody of another workspace."""
        if asked.team not in ("", self.voter(asked).workspace):
            return frozenset()
        return frozenset(channel for channel in self._locales if self._is_public(channel))

    def voter(self, asked: Origin) -> Voter:
        """The person as a voter."""
        return self._voter_of(asked.user) if self._voter_of is not None else Voter(PLATFORM, asked.team, asked.user)

    def locale_of(self, user: str) -> str | None:
        """The person's language, once it is known: nobody waits for it."""
        if self._people is None:
            return None
        self._people.meet(user)
        return self._people.locale_of(user)

    def words_of(self, asked: Origin, reply: Reply) -> Words:
        """The language that a reply is in: the channel's where everybody reads it."""
        return self.words_at(asked) if reply.private else self._words(self._locales.get(asked.channel, self.locale))

    def words_at(self, asked: Origin) -> Words:
        """A person's language if it is known and we speak it, else the channel's."""
        known = self._people.locale_of(asked.user) if self._people is not None else None
        return words_of_person(self._words, known, self._locales.get(asked.channel, self.locale))
