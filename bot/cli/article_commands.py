"""`agora article …`: writing articles."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer

from bot.cli.common import DEFAULT_CONFIG, ConfigOption, do, read_config
from bot.cli.help_pages import Command, Group
from bot.cli.terminal import progress, progress_bar, say, tell
from bot.core.words import DEFAULT_LOCALE, DEFAULT_TIMEZONE
from bot.files import as_named
from bot.sentences import sentence

if TYPE_CHECKING:
    from bot.config import Config
    from bot.config.models import Summaries
    from bot.core.articles import Article


app = typer.Typer(cls=Group, help="agora-article")


@app.callback()
def _group() -> None:
    """Keeps the commands below `article`."""


@app.command(cls=Command, help="agora-article-new")
def new(
    title: Annotated[str, typer.Argument(help="agora-article-new-title")],
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Make a new article file with every key explained."""
    from bot.library.new_article import create_draft
    from bot.locales import words_for

    content, zone, locale = _home(_configured(config))
    say(str(create_draft(content, title, datetime.now(ZoneInfo(zone)), words_for(locale, zone))))


@app.command(cls=Command, help="agora-article-summarise")
def summarise(
    file: Annotated[Path, typer.Argument(help="agora-article-summarise-file", callback=as_named)],
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Write three lines into an article that has none, for its author to read and edit."""
    from bot.app.own_files import refuse_own_files
    from bot.config.models import Summaries
    from bot.editor.standing import leans
    from bot.editor.summaries import without_summary, write_summary
    from bot.library.style import doubts_about, leaning_in
    from bot.locales import words_for

    loaded = _configured(config)
    _, zone, locale = _home(loaded)
    article = without_summary(file)
    if loaded is not None:
        refuse_own_files(file, loaded, article=True)
    lines = _lines(article, loaded.summaries if loaded is not None else Summaries())
    made_draft = write_summary(file, lines, words_for(locale, zone))
    for line in lines:
        say(line)
    for number, line in enumerate(lines, 1):
        doubts = [*doubts_about(line)]
        if leans(line) and leaning_in(line) is None:
            doubts.append(sentence("summary-leans"))
        for doubt in doubts:
            tell("summary-line", number=number, said=doubt, err=True)
    tell("terminal-summarise-written", file=str(file), err=True)
    if made_draft:
        tell("terminal-summarise-draft", err=True)


@app.command("import", cls=Command, help="agora-article-import")
def import_(
    place: Annotated[str, typer.Argument(metavar="URL|FILE|FEED", help="agora-article-import-place")],
    config: ConfigOption = DEFAULT_CONFIG,
) -> None:
    """Make drafts of a web page, a file (HTML, Markdown, text) or a feed's new entries."""
    from bot.editor.drafts import Drafts
    from bot.editor.importer import import_from
    from bot.locales import words_for

    content, zone, locale = _home(_configured(config))
    place = place if "://" in place else str(as_named(Path(place)))
    drafts = Drafts(content, ZoneInfo(zone), words_for(locale, zone), datetime.now(ZoneInfo(zone)))
    with progress_bar(sentence("terminal-import-importing")) as bar:
        done = do(import_from(place, drafts, bar))
    for path in done.drafts:
        say(str(path))
    for why in done.failed:
        tell("terminal-import-left-out", why=why, err=True)
    if done.known:
        tell("terminal-import-known", known=done.known, err=True)
    if done.drafts:
        tell("terminal-import-drafts", err=True)
    elif not done.failed and not done.known:
        tell("terminal-import-nothing", feed=place, err=True)
    if done.failed:
        raise typer.Exit(1)


def _configured(path: Path) -> Config | None:
    """The configuration; None where no path was given and the default one is not there."""
    if path == DEFAULT_CONFIG and not path.exists():
        return None
    return read_config(path, needs_secrets=False)


def _home(config: Config | None) -> tuple[Path, str, str]:
    """The content folder, the time zone and the language to write articles in."""
    if config is None:
        return Path("content"), DEFAULT_TIMEZONE, DEFAULT_LOCALE
    return config.content, config.timezone, config.locale


def _lines(article: Article, settings: Summaries) -> tuple[str, ...]:
    """Three lines by the configured service, or, saying so, out of the article's own sentences."""
    from bot.editor.proposals import propose
    from bot.editor.summary_service import NoAnswer, Service, ask

    try:
        service = Service.of(settings)
        if service is not None:
            with progress(sentence("terminal-summarise-asking", model=service.model)):
                return do(ask(service, article))
    except NoAnswer as why:
        tell("terminal-summarise-own", why=why.sentence, err=True)
    return propose(article.body, article.title)
