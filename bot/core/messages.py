"""What the bot says, before any platform's markup: plain text in plain structures.

Every string in these is already in the reader's language and free of markup; adapters escape it. Where a platform
shows each reader their own language, a message has itself in the `others`, by their tags (`bot.core.platforms`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.core.articles import Article
from bot.core.debates import Choice, DebateState


@dataclass(frozen=True, slots=True)
class Bar:
    """An option as a card or a result shows it; `ballots` and `share` (0–1) are None while hidden.

    `percent` is the share as it is read, so rounded that shares add up; empty while hidden.
    `emoji` is the form to react with on the platform that the message goes to.
    """

    label: str
    emoji: str
    ballots: int | None
    share: float | None
    text: str
    leading: bool = False
    percent: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A debate's post. With `buttons` each bar is a button that casts a secret ballot, and no reaction is a vote.

    Where a debate has posts on several platforms, `bars` and `turnout` are those of the card's own platform and
    `total` says how it stands over all of them; with one platform `total` is empty. `voters` are all.
    `counts` tells comments and saves, `note` what the platform's own figures beside a post's emoji are.
    """

    debate: str
    article: Article
    state: DebateState
    category: str
    badge: str | None
    title: str
    link: str | None
    published: str
    summary: tuple[str, ...]
    question: str
    invitation: str
    bars: tuple[Bar, ...]
    turnout: str
    voters: int
    comments: int
    saves: int
    counts: str
    opened_at: datetime
    closes_at: datetime
    closing: str
    result_link: str | None = None
    choice: Choice = Choice.SINGLE
    buttons: bool = False
    total: str = ""
    note: str = ""
    others: Mapping[str, Card] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the squabble, said by a mascot; `option` is the number of the option that it argues for, if any.

    `hint` says in small print, under the last line, how to mark the one that moved the reader.
    """

    speaker: str
    emoji: str
    side: str
    text: str
    picture: str | None = None
    option: int | None = None
    hint: str = ""
    others: Mapping[str, Line] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG, and the same in sentences for those who don't see it."""

    png: bytes
    alternative: str


@dataclass(frozen=True, slots=True)
class Result:
    """How a debate ended; `picture` is its chart, on platforms that show pictures in messages.

    `communities` are sentences on how the platforms differed, where the debate was held on several.
    `moved` names the line with the most 💡, `replies` says on which side who replied stands; each may be empty.
    `moved_link` leads to the line where it is a member's reply.
    """

    debate: str
    title: str
    question: str
    headline: str
    bars: tuple[Bar, ...]
    turnout: str
    shift: tuple[str, ...]
    certificate: str
    notes: tuple[str, ...]
    communities: tuple[str, ...] = ()
    link: str | None = None
    picture: Picture | None = None
    moved: str = ""
    moved_link: str | None = None
    replies: str = ""
    others: Mapping[str, Result] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Notice:
    """A plain word from the bot: an erratum, an alert to the admins, a welcome."""

    title: str
    text: str
    others: Mapping[str, Notice] = field(default_factory=dict)


Message = Card | Line | Result | Notice


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph of a reply."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of a listing."""

    title: str
    text: str = ""
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """A heading with entries."""

    heading: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """A rating and a line that the asker is asked for; only in a private reply.

    `rates` are the ratings' names from 1 upwards, `rating` and `line` the questions, `longest` the line's limit
    in characters; the line may stay empty, and begins as `filled`. What was filled in comes back through
    `ChatCommands.feedback`.
    """

    title: str
    rating: str
    rates: tuple[str, ...]
    line: str
    longest: int
    note: str
    send: str
    filled: str = ""


@dataclass(frozen=True, slots=True)
class WholeArticle:
    """The way from a summary to the whole article, as the card has it: `link` leads to its page.

    Where there are no pages `link` is None, and platforms that show an article themselves show that of `debate`.
    """

    label: str
    link: str | None
    debate: str | None


@dataclass(frozen=True, slots=True)
class Download:
    """A text file for the asker alone; only in a private reply. `label` names it on a button."""

    name: str
    label: str
    content: str


ReplyPart = Text | Listing | Card | Result | Form | WholeArticle | Download


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a command; `private` ones only the asker sees."""

    parts: tuple[ReplyPart, ...]
    private: bool = True
    is_error: bool = False


@dataclass(frozen=True, slots=True)
class Confirmation:
    """The answer to a pressed button, which only the voter sees.

    `held` are the numbers of the options that the ballot counts for now; None where that is not known.
    """

    text: str
    held: tuple[int, ...] | None
    is_error: bool = False
