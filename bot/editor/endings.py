"""Endings of Korean sentences: which are finished statements in 해요, and how others become that.

The stem is found from its ending and conjugated anew. Where a form could be of two verbs, the word before it decides;
where nobody can tell, the sentence is left to its author.
"""

from __future__ import annotations

import re

from bot.core.korean import parts
from bot.core.spoken.final_sounds import OPEN
from bot.core.spoken.texts import endings
from bot.editor.conjugation import final, infinitive, past, with_final
from bot.editor.word_lists import (
    ADJECTIVES,
    BEFORE_VERBS,
    HELPED_ENDS,
    NO_STATEMENT_ENDS,
    SHORT_ADJECTIVES,
    VERBS_BEFORE_GO,
    VERBS_IN_I,
)

_QUESTION = re.compile(r"[?？]")
_SIGNS = " .!…。！?？\"'”’»」』)]"
_SEO_VERBS = ("나서", "들어서", "앞서", "넘어서", "일어서", "맞서", "돌아서", "다가서", "올라서", "물러서", "줄서")
"""Verbs in 서: any other 서요 is a reason (와서요)."""
_NA_VERBS = ("끝나", "빛나", "혼나", "겁나", "신나", "만나", " 나")
"""Verbs in 나 after a consonant: any other word like that in 나요 is a question (있나요)."""
_NA_QUESTIONS = ("하나", "되나", "오나", "이나")
_SPOKEN_VOWELS = frozenset("ㅏㅓㅐㅔㅕㅖㅘㅝㅙ")
"""What a syllable before a statement's 요 ends with."""
_ALWAYS_L = {"든": "들", "연": "열", "논": "놀", "돈": "돌", "푼": "풀", "건": "걸", "번": "벌", "던": "덜", "떤": "떨"}
_ALWAYS_L |= {"언": "얼", "단": "달", "분": "불", "문": "물", "판": "팔", "존": "졸", "안": "알"}
"""Last syllables before 다 that come from a stem in ㄹ, which goes before ㄴ and ㅂ, and from no other verb in use."""
_ALONE_L = {
    "운": "울",
    "민": "밀",
    "빈": "빌",
    "만": "말",
    "내민": "내밀",
    "떠민": "떠밀",
    "이끈": "이끌",
    "휩쓴": "휩쓸",
}
"""Whole words before 다 that come from a stem in ㄹ, where longer ones (배운다, 꾸민다) don't."""
_BY_OBJECT = {"산": ("사", "살"), "준": ("주", "줄")}
"""Whole words before 다 that are one verb with an object before them, another without one."""
_FAR_OBJECTS = ("길을", "거리를", "숲을", "산을")
"""What one walks along: 걷는다 is 걸어요 after these, 걷어요 after what is collected."""


def is_polite(sentence: str) -> bool:
    """Whether a sentence is a finished statement in 해요; questions, requests and hanging clauses are none."""
    text = sentence.rstrip(_SIGNS)
    if _QUESTION.search(sentence[len(text) :]):
        return False
    if text.endswith(("죠", "지요")):
        return True
    if not text.endswith("요") or final(text[:-1]) != "":
        return False
    if text.endswith("서요"):
        return text.endswith(tuple(f"{verb}요" for verb in _SEO_VERBS))
    if text.endswith("나요"):
        asked = text[:-1].endswith(_NA_QUESTIONS) or final(text[:-2]) != ""
        return not asked or text[:-1].endswith(_NA_VERBS)
    asked = text.endswith("가요") and final(text[:-2]) == "ㄴ"
    return not asked and not text.endswith(NO_STATEMENT_ENDS) and parts(text[-2])[1] in _SPOKEN_VOWELS


def polite(text: str) -> str | None:
    """A statement with its last word in 해요, without end sign; None where it is none, or its stem isn't sure.

    `text` has no sign at its end. A clause in 고요 becomes a sentence, 합니다, 한다 and adjectives are conjugated.
    """
    head, _, word = text.rpartition(" ")
    before = head.rpartition(" ")[2]
    ended = _ended(word, before)
    return None if ended is None else f"{head} {ended}".strip()


def _ended(word: str, before: str) -> str | None:
    if word.endswith("고요"):
        stem = certain_stem(word[:-2], before)
        return None if stem is None else polite_form(stem)
    if word.endswith(("죠", "지요")):
        stem = certain_stem(word.removesuffix("죠") if word.endswith("죠") else word[:-2], before)
        return word if stem is None else polite_form(stem)
    if word.endswith("요"):
        return word if is_polite(word) else None
    if word.endswith("니다") and not word.endswith("아니다"):
        return _of_formal(word, before)
    if word.endswith("다") and len(word) > 1:
        return _of_plain(word[:-1], before)
    return None


def polite_form(stem: str) -> str:
    """The form in 해요 of a stem; 이 after a noun is the copula (`책이`: 책이에요), unless it is a verb in 이."""
    if stem.endswith("아니"):
        return stem + "에요"
    if is_copula(stem):
        return copula(stem[:-1])
    return (stem + "어" if final(stem) == "ㅆ" else infinitive(stem)) + "요"


def copula(noun: str) -> str:
    """이에요 or 예요 after a noun, by its sound; what is to come (것) is 거예요."""
    if noun in ("것", "거"):
        return "거예요"
    return noun + ("예요" if endings(noun) == OPEN else "이에요")


def is_copula(stem: str) -> bool:
    """Whether a stem in 이 is a noun and what makes a statement of it."""
    return stem.endswith("이") and len(stem) > 1 and not stem.endswith(VERBS_IN_I)


def certain_stem(stem: str, before: str) -> str | None:
    """What stands before 고 or 죠, if it is surely a stem and no noun (문제고); `before` is the word before it."""
    if not stem or final(stem) is None:
        return None
    if final(stem) or stem.endswith(("하", "되", "이", "아니", *ADJECTIVES)) or stem in SHORT_ADJECTIVES:
        return stem
    return stem if stem.endswith(VERBS_BEFORE_GO) and before.endswith(BEFORE_VERBS) else None


def _of_formal(word: str, before: str) -> str | None:
    base = word.removesuffix("니다")
    if base.endswith("습") and final(base[:-1]):
        return infinitive(base[:-1]) + "요"
    if final(base) != "ㅂ":
        return None
    stem = with_final(base, "")
    if stem.endswith("이") and len(stem) > 1:
        return polite_form(stem)
    if stem.endswith("아니"):
        return stem + "에요"
    return infinitive(_open_stem(with_final(base, "ㄴ"), before)) + "요"


def _of_plain(base: str, before: str) -> str | None:
    consonant = final(base)
    if consonant is None:
        return copula(base) if base[-1].isalnum() else None
    if consonant == "ㅆ":
        return base + "어요"
    if base.endswith("아니"):
        return base + "에요"
    if base == "는":
        return "늘어요"
    if base.endswith("는") and final(base[:-1]):
        collected = base == "걷는" and before.endswith(("을", "를")) and before not in _FAR_OBJECTS
        return ("걷어" if collected else infinitive(base[:-1])) + "요"
    if consonant == "ㄴ":
        return infinitive(_open_stem(base, before)) + "요"
    if base.endswith("이") and len(base) > 1:
        return copula(base[:-1])
    if consonant or base.endswith(ADJECTIVES) or base in SHORT_ADJECTIVES:
        return infinitive(base) + "요"
    return copula(base)


def _open_stem(base: str, before: str) -> str:
    """The stem of a word that stands before 다 and ends in ㄴ: 간 가, 만든 만들, 산 사 or 살."""
    if base in _ALONE_L:
        return _ALONE_L[base]
    if base in _BY_OBJECT:
        with_object, without = _BY_OBJECT[base]
        return with_object if before.endswith((*"을를게", *HELPED_ENDS)) else without
    last = base[-1]
    if last in _ALWAYS_L:
        return base[:-1] + _ALWAYS_L[last]
    return with_final(base, "")


def past_or_present(stem: str, is_past: bool) -> str:
    """The statement in 해요 of a stem before 고, in the time of the sentence that it is taken from."""
    if not is_past or final(stem) == "ㅆ":
        return polite_form(stem)
    if stem.endswith("아니"):
        return stem + "었어요"
    if is_copula(stem):
        noun = stem[:-1]
        return noun + ("였어요" if endings(noun) == OPEN else "이었어요")
    return past(stem) + "어요"
