"""New article files, with every key explained."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

from bot.core.visible_text import composed
from bot.core.words import Words
from bot.errors import UsageError, reason_of
from bot.library.article_file import LONGEST, slug_of
from bot.sentences import sentence

_NOT_SLUG = re.compile(r"[^\w]+")
_MOST_BYTES = 230
"""Of a slug: with a date, a number and the extension it must fit the 255 bytes of a file's name."""


def slug_from(title: str) -> str:
    """The slug that a title makes: its letters and digits, in any script, joined by hyphens. May be empty."""
    words = _NOT_SLUG.sub("-", composed(title).casefold())
    slug = words.replace("_", "-").strip("-")[: LONGEST["slug"]]
    return slug.encode()[:_MOST_BYTES].decode(errors="ignore").strip("-")


def draft_text(title: str, at: datetime, words: Words) -> str:
    """The text of a new article file, dated `at` (aware), with every key explained in the language of `words`."""
    front = words.say(
        "article-new-front",
        title=json.dumps(title, ensure_ascii=False),
        longest=LONGEST["title"],
        published=at.replace(microsecond=0).isoformat(),
        question=words.say("article-question"),
    )
    return f"{front}\n\n{words.say('article-new-body')}\n"


def create_draft(folder: Path, title: str, at: datetime, words: Words) -> Path:
    """Write a new article file into the content folder, and give its path; never overwrites.

    Raises UsageError when the title makes no slug, or the slug or the file is already there.
    """
    title = composed(" ".join(title.split()))
    slug = slug_from(title)
    if not slug:
        raise UsageError(sentence("article-title-empty"))
    if len(title) > LONGEST["title"]:
        raise UsageError(sentence("article-title-long", length=len(title), most=LONGEST["title"]))
    articles = folder / "articles"
    path = articles / f"{at:%Y-%m-%d}-{slug}.md"
    try:
        articles.mkdir(parents=True, exist_ok=True)
        taken = next((found for found in articles.glob("*.md") if slug_of(found.name) == slug), None)
        if taken is not None:
            raise UsageError(sentence("article-slug-taken", file=str(taken), slug=slug))
        with path.open("x", encoding="utf-8") as file:
            file.write(draft_text(title, at, words))
    except OSError as error:
        raise UsageError(sentence("article-unwritten", file=str(path), reason=reason_of(error))) from None
    return path
