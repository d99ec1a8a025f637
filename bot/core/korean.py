"""Korean: comparing what is being typed with what it may become, by letters and initials; and particles after a word.

A word's particle (이/가) follows from the sound that the word ends with, in whatever script it is written.
"""

from __future__ import annotations

import re
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


_LATIN = re.compile(r"[A-Za-z]+")
_NUMBER = re.compile(r"(?<!\d)(?:\d{1,3}(?:,\d{3}){1,12}|\d{1,40})(?:\.\d{1,20})?\Z")
_BRACKETS = {")": "(", "]": "[", "）": "（"}
NONE, RIEUL, OTHER = "", "ㄹ", "-"
"""The final consonant of a sound: none, ㄹ (which 으로/로 treats as none), any other."""
_DIGITS = {"0": OTHER, "1": RIEUL, "3": OTHER, "6": OTHER, "7": RIEUL, "8": RIEUL}
_TENS = {1: OTHER, 2: OTHER, 3: OTHER}
_MYRIADS = {1: OTHER, 2: OTHER, 3: NONE, 4: OTHER}
"""만, 억, 조, 경: the unit that ends a number with 4, 8, 12 or 16 zeros and more."""
_LETTERS = {"L": RIEUL, "M": OTHER, "N": OTHER, "R": RIEUL}
_SOFT_ENDINGS = re.compile(r"(?:[aiouy]|[^lmn]e|[dfghjrsvwxz]|[^aeiouckpt][ckpt])\Z")
_SPOKEN_SYMBOLS = {"%": NONE, "％": NONE, "°": NONE, "℃": NONE, "＋": NONE, "+": NONE}


def josa(word: str, pair: str) -> str:
    """The form of `pair` that follows `word`; `pair` is 이/가, 으로/로 …, the one after a consonant first.

    Symbols, emoji and a bracket at the end are passed over. Where nobody knows the sound, both are given: 이(가).
    """
    closed, open_ = pair.split("/")
    final = final_consonant(word)
    if final is None:
        return f"({closed.removesuffix(open_)}){open_}" if open_ and closed.endswith(open_) else f"{closed}({open_})"
    if final == NONE or (final == RIEUL and closed.startswith("으로")):
        return open_
    return closed


def final_consonant(word: str) -> str | None:
    """How `word` ends when read aloud in Korean: NONE, RIEUL or OTHER; None where nobody knows."""
    text = _without_bracket(unicodedata.normalize("NFC", word))
    for end in range(len(text), 0, -1):
        last = text[end - 1]
        if last in _SPOKEN_SYMBOLS:
            return _SPOKEN_SYMBOLS[last]
        if last.isdecimal():
            return _of_number(text[:end])
        if last.isalpha():
            return _of_letter(text[:end])
    return None


def _without_bracket(text: str) -> str:
    """딥시크(DeepSeek) is read 딥시크: what a bracket adds at the end is not spoken."""
    whole = text.rstrip()
    closing = whole[-1:]
    opening = _BRACKETS.get(closing)
    at = whole.rfind(opening, 0, -1) if opening is not None else -1
    shorter = whole[:at].rstrip() if at > whole.rfind(closing, 0, -1) else whole
    return shorter if any(c.isalnum() for c in shorter) else text


def _of_letter(text: str) -> str | None:
    last = text[-1]
    if "가" <= last <= "힣":
        final = (ord(last) - ord("가")) % 28
        return NONE if not final else RIEUL if final == 8 else OTHER
    if "ㄱ" <= last <= "ㅎ":
        return RIEUL if last == "ㄹ" else OTHER
    if "ㅏ" <= last <= "ㅣ":
        return NONE
    latin = _LATIN.findall(text[-40:])
    return _of_latin(latin[-1]) if latin and text.endswith(latin[-1]) else None


def _of_latin(word: str) -> str | None:
    """Abbreviations letter by letter (LLM), other words by how loanwords are mostly written (Google: 구글)."""
    if len(word) == 1 or word[-2:].isupper():
        return _LETTERS.get(word[-1].upper(), NONE)
    lower = word.lower()
    if lower.endswith(("l", "le")):
        return RIEUL
    if lower.endswith(("m", "n", "ng", "me", "ne")):
        return OTHER
    return NONE if _SOFT_ENDINGS.search(lower) else None


def _of_number(text: str) -> str | None:
    found = _NUMBER.search(text[-80:])
    if found is None:
        return None
    spoken = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in found.group() if c != ",")
    digits = spoken.rstrip("0")
    zeros = len(spoken) - len(digits)
    if not zeros or "." in spoken or not digits or spoken.startswith("0"):
        return _DIGITS.get(spoken[-1], NONE)
    return _TENS[zeros] if zeros < 4 else _MYRIADS.get(zeros // 4)
