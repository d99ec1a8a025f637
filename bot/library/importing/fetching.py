"""Getting a page or a feed from the web: only http and https, bounded in size, time and redirects."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver

from bot.errors import AgoraError, UsageError
from bot.library.importing.inside import Guard

LARGEST = 5 * 1024 * 1024
"""The most bytes that are read of anything, after decompression."""
MOST_REDIRECTS = 5
TIMEOUT = 30.0
"""Seconds for one page, its redirects included."""

_AGENT = "Mozilla/5.0 (compatible; Agora)"
_ACCEPTS = (
    "text/html, application/xhtml+xml, application/atom+xml, application/rss+xml, application/xml;q=0.9, */*;q=0.5"
)
_REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Page:
    """What was read: where it ended up, its media type (empty if unknown), charset if it was told, and the bytes."""

    address: str
    kind: str
    charset: str | None
    data: bytes


def is_address(place: str) -> bool:
    """Whether this is an address of the web, not a file's path."""
    return "://" in place


def is_web_address(text: str) -> bool:
    """Whether this is a whole http or https address, without a user and without invisible characters."""
    try:
        parts = urlsplit(text)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and not parts.username
    except ValueError:
        return False
    return whole and text.isprintable() and " " not in text


def shown(text: str) -> str:
    """Text from elsewhere as a terminal may show it: no control characters, and not endless."""
    return "".join(c if c.isprintable() else "?" for c in text[:300])


class Web:
    """The web as one import sees it, to be entered as a context; no cookies are kept.

    `resolver` finds the addresses of names.
    """

    def __init__(self, resolver: AbstractResolver | None = None) -> None:
        self.guard = Guard(resolver)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Web:
        self._session = aiohttp.ClientSession(
            connector=self.guard.connector(),
            headers={"User-Agent": _AGENT, "Accept": _ACCEPTS},
            cookie_jar=aiohttp.DummyCookieJar(),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=10),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def fetch(self, address: str, timeout: float = TIMEOUT, *, named: bool = False) -> Page:
        """Read what is at an address; `named` is one that the editor wrote, which may be anywhere.

        Raises AgoraError that says in a sentence why it could not be read.
        """
        try:
            async with asyncio.timeout(timeout):
                return await self._follow(address, named)
        except TimeoutError:
            raise AgoraError(f"{address} did not answer within {timeout:g} seconds", "try again later") from None
        except aiohttp.ClientConnectorError:
            if self.guard.refused:
                raise AgoraError(
                    f"{address} leads to an address on this machine or in its network",
                    "if that is meant, import that address itself",
                ) from None
            raise AgoraError(f"{address} can't be reached", "check the address and the connection") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise AgoraError(f"{address} could not be read ({type(error).__name__})", "try again later") from None

    async def _follow(self, address: str, named: bool) -> Page:
        if self._session is None:
            raise RuntimeError("the web is not entered")
        there = address
        for hop in range(MOST_REDIRECTS + 1):
            if not is_web_address(there):
                raise UsageError(f"'{shown(there)}' is not an address of the web", "write it in full, as in https://…")
            self.guard.begin(named=named and hop == 0)
            async with self._session.get(there, allow_redirects=False) as response:
                if response.status in _REDIRECTS and "Location" in response.headers:
                    there = urljoin(there, response.headers["Location"])
                    continue
                if response.status != 200:
                    raise AgoraError(f"{address} answered with status {response.status}", "check the address")
                data = bytearray()
                async for chunk in response.content.iter_chunked(64 * 1024):
                    data += chunk
                    if len(data) > LARGEST:
                        raise AgoraError(f"{address} is larger than 5 MiB", "save its text as a file and import that")
                return Page(there, response.content_type, response.charset, bytes(data))
        raise AgoraError(f"{address} leads on more than {MOST_REDIRECTS} times", "give the address that it ends at")


def read_file(path: Path) -> Page:
    """Read a local file. Raises UsageError when there is none that can be read."""
    try:
        if not path.is_file():
            what = "is no file" if path.exists() else "does not exist"
            raise UsageError(f"{path} {what}", "give the path of a file, or an address beginning with https://")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise UsageError(f"{path} can't be read ({reason})", "check its permissions") from None
    if len(data) > LARGEST:
        raise UsageError(f"{path} is larger than 5 MiB", "import a shorter one")
    kinds = {".md": "text/markdown", ".markdown": "text/markdown", ".mdx": "text/markdown", ".txt": "text/plain"}
    return Page(str(path), kinds.get(path.suffix.lower(), ""), None, data)
