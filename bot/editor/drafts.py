"""Drafts made of articles from elsewhere: one file each, never posted before its author has been through it."""

from __future__ import annotations

import json
import unicodedata
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

from bot.config.problems import Problem
from bot.config.yaml_documents import LARGEST, read_text
from bot.core.visible_text import without_controls
from bot.core.words import Words
from bot.editor.charsets import LOST
from bot.editor.dates import is_only_a_date
from bot.editor.extraction import Found
from bot.editor.proposals import propose
from bot.editor.summaries import PROPOSED
from bot.errors import AgoraError, Refused, UsageError, reason_of
from bot.library.article_file import LONGEST, MOST_TAGS, slug_of, split
from bot.library.new_article import slug_from
from bot.sentences import sentence

_MOST_OF_ONE_TITLE = 1000
_LARGEST_BODY = LARGEST - 16 * 1024
"""What an article's file can hold beside its front matter, in bytes."""
_ENTRY = "# feed-entry: "
"""Before what tells an entry of a feed from others, so that it is known again."""
_MOST_LEFT, _LONGEST_LEFT = 40, 200


class Drafts:
    """The content folder as a place for drafts, whose comments are said in `words`.

    `now` is aware; `zone` is where dates without one are taken to be.
    """

    def __init__(self, folder: Path, zone: ZoneInfo, words: Words, now: datetime) -> None:
        self._folder = folder / "articles"
        self._zone = zone
        self._words = words
        self._now = now
        self._sources: dict[str, dict[str, Path]] = {}
        self._slugs: dict[str, Path] = {}
        self._entries: set[str] = set()
        for path in sorted(self._folder.glob("*.md")):
            self._slugs[slug_of(path.name)] = path
            source, entry = _marks_of(path)
            self._note(path, source, entry)

    def holding(self, source: str) -> Path | None:
        """The file of an article from this page, whether or not it is a draft."""
        address, _ = _same(source)
        return next(iter(self._sources.get(address, {}).values()), None)

    def holding_entry(self, found: Found) -> bool:
        """Whether there is an article of this entry of a feed; entries may share a page, or have none."""
        if found.entry in self._entries:
            return True
        if found.source is None or found.shares_source:
            return False
        address, place = _same(found.source)
        return place in self._sources.get(address, {})

    def _note(self, path: Path, source: str | None, entry: str) -> None:
        if entry:
            self._entries.add(entry)
        if source:
            address, place = _same(source)
            self._sources.setdefault(address, {}).setdefault(place, path)

    def write(self, found: Found) -> Path:
        """Write a draft, and give its path; never overwrites.

        Raises Refused when its source, or for one without a source its slug, is there already; AgoraError when it
        can't be written.
        """
        source = found.source if found.source is not None and len(found.source) <= LONGEST["source"] else None
        held = self.holding(source) if source and not found.entry else None
        if held is not None:
            raise Refused(sentence("import-known", place=source or "", file=str(held)))
        if found.entry and self.holding_entry(found):
            raise Refused(sentence("import-entry-known", title=_short(found.title, 100)))
        unnamed = self._words.say("import-draft-slug")
        title = _short(found.title, LONGEST["title"]) or _title_from(source) or unnamed
        at = self._in_zone(found.published)
        slug = slug_from(title) or slug_from(unnamed)
        if slug in self._slugs:
            if source is None and not found.entry:
                taken = sentence("article-slug-taken", file=str(self._slugs[slug]), slug=slug)
                raise Refused(taken.mended_by(sentence("article-rename-first")))
            slug = self._free(slug)
        if len(found.body.encode("utf-8", "replace")) > _LARGEST_BODY:
            raise AgoraError(sentence("import-too-long"))
        path = self._folder / f"{at:%Y-%m-%d}-{slug}.md"
        data = self._text(found, title, at, source).encode("utf-8")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(data)
        except OSError as error:
            raise UsageError(sentence("article-unwritten", file=str(path), reason=reason_of(error))) from None
        self._slugs[slug] = path
        self._note(path, source, found.entry)
        return path

    def _free(self, slug: str) -> str:
        number = 2
        while (other := f"{slug[: LONGEST['slug'] - len(str(number)) - 1]}-{number}") in self._slugs:
            number += 1
        return other

    def _in_zone(self, at: datetime | None) -> datetime:
        known = self._now if at is None else at if at.tzinfo is not None else at.replace(tzinfo=self._zone)
        return known.astimezone(self._zone).replace(microsecond=0)

    def _dated(self, found: Found) -> list[str]:
        """What there is to say of the date that is written: one that was not found is never passed off as known."""
        if found.published is None:
            written = _short(found.written_time, 100)
            if written:
                return [self._words.say("import-draft-unread-date", written=written)]
            return [self._words.say("import-draft-undated")]
        is_day = found.written_time and is_only_a_date(found.written_time)
        return [self._words.say("import-draft-midnight")] if is_day else []

    def _text(self, found: Found, title: str, at: datetime, source: str | None) -> str:
        words = self._words
        body = _clean(found.body.replace(LOST, ""))
        category = _short(found.category, LONGEST["category"])
        rows = ["---", words.say("import-draft-head")]
        if lost := found.body.count(LOST) + found.title.count(LOST):
            rows.append(words.say("import-draft-lost", letters=lost))
        rows += [
            f"title: {_quoted(title)}",
            f"category: {_quoted(category) if category else words.say('import-draft-category')}",
            *self._dated(found),
            f"published: {at.isoformat()}",
            "draft: true",
        ]
        if source is not None:
            rows.append(f"source: {_quoted(source)}")
        elif found.is_from_inside:
            rows.append(words.say("import-draft-inside"))
        if author := _short(found.author or "", LONGEST["author"]):
            rows.append(f"author: {_quoted(author)}")
        if tags := [tag for tag in (_short(tag, LONGEST["tag"]) for tag in found.tags) if tag]:
            rows.append(f"tags: [{', '.join(map(_quoted, dict.fromkeys(tags[:MOST_TAGS])))}]")
        if left := [*found.left_out, *(f"tags: {tag}" for tag in tags[MOST_TAGS:])]:
            rows += [
                words.say("import-draft-left-out"),
                *(f"#   {_short(line, _LONGEST_LEFT)}" for line in left[:_MOST_LEFT]),
            ]
            if len(left) > _MOST_LEFT:
                rows.append(f"#   … +{len(left) - _MOST_LEFT}")
        if found.entry:
            rows.append(f"{_ENTRY}{found.entry}")
        try:
            proposed = propose(body, title)
            rows.append(PROPOSED.said(words))
        except AgoraError:
            proposed = tuple(words.say("import-draft-lines").splitlines())
            rows.append(words.say("import-draft-wanted"))
        rows += ["# summary:", *(f"#   - {_quoted(line)}" for line in proposed)]
        question = _quoted(words.say("article-question"))
        rows += [words.say("import-draft-ask"), f"question: {question}", "---", "", body, ""]
        return "\n".join(rows)


def _marks_of(path: Path) -> tuple[str | None, str]:
    """The source that a file's front matter names, even if the rest of it is not in order, and its feed's entry."""
    text = read_text(path, str(path))
    if isinstance(text, Problem):
        return None, ""
    parts = split(text, str(path))
    value = None if isinstance(parts, Problem) else parts[0].value
    source = value.get("source") if isinstance(value, dict) else None
    entry = next((line.removeprefix(_ENTRY) for line in text.split("\n", 200)[:200] if line.startswith(_ENTRY)), "")
    return source if isinstance(source, str) else None, entry.strip()


def _same(source: str) -> tuple[str, str]:
    """An address in the form in which two ways to write it are equal, and the place in its page."""
    try:
        parts = urlsplit(source.strip())
    except ValueError:
        return source, ""
    address = parts._replace(scheme="https", netloc=parts.netloc.lower(), path=parts.path.rstrip("/"), fragment="")
    return address.geturl(), parts.fragment


def _title_from(source: str | None) -> str:
    """The last word of an address's path, as a title."""
    if source is None:
        return ""
    last = unquote(urlsplit(source).path).rstrip("/").rpartition("/")[2]
    return _short(last.partition(".")[0].replace("-", " ").replace("_", " "), LONGEST["title"])


def _short(text: str, most: int) -> str:
    """One line of at most `most` characters."""
    line = " ".join(_clean(text[:_MOST_OF_ONE_TITLE].replace(LOST, "")).split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _clean(text: str) -> str:
    """Text without control characters and overrides of the writing direction, in composed form."""
    return unicodedata.normalize("NFC", without_controls(text, "\n\t".__contains__)).strip()


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
