"""The language that a request is answered in: what its reader chose, else what is configured."""

from __future__ import annotations

from aiohttp import hdrs, web

from bot.core.words import LOCALES

_COOKIE = "agora_lang"
_YEAR_SECONDS = 365 * 86_400
_MOST_TAGS = 20


class Reader:
    """Knows which language a request is answered in: `?lang=`, else what was chosen before, else the configured one.

    With `accept_language`, what the browser asks for comes before the configured one.
    """

    def __init__(self, locale: str, *, accept_language: bool = False) -> None:
        self._locale = locale
        self._accept_language = accept_language

    def locale_of(self, request: web.BaseRequest) -> str:
        """One of LOCALES, or the configured one."""
        for wanted in (request.query.get("lang"), request.cookies.get(_COOKIE)):
            if wanted in LOCALES:
                return wanted
        return (_accepted(request) if self._accept_language else None) or self._locale

    def keep_choice(self, request: web.Request, response: web.StreamResponse) -> None:
        """Remember a language that was asked for by `?lang=`."""
        wanted = request.query.get("lang")
        if wanted in LOCALES and wanted != request.cookies.get(_COOKIE) and not response.prepared:
            response.set_cookie(_COOKIE, wanted, path="/", max_age=_YEAR_SECONDS, httponly=True, samesite="Lax")


def _accepted(request: web.BaseRequest) -> str | None:
    """The one of LOCALES that the browser likes best; None where it names neither."""
    best, liked = None, 0.0
    for part in request.headers.get(hdrs.ACCEPT_LANGUAGE, "").split(",")[:_MOST_TAGS]:
        tag, _, parameter = part.partition(";")
        language = tag.split("-")[0].strip().lower()
        quality = _quality(parameter)
        if language in LOCALES and quality > liked:
            best, liked = language, quality
    return best


def _quality(parameter: str) -> float:
    name, _, number = parameter.strip().partition("=")
    if not name:
        return 1.0
    try:
        return float(number)
    except ValueError:
        return 0.0
