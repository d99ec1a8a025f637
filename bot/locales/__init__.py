"""Every word the bot says: `ko.ftl` and `en.ftl` (Project Fluent)."""

from __future__ import annotations

from bot.core.words import LOCALES
from bot.locales.fluent import words_for

__all__ = ["LOCALES", "words_for"]
