"""Korean verbs and adjectives: the forms in 아/어 and 았/었 of a stem, the irregular ones included."""

from __future__ import annotations

from bot.core.korean import is_syllable, parts, syllable

_BRIGHT = frozenset("ㅏㅑㅗ")
"""Vowels after which 아 follows, not 어."""
_UNCHANGED = frozenset("ㅏㅐㅓㅔㅕ")
"""Vowels that take 아/어 into themselves: 가, 내, 서, 세, 켜."""
_JOINED = {"ㅗ": "ㅘ", "ㅜ": "ㅝ", "ㅣ": "ㅕ"}
_IN_FULL = frozenset({"피", "기", "비", "시", "띠", "미", "괴", "쇠"})
"""Stems of one syllable that are not contracted: 피어, not 펴."""
_PLAIN_REU = ("따르", "치르", "들르", "다다르", "우러르")
"""따라, 치러: their ㄹ is not doubled."""
_DOUBLE_REO = frozenset({"이르", "푸르", "노르"})
"""이르러, 푸르러."""
_ALWAYS_DARK = frozenset({"쓰", "뜨", "끄", "크", "트"})
"""Verbs that stay as they are at the end of others: 받아써, not 받아싸."""
_D_TO_L = ("걷", "듣", "싣", "깨닫", "일컫", "긷", "묻")
_B_KEPT = frozenset({"잡", "뽑", "입", "집", "접", "씹", "업", "좁", "꼽"})
"""Last syllables whose ㅂ stays: 잡아, 좁아."""
_B_TO_WA = frozenset({"돕", "곱"})
_S_DROPPED = frozenset({"짓", "잇", "붓", "긋", "낫", "젓"})
_IRREGULAR = {
    "머물": "머물러",
    "서툴": "서툴러",
    "서둘": "서둘러",
    "그렇": "그래",
    "이렇": "이래",
    "저렇": "저래",
    "어떻": "어때",
    "커다랗": "커다래",
    "동그랗": "동그래",
    "빨갛": "빨개",
    "파랗": "파래",
    "노랗": "노래",
    "까맣": "까매",
    "하얗": "하얘",
}


def final(word: str) -> str | None:
    """The final consonant of a word's last syllable, "" where it has none; None where it ends with another sign."""
    return parts(word[-1])[2] if word and is_syllable(word[-1]) else None


def with_final(word: str, consonant: str) -> str:
    """A word whose last syllable has this final consonant, or none for ""."""
    initial, vowel, _ = parts(word[-1])
    return word[:-1] + syllable(initial, vowel, consonant)


def infinitive(stem: str) -> str:
    """The form in 아/어: 가 가, 먹 먹어, 하 해, 만들 만들어, 흐르 흘러, 돕 도와, 짓 지어."""
    initial, vowel, consonant = parts(stem[-1])
    if stem.endswith("하"):
        return stem[:-1] + "해"
    if consonant:
        return _of_closed(stem, vowel, consonant)
    if vowel == "ㅡ":
        return _of_eu(stem, initial)
    if vowel in _UNCHANGED:
        return stem
    if vowel in _JOINED and stem not in _IN_FULL:
        return "퍼" if stem == "푸" else stem[:-1] + syllable(initial, _JOINED[vowel])
    if stem.endswith(("되", "뵈")):
        return stem[:-1] + syllable(initial, "ㅙ")
    return stem + "어"


def past(stem: str) -> str:
    """The stem of the past: 가 갔, 먹 먹었, 하 했."""
    return with_final(infinitive(stem), "ㅆ")


def _of_closed(stem: str, vowel: str, consonant: str) -> str:
    last, head = stem[-1], stem[:-1]
    if stem in _IRREGULAR:
        return _IRREGULAR[stem]
    if consonant == "ㄷ" and stem.endswith(_D_TO_L):
        stem = with_final(stem, "ㄹ")
    elif consonant == "ㅅ" and last in _S_DROPPED:
        stem = with_final(stem, "")
    elif consonant == "ㅂ" and last not in _B_KEPT:
        return with_final(stem, "") + ("와" if last in _B_TO_WA and not head else "워")
    return stem + ("아" if vowel in _BRIGHT else "어")


def _of_eu(stem: str, initial: str) -> str:
    last, head = stem[-1], stem[:-1]
    if last == "르" and head and not stem.endswith(_PLAIN_REU):
        if stem in _DOUBLE_REO:
            return stem + "러"
        bright = parts(head[-1])[1] in _BRIGHT if is_syllable(head[-1]) else False
        return with_final(head, "ㄹ") + ("라" if bright else "러")
    bright = bool(head) and last not in _ALWAYS_DARK and is_syllable(head[-1]) and parts(head[-1])[1] in _BRIGHT
    return head + syllable(initial, "ㅏ" if bright else "ㅓ")
