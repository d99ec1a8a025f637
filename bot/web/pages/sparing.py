"""Lists that lose one entry where one can't be shown, instead of the page."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from markupsafe import Markup

from bot.log import get_logger

T = TypeVar("T")
U = TypeVar("U")
_REMEMBERED = 1_000
_log = get_logger("pages")


class Sparing:
    """Leaves out what can't be shown, and says so once for each article or debate."""

    def __init__(self) -> None:
        self._told: set[str] = set()

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
        if len(self._told) >= _REMEMBERED:
            self._told.clear()
        self._told.add(name)
        reason = f"{type(error).__name__}: {error}"
        _log.error("could not be shown and is left out", what=ascii(name)[1:-1], reason=ascii(reason)[1:-1])


def _name_of(item: object) -> str:
    """The slug of the article that an entry is about, as far as it has one."""
    for inner in (getattr(item, "article", None), getattr(item, "debate", None), item):
        slug = getattr(inner, "slug", None)
        if isinstance(slug, str):
            return slug
    return str(item)[:80]
