"""Platforms: which there are, and what one does otherwise than another. A new platform begins with its line here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.core.emoji import SAVE_EMOJI


class PlatformName(StrEnum):
    """Every platform, as configurations and the ledger write it."""

    DISCORD = "discord"
    SLACK = "slack"
    LOCAL = "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformFacts:
    """What is so on one platform.

    `title` is what members call it, where that is the same in every language; `save` how it writes the emoji that
    saves an article. It `dates_reactions` if it tells when one was made, and `tells_late` if its events come one by
    one, each in its own time, which may be seconds. `counts_seeds`: its figures beside emoji count the reactions that
    the bot adds first. It `takes_pictures` in messages; the local chat draws results itself. `always_public`: every
    channel is seen by everybody in the place. `one_command_name`: its commands have their English name in every
    language, since an app's manifest gives it; `admin_commands_apart`: those for admins have a name of their own.
    `own_language`: it shows each reader what the bot says in their own language; others have one for a channel.
    """

    title: str | None
    save: str = SAVE_EMOJI
    dates_reactions: bool = True
    tells_late: bool = False
    counts_seeds: bool = True
    takes_pictures: bool = True
    always_public: bool = False
    one_command_name: bool = False
    admin_commands_apart: bool = False
    own_language: bool = False


PLATFORMS: Mapping[str, PlatformFacts] = {
    PlatformName.DISCORD: PlatformFacts(title="Discord", dates_reactions=False, admin_commands_apart=True),
    PlatformName.SLACK: PlatformFacts(title="Slack", save="bookmark", tells_late=True, one_command_name=True),
    PlatformName.LOCAL: PlatformFacts(
        title=None, counts_seeds=False, takes_pictures=False, always_public=True, own_language=True
    ),
}
