"""What an article to be is made of, found in web pages and text files; HTML as Markdown or as one line."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from types import ModuleType
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

from bot.editor.charsets import decoded
from bot.editor.dates import date_of_name, read_time
from bot.editor.fetcher import Page, is_address, is_web_address, shown
from bot.editor.front_matter import Front, split_front, text_of, words_of
from bot.errors import AgoraError, UsageError
from bot.library.article_file import slug_of
from bot.markdown import words_in_brackets_kept
from bot.sentences import sentence


@dataclass(frozen=True, slots=True)
class Found:
    """`body` is Markdown; `published` may lack a time zone; what is unknown is None.

    `written_time` is what was written where a time was looked for; `left_out` what its front matter said besides, and
    what of it could not be read; `entry` tells an entry of a feed from others of one address or of none, and
    `shares_source` says that its feed gives the same address to others;
    `is_from_inside` if it named a source on this machine or in its network, which is not kept.
    """

    title: str
    body: str
    source: str | None = None
    author: str | None = None
    published: datetime | None = None
    written_time: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    entry: str = ""
    shares_source: bool = False
    is_from_inside: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed; `is_whole` if what the feed carries of it is to be taken for the article."""

    found: Found
    is_whole: bool


_TAG = re.compile(r"<!--(?:(?!<!--).)*?-->|</?[A-Za-z!][^<>]*>", re.DOTALL)
_EMPTY_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")


def markdown_of(piece: str, base: str = "") -> str:
    """All of a piece of HTML as Markdown: headings, quotations, lists, tables, code, links; pictures are left out.

    `base` is the address from which its links lead.
    """
    bs4, markdownify = needed("bs4"), needed("markdownify")
    soup: Any = bs4.BeautifulSoup(words_in_brackets_kept(piece), "html.parser")
    for code in soup.select("pre pre"):
        code.unwrap()
    for link in soup.find_all("a", href=True):
        link["href"] = _joined(base, str(link["href"]))
    converter: Any = markdownify.MarkdownConverter(heading_style="ATX", bullets="-", strip=["img"])
    try:
        written = str(converter.convert_soup(soup))
    except RecursionError:
        # Tags in tags without end: what they hold is still text.
        written = str(soup.get_text())
    return _EMPTY_LINES.sub("\n\n", written).strip()


def _joined(base: str, link: str) -> str:
    try:
        return urljoin(base, link)
    except ValueError:
        return link


def line_of(piece: str) -> str:
    """A title's HTML as one line without its tags."""
    return " ".join(html.unescape(_TAG.sub("", words_in_brackets_kept(piece))).split())


def needed(name: str) -> ModuleType:
    """A package of the extra `summaries`. Raises AgoraError that says why it can't be used."""
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise AgoraError(sentence("import-packages", reason=str(error))) from None


FEEDS = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
TEXTS = ("text/markdown", "text/plain")
_XML = ("application/xml", "text/xml")
READABLE = ("", "text/html", "application/xhtml+xml", "application/octet-stream", *TEXTS, *_XML)
_FIRST_HEADING = re.compile(r"#[ \t]{1,9}([^\n]{1,1000})(?:\n|\Z)")
_DECLARATION = re.compile(r"\s{0,99}<\?xml[^>]{0,500}>")
_LONGEST_LEFT = 200
_TIMES = (
    "published",
    "pubdate",
    "publishdate",
    "publish_date",
    "published_at",
    "date",
    "created",
    "created_at",
    "datetime",
)
_TIMES_KO = ("작성일", "날짜", "발행일")
_SOURCES = ("source", "original", "original_url", "canonical", "canonical_url", "link", "url", "출처", "원문")
_FLAGS = ("true", "false", "yes", "no")
_META_TIMES: tuple[str, ...] = (
    "article:published_time",
    "og:article:published_time",
    "og:regdate",
    "datepublished",
    "date",
    "pubdate",
    "dc.date",
)
_META_TIMES += ("dc.date.issued", "article:published", "publish_date", "parsely-pub-date")


def find(page: Page) -> Found:
    """The article in a page or a text file. Raises UsageError or AgoraError when there is none."""
    if page.kind not in READABLE:
        raise UsageError(sentence("import-kind", address=shown(page.address), kind=shown(page.kind)))
    found = _from_text(page) if page.kind in TEXTS else _from_html(page)
    if not found.body.strip():
        raise AgoraError(sentence("import-no-article", address=shown(page.address)))
    return found


def written_in(page: Page) -> str:
    """A page's text. Raises AgoraError where its encoding can't be read."""
    return decoded(page.data, page.charset, page.address, marked_up=page.kind not in TEXTS)


def _from_text(page: Page) -> Found:
    front, text = split_front(written_in(page), page.address)
    text = text.lstrip("\n")
    heading = _FIRST_HEADING.match(text)
    if heading:
        text = text[heading.end() :]
    name = (
        unquote(PurePosixPath(urlsplit(page.address).path).name)
        if is_address(page.address)
        else Path(page.address).name
    )
    stem = slug_of(f"{Path(name).stem}.md").replace("-", " ").replace("_", " ").strip()
    used = _Used(front)
    named = used.word(*_SOURCES, fits=is_web_address)
    time = used.word(*_TIMES, *_TIMES_KO, fits=_is_time) or date_of_name(name)
    time = time or used.word(*_TIMES, *_TIMES_KO, fits=lambda text: text.lower() not in _FLAGS)
    tags = used.words("tags", "tag", "keywords", "태그")
    categories = used.words("category", "categories", "분류")
    return Found(
        title=used.word("title", "제목") or (heading[1].rstrip("# \t") if heading else "") or stem,
        body=text.strip(),
        source=named or (page.address if is_address(page.address) else None),
        author=", ".join(used.words("author", "authors", "by", "글쓴이", "작성자")) or None,
        published=read_time(time),
        written_time=time,
        category=categories[0] if categories else "",
        tags=tuple(dict.fromkeys([*tags, *categories[1:]])),
        left_out=(*used.rest(), *front.unread),
    )


def _is_time(text: str) -> bool:
    return read_time(text) is not None


class _Used:
    """The keys of front matter, and which of them were used."""

    def __init__(self, front: Front) -> None:
        self._keys = front.keys
        self._left = dict.fromkeys(front.keys)

    def word(self, *names: str, fits: Any = bool) -> str:
        """The first of these keys that has a text which fits; empty if none has."""
        for name in names:
            written = text_of(self._keys.get(name))
            if written and fits(written):
                self._left.pop(name, None)
                return written
        return ""

    def words(self, *names: str) -> list[str]:
        """All texts of these keys; one text with commas is several."""
        found: list[str] = []
        for name in names:
            value = self._keys.get(name)
            if words := [word.strip() for word in words_of(value)]:
                self._left.pop(name, None)
                parts = words[0].split(",") if len(words) == 1 and isinstance(value, str) else words
                found += [part.strip() for part in parts if part.strip()]
        return found

    def rest(self) -> list[str]:
        """What was not used, as `key: text`."""
        return [f"{key}: {text_of(self._keys[key])}"[:_LONGEST_LEFT] for key in self._left]


def _from_html(page: Page) -> Found:
    trafilatura = needed("trafilatura")
    address = page.address if is_address(page.address) else None
    text = written_in(page)
    declared = _DECLARATION.match(text)
    tree: Any = trafilatura.load_html(words_in_brackets_kept(text[declared.end() :] if declared else text))
    if tree is None:
        return Found("", "", address)
    told = _Told(tree)
    article = trafilatura.extract(
        tree,
        url=address,
        output_format="html",
        include_comments=False,
        include_formatting=True,
        include_images=False,
        include_links=True,
        include_tables=True,
    )
    body = markdown_of(str(article)) if article else ""
    meta: Any = trafilatura.extract_metadata(tree, default_url=address, extensive=False)
    title = (meta.title if meta else None) or told.meta("og:title") or ""
    heading = _FIRST_HEADING.match(body)
    if heading and (not title or heading[1].casefold() in title.casefold()):
        title, body = heading[1], body[heading.end() :].strip()
    time = told.time() or str((meta.date if meta else None) or "")
    return Found(
        title=title,
        body=body,
        source=address,
        author=(meta.author if meta else None) or told.meta("author", "article:author"),
        published=read_time(time),
        written_time=time,
    )


class _Told:
    """What a page says of itself."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        self._metas: dict[str, str] = {}
        for element in tree.iter("meta"):
            name = element.get("property") or element.get("name") or element.get("itemprop")
            value = (element.get("content") or "").strip()
            if name and value:
                self._metas.setdefault(name.lower(), value)

    def meta(self, *names: str) -> str | None:
        """The first of these <meta> that the page has."""
        return next((self._metas[name] for name in names if name in self._metas), None)

    def time(self) -> str:
        """When it says that it was published; the first way that can be read, else the first at all."""
        ways = [self._metas[name] for name in _META_TIMES if name in self._metas]
        ways += [
            *self._linked_data(),
            *(
                str(element.get("datetime"))
                for element in self._tree.iter("time")
                if element.get("pubdate") is not None
            ),
        ]
        return next((way for way in ways if read_time(way) is not None), ways[0] if ways else "")

    def _linked_data(self) -> list[str]:
        found: list[str] = []
        for element in self._tree.iter("script"):
            if element.get("type") != "application/ld+json" or not element.text:
                continue
            try:
                data = json.loads(element.text)
            except (ValueError, RecursionError):
                continue
            items = data if isinstance(data, list) else [data, *(_listed(data))]
            found += [
                str(item["datePublished"]) for item in items if isinstance(item, dict) and "datePublished" in item
            ]
        return found


def _listed(data: object) -> list[object]:
    graph = data.get("@graph") if isinstance(data, dict) else None
    return graph if isinstance(graph, list) else []
