"""The welcome in a whole bot's channels: exactly once, over restarts and lost answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.platforms.local.chat_records import Kind
from bot.platforms.local.fault_injection import Faults
from bot.services.records import DeliveryState
from tests.services.conftest import Bot


async def welcomes(bot: Bot) -> dict[str, list[str]]:
    """The notices in each channel."""
    found = {}
    for channel in bot.chat.channels:
        messages, _ = await bot.chat.store.page(channel, None, 50)
        found[channel] = [message.content["title"] for message in messages if message.kind is Kind.NOTICE]
    return found


async def settled(bot: Bot) -> bool:
    """Whether nothing waits to be said."""

    def waiting(db: Any) -> int:
        query = f"SELECT count(*) FROM deliveries WHERE state IN ('{DeliveryState.PLANNED}', '{DeliveryState.SENDING}')"
        return int(db.exec_driver_sql(query).scalar())

    return await bot.app.database.connections.read(waiting) == 0


async def test_every_channel_is_greeted_once_however_often_the_bot_starts(bots: Callable[..., Any]) -> None:
    greeted = {channel: ["안녕하세요, 부키예요 🦉"] for channel in ("square", "garden", "staff")}
    faults = Faults()
    faults.lose_answers = 2
    async with bots(faults, greets=True) as bot:
        await bot.until(lambda: settled(bot))
        assert await welcomes(bot) == greeted
    async with bots(greets=True) as bot:
        debate = await bot.open()
        assert await welcomes(bot) == greeted
        assert await bot.message_of(debate)
