"""Logging: readable on a terminal, JSON in a container or a pipe, and never a secret."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sys
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import Final, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from bot.errors import UsageError
from bot.log.processors import exceptions, in_one_line, without_secrets
from bot.log.redaction import forget_redactions, redact, redacted

__all__ = ["configure", "forget_redactions", "get_logger", "in_one_line", "redact", "redacted"]

_LEVELS: Final = ("debug", "info", "warning", "error", "critical")
_QUIET: Final = {
    "aiohttp.access": logging.CRITICAL + 1,
    "alembic": logging.WARNING,
    "asyncio": logging.WARNING,
    "discord": logging.WARNING,
    "discord.gateway": logging.ERROR,
    "markdown_it": logging.WARNING,
    "slack_bolt": logging.WARNING,
    "slack_sdk": logging.ERROR,
    "sqlalchemy": logging.WARNING,
    "watchfiles": logging.WARNING,
}
"""Other people's loggers, and how loud they may be: what they repeat is noise to an operator."""


def configure(*, debug: bool = False, stream: TextIO | None = None, env: Mapping[str, str] | None = None) -> None:
    """Send all logs, structlog's and the standard library's, to `stream` (default: stderr).

    Text on a terminal and JSON elsewhere, unless `AGORA_LOG` is `text` or `json`; from `info` up, unless
    `AGORA_LOG_LEVEL` or `debug` says otherwise. Tracebacks are written only with `debug`.
    Raises UsageError for any other value of the two variables.
    """
    env = os.environ if env is None else env
    out = sys.stderr if stream is None else stream
    terminal = out.isatty()
    as_text = _choice(env, "AGORA_LOG", ("text", "json"), "text" if terminal else "json") == "text"
    level = _choice(env, "AGORA_LOG_LEVEL", _LEVELS, "debug" if debug else "info").upper()

    named: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="%H:%M:%S" if as_text else "iso", utc=not as_text, key="at"),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *named,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = _Handler(out)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=named,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                exceptions(with_traceback=debug),
                without_secrets,
                _text_line(colors=terminal) if as_text else _json_line,
            ],
        )
    )
    _attach(handler, level)


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger that takes fields: `log.info("post said", channel="square")`."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


def _attach(handler: logging.Handler, level: str) -> None:
    root = logging.getLogger()
    for old in [one for one in root.handlers if isinstance(one, _Handler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level)
    for name, quiet in _QUIET.items():
        logging.getLogger(name).setLevel(quiet)
    logging.captureWarnings(True)
    _catch_what_nobody_caught()


def _catch_what_nobody_caught() -> None:
    """Log it, so that it is shaped like the rest, where nobody else has taken the hook over."""
    log = logging.getLogger("agora")
    if sys.excepthook is sys.__excepthook__:

        def at_top(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
            if issubclass(kind, KeyboardInterrupt):
                return
            log.critical("stopped by an error that nobody caught", exc_info=(kind, error, trace))

        sys.excepthook = at_top
    if threading.excepthook is threading.__excepthook__:
        threading.excepthook = lambda told: log.error("a thread was stopped by an error", exc_info=told.exc_value)
    if sys.unraisablehook is sys.__unraisablehook__:
        sys.unraisablehook = lambda told: log.error("an error while clearing up", exc_info=told.exc_value)


def _choice(env: Mapping[str, str], name: str, allowed: tuple[str, ...], otherwise: str) -> str:
    value = env.get(name, "").strip().lower() or otherwise
    if value not in allowed:
        raise UsageError(f"{name} is none of its words", f"set it to one of {', '.join(allowed)}, or leave it out")
    return value


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


class _Handler(logging.StreamHandler[TextIO]):
    """A record that can't be written is named by its place in the code, never shown with its values."""

    def handleError(self, record: logging.LogRecord) -> None:
        kind = getattr(sys.exc_info()[0], "__name__", "error")
        with contextlib.suppress(Exception):
            self.stream.write(f"a log record of {record.name} line {record.lineno} could not be written: {kind}\n")
