"""What members do on Slack besides voting by reaction: commands, buttons, shortcuts, forms, the app's home."""

from __future__ import annotations

from bot.platforms.slack.interactions.askers import People
from bot.platforms.slack.interactions.interactions import Interactions

__all__ = ["Interactions", "People"]
