"""Reading back what members did: reactions, replies, comments."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any

from bot.core.choices import unmarked
from bot.core.emoji import plain
from bot.core.marks import Voter
from bot.core.recounts import Scan
from bot.core.times import Micros, instant
from bot.platforms.slack.accounts import Accounts
from bot.platforms.slack.aliases import Aliases
from bot.platforms.slack.api import Api
from bot.platforms.slack.budget import Rank
from bot.platforms.slack.events import SAID
from bot.platforms.slack.failures import AlreadyReacted
from bot.platforms.slack.names import Names, own_name
from bot.platforms.slack.platform import PLATFORM
from bot.platforms.slack.reading import PAGE, Page, messages_of, micros_of, pages, plain_text
from bot.services.outcomes import MessageGone, PlatformError
from bot.services.ports import Seen, ignored
from bot.services.records import Comment

_SOMEBODY = "Slack"
"""Who wrote, where Slack doesn't tell the name."""


class Scanner:
    """Reads one channel's messages back."""

    def __init__(self, api: Api, accounts: Accounts, names: Names, aliases: Aliases) -> None:
        self._api = api
        self._accounts = accounts
        self._names = names
        self._aliases = aliases

    async def scan(self, channel: str, message_id: str, emoji: Iterable[str]) -> Scan:
        """Every reaction of a message that stands for one of `emoji`. Raises PlatformError, StorageError.

        Where it isn't known what a name stands for, or whether an account is a bot's, nothing is known.

        `short` names those whose list is shorter than their count, which Slack's documentation allows for.
        """
        wanted = frozenset(emoji)
        me = (await self._api.identity()).user
        reactions = await self._reactions(channel, message_id)
        seen_at = asyncio.get_running_loop().time()
        own_names = [name for form in wanted if (name := own_name(form)) is not None]
        await self._aliases.sure_of([*own_names, *(str(each.get("name") or "") for each in reactions)], seen_at)
        stands_for = self._forms(wanted)
        found: dict[str, tuple[str, frozenset[str], bool]] = {}
        for reaction in reactions:
            name, users = str(reaction.get("name") or ""), frozenset(map(str, reaction.get("users") or ()))
            raw = self._names.reaction(name)
            if plain(unmarked(raw)) in stands_for:
                found[raw] = name, users, len(users) < _count(reaction.get("count"), len(users))
        people = frozenset[str]().union(*(users for _, users, _ in found.values())) - {me}
        await self._accounts.sure_of(people)
        for name, users, is_short in found.values():
            if is_short and me not in users:
                await self._hold(channel, message_id, name)
        return Scan(
            holders={
                raw: frozenset(self._voter(user) for user in users - {me} if not self._accounts.is_bot(user))
                for raw, (_, users, _) in found.items()
            },
            short=frozenset(raw for raw, (_, _, is_short) in found.items() if is_short),
            own=frozenset(
                stands_for[plain(unmarked(raw))]
                for raw, (_, users, is_short) in found.items()
                if me in users or is_short
            ),
        )

    async def replies(
        self, channel: str, thread: str, seen: Seen = ignored, before: Micros | None = None
    ) -> Mapping[str, Voter]:
        """Every reply of people in a thread. Raises PlatformError.

        Those at or after `before` are left out, and `seen` is told of each page as soon as it is read.
        """
        found: dict[str, Voter] = {}
        async for said in self._said(channel, thread):
            await self._accounts.sure_of({str(message["user"]) for message in said})
            page = {
                str(message["ts"]): self._voter(str(message["user"]))
                for message in said
                if not self._accounts.is_bot(str(message["user"]))
                and (before is None or (micros_of(message["ts"]) or 0) < before)
            }
            found |= page
            seen(page)
        return found

    async def comments(self, channel: str, thread: str, limit: int) -> Sequence[Comment]:
        """The latest `limit` replies of people in a thread, oldest first. Raises PlatformError."""
        said = (await self._thread(channel, thread))[-limit:] if limit > 0 else []
        await self._accounts.names({str(message["user"]) for message in said})
        return [
            Comment(
                author=self._accounts.name_of(str(message["user"])) or _SOMEBODY,
                text=plain_text(str(message.get("text") or ""), self._names, self._accounts.name_of),
                at=instant(micros_of(message["ts"]) or 0),
            )
            for message in said
        ]

    def _forms(self, wanted: frozenset[str]) -> Mapping[str, str]:
        """What is wanted, by every plain emoji that stands for it: an option's own name may be a second one."""
        found = {form: form for form in wanted}
        for form in wanted:
            if (name := own_name(form)) is not None:
                found.setdefault(plain(unmarked(self._names.reaction(name))), form)
        return found

    async def _reactions(self, channel: str, message_id: str) -> Sequence[Mapping[str, Any]]:
        answer = await self._api.read(
            "reactions.get",
            lambda client: client.reactions_get(channel=channel, timestamp=message_id, full=True),
            channel=channel,
        )
        message = answer.get("message")
        if not isinstance(message, dict):
            raise PlatformError("Slack's answer about reactions is not understood.", "It is tried again.")
        return [reaction for reaction in message.get("reactions") or () if isinstance(reaction, dict)]

    async def _hold(self, channel: str, message_id: str, name: str) -> None:
        """Make sure of the bot's own reaction where the list was cut short: adding it again changes nothing."""
        with suppress(AlreadyReacted):
            await self._api.read(
                "reactions.add",
                lambda client: client.reactions_add(channel=channel, timestamp=message_id, name=name),
                channel=channel,
                rank=Rank.READ,
            )

    async def _thread(self, channel: str, thread: str) -> Sequence[Mapping[str, Any]]:
        """What people said in a thread, oldest first; what isn't read to its end raises PlatformError."""
        said = {str(message["ts"]): message async for page in self._said(channel, thread) for message in page}
        return [said[ts] for ts in sorted(said)]

    async def _said(self, channel: str, thread: str) -> AsyncIterator[Sequence[Mapping[str, Any]]]:
        """What people said in a thread, page by page. Raises PlatformError, at the end for a thread under nothing."""

        async def read(cursor: str | None) -> Page:
            return await self._api.read(
                "conversations.replies",
                lambda client: client.conversations_replies(channel=channel, ts=thread, limit=PAGE, cursor=cursor),
                channel=channel,
            )

        me = (await self._api.identity()).user
        is_there = False
        async for page in pages(read):
            messages = messages_of(page)
            is_there = is_there or any(message.get("ts") == thread for message in messages)
            yield [
                message
                for message in messages
                if message.get("ts")
                and message["ts"] != thread
                and message.get("subtype") in SAID
                and message.get("user") not in (None, "", me)
                and not message.get("bot_id")
            ]
        if not is_there:
            raise MessageGone("The message that the thread was under has been deleted.")

    def _voter(self, user: str) -> Voter:
        identity = self._api.known
        return Voter(PLATFORM, identity.team if identity is not None else "", user)


def _count(count: object, otherwise: int) -> int:
    return count if isinstance(count, int) else otherwise
