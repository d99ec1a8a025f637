"""Records with fields, by structlog: loggers that take them, and the lines that are written of them."""

from __future__ import annotations

import importlib
import json
import logging
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Final, Literal

from bot.log.processors import exceptions, without_secrets


def _imported_without(absent: str, name: str) -> ModuleType:
    """A module that does without another one where that is not installed, imported as if it were not."""
    before = sys.modules.get(absent)
    sys.modules[absent] = None  # type: ignore[assignment]  # as importlib documents it
    try:
        return importlib.import_module(name)
    finally:
        if before is None:
            del sys.modules[absent]
        else:
            sys.modules[absent] = before


if TYPE_CHECKING:
    import structlog
    from structlog.typing import EventDict, Processor, WrappedLogger
else:
    # With rich come all of pygments, for tracebacks that are written plainly here: docs/decisions/0043.
    structlog = _imported_without("rich", "structlog")

Style = Literal["text", "json"]

_NAMED: Final[tuple[Processor, ...]] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
)


def logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger whose records go the way of the standard library's."""
    _join_the_standard_library()
    made: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return made


def formatter(style: Style, *, colors: bool, tracebacks: bool) -> logging.Formatter:
    """What makes a line of a record, structlog's or the standard library's."""
    _join_the_standard_library()
    as_text = style == "text"
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_NAMED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.TimeStamper(fmt="%H:%M:%S" if as_text else "iso", utc=not as_text, key="at"),
            exceptions(with_traceback=tracebacks),
            without_secrets,
            _text_line(colors=colors) if as_text else _json_line,
        ],
    )


def _join_the_standard_library() -> None:
    if structlog.is_configured():
        return
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *_NAMED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def _text_line(*, colors: bool) -> Processor:
    return structlog.dev.ConsoleRenderer(
        colors=colors,
        timestamp_key="at",
        pad_event_to=36,
        exception_formatter=structlog.dev.plain_traceback,
    )


def _json_line(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    first = {name: event.pop(name) for name in ("at", "level", "logger", "event") if name in event}
    return json.dumps({**first, **event}, ensure_ascii=False)
