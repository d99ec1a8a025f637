"""Particles and endings of Korean words: what a word may be without them, as it would stand in an index.

A particle is taken off only where it fits the sound before it (가 after a vowel, 이 after a consonant), where two
syllables or letters stay, and where the word is no noun that merely ends so (고양이). A particle that stays finds too
little; one that is taken off wrongly finds what nobody asked for.
"""

from __future__ import annotations

from functools import lru_cache

from bot.core.korean import is_syllable
from bot.core.spoken.final_sounds import CLOSED, OPEN, RIEUL, UNKNOWN, Endings, of_syllable
from bot.core.spoken.texts import endings

_ANY, _CONSONANT, _VOWEL = UNKNOWN, RIEUL | CLOSED, OPEN
_VOWEL_OR_RIEUL, _NOT_RIEUL = OPEN | RIEUL, CLOSED
_SHORTEST_STEM = 2
_MOST_STEMS = 3


def _listed(words: str) -> tuple[str, ...]:
    return tuple(words.split())


def _after(sound: Endings, words: str) -> dict[str, Endings]:
    """Particles that follow a sound."""
    return dict.fromkeys(_listed(words), sound)


_PARTICLES = {
    **_after(
        _CONSONANT,
        """
        이 은 을 과 이란 이랑 이라는 이라고 이라면 이라도 이나 이나마 이며 이다 이든 이든지 이야 이에요 이었다
        이니까 과의 과는 과도
        """,
    ),
    **_after(_VOWEL, "가 는 를 와 란 라는 라고 라면 라도 예요 였다 니까 와의 와는 와도"),
    **_after(_NOT_RIEUL, "으로 으로는 으로도 으로서 으로써 으로부터 으로만"),
    **_after(_VOWEL_OR_RIEUL, "로 로는 로도 로서 로써 로부터 로만"),
    **_after(
        _ANY,
        """
        의 도 만 에 엔 에는 에도 에만 에서 에서는 에서도 에서의 에게 에게는 에게도 에게서 에겐 한테 한테는
        한테도 께서 께서는 부터 부터는 까지 까지는 까지도 만이 만은 만의 만을 만큼 마다 처럼 처럼은 보다 보다는
        보다도 조차 마저 밖에 대로 끼리 하고 들 때문 때문에 입니다 입니까 인가 인가요 인지 인데 일까 일까요
        """,
    ),
}
_SUFFIXES = _after(_ANY, "성 적 적인 적으로 적이다 화 님")
_OF_VERBS = _after(_ANY, "나요 습니다 습니까 어요 아요 네요 는데 는지 을까 을까요 었다 았다") | {"다": _CONSONANT}
_MADE_OF = {
    **dict.fromkeys(
        ("하", "되", "시키", "당하"), "다 는 고 면 며 기 게 지 자 니 나 는지 는데 지만 려면 려고 면서 도록 거나"
    ),
    **dict.fromkeys(("한", "된"), ". 다 다고 다면 다는 데"),
    **dict.fromkeys(("할", "될"), ". 까 까요 수록 지"),
    **dict.fromkeys(("해", "돼"), ". 요 서 야 도 야만 야지"),
    **dict.fromkeys(("했", "됐"), "다 어요 고 는데 지만 던 을까 나요 습니다 다는 다고"),
    **dict.fromkeys(("합", "됩"), "니다 니까"),
}
_OF_MADE_VERBS = {
    begin + end.strip("."): _ANY for begin, ends in _MADE_OF.items() for end in ends.split()
} | dict.fromkeys(("하여", "되어", "되었다", "되나요", "하나요", "하세요", "하려는"), _ANY)
_ENDINGS = _PARTICLES | _SUFFIXES | _OF_VERBS | _OF_MADE_VERBS
_LONGEST = max(map(len, _ENDINGS))

_NOUNS = frozenset(
    _listed("""
    스스로 억지로 하지만 그렇지만 고속도로 자전거도로 경기도 강원도 색종이 김정은 수많은 똑같은 재구성 북두칠성
    운동화 실내화 등산화 초상화 동양화 서양화 한국화 인물화 풍경화 정물화 무궁화 남북한 무제한 자연재해 사물함
    하루살이 더부살이 살림살이 시집살이 맞벌이 돈벌이 밥벌이 나들이 집들이 방망이 알맹이 지렁이 구렁이 부엉이
    거북이 최고가 최저가 도매가 소매가
    """)
)
"""Words that end as if with a particle, and are none with one."""
_NOUN_ENDS = _listed("""
    회의 강의 논의 합의 협의 주의 정의 동의 창의 건의 문의 항의 심의 토의 고양이 호랑이 어린이 늙은이
    젊은이 지은이 글쓴이 볶이 걸이 달팽이 원숭이 올챙이 지팡이 곰팡이 덩이 갱이 맹이 멩이 뎅이 쟁이 잡이
    받이 돋이 닫이 놀이 풀이 높이 깊이 넓이 먹이 없이 같이 많이 휴가 허가 결과 재해 피해 오해 이해
    """)
"""Nouns that longer ones end with."""


@lru_cache(maxsize=1_024)
def stems(word: str) -> tuple[str, ...]:
    """What `word`, folded and without spaces, may be without its particles and endings, the least taken off first.

    정비사들은: 정비사들, 정비사.
    """
    found: list[str] = []
    while len(found) < _MOST_STEMS:
        shorter = _without_ending(found[-1] if found else word)
        if shorter is None:
            break
        found.append(shorter)
    return tuple(found)


def _without_ending(word: str) -> str | None:
    for length in range(min(_LONGEST, len(word) - _SHORTEST_STEM), 0, -1):
        stem, ending = word[:-length], word[-length:]
        after = _ENDINGS.get(ending)
        # 고양이라는 is 고양이 with 라는, not 고양 with 이라는.
        if after is not None and _fits(stem, after) and not _is_noun(stem + ending[0]):
            return stem
    return None


def _is_noun(word: str) -> bool:
    return word in _NOUNS or word.endswith(_NOUN_ENDS)


def _fits(stem: str, after: Endings) -> bool:
    """Whether the ending goes with the sound that the stem ends with; where nobody knows that sound, it does."""
    last = stem[-1]
    return last.isalnum() and bool(after & (of_syllable(last) if is_syllable(last) else endings(stem)))
