"""What the bot says about a debate: pure functions from a debate's state to platform-neutral messages.

Every function takes the `Words` of the reader's language and gives structures of `bot.core.messages`.
"""

from __future__ import annotations

from bot.core.speaking.cards import card, channels_of, platform_name, platforms_of, thread_title
from bot.core.speaking.notices import Shown, confirmation, erratum, press_failed, press_over, welcome
from bot.core.speaking.results import result
from bot.core.speaking.talk import line, moved, sparks_shown, stance_line

__all__ = [
    "Shown",
    "card",
    "channels_of",
    "confirmation",
    "erratum",
    "line",
    "moved",
    "platform_name",
    "platforms_of",
    "press_failed",
    "press_over",
    "result",
    "sparks_shown",
    "stance_line",
    "thread_title",
    "welcome",
]
