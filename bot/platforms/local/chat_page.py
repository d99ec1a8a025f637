"""The chat's page: its HTML and static files, what it sends, read without trusting it, and what it gets, as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aiohttp import web
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.core.debates import Channel
from bot.core.times import instant
from bot.core.words import Words
from bot.log import get_logger
from bot.log.throttle import Throttle
from bot.platforms.local import refusals
from bot.platforms.local.chat_records import Change, Kind, Person, Reaction, Stored, ThreadUnder
from bot.platforms.local.members import Members
from bot.platforms.local.message_rendering import in_language
from bot.platforms.local.shipped_names import name_for
from bot.web.static_files import StaticFiles

_HERE = Path(__file__).parent


class Page:
    """Renders chat.html; `static` is what it loads. Times are shown in `timezone` (IANA)."""

    def __init__(self, timezone: str) -> None:
        self._timezone = timezone
        self.static = StaticFiles(_HERE / "static")
        self._templates = Environment(
            loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined
        )

    def show(self, words: Words, token: str, channels: Sequence[Channel]) -> web.Response:
        """The page in one language."""
        html = self._templates.get_template("chat.html").render(
            locale=words.locale,
            token=token,
            t=words.say,
            channels=[{"id": channel.id, "name": channel.name} for channel in channels],
            version=self.static.version,
            scripts=self.static.named_like(".js"),
            timezone=self._timezone,
        )
        return web.Response(text=html, content_type="text/html", headers={"Cache-Control": "no-store"})


def answer(data: Mapping[str, Any], *, status: int = 200) -> web.Response:
    """An answer that nobody keeps."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return web.json_response(text=text, status=status, headers={"Cache-Control": "no-store"})


async def body_of(request: web.Request) -> Mapping[str, Any]:
    """The object that a request carries. Raises Refusal."""
    try:
        body = json.loads(await request.read())
    except (ValueError, RecursionError) as error:
        raise refusals.bad_request() from error
    if not isinstance(body, dict):
        raise refusals.bad_request()
    return body


def field(body: Mapping[str, Any], name: str) -> str:
    """A text in the body. Raises Refusal."""
    return _text(body.get(name))


def query(request: web.Request, name: str, default: str | None = None) -> str:
    """A text in the address. Raises Refusal where there is neither it nor a default."""
    return _text(request.query.get(name, default))


def _text(value: object) -> str:
    """`value` if it is a text that can be stored. Raises Refusal."""
    if not isinstance(value, str):
        raise refusals.bad_request()
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise refusals.bad_request() from error
    return value


def connected(request: web.Request) -> bool:
    """Whether whoever asks is still there for the answer."""
    transport = request.transport
    return transport is not None and not transport.is_closing()


_NAMES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks at a page, and in which language."""

    person: str
    locale: str


_complain = Throttle(get_logger("chat"))


class Views:
    """The shapes of the chat's HTTP interface. Every string is plain text."""

    def __init__(self, members: Members, words: Callable[[str], Words]) -> None:
        self._members = members
        self._words = words

    def person(self, person: Person, locale: str) -> Mapping[str, Any]:
        """A member."""
        return {
            "id": person.id,
            "name": name_for(person, locale),
            "emoji": person.emoji,
            "colour": person.colour,
            "admin": self._members.is_admin(person),
        }

    def messages(self, found: Iterable[Stored], viewer: Viewer) -> list[Mapping[str, Any]]:
        """Messages as `viewer` sees them; one that can't be shown is left out, and the others are shown."""
        return [shown for stored in found if (shown := self.message_or_none(stored, viewer)) is not None]

    def message_or_none(self, stored: Stored, viewer: Viewer) -> Mapping[str, Any] | None:
        """A message as `viewer` sees it; None where it can't be shown."""
        try:
            return self.message(stored, viewer)
        except Exception as error:
            _complain.exception("a message can't be shown and is left out", error, message=f"m{stored.number}")
            return None

    def message(self, stored: Stored, viewer: Viewer) -> Mapping[str, Any]:
        """A message as `viewer` sees it: what the bot says in their language, an article in its own."""
        content = in_language(stored.content, viewer.locale)
        return {
            "id": f"m{stored.number}",
            "channel": stored.channel,
            "thread": None if stored.thread is None else f"t{stored.thread}",
            "author": self._author(stored, content, viewer.locale),
            "at": instant(stored.at).isoformat(timespec="milliseconds"),
            "edited": stored.edited,
            "kind": stored.kind,
            "content": content,
            "reactions": [_reaction(reaction, viewer) for reaction in stored.reactions],
            "opens": stored.opens and self._thread(stored, stored.opens, viewer.locale),
        }

    def thread_title(self, parent: Stored, under: ThreadUnder, locale: str) -> str:
        """What a thread is called: in the reader's language where its parent is in that, too."""
        if parent.kind is not Kind.CARD or locale not in parent.content.get("others", {}):
            return under.title
        return self._words(locale).say("thread-title", question=str(parent.content["question"]))

    def _thread(self, parent: Stored, under: ThreadUnder, locale: str) -> Mapping[str, Any]:
        title = self.thread_title(parent, under, locale)
        return {"id": f"t{under.number}", "title": title, "replies": under.replies}

    def _author(self, stored: Stored, content: Mapping[str, Any], locale: str) -> Mapping[str, Any]:
        person, author = stored.person, stored.author or {}
        if person is not None:
            who = {"kind": "person", "id": person.id, "name": name_for(person, locale)}
            return who | {"emoji": person.emoji, "colour": person.colour}
        if author.get("kind") == "bot":
            return {**author, "name": self._words(locale).say("chat-bot-name")}
        return {**author, "name": content["speaker"]} if "speaker" in content else author

    def deleted(self, change: Change) -> Mapping[str, Any]:
        """Which message is gone."""
        thread = None if change.thread is None else f"t{change.thread}"
        return {"id": f"m{change.message}", "channel": change.channel, "thread": thread}


def _reaction(reaction: Reaction, viewer: Viewer) -> Mapping[str, Any]:
    """`count` and `names` are people's; the bot's own reaction only shows as `seed`."""
    mine = [person for person in reaction.people if person.id == viewer.person]
    shown = mine + [person for person in reaction.people if person.id != viewer.person][:_NAMES_SHOWN]
    return {
        "emoji": reaction.emoji,
        "count": len(reaction.people),
        "mine": bool(mine),
        "seed": reaction.seed,
        "names": [name_for(person, viewer.locale) for person in shown[:_NAMES_SHOWN]],
    }
