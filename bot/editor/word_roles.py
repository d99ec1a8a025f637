"""What a Korean word does in its sentence, told by its particle: topic, subject, object, or none of these.

Told by the last letters and by the word before, without a dictionary: 회사는 is a topic, 만드는 goes with a noun.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.editor.conjugation import final
from bot.editor.word_lists import (
    ADVERBS_LIKE_SUBJECTS,
    BEFORE_VERBS,
    CLOSED_VERBS,
    NO_ALSO,
    OPEN_VERBS,
    SHORT_VERBS,
    SUBORDINATE_ENDS,
)

_MARKS = ",.·;:\"'“”‘’「」『』»«)"
_VERBAL_FINALS = frozenset("ㄲㄵㄶㄺㄻㄼㄾㅀㅄ")
_CLOSED_NOUNS = ("값", "닭", "흙", "삶", "앎", "밖", "안팎")
"""Stems before which 은 and 을 are no particles: 받은, 많은, 있을; nouns rarely end in two consonants."""
_ALWAYS_VERBS = ("하", "되", "만드", "흐르", "부르", "다루", "나오", "들어오", "스러우")
_QUOTING = ("라", "다", "려", "하자", "보자", "지자", "두자", "냐", "더")
_UNQUOTED = ("나라", "바다", "우려", "배려", "고려", "염려", "격려")
"""Before 는: 다는, 라는, which go with the next noun; and nouns that end so."""
_FRAMES = ("에서는", "에는", "부터는", "까지는")
_LONGEST_FRAME = 3
_WITH_COMPLEMENT = ("아니", "되", "돼", "됐", "된")
_PLACES = (
    "에서",
    "에",
    "로",
    "까지",
    "부터",
    "때",
    "뒤",
    "동안",
    "보다",
    "만큼",
    "이후",
    "후",
    "전",
    "중",
    "에게",
    "언젠가",
)
"""Before 는: a frame, and not what the sentence speaks of."""


def bare(word: str) -> str:
    """A word without what marks stand around it."""
    return word.strip(_MARKS)


def _is_closed_verb(stem: str) -> bool:
    return stem.endswith(CLOSED_VERBS) or (final(stem) in _VERBAL_FINALS and not stem.endswith(_CLOSED_NOUNS))


def is_adnominal(word: str, before: str) -> bool:
    """Whether a word in 는 or 은 is a verb or adjective that goes with the next noun (만드는, 받은)."""
    said, prior = bare(word), bare(before)
    stem = said[:-1]
    if not stem or said[-1] not in "은는":
        return False
    if said[-1] == "은":
        return _is_closed_verb(stem)
    if final(stem):
        return True
    if stem.endswith("지") and final(stem[:-1]) in ("ㄴ", "ㄹ"):
        return False
    if stem in SHORT_VERBS or stem.endswith(_ALWAYS_VERBS):
        return True
    if stem.endswith(_QUOTING):
        return not stem.endswith(_UNQUOTED)
    return stem.endswith(OPEN_VERBS) and prior.endswith(BEFORE_VERBS)


def is_topic(word: str, before: str = "") -> bool:
    """Whether a sentence speaks of this word: 회사는, 책은, AI는; no place or time (집에서는)."""
    said = bare(word)
    stem = bare(said[:-1])
    if not stem or said[-1] not in "은는" or is_adnominal(word, before):
        return False
    closed = final(stem)
    if closed is not None and bool(closed) != (said[-1] == "은"):
        return False
    return not stem.endswith(_PLACES)


def is_subject(word: str) -> bool:
    """Whether this word does what its verb says: 회사가, 책이, AI가."""
    said = bare(word)
    stem = bare(said[:-1])
    if said in ADVERBS_LIKE_SUBJECTS or not stem:
        return False
    if said.endswith("께서"):
        return True
    closed = final(stem)
    if closed is None:
        return said[-1] in "이가" and stem[-1].isalnum()
    return said[-1] == ("이" if closed else "가")


def is_also(word: str) -> bool:
    """Whether this word is what something holds for too: 회사도."""
    said = bare(word)
    return len(said) > 2 and said.endswith("도") and not said.endswith(NO_ALSO)


def is_object(word: str) -> bool:
    """Whether something is done to this word: 책을, 모델을."""
    said = bare(word)
    stem = said[:-1]
    if not stem:
        return False
    return said[-1] == "를" or (said[-1] == "을" and not _is_closed_verb(stem))


def has_subject(words: Sequence[str]) -> bool:
    """Whether any word but the last is a topic or a subject; what something is not (책은 아니다) or becomes is none."""
    end = len(words) - (2 if len(words) > 1 and words[-1].startswith(_WITH_COMPLEMENT) else 1)
    return any(is_subject(word) or is_also(word) for word in words[:end]) or any(i < end for i in topics_of(words))


def has_frame(words: Sequence[str]) -> bool:
    """Whether a sentence begins with the place or time that it speaks of: 한국에서는, 선거일 90일 전부터는."""
    return any(bare(word).endswith(_FRAMES) for word in words[:_LONGEST_FRAME])


def may_lack_a_subject(words: Sequence[str]) -> bool:
    """Whether the last subject belongs to a clause before the end (값이 내려도), so that the end may lack its own."""
    last = max((i for i, word in enumerate(words[:-1]) if is_subject(word)), default=len(words))
    return any(bare(word).endswith(SUBORDINATE_ENDS) for word in words[last + 1 : -1])


def topics_of(words: Sequence[str]) -> list[int]:
    """The places of the topics among words; the last word is none, nor is a verb that is denied (읽지는 않다)."""
    return [
        i
        for i in range(len(words) - 1)
        if is_topic(words[i], words[i - 1] if i else "") and not (words[i][-2:] == "지는" and _is_denial(words[i + 1]))
    ]


def _is_denial(word: str) -> bool:
    return word.startswith(("않", "못"))
