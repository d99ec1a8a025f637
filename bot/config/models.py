"""The configuration file's sections, key by key."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from bot.config.secrets import Secret
from bot.config.values import (
    Address,
    Cron,
    DatabaseUrl,
    Duration,
    FolderPath,
    PublicUrl,
    SecretText,
    SocketUrl,
    Text,
    WebUrl,
    Word,
    Zone,
)
from bot.core.debates import BallotKind, Choice, ResultsShown
from bot.core.schedule import MissedPolicy, Order, WhenEmpty
from bot.core.visible_text import has_unseen, looks, shortened
from bot.core.words import DEFAULT_LOCALE
from bot.errors import Unfit
from bot.sentences import sentence

Locale = Literal["ko", "en"]
_FLAG = TypeAdapter(bool)


class Section(BaseModel):
    """Keys that belong together; an unknown one is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_empty_keys(cls, data: object) -> object:
        if not isinstance(data, dict):
            return data
        return {key: value for key, value in data.items() if value is not None or key not in cls.model_fields}


class OpenChat(Section):
    """The local chat for whoever can reach the server."""

    open_to: Literal["everyone"] = "everyone"


_CHAT = sentence("config-chat-write")


def _chat(value: object) -> bool | OpenChat:
    if isinstance(value, dict):
        if value != {"open_to": "everyone"}:
            raise Unfit(sentence("config-chat-unknown").mended_by(_CHAT))
        return OpenChat()
    try:
        return _FLAG.validate_python(value)
    except ValidationError:
        raise Unfit(sentence("config-chat-for-whom").mended_by(_CHAT)) from None


CommentsShown = Literal["text", "names", "none"]


class Web(Section):
    """The web server. `listen` is host:port; `chat` is True for this machine alone."""

    listen: Address
    public_url: PublicUrl | None = None
    pages: Literal["public", "unlisted", "none"] = "unlisted"
    comments: CommentsShown = "text"
    chat: Annotated[bool | OpenChat, BeforeValidator(_chat)] = False


class Shards(Section):
    """How many shards there are in all, and which of them this process runs (None: Discord says how many)."""

    count: Annotated[int, Field(ge=1, le=10_000)] | None = None
    run: tuple[Annotated[int, Field(ge=0)], ...] = ()


_SHARDS = sentence("config-shards-write")


def _shards(value: object) -> object:
    if value == "auto":
        return {}
    if not isinstance(value, dict):
        raise Unfit(sentence("config-shards-kind").mended_by(_SHARDS))
    if value.get("count") is None:
        raise Unfit(sentence("config-shards-without-count").mended_by(_SHARDS))
    return value


class Discord(Section):
    """How to reach Discord."""

    token: SecretText
    api_url: WebUrl = "https://discord.com/api/v10"
    gateway_url: SocketUrl | None = None
    shards: Annotated[Shards, BeforeValidator(_shards)] = Shards()


class Slack(Section):
    """How to reach one Slack workspace."""

    transport: Literal["socket", "http"] = "socket"
    bot_token: SecretText
    app_token: SecretText | None = None
    signing_secret: SecretText | None = None
    api_url: WebUrl = "https://slack.com/api/"


class Admins(Section):
    """Who may give admin commands, by platform: native ids."""

    discord: tuple[Text, ...] = ()
    slack: tuple[Text, ...] = ()
    local: tuple[Text, ...] = ()


AWAY_AFTER = timedelta(minutes=10)
"""How long a connection may be lost before it counts as trouble, unless the file says otherwise."""


class Alerts(Section):
    """Where admins are told what needs them, and after how long a lost connection counts."""

    channel: Text
    away_after: Duration = AWAY_AFTER


class ChannelEntry(Section):
    """A channel as it is written down."""

    platform: Literal["discord", "slack", "local"]
    id: Text
    locale: Locale | None = None
    comments: CommentsShown | None = None


class RuleKeys(Section):
    """A debate's rules; None where a key is left out."""

    closes_after: Duration | None = None
    closing_grace: Duration | None = None
    results: ResultsShown | None = None
    choice: Choice | None = None
    ballot: BallotKind | None = None


class PicksEntry(Section):
    """Which articles a schedule takes."""

    category: Text | None = None
    tags: tuple[Text, ...] = ()
    order: Order = Order.OLDEST
    when_empty: WhenEmpty = WhenEmpty.ALERT


class MissedEntry(Section):
    """What becomes of an occurrence that was missed."""

    policy: MissedPolicy = MissedPolicy.POST_LATE
    within: Duration = timedelta(hours=6)


class ScheduleEntry(RuleKeys):
    """A schedule as it is written down."""

    name: Word
    cron: Cron
    timezone: Zone | None = None
    channels: tuple[Text, ...]
    articles: PicksEntry = PicksEntry()
    missed: MissedEntry = MissedEntry()


class Summaries(Section):
    """An OpenAI-compatible service that proposes three lines; off without an endpoint."""

    endpoint: WebUrl | None = None
    model: Text | None = None
    key: SecretText | None = None


class Retention(Section):
    """How long ballots keep their voters; `after` is None for ever."""

    ballots: Literal["keep", "pseudonymise", "delete"] = "keep"
    after: Duration | None = None


def _channel_names(value: object) -> object:
    seen: dict[str, str] = {}
    for name in value if isinstance(value, dict) else ():
        spaced = not isinstance(name, str) or has_unseen(name) or any(c.isspace() for c in name)
        if spaced or not looks(name) or len(name) > 64:
            raise Unfit(sentence("config-channel-name", name=shortened(str(name))))
        if (other := seen.setdefault(looks(name), name)) != name:
            raise Unfit(sentence("config-channel-looks-like", name=shortened(name), other=shortened(other)))
    return value


class Settings(Section):
    """The whole file."""

    timezone: Zone | None = None
    locale: Locale = DEFAULT_LOCALE
    content: FolderPath = "./content"
    database: DatabaseUrl = Secret("sqlite:///./agora.db")
    pseudonym_key: SecretText | None = None
    web: Web | None = None
    discord: Discord | None = None
    slack: Slack | None = None
    admins: Admins = Admins()
    alerts: Alerts | None = None
    channels: Annotated[dict[str, ChannelEntry], BeforeValidator(_channel_names)] = {}
    debates: RuleKeys = RuleKeys()
    schedules: tuple[ScheduleEntry, ...] = ()
    summaries: Summaries = Summaries()
    retention: Retention = Retention()
