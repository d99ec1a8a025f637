"""Templates, and what every page has around it; a list loses an entry that can't be shown, not the page."""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.bounded import BoundedDict
from bot.core.korean import hangul_in
from bot.core.particles import joined_markup
from bot.core.words import Words
from bot.log import get_logger
from bot.web.pages.sources import PageSettings
from bot.web.static_files import StaticFiles

T = TypeVar("T")
U = TypeVar("U")
_REMEMBERED = 1_000
_log = get_logger("pages")


class Sparing:
    """Leaves out what can't be shown, and says so once for each article or debate."""

    def __init__(self) -> None:
        self._told: BoundedDict[str, None] = BoundedDict(_REMEMBERED)

    def each(self, items: Iterable[T], make: Callable[[T], U]) -> list[U]:
        """What `make` gives for each of `items`, without those that it fails for."""
        made = []
        for item in items:
            try:
                made.append(make(item))
            except Exception as error:
                self.tell(item, error)
        return made

    def drawn(self, items: Iterable[T], draw: Callable[[T], str]) -> Markup:
        """The markup that a template's macro gives for each of `items`, likewise."""

        def sound(item: T) -> str:
            text = draw(item)
            text.encode()
            return text

        return Markup("").join(Markup(text) for text in self.each(items, sound))

    async def asked(self, about: object, ask: Awaitable[T], otherwise: T) -> T:
        """The answer to `ask`, or `otherwise` where it fails."""
        try:
            return await ask
        except Exception as error:
            self.tell(about, error)
            return otherwise

    def tell(self, item: object, error: Exception) -> None:
        """Say what could not be shown, the first time."""
        name = _name_of(item)
        if name in self._told:
            return
        self._told[name] = None
        reason = f"{type(error).__name__}: {error}"
        _log.error("could not be shown and is left out", what=ascii(name)[1:-1], reason=ascii(reason)[1:-1])


def _name_of(item: object) -> str:
    """The slug of the article that an entry is about, as far as it has one."""
    for inner in (getattr(item, "article", None), getattr(item, "debate", None), item):
        slug = getattr(inner, "slug", None)
        if isinstance(slug, str):
            return slug
    return str(item)[:80]


_HERE = Path(__file__).parent
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def data_block(data: Mapping[str, Any]) -> Markup:
    """JSON that may stand inside a script element: nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return Markup("".join(_IN_SCRIPT.get(c, c) for c in text))


def language_of(text: str) -> str | None:
    """The language of a text from outside, where it shows."""
    return "ko" if hangul_in(text) else None


def stamp(at: datetime) -> str:
    """An instant as HTML's `datetime`, the feed and structured data have it; HTML takes no microseconds."""
    return at.isoformat(timespec="seconds")


class Renderer:
    """Renders the templates; `static` is what they load."""

    def __init__(self, settings: PageSettings, sparing: Sparing) -> None:
        self._settings = settings
        self.static = StaticFiles(_HERE / "static")
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals["each"] = sparing.drawn
        self._templates.filters["lang"] = language_of
        self._templates.filters["stamp"] = stamp
        self._templates.filters["printable"] = lambda text: _UNPRINTABLE.sub("", str(text))

    def page(self, template: str, words: Words, path: str, title: str, **context: Any) -> str:
        """A whole page; `path` is its address here, `title` what the browser calls it."""
        other = "en" if words.locale == "ko" else "ko"
        layout = {
            "title": title,
            "other_locale": other,
            "other_link": f"{path}{'&' if '?' in path else '?'}lang={other}",
            "canonical": None if self._settings.base is None else f"{self._settings.base}{path}",
            "listed": self._settings.listed,
            "chat": self._settings.chat,
            "version": self.static.version,
            "description": None,
            "image": None,
            "kind": "website",
            "data": None,
            "live": None,
        }
        return self.part(template, words, **{**layout, **context})

    def part(self, template: str, words: Words, **context: Any) -> str:
        """One template with the words it needs."""
        made = self._templates.get_template(template).render(t=words.say, locale=words.locale, words=words, **context)
        return joined_markup(made)
