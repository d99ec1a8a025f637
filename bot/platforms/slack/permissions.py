"""Which scope each use of Slack needs, and why (the app's manifest asks for exactly these), and which of the configured
channels everybody in the workspace may see: asked of Slack, and heard from its events.

Sources: docs.slack.dev, the reference of each method and event.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.log import get_logger
from bot.platforms.slack.api import Api
from bot.sentences import Sentence, sentence
from bot.services.platform_errors import PlatformError


@dataclass(frozen=True, slots=True)
class Need:
    """A scope with what needs it. Without one that is not `essential` the bot works, and `why` says what is missing.

    `features` are things that are neither a method nor an event.
    """

    scope: str
    why: Sentence
    methods: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    essential: bool = True


SAYING = ("chat.postMessage", "chat.update", "chat.postEphemeral")
READING = ("conversations.history", "conversations.replies")
REACTIONS = ("reaction_added", "reaction_removed")
SCOPES = (
    Need("chat:write", sentence("slack-without-saying"), methods=SAYING),
    Need(
        "chat:write.customize",
        sentence("slack-without-own-voices"),
        features=("username", "icon_emoji"),
        essential=False,
    ),
    Need("commands", sentence("slack-without-commands"), features=("slash_commands", "shortcuts")),
    Need(
        "reactions:read",
        sentence("slack-without-reactions"),
        methods=("reactions.get",),
        events=REACTIONS,
    ),
    Need("reactions:write", sentence("slack-without-seeds"), methods=("reactions.add",)),
    Need(
        "channels:history",
        sentence("slack-without-history"),
        methods=READING,
        events=("message.channels",),
    ),
    Need(
        "groups:history",
        sentence("slack-without-private-history"),
        methods=READING,
        events=("message.groups",),
        essential=False,
    ),
    Need(
        "channels:read",
        sentence("slack-without-channels"),
        methods=("conversations.info",),
        events=("member_joined_channel", "channel_left"),
        essential=False,
    ),
    Need(
        "groups:read",
        sentence("slack-without-private-channels"),
        methods=("conversations.info",),
        # channel_id_changed comes for private channels alone [doc].
        events=("member_joined_channel", "group_left", "channel_id_changed"),
        essential=False,
    ),
    # What a message's metadata is to be read with is documented for its events only; that history shows it
    # without this scope is not promised anywhere [mem].
    Need(
        "metadata.message:read",
        sentence("slack-without-metadata"),
        methods=READING,
        essential=False,
    ),
    Need(
        "users:read",
        sentence("slack-without-accounts"),
        methods=("users.info", "users.list", "bots.info"),
    ),
    Need(
        "emoji:read",
        sentence("slack-without-emoji"),
        methods=("emoji.list",),
        events=("emoji_changed",),
    ),
    Need(
        "files:write",
        sentence("slack-without-files"),
        methods=("files.getUploadURLExternal", "files.completeUploadExternal"),
        essential=False,
    ),
)
WITHOUT_SCOPE = frozenset({"auth.test", "views.open", "views.publish"})
"""Methods that any bot token may call."""
EVENTS_WITHOUT_SCOPE = frozenset({"app_home_opened", "app_uninstalled", "tokens_revoked"})
"""Events that any app may subscribe to."""
APP_SCOPE = "connections:write"
"""The scope of the app-level token, for `apps.connections.open`: Socket Mode alone needs it."""
APP_METHODS = frozenset({"apps.connections.open"})
ASKED_FOR = frozenset(need.scope for need in SCOPES)
SUBSCRIBED = EVENTS_WITHOUT_SCOPE.union(*(need.events for need in SCOPES))
"""The bot events that the app subscribes to."""
_ASKED_EVERY = 300.0
_KNOWN_FOR = 3_600.0
"""Seconds after which an answer is too old to show anybody's words by; to ask of a thousand channels takes half."""
_AFTER_A_FAILURE = 30.0
_log = get_logger("slack")


class Audience:
    """What `conversations.info` told of these channels, asked again and again. What is not known is not public.

    `now` gives the newest id of a channel.
    """

    def __init__(
        self, api: Api, channels: Collection[str], now: Callable[[str], str] = lambda channel: channel
    ) -> None:
        self._api = api
        self._channels = tuple(channels)
        self._now = now
        self._known: dict[str, tuple[bool, float]] = {}

    def is_public(self, channel: str) -> bool | None:
        """Whether everybody may see a channel; None where that is not known."""
        known = self._known.get(channel)
        if known is None or asyncio.get_running_loop().time() - known[1] > _KNOWN_FOR:
            return None
        return known[0]

    def heard_in(self, channel: str, kind: str) -> None:
        """An event names the kind of its channel (`channel_type`): one that was made private is so from now on."""
        if channel in self._known and kind != "channel":
            self._known[channel] = False, asyncio.get_running_loop().time()

    async def run(self) -> None:
        """Ask until cancelled."""
        while True:
            answered = [await self._ask(channel) for channel in self._channels]
            await asyncio.sleep(_ASKED_EVERY if all(answered) else _AFTER_A_FAILURE)

    async def _ask(self, channel: str) -> bool:
        """Whether Slack told of the channel."""
        native = self._now(channel)
        try:
            answer = await self._api.read(
                "conversations.info", lambda client: client.conversations_info(channel=native), channel=native
            )
        except PlatformError as failure:
            self._known.pop(channel, None)
            _log.info("who may see a channel is not known", channel=channel, reason=failure.message)
            return False
        self._known[channel] = _is_public(answer.get("channel")), asyncio.get_running_loop().time()
        return True


def _is_public(channel: object) -> bool:
    """A channel proper that says it is not private [doc: conversation object]; not a group, and no direct message."""
    told: Mapping[str, Any] = channel if isinstance(channel, Mapping) else {}
    hidden = any(told.get(key) for key in ("is_group", "is_im", "is_mpim"))
    return told.get("is_channel") is True and told.get("is_private") is False and not hidden
