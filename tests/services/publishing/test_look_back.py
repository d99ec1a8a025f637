"""After a restore, posts that no ledger knows of are named to the admins, once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.core.debates import Channel
from bot.locales import words_for
from bot.log import get_logger
from bot.services.clock import SystemClock
from bot.services.platform_errors import PlatformError
from bot.services.publishing.announcements import Alerts
from bot.services.publishing.look_back import LookBack
from bot.services.records import Part, Sent
from bot.storage import Database
from bot.storage.restored import note_that_it_is_a_copy
from tests.patience import PATIENCE
from tests.services.services_ledger import HALL, now, opened, plan

STAFF = Channel("staff", "discord", "c9", "ko")
OFFICE = Channel("office", "slack", "s1", "ko")


class Showing:
    """A platform that shows what the bot has said in its channels."""

    def __init__(self, sent: dict[str, list[Sent]], failures: int = 0) -> None:
        self.sent = sent
        self.failures = failures
        self.asked: list[str] = []

    async def own_since(self, channel: str, since: datetime) -> Sequence[Sent]:
        del since
        self.asked.append(channel)
        if self.failures:
            self.failures -= 1
            raise PlatformError("not now")
        return self.sent.get(channel, [])

    def link(self, channel: str, message_id: str, thread: str | None = None) -> str | None:
        del thread
        return f"https://chat.example/{channel}/{message_id}"


async def put_back(database: Database) -> datetime:
    copied = now() - timedelta(minutes=5)
    await database.connections.write(lambda db: note_that_it_is_a_copy(db, copied, now(), ()))
    return copied


def looking(
    database: Database, platform: Showing, clock: object | None = None, *, beside: Showing | None = None
) -> LookBack:
    """The part that looks back on Discord, and before it on Slack where a platform stands `beside`."""
    words = words_for("en")
    alerts = Alerts(database.ledger.plans, STAFF, words, SystemClock(), get_logger("alerts"), wake=lambda: None)
    return LookBack(
        restored=database.ledger.restored,
        messengers={"slack": beside, "discord": platform} if beside else {"discord": platform},  # type: ignore[dict-item]
        channels=[OFFICE, HALL],
        alerts=alerts,
        clock=clock or SystemClock(),  # type: ignore[arg-type]
        log=get_logger("look_back"),
    )


async def looked_back(database: Database, part: LookBack) -> None:
    """Let it run until all is looked through."""
    running = asyncio.create_task(part.run())
    try:
        while await database.ledger.restored.look_back_to() is not None:
            assert not running.done()
            await asyncio.sleep(0)
    finally:
        running.cancel()


async def alerts(database: Database) -> list[str]:
    claimed = await database.ledger.deliveries.claim(now() + timedelta(minutes=1), "me", timedelta(minutes=1), 20)
    return [delivery.text for delivery in claimed if delivery.part is Part.ALERT]


async def test_unknown_posts_are_named_and_known_ones_are_not(database: Database) -> None:
    await opened(database, message="m1")
    await put_back(database)
    deliveries = database.ledger.deliveries
    for delivery in await database.ledger.outcomes.of_debate("d1"):
        if delivery.part is not Part.POST:
            await deliveries.said(delivery.id, f"m1-{delivery.part}", now())
    sent = [Sent("m1"), Sent("m7"), Sent("m8", "d8:hall:post")]
    sent += [Sent("m9", "alert:x"), Sent("m10", "welcome:discord:c1")]
    await looked_back(database, looking(database, Showing({HALL.id: sent})))
    (told,) = await alerts(database)
    assert "hall" in told
    assert "https://chat.example/c1/m7, https://chat.example/c1/m8." in told
    assert "m9" not in told
    assert "m10" not in told
    again = Showing({HALL.id: sent})
    running = asyncio.create_task(looking(database, again).run())
    await database.ping()
    running.cancel()
    assert again.asked == []


async def test_it_waits_until_what_is_looked_for_was_found(database: Database) -> None:
    await plan(database)
    await put_back(database)
    platform = Showing({HALL.id: [Sent("m1", "d1:hall:post")]})

    class Finding(SystemClock):
        async def sleep(self, seconds: float) -> None:
            del seconds
            assert platform.asked == [], "it was looked at before that"
            for delivery in await database.ledger.outcomes.of_debate("d1"):
                await database.ledger.deliveries.said(
                    delivery.id, "m1" if delivery.part is Part.POST else f"of {delivery.part}", now()
                )

    await looked_back(database, looking(database, platform, Finding()))
    assert platform.asked == [HALL.id]
    assert await alerts(database) == []


async def test_a_platform_that_can_not_be_read_is_asked_again(database: Database) -> None:
    await put_back(database)

    class AtOnce(SystemClock):
        async def sleep(self, seconds: float) -> None:
            del seconds
            await asyncio.sleep(0)

    platform = Showing({HALL.id: [Sent("m7")]}, failures=3)
    await looked_back(database, looking(database, platform, AtOnce()))
    assert len(platform.asked) == 4
    assert len(await alerts(database)) == 1


async def test_a_platform_that_is_not_well_keeps_no_other_waiting(database: Database) -> None:
    await put_back(database)

    class AtOnce(SystemClock):
        async def sleep(self, seconds: float) -> None:
            del seconds
            await asyncio.sleep(0)

    healthy, sick = Showing({HALL.id: [Sent("m7")]}), Showing({}, failures=1_000_000_000)
    running = asyncio.create_task(looking(database, healthy, AtOnce(), beside=sick).run())
    try:
        async with asyncio.timeout(PATIENCE):
            while not (told := await alerts(database)):
                assert not running.done()
    finally:
        running.cancel()
    assert "https://chat.example/c1/m7" in told[0]
    assert sick.asked
    assert await database.ledger.restored.look_back_to() is not None
