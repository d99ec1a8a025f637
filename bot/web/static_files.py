"""Static files: those of one part of the site with those that all share, kept for a year by browsers under a hash."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from aiohttp import web

from bot.web.content_coding import Forms, answer_of

SHARED = Path(__file__).parent / "static"
"""What pages and chat have in common: colours and reset, theme, icon."""
_FOREVER = "public, max-age=31536000, immutable"
_TYPES = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
_VERSIONED = re.compile(r"(?:([0-9a-f]{12})/)?(.+)", re.DOTALL)


class StaticFiles:
    """The files in `folder` and the shared ones, as they were when first asked for."""

    def __init__(self, folder: Path = SHARED) -> None:
        self._folders = dict.fromkeys((SHARED, folder))

    @cached_property
    def version(self) -> str:
        """A hash of every file. In an address it stands as a folder, so that a script's imports are under it, too."""
        digest = hashlib.sha256()
        for name, (forms, _) in self._files.items():
            digest.update(name.encode())
            digest.update(forms.plain)
        return digest.hexdigest()[:12]

    def named_like(self, ending: str) -> list[str]:
        """The names of the files that end so."""
        return [name for name in self._files if name.endswith(ending)]

    @cached_property
    def _files(self) -> Mapping[str, tuple[Forms, str]]:
        """Each file's body and type."""
        return {
            path.relative_to(folder).as_posix(): (Forms(path.read_bytes(), lasting=True), _type_of(path))
            for folder in self._folders
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        }

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """One of the files (`{path}` in the route), kept for a year only under the version that it has now.

        Without one, or under that of a page from before an update, it is as it is now, and asked for again each time.
        """
        named = _VERSIONED.fullmatch(request.match_info["path"])
        assert named is not None
        found = self._files.get(named[2])
        if found is None:
            raise web.HTTPNotFound
        forms, kind = found
        return answer_of(forms, kind, {"Cache-Control": _FOREVER if named[1] == self.version else "no-cache"})

    def named(self, name: str, kept: str) -> web.Response:
        """One file at an address of its own, which can't have a version; `kept` says how long browsers keep it."""
        forms, kind = self._files[name]
        return answer_of(forms, kind, {"Cache-Control": kept})


def _type_of(path: Path) -> str:
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


shared = StaticFiles()
"""The shared files alone, for answers of the server itself."""
