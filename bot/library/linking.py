"""What no single article can tell: slugs, `previous` and speakers across the library."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from itertools import islice

from bot.config.problems import Problem, quoted, suggestion
from bot.core.articles import Article
from bot.library.reading import Reading

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
            problems.append(
                Problem(
                    reading.file,
                    1,
                    "",
                    f"the slug {quoted(slug)} is also that of {first.file}",
                    "rename one of the two; a leading date does not count",
                )
            )
    return chosen, problems


def unknown_speakers(reading: Reading, speakers: Collection[str]) -> list[Problem]:
    """A problem for each line of a squabble whose speaker is no mascot."""
    return [
        Problem(
            reading.file,
            speaker.line,
            f"squabble[{speaker.number}].speaker",
            f"there is no mascot {quoted(speaker.name)}",
            suggestion(speaker.name, speakers) or "add it to mascots.yaml",
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
            problems.append(Problem(reading.file, reading.previous_line, "previous", *wrong))
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
        self._hints: dict[str, str] = {}

    def instead_of(self, slug: str) -> str:
        """What to do about it."""
        if slug not in self._hints and len(self._hints) < _MOST_LOOKED_FOR:
            self._hints[slug] = suggestion(slug, self.known)
        return self._hints.get(slug) or "write the slug of an article that is there"


def _wrong_previous(article: Article, meant: _Meant, looped: set[str]) -> tuple[str, str] | None:
    if article.previous is None:
        return None
    if article.previous not in meant.known:
        return f"there is no article {quoted(article.previous)}", meant.instead_of(article.previous)
    if article.slug in looped:
        return "the articles before this one lead back to it", "let the first of the series name none"
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
