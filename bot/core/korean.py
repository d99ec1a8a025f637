"""Korean: words by their letters and initials, as a keyboard sends them and as people search."""

from __future__ import annotations

import unicodedata

_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_DOUBLE = {"ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ"}
_DOUBLE |= {"ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ"}
_FINALS = ("", *(_DOUBLE.get(c, c) for c in "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"))


def folded(text: str) -> str:
    """`text` in one normal form and case, as words are compared."""
    return unicodedata.normalize("NFC", text).casefold()


def letters(text: str) -> str:
    """Folded text with each Hangul syllable spelled out (검: ㄱㅓㅁ), as a keyboard would send it."""
    return "".join(spelled(c) for c in folded(text))


def initial(c: str) -> str:
    """The initial consonant of a syllable; any other sign itself."""
    return _INITIALS[(ord(c) - 0xAC00) // 588] if _is_syllable(c) else c


def spelled(c: str) -> str:
    """The letters of a syllable or of a double consonant (ㄳ: ㄱㅅ); any other sign itself."""
    if not _is_syllable(c):
        return _DOUBLE.get(c, c)
    place = ord(c) - 0xAC00
    return f"{_INITIALS[place // 588]}{_VOWELS[place % 588 // 28]}{_FINALS[place % 28]}"


def _is_syllable(c: str) -> bool:
    return "가" <= c <= "힣"
