"""What platforms have told of accounts, emoji and channels, and what it takes to understand a reading."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.storage.engine import Connections
from bot.storage.post_store import hold_index, touch_index
from bot.storage.rows import aliases_on
from bot.storage.statements import among
from bot.storage.tables import accounts, aliases, moved, parked, posts


class Learnt:
    """LearntStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def accounts(self, platform: str, workspace: str, natives: Collection[str]) -> Mapping[str, bool]:
        def look(db: Connection) -> dict[str, bool]:
            mine = (accounts.c.platform == platform, accounts.c.workspace == workspace)
            query = select(accounts.c.native, accounts.c.bot).where(*mine, among(db, accounts.c.native, natives))
            return {native: bool(bot) for native, bot in db.execute(query)}

        return await self._connections.read(look)

    async def bots(self, platform: str, workspace: str) -> frozenset[str]:
        query = select(accounts.c.native).where(
            accounts.c.platform == platform, accounts.c.workspace == workspace, accounts.c.bot
        )
        return await self._connections.read(lambda db: frozenset(db.execute(query).scalars()))

    async def note_accounts(self, platform: str, workspace: str, bots: Mapping[str, bool]) -> None:
        rows: list[dict[str, Any]] = [
            {"platform": platform, "workspace": workspace, "native": native, "bot": bot}
            for native, bot in sorted(bots.items())
        ]
        note = upsert(accounts)
        note = note.on_conflict_do_update(
            index_elements=["platform", "workspace", "native"], set_={"bot": note.excluded.bot}
        )
        if rows:
            await self._connections.write(lambda db: db.execute(note, rows) and None)

    async def aliases(self, platform: str) -> Mapping[str, str]:
        return await self._connections.read(lambda db: aliases_on(db, platform))

    async def note_aliases(self, platform: str, known: Mapping[str, str]) -> None:
        def work(db: Connection) -> None:
            # Whoever notes them at the same moment, in whatever process, comes before or after.
            hold_index(db)
            if aliases_on(db, platform) == dict(known):
                return
            db.execute(delete(aliases).where(aliases.c.platform == platform))
            rows = [{"platform": platform, "name": name, "form": form} for name, form in sorted(known.items())]
            if rows:
                db.execute(insert(aliases), rows)
            touch_index(db)

        await self._connections.write(work)

    async def moved(self, platform: str) -> Mapping[str, str]:
        query = select(moved.c.old, moved.c.new).where(moved.c.platform == platform)
        return await self._connections.read(lambda db: dict(db.execute(query).all()))

    async def note_moved(self, platform: str, ids: Mapping[str, str], used: Mapping[str, str]) -> None:
        def work(db: Connection) -> None:
            note = upsert(moved)
            note = note.on_conflict_do_update(index_elements=["platform", "old"], set_={"new": note.excluded.new})
            for old, new in sorted(ids.items()):
                db.execute(note, {"platform": platform, "old": old, "new": new})
            found = 0
            for other, ours in sorted(used.items()):
                mine = (posts.c.platform == platform, posts.c.channel_id == other)
                found += db.execute(update(posts).where(*mine).values(channel_id=ours)).rowcount
                waiting = (parked.c.platform == platform, parked.c.channel == other)
                found += db.execute(update(parked).where(*waiting).values(channel=ours)).rowcount
            if found:
                touch_index(db)

        await self._connections.write(work)


def other_ids(db: Connection, platform: str, channel_id: str) -> frozenset[str]:
    """Every other id that a channel has or had."""
    query = select(moved.c.old, moved.c.new).where(moved.c.platform == platform)
    pairs = [(old, new) for old, new in db.execute(query)]
    found, before = {channel_id}, 0
    while len(found) > before:
        before = len(found)
        found |= {each for pair in pairs if not found.isdisjoint(pair) for each in pair}
    return frozenset(found - {channel_id})
