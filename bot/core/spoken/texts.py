"""Any text read aloud: what of its end is read at all, and how that ends.

Not read are quotation marks, full stops and the like, emoji, and what a bracket adds: 딥시크(DeepSeek) is read 딥시크.
Everything else is read, or nobody knows how; nothing is passed over because this program can't read it.
"""

from __future__ import annotations

import re
import unicodedata

from bot.core.spoken.final_sounds import CLOSED, OPEN, UNKNOWN, Endings, of_reading, of_syllable
from bot.core.spoken.latin import of_name_or_suffix, of_word
from bot.core.spoken.numbers import of_number, of_numeral, of_text_with_number
from bot.core.spoken.scripts import of_letter
from bot.core.spoken.units import of_amount, of_sign, of_unit, unit_signs

_TAIL = 120
"""How much of a text's end is looked at: nothing that is read as one is longer."""
_BRACKETS = {")": "(", "]": "[", "）": "（", "］": "［"}
_MOST_BRACKETS = 8
_SILENT_KINDS = frozenset({"Zs", "Cc", "Cf", "Mn", "Me", "Pe", "Pf", "Pi", "Ps", "Po", "Pc", "So", "Sk"})
_SILENT = frozenset("~〜～∼<>|™℠")
_READ = frozenset("%％﹪‰‱#＃@＠&＆/／\\°˚℃℉№℡㈜♭′″")
"""Signs of the silent kinds that are read, or that nobody knows how to read."""
_WEEKDAY = re.compile(r"[월화수목금토일](?:요일)?")
_KEYCAP = re.compile(r"(?<=\S)\s{1,9}([0-9])\ufe0f?\u20e3\s{0,9}\Z")
_EVERY = re.compile(r"(?<=\d)(?P<what>[^\s/]{0,20})/(?P<unit>월|년|일|주|시간|시|분|초|개|명|인|건|회|병|권|장)\Z")
_POWER = re.compile(r"(?:\d|\)|(?<![A-Za-z])[kcmdnμ]?[A-Za-z])[⁰¹²³⁴-⁹]{1,4}\Z")
_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_FUNCTION = re.compile(r"(?:^|[^A-Za-z])[A-Za-z]\Z")
_ADDRESS = re.compile(r"[^\s/]\.[^\s./]{1,20}(?::\d{1,5})?/\Z")


def endings(text: str) -> Endings:
    """How `text` ends when it is read aloud; all endings where nobody knows."""
    keycap = _KEYCAP.search(text)
    if keycap is not None:
        # 반대 1️⃣: one emoji is read by some, and passed over by others.
        return of_number(keycap[1]) | _endings(text[: keycap.start()])
    return _endings(text)


def _endings(text: str) -> Endings:
    read, bracket = _what_is_read(unicodedata.normalize("NFC", text))
    if not read:
        return UNKNOWN
    if read[-1].isdecimal() and _WEEKDAY.fullmatch(bracket):
        return of_reading("일")
    if bracket and bracket.isascii() and _FUNCTION.search(read):
        # O(n) and f(x) are read whole; in A(n) nobody knows.
        return UNKNOWN
    return _of_end(read[-_TAIL:])


def _of_end(text: str) -> Endings:
    """How a text ends whose last character is one that is read."""
    every = _EVERY.search(text)
    if every is not None:
        # 3,000원/월 is read both ways round.
        return _of_end(text[: every.start("unit") - 1]) | of_syllable(every["unit"][-1])
    sign = of_sign(text[-1])
    if unicodedata.category(text[-1]) == "So" and sign is None:
        text = text[:-1] + "".join(c for c in unicodedata.normalize("NFKC", text[-1]) if c.isalnum())
    plain = unit_signs(text)
    if _ADDRESS.search(plain):
        plain = plain[:-1]
    for known in (of_amount(plain), of_name_or_suffix(plain), sign, of_unit(plain)):
        if known is not None:
            return known
    last = plain[-1]
    if last in _RAISED:
        return of_reading("제곱/승")
    if last.isdecimal():
        return of_text_with_number(plain)
    if unicodedata.category(last) in ("No", "Nl"):
        return of_numeral(plain)
    if last.isascii() and not last.isalpha():
        return _of_ascii_sign(plain)
    return of_word(plain) if last <= "ɏ" else of_letter(plain)


def _of_ascii_sign(text: str) -> Endings:
    """Disney+ is 디즈니 플러스 and C# 시 샵; 10+ may be 10 이상, A- 에이 마이너스 or nothing."""
    if text[-2:-1].isalpha() and text[-1] in "+#":
        return OPEN if text[-1] == "+" else CLOSED
    return UNKNOWN


def _what_is_read(text: str) -> tuple[str, str]:
    """`text` up to the last character that is read, and what a bracket after it says."""
    first = next((at for at, c in enumerate(text) if _is_read(c)), len(text))
    end, bracket, tries = len(text), "", 0
    while end > first:
        last = text[end - 1]
        if last in _BRACKETS and tries < _MOST_BRACKETS:
            tries += 1
            start = _opening(text, end)
            if start is not None and start > first:
                bracket, end = text[start + 1 : end - 1].strip(), start
                continue
        near = text[max(0, end - 8) : end]
        if last in _RAISED:
            if _POWER.search(near):
                break
        elif unicodedata.category(last) == "Pd":
            if near[-2:-1].isascii() and near[-2:-1].isalnum():
                break
        elif _is_read(last):
            break
        end -= 1
    return text[:end] if end > first else "", bracket


def _opening(text: str, end: int) -> int | None:
    """Where the bracket begins that ends before `end`."""
    closing = text[end - 1]
    opening = _BRACKETS[closing]
    depth = 0
    for at in range(end - 1, -1, -1):
        depth += (text[at] == closing) - (text[at] == opening)
        if not depth:
            return at
    return None


def _is_read(c: str) -> bool:
    """Whether a character is read, or may be."""
    if c in _READ:
        return True
    kind = unicodedata.category(c)
    if kind == "So" and c <= "\uffff" and c not in _SILENT:
        return any(map(str.isalnum, unicodedata.normalize("NFKC", c)))
    return kind not in _SILENT_KINDS and kind != "Pd" and c not in _SILENT
