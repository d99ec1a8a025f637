"""`agora check`: configuration and content together, without a network."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.config import Config, Loaded, Problem, Severity, load_config
from bot.config.problems import quoted
from bot.core.articles import Article
from bot.core.debates import BallotKind
from bot.core.words import DEFAULT_LOCALE, Words
from bot.library.library import Library
from bot.library.options import unusable_on
from bot.library.style import against_style, has_long_lines, too_long


def check(config_path: Path, words: Callable[[str], Words], env: Mapping[str, str] | None = None) -> list[Problem]:
    """Every problem in a configuration file and in the content that it names; never raises.

    What is about wording is said by the `words` of the configured language.
    """
    return check_loaded(load_config(config_path, env), words)


def check_loaded(loaded: Loaded, words: Callable[[str], Words], *, style: bool = False) -> list[Problem]:
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
    long = [reading for reading in readings if reading.article is not None and has_long_lines(reading.article)]
    if long or style:
        spoken = words(loaded.config.locale if loaded.config is not None else DEFAULT_LOCALE)
        problems += too_long(long, spoken)
        problems += against_style(readings, spoken) if style else []
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
            f"lies ahead, so no schedule takes the article and no page shows it before {at:%a %Y-%m-%d %H:%M} "
            f"({config.timezone})",
            f"'agora post {article.slug}' opens it by hand",
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
                    yield Problem(
                        reading.file,
                        reading.option_lines[i],
                        f"options[{i}].emoji",
                        why,
                        f"choose another, or give each platform its own: {{{platform}: …}}"
                        if option.emoji.unicode
                        else f"add {platform}: to the emoji",
                        Severity.WARNING,
                    )


def _matches(config: Config, library: Library) -> Iterator[Problem]:
    """Schedules whose category or tags no article has."""
    articles = _postable(library)
    if not articles:
        yield config.problem(
            ("content",), "there is no article to post", "write one: agora article new TITLE", Severity.WARNING
        )
        return
    categories = {article.category for article in articles}
    tags = {tag for article in articles for tag in article.tags}
    for i, schedule in enumerate(config.schedules()):
        path = ("schedules", i, "articles")
        category = schedule.picks.category
        if category is not None and category not in categories:
            yield config.problem(
                (*path, "category"),
                f"no article is in the category {quoted(category)}",
                f"there are: {', '.join(sorted(categories)[:20])}",
                Severity.WARNING,
            )
        for tag in schedule.picks.tags:
            if tag not in tags:
                yield config.problem(
                    (*path, "tags"), f"no article has the tag {quoted(tag)}", "add it to one", Severity.WARNING
                )
