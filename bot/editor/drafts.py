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
from bot.editor.charsets import LOST
from bot.editor.dates import is_only_a_date
from bot.editor.extraction import Found
from bot.editor.proposals import propose
from bot.editor.summaries import PROPOSALS
from bot.errors import AgoraError, Refused, UsageError
from bot.library.article_file import LONGEST, MOST_TAGS, slug_of, split
from bot.library.new_article import slug_from

_MOST_OF_ONE_TITLE = 1000
_LARGEST_BODY = LARGEST - 16 * 1024
"""What an article's file can hold beside its front matter, in bytes."""
_ENTRY = "# feed-entry: "
"""Before what tells an entry of a feed from others, so that it is known again."""
_MOST_LEFT, _LONGEST_LEFT = 40, 200
_WORDS = {
    "ko": {
        "head": "# 다른 곳에서 가져온 초안이에요. 사실과 저작권을 확인하고 다듬은 다음 draft 줄을 지우세요",
        "category": "미분류",
        "wanted": "# 세 줄 요약을 써 주세요. 꼭 세 줄이어야 올릴 수 있어요",
        "lines": "첫째 줄/둘째 줄/셋째 줄",
        "ask": "# 투표에 부칠 질문으로 바꿔 주세요",
        "question": "어떻게 생각하세요?",
        "slug": "가져온 글",
        "undated": "# 원문에서 발표 시각을 찾지 못해 가져온 시각을 적었어요. 확인해 주세요",
        "unread_date": "# 원문의 시각을 읽지 못해 가져온 시각을 적었어요. 원문에는 이렇게 적혀 있어요",
        "midnight": "# 원문에는 날짜만 있어요. 시각을 확인해 주세요",
        "lost": "# 읽을 수 없는 글자를 뺐어요. 원문과 견주어 주세요. 빠진 글자 수",
        "inside": "# 원문의 주소가 이 컴퓨터나 그 안쪽 망을 가리켜서 적지 않았어요",
        "left_out": "# 원문의 머리말 가운데 쓰지 않은 것이에요",
    },
    "en": {
        "head": "# A draft from elsewhere: check its facts and rights, edit it, then remove the draft line",
        "category": "uncategorised",
        "wanted": "# Write the summary: exactly three lines, or the article can't be posted",
        "lines": "first line/second line/third line",
        "ask": "# Put the question to be voted on here",
        "question": "What do you think?",
        "slug": "imported article",
        "undated": "# No date was found: this is when it was imported, so check it",
        "unread_date": "# The date could not be read: this is when it was imported. It was written as",
        "midnight": "# Only a date was given: check the time of day",
        "lost": "# Letters that could not be read were left out: compare with the original. How many",
        "inside": "# The source led to this machine or its network, and is left out",
        "left_out": "# What else the front matter said",
    },
}


class Drafts:
    """The content folder as a place for drafts. `now` is aware; `zone` is where dates without one are taken to be."""

    def __init__(self, folder: Path, zone: ZoneInfo, locale: str, now: datetime) -> None:
        self._folder = folder / "articles"
        self._zone = zone
        self._locale = locale
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
            raise Refused(f"{source} was imported before, into {held}", "edit that file, or remove it to import again")
        if found.entry and self.holding_entry(found):
            raise Refused(f"the entry '{_short(found.title, 100)}' was imported before")
        title = _short(found.title, LONGEST["title"]) or _title_from(source) or _WORDS[self._locale]["slug"]
        at = self._in_zone(found.published)
        slug = slug_from(title) or slug_from(_WORDS[self._locale]["slug"])
        if slug in self._slugs:
            if source is None and not found.entry:
                raise Refused(f"{self._slugs[slug]} already has the slug '{slug}'", "rename or remove that file first")
            slug = self._free(slug)
        if len(found.body.encode("utf-8", "replace")) > _LARGEST_BODY:
            raise AgoraError("the article is longer than 1 MiB", "import a shorter part of it from a file")
        path = self._folder / f"{at:%Y-%m-%d}-{slug}.md"
        data = self._text(found, title, at, source).encode("utf-8")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                file.write(data)
        except OSError as error:
            raise UsageError(
                f"{path} can't be written ({(error.strerror or 'unknown reason').lower()})", "check the folder"
            ) from None
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
        words = _WORDS[self._locale]
        if found.published is None:
            written = _short(found.written_time, 100)
            return [f"{words['unread_date']}: {written}" if written else words["undated"]]
        return [words["midnight"]] if found.written_time and is_only_a_date(found.written_time) else []

    def _text(self, found: Found, title: str, at: datetime, source: str | None) -> str:
        words = _WORDS[self._locale]
        body = _clean(found.body.replace(LOST, ""))
        category = _short(found.category, LONGEST["category"])
        rows = ["---", words["head"]]
        if lost := found.body.count(LOST) + found.title.count(LOST):
            rows.append(f"{words['lost']}: {lost}")
        rows += [
            f"title: {_quoted(title)}",
            f"category: {_quoted(category) if category else words['category']}",
            *self._dated(found),
            f"published: {at.isoformat()}",
            "draft: true",
        ]
        if source is not None:
            rows.append(f"source: {_quoted(source)}")
        elif found.is_from_inside:
            rows.append(words["inside"])
        if author := _short(found.author or "", LONGEST["author"]):
            rows.append(f"author: {_quoted(author)}")
        if tags := [tag for tag in (_short(tag, LONGEST["tag"]) for tag in found.tags) if tag]:
            rows.append(f"tags: [{', '.join(map(_quoted, dict.fromkeys(tags[:MOST_TAGS])))}]")
        if left := [*found.left_out, *(f"tags: {tag}" for tag in tags[MOST_TAGS:])]:
            rows += [words["left_out"], *(f"#   {_short(line, _LONGEST_LEFT)}" for line in left[:_MOST_LEFT])]
            if len(left) > _MOST_LEFT:
                rows.append(f"#   … +{len(left) - _MOST_LEFT}")
        if found.entry:
            rows.append(f"{_ENTRY}{found.entry}")
        try:
            proposed = propose(body, title)
            rows.append(PROPOSALS[self._locale])
        except AgoraError:
            proposed = tuple(words["lines"].split("/"))
            rows.append(words["wanted"])
        rows += ["# summary:", *(f"#   - {_quoted(line)}" for line in proposed)]
        rows += [words["ask"], f"question: {_quoted(words['question'])}", "---", "", body, ""]
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
