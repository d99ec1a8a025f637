"""Names, compared with what is being typed: unfinished, by its letters or initials; or mistyped.

A name is spelled out once and then compared at the cost of a look into two short texts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from bot.core.korean import folded, initial, letters, spelled
from bot.core.steps import Steps, at_once

_GAPS = {ord(c): None for c in " -_\t\n"}
_TO_SPACES = {ord(c): " " for c in "-_"}
_BEGINNING, _WORD, _SYLLABLE, _WITHIN = range(4)
_ALIKE = 0.62
"""How alike (0 to 1) a name must be to what was typed to be taken for what was meant."""
_STEP = 64


@dataclass(frozen=True, slots=True)
class Typed:
    """Unfinished text: its letters without gaps; `blank` if nothing was typed."""

    letters: str
    blank: bool
    initials: bool

    @classmethod
    def of(cls, text: str) -> Typed:
        """Unfinished text as it is compared."""
        wanted = letters(text).translate(_GAPS)
        return cls(wanted, not text or text.isspace(), all("ㄱ" <= c <= "ㅎ" for c in wanted))


@dataclass(frozen=True, slots=True)
class Name:
    """A name spelled out.

    `letters` and `initials` are without gaps; `starts` and `initial_starts` give for each of their places what begins
    there: 0 the name, 1 a word, 2 a syllable, 3 none of these. `bag` has a bit for each occurrence of each letter.
    """

    spelled: str
    letters: str
    starts: bytes
    initials: str
    initial_starts: bytes
    bag: int

    @classmethod
    def of(cls, name: str) -> Name:
        """The name as it is compared."""
        known: list[str] = []
        first: list[str] = []
        starts, initial_starts = bytearray(), bytearray()
        for word in folded(name).translate(_TO_SPACES).split():
            begins = _WORD if known else _BEGINNING
            for c in word:
                own = spelled(c)
                known.append(own)
                starts.append(begins)
                starts.extend(bytes((_WITHIN,)) * (len(own) - 1))
                first.append(initial(c))
                initial_starts.append(begins)
                begins = _SYLLABLE
        whole, gapless = letters(name), "".join(known)
        return cls(whole, gapless, bytes(starts), "".join(first), bytes(initial_starts), _bag(whole))

    def rank(self, typed: Typed) -> int | None:
        """How well unfinished text fits: 0 at the beginning, 1 at a word's, 2 elsewhere, None not at all."""
        wanted = typed.letters
        if not wanted:
            return _BEGINNING if typed.blank else None
        best = _WITHIN
        if wanted in self.letters:
            best = _best_start(wanted, self.letters, self.starts)
        if typed.initials and best > _BEGINNING:
            best = min(best, _best_start(wanted, self.initials, self.initial_starts))
        return best if best < _WITHIN else None


def fits(typed: str, candidate: str) -> int | None:
    """How well unfinished text fits a candidate: 0 at its beginning, 1 at a word's, 2 elsewhere, None not at all.

    Spaces in what was typed are passed over; initial consonants alone are enough (ㄱㅅ fits 검색).
    """
    return _name(candidate).rank(Typed.of(typed))


def nearest(typed: str, candidates: Iterable[str]) -> str | None:
    """The candidate that `typed` is most likely a slip of, of equally likely ones the first; None if none is alike."""
    listed = list(candidates)
    number = at_once(nearest_of(typed, [_name(candidate) for candidate in listed]))
    return None if number is None else listed[number]


def nearest_of(typed: str, names: Sequence[Name]) -> Steps[int | None]:
    """The place of the name that `typed` is most likely a slip of; None if none is alike.

    The likeness of two texts is dear. What they have in common in whatever order, and then in order, are bounds that
    cost little; of thousands of names one or two are left.
    """
    slip = _Slip(typed)
    bounds = []
    for begin in range(0, len(names), _STEP):
        bounds += slip.letters_shared(names[begin : begin + _STEP], begin)
        yield
    best, found = _ALIKE, None
    for step, (bound, number) in enumerate(sorted(bounds)):
        if -bound < best:
            break
        if slip.letters_in_order(names[number]) >= best:
            alike = slip.likeness(names[number])
            if alike > best or (alike == best and (found is None or number < found)):
                best, found = alike, number
        if not step % _STEP:
            yield
    return found


class _Slip:
    """Mistyped text. Each of its measures is a share of both texts' letters; the later ones are never more."""

    def __init__(self, typed: str) -> None:
        self._letters = letters(typed)
        self._bag = _bag(self._letters)
        self._all = (1 << len(self._letters)) - 1
        self._places = _Places()
        for place, c in enumerate(self._letters):
            self._places[c] |= 1 << place
        self._matcher = SequenceMatcher(None, b=self._letters, autojunk=False)

    def letters_shared(self, names: Sequence[Name], begin: int) -> list[tuple[float, int]]:
        """Negative, with the number of each name that may be alike; `begin` is that of the first."""
        bag, own = self._bag, len(self._letters)
        shares = []
        for number, name in enumerate(names, begin):
            common, length = (bag & name.bag).bit_count(), own + len(name.spelled)
            share = 2.0 * common / length if length else 1.0
            if share >= _ALIKE:
                shares.append((-share, number))
        return shares

    def letters_in_order(self, name: Name) -> float:
        """By the longest common subsequence, each row of its table in one number (Hyyrö 2004)."""
        row = self._all
        for here in map(self._places.__getitem__, name.spelled):
            if both := row & here:
                row = (row + both) | (row - both)
        return self._share((~row & self._all).bit_count(), name)

    def likeness(self, name: Name) -> float:
        self._matcher.set_seq1(name.spelled)
        return self._matcher.ratio()

    def _share(self, common: int, name: Name) -> float:
        length = len(self._letters) + len(name.spelled)
        return 2.0 * common / length if length else 1.0


class _Places(dict[str, int]):
    """The places of each letter as bits; none of any other."""

    def __missing__(self, _: str) -> int:
        return 0


_KINDS = 97
"""Letters of one kind are not told apart in a bag, which can only make what two bags share more."""


def _bag(text: str) -> int:
    bag, seen = 0, [0] * _KINDS
    for c in text:
        kind = ord(c) % _KINDS
        bag |= 1 << (kind + _KINDS * seen[kind])
        seen[kind] += 1
    return bag


def _best_start(wanted: str, text: str, starts: bytes) -> int:
    best, at = _WITHIN, text.find(wanted)
    while at >= 0 and best > _BEGINNING:
        best = min(best, starts[at])
        at = text.find(wanted, at + 1)
    return best


@lru_cache(maxsize=1_024)
def _name(candidate: str) -> Name:
    return Name.of(candidate)
