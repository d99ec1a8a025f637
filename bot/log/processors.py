"""From an event to what is written: safe to print, and free of secrets."""

from __future__ import annotations

import math
import re
import sys
import traceback
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from bot.log.redaction import REDACTED, names_a_secret, redacted

if TYPE_CHECKING:
    from structlog.typing import EventDict, Processor, WrappedLogger

_DEEPEST: Final = 6
_CAUSES_SHOWN: Final = 4
_UNPRINTABLE: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""Line ends, terminal control and direction marks; what joins emoji together stays."""
_OF_SEVERAL_LINES: Final = frozenset({"exception", "stack_info"})


def exceptions(*, with_traceback: bool) -> Processor:
    """Turns `exc_info`, or an exception in the field `error`, into one line, and with the traceback if wanted."""

    def shape(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        told = event.pop("exc_info", None)
        if not with_traceback:
            event.pop("stack_info", None)
        error = _exception(told) or _exception(event.get("error"))
        if error is not None:
            if not isinstance(event.get("error"), str):
                event["error"] = in_one_line(error)
            if with_traceback:
                event["exception"] = "".join(traceback.format_exception(error)).rstrip()
        return event

    return shape


def without_secrets(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Makes every value of an event plain data without secrets, and its text fit for one line."""
    return {
        _text(str(name)): _lines(value) if name in _OF_SEVERAL_LINES else _plain(value, name=str(name), depth=0)
        for name, value in event.items()
    }


def in_one_line(error: BaseException) -> str:
    """`error` with its causes: `StorageError: it failed (from OSError: disk full)`."""
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen and len(parts) < _CAUSES_SHOWN:
        seen.add(id(current))
        parts.append(_name_and_message(current))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return parts[0] + "".join(f" (from {part})" for part in parts[1:])


def _name_and_message(error: BaseException) -> str:
    if isinstance(error, BaseExceptionGroup):
        inner = "; ".join(in_one_line(one) for one in error.exceptions[:_CAUSES_SHOWN])
        return f"{type(error).__name__}: {inner}"
    message = _printed(error)
    return f"{type(error).__name__}: {message}" if message else type(error).__name__


def _exception(told: object) -> BaseException | None:
    """The exception that `exc_info` speaks of, in any of the forms that logging accepts."""
    if isinstance(told, tuple):
        told = told[1]
    elif told is True:
        told = sys.exc_info()[1]
    return told if isinstance(told, BaseException) else None


def _plain(value: Any, *, name: str, depth: int) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if name and names_a_secret(name):
        return REDACTED
    if isinstance(value, int | float) and math.isfinite(value):
        return value if redacted(str(value)) == str(value) else REDACTED
    if isinstance(value, Mapping) and depth < _DEEPEST:
        return {_text(str(k)): _plain(v, name=str(k), depth=depth + 1) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset) and depth < _DEEPEST:
        return [_plain(item, name="", depth=depth + 1) for item in value]
    if isinstance(value, bytes):
        value = value.decode(errors="backslashreplace")
    if isinstance(value, BaseException):
        value = in_one_line(value)
    return _text(_printed(value))


def _text(text: str) -> str:
    """`text` without secrets, with line ends and control characters spelt out: nobody forges a line."""
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), redacted(text))


def _lines(value: object) -> str:
    return "\n".join(_text(line) for line in redacted(_printed(value)).split("\n"))


def _printed(value: object) -> str:
    try:
        return str(value)
    except Exception as error:
        return f"<{type(value).__name__} that can't be printed: {type(error).__name__}>"
