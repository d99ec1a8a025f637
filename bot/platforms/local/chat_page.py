"""The chat's page: its HTML and static files, what it sends, read without trusting it, and what it gets, as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
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
from bot.platforms.local.chat_records import Change, Person, Reaction, Stored
from bot.platforms.local.members import Members
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

    def show(self, words: Words, token: str, channels: Sequence[Channel], others: Sequence[Words]) -> web.Response:
        """The page in one language; `others` are the channels' languages, for what the bot says there."""
        html = self._templates.get_template("chat.html").render(
            locale=words.locale,
            token=token,
            t=words.say,
            channels=[{"id": channel.id, "name": channel.name} for channel in channels],
            version=self.static.version,
            timezone=self._timezone,
            voices=[(each.say, each.locale) for each in (words, *others)],
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
_complain = Throttle(get_logger("chat"))


class Views:
    """The shapes of the chat's HTTP interface. Every string is plain text."""

    def __init__(self, members: Members) -> None:
        self._members = members

    def person(self, person: Person) -> Mapping[str, Any]:
        """A member."""
        return {
            "id": person.id,
            "name": person.name,
            "emoji": person.emoji,
            "colour": person.colour,
            "admin": self._members.is_admin(person),
        }

    def messages(self, found: Iterable[Stored], me: str) -> list[Mapping[str, Any]]:
        """Messages as `me` sees them; one that can't be shown is left out, and the others are shown."""
        return [shown for stored in found if (shown := self.message_or_none(stored, me)) is not None]

    def message_or_none(self, stored: Stored, me: str) -> Mapping[str, Any] | None:
        """A message as `me` sees it; None where it can't be shown."""
        try:
            return self.message(stored, me)
        except Exception as error:
            _complain.exception("a message can't be shown and is left out", error, message=f"m{stored.number}")
            return None

    def message(self, stored: Stored, me: str) -> Mapping[str, Any]:
        """A message as the member `me` sees it."""
        return {
            "id": f"m{stored.number}",
            "channel": stored.channel,
            "thread": None if stored.thread is None else f"t{stored.thread}",
            "author": _author(stored),
            "at": instant(stored.at).isoformat(),
            "edited": stored.edited,
            "kind": stored.kind,
            "content": stored.content,
            "reactions": [_reaction(reaction, me) for reaction in stored.reactions],
            "opens": stored.opens
            and {"id": f"t{stored.opens.number}", "title": stored.opens.title, "replies": stored.opens.replies},
        }

    def deleted(self, change: Change) -> Mapping[str, Any]:
        """Which message is gone."""
        thread = None if change.thread is None else f"t{change.thread}"
        return {"id": f"m{change.message}", "channel": change.channel, "thread": thread}


def _author(stored: Stored) -> Mapping[str, Any]:
    if stored.person is None:
        return stored.author or {}
    person = stored.person
    return {"kind": "person", "id": person.id, "name": person.name, "emoji": person.emoji, "colour": person.colour}


def _reaction(reaction: Reaction, me: str) -> Mapping[str, Any]:
    """`count` and `names` are people's; the bot's own reaction only shows as `seed`."""
    mine = [person.name for person in reaction.people if person.id == me]
    names = mine + [person.name for person in reaction.people if person.id != me]
    return {
        "emoji": reaction.emoji,
        "count": len(reaction.people),
        "mine": bool(mine),
        "seed": reaction.seed,
        "names": names[:_NAMES_SHOWN],
    }
