"""Listening: reading sparks and replies back from the platforms, beside the votes and never in their way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from bot.core.debates import Debate, Post, PostState
from bot.core.marks import Voter
from bot.core.recounts import Scan
from bot.core.sparks import SPARK_EMOJI, Spoken
from bot.errors import AgoraError
from bot.services.batches import Batch
from bot.services.outcomes import MessageGone
from bot.services.ports import Log, Messenger
from bot.services.stores import RecountStore, TalkStore

REPLIES_READ = 50
"""How many replies have their sparks read back, those with most of them first."""


LISTENS_FOR = 10.0
"""Seconds after which what was not read yet is left as it is: other debates wait to be recounted, or this to close."""


@dataclass(slots=True)
class Heard:
    """What could be read. What is missing is unknown, and stays in the ledger as it is.

    `sparks` maps a line to its scan and the history's watermark when reading began; `replies` maps a post to
    those in its thread, and `before` are the ones that counted when reading began.
    """

    sparks: dict[Spoken, tuple[Scan, int]] = field(default_factory=dict)
    replies: dict[int, Mapping[str, Voter]] = field(default_factory=dict)
    before: Mapping[int, frozenset[str]] = field(default_factory=dict)


class Listening:
    """Recounts what is said under a debate. No failure of it is anybody else's."""

    def __init__(
        self,
        *,
        talk: TalkStore,
        recounts: RecountStore,
        messengers: Mapping[str, Messenger],
        log: Log,
        in_turn: Callable[[Callable[[], Awaitable[frozenset[str]]]], Awaitable[None]],
        patience: float = LISTENS_FOR,
    ) -> None:
        self._talk = talk
        self._recounts = recounts
        self._messengers = messengers
        self._log = log
        self._in_turn = in_turn
        self._patience = patience

    async def recount(
        self, debate: Debate, posts: Sequence[Post], *, replies: bool = True, within: float | None = None
    ) -> None:
        """Read what can be read `within` so many seconds and mend sparks and, if wanted, replies; never raises.

        It is mended after every event received before.
        """
        heard = Heard()
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(self._patience if within is None else within):
                    await self._read(debate, posts, heard, replies=replies)
            await self._mend(debate, heard)
        except AgoraError as failure:
            self._log.warning("sparks and replies could not be recounted", debate=debate.id, reason=str(failure))
        except Exception as failure:
            self._log.error("recounting sparks and replies met an unexpected error", debate=debate.id, error=failure)

    async def _read(self, debate: Debate, posts: Sequence[Post], heard: Heard, *, replies: bool) -> None:
        watermark = await self._recounts.watermark(debate.id)
        heard.before = await self._talk.replies(debate.id) if replies else {}
        lines = await self._talk.lines(debate.id, REPLIES_READ)
        said = [post for post in posts if post.state is PostState.SAID and post.platform in self._messengers]
        await asyncio.gather(
            *(
                self._read_post(post, [line for line in lines if line.post == post.id], watermark, heard, replies)
                for post in said
            )
        )

    async def _read_post(
        self, post: Post, lines: Sequence[Spoken], watermark: int, heard: Heard, replies: bool
    ) -> None:
        messenger = self._messengers[post.platform]
        try:
            found = await messenger.replies(post.channel_id, post.thread) if replies and post.thread else None
            if found is not None:
                heard.replies[post.id] = found
        except AgoraError as failure:
            self._log.warning("replies could not be read", post=post.id, channel=post.channel, reason=str(failure))
        try:
            for line in lines:
                with suppress(MessageGone):
                    scan = await messenger.scan(post.channel_id, line.message or "", (SPARK_EMOJI,), thread=post.thread)
                    heard.sparks[line] = scan, watermark
        except AgoraError as failure:
            self._log.warning("sparks could not be read", post=post.id, channel=post.channel, reason=str(failure))

    async def _mend(self, debate: Debate, heard: Heard) -> None:
        sparks, replies = Batch(), Batch()

        async def mend() -> frozenset[str]:
            differences = await self._talk.mend_sparks(debate.id, heard.sparks, sparks)
            if differences:
                self._log.info("recount mended sparks", debate=debate.id, differences=differences)
            changed = await self._talk.mend_replies(debate.id, heard.replies, heard.before, replies)
            return frozenset({debate.id}) if changed else frozenset()

        if heard.sparks or heard.replies:
            await self._in_turn(mend)
