"""An article from elsewhere, as far as it could be made out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Found:
    """`body` is Markdown; `published` may lack a time zone; what is unknown is None.

    `written_time` is what was written where a time was looked for; `left_out` what its front matter said besides, and
    what of it could not be read; `entry` tells an entry of a feed from others of one address or of none, and
    `shares_source` says that its feed gives the same address to others;
    `is_from_inside` if it named a source on this machine or in its network, which is not kept.
    """

    title: str
    body: str
    source: str | None = None
    author: str | None = None
    published: datetime | None = None
    written_time: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    entry: str = ""
    shares_source: bool = False
    is_from_inside: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; `is_whole` if what the feed carries of it is to be taken for the article."""

    found: Found
    is_whole: bool
