"""The vocabulary: words that titles, tags and spellings have, and which of them a mistyped one was meant to be."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from bot.core.articles import Article
from bot.core.korean import folded, letters
from bot.core.korean_endings import stems
from bot.core.name_matching import Name, nearest_of
from bot.core.spellings import Spellings
from bot.core.steps import Steps

_WORD = re.compile(r"\w+")
_SAME_SOUND = str.maketrans("ㅔㅖㅞㅙㄲㄸㅃㅆㅉ", "ㅐㅒㅚㅚㄱㄷㅂㅅㅈ")
_SHORTEST_MENDED = 4
_MENDED = 0.76
_STEP = 64


class Vocabulary:
    """The words of a library; whoever mistypes a word has most likely meant one of them."""

    def __init__(self, words: Sequence[str], names: Sequence[Name]) -> None:
        self._words = words
        self._names = names

    @classmethod
    def of(cls, articles: Sequence[Article], spellings: Spellings) -> Steps[Vocabulary]:
        """The words of a library."""
        found = dict.fromkeys(spellings.names())
        for number, article in enumerate(articles):
            for word in _WORD.findall(folded(" ".join((article.title, article.category, *article.tags)))):
                if word.isalpha():
                    found[(word, *stems(word))[-1]] = None
            if not number % _STEP:
                yield
        names = []
        for number, word in enumerate(found):
            names.append(Name.of(_sound(word)))
            if not number % _STEP:
                yield
        return cls(list(found), names)

    def nearest(self, word: str) -> Steps[str | None]:
        """The word that is written or sounds most alike, with a like first letter; None if none is much alike."""
        sound = _sound(word)
        if len(sound) < _SHORTEST_MENDED:
            return None
        number = yield from nearest_of(sound, self._names)
        if number is None or self._words[number] == word or self._names[number].spelled[:1] != sound[:1]:
            return None
        alike = SequenceMatcher(None, self._names[number].spelled, sound, autojunk=False).ratio()
        return self._words[number] if alike >= _MENDED else None


def _sound(word: str) -> str:
    """A word's letters, those that sound alike as one."""
    return letters(word).translate(_SAME_SOUND)
