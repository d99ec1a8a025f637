"""Which scope each use of Slack needs, and why; the app's manifest asks for exactly these.

Sources: docs.slack.dev, the reference of each method and event.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Need:
    """A scope with what needs it. Without one that is not `essential` the bot works, and `why` says what is missing.

    `features` are things that are neither a method nor an event.
    """

    scope: str
    why: str
    methods: tuple[str, ...] = ()
    events: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    essential: bool = True


SAYING = ("chat.postMessage", "chat.update", "chat.postEphemeral")
READING = ("conversations.history", "conversations.replies")
REACTIONS = ("reaction_added", "reaction_removed")

SCOPES = (
    Need("chat:write", "Without it nothing can be said.", methods=SAYING),
    Need(
        "chat:write.customize",
        "Without it the mascots speak under the bot's own name.",
        features=("username", "icon_emoji"),
        essential=False,
    ),
    Need("commands", "Without it there is no /debate and no shortcut.", features=("slash_commands", "shortcuts")),
    Need(
        "reactions:read",
        "Without it no vote is heard and none can be counted again.",
        methods=("reactions.get",),
        events=REACTIONS,
    ),
    Need("reactions:write", "Without it the first reactions can't be put under a debate.", methods=("reactions.add",)),
    Need(
        "channels:history",
        "Without it nothing can be looked for after a lost answer, and replies aren't counted.",
        methods=READING,
        events=("message.channels",),
    ),
    Need(
        "groups:history",
        "Without it the same is missing in private channels.",
        methods=READING,
        events=("message.groups",),
        essential=False,
    ),
    Need(
        "channels:read",
        "Without it the bot doesn't notice that it was invited or removed, and membership can't be checked.",
        methods=("conversations.info",),
        events=("member_joined_channel", "channel_left"),
        essential=False,
    ),
    Need(
        "groups:read",
        "Without it the same is missing in private channels.",
        methods=("conversations.info",),
        # channel_id_changed comes for private channels alone [doc].
        events=("member_joined_channel", "group_left", "channel_id_changed"),
        essential=False,
    ),
    # What a message's metadata is to be read with is documented for its events only; that history shows it
    # without this scope is not promised anywhere [mem].
    Need(
        "metadata.message:read",
        "Without it the bot may not find what it has said after a lost answer.",
        methods=READING,
        essential=False,
    ),
    Need(
        "users:read",
        "Without it nobody knows which accounts are bots, so no vote can be counted again.",
        methods=("users.info", "users.list", "bots.info"),
    ),
    Need(
        "emoji:read",
        "Without it nobody knows what the workspace's own emoji stand for, so where one is used no vote can be "
        "counted again.",
        methods=("emoji.list",),
        events=("emoji_changed",),
    ),
    Need(
        "files:write",
        "Without it results come without their chart.",
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
