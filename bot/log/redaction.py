"""Keeping secrets out of everything that is written down."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote, quote_plus

REDACTED: Final = "[redacted]"
_SHORTEST: Final = 3
"""What is shorter keeps nothing secret, and hiding it would take single letters out of every line."""
_SHORT: Final = 6
"""A known secret shorter than this is hidden only as a whole word, so that the rest stays readable."""

_NAMES: Final = (
    r"(?:[\w-]{0,40}(?:token|secret|passw(?:or)?d|pseudonym_key|api_?key|access_key|credentials?)|pwd|ticket|signature)"
)
_SECRET_NAME: Final = re.compile(rf"(?i)^(?:{_NAMES}|(?:set-)?cookie|(?:proxy-)?authorization)$")

_PATTERNS: Final = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        # Headers, as text or as a printed dictionary: Authorization: Bearer …, ('Authorization', 'Bot …')
        (
            r"(?i)(authorization[\"']?\s*[:=,]\s*(?:b(?=[\"']))?[\"']?)(?:(?:bot|bearer|basic|digest|token)\s+)?[^\s\"',;)}]+",
            rf"\1{REDACTED}",
        ),
        (r"(?i)(\b(?:set-)?cookie[\"']?\s*[:,]\s*[\"']?)[^\"'\r\n]+", rf"\1{REDACTED}"),
        (r"(?i)\b(bearer)\s+[\w.~+/=-]{8,}", rf"\1 {REDACTED}"),
        # A long value that is told of is cut, at "…", and so may be a secret in it.
        # Passwords in addresses. A database's may hold any character; elsewhere a slash ends the authority.
        (
            r"(?i)\b((?:postgres(?:ql)?|mysql|mariadb|redis|rediss|amqps?|mongodb)(?:\+\w{1,20})?://[^\s:/@]*):\S{0,100}([@…])",
            rf"\1:{REDACTED}\2",
        ),
        (r"(://[^\s:/@]*):[^\s/]*([@…])", rf"\1:{REDACTED}\2"),
        # Named values: ?ticket=…, password=…, "token": "…"
        (rf"(?i)\b({_NAMES})=(?:\"[^\"]*\"|'[^']*'|[^\s&;,\"'<>)}}]+)", rf"\1={REDACTED}"),
        (rf"(?i)([\"']{_NAMES}[\"']\s*[:,]\s*b?)(?:\"[^\"]*\"|'[^']*')", rf"\1'{REDACTED}'"),
        # Tokens that say by their form what they are
        (r"\b(?:xox[a-z]|xapp|xwfp)[.-][\w.-]{6,}", REDACTED),
        (r"\b(?:mfa\.[\w-]{20,}|[\w-]{23,28}\.[\w-]{6,7}\.(?:[\w-]{27,}|[\w-]{1,60}…))", REDACTED),
        (r"(/(?:webhooks|interactions)/\d+/)(?:[\w-]{20,}|[\w-]{1,60}…)", rf"\1{REDACTED}"),
        (r"(?i)(hooks\.slack\.com/[a-z]+)/[\w/-]+", rf"\1/{REDACTED}"),
        (r"\bv0=[0-9a-f]{64}\b", REDACTED),
    )
)

_known: set[str] = set()
_literals: re.Pattern[str] | None = None


def redact(values: Iterable[str]) -> None:
    """From now on hide `values`, plain or encoded, wherever they turn up; those of one or two characters are not."""
    global _literals
    for value in values:
        if len(value.strip()) >= _SHORTEST:
            _known.update((value, value.strip()))
    forms = {form for value in _known for form in _encodings(value)}
    parts = []
    for form in sorted(forms, key=len, reverse=True):
        escaped = re.escape(form)
        parts.append(escaped if len(form) >= _SHORT else rf"(?<!\w){escaped}(?!\w)")
    _literals = re.compile("|".join(parts)) if parts else None


def forget_redactions() -> None:
    """Hide no particular values any more; the patterns stay."""
    global _literals
    _known.clear()
    _literals = None


def redacted(text: str) -> str:
    """`text` with every known secret, and all that looks like one, replaced by `[redacted]`."""
    if _literals is not None:
        text = _literals.sub(REDACTED, text)
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text


def names_a_secret(name: str) -> bool:
    """Whether a field called `name` holds a secret by its name: `token`, `db_password`, `Authorization`."""
    return _SECRET_NAME.match(name) is not None


def _encodings(value: str) -> set[str]:
    """How `value` looks in a URL, in JSON, in a printed string and in basic authentication."""
    forms = {
        value,
        quote(value),
        quote(value, safe=""),
        quote_plus(value),
        json.dumps(value)[1:-1],
        json.dumps(value, ensure_ascii=False)[1:-1],
        repr(value)[1:-1],
        repr(value.encode())[2:-1],
    }
    if len(value) >= _SHORT:
        forms.add(base64.b64encode(value.encode()).decode())
    return forms
