"""Slack's paged answers, and messages as plain text."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from typing import Any

from bot.core.times import Micros
from bot.platforms.slack.names import Names
from bot.services.outcomes import PlatformError

PAGE = 100
"""Messages that are asked for at once; Slack may give fewer."""
_MOST_PAGES = 200

Page = Mapping[str, Any]

_LINK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_CODE = re.compile(r":([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):")


async def pages(read: Callable[[str | None], Awaitable[Page]]) -> AsyncIterator[Page]:
    """Every page that `read` gives, from the first cursor (None) to the last. Raises PlatformError."""
    cursor: str | None = None
    seen: set[str | None] = {None}
    for _ in range(_MOST_PAGES):
        page = await read(cursor)
        yield page
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "") or None
        if cursor in seen:
            if page.get("has_more") and cursor is None:
                raise PlatformError("Slack says that there is more, but not where.", "It is tried again.")
            return
        seen.add(cursor)
    raise PlatformError("There is too much to be read to its end.", "It is tried again.")


def messages_of(page: Page) -> Sequence[Mapping[str, Any]]:
    """A page's messages. Raises PlatformError where it has none to give, not even an empty list."""
    messages = page.get("messages")
    if not isinstance(messages, list):
        raise PlatformError("Slack's history is not understood.", "It is tried again.")
    return [message for message in messages if isinstance(message, dict)]


def micros_of(ts: object) -> Micros | None:
    """Slack's `1360782804.083113` as an instant; None where it is none."""
    whole, _, fraction = str(ts or "").partition(".")
    if not whole.isdecimal() or (fraction and not fraction.isdecimal()):
        return None
    return int(whole) * 1_000_000 + int(fraction[:6].ljust(6, "0") or "0")


def plain_text(text: str, names: Names, name_of: Callable[[str], str | None]) -> str:
    """A message without Slack's markup: mentions and links by what is read of them, emoji as such."""

    def read(match: re.Match[str]) -> str:
        target, label = match[1], match[2]
        if target.startswith("@"):
            return "@" + (label or name_of(target[1:]) or "…")
        if target.startswith("#"):
            return "#" + (label or "…")
        if target.startswith("!"):
            return label or "@" + target[1:].partition("^")[0]
        return label or target

    shown = _CODE.sub(lambda match: _pictured(match, names), _LINK.sub(read, text))
    return html.unescape(shown)


def _pictured(match: re.Match[str], names: Names) -> str:
    form = names.reaction(match[1]).partition("#")[0]
    return match[0] if form.isascii() else form
