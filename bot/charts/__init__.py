"""Charts of a debate, for pages and chats: one as SVG, as PNG for previews, and the same in words."""

from __future__ import annotations

from bot.charts.alt_text import alternative
from bot.charts.pictures import Pictures

__all__ = ["Pictures", "alternative"]
