"""The reader's language."""

from __future__ import annotations

from aiohttp import web

LOCALES = ("ko", "en")
_COOKIE = "agora_lang"
_YEAR_SECONDS = 365 * 86_400


class Reader:
    """Knows which language a request is answered in: `?lang=`, else what was chosen before, else the configured one."""

    def __init__(self, locale: str) -> None:
        self._locale = locale

    def locale_of(self, request: web.BaseRequest) -> str:
        """One of LOCALES, or the configured one."""
        for wanted in (request.query.get("lang"), request.cookies.get(_COOKIE)):
            if wanted in LOCALES:
                return wanted
        return self._locale

    def keep_choice(self, request: web.Request, response: web.StreamResponse) -> None:
        """Remember a language that was asked for by `?lang=`."""
        wanted = request.query.get("lang")
        if wanted in LOCALES and wanted != request.cookies.get(_COOKIE) and not response.prepared:
            response.set_cookie(_COOKIE, wanted, path="/", max_age=_YEAR_SECONDS, httponly=True, samesite="Lax")
