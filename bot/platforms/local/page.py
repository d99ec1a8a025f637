"""The chat's page and its static files."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.core.channels import Channel
from bot.core.words import Words

_HERE = Path(__file__).parent
_FOREVER = "public, max-age=31536000, immutable"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


class Page:
    """Renders chat.html and serves what it loads. Times are shown in `timezone` (IANA)."""

    def __init__(self, timezone: str) -> None:
        self._timezone = timezone
        self._static = _HERE / "static"
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined
        )

    @cached_property
    def version(self) -> str:
        """A hash of every static file: what the page adds to their addresses, so that they can be kept for ever."""
        digest = hashlib.sha256()
        for path in self._files:
            digest.update(path.encode())
            digest.update((self._static / path).read_bytes())
        return digest.hexdigest()[:12]

    @cached_property
    def _files(self) -> Sequence[str]:
        return sorted(p.relative_to(self._static).as_posix() for p in self._static.rglob("*") if p.is_file())

    def show(self, words: Words, token: str, channels: Sequence[Channel], others: Sequence[Words]) -> web.Response:
        """The page in one language; `others` are the channels' languages, for what the bot says there."""
        html = self._templates.get_template("chat.html").render(
            locale=words.locale,
            token=token,
            t=words.say,
            channels=[{"id": channel.id, "name": channel.name} for channel in channels],
            version=self.version,
            timezone=self._timezone,
            voices=[(each.say, each.locale) for each in (words, *others)],
        )
        return web.Response(text=html, content_type="text/html", headers={"Cache-Control": "no-store"})

    async def static(self, request: web.Request) -> web.StreamResponse:
        """One of the files; kept for ever by the browser only under the version that it has now.

        Modules import each other without a version: those are asked for again each time, and answered
        by "not modified".
        """
        path = request.match_info["path"]
        if path not in self._files:
            raise web.HTTPNotFound
        kept = _FOREVER if request.query.get("v") == self.version else "no-cache"
        suffix = Path(path).suffix
        kind = _TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
        return web.FileResponse(self._static / path, headers={"Cache-Control": kept, "Content-Type": kind})
