"""Reading one article: its file, its front matter, and what is wrong with either."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from bot.config.problems import Problem, Severity
from bot.config.yaml_documents import Document, read_text, read_yaml
from bot.core.articles import SUMMARY_LINES, Article, SquabbleLine
from bot.core.visible_text import composed, shortened
from bot.library.options import read_options
from bot.library.validation import Form
from bot.sentences import Sentence, sentence

KEYS = (
    "title",
    "category",
    "published",
    "source",
    "author",
    "draft",
    "pick",
    "tags",
    "previous",
    "summary",
    "question",
    "options",
    "squabble",
)
LONGEST = {"title": 150, "category": 40, "question": 200, "author": 80, "source": 500, "tag": 40, "slug": 100}
"""The most characters of each text: what a Discord embed, a Slack header and a thread's title can hold."""
LONGEST_SUMMARY_LINE = 300
LONGEST_SQUABBLE_LINE = 500
MOST_SQUABBLE_LINES = 12
MOST_TAGS = 10
PUBLISHED_YEARS = range(1000, 9999)
"""The years of `published`: at the edges of the calendar a time can't be told in another zone, and below 1000 a file
has no date in it but a zero that another program wrote (0001-01-01)."""
_UNUSED = {
    **dict.fromkeys(("slug", "permalink", "path", "id"), sentence("content-remove-slug")),
    **dict.fromkeys(
        (
            "layout",
            "weight",
            "aliases",
            "image",
            "images",
            "cover",
            "heroimage",
            "toc",
            "comments",
            "updated",
            "lastmod",
        ),
        sentence("content-remove"),
    ),
}
_PROSE = frozenset({"title", "question", "summary", "label", "says", "author"})
"""Keys of sentences that members are to read: a # in them is mostly meant to be read, too."""
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-(.+)", re.DOTALL)
_SLUG = re.compile(r"\w[\w-]*")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks the squabble's line `number` (from 0), written on line `line` of the file."""

    name: str
    number: int
    line: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file gave: an article unless there is an error, and what later checks point at.

    `speakers` are the squabble's, also where the article has an error: each with its place in it and its line.
    """

    file: str
    article: Article | None
    problems: tuple[Problem, ...]
    previous_line: int = 1
    published_line: int = 1
    speakers: tuple[Speaker, ...] = ()
    option_lines: tuple[int, ...] = ()


def slug_of(name: str) -> str:
    """The slug that a file's name stands for: without a leading date and the extension."""
    stem = composed(name).removesuffix(".md")
    dated = _DATED.fullmatch(stem)
    return dated[1] if dated else stem


def read_article(path: Path) -> Reading:
    """Read and check the article in a file, as far as the file alone can tell. Never raises."""
    file = str(path)
    if trouble := _place_trouble(path, file):
        return Reading(file, None, (trouble,))
    text = read_text(path, file)
    if isinstance(text, Problem):
        return Reading(file, None, (text,))
    slug = slug_of(path.name)
    if not _SLUG.fullmatch(slug) or len(slug) > LONGEST["slug"]:
        return Reading(
            file, None, (_whole_file(file, sentence("content-no-slug", slug=shortened(slug), most=LONGEST["slug"])),)
        )
    parts = split(text, file)
    if isinstance(parts, Problem):
        return Reading(file, None, (parts,))
    document, body = parts
    return _read(slug, document, body, file)


def _whole_file(file: str, what: Sentence) -> Problem:
    return Problem(file, 1, "", what)


def _place_trouble(path: Path, file: str) -> Problem | None:
    if not path.is_symlink():
        return None
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError):
        return _whole_file(file, sentence("content-link-nowhere"))
    if not target.is_relative_to(path.parent.resolve()):
        return _whole_file(file, sentence("content-link-outside"))
    return None


def split(text: str, file: str) -> tuple[Document, str] | Problem:
    """An article's front matter and its body."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return _whole_file(file, sentence("content-no-front"))
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        return _whole_file(file, sentence("content-open-front"))
    document = read_yaml("\n".join(lines[1:end]), file, first_line=2)
    return document, "\n".join(lines[end + 1 :]).strip("\n")


def _read(slug: str, document: Document, body: str, file: str) -> Reading:
    form = Form(document, file)
    if document.value is None and document.problems:
        return Reading(file, None, tuple(form.problems))
    keys = form.mapping(
        {} if document.value is None else document.value, (), KEYS, sentence("content-of-article"), _UNUSED
    )
    title = form.needed(keys, (), "title", LONGEST["title"])
    category = form.needed(keys, (), "category", LONGEST["category"])
    published = _published(form, keys)
    question = form.needed(keys, (), "question", LONGEST["question"])
    draft = form.flag(keys, (), "draft")
    summary = _summary(form, keys, draft)
    options = read_options(form, keys)
    squabble, speakers = _squabble(form, keys, options.labels)
    previous = form.text(keys, (), "previous", LONGEST["slug"])
    source = _source(form, keys)
    author = form.text(keys, (), "author", LONGEST["author"])
    pick = form.flag(keys, (), "pick")
    tags = _tags(form, keys)
    if not body.strip():
        form.report((), sentence("content-no-body"), Severity.WARNING)
    form.warn_of_lost_text(_PROSE)
    if not form.is_sound or published is None:
        return Reading(file, None, tuple(form.problems), speakers=speakers)
    article = Article(
        slug=slug,
        title=title,
        category=category,
        published=published,
        summary=summary,
        question=question,
        options=options.sound,
        body=body,
        source=source,
        author=author,
        draft=draft,
        pick=pick,
        tags=tags,
        previous=previous,
        squabble=squabble,
    )
    option_lines = tuple(form.line(("options", i, "emoji")) for i in range(len(options.sound)))
    return Reading(
        file=file,
        article=article,
        problems=tuple(form.problems),
        previous_line=form.line(("previous",)),
        published_line=form.line(("published",)),
        speakers=speakers,
        option_lines=option_lines,
    )


def _published(form: Form, keys: dict[str, object]) -> datetime | None:
    text = form.needed(keys, (), "published", 40)
    if not text:
        return None
    if text in ("true", "false"):
        form.report(("published",), sentence("content-published-flag"))
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        form.report(("published",), sentence("content-published-no-time", text=shortened(text)))
        return None
    if at.year not in PUBLISHED_YEARS:
        first, last = str(PUBLISHED_YEARS[0]), str(PUBLISHED_YEARS[-1])
        form.report(("published",), sentence("content-published-year", year=str(at.year), first=first, last=last))
        return None
    if at.tzinfo is None:
        form.report(("published",), sentence("content-published-no-zone"))
        return None
    return at


def _summary(form: Form, keys: dict[str, object], draft: bool) -> tuple[str, ...]:
    if "summary" not in keys:
        if not draft:
            form.report(("summary",), sentence("content-no-summary"), Severity.WARNING)
        return ()
    items = form.items(keys["summary"], ("summary",))
    if isinstance(keys["summary"], list) and len(items) != SUMMARY_LINES:
        form.report(("summary",), sentence("content-summary-lines", lines=len(items)))
    lines = [form.one_line(item, ("summary", i), LONGEST_SUMMARY_LINE) for i, item in enumerate(items)]
    return tuple(line for line in lines if line is not None)


def _squabble(
    form: Form, keys: dict[str, object], labels: Set[str]
) -> tuple[tuple[SquabbleLine, ...], tuple[Speaker, ...]]:
    lines: list[SquabbleLine] = []
    speakers: list[Speaker] = []
    items = form.items(keys.get("squabble"), ("squabble",))
    if len(items) > MOST_SQUABBLE_LINES:
        form.report(("squabble",), sentence("content-squabble-lines", lines=len(items), most=MOST_SQUABBLE_LINES))
    for i, item in enumerate(items):
        path = ("squabble", i)
        line = form.mapping(item, path, ("speaker", "side", "says"), sentence("content-of-squabble-line"))
        if not line:
            continue
        speaker = form.needed(line, path, "speaker", 40)
        side = form.needed(line, path, "side", 60)
        if side and labels:
            form.option(side, (*path, "side"), labels)
        lines.append(SquabbleLine(speaker, side, form.needed(line, path, "says", LONGEST_SQUABBLE_LINE)))
        if speaker:
            speakers.append(Speaker(speaker, i, form.line((*path, "speaker"))))
    return tuple(lines), tuple(speakers)


def _source(form: Form, keys: dict[str, object]) -> str | None:
    text = form.text(keys, (), "source", LONGEST["source"])
    if text is None:
        return None
    try:
        parts = urlsplit(text)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole or " " in text:
        form.report(("source",), sentence("content-source", text=shortened(text)))
    return text


def _tags(form: Form, keys: dict[str, object]) -> tuple[str, ...]:
    items = form.items(keys.get("tags"), ("tags",))
    if len(items) > MOST_TAGS:
        form.report(("tags",), sentence("content-tags", tags=len(items), most=MOST_TAGS))
    tags = [form.one_line(item, ("tags", i), LONGEST["tag"]) for i, item in enumerate(items)]
    return tuple(dict.fromkeys(tag for tag in tags if tag is not None))
