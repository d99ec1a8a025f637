"""Numbers, each read out in full here and only by its end there."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.particles import josa

PAIRS = ("이/가", "으로/로", "은/는")
DIGITS = "영일이삼사오육칠팔구"


def read(number: int) -> str:
    """A number in Sino-Korean words: 12,345 is 만이천삼백사십오."""
    if not number:
        return "영"
    said = ""
    for myriad, unit in ((10**12, "조"), (10**8, "억"), (10**4, "만"), (1, "")):
        group = number // myriad % 10**4
        if group:
            said += read_group(group) + unit
    return said


def read_group(group: int) -> str:
    said = ""
    for place, unit in ((1000, "천"), (100, "백"), (10, "십"), (1, "")):
        digit = group // place % 10
        if digit:
            said += ("" if digit == 1 and unit else DIGITS[digit]) + unit
    return said


def expect(written: str, spoken: str) -> None:
    assert [josa(written, pair) for pair in PAIRS] == [josa(spoken, pair) for pair in PAIRS], (written, spoken)


def test_it_is_read_as_it_is_taught() -> None:
    assert read(12_345) == "일만이천삼백사십오"
    assert read(100_200_000_000) == "천이억"
    assert read(1_000_000_000_000) == "일조"


def test_every_number_of_four_figures() -> None:
    for number in range(10_000):
        expect(str(number), read(number))


@settings(deadline=None)
@given(st.integers(0, 10**12), st.sampled_from(["{}", "{:,}", "답 {}", "‘{}’", "제{:,}"]))
def test_every_number_up_to_a_million_million(number: int, form: str) -> None:
    expect(form.format(number), read(number))


@settings(deadline=None)
@given(st.integers(1, 9_999), st.integers(0, 8))
def test_round_numbers(number: int, zeros: int) -> None:
    expect(str(number * 10**zeros), read(number * 10**zeros))
    expect(f"{number * 10**zeros:,}", read(number * 10**zeros))


@settings(deadline=None)
@given(st.integers(0, 10**6), st.text("0123456789", min_size=1, max_size=9))
def test_after_a_point_each_figure_is_read(whole: int, after: str) -> None:
    expect(f"{whole}.{after}", DIGITS[int(after[-1])])


@settings(deadline=None)
@given(st.integers(2, 10), st.data())
def test_of_a_fraction_the_numerator_is_read_last(below: int, data: st.DataObject) -> None:
    above = data.draw(st.integers(1, below - 1))
    expect(f"{above}/{below}", f"{read(below)}분의{read(above)}")
    expect(f"{above}⁄{below}", f"{read(below)}분의{read(above)}")


@settings(deadline=None)
@given(st.integers(1900, 2100), st.integers(1, 12), st.integers(1, 28), st.sampled_from("-./"))
def test_a_date_is_read_to_its_day(year: int, month: int, day: int, between: str) -> None:
    expect(f"{year}{between}{month:02}{between}{day:02}", f"{read(day)}일")
    expect(f"{month}/{day}(월)", f"{read(day)}일")


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("010-1234-5670", "공"),
        ("007", "칠"),
        ("0.0", "영"),
        ("３", "삼"),
        ("2025", "오"),
        ("2000", "이천"),
        ("6·25", "오"),
        ("12·3", "삼"),
        ("3:2", "이"),
        ("9:30", "삼십 분"),
        ("10^12", "제곱"),
        ("10¹²", "제곱"),
        ("x²", "제곱"),
        ("토론²", "토론"),
        ("½", "일"),
        ("⅔", "이"),
        ("¾", "삼"),
        ("2½", "일"),
        ("①", "일"),
        ("⑳", "이십"),
        ("❸", "삼"),
        ("⑴", "일"),
        ("Ⅱ", "이"),
        ("제2차 Ⅲ", "삼"),
        ("ⅩⅡ", "십이"),
        ("ⅳ", "사"),
        ("1️⃣", "일"),
        ("CO₂", "이"),
        ("1000000000000", "조"),
        ("1,000,000,000,000,000", "천조"),
        ("10000000000000000", "경"),
        ("A4", "포"),
        ("GPT-4", "포"),
        ("iPhone 16", "십육"),
        ("World War II", "투"),
        ("1/100", "백분의 일"),
    ],
)
def test_numbers_that_are_more_than_figures(written: str, spoken: str) -> None:
    expect(written, spoken)


@pytest.mark.parametrize("written", ["Llama 3", "Web 2.0", "12/3", "24/7", "9:00", "10:02", "Ⅲ Ⅲ/1", "No. 3", "9" * 50])
def test_what_is_read_in_several_ways_is_not_decided(written: str) -> None:
    assert josa(written, "이/가") == "이(가)"


def test_where_all_readings_agree_it_is_decided() -> None:
    # 십일월 이십구일 or 이십구분의 십일; 삼 점 일 or 스리 포인트 원.
    expect("11/29", "십일")
    assert (josa("Llama 3.1", "이/가"), josa("Llama 3.1", "으로/로")) == ("이", "(으)로")
