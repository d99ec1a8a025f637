"""Comparing what is being typed with what it may become; Hangul by its letters and initial consonants."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

_INITIALS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"
_VOWELS = "ㅏㅐㅑㅒㅓㅔㅕㅖㅗㅘㅙㅚㅛㅜㅝㅞㅟㅠㅡㅢㅣ"
_DOUBLE = {"ㄳ": "ㄱㅅ", "ㄵ": "ㄴㅈ", "ㄶ": "ㄴㅎ", "ㄺ": "ㄹㄱ", "ㄻ": "ㄹㅁ", "ㄼ": "ㄹㅂ"}
_DOUBLE |= {"ㄽ": "ㄹㅅ", "ㄾ": "ㄹㅌ", "ㄿ": "ㄹㅍ", "ㅀ": "ㄹㅎ", "ㅄ": "ㅂㅅ"}
_FINALS = ("", *(_DOUBLE.get(c, c) for c in "ㄱㄲㄳㄴㄵㄶㄷㄹㄺㄻㄼㄽㄾㄿㅀㅁㅂㅄㅅㅆㅇㅈㅊㅋㅌㅍㅎ"))

_GAPS = {ord(c): None for c in " -_\t\n"}
_TO_SPACES = {ord(c): " " for c in "-_"}

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
    if not typed or typed.isspace():
        return 0
    wanted = letters(typed).translate(_GAPS)
    if not wanted:
        return None
    known = _spelling(candidate)
    ranks = [known.rank(at) for at in _found(wanted, known.letters) if at in known.places]
    if all("ㄱ" <= c <= "ㅎ" for c in wanted):
        ranks += [known.rank(known.offsets[at]) for at in _found(wanted, known.initials)]
    return min(ranks, default=None)


def nearest(typed: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `typed` is most likely a slip of; None where none is alike."""
    matcher = SequenceMatcher(None, b=letters(typed), autojunk=False)
    best, found = _ALIKE, None
    for candidate in candidates:
        matcher.set_seq1(letters(candidate))
        if matcher.real_quick_ratio() >= best and matcher.quick_ratio() >= best and (ratio := matcher.ratio()) >= best:
            best, found = ratio + 1e-9, candidate
    return found


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A candidate without gaps: its letters, its initials, and where in the letters each of these begins."""

    letters: str
    initials: str
    offsets: tuple[int, ...]
    places: frozenset[int]
    words: frozenset[int]

    def rank(self, at: int) -> int:
        return 0 if at == 0 else 1 if at in self.words else 2


@lru_cache(maxsize=65_536)
def _spelling(candidate: str) -> _Spelling:
    spelled, first, offsets, words = "", "", [], set()
    for word in folded(candidate).translate(_TO_SPACES).split():
        words.add(len(spelled))
        for c in word:
            offsets.append(len(spelled))
            first += initials(c)
            spelled += _spelled(c)
    return _Spelling(spelled, first, tuple(offsets), frozenset(offsets), frozenset(words))


def _found(wanted: str, text: str) -> Iterator[int]:
    """Every place where `wanted` stands in `text`."""
    at = text.find(wanted)
    while at >= 0:
        yield at
        at = text.find(wanted, at + 1)


def _is_syllable(c: str) -> bool:
    return "가" <= c <= "힣"


def _spelled(c: str) -> str:
    if not _is_syllable(c):
        return _DOUBLE.get(c, c)
    place = ord(c) - 0xAC00
    return f"{_INITIALS[place // 588]}{_VOWELS[place % 588 // 28]}{_FINALS[place % 28]}"
