"""Lines of text: cleaned, measured, wrapped, cut, and laid out as runs of characters and emoji."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup

from bot.charts.glyphs import face, pieces
from bot.core.particles import JOINER, joined

_EMOJI_WIDTH = 1.18
"""The room that an emoji takes, in font sizes."""
_ELLIPSIS = "…"
_JOINER = "\u200d"


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line from `x`, `width` wide: plain text, or an emoji's drawing."""

    x: float
    width: float
    text: str
    drawing: Markup | None = None


def clean(text: str) -> str:
    """`text` on one line, without control characters and others that no drawing can show."""
    shown = (" " if c.isspace() else c for c in unicodedata.normalize("NFC", text))
    return " ".join("".join(c for c in shown if c.isprintable() or c == _JOINER or _is_tag(c)).split())


@lru_cache(maxsize=2048)
def width_of(text: str, size: float) -> float:
    """How wide a clean text is at a font size."""
    return sum(_EMOJI_WIDTH * size if drawn else face().width(plain, size) for plain, drawn in pieces(text))


def runs(text: str, size: float, *, left: float = 0.0, right: float | None = None) -> tuple[Run, ...]:
    """A clean text laid out from `left`, or up to `right` where that is given."""
    x = left if right is None else right - width_of(text, size)
    laid = []
    for piece, drawn in pieces(text):
        width = _EMOJI_WIDTH * size if drawn else face().width(piece, size)
        words = piece.strip()
        if drawn:
            laid.append(Run(x + 0.06 * size, size * 1.06, piece, drawn))
        elif words:
            indent = face().width(piece[: len(piece) - len(piece.lstrip())], size)
            laid.append(Run(x + indent, face().width(words, size), words))
        x += width
    return tuple(laid)


def cut(text: str, size: float, width: float) -> str:
    """A clean text, ending in … if it has to be shortened to fit."""
    if width_of(text, size) <= width:
        return text
    atoms = _atoms(text)
    while atoms and width_of("".join(atoms).rstrip() + _ELLIPSIS, size) > width:
        atoms.pop()
    return "".join(atoms).rstrip() + _ELLIPSIS


def wrap(text: str, size: float, width: float) -> tuple[str, ...]:
    """A clean text in as few lines as fit, about equally long; broken at spaces, inside a word only if it must be."""
    lines = _greedy(text, size, width)
    low, high = width / 2, width
    while len(lines) > 1 and high - low > size / 2:
        middle = (low + high) / 2
        tried = _greedy(text, size, middle)
        if len(tried) == len(lines):
            high, lines = middle, tried
        else:
            low = middle
    return tuple(lines)


def fit(text: str, width: float, sizes: Sequence[float], most: int) -> tuple[float, tuple[str, ...]]:
    """The first of `sizes` at which a clean text takes at most `most` lines, and these; else the last, cut."""
    for size in sizes:
        lines = wrap(text, size, width)
        if len(lines) <= most:
            return size, lines
    kept = _greedy(text, sizes[-1], width)
    return sizes[-1], (*kept[: most - 1], cut(" ".join(kept[most - 1 :]), sizes[-1], width))


def _greedy(text: str, size: float, width: float) -> list[str]:
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".lstrip()
        if width_of(longer, size) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for atom in _atoms(word):
            if lines[-1] and width_of(lines[-1] + atom, size) > width:
                lines.append("")
            lines[-1] += atom
    return lines


def _atoms(text: str) -> list[str]:
    """The smallest parts that a text may be broken into: characters, whole emoji, and what a particle closes."""
    atoms: list[str] = []
    for part in joined(text).split(JOINER):
        first, *rest = [atom for piece, drawn in pieces(part) for atom in ([piece] if drawn else piece)] or [""]
        atoms[-1:] = ["".join(atoms[-1:]) + first, *rest]
    return atoms


def _is_tag(c: str) -> bool:
    """Whether a character belongs to the flags of regions, written in invisible letters."""
    return "\U000e0020" <= c <= "\U000e007f"
