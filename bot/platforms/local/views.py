"""What the page gets to see, as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bot.core.times import instant
from bot.log import get_logger
from bot.log.seldom import Seldom
from bot.platforms.local.members import Members
from bot.platforms.local.records import Change, Person, Reaction, Stored

_NAMES_SHOWN = 5
_complain = Seldom(get_logger("chat"))


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
