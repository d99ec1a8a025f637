"""The library: every article, loaded, checked, linked with the others, and read again when a file changes."""

from __future__ import annotations

import asyncio
import os
import threading
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import TypeVar

from bot.config.problems import Problem, Severity, suggestion
from bot.core.articles import Article, Mascot
from bot.core.spellings import Spellings
from bot.core.visible_text import composed, shortened
from bot.errors import UsageError, reason_of
from bot.library.article_file import Reading, read_article, slug_of
from bot.library.mascots import BUILT_IN, Cast, read_mascots
from bot.library.spelling_file import SpellingFile, read_spellings
from bot.sentences import Sentence, sentence

T = TypeVar("T")
_MOST_LOOKED_FOR = 20


def one_for_each_slug(
    readings: Iterable[Reading], owners: Mapping[str, str]
) -> tuple[dict[str, Reading], list[Problem]]:
    """Readings by slug, and a problem for each file whose slug is taken.

    Of several files the one that already had the slug (`owners`, slug to file) keeps it, else the first by name.
    """
    named = [(reading.article.slug, reading) for reading in readings if reading.article is not None]
    named.sort(key=lambda pair: (owners.get(pair[0]) != pair[1].file, pair[1].file))
    chosen: dict[str, Reading] = {}
    problems: list[Problem] = []
    for slug, reading in named:
        first = chosen.setdefault(slug, reading)
        if first is not reading:
            what = sentence("content-slug-twice", slug=shortened(slug), file=first.file)
            problems.append(Problem(reading.file, 1, "", what))
    return chosen, problems


def unknown_speakers(reading: Reading, speakers: Collection[str]) -> list[Problem]:
    """A problem for each line of a squabble whose speaker is no mascot."""
    return [
        Problem(
            reading.file,
            speaker.line,
            f"squabble[{speaker.number}].speaker",
            sentence("content-no-speaker", name=shortened(speaker.name)).mended_by(
                suggestion(speaker.name, speakers) or sentence("content-add-mascot")
            ),
        )
        for speaker in reading.speakers
        if speaker.name not in speakers
    ]


def link(chosen: Mapping[str, Reading], speakers: Collection[str]) -> tuple[dict[str, Article], list[Problem]]:
    """The articles by slug, and what is wrong between them.

    An article with a wrong `previous` or an unknown speaker stays, without the link or the squabble.
    """
    articles: dict[str, Article] = {}
    problems: list[Problem] = []
    looped = _looped(chosen)
    meant = _Meant(chosen)
    for slug, reading in chosen.items():
        article = reading.article
        if article is None:
            continue
        if wrong := _wrong_previous(article, meant, looped):
            problems.append(Problem(reading.file, reading.previous_line, "previous", wrong))
            article = replace(article, previous=None)
        unknown = unknown_speakers(reading, speakers)
        problems += unknown
        if unknown:
            article = replace(article, squabble=())
        articles[slug] = article
    return articles, problems


class _Meant:
    """What may have been meant by slugs that are none, for the first few of them: each look is at all there are."""

    def __init__(self, known: Collection[str]) -> None:
        self.known = known
        self._hints: dict[str, Sentence] = {}

    def instead_of(self, slug: str) -> Sentence:
        """What to do about it."""
        if slug not in self._hints and len(self._hints) < _MOST_LOOKED_FOR:
            self._hints[slug] = suggestion(slug, self.known) or sentence("content-write-slug")
        return self._hints.get(slug) or sentence("content-write-slug")


def _wrong_previous(article: Article, meant: _Meant, looped: set[str]) -> Sentence | None:
    if article.previous is None:
        return None
    if article.previous not in meant.known:
        unknown = sentence("content-no-previous", slug=shortened(article.previous))
        return unknown.mended_by(meant.instead_of(article.previous))
    if article.slug in looped:
        return sentence("content-previous-loop")
    return None


def _looped(chosen: Mapping[str, Reading]) -> set[str]:
    """Slugs from which following `previous` leads back to them."""
    before = {slug: r.article.previous for slug, r in chosen.items() if r.article is not None}
    looped: set[str] = set()
    settled: set[str] = set()
    for start in before:
        path: dict[str, int] = {}
        slug: str | None = start
        while slug is not None and slug in before and slug not in settled and slug not in path:
            path[slug] = len(path)
            slug = before[slug]
        if slug is not None and slug in path:
            looped.update(islice(path, path[slug], None))
        settled.update(path)
    return looped


Signature = tuple[int, int, int]
_MARKDOWN = frozenset({"md", "markdown", "mdx", "mdown", "mkd"})
_MOST_INSIDE = 1_000
"""How many files of a folder that is not read are looked at, to say what is in it."""
LOOK_EVERY = timedelta(seconds=30)
"""How often files are looked at when nobody reports a change (some network folders report none)."""


@dataclass(frozen=True, slots=True)
class _File:
    """A file as it was last read: `latest` is that reading, `good` the last one with an article."""

    signature: Signature
    latest: Reading
    good: Reading | None


@dataclass(frozen=True, slots=True)
class _Shelf:
    """All that is known at one moment; replaced as a whole."""

    articles: Mapping[str, Article] = field(default_factory=dict)
    newest_first: tuple[Article, ...] = ()
    mascots: Mapping[str, Mascot] = field(default_factory=lambda: BUILT_IN)
    spellings: Spellings = field(default_factory=Spellings)
    problems: tuple[Problem, ...] = ()
    readings: Mapping[str, Reading] = field(default_factory=dict)


class Library:
    """The articles, mascots and spellings in a folder (`articles/*.md`, `mascots.yaml`, `spellings.yaml`).

    A file that is or becomes wrong costs only itself, and the last good version of its article stays.
    """

    def __init__(self, folder: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.folder = folder
        self._now = now
        self._lock = threading.Lock()
        self._shelf = _Shelf()
        self._files: dict[str, _File] = {}
        self._trouble: list[Problem] = []
        self._cast: tuple[Signature | None, Cast] = (None, Cast(None))
        self._spellings: tuple[Signature | None, SpellingFile] = (None, SpellingFile(None))
        self._editions: dict[str, tuple[str, datetime]] = {}
        self._parted: tuple[tuple[Article, ...], int, tuple[tuple[Article, ...], tuple[Article, ...]]] | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything wrong with the files as they were last read, in the order of files and lines."""
        return self._shelf.problems

    @property
    def readings(self) -> Mapping[str, Reading]:
        """What each article, by slug, was read from."""
        return self._shelf.readings

    def get(self, slug: str) -> Article | None:
        return self._shelf.articles.get(composed(slug))

    def shown(self, slug: str) -> Article | None:
        article = self.get(slug)
        return article if article is not None and not article.draft and article.published <= self._now() else None

    def broken(self, slug: str) -> str | None:
        """The file that would be the article `slug` if it had no errors."""
        slug = composed(slug)
        files = (file.latest for name, file in self._files.items() if slug_of(name) == slug)
        return next((reading.file for reading in files if reading.article is None), None)

    def all(self) -> Sequence[Article]:
        return self._by_time()[1]

    def waiting(self) -> Sequence[Article]:
        return self._by_time()[0]

    def _by_time(self) -> tuple[tuple[Article, ...], tuple[Article, ...]]:
        """The articles that wait, and those that don't."""
        articles, now = self._shelf.newest_first, self._now()
        ahead = bisect_left(articles, True, key=lambda article: article.published <= now)
        if self._parted is None or self._parted[0] is not articles or self._parted[1] != ahead:
            self._parted = articles, ahead, (articles[:ahead], articles[ahead:])
        return self._parted[2]

    def mascots(self) -> Mapping[str, Mascot]:
        return self._shelf.mascots

    def spellings(self) -> Spellings:
        """The names that things have besides each other."""
        return self._shelf.spellings

    def changed_at(self, slug: str) -> datetime | None:
        known = self._editions.get(slug)
        return known[1] if known is not None and slug in self._shelf.articles else None

    def load(self) -> bool:
        """Read every file that is new or changed since the last time; True if anything was."""
        with self._lock:
            files, trouble = self._read_articles()
            cast = _read_anew(self.folder / "mascots.yaml", read_mascots, self._cast)
            spellings = _read_anew(self.folder / "spellings.yaml", read_spellings, self._spellings)
            seen = (files, trouble, cast, spellings)
            if seen == (self._files, self._trouble, self._cast, self._spellings):
                return False
            self._files, self._trouble, self._cast, self._spellings = seen
            self._shelf = self._shelve()
            return True

    async def watch(
        self, stop: asyncio.Event, on_reload: Callable[[], None] | None = None, look_every: timedelta = LOOK_EVERY
    ) -> None:
        """Read again whenever a file changes, until `stop` is set; `on_reload` is called after each reading.

        Raises UsageError when there is no folder to watch.
        """
        from watchfiles import awatch

        if not self.folder.is_dir():
            raise UsageError(sentence("content-no-folder", folder=str(self.folder)))
        changes = awatch(
            self.folder,
            stop_event=stop,
            rust_timeout=int(look_every.total_seconds() * 1000),
            yield_on_timeout=True,
        )
        async for _ in changes:
            if await asyncio.to_thread(self.load) and on_reload is not None:
                on_reload()

    def _read_articles(self) -> tuple[dict[str, _File], list[Problem]]:
        folder = self.folder / "articles"
        try:
            with os.scandir(folder) as entries:
                found = sorted((entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries)
        except OSError as error:
            return self._files, [Problem(str(folder), 1, "", sentence("content-unread", reason=reason_of(error)))]
        names = [name for name, _ in found if _is_article(name)]
        passed_over = [problem for entry in found if (problem := _passed_over(folder, *entry)) is not None]
        files: dict[str, _File] = {}
        for name in names:
            path = folder / name
            signature = _signature(path)
            known = self._files.get(name)
            if known is not None and signature is not None and known.signature == signature:
                files[name] = known
                continue
            reading = read_article(path)
            good = reading if reading.article is not None else known.good if known is not None else None
            files[name] = _File(signature or (0, 0, 0), reading, good)
        return files, [*self._too_high(), *passed_over]

    def _too_high(self) -> list[Problem]:
        """Warnings about articles that lie beside their folder."""
        what = sentence("content-beside", folder=str(self.folder / "articles"))
        try:
            there = sorted(self.folder.iterdir())
        except OSError:
            return []
        beside = (path for path in there if path.suffix.casefold().lstrip(".") in _MARKDOWN)
        named = (path for path in beside if path.stem.casefold() != "readme" and not path.name.startswith("."))
        return [Problem(str(path), 1, "", what, Severity.WARNING) for path in named]

    def _shelve(self) -> _Shelf:
        before = self._shelf
        owners = {slug: reading.file for slug, reading in before.readings.items()}
        good = [file.good for file in self._files.values() if file.good is not None]
        readings, doubled = one_for_each_slug(good, owners)
        cast, spelling_file = self._cast[1], self._spellings[1]
        mascots = cast.mascots if cast.mascots is not None else before.mascots
        spellings = spelling_file.spellings if spelling_file.spellings is not None else before.spellings
        articles, unlinked = link(readings, mascots)
        problems = [*self._trouble, *cast.problems, *spelling_file.problems, *doubled, *unlinked]
        for file in self._files.values():
            problems += file.latest.problems
            if file.latest.article is None:
                problems += unknown_speakers(file.latest, mascots)
        problems.sort(key=lambda problem: (problem.file, problem.line))
        public = [article for article in articles.values() if not article.draft]
        public.sort(key=lambda article: (article.published, article.slug), reverse=True)
        self._note_editions(articles, before.articles)
        return _Shelf(articles, tuple(public), mascots, spellings, tuple(problems), readings)

    def _note_editions(self, articles: Mapping[str, Article], before: Mapping[str, Article]) -> None:
        now = self._now()
        for slug, article in articles.items():
            if before.get(slug) is article:
                continue
            edition, known = article.edition, self._editions.get(slug)
            if known is None or known[0] != edition:
                self._editions[slug] = (edition, now)


def _read_anew(path: Path, read: Callable[[Path], T], known: tuple[Signature | None, T]) -> tuple[Signature | None, T]:
    """A file as it is now; `known` is what was read last, and still is where the file is the same."""
    signature = _signature(path)
    return known if signature is not None and signature == known[0] else (signature, read(path))


def _is_article(name: str) -> bool:
    return name.endswith(".md") and not name.startswith(".")


def _passed_over(folder: Path, name: str, is_folder: bool) -> Problem | None:
    """A warning about what looks like an article, or like a folder of some, and is not read."""
    if name.startswith(".") or _is_article(name):
        return None
    stem, dot, ending = name.rpartition(".")
    what = sentence("content-not-md", name=f"{stem}.md")
    if is_folder:
        inside = islice((file for _, _, files in os.walk(folder / name) for file in files), _MOST_INSIDE)
        number = sum(file.rpartition(".")[2].casefold() in _MARKDOWN for file in inside)
        what = sentence("content-nested", articles=number, folder=str(folder))
        if not number:
            return None
    elif not dot or ending.casefold() not in _MARKDOWN:
        return None
    return Problem(str(folder / name), 1, "", what, Severity.WARNING)


def _signature(path: Path) -> Signature | None:
    """What tells that a file is another one than before; None where there is none to read."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


_MOST_NAMED = 10


def article_named(library: Library, slug: str) -> Article:
    """The article `slug`, drafts included. Raises UsageError, which names the file where that has errors."""
    article = library.get(slug)
    if article is not None:
        return article
    broken = library.broken(slug)
    if broken is not None:
        raise UsageError(sentence("content-article-broken", slug=slug, file=broken))
    slugs = tuple(known.slug for known in library.all()[:_MOST_NAMED])
    unknown = sentence("content-article-unknown", slug=slug, folder=str(library.folder), slugs=slugs)
    raise UsageError(unknown if slugs else unknown.mended_by(sentence("content-library-empty")))
