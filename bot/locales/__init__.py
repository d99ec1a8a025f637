"""Every word the bot says: `ko.ftl` and `en.ftl` (Project Fluent)."""

from __future__ import annotations

from bot.locales.fluent import LOCALES, words_for

__all__ = ["LOCALES", "words_for"]
