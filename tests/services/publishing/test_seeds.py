"""Seeds that found no room, on the local chat, which has the same limit: they come when a reaction is taken back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.core.marks import SAVE
from bot.platforms.local.identifiers import BOT

OTHERS = "😀😁😂🤣😃😄😅😆😉😊😋😎😍😘🥰😗😙😚🙂🤗"


async def test_seeds_come_when_there_is_room(bots: Callable[..., Any]) -> None:
    async with bots() as bot:
        number = await bot.message_of(await bot.open())
        store, ledger = bot.chat.store, bot.app.database.ledger
        await bot.app.index.refresh()
        (post,) = bot.app.index.all()
        assert not post.unseeded
        options = {emoji for emoji, option in post.choices.items() if option != SAVE}
        for emoji in options:
            await store.react(number, BOT, emoji, on=False)
        for emoji in OTHERS:
            await store.react(number, "p1", emoji, on=True)
        assert await ledger.plans.seed_again({post.post: True}, bot.app.clock.now()) == frozenset()
        bot.app.outbox.wake()

        async def lacking() -> bool:
            await bot.app.index.refresh(force=True)
            (delivery,), (known,) = await seeds(), bot.app.index.all()
            return delivery.state.value == "failed" and known.unseeded

        async def seeds() -> list[Any]:
            return [d for d in await ledger.outcomes.of_debate(post.debate) if d.part.value == "seeds"]

        async def there() -> bool:
            message = await bot.chat.members.message(number)
            return options <= {reaction.emoji for reaction in message.reactions if reaction.seed}

        await bot.until(lacking)
        assert not await there()
        for emoji in OTHERS[: len(options)]:
            await store.react(number, "p1", emoji, on=False)
        await bot.until(there)
