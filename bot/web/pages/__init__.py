"""The public pages: articles, debates and their results, for people and for programs."""

from __future__ import annotations

from bot.web.pages.page_routes import Pages
from bot.web.pages.sources import PageSettings, Pictures, Sources

__all__ = ["PageSettings", "Pages", "Pictures", "Sources"]
