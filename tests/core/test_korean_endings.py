"""Particles and endings are taken off where they are some, and no noun loses its last syllable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.korean_endings import stems
from bot.core.particles import josa

_NOUNS = """
작가 회의 평가 국가 휴가 은 이 의 가 강의 논의 합의 주의 정의 문의 민주주의 자본주의
사회주의 본회의 국무회의 고양이 어린이 호랑이 떡볶이 목걸이 글쓴이 지은이 젊은이 달팽이
원숭이 지팡이 곰팡이 손잡이 놀이 눈높이 물놀이 문제풀이 나들이 맞벌이 부엉이 거북이
지렁이 종이 색종이 나이 아이 사이 차이 전문가 소설가 평론가 활동가 예술가 창업가 사업가
수집가 여행가 마을 가을 노을 늦가을 저녁노을 우리마을 효과 결과 역효과 실험결과 학과
사과 경기도 강원도 고속도로 도로 속도 제도 태도 온도 바다 캐나다 하나 바나나 나라 사랑
첫사랑 라면 컵라면 불만 하지만 그렇지만 대만 운동화 실내화 무궁화 초상화 영화 만화 여성
구성 목적 기적 피해 오해 자연재해 남북한 무제한 권한 은행 서울 겨울 건축허가 여름휴가
스스로 모키 부키 딥시크 오픈소스 인공지능 메타 구글
"""
_THINGS = """
오픈소스 구글 딥시크 인공지능 가중치 편향 블랙박스 라이선스
연구자 작가 회의 고양이 도서관 번역 ai openai
"""
NOUNS, THINGS = _NOUNS.split(), _THINGS.split()
PAIRS = ("이/가", "은/는", "을/를", "과/와", "으로/로", "이라는/라는", "이란/란", "이라고/라고", "으로는/로는")
AFTER_ANY = (
    *("의", "도", "만", "에서", "에서는", "에게", "부터", "까지"),
    *("처럼", "보다", "마다", "입니다", "인가요", "때문에"),
)


@pytest.mark.parametrize("noun", NOUNS)
def test_a_noun_that_ends_as_if_with_a_particle_stays_whole(noun: str) -> None:
    assert stems(noun) == ()


@given(st.sampled_from(THINGS), st.sampled_from((*PAIRS, *AFTER_ANY)))
def test_every_particle_comes_off_in_the_form_that_goes_with_its_word(thing: str, particle: str) -> None:
    form = josa(thing, particle) if "/" in particle else particle
    if "(" not in form:
        assert thing in stems(thing + form)


@given(st.sampled_from(NOUNS), st.sampled_from((*PAIRS, *AFTER_ANY)))
def test_behind_a_noun_its_particle_comes_off_and_no_more(noun: str, particle: str) -> None:
    form = josa(noun, particle) if "/" in particle else particle
    if len(noun) > 1:
        assert stems(noun + form)[:1] == (noun,)
        assert len(stems(noun + form)) == 1


@given(st.text(st.sampled_from("가각은는이를을의도만에서로하다됐성적화들들ai4"), max_size=9))
def test_what_is_left_begins_the_word_and_has_two_signs(word: str) -> None:
    found = stems(word)
    assert all(word.startswith(stem) and len(stem) >= 2 for stem in found)
    assert sorted(found, key=len, reverse=True) == list(found)
    assert len(set(found)) == len(found) <= 3


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("편향성", "편향"),
        ("투명하게", "투명"),
        ("악용하면", "악용"),
        ("공개해야", "공개"),
        ("혁신적인", "혁신"),
        ("공개됐다", "공개"),
        ("틀렸나요", "틀렸"),
        ("정비사들은", "정비사"),
        ("도서관에서는", "도서관"),
        ("gpt는", "gpt"),
    ],
)
def test_endings(word: str, stem: str) -> None:
    assert stem in stems(word)
