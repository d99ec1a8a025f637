"""The words of a search, and every way in which a text may hold one: as typed, by initials, by its stem, respelled.

A way is cheap to try: of most texts it is known beforehand that they lack one of its signs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import reduce
from operator import and_

from bot.core.korean import folded, initial, spelled
from bot.core.korean_endings import stems
from bot.core.spellings import Spellings, gapless

APART = "\x00"
"""Stands between pieces of a text that are none together."""
_AROUND = " \t\n?!.,…~:;·\"'“”‘’「」『』()[]<>#@"
_GAP = r"[ \t\n\-_·]{0,2}"
_SHORTEST_WITH_GAPS, _LONGEST_SHORT_LATIN = 3, 3
_LONGEST_RUN = 3
_KINDS = 1_024
_UNFOLDED = re.compile(r"[\x00-@\[-`{-\x7f가-힣]+")
"""Signs that folding leaves as they are, and makes of no others."""
_FOLDED = re.compile(r"[^\x00-@\[-`{-\x7f가-힣]+")


class Nearness(IntEnum):
    """How near what is found is written to what was typed."""

    EXACT = 10
    SPACED = 9
    INITIALS = 8
    STEM = 7
    SPELLED = 6


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a word may stand in a text.

    `text` is what is looked for in folded text, `unfolded` and `folded` are its pieces with and without case. `pattern`
    says where it stands, in a text of any case; where that `is_strict`, it must be found, too. `signs` are those that a
    text must have. `has_case` says that it is of nothing but Latin letters, `is_spare` that it is tried only where no
    closer way was found.
    """

    nearness: int
    text: str
    pattern: re.Pattern[str]
    is_strict: bool
    signs: int
    has_case: bool = False
    is_spare: bool = False
    unfolded: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()

    @classmethod
    def as_written(cls, nearness: Nearness, text: str) -> Way:
        """`text` as it stands. Latin words begin where a word does, and short or respelled ones end there."""
        begins, ends = _edges(nearness, text)
        pattern = re.compile(f"{begins}{re.escape(text)}{ends}", re.IGNORECASE)
        pieces = tuple(_UNFOLDED.findall(text)), tuple(_FOLDED.findall(text))
        return cls(int(nearness), text, pattern, bool(begins or ends), signs_of(text), False, False, *pieces)

    @classmethod
    def with_gaps(cls, nearness: Nearness, text: str) -> Way:
        """What stands with spaces where `text` has none, or the other way round, from the beginning of a word."""
        bare = gapless(text)
        _, ends = _edges(nearness, bare)
        pattern = re.compile(_from_a_word(bare) + ends, re.IGNORECASE)
        has_case, is_spare = bare.isascii() and bare.isalpha(), nearness is not Nearness.SPELLED
        return cls(int(nearness), "", pattern, True, signs_of(bare), has_case, is_spare)

    @classmethod
    def by_initials(cls, consonants: str) -> Way:
        """What begins with these consonants; it is looked for in initials alone."""
        return cls(int(Nearness.INITIALS), "", re.compile(_from_a_word(consonants)), True, 0)

    def place_in(self, text: str) -> int:
        """Where in a folded text it stands first; -1 where it does not."""
        place = text.find(self.text)
        if place < 0 or not self.is_strict:
            return place
        found = self.pattern.search(text)
        return found.start() if found is not None else -1

    def is_in_body(self, body: str, cased: str) -> bool:
        """Whether a body has it; `cased` are its pieces that have case, folded."""
        for piece in self.folded:
            if piece not in cased:
                return False
        for piece in self.unfolded:
            if piece not in body:
                return False
        if self.is_strict:
            return not (self.has_case and self.pattern.search(cased) is None) and self.pattern.search(body) is not None
        return len(self.folded) + len(self.unfolded) == 1 or self.text in body.casefold()


@dataclass(frozen=True, slots=True)
class SearchWord:
    """A word as it was typed, folded, with every way to find it, the closest first.

    `signs` are those that a text must have for any of the ways; none where initials are enough.
    """

    text: str
    ways: tuple[Way, ...]
    by_initials: Way | None
    signs: int

    @classmethod
    def of(cls, text: str, spellings: Spellings) -> SearchWord:
        """A folded word, which may have spaces in it."""
        consonants = "".join(map(spelled, gapless(text)))
        initials = len(consonants) > 1 and all("ㄱ" <= c <= "ㅎ" for c in consonants)
        ways = tuple(_ways(text, spellings))
        signs = 0 if initials else reduce(and_, (way.signs for way in ways))
        return cls(text, ways, Way.by_initials(consonants) if initials else None, signs)


def search_words(typed: Sequence[str], spellings: Spellings) -> tuple[SearchWord, ...]:
    """The words of a search; neighbours that are one name together (open source) are one word."""
    bare = [word for part in typed if (word := folded(part).strip(_AROUND) or folded(part).strip())]
    words = []
    while bare:
        length = next((n for n in range(min(_LONGEST_RUN, len(bare)), 1, -1) if _is_name(bare[:n], spellings)), 1)
        words.append(SearchWord.of(" ".join(bare[:length]), spellings))
        del bare[:length]
    return tuple(words)


def signs_of(text: str) -> int:
    """The signs of a text as bits, each of some kinds; two texts' signs in common are those bits in common."""
    bits = 0
    for c in set(text):
        bits |= 1 << ord(c) % _KINDS
    return bits


def initials_of(text: str) -> str:
    """The initial consonant of each syllable; other signs as they are."""
    return "".join(map(initial, text))


def cased_of(body: str) -> str:
    """The pieces of a body that have case, folded."""
    return _UNFOLDED.sub(" ", body).casefold()


def _is_name(words: Sequence[str], spellings: Spellings) -> bool:
    together = gapless("".join(words))
    return any(spellings.knows(each) for each in (together, *stems(together)))


def _ways(text: str, spellings: Spellings) -> Iterator[Way]:
    bare = gapless(text)
    shorter = _stems(bare)
    yield Way.as_written(Nearness.EXACT, text)
    if _may_have_gaps(text, bare):
        yield Way.with_gaps(Nearness.SPACED, bare)
    for stem in shorter:
        yield Way.as_written(Nearness.STEM, stem)
        if _may_have_gaps(stem, stem):
            yield Way.with_gaps(Nearness.STEM, stem)
    for name in _respelled((bare, *shorter), spellings):
        yield (
            Way.with_gaps(Nearness.SPELLED, name) if gapless(name) != name else Way.as_written(Nearness.SPELLED, name)
        )


def _stems(word: str) -> tuple[str, ...]:
    plural = word.isascii() and word.isalpha() and len(word) > 4 and word.endswith("s") and not word.endswith("ss")
    return (word[:-1],) if plural else stems(word)


def _respelled(forms: Iterable[str], spellings: Spellings) -> tuple[str, ...]:
    """Other names of the first form that has some."""
    return next((others for form in forms if (others := spellings.others(form))), ())


def _may_have_gaps(text: str, bare: str) -> bool:
    """A word of two syllables is hardly ever written in two."""
    return text != bare or len(bare) >= _SHORTEST_WITH_GAPS


def _edges(nearness: Nearness, text: str) -> tuple[str, str]:
    """What must not stand around a Latin word: more of it."""
    respelled = nearness is Nearness.SPELLED
    begins = ends = ""
    if text.isascii() or respelled:
        begins = "(?<![a-z])" if _is_latin(text[:1]) else r"(?<!\d)" if text[:1].isdecimal() else ""
    if respelled or (text.isascii() and len(text) <= _LONGEST_SHORT_LATIN):
        ends = "(?=s?(?![a-z]))" if _is_latin(text[-1:]) else r"(?!\d)" if text[-1:].isdecimal() else ""
    return begins, ends


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def _from_a_word(text: str) -> str:
    first = re.escape(text[:1])
    return rf"{first}(?<!\w{first})" + "".join(f"{_GAP}{re.escape(c)}" for c in text[1:])
