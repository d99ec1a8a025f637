"""Pictures of a debate: one chart as SVG, as PNG for previews, and the same in words."""

from __future__ import annotations

from bot.web.pictures.alternatives import alternative
from bot.web.pictures.pictures import Pictures

__all__ = ["Pictures", "alternative"]
