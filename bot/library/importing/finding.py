"""What an article to be is made of, found in web pages, feeds and text files."""

from __future__ import annotations

import calendar
import codecs
import html
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from bot.config.problems import Problem
from bot.errors import AgoraError, UsageError
from bot.library.importing.fetching import Page, is_address, is_web_address, shown
from bot.library.reading import slug_of, split

_FEEDS = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_TEXTS = ("text/markdown", "text/plain")
_XML = ("application/xml", "text/xml")
_READABLE = ("", "text/html", "application/xhtml+xml", "application/octet-stream", *_TEXTS, *_XML)
_FEED_ROOT = re.compile(rb"<(?:rss|feed|rdf:rdf)[\s>]", re.IGNORECASE)
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{2,40})", re.IGNORECASE)
_KOREAN_CODECS = {"euc-kr": "cp949", "euc_kr": "cp949", "ks_c_5601-1987": "cp949", "ksc5601": "cp949"}
_TAG = re.compile(r"<[^>]*>")
_FIRST_HEADING = re.compile(r"\s*#\s+(.+?)\s*#*\s*(?:\n|$)")
_EARLIEST, _LATEST = 1970, 2200
_WHOLE = 600
"""From this many characters on, what a feed carries of an entry is taken for the whole article."""


@dataclass(frozen=True, slots=True)
class Found:
    """An article from elsewhere. `body` is Markdown; `published` may lack a time zone; what is unknown is None."""

    title: str
    body: str
    source: str | None = None
    author: str | None = None
    published: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; its body is what the feed carries, which `is_whole` if that is the article and no teaser."""

    found: Found

    @property
    def is_whole(self) -> bool:
        """Whether the page behind the entry need not be read."""
        return self.found.source is None or len(self.found.body) >= _WHOLE


def is_feed(page: Page) -> bool:
    """Whether this is an RSS or Atom feed."""
    head = page.data[:4096].lower()
    if page.kind in _FEEDS:
        return True
    return page.kind in _READABLE and bool(_FEED_ROOT.search(head)) and b"<html" not in head


def find(page: Page) -> Found:
    """The article in a page or a text file. Raises UsageError or AgoraError when there is none."""
    if page.kind not in _READABLE:
        raise UsageError(
            f"{page.address} is {shown(page.kind)}, not a page or a feed", "give the address of the article"
        )
    found = _from_text(page) if page.kind in _TEXTS else _from_html(page)
    if not found.body.strip():
        raise AgoraError(
            f"no article was found at {page.address}", "save its text as a .md or .txt file and import that"
        )
    return found


def entries_of(page: Page) -> list[Entry]:
    """The entries of a feed, newest first where it says when they were published."""
    feedparser = _feedparser()
    kind = f"{page.kind or 'application/xml'}; charset={page.charset}" if page.charset else page.kind
    headers = {"content-location": page.address} if is_address(page.address) else {}
    if kind:
        headers["content-type"] = kind
    # As a stream, since the parser would open bytes that look like a path.
    parsed: Any = feedparser.parse(io.BytesIO(page.data), response_headers=headers)
    if not parsed.version:
        raise AgoraError(f"{page.address} is not a feed that can be read", "check the address")
    entries = [Entry(_from_entry(entry)) for entry in parsed.entries]
    return sorted(entries, key=lambda entry: entry.found.published or datetime.min.replace(tzinfo=UTC), reverse=True)


def text_of(page: Page) -> str:
    """A page's text: by the charset that was told, else its own, else UTF-8; unknown bytes are replaced."""
    told = page.charset
    if told is None and page.kind not in _TEXTS:
        found = _META_CHARSET.search(page.data[:4096])
        told = found[1].decode("ascii") if found else None
    name = (told or "utf-8").lower()
    name = _KOREAN_CODECS.get(name, name)
    try:
        codecs.lookup(name)
        text = page.data.decode("utf-8-sig" if name in ("utf-8", "utf8") else name, errors="replace")
    except (LookupError, UnicodeError):
        text = page.data.decode("utf-8-sig", errors="replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _from_text(page: Page) -> Found:
    text = text_of(page)
    known: dict[str, object] = {}
    parts = split(text, page.address)
    if not isinstance(parts, Problem):
        document, text = parts
        known = document.value if isinstance(document.value, dict) else {}
    heading = _FIRST_HEADING.match(text)
    if heading:
        text = text[heading.end() :]
    stem = slug_of(f"{Path(page.address).stem}.md").replace("-", " ").replace("_", " ").strip()
    named = _word(known, "source") or ""
    source = named if is_web_address(named) else page.address if is_address(page.address) else None
    return Found(
        title=_word(known, "title") or (heading[1] if heading else "") or stem,
        body=text.strip(),
        source=source,
        author=_word(known, "author"),
        published=_time(_word(known, "published") or _word(known, "date")),
    )


def _word(keys: dict[str, object], key: str) -> str | None:
    value = keys.get(key)
    return value if isinstance(value, str) and value.strip() else None


def _from_html(page: Page) -> Found:
    trafilatura = _trafilatura()
    address = page.address if is_address(page.address) else None
    tree: Any = trafilatura.load_html(text_of(page))
    if tree is None:
        return Found("", "", address)

    def named(*names: str) -> str | None:
        """The first of these <meta> that the page has, by name or property."""
        for name in names:
            for value in tree.xpath("//meta[@name=$name or @property=$name]/@content", name=name):
                if value.strip():
                    return str(value)
        return None

    body = _markdown(trafilatura, tree, address)
    meta: Any = trafilatura.extract_metadata(tree, default_url=address)
    title = (meta.title if meta else None) or named("og:title") or ""
    heading = _FIRST_HEADING.match(body)
    if heading and (not title or heading[1].casefold() in title.casefold()):
        title, body = heading[1], body[heading.end() :].strip()
    return Found(
        title=title,
        body=body,
        source=address,
        author=(meta.author if meta else None) or named("author", "article:author"),
        published=_time(named("article:published_time")) or _time(meta.date if meta else None),
    )


def _markdown(trafilatura: ModuleType, tree: object, address: str | None = None) -> str:
    text = trafilatura.extract(
        tree,
        url=address,
        output_format="markdown",
        include_comments=False,
        include_formatting=True,
        include_images=False,
        include_links=True,
        include_tables=True,
    )
    return str(text or "")


def _from_entry(entry: Any) -> Found:
    title = str(entry.get("title") or "")
    if (entry.get("title_detail") or {}).get("type") != "text/plain":
        title = html.unescape(_TAG.sub("", title))
    parts = list(entry.get("content") or []) or [entry.get("summary_detail") or {}]
    written, kind = str(parts[0].get("value") or ""), parts[0].get("type")
    link = str(entry.get("link") or entry.get("id") or "")
    found = Found(
        title=title,
        body=written if kind == "text/plain" else _text_in(written),
        source=link if is_web_address(link) else None,
        author=str(entry.get("author") or "") or None,
    )
    at = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return replace(found, published=datetime.fromtimestamp(calendar.timegm(at), UTC)) if at else found
    except (OverflowError, ValueError, OSError):
        return found


def _text_in(written: str) -> str:
    """A piece of HTML as Markdown, or as its bare text where no article can be made out in it."""
    page = f"<html><body><article>{written}</article></body></html>"
    bare = " ".join(html.unescape(_TAG.sub(" ", written)).split())
    text = _markdown(_trafilatura(), page) if len(bare) >= _WHOLE else ""
    return text or bare


def _time(text: object) -> datetime | None:
    """A time as pages write it, or a date's midnight without a zone; None where it is neither."""
    written = str(text or "").strip()
    readers: tuple[Callable[[str], datetime], ...] = (
        datetime.fromisoformat,
        lambda word: datetime.combine(date.fromisoformat(word[:10]), datetime.min.time()),
    )
    for read in readers:
        try:
            at = read(written)
        except ValueError:
            continue
        return at if _EARLIEST <= at.year <= _LATEST else None
    return None


def _trafilatura() -> ModuleType:
    try:
        import trafilatura
    except ImportError:
        raise _missing() from None
    return trafilatura


def _feedparser() -> ModuleType:
    try:
        import feedparser
    except ImportError:
        raise _missing() from None
    module: ModuleType = feedparser
    return module


def _missing() -> AgoraError:
    return AgoraError(
        "importing pages and feeds needs packages that are not installed",
        "install them, in a checkout: .venv/bin/pip install -e '.[summaries]'",
    )
