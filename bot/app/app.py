"""What one bot is made of: all its parts, by what they do; and what tests put in the place of real ones."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from bot.app.registry import Adapter, link_to
from bot.app.signals import Signals
from bot.charts import Pictures
from bot.config import Config
from bot.core.debates import Channel, Post
from bot.core.words import Words
from bot.errors import AgoraError
from bot.library.library import Library
from bot.services.commands.article_index import ArticleIndex
from bot.services.commands.commands import Commands
from bot.services.commands.welcome import Welcomer
from bot.services.comment_visibility import Retractions
from bot.services.debate_admin import DebateAdmin
from bot.services.forgetting import Forgetting
from bot.services.one_shot_requests import Requests
from bot.services.overwriting import Overwriting
from bot.services.ports import Clock, Inbound
from bot.services.publishing.announcements import Absence, Alerts, Errata
from bot.services.publishing.closing import ClosingService
from bot.services.publishing.composer import Composer
from bot.services.publishing.live_tally import LiveTally
from bot.services.publishing.look_back import LookBack
from bot.services.publishing.next_debates import NextDebates
from bot.services.publishing.outbox import Outbox
from bot.services.publishing.scheduler import Scheduler
from bot.services.publishing.seeds import SeedKeeper
from bot.services.related_articles import RelatedArticles
from bot.services.retention import Retention
from bot.services.stores import Ledger
from bot.services.supervisor import Supervisor
from bot.services.voting.attendance import Attendance
from bot.services.voting.catch_up import CatchUp
from bot.services.voting.due_recounts import DueRecounts
from bot.services.voting.open_posts import OpenPosts
from bot.services.voting.recount import Recounter
from bot.services.voting.writer import VoteWriter
from bot.storage import Database

if TYPE_CHECKING:
    from bot.platforms.local.fault_injection import Faults
    from bot.web.http_server import WebServer


@dataclass(frozen=True, slots=True)
class Ground:
    """What every part stands on.

    `owner` names this process where it claims work, which began at `up_since`.
    """

    config: Config
    signals: Signals
    database: Database
    library: Library
    words: Callable[[str], Words]
    clock: Clock
    owner: str
    channels: Mapping[str, Channel]
    adapters: Mapping[str, Adapter]
    pictures: Pictures
    up_since: datetime

    @property
    def ledger(self) -> Ledger:
        """The database's stores."""
        return self.database.ledger

    @property
    def shared(self) -> bool:
        """Whether other processes may work on the ledger too."""
        return self.database.path is None

    def told(self) -> bool:
        """Whether the database tells of what other processes change."""
        return self.database.notices is not None and self.database.notices.listening

    def link(self, post: Post) -> str | None:
        """Where members find a post, where its platform has links."""
        return link_to(self.adapters, post)

    def alerts_channel(self) -> Channel | None:
        """Where admins are told what needs them, if the configuration says so."""
        alerts = self.config.alerts
        return self.channels.get(alerts.channel) if alerts is not None else None


@dataclass(frozen=True, slots=True)
class Traffic:
    """Votes on their way into the ledger, and messages on their way out."""

    index: OpenPosts
    writer: VoteWriter
    composer: Composer
    alerts: Alerts
    live_tally: LiveTally
    outbox: Outbox
    seeds: SeedKeeper


@dataclass(frozen=True, slots=True)
class Counting:
    """Recounts and closings, and what they know of what was heard."""

    recounter: Recounter
    due_recounts: DueRecounts
    closing: ClosingService
    attendance: Attendance
    retractions: Retractions


@dataclass(frozen=True, slots=True)
class Openings:
    """What opens and closes debates, and what is known of those to come."""

    debate_admin: DebateAdmin
    scheduler: Scheduler
    requests: Requests
    next_debates: NextDebates


@dataclass(slots=True)
class Replacements:
    """Parts that tests put in the place of the real ones."""

    clock: Clock | None = None
    database: Database | None = None
    """In the place of the configured one, and open."""
    library: Library | None = None
    pictures: Pictures | None = None
    faults: Faults | None = None
    adapters: Mapping[str, Adapter] | None = None
    """In the place of all that the configuration names."""


@dataclass(slots=True)
class App:
    """All parts of one bot, assembled and not yet running."""

    config: Config
    database: Database
    library: Library
    words: Callable[[str], Words]
    clock: Clock
    owner: str
    adapters: Mapping[str, Adapter]
    index: OpenPosts
    writer: VoteWriter
    live_tally: LiveTally
    attendance: Attendance
    outbox: Outbox
    seeds: SeedKeeper
    recounter: Recounter
    due_recounts: DueRecounts
    closing: ClosingService
    debate_admin: DebateAdmin
    commands: Commands
    inbound: Inbound
    scheduler: Scheduler
    next_debates: NextDebates
    requests: Requests
    catch_up: CatchUp
    errata: Errata
    welcomer: Welcomer
    absence: Absence
    look_back: LookBack
    retention: Retention | None
    overwriting: Overwriting
    forgetting: Forgetting
    supervisor: Supervisor
    pictures: Pictures
    related_articles: RelatedArticles
    article_index: ArticleIndex
    signals: Signals
    web: WebServer | None = None
    up: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when every part has been started."""
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    """Set to end the run."""

    async def close(self) -> None:
        """Let go of the platforms, the pictures and the database."""
        await asyncio.gather(*map(_closed, self.adapters.values()))
        await self.pictures.close()
        await self.database.close()


async def _closed(adapter: Adapter) -> None:
    with suppress(AgoraError):
        await adapter.close()
