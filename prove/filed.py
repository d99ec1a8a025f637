"""What the ledger's file says of debates, read past the bot, and what the oracle finds wrong."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from prove.places import OPTIONS
from prove.year import Year


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that must hold and did not: which of the checks, and what was seen."""

    check: str
    what: str

    def __str__(self) -> str:
        return f"{self.check}: {self.what}"


@dataclass
class Post:
    """A debate's message in a channel, by the ledger's file."""

    id: int
    platform: str
    channel: str
    message: str | None
    state: str


@dataclass
class Debate:
    """A debate, by the ledger's file. Times are Unix seconds, `closes_at` by the bot's clock."""

    id: str
    number: str
    state: str
    choice: str
    opened_at: float
    closes_at: float
    schedule: str | None
    occurrence: float | None
    certificate: dict[str, Any] | None
    posts: list[Post]
    ballots: dict[tuple[str, str], int] = field(default_factory=dict)
    """What the ledger counts, as a bit mask of options, by platform and native id."""


def debates_of(year: Year) -> list[Debate]:
    """Every debate, the first to open first."""
    found = {}
    query = "select id, slug, state, choice, opened_at, closes_at, schedule, occurrence, certificate from debates"
    for id, slug, state, choice, opened, closes, schedule, occurrence, certificate in year.rows(query):
        found[id] = Debate(
            id, slug[2:], state, choice, opened / 1e6, closes / 1e6, schedule,
            None if occurrence is None else occurrence / 1e6,
            None if certificate is None else json.loads(certificate), [],
        )  # fmt: skip
    for id, debate, platform, channel, message, state in year.rows(
        "select id, debate, platform, channel_id, message, state from posts"
    ):
        found[debate].posts.append(Post(id, platform, channel, message, state))
    for debate, platform, native, last in year.rows(
        "select b.debate, v.platform, v.native, b.last from ballots b join voters v on v.id = b.voter"
    ):
        found[debate].ballots[platform, native] = last
    return sorted(found.values(), key=lambda debate: debate.opened_at)


def options_of(mask: int) -> set[str]:
    """The options that a ballot counts for."""
    return {emoji for number, emoji in enumerate(OPTIONS) if mask > 0 and mask & 1 << number}
