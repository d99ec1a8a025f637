"""Korean: words by their letters and initials, and particles after a word.

A word's particle (이/가) follows from the sound that the word ends with, in whatever script it is written.
"""

from __future__ import annotations

import re
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
