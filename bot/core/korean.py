"""Korean: syllables and their parts; words by letters and initials, as a keyboard sends them and people search."""

from __future__ import annotations

import re
import unicodedata

_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_DOUBLE = {"ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ"}
_DOUBLE |= {"ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ"}
_SYLLABLE = re.compile("[가-힣]")
_FINALS = ("", *"ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ")
_FINALS_SPELLED = tuple(_DOUBLE.get(c, c) for c in _FINALS)


def folded(text: str) -> str:
    """`text` in one normal form and case, as words are compared."""
    return unicodedata.normalize("NFC", text).casefold()


def letters(text: str) -> str:
    """Folded text with each Hangul syllable spelled out (검: ㄱㅓㅁ), as a keyboard would send it."""
    return "".join(spelled(c) for c in folded(text))


def is_syllable(c: str) -> bool:
    """Whether a character is a Hangul syllable."""
    return "가" <= c <= "힣"


def hangul_in(text: str) -> int:
    """How many Hangul syllables a text has."""
    return len(_SYLLABLE.findall(text))


def parts(syllable: str) -> tuple[str, str, str]:
    """A syllable's initial consonant, its vowel and its final consonant ("" where it has none)."""
    place = ord(syllable) - 0xAC00
    return _INITIALS[place // 588], _VOWELS[place % 588 // 28], _FINALS[place % 28]


def syllable(consonant: str, vowel: str, final: str = "") -> str:
    """The syllable that has these parts."""
    return chr(0xAC00 + (_INITIALS.index(consonant) * 21 + _VOWELS.index(vowel)) * 28 + _FINALS.index(final))


def initial(c: str) -> str:
    """The initial consonant of a syllable; any other sign itself."""
    return _INITIALS[(ord(c) - 0xAC00) // 588] if is_syllable(c) else c


def spelled(c: str) -> str:
    """The letters of a syllable or of a double consonant (ㄳ: ㄱㅅ); any other sign itself."""
    if not is_syllable(c):
        return _DOUBLE.get(c, c)
    place = ord(c) - 0xAC00
    return f"{_INITIALS[place // 588]}{_VOWELS[place % 588 // 28]}{_FINALS_SPELLED[place % 28]}"
