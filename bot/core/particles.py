"""Particles (조사): the form that follows a word, and a line that never begins with one.

이, 을, 은, 과 follow a final consonant, 가, 를, 는, 와 a vowel; 으로 follows a final consonant other than ㄹ, 로 a
vowel or ㄹ (국립국어원, 표준국어대사전: 이, 가, 으로, 로). What decides is the sound of what stands before, in whatever
script.
"""

from __future__ import annotations

import re

from bot.core.spoken.final_sounds import Ending
from bot.core.spoken.texts import endings

JOINER = "\u2060"
"""U+2060: no line is broken where it stands, and nothing is seen of it."""
_CLOSING = r"""’”'"」』》〉)\]）］%％‰℃°…""" + "\ufe0f"
_LOOSE = re.compile(f"(?<=[{_CLOSING}A-Za-z])(?=[가-힣])")
_LOOSE_IN_MARKUP = re.compile(
    r"<(script|style|textarea|title)\b.*?(?:</\1>|\Z)|<!--.*?(?:-->|\Z)|<[^>]*(?:>|\Z)"
    rf"|(?P<mark>[{_CLOSING}]|&#3[49];|&quot;)(?:</(?:a|b|em|strong|code|span|time)>)*(?=[가-힣])",
    re.DOTALL,
)


def josa(word: str, pair: str) -> str:
    """The form of `pair` that follows `word`; `pair` is 이/가, 으로/로 …, the one after a consonant first.

    Quotation marks, emoji and a bracket at the end are not read. Where nobody knows the sound, both are given: 이(가),
    (으)로.
    """
    closed, open_ = pair.split("/")
    forms = {
        open_ if end is Ending.OPEN or (end is Ending.RIEUL and closed.startswith("으")) else closed
        for end in endings(word)
    }
    if len(forms) == 1:
        return forms.pop()
    return f"({closed.removesuffix(open_)}){open_}" if open_ and closed.endswith(open_) else f"{closed}({open_})"


def joined(text: str) -> str:
    """Plain text for chats in which no line ends before a particle: ‘찬성’이, 구글(Google)은, 62%로, Slack에서.

    Chats break lines before any Hangul syllable but for what a joiner holds (Unicode Standard Annex 14); after Hangul,
    where readers are used to it, they may.
    """
    return _LOOSE.sub(JOINER, text)


def joined_markup(html: str) -> str:
    """The same for a page, whose style sheet (`word-break: keep-all`) holds letters together only."""
    return _LOOSE_IN_MARKUP.sub(lambda found: found[0] + JOINER if found["mark"] else found[0], html)
