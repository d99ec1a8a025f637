"""The mascots: Booki and Moki, or whoever `mascots.yaml` names."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.config.problems import Problem
from bot.config.yaml_documents import read_text, read_yaml
from bot.core.articles import Mascot
from bot.core.visible_text import looks, shortened
from bot.core.words import LOCALES
from bot.library.options import real_emoji
from bot.library.validation import Form
from bot.sentences import sentence

BUILT_IN = {
    "booki": Mascot("booki", {"ko": "부키", "en": "Booki"}, "🦉"),
    "moki": Mascot("moki", {"ko": "모키", "en": "Moki"}, "🐿️"),
}

_KEY = re.compile(r"[a-z][a-z0-9_-]{0,31}")
_PICTURE = re.compile(r"https?://\S+|[\w][\w./-]*")


@dataclass(frozen=True, slots=True)
class Cast:
    """The mascots by key (None where the file is wrong), and what is wrong with the file."""

    mascots: dict[str, Mascot] | None
    problems: tuple[Problem, ...] = ()


def read_mascots(path: Path) -> Cast:
    """Read `mascots.yaml`; without the file Booki and Moki are built in. Never raises."""
    if not path.exists() and not path.is_symlink():
        return Cast(BUILT_IN)
    file = str(path)
    text = read_text(path, file)
    if isinstance(text, Problem):
        return Cast(None, (text,))
    document = read_yaml(text, file)
    form = Form(document, file)
    if not isinstance(document.value, dict):
        if form.is_sound:
            form.report((), sentence("content-no-mascots"))
        return Cast(None, tuple(form.problems))
    mascots = {key: _mascot(form, key, value) for key, value in document.value.items()}
    _check_names(form, mascots)
    form.warn_of_lost_text((*LOCALES, "temperament"))
    return Cast(mascots if form.is_sound else None, tuple(form.problems))


def _mascot(form: Form, key: str, value: object) -> Mascot:
    path = (key,)
    if not _KEY.fullmatch(key):
        form.report(path, sentence("content-mascot-key", name=shortened(key)))
    keys = form.mapping(value, path, ("name", "emoji", "picture", "temperament"), sentence("content-of-mascot"))
    names = _by_locale(form, keys.get("name"), (key, "name"), 40) if "name" in keys else {}
    if keys and "name" not in keys:
        form.missing((key, "name"), sentence("content-add-name"))
    if "temperament" in keys:
        _by_locale(form, keys["temperament"], (key, "temperament"), 500)
    written = form.needed(keys, path, "emoji", 20) if keys else ""
    emoji = real_emoji(written) if written else None
    if written and emoji is None:
        form.report((key, "emoji"), sentence("content-mascot-emoji", text=shortened(written)))
    picture = form.text(keys, path, "picture", 500)
    if picture is not None and not _PICTURE.fullmatch(picture):
        form.report((key, "picture"), sentence("content-mascot-picture", text=shortened(picture)))
    return Mascot(key, names, emoji or "", picture)


def _check_names(form: Form, cast: Mapping[str, Mascot]) -> None:
    """Report mascots that members could not tell apart by their names."""
    first: dict[tuple[str, str], Mascot] = {}
    for mascot in cast.values():
        for locale, name in mascot.names.items():
            other = first.setdefault((locale, looks(name)), mascot)
            if other is not mascot:
                what = sentence("content-mascot-alike", name=shortened(name), other=other.key)
                form.report((mascot.key, "name", locale), what)


def _by_locale(form: Form, value: object, path: tuple[str, str], most: int) -> dict[str, str]:
    keys = form.mapping(value, path, LOCALES, sentence("content-of-texts"))
    texts = {locale: form.text(keys, path, locale, most) for locale in keys if locale in LOCALES}
    return {locale: text for locale, text in texts.items() if text is not None}
