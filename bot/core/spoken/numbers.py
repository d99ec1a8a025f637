"""Numbers read aloud: in Sino-Korean, by ten thousands (국립국어원, 한글 맞춤법 제44항: ‘만(萬)’ 단위로).

12 is 십이, 10,000 is 만, 3.10 is 삼 점 일 영, 1/2 is 이분의 일, Ⅱ is 이. After a name in Latin letters people read
small numbers in English too (Llama 3: 삼, 스리): both readings are given then.
"""

from __future__ import annotations

import re
import unicodedata

from bot.core.spoken.final_sounds import UNKNOWN, Endings, of_reading

_DIGITS = "영일이삼사오육칠팔구"
"""0 is 공 where digits are read one by one, which ends like 영."""
_PLACES = "십백천"
_MYRIADS = "만억조경해자양구간"
"""Units of ten thousand to a power: the one that ends a number with 4, 8, 12 … zeros."""
_ENGLISH = ["제로", "원", "투", "스리", "포", "파이브", "식스", "세븐", "에이트", "나인", "텐", "일레븐", "트웰브"]
"""What is read in English after a name. From 13 on both ways end alike, or people read Korean."""
_ENDS_IN_NUMBER = re.compile(r"(?<!\d)(?:\d{1,3}(?:,\d{3}){1,12}|\d{1,36})(?:\.\d{1,20})?\Z")
_FRACTION = re.compile(r"(?<![\d/⁄.,])(\d[\d,]{0,30})\s?([/⁄])\s?(\d{1,3}(?:,\d{3}){0,9}|\d{1,30})\Z")
_DATE = re.compile(r"(?<!\d)\d{4}\s?([-./])\s?\d{1,2}\s?\1\s?\d{1,2}\Z")
_MONTH = re.compile(r"(?<!\d)(?:19|20)\d\d[-./](?:0?[1-9]|1[0-2])\Z")
_TIME = re.compile(r"(?<![\d:])(?:[01]?\d|2[0-4]):[0-5]\d\Z")
_NAMED = re.compile(r"[A-Za-z][-–.\s]{0,2}\Z")
_POWER = re.compile(r"[\^⁺⁻]\Z|\d\*\*\Z")
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}
_ROMAN_NUMBER = re.compile(r"(?=[MDCLXVI])M{0,3}(?:C[MD]|D?C{0,3})(?:X[CL]|L?X{0,3})(?:I[XV]|V?I{0,3})\Z")


def of_number(digits: str) -> Endings:
    """How a number ends in Sino-Korean: ASCII digits, perhaps with commas and a decimal point."""
    spoken = digits.replace(",", "")
    significant = spoken.rstrip("0")
    zeros = len(spoken) - len(significant)
    if "." in spoken or spoken.startswith("0") or not zeros:
        return of_reading(_DIGITS[int(spoken[-1])])
    return of_reading(_PLACES[zeros - 1] if zeros < 4 else _MYRIADS[zeros // 4 - 1])


def of_text_with_number(text: str) -> Endings:
    """How a text ends whose last character is a decimal digit: a number, fraction, date, time or name's number."""
    text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    fraction = _FRACTION.search(text)
    if _DATE.search(text):
        return of_reading("일")
    if _MONTH.search(text):
        return of_reading("월") | _plainly(text)
    if fraction is not None:
        return _of_fraction(fraction)
    if _TIME.search(text):
        # 9:00 is 아홉 시 or 아홉 시 정각, 9:30 is 삼십 분; a score of 21:19 is read as two numbers.
        return _plainly(text) | (UNKNOWN if text.endswith(":00") else of_reading("분"))
    return _plainly(text)


def _plainly(text: str) -> Endings:
    found = _ENDS_IN_NUMBER.search(text)
    if found is None:
        return UNKNOWN
    number, before = found.group(), text[: found.start()]
    if _POWER.search(before):
        return of_reading("제곱")
    known = of_number(number)
    if before.endswith("/"):
        return UNKNOWN
    if before.endswith("#"):
        return known | of_reading("번")
    if before.endswith("+") or _NAMED.search(before):
        return known | _in_english(number)
    return known


def _in_english(number: str) -> Endings:
    """1.5 is 원 포인트 파이브; after a point digits are read one by one."""
    last = number.rpartition(".")[2]
    if last != number:
        return of_reading(_ENGLISH[int(last[-1])] + ("/오" if last[-1] == "0" else ""))
    return of_reading(_ENGLISH[int(number)]) if len(number) < 3 and int(number) < len(_ENGLISH) else of_number(number)


def _of_fraction(found: re.Match[str]) -> Endings:
    """The numerator is read last: 3/4 is 사분의 삼. 11/29 may be a day, and 24/7 is neither."""
    numerator, slash, denominator = found.groups()
    above, below = int(numerator.replace(",", "")), int(denominator.replace(",", ""))
    if slash == "⁄":
        return of_number(numerator)
    if above >= below:
        return UNKNOWN
    if 10 < below <= 31 and above <= 12:
        return of_number(numerator) | of_reading("일")
    return of_number(numerator)


def of_numeral(text: str) -> Endings:
    """How a text ends whose last character is a number in one sign: ½ ① Ⅱ ❸ ⑴ ₂."""
    last = text[-1]
    plain = unicodedata.normalize("NFKC", last)
    if "⁄" in plain:
        return of_number(plain.partition("⁄")[0])
    if unicodedata.category(last) == "Nl" and plain[0] in _ROMAN:
        end = re.search(r"[Ⅰ-Ⅿ]{1,20}\Z", text.upper())
        value = of_roman(unicodedata.normalize("NFKC", end.group())) if end else None
        return UNKNOWN if value is None else _plainly(f"{text[: end.start()] if end else ''}{value}")
    figure = unicodedata.numeric(last)
    if figure % 1:
        return UNKNOWN
    number = str(int(figure))
    return _plainly(text[:-1] + number) if "₀" <= last <= "₉" else of_number(number)


def of_roman(letters: str) -> int | None:
    """The value of a Roman number in capitals; None for what is none."""
    if _ROMAN_NUMBER.match(letters) is None:
        return None
    values = [_ROMAN[c] for c in letters]
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def also_roman(letters: str) -> Endings:
    """How capitals end when they are read as a number (World War II); nothing where they are none."""
    value = of_roman(letters) if len(letters) > 1 and set(letters) <= set("IVX") else None
    return frozenset() if value is None else of_number(str(value)) | _in_english(str(value))
