"""Failures as one clear sentence, in JSON or as a small page; never a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from aiohttp import hdrs, web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.core.words import Words
from bot.errors import AgoraError, NotFound, Refused, UsageError
from bot.web.guard import Bare
from bot.web.static_files import shared

BODY_LIMIT_KIB = 64
_STATUS: Mapping[type[AgoraError], int] = {UsageError: 400, NotFound: 404, Refused: 409}
_SENTENCES: Mapping[int, Callable[[Words], str]] = {
    400: lambda words: words.say("web-error-bad-request"),
    403: lambda words: words.say("web-error-forbidden"),
    404: lambda words: words.say("web-error-not-found"),
    405: lambda words: words.say("web-error-method"),
    408: lambda words: words.say("web-error-too-slow"),
    410: lambda words: words.say("web-error-gone"),
    413: lambda words: words.say("web-error-too-large", limit=BODY_LIMIT_KIB),
    421: lambda words: words.say("web-error-other-host"),
    500: lambda words: words.say("web-error-internal"),
    503: lambda words: words.say("web-error-busy"),
}
_TITLES: Mapping[int, Callable[[Words], str]] = {410: lambda words: words.say("web-error-gone-title")}
"""Headings of answers that are no failures."""
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=StrictUndefined
)


def status_of(error: AgoraError) -> int:
    """The HTTP status for an error that a person may read; what is not the asker's doing is 503."""
    return next((status for kind, status in _STATUS.items() if isinstance(error, kind)), 503)


def sentence_for(status: int, words: Words) -> str:
    """What a status means, in the reader's language."""
    general = 400 if status < 500 else 500
    return _SENTENCES.get(status, _SENTENCES[general])(words)


def title_for(status: int, words: Words) -> str:
    """The heading of a page with that sentence."""
    title = _TITLES.get(status)
    return title(words) if title is not None else words.say("web-error-title")


def wants_page(request: web.BaseRequest) -> bool:
    """Whether a person navigates, rather than a program that asks."""
    return "text/html" in request.headers.get(hdrs.ACCEPT, "")


def page(status: int, sentence: str, words: Words) -> str:
    """The small page that says what went wrong."""
    return _templates.get_template("error.html").render(
        locale=words.locale,
        status=status,
        title=title_for(status, words),
        sentence=sentence,
        back=words.say("web-error-back"),
        style=f"/static/{shared.version}/page.css",
    )


def failure(request: web.BaseRequest, status: int, sentence: str, words: Words) -> web.Response:
    """The answer to a request that failed: a page for people who navigate, JSON for all else."""
    if not wants_page(request):
        text = json.dumps({"error": sentence}, ensure_ascii=False)
        return Bare(text=text, status=status, content_type="application/json", headers={"Cache-Control": "no-store"})
    return Bare(
        text=page(status, sentence, words),
        status=status,
        content_type="text/html",
        headers={"Cache-Control": "no-store"},
    )
