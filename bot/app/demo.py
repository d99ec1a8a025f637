"""The demo: the whole bot on this machine alone, with a crowd to watch."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import bot
from bot.app.app import App
from bot.app.demo_leftovers import sort_open_debates
from bot.core.articles import Article, can_be_posted
from bot.core.debates import Debate
from bot.core.times import format_duration
from bot.core.words import DEFAULT_LOCALE, DEFAULT_TIMEZONE
from bot.errors import Refused, UsageError
from bot.files import make_private_folder, write_private
from bot.locales import words_for
from bot.platforms.local.adapter import LocalPlatform
from bot.platforms.local.crowd import Crowd
from bot.sentences import sentence
from bot.storage.coordination import RunLock

FIRST_ARTICLE = "secret-door-open-square"
"""The article that the demo begins with, where the library has it."""
_MARK = "# agora demo"
_LEDGER = "agora.db"
_CONFIG = """{mark}: {note}
timezone: {timezone}
locale: {locale}
content: {content}
database: sqlite:///./{ledger}
web:
  listen: 127.0.0.1:{port}
  chat: true
admins:
  local: [editor]
alerts: {{channel: editors}}
channels:
  square: {{platform: local, id: {square}}}
  editors: {{platform: local, id: {editors}}}
debates:
  closes_after: {closes_after}
  closing_grace: 30s
"""
_NAMES = {"ko": ("광장", "편집실"), "en": ("square", "editors")}


def prepare(folder: Path, *, port: int, locale: str, closes_after: timedelta, fresh: bool) -> Path:
    """The demo's folder with its configuration, whose path is given; `fresh` empties it first.

    Raises UsageError for a folder that holds something else, and Refused while a demo runs in it.
    """
    config = folder / "config.yaml"
    if folder.exists() and any(folder.iterdir()):
        ours = config.is_file() and config.read_text(encoding="utf-8").startswith(_MARK)
        if not ours:
            raise UsageError(sentence("demo-folder-of-others", folder=str(folder)))
        if (folder / _LEDGER).exists() and RunLock(folder / _LEDGER).holder() is not None:
            raise Refused(sentence("demo-runs-already", folder=str(folder)))
        if fresh:
            shutil.rmtree(folder)
    make_private_folder(folder)
    square, editors = _NAMES[locale]
    write_private(
        config,
        _CONFIG.format(
            mark=_MARK,
            note=words_for(locale).say("demo-configuration"),
            ledger=_LEDGER,
            locale=locale,
            timezone=DEFAULT_TIMEZONE,
            content=_quoted(shipped_content(locale)),
            port=port,
            closes_after=format_duration(closes_after),
            square=square,
            editors=editors,
        ),
    )
    return config


def shipped_content(locale: str = DEFAULT_LOCALE) -> Path:
    """The folder of the shipped articles: in an installed package, or beside it in a checkout.

    They are Korean; some of them are there in other languages too, each in a folder of its own.
    """
    package = Path(bot.__file__).resolve().parent
    shipped = next((folder for folder in (package / "content", package.parent / "content") if folder.is_dir()), package)
    translated = shipped / locale
    return translated if translated.is_dir() else shipped


@dataclass(frozen=True, slots=True)
class Begun:
    """How a demo began: whether a debate was `resumed`, and those that did not fit any more and are `closed`."""

    resumed: bool
    closed: Sequence[Debate]


async def open_or_resume(app: App, closed_after: timedelta | None = None) -> Begun:
    """Open a debate unless one is open that fits; what does not fit any more is closed.

    `closed_after` is how long the demo before this one kept its debates open.
    """
    fitting, left = await sort_open_debates(app, closed_after)
    if not fitting:
        article = await _next_article(app)
        await app.debate_admin.post(article.slug, ["square"], anyway=True)
    for debate in left:
        await app.debate_admin.close(debate.id)
    return Begun(bool(fitting), left)


async def entertain(app: App, voters: int) -> None:
    """Send a crowd of `voters` to every debate that opens, until cancelled."""
    local = app.adapters["local"]
    assert isinstance(local, LocalPlatform)
    await Crowd(local, app.clock, voters=voters, locale=app.config.locale).run()


async def _next_article(app: App) -> Article:
    good = [article for article in app.library.all() if can_be_posted(article)]
    if not good:
        raise UsageError(sentence("demo-without-article"))
    debated = await app.database.ledger.openings.debated_slugs(["square"])
    never = [article for article in good if article.slug not in debated]
    if not never:
        return min(good, key=lambda article: debated[article.slug])
    return next((article for article in never if article.slug == FIRST_ARTICLE), never[0])


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"
