"""Comparing what is being typed with what it may become; Hangul by its letters and initial consonants."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher

_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_DOUBLE = {"ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ"}
_DOUBLE |= {"ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ"}
_FINALS = ("", *(_DOUBLE.get(c, c) for c in "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"))

_ALIKE = 0.62


def folded(text: str) -> str:
    """`text` in one normal form and case, as words are compared."""
    return unicodedata.normalize("NFC", text).casefold()


def letters(text: str) -> str:
    """Folded text with each Hangul syllable spelled out (검: ㄱㅓㅁ), as a keyboard would send it."""
    return "".join(_spelled(c) for c in folded(text))


def initials(text: str) -> str:
    """Folded text with each Hangul syllable as its initial consonant (검색: ㄱㅅ)."""
    return "".join(_INITIALS[(ord(c) - 0xAC00) // 588] if _is_syllable(c) else c for c in folded(text))


def fits(typed: str, candidate: str) -> int | None:
    """How well unfinished text fits a candidate: 0 at its beginning, 1 at a word's, 2 elsewhere, None not at all.

    Spaces in what was typed are passed over; initial consonants alone are enough (ㄱㅅ fits 검색).
    """
    wanted = folded(typed).replace(" ", "")
    if not wanted:
        return 0
    words = folded(candidate).replace("-", " ").replace("_", " ").split()
    whole, starts = "".join(words), [0]
    for word in words[:-1]:
        starts.append(starts[-1] + len(word))
    places = _places(wanted.replace("-", "").replace("_", ""), whole)
    return min((0 if at == 0 else 1 if at in starts else 2 for at in places), default=None)


def nearest(typed: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `typed` is most likely a slip of; None where none is alike."""
    spelled = letters(typed)
    scored = [(SequenceMatcher(None, spelled, letters(candidate)).ratio(), candidate) for candidate in candidates]
    best = max(scored, key=lambda pair: pair[0], default=(0.0, ""))
    return best[1] if best[0] >= _ALIKE else None


def _places(wanted: str, whole: str) -> list[int]:
    """At which characters of `whole` the wanted text may begin."""
    if not wanted:
        return []
    found = set()
    if all("ㄱ" <= c <= "ㅎ" for c in wanted):
        spelled, tokens = "".join(_DOUBLE.get(c, c) for c in wanted), initials(whole)
        found |= {i for i in range(len(whole)) if tokens.startswith(spelled, i)}
    spelled = letters(wanted)
    found |= {i for i in range(len(whole)) if letters(whole[i : i + len(wanted) + 1]).startswith(spelled)}
    return sorted(found)


def _is_syllable(c: str) -> bool:
    return "가" <= c <= "힣"


def _spelled(c: str) -> str:
    if not _is_syllable(c):
        return _DOUBLE.get(c, c)
    place = ord(c) - 0xAC00
    return f"{_INITIALS[place // 588]}{_VOWELS[place % 588 // 28]}{_FINALS[place % 28]}"
