"""Discord's accounts as voters."""

from __future__ import annotations

from bot.core.marks import Voter

PLATFORM = "discord"


def voter_of(user: str) -> Voter:
    """The voter behind a Discord user id, which is the same in every server."""
    return Voter(PLATFORM, "", user)
