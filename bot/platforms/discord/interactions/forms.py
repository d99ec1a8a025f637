"""The form of `/debate feedback`, as a modal.

A modal's title and labels have at most 45 characters, a label's description and a choice's label 100 [doc].
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.core.messages import Form
from bot.platforms.discord.markup import fit

FEEDBACK = "agora:feedback"
_RATING, _LINE = "agora:rating", "agora:line"
_LABEL, _SELECT, _TEXT = 18, 3, 4
_SHORT, _LONG = 45, 100
_PARAGRAPH = 2


def modal(form: Form) -> dict[str, Any]:
    """The modal; the best rating stands first."""
    rates = [
        {"label": fit(f"{number} · {name}", _LONG), "value": str(number)} for number, name in enumerate(form.rates, 1)
    ]
    line: dict[str, Any] = {
        "type": _TEXT,
        "custom_id": _LINE,
        "style": _PARAGRAPH,
        "required": False,
        "max_length": form.longest,
    }
    if form.filled:
        line["value"] = form.filled[: form.longest]
    return {
        "custom_id": FEEDBACK,
        "title": fit(form.title, _SHORT),
        "components": [
            {
                "type": _LABEL,
                "label": fit(form.rating, _SHORT),
                "component": {"type": _SELECT, "custom_id": _RATING, "options": rates[::-1], "required": True},
            },
            {
                "type": _LABEL,
                "label": fit(form.line, _SHORT),
                "description": fit(form.note, _LONG),
                "component": line,
            },
        ],
    }


def read_form(filled: Mapping[str, str]) -> tuple[int, str]:
    """The rating (0 where none was chosen) and the line."""
    rating = filled.get(_RATING, "").strip()
    return int(rating) if rating.isdecimal() and rating.isascii() else 0, filled.get(_LINE, "")
