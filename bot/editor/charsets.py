"""Bytes from elsewhere as text: what can't be read is refused, and what is lost leaves a mark."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from bot.errors import AgoraError
from bot.sentences import sentence

LOST = "\ufffd"
"""Stands where a letter could not be read."""
_KOREAN = frozenset(
    {
        *("euckr", "cseuckr", "csksc56011987", "isoir149", "korean", "ksc56011987", "ksc56011989", "ksc5601"),
        *("windows949", "xwindows949", "cp949", "ms949", "mscp949", "uhc", "xuhc", "949", "xxewindows949"),
    }
)
"""What EUC-KR and what Windows made of it are called; the second is the first with more letters."""
_ANYTHING = frozenset({"ascii", "cp1252", "iso8859-1", "iso8859-15"})
"""Encodings in which every byte means something, and which servers tell of texts they know nothing about."""
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_META = re.compile(rb"<meta[^<>]{0,200}?charset[\s=\"']{1,9}([\w.:-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"\s{0,99}<\?xml[^<>]{0,200}?encoding[\s=\"']{1,9}([\w.:-]{2,40})")
_HEAD = 4096
_IN_USE = 2
"""The bytes of a syllable of KS X 1001 in EUC-KR; rarer ones are made of parts, and take eight."""
_MOST_LOST, _OF_LETTERS = 3, 200
"""Of a text's letters beyond ASCII so many may be lost, and one of so many more; else the encoding is another."""
_ODD = frozenset(
    "\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1c\x1d\x1e\x1f"
)


def decoded(data: bytes, charset: str | None, place: str, *, marked_up: bool) -> str:
    """The text of `data` with plain line ends; `charset` is what was told of it, if anything.

    A page or feed (`marked_up`) may tell its own. A few cut letters become LOST. Raises AgoraError when the text can't
    be read.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _plain(_strict_or_worn(data[len(mark) :], name, place))
    told = [*_told(data[:_HEAD], charset, marked_up)]
    if b"\0" in data[:_HEAD]:
        return _plain(_wide(data, told, place))
    seven_bit = [name for name in told if name.startswith(("iso2022", "hz"))]
    for name in (*seven_bit, "utf-8", *(name for name in told if name not in _ANYTHING), "cp949", *told):
        text = _strict(data, name)
        if text is not None and (name != "cp949" or name in told or _is_korean(text)):
            return _plain(text)
    worn = [
        text
        for name in (*told, "utf-8", "cp949")
        if name not in _ANYTHING
        and (text := _worn(data, name)) is not None
        and (name != "cp949" or name in told or _is_korean(text))
    ]
    if not worn:
        raise _unreadable(place)
    return _plain(min(worn, key=lambda text: text.count(LOST)))


def _told(head: bytes, charset: str | None, marked_up: bool) -> Iterator[str]:
    """The codecs that the text's place and the text itself name, of those that Python has."""
    found = [charset]
    if marked_up:
        written = (_XML.match(head), _META.search(head))
        found += [match[1].decode("ascii", "ignore") for match in written if match is not None]
    for label in found:
        name = _codec(label) if label else None
        if name is not None:
            yield name


def _codec(label: str) -> str | None:
    plain = "".join(c for c in label.casefold() if c.isascii() and c.isalnum())
    if plain in _KOREAN:
        return "cp949"
    try:
        found = codecs.lookup(label.strip())
        "".encode(found.name)
    except (LookupError, ValueError, TypeError):
        return None
    return found.name


def _strict(data: bytes, name: str) -> str | None:
    # EUC-KR writes a syllable that it lacks as its parts, behind a filler; CP949 would show the parts.
    for codec in ("euc_kr", name) if name == "cp949" else (name,):
        try:
            text = data.decode(codec)
        except (UnicodeError, LookupError):
            continue
        return _without_few_odd(text) if not name.startswith("iso2022") else text
    return None


def _without_few_odd(text: str) -> str | None:
    """A text without the control characters that slip into what people paste; None where it is no text."""
    odd = sum(c in _ODD for c in text)
    if "\0" in text or odd > _MOST_LOST + len(text) // _OF_LETTERS:
        return None
    return "".join(c for c in text if c not in _ODD) if odd else text


def _strict_or_worn(data: bytes, name: str, place: str) -> str:
    text = _strict(data, name)
    text = _worn(data, name) if text is None else text
    if text is None:
        raise _unreadable(place)
    return text


def _worn(data: bytes, name: str) -> str | None:
    """A text in which only some letters can't be read; None where it is too many for this to be its encoding."""
    try:
        text = data.decode(name, errors="replace")
    except (UnicodeError, LookupError):
        return None
    plain = _without_few_odd(text)
    if plain is None:
        return None
    text = plain
    lost = text.count(LOST)
    letters = sum(not c.isascii() for c in text) - lost
    is_text = lost <= _MOST_LOST + letters // _OF_LETTERS and lost <= letters
    return text if is_text else None


def _wide(data: bytes, told: list[str], place: str) -> str:
    """UTF-16 or UTF-32 without a mark of its order: the order in which it is text."""
    names = [name for name in told if name in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")]
    for name in (*names, "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        text = _strict(data, name)
        if text is not None and _is_text(text):
            return text
    raise _unreadable(place)


def _is_text(text: str) -> bool:
    head = text[:_HEAD]
    known = sum(
        c.isascii() or "가" <= c <= "힣" or "\u3000" <= c <= "\u9fff" or "\u2010" <= c <= "\u203b" for c in head
    )
    return bool(head) and known >= 0.9 * len(head) and any(c in " \n\r\t<" for c in head)


def _is_korean(text: str) -> bool:
    """Whether what is not ASCII is mostly Hangul in use: Western quotes read as CP949 are syllables nobody writes."""
    others = [c for c in text if not c.isascii() and c != LOST]
    return sum("가" <= c <= "힣" and len(c.encode("euc_kr")) == _IN_USE for c in others) * 2 >= len(others)


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def _unreadable(place: str) -> AgoraError:
    return AgoraError(sentence("import-encoding", place=place))
