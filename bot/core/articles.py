"""Articles: what one Markdown file says once it has been read, and when it is finished enough to be posted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.core.emoji import Emoji


@dataclass(frozen=True, slots=True)
class Option:
    """One answer that can be voted for."""

    label: str
    emoji: Emoji


DEFAULT_OPTIONS = (Option("찬성", Emoji("👍")), Option("반대", Emoji("👎")))


@dataclass(frozen=True, slots=True)
class SquabbleLine:
    """One line of the mascots' exchange; `side` is the label of the option argued for."""

    speaker: str
    side: str
    says: str


@dataclass(frozen=True, slots=True)
class Mascot:
    """A voice of the squabble: `key` is what articles call it, `name` by locale is what members read."""

    key: str
    names: dict[str, str]
    emoji: str
    picture: str | None = None

    def name(self, locale: str) -> str:
        """The name in `locale`, else in any language, else the key."""
        return self.names.get(locale) or next(iter(self.names.values()), self.key)


def mascot_called(speaker: str, mascots: Mapping[str, Mascot]) -> Mascot:
    """The mascot that a squabble's line names; where there is none any more, one with that name and no face."""
    return mascots.get(speaker) or Mascot(key=speaker, names={}, emoji="💬")


@dataclass(frozen=True, slots=True)
class Article:
    """One article of the library. `published` is aware; `body` is Markdown."""

    slug: str
    title: str
    category: str
    published: datetime
    summary: tuple[str, ...]
    question: str
    options: tuple[Option, ...]
    body: str
    source: str | None = None
    author: str | None = None
    draft: bool = False
    pick: bool = False
    tags: tuple[str, ...] = ()
    previous: str | None = None
    squabble: tuple[SquabbleLine, ...] = ()

    @property
    def edition(self) -> str:
        """A hash of title, summary, question and options: what a voter voted on (12 hex digits)."""
        said = [
            self.title,
            list(self.summary),
            self.question,
            [[option.label, option.emoji.unicode, sorted(option.emoji.custom.items())] for option in self.options],
        ]
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()[:12]


SUMMARY_LINES = 3


def can_be_posted(article: Article) -> bool:
    """Whether an article is finished: no draft, and its three summary lines are there."""
    lines = [line for line in article.summary if line.strip()]
    return not article.draft and len(lines) == len(article.summary) == SUMMARY_LINES
