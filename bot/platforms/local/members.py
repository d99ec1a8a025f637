"""What members do in the chat; browsers and the demo's crowd come this same way."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping

from bot.core.debates import Channel
from bot.core.messages import Reply
from bot.platforms.local import refusals
from bot.platforms.local.chat_records import Draft, Kind, Person, Stored
from bot.platforms.local.chat_store import Store
from bot.platforms.local.first_people import FACES
from bot.platforms.local.identifiers import is_emoji, message_number, thread_number
from bot.platforms.local.lookalikes import ReservedNames, looks
from bot.platforms.local.message_rendering import reply_json

_KEPT = frozenset("\n\t\u200c\u200d") | {chr(tag) for tag in range(0xE0020, 0xE0080)}
"""Line breaks, joiners, and the tags that flags such as Scotland's are made of."""


class Members:
    """`belonging` are names that no member may take or imitate.

    Every method raises Refusal for what can't be, TryLater or Unclear when the store can't be used."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        admins: frozenset[str],
        belonging: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        self._store = store
        self._belonging = belonging
        self._channels = channels
        self._admins = admins

    def is_admin(self, person: Person) -> bool:
        """Whether the configuration names this person as an admin."""
        return person.id in self._admins

    def channel(self, id: str) -> Channel:
        """The chat's channel with this id."""
        if id not in self._channels:
            raise refusals.no_channel()
        return self._channels[id]

    async def person(self, id: str) -> Person:
        """The member with this id, who must be there."""
        person = await self._store.person(id)
        if person is None:
            raise refusals.nobody()
        return person

    async def join(self, name: str) -> Person:
        """A new member."""
        cleaned = " ".join(_cleaned(name).split())
        if not 1 <= len(cleaned) <= refusals.NAME_LIMIT:
            raise refusals.bad_name()
        if not looks(cleaned):
            raise refusals.bad_name()
        if ReservedNames(self._belonging()).imitated_by(cleaned):
            raise refusals.name_of_another(cleaned)
        return await self._store.add_person(cleaned, FACES)

    async def set_apart(self) -> None:
        """Put their ids behind the names of members who bear an imitating name from before it was refused.

        They stay who they are: their votes and messages hang on the id. Those who came with the chat, admins among
        them, keep their names.
        """
        names = ReservedNames(self._belonging())
        for person in await self._store.people():
            mark = f" ({person.id})"
            is_new = person.id.startswith("p") and person.id[1:].isdigit() and not self.is_admin(person)
            if is_new and not person.name.endswith(mark) and names.imitated_by(person.name):
                await self._store.rename(person.id, person.name + mark)

    async def say(self, person: str, channel: str, text: str) -> Stored:
        """Write into a channel."""
        self.channel(channel)
        draft = Draft(channel, Kind.TEXT, {"text": readable(text)}, person=person)
        return await self.message(await self._store.write(draft))

    async def answer(self, person: str, thread: str, text: str) -> Stored:
        """Write into a thread."""
        channel = await self.channel_of(thread)
        draft = Draft(channel, Kind.TEXT, {"text": readable(text)}, person=person, thread=thread_number(thread))
        return await self.message(await self._store.write(draft))

    async def channel_of(self, thread: str) -> str:
        """The channel that a thread belongs to. Raises Refusal for one that is not there."""
        number = thread_number(thread)
        found = await self._store.thread(number, 0) if number is not None else None
        if found is None:
            raise refusals.gone()
        return found[0].channel

    async def share(self, channel: str, reply: Reply, author: Mapping[str, str]) -> None:
        """Post a command's answer for everybody."""
        await self._store.write(Draft(channel, Kind.REPLY, reply_json(reply), author=author))

    async def react(self, person: str, message: str, emoji: str, *, on: bool) -> Stored:
        """Add a reaction or take it back."""
        if not is_emoji(emoji):
            raise refusals.no_emoji()
        number = message_number(message)
        if number is None:
            raise refusals.gone()
        await self._store.react(number, person, emoji, on=on)
        return await self.message(number)

    async def delete(self, person: str, message: str) -> None:
        """Delete one's own message; an admin any."""
        who = await self.person(person)
        number = message_number(message)
        if number is None:
            raise refusals.gone()
        await self._store.delete(number, who.id, moderator=self.is_admin(who))

    async def message(self, number: int) -> Stored:
        """The message with this number."""
        found = await self._store.load([number])
        if not found:
            raise refusals.gone()
        return found[0]


def readable(text: str) -> str:
    """A member's text without control characters and outer blanks. Raises Refusal when empty or too long."""
    cleaned = _cleaned(text).strip()
    if not cleaned:
        raise refusals.nothing_said()
    if len(cleaned) > refusals.TEXT_LIMIT:
        raise refusals.text_too_long()
    return cleaned


def _cleaned(text: str) -> str:
    """`text` normalised, without characters that don't show: controls, direction overrides, lone surrogates."""
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "".join(c for c in normal if c in _KEPT or unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
