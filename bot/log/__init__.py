"""Logging: readable on a terminal, JSON in a container or a pipe, and never a secret."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
from collections.abc import Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Final, TextIO

from bot.errors import UsageError
from bot.log.processors import in_one_line
from bot.log.redaction import forget_redactions, redact, redacted
from bot.sentences import sentence

if TYPE_CHECKING:
    import structlog

    from bot.log.structured import Style

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

    handler = _Handler(out)
    handler.setFormatter(_Late("text" if as_text else "json", colors=terminal, tracebacks=debug))
    _attach(handler, level)


def get_logger(name: str) -> structlog.stdlib.BoundLogger:
    """A logger that takes fields: `log.info("post said", channel="square")`."""
    from bot.log.structured import logger

    return logger(name)


class _Late(logging.Formatter):
    """Imports what shapes records with the first one: it takes long, and short commands write none."""

    def __init__(self, style: Style, *, colors: bool, tracebacks: bool) -> None:
        super().__init__()
        self._kind: Style = style
        self._colors = colors
        self._tracebacks = tracebacks
        self._formatter: logging.Formatter | None = None

    def format(self, record: logging.LogRecord) -> str:
        if self._formatter is None:
            from bot.log.structured import formatter

            self._formatter = formatter(self._kind, colors=self._colors, tracebacks=self._tracebacks)
        return self._formatter.format(record)


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
        raise UsageError(sentence("log-variable-unknown", name=name, words=allowed))
    return value


class _Handler(logging.StreamHandler[TextIO]):
    """A record that can't be written is named by its place in the code, never shown with its values."""

    def handleError(self, record: logging.LogRecord) -> None:
        kind = getattr(sys.exc_info()[0], "__name__", "error")
        with contextlib.suppress(Exception):
            self.stream.write(f"a log record of {record.name} line {record.lineno} could not be written: {kind}\n")
