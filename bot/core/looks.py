"""How a text looks to somebody who reads it: two texts that look the same are one for a person."""

from __future__ import annotations

import re
import unicodedata

_NOTHING_TO_SEE = re.compile(
    "[\\s\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202f\u205f-\u206f"
    "\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U00016fe4\U0001bca0-\U0001bca3\U0001d159\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)


def looks(text: str) -> str:
    """`text` without what nobody sees, in one width, one case and without spaces; empty where it shows nothing.

    Hangul fillers, joiners, variation selectors and blank braille are among what nobody sees. Letters of another script
    that look alike (Latin a, Cyrillic а) stay different.
    """
    bare = _NOTHING_TO_SEE.sub("", unicodedata.normalize("NFKC", text))
    return unicodedata.normalize("NFKC", _NOTHING_TO_SEE.sub("", bare.casefold()))


def composed(text: str) -> str:
    """`text` in the form in which everything is compared: Hangul may come in pieces (macOS names files so)."""
    return unicodedata.normalize("NFC", text)
