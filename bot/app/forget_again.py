"""Whoever was forgotten since a copy was made is forgotten in it again, before it takes its place."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.app.overwritten import chat_at, overwrite_alone
from bot.config import Config
from bot.core.debates import BallotKind, Debate
from bot.core.marks import Voter
from bot.services.personal_stores import Standing
from bot.storage import Database
from bot.storage.forgotten_since import ForgottenSince, forgotten_since


@dataclass(frozen=True, slots=True)
class ForgottenAgain:
    """A person who is forgotten again. Where their reactions stand under `recounted` debates, a recount finds them."""

    voter: Voter
    recounted: tuple[Debate, ...]


async def forget_again(database: Database, replaced: Path, now: datetime) -> Sequence[ForgottenAgain] | None:
    """Forget in a copied ledger whom the ledger that it replaces has forgotten; None where that can't be told.

    Where a debate's votes are to be counted yet, the name goes at once, since nobody is at it. Raises StorageError.
    """
    if database.path is None:
        return None
    gone = await asyncio.to_thread(forgotten_since, database.path, replaced)
    if gone is None:
        return None
    again = [await _forget(database, one, now) for one in gone]
    if again:
        await overwrite_alone(database, {})
    return again


async def _forget(database: Database, one: ForgottenSince, now: datetime) -> ForgottenAgain:
    store, in_chat = database.ledger.forgetting, _is_of_the_chat(one.voter)
    traces = await store.traces(one.voter, now)
    for trace in traces.debates:
        debate = trace.debate.id
        taken_back = debate in one.taken_back
        await store.unname(one.voter, debate, now, words_gone=in_chat, taken_back=taken_back)
    await store.erase(one.voter, now)
    going_on = (trace.debate for trace in traces.debates if trace.standing is not Standing.COUNTED)
    by_reaction = (debate for debate in going_on if debate.rules.ballot is BallotKind.REACTIONS)
    return ForgottenAgain(one.voter, () if in_chat else tuple(by_reaction))


async def forget_in_chat(config: Config, store: Path, again: Sequence[ForgottenAgain]) -> None:
    """Forget the same people in a copy of the chat's store. Raises AgoraError."""
    members = [one.voter for one in again if _is_of_the_chat(one.voter)]
    if not members:
        return
    async with chat_at(config, store) as platforms:
        for chat in platforms.values():
            for member in members:
                await chat.forget(member, ())
            await chat.overwrite()


def _is_of_the_chat(voter: Voter) -> bool:
    from bot.platforms.local.identifiers import PLATFORM

    return voter.platform == PLATFORM
