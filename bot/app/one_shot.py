"""One-shot work: beside a running bot it leaves a request, alone it does the work itself."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from bot.app.app import App
from bot.app.public_pages import base_of
from bot.app.queries import Shown, shown_of
from bot.app.registry import link_to
from bot.app.run import become_the_one, let_go
from bot.app.wiring import build_app
from bot.config import Config
from bot.core.debates import Debate, DebateState
from bot.errors import NotFound, Refused, UsageError
from bot.library.library import article_named
from bot.sentences import Sentence, sentence
from bot.services.one_shot_requests import leave_request
from bot.services.publishing.opening import AlreadyOpen, new_debate_id
from bot.services.records import CloseRequest, Delivery, DeliveryState, OpenRequest, Part

POST_PATIENCE = 60.0
"""Seconds that `agora post` waits for an outcome."""
_CARDS_PATIENCE = 10.0
_CLOSE_MARGIN = timedelta(minutes=2)
_OPENING = frozenset({Part.POST, Part.SEEDS, Part.THREAD, Part.LINE})


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one channel's deliveries: its state, and the reason where it is not said.

    `message` is its post's native id and `link` where a browser finds it, where they are known.
    """

    channel: str
    platform: str
    state: str
    reason: Sentence | None
    message: str | None = None
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """What `agora post` has done; `beside` are other open debates over the same article in the same channels."""

    debate: Debate
    outcomes: tuple[Outcome, ...]
    beside: tuple[str, ...] = ()

    @property
    def all_said(self) -> bool:
        """Whether everything was said everywhere."""
        return all(outcome.state == "said" and outcome.reason is None for outcome in self.outcomes)


@dataclass(frozen=True, slots=True)
class Closed:
    """What `agora close` has done; `unsaid` are the channels in which the result could not be said."""

    shown: Shown
    unsaid: tuple[Outcome, ...]


async def post_article(
    config: Config, slug: str, channels: Sequence[str], closes_after: timedelta | None, *, again: bool = False
) -> Opened:
    """Open a debate over `slug` and wait, at most a minute, until all of its opening is said or failed.

    Raises AlreadyOpen where the article is being debated in one of the channels and it is not to be opened `again`,
    UsageError for an article or channel that does not exist, and AgoraError.
    """
    async with _working(config) as (app, alone):
        _check_names(app, slug, channels)
        ledger = app.database.ledger
        if not again:
            # A running bot may be of a version that opens whatever it is asked to.
            for standing, where in (await ledger.openings.debated(slug, channels or app.config.channels())).items():
                raise AlreadyOpen(slug, standing, where)
        if alone:
            debate = await app.debate_admin.post(slug, channels, closes_after, anyway=again)
        else:
            request = OpenRequest(new_debate_id(), slug, tuple(channels), closes_after, again)
            debate = await leave_request(ledger.requests, app.clock, request)
        deliveries = await _settled(app, debate)
        posts = await ledger.debates.posts(debate)
        outcomes = []
        for post in posts:
            stuck = [
                delivery
                for delivery in deliveries
                if delivery.channel == post.channel and delivery.state is not DeliveryState.SAID
            ]
            reason = next((delivery.reason for delivery in stuck if delivery.reason), sentence("delivery-still-tried"))
            why, link = reason if stuck else None, _whole(config, link_to(app.adapters, post))
            outcomes.append(Outcome(post.channel, post.platform, post.state.value, why, post.message, link))
        others = await ledger.openings.debated(slug, [post.channel for post in posts])
        opened = await ledger.debates.get(debate)
        if opened is None:
            raise NotFound(sentence("running-debate-gone", debate=debate))
        return Opened(opened, tuple(outcomes), tuple(other for other in others if other != debate))


def _whole(config: Config, link: str | None) -> str | None:
    """A link that leads somewhere by itself: one into the local chat does with the address of the pages."""
    base = base_of(config)
    if link is None or not link.startswith("/"):
        return link
    return base + link if base is not None else None


async def close_debate(config: Config, debate: str) -> Closed:
    """Close a debate (id or slug) and wait until its result is said or failed everywhere. Raises AgoraError."""
    async with _working(config) as (app, alone):
        if alone:
            await _read_before(app, debate)
            closing = await app.debate_admin.close(debate)
        else:
            closing = await leave_request(app.database.ledger.requests, app.clock, CloseRequest(debate))
        debates = app.database.ledger.debates
        opened = await debates.get(closing)
        if opened is None:
            raise NotFound(sentence("running-debate-gone", debate=closing))
        until = app.clock.now() + opened.rules.closing_grace + _CLOSE_MARGIN
        while app.clock.now() < until:
            snapshot = await debates.snapshot(closing)
            if snapshot is not None and snapshot.debate.state in (DebateState.CLOSED, DebateState.VOID):
                if alone:
                    await _told(app, closing)
                shown = await shown_of(snapshot, app.database, app.library.mascots())
                return Closed(shown, await _unsaid(app, closing))
            await app.clock.sleep(0.1)
        raise Refused(sentence("running-result-not-said-yet", debate=closing))


async def _read_before(app: App, debate: str) -> None:
    """Nobody listens, so what is there before the closing time must be seen before it."""
    found = await app.database.ledger.finder.find(debate)
    if found is not None:
        await app.closing.read_before(found)


@asynccontextmanager
async def _working(config: Config) -> AsyncIterator[tuple[App, bool]]:
    """The app, and whether it works alone; then it closes and sends by itself until the block ends."""
    app = await build_app(config)
    try:
        lock = await become_the_one(app, "one-shot")
        alone = lock is not None or (
            app.database.path is None and not await app.database.ledger.processes.anyone_alive(app.clock.now())
        )
        works = alone or app.database.path is None
        if alone:
            await _start_working(app)
        elif works:
            app.supervisor.start("standing in", lambda: _stand_in(app))
        try:
            yield app, alone
        finally:
            if works:
                await app.outbox.finish()
                await app.supervisor.stop()
                await let_go(app, lock)
    finally:
        await app.close()


async def _start_working(app: App) -> None:
    await app.index.refresh(force=True)
    for name, part in (("writer", app.writer.run), ("outbox", app.outbox.run), ("closing", app.closing.run)):
        app.supervisor.start(name, part)


async def _stand_in(app: App) -> None:
    """Carry out here what a running bot was asked that is dead after all: its sign of life outlasts it by seconds."""
    while await app.database.ledger.processes.anyone_alive(app.clock.now()):
        await app.clock.sleep(0.5)
    await _start_working(app)
    app.supervisor.start("requests", app.requests.run)
    await asyncio.Event().wait()


def _check_names(app: App, slug: str, channels: Sequence[str]) -> None:
    known = app.config.channels()
    for name in channels:
        if name not in known:
            raise UsageError(sentence("admin-no-channel", channel=name, known=tuple(known) or sentence("admin-none")))
    article_named(app.library, slug)


async def _told(app: App, debate: str) -> None:
    """Wait a little until the cards lead to the results: alone, nobody else would say so later."""
    loop = asyncio.get_running_loop()
    until = loop.time() + _CARDS_PATIENCE
    while loop.time() < until:
        deliveries = await app.database.ledger.outcomes.of_debate(debate)
        if all(d.state in (DeliveryState.SAID, DeliveryState.FAILED) for d in deliveries):
            return
        await app.clock.sleep(0.1)


async def _unsaid(app: App, debate: str) -> tuple[Outcome, ...]:
    """Where a debate's result failed, and why."""
    channels = {post.channel: post.platform for post in await app.database.ledger.debates.posts(debate)}
    return tuple(
        Outcome(delivery.channel, channels[delivery.channel], delivery.state.value, delivery.reason)
        for delivery in await app.database.ledger.outcomes.of_debate(debate)
        if delivery.part is Part.RESULT and delivery.state is DeliveryState.FAILED
    )


async def _settled(app: App, debate: str) -> Sequence[Delivery]:
    """The opening's deliveries, once each is said or failed, or after a minute as they are.

    What a platform was to say that has refused the token stays planned: nothing comes of waiting for it.
    """
    loop = asyncio.get_running_loop()
    until = loop.time() + POST_PATIENCE
    while True:
        refused = frozenset(app.outbox.refused)
        deliveries = [d for d in await app.database.ledger.outcomes.of_debate(debate) if d.part in _OPENING]
        awaited = [d for d in deliveries if d.post is None or d.post.platform not in refused]
        if all(d.state in (DeliveryState.SAID, DeliveryState.FAILED) for d in awaited) or loop.time() >= until:
            return deliveries
        await app.clock.sleep(0.1)
