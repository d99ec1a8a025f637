"""Every word the bot says: the files of `ko` and `en` (Project Fluent), and putting them into words."""

from __future__ import annotations

from bot.core.words import LOCALES
from bot.locales.fluent import words_for

__all__ = ["LOCALES", "words_for"]
