"""The composition root: the one place where the parts meet."""

from __future__ import annotations

from bot.app.alone import Shown, close_debate, post_article, read_results
from bot.app.assembling import App, Replacements, assemble
from bot.app.running import run

__all__ = ["App", "Replacements", "Shown", "assemble", "close_debate", "post_article", "read_results", "run"]
