"""What members start on Discord: commands, buttons, forms and the menu on a message."""

from __future__ import annotations

from bot.platforms.discord.interactions.interactions import Interactions

__all__ = ["Interactions"]
