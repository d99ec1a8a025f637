"""What articles to be are made of, found in RSS and Atom feeds."""

from __future__ import annotations

import hashlib
import html.entities
import io
import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urldefrag

from bot.editor.dates import read_time
from bot.editor.extraction import FEEDS, READABLE, Entry, Found, line_of, markdown_of, needed, written_in
from bot.editor.fetcher import Page, is_address, is_web_address, shown
from bot.errors import AgoraError
from bot.sentences import sentence

_ROOT = re.compile(r"<(?:rss|feed|rdf:rdf)[\s>]", re.IGNORECASE)
_DECLARATION = re.compile(r"\s{0,99}<\?xml[^>]{0,500}>")
_ENTITY = re.compile(r"&(?:(#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)?")
_XML_NAMES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_UNSEEN = {number: None for number in range(32) if chr(number) not in "\t\n\r"}
_WHOLE = 600
"""From this many characters on, what a feed carries of an entry is taken for the whole article."""


def is_feed(page: Page) -> bool:
    """Whether this is an RSS or Atom feed."""
    if page.kind in FEEDS:
        return True
    if page.kind not in READABLE:
        return False
    try:
        head = written_in(replace(page, data=page.data[:4096]))[:4096]
    except AgoraError:
        return False
    return _ROOT.search(head) is not None and "<html" not in head.lower()


def entries_of(page: Page) -> list[Entry]:
    """The entries of a feed, newest first where it says when they were published."""
    feedparser = needed("feedparser")
    headers = {"content-location": page.address} if is_address(page.address) else {}
    headers["content-type"] = f"{page.kind if page.kind in FEEDS else 'application/xml'}; charset=utf-8"
    # As a stream, since the parser would open bytes that look like a path.
    data = io.BytesIO(_well_formed(written_in(page)).encode("utf-8", "replace"))
    parsed: Any = feedparser.parse(data, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.version:
        raise AgoraError(sentence("import-no-feed", address=shown(page.address)))
    found = _told_apart([_from_entry(entry) for entry in parsed.entries])
    pages = Counter(urldefrag(one.source)[0] for one in found if one.source is not None)
    entries = [Entry(one, _is_whole(one, pages)) for one in found]
    return sorted(entries, key=lambda entry: _sortable(entry.found.published), reverse=True)


def _well_formed(text: str) -> str:
    """A feed's text in which a bare & and the names of HTML's signs are what they were meant to be.

    One of them ends XML for the strict parser, and the loose one reads R&D as R&D;.
    """
    declared = _DECLARATION.match(text)
    pieces = (text[declared.end() :] if declared else text).translate(_UNSEEN).split("<![CDATA[")
    mended = [_ENTITY.sub(_meant, pieces[0])]
    own = "<!ENTITY" in pieces[0]
    for piece in pieces[1:]:
        inside, end, outside = piece.partition("]]>")
        mended.append(inside + end + _ENTITY.sub(_meant, outside))
    return text if own else "<![CDATA[".join(mended)


def _meant(found: re.Match[str]) -> str:
    name = found[1]
    if name is None:
        return "&amp;"
    if name.startswith("#") or name in _XML_NAMES:
        return found[0]
    return html.entities.html5.get(f"{name};", f"&amp;{name};")


def _told_apart(found: list[Found]) -> list[Found]:
    """Entries of which no two have one mark unless they say the same, and that are known by their address only where
    no other has it: some feeds give all entries one id, or the address of the whole blog."""
    titles: dict[str, set[str]] = {}
    for one in found:
        titles.setdefault(one.entry, set()).add(one.title)
    addresses = Counter(one.source for one in found if one.source is not None)
    return [
        replace(
            one,
            entry=one.entry if len(titles[one.entry]) == 1 else _mark(f"{one.entry}\n{one.title}"),
            shares_source=one.source is not None and addresses[one.source] > 1,
        )
        for one in found
    ]


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def _is_whole(found: Found, pages: Counter[str]) -> bool:
    """Whether the page behind an entry need not be read: it would say the same of each entry that it holds."""
    if found.source is None or len(found.body) >= _WHOLE:
        return True
    return pages[urldefrag(found.source)[0]] > 1 and bool(found.body.strip())


def _sortable(at: datetime | None) -> datetime:
    if at is None:
        return datetime.min.replace(tzinfo=UTC)
    return at if at.tzinfo is not None else at.replace(tzinfo=UTC)


def _from_entry(entry: Any) -> Found:
    title = str(entry.get("title") or "")
    if (entry.get("title_detail") or {}).get("type") != "text/plain":
        title = line_of(title)
    parts = list(entry.get("content") or []) or [entry.get("summary_detail") or {}]
    written, kind = str(parts[0].get("value") or ""), parts[0].get("type")
    link = str(entry.get("link") or entry.get("id") or "")
    time = str(entry.get("published") or entry.get("created") or entry.get("updated") or "")
    source = link if is_web_address(link) else None
    told = str(entry.get("id") or "") or f"{title}\n{time}\n{written}"
    return Found(
        title=title,
        body=written if kind == "text/plain" else markdown_of(written, str(parts[0].get("base") or source or "")),
        source=source,
        author=str(entry.get("author") or "") or None,
        published=read_time(time),
        written_time=time,
        entry=_mark(f"{source or ''}\n{told}"),
    )
