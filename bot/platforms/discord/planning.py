"""Asking Discord where its gateway is and how many shards there should be."""

from __future__ import annotations

from typing import Any

from yarl import URL

from bot.config.models import Discord
from bot.platforms.discord.budget import Urgency
from bot.platforms.discord.failures import Task, status_of
from bot.platforms.discord.rest import Rest
from bot.platforms.discord.shards import Plan
from bot.services.outcomes import PlatformError, TryLater

_ASK = Task("ask for its gateway")
_USUAL_ADDRESS = "wss://gateway.discord.gg/"


async def plan_of(settings: Discord, rest: Rest) -> Plan:
    """The gateway and the shards of this process.

    A server that does not tell is taken to want one shard. Raises PlatformError where Discord can't be asked, and
    TryLater where it allows no more sessions for now.
    """
    told = await _answer(rest, "/gateway/bot")
    limit = told.get("session_start_limit") or {}
    if limit.get("remaining") == 0 and limit.get("reset_after"):
        raise TryLater("Discord allows the bot no new session for now.", after=limit["reset_after"] / 1000)
    shards = settings.shards
    count = shards.count or max(1, int(told.get("shards") or 1))
    run = shards.run if shards.count is not None and shards.run else tuple(range(count))
    return Plan(
        address=URL(settings.gateway_url or await _address(told, rest)),
        fixed=settings.gateway_url is not None,
        count=count,
        run=run,
        at_once=int(limit.get("max_concurrency") or 1),
    )


async def _address(told: dict[str, Any], rest: Rest) -> str:
    return str(told.get("url") or (await _answer(rest, "/gateway")).get("url") or _USUAL_ADDRESS)


async def _answer(rest: Rest, path: str) -> dict[str, Any]:
    """What Discord says; nothing where it has no such address."""
    try:
        answer = await rest.call(Urgency.SAY, _ASK, "GET", path, {})
    except PlatformError as failure:
        if status_of(failure) in (0, 401, 429):
            raise
        return {}
    return answer if isinstance(answer, dict) else {}
