"""A whole bot in this process, whose only platform is one of our own servers that speak the wire."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import ClassVar

from bot.app.app import App
from bot.core.debates import DebateState
from bot.sentences import english
from bot.services.records import Delivery, Snapshot
from tests.patience import PATIENCE, until

SLUG = "square-test"


@dataclass
class WholeBot:
    """A running bot. What its platform shows, each platform's own bot tells."""

    platform: ClassVar[str]
    app: App

    async def open(self, *channels: str) -> str:
        """Open a debate and wait until all of its opening has an outcome."""
        debate = await self.app.debate_admin.post(SLUG, list(channels) or ["square"])
        await self.until(lambda: self.settled(debate))
        return debate

    async def settled(self, debate: str) -> bool:
        """Whether all that is planned for a debate is said or failed."""
        return all(delivery.state in ("said", "failed") for delivery in await self.deliveries(debate))

    async def deliveries(self, debate: str) -> list[Delivery]:
        """All that is planned for a debate."""
        return list(await self.app.database.ledger.outcomes.of_debate(debate))

    async def reasons(self, debate: str) -> dict[str, str]:
        """What failed of a debate, and why, in English."""
        found = await self.deliveries(debate)
        return {d.part.value: d.reason.in_full(english()) if d.reason else "" for d in found if d.state == "failed"}

    async def snapshot(self, debate: str) -> Snapshot:
        """The debate as the ledger has it."""
        snapshot = await self.app.database.ledger.debates.snapshot(debate)
        assert snapshot is not None
        return snapshot

    async def ballots(self, debate: str) -> tuple[int, ...]:
        """Ballots by option now."""
        return (await self.snapshot(debate)).tally.ballots

    async def until_ballots(self, debate: str, *ballots: int) -> None:
        """Wait until the ledger counts so."""

        async def counted() -> bool:
            return await self.ballots(debate) == ballots

        try:
            await self.until(counted)
        except TimeoutError as late:
            late.add_note(f"the ledger counts {await self.ballots(debate)}")
            raise

    async def until_calm(self) -> None:
        """Wait until no recount is due."""

        async def calm() -> bool:
            return not await self.app.database.ledger.recounts.due(self.app.clock.now())

        await self.until(calm)

    async def close(self, debate: str) -> Snapshot:
        """Close a debate and wait until its result is said or has failed."""
        await self.app.debate_admin.close(debate)

        async def closed() -> bool:
            state = (await self.snapshot(debate)).debate.state
            return state in (DebateState.CLOSED, DebateState.VOID) and await self.settled(debate)

        await self.until(closed)
        return await self.snapshot(debate)

    async def until(self, condition: Callable[[], Awaitable[bool]], seconds: float = PATIENCE) -> None:
        """Wait for a condition that only the database knows."""
        await until(condition, seconds)

    def ready(self) -> bool:
        """Whether the bot says that it is connected."""
        return self.app.adapters[self.platform].ready() is None

    async def until_ready(self, *, ready: bool = True, seconds: float = PATIENCE) -> None:
        """Wait until the bot says that it is connected, or that it is not."""

        async def said() -> bool:
            return self.ready() is ready

        await self.until(said, seconds)
