"""Static files: those of one part of the site with those that all share, kept for ever by browsers under a version."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from aiohttp import web

SHARED = Path(__file__).parent / "static"
"""What pages and chat have in common: colours and reset, theme, icon."""
_FOREVER = "public, max-age=31536000, immutable"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}


class StaticFiles:
    """The files in `folder` and the shared ones, as they were when first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folders = (SHARED, folder)

    @cached_property
    def version(self) -> str:
        """A hash of every file: what a page adds to their addresses, so that browsers may keep them for ever."""
        digest = hashlib.sha256()
        for name, path in self._files.items():
            digest.update(name.encode())
            digest.update(path.read_bytes())
        return digest.hexdigest()[:12]

    @cached_property
    def _files(self) -> Mapping[str, Path]:
        return {
            path.relative_to(folder).as_posix(): path
            for folder in self._folders
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One of the files (`{path}` in the route), kept for ever only under the version that it has now.

        Scripts import each other without a version: those are asked for again each time, and answered
        by "not modified".
        """
        path = self._files.get(request.match_info["path"])
        if path is None:
            raise web.HTTPNotFound
        kept = _FOREVER if request.query.get("v") == self.version else "no-cache"
        kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return web.FileResponse(path, headers={"Content-Type": kind, "Cache-Control": kept})
