"""The feedback form as a modal, and what comes back of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.core.messages import Form
from bot.core.words import Words
from bot.platforms.slack import rendering_text as text

FEEDBACK = "agora_feedback"
"""The modal's callback id."""
_RATING = "rating"
_LINE = "line"
_TITLE_LIMIT = 24
"""Characters of a modal's title and of its buttons (docs.slack.dev, views)."""
_LABEL_LIMIT = 2_000
_LONGEST_INPUT = 3_000


def form_view(form: Form, words: Words, metadata: str) -> dict[str, Any]:
    """The form as a modal; `metadata` comes back with it."""
    rates = [
        {"text": text.plain(f"{'★' * number}  {rate}", text.BUTTON_LIMIT), "value": str(number)}
        for number, rate in enumerate(form.rates, start=1)
    ]
    longest = min(form.longest, _LONGEST_INPUT)
    line: text.Block = {"type": "plain_text_input", "action_id": _LINE, "multiline": True, "max_length": longest}
    if form.filled:
        line["initial_value"] = form.filled[:longest]
    return {
        "type": "modal",
        "callback_id": FEEDBACK,
        "private_metadata": metadata,
        "title": text.plain(form.title, _TITLE_LIMIT),
        "submit": text.plain(form.send, _TITLE_LIMIT),
        "close": text.plain(words.say("slack-cancel"), _TITLE_LIMIT),
        "blocks": [
            {
                "type": "input",
                "block_id": _RATING,
                "label": text.plain(form.rating, _LABEL_LIMIT),
                "element": {"type": "radio_buttons", "action_id": _RATING, "options": rates},
            },
            {
                "type": "input",
                "block_id": _LINE,
                "optional": True,
                "label": text.plain(form.line, _LABEL_LIMIT),
                "element": line,
            },
            text.context(text.plain(form.note)),
        ],
    }


def filled(view: Mapping[str, Any]) -> tuple[int, str]:
    """The rating (0 where none was chosen) and the line of a submitted form."""
    values = (view.get("state") or {}).get("values") or {}
    chosen = ((values.get(_RATING) or {}).get(_RATING) or {}).get("selected_option") or {}
    rating = str(chosen.get("value") or "")
    line = ((values.get(_LINE) or {}).get(_LINE) or {}).get("value")
    return int(rating) if rating.isdecimal() else 0, str(line or "")
