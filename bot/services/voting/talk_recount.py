"""Recounts of talk: reading sparks and replies back from the platforms, beside the votes and never in their way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from bot.core.debates import Debate, Post, PostState
from bot.core.marks import Voter
from bot.core.recounts import Scan
from bot.core.sparks import SPARK_EMOJI, Spoken
from bot.core.times import Micros, micros
from bot.errors import AgoraError
from bot.services.platform_errors import MessageGone
from bot.services.ports import Log, Reader
from bot.services.records import Batch
from bot.services.vote_stores import RecountStore, TalkStore

REPLIES_READ = 50
"""How many replies have their sparks read back, those with most of them first."""
LISTENS_FOR = 10.0
"""Seconds after which what was not read yet is left as it is while other debates wait to be recounted."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What was not read in whole: the comments under so many posts, and the 💡 on so many lines."""

    posts: int = 0
    lines: int = 0


@dataclass(slots=True)
class Heard:
    """What could be read. What is missing is unknown, and stays in the ledger as it is.

    `sparks` maps a line to its scan and the history's watermark when reading began; `replies` maps a post to
    those in its thread, and `before` are the ones that counted when reading began. `posts` and `lines` are those that
    were not read in whole: of these only additions are known.
    """

    sparks: dict[Spoken, tuple[Scan, int]] = field(default_factory=dict)
    replies: dict[int, dict[str, Voter]] = field(default_factory=dict)
    before: Mapping[int, frozenset[str]] = field(default_factory=dict)
    posts: set[int] = field(default_factory=set)
    lines: set[Spoken] = field(default_factory=set)


class TalkRecounter:
    """Recounts what is said under a debate. No failure of it is anybody else's."""

    def __init__(
        self,
        *,
        talk: TalkStore,
        recounts: RecountStore,
        readers: Mapping[str, Reader],
        log: Log,
        in_turn: Callable[[Callable[[], Awaitable[frozenset[str]]]], Awaitable[None]],
        patience: float = LISTENS_FOR,
    ) -> None:
        self._talk = talk
        self._recounts = recounts
        self._readers = readers
        self._log = log
        self._in_turn = in_turn
        self._patience = patience

    async def recount(self, debate: Debate, posts: Sequence[Post], *, within: float | None = None) -> Cut:
        """Read what can be read `within` so many seconds and mend sparks and replies; never raises.

        Gives what was not read in whole. It is mended after every event received before.
        """
        heard = Heard()
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._patience if within is None else within):
                    await self._read(debate, posts, heard)
            await self._mend(debate, heard)
        except AgoraError as failure:
            self._log.warning("sparks and replies could not be recounted", debate=debate.id, reason=str(failure))
        except Exception as failure:
            self._log.error("recounting sparks and replies met an unexpected error", debate=debate.id, error=failure)
        if heard.posts or heard.lines:
            self._log.warning(
                "what was said could not be read in whole",
                debate=debate.id,
                posts=len(heard.posts),
                lines=len(heard.lines),
            )
        return Cut(len(heard.posts), len(heard.lines))

    async def _read(self, debate: Debate, posts: Sequence[Post], heard: Heard) -> None:
        watermark = await self._recounts.watermark(debate.id)
        heard.before = await self._talk.replies(debate.id)
        said = [post for post in posts if post.state is PostState.SAID and post.platform in self._readers]
        heard.posts.update(post.id for post in said if post.thread)
        mine = {post.id for post in said}
        lines = [line for line in await self._talk.lines(debate.id, REPLIES_READ) if line.post in mine]
        heard.lines.update(lines)
        before = micros(debate.closes_at)
        await asyncio.gather(
            *(
                self._read_post(post, [line for line in lines if line.post == post.id], watermark, before, heard)
                for post in said
            )
        )

    async def _read_post(
        self, post: Post, lines: Sequence[Spoken], watermark: int, before: Micros, heard: Heard
    ) -> None:
        await asyncio.gather(
            self._read_sparks(post, lines, watermark, heard),
            *([self._read_replies(post, post.thread, before, heard)] if post.thread else []),
        )

    async def _read_replies(self, post: Post, thread: str, before: Micros, heard: Heard) -> None:
        read: dict[str, Voter] = {}
        try:
            found = await self._readers[post.platform].replies(post.channel_id, thread, read.update, before)
        except MessageGone:
            found = None
        except AgoraError as failure:
            self._log.warning("replies could not be read", post=post.id, channel=post.channel, reason=str(failure))
            return
        finally:
            if read:
                heard.replies[post.id] = read
        heard.posts.discard(post.id)
        if found is None:
            heard.replies.pop(post.id, None)
        else:
            heard.replies[post.id] = dict(found)

    async def _read_sparks(self, post: Post, lines: Sequence[Spoken], watermark: int, heard: Heard) -> None:
        reader = self._readers[post.platform]
        try:
            for line in lines:
                with suppress(MessageGone):
                    scan = await reader.scan(post.channel_id, line.message or "", (SPARK_EMOJI,), thread=post.thread)
                    heard.sparks[line] = scan, watermark
                    if scan.short:
                        continue
                heard.lines.discard(line)
        except AgoraError as failure:
            self._log.warning("sparks could not be read", post=post.id, channel=post.channel, reason=str(failure))

    async def _mend(self, debate: Debate, heard: Heard) -> None:
        sparks, replies = Batch(), Batch()
        before = {post: counted for post, counted in heard.before.items() if post not in heard.posts}

        async def mend() -> frozenset[str]:
            differences = await self._talk.mend_sparks(debate.id, heard.sparks, sparks)
            if differences:
                self._log.info("recount mended sparks", debate=debate.id, differences=differences)
            changed = await self._talk.mend_replies(debate.id, heard.replies, before, replies)
            return frozenset({debate.id}) if changed else frozenset()

        if heard.sparks or heard.replies:
            await self._in_turn(mend)
