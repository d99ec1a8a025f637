"""The font that pictures are drawn with, and how wide its characters are.

Only the advance of single characters is needed, so the two tables that say it are read where they lie
in the file: nothing is parsed ahead and nothing but the pages touched stays in memory.
"""

from __future__ import annotations

import mmap
import struct
from functools import cache, lru_cache
from pathlib import Path

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
