"""What the services ask of the database about debates: opening, finding and ending them, their posts, what pages read,
and the export.

Each method is one transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.core.debates import Debate, DebateState, Post
from bot.core.marks import Voter
from bot.core.recounts import Certificate
from bot.services.records import Cast, Closing, Front, Listed, Opening, OpenPost, Overview, Sight, Snapshot, Standing


class OpeningStore(Protocol):
    """Opening debates over articles, and what was opened over them. Each method is one transaction."""

    async def open(self, opening: Opening) -> bool:
        """Open a debate with its posts and planned deliveries; False if its occurrence was taken."""

    async def open_alone(self, opening: Opening) -> Mapping[str, Sequence[str]]:
        """Open a debate unless one over its article is `debated` in one of its channels already; gives those."""

    async def debated(self, slug: str, channels: Iterable[str]) -> Mapping[str, Sequence[str]]:
        """The open debates over `slug`, oldest first, of which a post stands or is on its way in one of these channels
        (by name): their ids, each with those channels."""

    async def debated_slugs(self, channels: Iterable[str]) -> Mapping[str, datetime]:
        """Slugs that were debated in any of these channels (by name), with their last opening.

        A debate that was said nowhere, or could not be said in these channels, does not count.
        """

    async def note_edition(self, debate: str, edition: str, now: datetime) -> bool:
        """Plan one erratum for an open debate, in every channel where it was said; False if it has one."""


class DebateStore(Protocol):
    """Debates as they are now, by their ids. Each method is one transaction."""

    async def get(self, debate: str) -> Debate | None:
        """The debate with this id."""

    async def posts(self, debate: str) -> Sequence[Post]:
        """The debate's posts, in the order of its channels."""

    async def snapshot(self, debate: str) -> Snapshot | None:
        """The debate with its tally, shift, posts and certificate, at one moment."""

    async def open_debates(self, sight: Sight | None = None) -> Sequence[Debate]:
        """Debates that are open or closing, nearest closing time first; of those with a post in `sight`, if given."""

    async def of_message(self, platform: str, channel: str, message: str) -> str | None:
        """The id of the debate that a message belongs to: its post, its result, or anything said in its thread."""


class DebateFinder(Protocol):
    """The debate that somebody means: by a name, by a channel, by what they can see. Each method is one transaction."""

    async def find(self, id_or_slug: str, sight: Sight | None = None) -> Debate | None:
        """The debate with this id, else the open one over this slug, else the latest; of those that have a post in
        `sight`, if given."""

    async def latest(self, *, channel: str | None = None, open_only: bool = False) -> Debate | None:
        """The open debate, else the latest, in one channel (by name) or in any; of several that opened last."""

    async def overview(
        self, most: int, *, states: Collection[DebateState] = (), slug: str | None = None
    ) -> Sequence[Overview]:
        """At most so many debates: open ones first, then those that are closing, then the others, of each kind the
        latest opened first; of those in these `states`, or over this `slug`, if given."""

    async def open_to(self, voter: Voter, sight: Sight) -> Sequence[str]:
        """The ids of debates that are open or closing and have a post in `sight` or a ballot of the voter's, opened
        last first."""


class PostStore(Protocol):
    """Which posts take votes, and what became of a post. Each method is one transaction."""

    async def index(self) -> tuple[int, Sequence[OpenPost], frozenset[tuple[str, str]]]:
        """A version, the posts that take votes, and the (platform, channel id) where a send is under way."""

    async def index_version(self) -> int:
        """The version of `index`; it grows with every change of it."""

    async def shown(self, post: int, revision: int) -> None:
        """Record which revision of the tally a post shows."""

    async def deleted(self, post: int) -> None:
        """Mark a said post as deleted."""


class PublicStore(Protocol):
    """What pages read of debates. Each method is one transaction."""

    async def standings(self, ids: Iterable[str]) -> Mapping[str, Standing]:
        """How these debates stand; one that does not exist is left out."""

    async def standing_over(self, slug: str) -> Standing | None:
        """How the latest debate over an article stands; one that was said nowhere does not count."""

    async def front(self, slugs: Iterable[str], *, ended: int, skip: int) -> Front:
        """What is open (nearest closing time first), `ended` closed ones after the latest `skip`, and the
        latest debate over each of `slugs`."""

    async def listed(self, ids: Iterable[str]) -> Mapping[str, Listed]:
        """These debates with what a list says of them."""

    async def turnout(self, debate: str, points: int) -> Sequence[tuple[datetime, int]]:
        """How many people had voted by when, at no more than `points` moments, in order of time.

        Of a very long history evenly spread events are read, and the people are in proportion to them.
        """


class ClosingStore(Protocol):
    """Ending debates. Each method is one transaction."""

    async def close_early(self, debate: str, at: datetime) -> None:
        """Set an open debate's closing time to `at`, unless it closes before; nothing of its opening is said later."""

    async def claim(self, now: datetime, owner: str, lease: timedelta) -> Sequence[Closing]:
        """Take over debates whose time is up: they become `closing`, and voting stops."""

    async def renew(self, debate: str, owner: str, until: datetime) -> bool:
        """Keep a claim; False when it was lost."""

    async def finish(self, debate: str, certificate: Certificate, now: datetime) -> None:
        """Write the certificate and plan the results; the debate is closed when they are said or failed.

        Without a said post it is closed at once. A debate that has its certificate keeps it.
        """

    async def void(self, debate: str, now: datetime) -> bool:
        """End a debate that was said nowhere; False, and nothing done, where it was said somewhere meanwhile."""


class ExportSink(Protocol):
    """Takes what an export hands over: `begin`, then each debate followed by its ballots in several pieces."""

    def begin(self, debates: int, ballots: int) -> None:
        """How many there will be."""

    def debate(self, snapshot: Snapshot) -> None:
        """A debate; its ballots follow."""

    def ballots(self, cast: Sequence[Cast]) -> None:
        """Some of the ballots of the debate before."""


class ExportStore(Protocol):
    """Reading everything that was counted."""

    async def export(self, since: datetime | None, sink: ExportSink) -> None:
        """Hand the debates opened since then over, the oldest first, all as they are at one moment.

        Takes the memory of one debate and a piece of its ballots. What `sink` raises ends it.
        """
