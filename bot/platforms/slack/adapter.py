"""The platform named `slack`: one workspace, over Socket Mode or HTTP."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import aiohttp
from aiohttp import web

from bot.backoff import HAND_OVER, OUT_OF_REACH, keep_trying
from bot.config.models import Slack
from bot.config.secrets import Secret
from bot.core.articles import Article
from bot.core.debates import Channel, DebateState, Post
from bot.core.marks import Voter
from bot.core.messages import Card, Message
from bot.core.recounts import Scan
from bot.core.times import Micros
from bot.core.words import Words
from bot.errors import StorageError, UsageError
from bot.log import get_logger
from bot.platforms.slack.accounts import Accounts
from bot.platforms.slack.api import Api
from bot.platforms.slack.api_errors import AGAIN, about_app_token
from bot.platforms.slack.channel_directory import ChannelIds
from bot.platforms.slack.dispatch import Counts, Deduplicator, Dispatch, bolt_app, is_for_us
from bot.platforms.slack.doctor_checks import examine
from bot.platforms.slack.emoji_aliases import EmojiAliases
from bot.platforms.slack.event_gaps import EventGaps
from bot.platforms.slack.events import Events
from bot.platforms.slack.http_transport import HttpTransport
from bot.platforms.slack.identifiers import PLATFORM, EmojiNames
from bot.platforms.slack.interactions import Interactions
from bot.platforms.slack.permissions import Audience
from bot.platforms.slack.rate_limits import REFRESHES_PER_MINUTE
from bot.platforms.slack.scanning import KeptComments, Scanner
from bot.platforms.slack.sending import Sender
from bot.platforms.slack.socket_mode import SocketMode
from bot.sentences import Sentence, sentence
from bot.services.first_contact import first_contact
from bot.services.platform_errors import Impossible, PlatformError, TokenRefused
from bot.services.ports import Clock, Inbound, Seen, ignored
from bot.services.records import Comment, Finding, Intake, Sent
from bot.services.stores import LearntStore
from bot.services.supervisor import until_one_fails

_FRESH = timedelta(hours=1)
_FRESH_EVERY = 2.0
_LATER_EVERY = 20.0
_LIVE_FOR = 600.0
"""Seconds without an edit after which a post takes no share of the workspace's edits any more."""
_APP_TOKEN_HINT = sentence("slack-app-token-hint")
_log = get_logger("slack")


class SlackPlatform:
    """Slack as a platform. Nothing is opened before it is used; a one-shot command uses the Web API alone."""

    name = PLATFORM

    def __init__(
        self,
        settings: Slack,
        channels: Sequence[Channel],
        clock: Clock,
        words: Callable[[str], Words],
        *,
        locale: str,
        learnt: LearntStore | None = None,
    ) -> None:
        """`learnt` keeps what Slack tells of accounts and emoji; without it, it is known as long as this lives."""
        self._settings = settings
        self._channels = tuple(channel for channel in channels if channel.platform == PLATFORM)
        self._locales = {channel.id: channel.locale for channel in self._channels}
        self._locale = locale
        self._clock = clock
        self._words = words
        self._api = Api(settings.bot_token.reveal, settings.api_url)
        self._names = EmojiNames()
        self._gaps = EventGaps(clock)
        self._accounts = Accounts(self._api, self._gaps.owe_recount, learnt)
        self._told = asyncio.Event()
        self._aliases = EmojiAliases(
            self._api, self._names, learnt, changed=self._gaps.owe_recount, told=lambda: self._told.set()
        )
        self._places = ChannelIds((channel.id for channel in self._channels), learnt, self._gaps.came_under_another_id)
        self._api.called = self._places.learn
        self._sender = Sender(self._api)
        self._scanner = Scanner(self._api, self._accounts, self._names, self._aliases)
        self._comments = KeptComments(self._read_comments)
        self._audience = Audience(self._api, [channel.id for channel in self._channels], self._places.now)
        self._sockets: SocketMode | None = None
        self._dispatch: Dispatch | None = None
        self._interactions: Interactions | None = None
        self._trouble: Sentence | None = sentence("slack-never-connected")
        self._was_connected = False
        self._counts = Counts()
        self._live: dict[str, float] = {}

    # Remembering

    erases = False

    async def everything(self, voter: Voter) -> Mapping[str, Any]:
        """What Slack has told of somebody, which is in memory alone."""
        told = {"name": self._accounts.name_of(voter.native), "locale": self._accounts.locale_of(voter.native)}
        return {key: value for key, value in told.items() if value is not None}

    def keeps_name(self, voter: Voter) -> bool:
        """Slack tells it again when it is asked."""
        del voter
        return False

    async def forget(self, voter: Voter, going_on: Collection[str]) -> None:
        """Forget what Slack has told; only people themselves take their reactions off."""
        del going_on
        self._accounts.forget(voter.native)

    async def overwrite(self) -> bool:
        """Nothing of this is in a file."""
        return True

    # Platform

    async def run(self, inbound: Inbound) -> None:
        """Connect and hand over what happens until cancelled. Raises TokenRefused at the first contact only."""
        try:
            events = await self._connect(inbound)
            parts: list[Coroutine[Any, Any, None]] = [
                self._gaps.tell(inbound.connectivity, self._places, self._is_connected),
                self._api.standing.watch(self._api.ask_identity, self._gaps.hear_anew),
                self._aliases.run(),
                self._accounts.run(),
                self._take_kept(events),
                self._audience.run(),
                self._places.run(),
                self._gaps.look(inbound.connectivity, events, self._channels, self._api, self._places),
                self._learn_app(),
            ]
            if self._sockets is not None:
                parts.append(self._sockets.run())
            else:
                self._gaps.hear_anew()
            self._trouble = None
            await until_one_fails(parts)
        finally:
            self._gaps.cut_off(inbound.connectivity)
            self._dispatch = None
            self._trouble = sentence("slack-not-connected")
            if self._interactions is not None:
                await self._interactions.close()

    def ready(self) -> Sentence | None:
        """None while Slack answers and, with Socket Mode, a connection stands; else what is in the way."""
        trouble = self._trouble or self._api.standing.trouble
        if trouble is None and self._sockets is not None:
            trouble = self._sockets.trouble()
        return trouble

    def intake(self) -> Intake:
        """Events that are not acknowledged yet, and those that were left to come again."""
        return Intake(self._counts.waiting, self._counts.lost)

    async def close(self) -> None:
        await self._comments.close()
        try:
            await self._places.note()
        except StorageError as failure:
            _log.warning("new ids of channels could not be kept", reason=str(failure))
        await self._api.close()

    def refresh_every(self, age: timedelta) -> timedelta:
        """Every two seconds at first and every twenty after an hour, and never more than all live posts may have."""
        now = asyncio.get_running_loop().time()
        self._live = {post: edited for post, edited in self._live.items() if now - edited < _LIVE_FOR}
        share = 60.0 * len(self._live) / REFRESHES_PER_MINUTE
        return timedelta(seconds=max(_FRESH_EVERY if age < _FRESH else _LATER_EVERY, share))

    def routes(self) -> Sequence[web.RouteDef]:
        """What Slack calls over HTTP, each checking its signature itself; nothing with Socket Mode."""
        secret = self._settings.signing_secret
        if self._settings.transport != "http" or secret is None:
            return ()
        return HttpTransport(secret.reveal, self._clock, lambda: self._dispatch).routes()

    # Messenger

    async def send(self, channel: str, message: Message, key: str, thread: str | None = None) -> str:
        """Post a message once, the key in its metadata; gives its `ts`."""
        return await self._sender.send(self._places.now(channel), message, self._words_in(channel), key, thread)

    async def find(self, channel: str, key: str, since: datetime, thread: str | None = None) -> str | None:
        """Look through the history for what was sent under `key`. Raises PlatformError where it can't be read."""
        return await self._sender.find(self._places.now(channel), key, since, thread)

    async def own_since(self, channel: str, since: datetime) -> Sequence[Sent]:
        """Look through the history for all that was sent under any key. Raises PlatformError where it can't be read."""
        return await self._sender.own_since(self._places.now(channel), since)

    async def edit(self, channel: str, message_id: str, message: Message, key: str | None = None) -> None:
        del key
        if isinstance(message, Card) and message.state is DebateState.OPEN:
            self._live[message_id] = asyncio.get_running_loop().time()
        else:
            self._live.pop(message_id, None)
        await self._sender.edit(self._places.now(channel), message_id, message, self._words_in(channel))

    async def react(self, channel: str, message_id: str, emoji: str) -> None:
        await self._sender.react(self._places.now(channel), message_id, emoji)

    async def open_thread(self, channel: str, message_id: str, title: str) -> str:
        """The message itself: on Slack a thread has no name and is there with its first reply."""
        del channel, title
        return message_id

    async def scan(self, channel: str, message_id: str, emoji: Iterable[str], thread: str | None = None) -> Scan:
        """Every reaction of a message that stands for one of `emoji`; one in a thread is found by the channel too."""
        del thread
        return await self._scanner.scan(self._places.now(channel), message_id, emoji)

    async def replies(
        self, channel: str, thread: str, seen: Seen = ignored, before: Micros | None = None
    ) -> Mapping[str, Voter] | None:
        return await self._scanner.replies(self._places.now(channel), thread, seen, before)

    def link(self, channel: str, message_id: str, thread: str | None = None) -> str | None:
        """The message's permalink; None until the workspace's address is known."""
        identity = self._api.known
        if identity is None or identity.url is None:
            return None
        channel = self._places.now(channel)
        place = f"{identity.url}archives/{channel}/p{message_id.replace('.', '')}"
        return place if thread is None else f"{place}?thread_ts={thread}&cid={channel}"

    # Comments, Examined

    async def comments(self, post: Post, limit: int, retold: int) -> Sequence[Comment]:
        """The latest `limit` replies of people under a post, oldest first."""
        thread = post.thread or post.message
        return await self._comments.latest((post.channel_id, thread), limit, retold) if thread else []

    def is_public(self, channel: str) -> bool | None:
        """Whether everybody in the workspace may see a channel; None where that is not known."""
        return self._audience.is_public(channel)

    async def examine(self, channels: Sequence[Channel], articles: Sequence[Article]) -> Sequence[Finding]:
        """What the workspace lacks of what the bot needs."""
        return await examine(self._api, self._settings, channels, articles)

    # Connecting

    async def _connect(self, inbound: Inbound) -> Events:
        """Learn who the bot is, however long Slack can't be reached, and get ready to take what comes."""
        identity = await first_contact(
            self._api.identity, self._clock.sleep, worked_before=self._was_connected, told=self._out_of_reach
        )
        self._was_connected = True
        try:
            await self._accounts.recall()
            await self._places.recall()
        except StorageError as failure:
            _log.warning("the ledger could not be asked what was learnt before", reason=str(failure))
        events = Events(
            inbound,
            identity,
            self._accounts,
            self._names,
            self._aliases,
            self._places,
            self._clock,
            doubt=self._api.standing.doubt,
            talked=self._comments.outdate,
            heard_in=self._audience.heard_in,
        )
        app = bolt_app(self._api.client, identity)
        self._interactions = Interactions(
            inbound,
            self._words,
            self._channels,
            lambda: self._api.client,
            self._clock,
            voter=events.voter,
            places=self._places,
            people=self._accounts,
            locale=self._locale,
            is_public=self._audience.is_public,
        )
        self._interactions.install(app)
        dispatch = Dispatch(
            app, events, Deduplicator(inbound.heard, self._clock).first_time, self._counts, is_for_us(self._api)
        )
        if self._settings.transport == "socket":
            self._sockets = SocketMode(
                self._ticket,
                self._session,
                dispatch.envelope,
                self._gaps.hear_anew,
                gone=partial(self._gaps.cut_off, inbound.connectivity),
                proxy=lambda: self._api.client.proxy,
            )
        self._dispatch = dispatch
        return events

    async def _ticket(self) -> str:
        """The address of a new Socket Mode connection. Raises PlatformError, and TokenRefused for the app's token."""
        token = _revealed(self._settings.app_token)
        try:
            answer = await self._api.read(
                "apps.connections.open", lambda client: client.apps_connections_open(app_token=token)
            )
        except (TokenRefused, Impossible) as failure:
            raise TokenRefused(about_app_token(failure), _APP_TOKEN_HINT) from failure
        url = answer.get("url")
        if not url:
            raise PlatformError(sentence("slack-socket-without-address"), AGAIN)
        return str(url)

    def _session(self) -> aiohttp.ClientSession:
        session = self._api.client.session
        assert session is not None
        return session

    async def _learn_app(self) -> None:
        """Learn which app's the token is, so that what is for another one is refused."""

        async def learn() -> None:
            try:
                await self._api.learn_app()
            except Impossible as failure:
                _log.info("the app's own id is not known", reason=str(failure))

        await keep_trying(learn, OUT_OF_REACH, self._clock.sleep, on=PlatformError)

    async def _take_kept(self, events: Events) -> None:
        """Take reactions that were kept because it was not known what they stand for, whenever it has been told."""

        def told(failure: Exception) -> None:
            _log.warning("reactions that were kept could not be written yet", reason=str(failure))

        while True:
            await self._told.wait()
            self._told.clear()
            await keep_trying(events.take_kept, HAND_OVER, self._clock.sleep, on=StorageError, told=told)

    async def _read_comments(self, channel: str, thread: str, limit: int) -> Sequence[Comment]:
        return await self._scanner.comments(self._places.now(channel), thread, limit)

    def _out_of_reach(self, failure: PlatformError, pause: float) -> None:
        self._trouble = failure.sentence
        _log.warning("slack is out of reach", reason=str(failure), seconds=round(pause, 1))

    def _is_connected(self) -> bool:
        return self._sockets is None or self._sockets.trouble() is None

    def _words_in(self, channel: str) -> Words:
        return self._words(self._locales.get(channel, self._locale))


def _revealed(secret: Secret | None) -> str:
    if secret is None:
        raise UsageError(sentence("slack-app-token-unset"))
    return secret.reveal()
