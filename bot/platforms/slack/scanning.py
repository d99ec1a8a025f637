"""Reading back what members did: reactions, replies, and comments for the public pages, those seldom, since every page
that is made anew asks for them.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from bot.bounded import BoundedDict
from bot.core.emoji import plain, unmarked
from bot.core.marks import Voter
from bot.core.recounts import Scan
from bot.core.times import Micros, instant
from bot.platforms.slack.accounts import Accounts
from bot.platforms.slack.api import PAGE, Api, Page, messages_of, pages
from bot.platforms.slack.api_errors import AGAIN, AlreadyReacted
from bot.platforms.slack.emoji_aliases import EmojiAliases
from bot.platforms.slack.events import SAID
from bot.platforms.slack.identifiers import PLATFORM, EmojiNames, micros_of, own_name
from bot.platforms.slack.message_text import plain_text
from bot.platforms.slack.rate_limits import Priority
from bot.sentences import sentence
from bot.services.platform_errors import MessageGone, PlatformError, TryLater
from bot.services.ports import Seen, ignored
from bot.services.records import Comment

_SOMEBODY = "Slack"
"""Who wrote, where Slack doesn't tell the name."""


class Scanner:
    """Reads one channel's messages back."""

    def __init__(self, api: Api, accounts: Accounts, names: EmojiNames, aliases: EmojiAliases) -> None:
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
            raise PlatformError(sentence("slack-reactions-not-understood"), AGAIN)
        return [reaction for reaction in message.get("reactions") or () if isinstance(reaction, dict)]

    async def _hold(self, channel: str, message_id: str, name: str) -> None:
        """Make sure of the bot's own reaction where the list was cut short: adding it again changes nothing."""
        with suppress(AlreadyReacted):
            await self._api.read(
                "reactions.add",
                lambda client: client.reactions_add(channel=channel, timestamp=message_id, name=name),
                channel=channel,
                rank=Priority.READ,
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
            raise MessageGone(sentence("slack-thread-of-deleted"))

    def _voter(self, user: str) -> Voter:
        identity = self._api.known
        return Voter(PLATFORM, identity.team if identity is not None else "", user)


def _count(count: object, otherwise: int) -> int:
    return count if isinstance(count, int) else otherwise


_FRESH_FOR = 60.0
_BETWEEN_READINGS = 2.0
_AFTER_A_FAILURE = 5.0
_WITHIN = 3.0
"""Seconds that a page waits for a reading; then it shows what was read before."""
_REMEMBERED = 100
Thread = tuple[str, str]
"""A channel, and the message in it that begins the thread."""
Read = Callable[[str, str, int], Awaitable[Sequence[Comment]]]


@dataclass(frozen=True, slots=True)
class _Kept:
    """What was read, while what was said had been taken back or reworded `retold` times; or why it could not be."""

    comments: Sequence[Comment]
    read_at: float
    retold: int
    failure: PlatformError | None = None


class KeptComments:
    """The latest comments of threads, as `read` (channel, thread, limit) gave them."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._kept: BoundedDict[Thread, _Kept] = BoundedDict(_REMEMBERED, self._forget)
        self._reading: dict[tuple[Thread, int], asyncio.Task[Sequence[Comment]]] = {}
        self._said_at: dict[Thread, float] = {}

    async def latest(self, thread: Thread, limit: int, retold: int) -> Sequence[Comment]:
        """The latest `limit` comments of a thread, never as they were before `retold` was what it is.

        Raises PlatformError where they could not be read since.
        """
        kept = self._kept.get(thread)
        if kept is not None and self._is_current(thread, kept, retold):
            return _told(kept)
        task = self._reading.get((thread, retold))
        if task is None:
            task = asyncio.create_task(self._read_again(thread, limit, retold, kept))
            self._reading[thread, retold] = task
            task.add_done_callback(lambda done: self._done((thread, retold), done))
        try:
            async with asyncio.timeout(_WITHIN):
                return await asyncio.shield(task)
        except Exception:
            if kept is not None and kept.retold >= retold and kept.failure is None:
                return kept.comments
            if task.done():
                return task.result()
            raise TryLater(sentence("slack-no-answer")) from None

    def outdate(self, thread: Thread) -> None:
        """Something was said in a thread, or deleted."""
        if thread in self._kept or any(read == thread for read, _ in self._reading):
            self._said_at[thread] = _now()

    async def close(self) -> None:
        """Give up what is being read."""
        tasks = tuple(self._reading.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _is_current(self, thread: Thread, kept: _Kept, retold: int) -> bool:
        if kept.retold < retold:
            return False
        if kept.failure is not None:
            return _now() - kept.read_at < _AFTER_A_FAILURE
        return _now() - kept.read_at < _FRESH_FOR and self._said_at.get(thread, 0.0) < kept.read_at

    async def _read_again(self, thread: Thread, limit: int, retold: int, kept: _Kept | None) -> Sequence[Comment]:
        if kept is not None:
            await asyncio.sleep(max(0.0, kept.read_at + _BETWEEN_READINGS - _now()))
        began = _now()
        try:
            comments = await self._read(*thread, limit)
        except PlatformError as failure:
            if kept is None or kept.retold < retold or kept.failure is not None:
                self._keep(thread, _Kept((), _now(), retold, failure))
                self._said_at.pop(thread, None)
            raise
        self._keep(thread, _Kept(comments, began, retold))
        return comments

    def _keep(self, thread: Thread, read: _Kept) -> None:
        known = self._kept.get(thread)
        if known is not None and known.retold > read.retold:
            return
        self._kept[thread] = read

    def _forget(self, thread: Thread) -> None:
        self._said_at.pop(thread, None)

    def _done(self, key: tuple[Thread, int], task: asyncio.Task[Sequence[Comment]]) -> None:
        self._reading.pop(key, None)
        if not task.cancelled():
            task.exception()


def _told(kept: _Kept) -> Sequence[Comment]:
    if kept.failure is not None:
        raise kept.failure.with_traceback(None)
    return kept.comments


def _now() -> float:
    return asyncio.get_running_loop().time()
