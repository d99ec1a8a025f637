"""Debates with their rules and posts, and the channels that posts stand in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.articles import Article
from bot.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Channel:
    """`name` is the administrator's word for it, `id` the platform's.

    `comments` is what pages show of what people write there: `text`, `names` or `none`; None where that isn't said.
    """

    name: str
    platform: str
    id: str
    locale: str
    comments: str | None = None


def unnamed(platform: str, channel_id: str) -> str:
    """What stands for the name of a channel that the configuration doesn't name; no name there has a colon."""
    return f"{platform}:{channel_id}"


def from_unnamed(name: str) -> Channel | None:
    """The channel that `unnamed` wrote `name` for; None for a name of the configuration."""
    platform, colon, native = name.partition(":")
    return Channel(name, platform, native, "") if colon else None


class DebateState(StrEnum):
    """`closing` lasts until every result is said or failed; `void` was said nowhere."""

    OPEN = "open"
    CLOSING = "closing"
    CLOSED = "closed"
    VOID = "void"


class PostState(StrEnum):
    """A post that was cancelled or given up is `failed`."""

    PLANNED = "planned"
    SAID = "said"
    FAILED = "failed"
    DELETED = "deleted"


class Choice(StrEnum):
    """How many options one ballot may hold."""

    SINGLE = "single"
    MULTIPLE = "multiple"


class ResultsShown(StrEnum):
    """When members may see what each option has."""

    LIVE = "live"
    AFTER_CLOSE = "after_close"


class BallotKind(StrEnum):
    """How members vote."""

    REACTIONS = "reactions"
    BUTTONS = "buttons"


class Kept(StrEnum):
    """What retention has left of an ended debate's ballots: those of pseudonyms, or none and what they came to."""

    PSEUDONYMS = "pseudonyms"
    COUNTS = "counts"


@dataclass(frozen=True, slots=True)
class Rules:
    """The written rules of a debate, fixed at its opening."""

    closes_after: timedelta = timedelta(hours=24)
    closing_grace: timedelta = timedelta(minutes=10)
    results: ResultsShown = ResultsShown.LIVE
    choice: Choice = Choice.SINGLE
    ballot: BallotKind = BallotKind.REACTIONS


@dataclass(frozen=True, slots=True)
class Debate:
    """An article's question put to the vote; `article` is the whole article as it was at opening.

    `kept` is None while its ballots are as they were cast.
    """

    id: str
    article: Article
    edition: str
    rules: Rules
    state: DebateState
    opened_at: datetime
    closes_at: datetime
    revision: int = 0
    schedule: str | None = None
    kept: Kept | None = None

    @property
    def record_is_gone(self) -> bool:
        """Whether the public record went with the ballots that were in it; where votes are by button none ever were."""
        return self.kept is Kept.COUNTS and self.rules.ballot is BallotKind.REACTIONS

    @property
    def slug(self) -> str:
        """The slug of the article that is debated."""
        return self.article.slug


@dataclass(frozen=True, slots=True)
class Post:
    """A debate's message in one channel; `message` and `thread` are native ids once known."""

    id: int
    debate: str
    channel: str
    platform: str
    channel_id: str
    locale: str
    state: PostState
    message: str | None = None
    thread: str | None = None
    said_at: datetime | None = None
    shown: int = -1
    reason: Sentence | None = None


def open_debate(*, debate_id: str, article: Article, rules: Rules, at: datetime, schedule: str | None = None) -> Debate:
    """A new debate over `article`, open from `at` (UTC) for `rules.closes_after` of elapsed time."""
    return Debate(
        id=debate_id,
        article=article,
        edition=article.edition,
        rules=rules,
        state=DebateState.OPEN,
        opened_at=at,
        closes_at=at + rules.closes_after,
        schedule=schedule,
    )
