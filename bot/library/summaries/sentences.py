"""Sentences out of an article's Markdown, Korean and English."""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt

_ENDS = re.compile(r"(?:[.!?…]+|[。！？]+)[\"'”’»」』)\]]*(?=\s)")
"""A sentence's last signs, closing quotes and brackets included, before white space."""

_ABBREVIATED = re.compile(
    r"(?:^|[\s(“\"'])(?:[A-Za-z]|(?:[A-Za-z]\.)+[A-Za-z]|Mr|Mrs|Ms|Dr|Prof|Sr|Jr|St|vs|etc|cf|No|Inc|Ltd|Co|Corp|Fig|al)$",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:^|\s)\d{1,4}$")
_QUOTED_ON = re.compile(r"\s*(?:(?:이?라|하)?고|이?라[는며면]|하[는며]|라던|이?란|는)(?=[\s,]|$)")
"""What carries a Korean sentence on after quoted speech: “가자.” 라고 말했다."""

_OPEN, _CLOSE = "“‘「『(", "”’」』)"
_FARTHEST = 200
"""Signs within which an opened quote must be closed to hold its sentences together."""


def sentences_of(body: str) -> list[str]:
    """The sentences of a Markdown text in their order; headings, code, tables and pictures are left out.

    An item of a list without an end sign is a sentence too, as is a paragraph's rest.
    """
    return [sentence for paragraph in paragraphs_of(body) for sentence in split_sentences(paragraph)]


def paragraphs_of(body: str) -> list[str]:
    """The plain text of each paragraph, white space joined."""
    texts: list[str] = []
    hidden = 0
    for token in _parser().parse(body):
        if token.type in ("heading_open", "table_open"):
            hidden += 1
        elif token.type in ("heading_close", "table_close"):
            hidden -= 1
        elif token.type == "inline" and not hidden:
            parts = [
                " " if child.type in ("softbreak", "hardbreak") else child.content
                for child in token.children or []
                if child.type in ("text", "code_inline", "softbreak", "hardbreak")
            ]
            text = " ".join("".join(parts).split())
            if text:
                texts.append(text)
    return texts


def split_sentences(text: str) -> list[str]:
    """Cut one paragraph into sentences; numbers (3.5, 2025. 4. 28.), abbreviations and quoted speech stay whole."""
    found: list[str] = []
    start = 0
    for end in _ENDS.finditer(text):
        head = text[start : end.start()]
        if end.group()[0] == "." and len(end.group().rstrip(_CLOSE + "\"']")) == 1 and _goes_on(head, text, end.end()):
            continue
        if _is_inside_a_quote(text[start : end.end()], text, end.end()) or _QUOTED_ON.match(text, end.end()):
            continue
        if sentence := text[start : end.end()].strip():
            found.append(sentence)
        start = end.end()
    if rest := text[start:].strip():
        found.append(rest)
    return found


def _goes_on(head: str, text: str, end: int) -> bool:
    """Whether the full stop after `head` ends an abbreviation or a number, and not the sentence."""
    if _NUMBERED.search(head):
        return True
    if not _ABBREVIATED.search(head):
        return False
    following = text[end:].lstrip()
    return not ("가" <= following[:1] <= "힣")


def _is_inside_a_quote(sentence: str, text: str, end: int) -> bool:
    opened = [sentence.rfind(sign) for sign in _OPEN]
    closed = [sentence.rfind(sign) for sign in _CLOSE]
    return any(
        o > c and text.find(sign, end, end + _FARTHEST) >= 0 for o, c, sign in zip(opened, closed, _CLOSE, strict=True)
    )


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
