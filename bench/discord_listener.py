"""What the bot is compared with: a discord.py client that hears raw reactions and does nothing.

As a process of its own (`python -m bench.discord_listener API GATEWAY TOKEN`) it says its memory once it is connected.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import discord
import psutil
import yarl


class Listener(discord.Client):
    """Counts what its handlers are called for. No cache of messages or members."""

    def __init__(self) -> None:
        super().__init__(
            intents=discord.Intents(guilds=True, guild_messages=True, guild_reactions=True),
            max_messages=None,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.1,
        )
        self.heard = 0

    async def on_raw_reaction_add(self, _: discord.RawReactionActionEvent) -> None:
        """Nothing."""
        self.heard += 1

    async def on_raw_reaction_remove(self, _: discord.RawReactionActionEvent) -> None:
        """Nothing."""
        self.heard += 1


@asynccontextmanager
async def listening(api: str, gateway: str, token: str) -> AsyncIterator[Listener]:
    """A connected listener."""
    discord.http.Route.BASE = api
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(gateway)
    client = Listener()
    await client.login(token)
    running = asyncio.create_task(client.connect())
    try:
        await client.wait_until_ready()
        yield client
    finally:
        await client.close()
        with suppress(discord.ConnectionClosed):
            await running


async def pages_of(client: discord.Client, channel: str, message: str, emoji: list[str]) -> int:
    """Read every page of these reactions, both kinds, one after the other; gives how many users there were."""
    users = 0
    for one in emoji:
        for kind in (0, 1):
            after, size = None, 100
            while size == 100:
                page = await client.http.get_reaction_users(channel, message, one, 100, after, type=kind)
                size = len(page)
                users += size
                after = page[-1]["id"] if page else None
    return users


async def _say_memory(api: str, gateway: str, token: str) -> None:
    async with listening(api, gateway, token):
        await asyncio.sleep(1)
        print(psutil.Process().memory_info().rss, flush=True)


if __name__ == "__main__":
    asyncio.run(_say_memory(*sys.argv[1:4]))
