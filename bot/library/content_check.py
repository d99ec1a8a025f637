"""`agora check`: configuration and content together, without a network."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.config import Config, Loaded, Problem, Severity, load_config
from bot.core.articles import Article
from bot.core.debates import BallotKind
from bot.core.visible_text import shortened
from bot.library.library import Library
from bot.library.options import unusable_on
from bot.library.style import against_style, has_long_lines, too_long
from bot.sentences import sentence

_MOST_NAMED = 20


def check(config_path: Path, env: Mapping[str, str] | None = None) -> list[Problem]:
    """Every problem in a configuration file and in the content that it names; never raises."""
    return check_loaded(load_config(config_path, env))


def check_loaded(loaded: Loaded, *, style: bool = False) -> list[Problem]:
    """The same for a configuration that was read already; with `style`, also what the checklist for authors marks."""
    if loaded.content is None:
        return loaded.problems
    library = Library(loaded.content)
    library.load()
    problems = [*loaded.problems, *library.problems]
    if loaded.config is not None:
        config = loaded.config
        problems += [*_reach(config, library), *_matches(config, library), *_waiting(config, library)]
    readings = sorted(library.readings.values(), key=lambda reading: reading.file)
    problems += too_long(one for one in readings if one.article is not None and has_long_lines(one.article))
    problems += against_style(readings) if style else []
    return [loaded.outside.hidden(problem) for problem in problems]


def _postable(library: Library) -> list[Article]:
    """Every article but drafts, those of the future too."""
    return [*library.waiting(), *library.all()]


def _waiting(config: Config, library: Library) -> Iterator[Problem]:
    """Articles of the future, and until when they wait."""
    for article in library.waiting():
        reading = library.readings[article.slug]
        at = article.published.astimezone(ZoneInfo(config.timezone))
        yield Problem(
            reading.file,
            reading.published_line,
            "published",
            sentence("content-waits", at=at, zone=config.timezone, slug=article.slug),
            Severity.WARNING,
        )


def _reach(config: Config, library: Library) -> Iterator[Problem]:
    """Options that can't be voted for on a platform where the bot posts."""
    platforms = list(dict.fromkeys(channel.platform for channel in config.channels().values()))
    rules = [config.rules(), *(schedule.rules for schedule in config.schedules())]
    reactions = any(one.ballot is BallotKind.REACTIONS for one in rules)
    for article in _postable(library):
        reading = library.readings[article.slug]
        for i, option in enumerate(article.options):
            for platform in platforms:
                why = unusable_on(platform, option.emoji.on(platform), reactions=reactions)
                if why is not None:
                    own = sentence(
                        "content-emoji-each" if option.emoji.unicode else "content-emoji-add", platform=platform
                    )
                    place = reading.file, reading.option_lines[i], f"options[{i}].emoji"
                    yield Problem(*place, why.mended_by(own), Severity.WARNING)


def _matches(config: Config, library: Library) -> Iterator[Problem]:
    """Schedules whose category or tags no article has."""
    articles = _postable(library)
    if not articles:
        yield config.problem(("content",), sentence("content-no-articles"), Severity.WARNING)
        return
    categories = {article.category for article in articles}
    tags = {tag for article in articles for tag in article.tags}
    for i, schedule in enumerate(config.schedules()):
        path = ("schedules", i, "articles")
        category = schedule.picks.category
        if category is not None and category not in categories:
            there = tuple(sorted(categories)[:_MOST_NAMED])
            what = sentence("content-no-category", category=shortened(category), categories=there)
            yield config.problem((*path, "category"), what, Severity.WARNING)
        for tag in schedule.picks.tags:
            if tag not in tags:
                what = sentence("content-no-tag", tag=shortened(tag))
                yield config.problem((*path, "tags"), what, Severity.WARNING)
