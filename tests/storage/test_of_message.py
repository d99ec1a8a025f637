"""Which debate a message belongs to."""

from __future__ import annotations

from storage_builders import LEASE, T0, opened

from bot.services.records import Part
from bot.storage import Database


async def test_posts_threads_and_whatever_was_said_lead_to_their_debate(database: Database) -> None:
    posts = await opened(database)
    debates, deliveries = database.ledger.debates, database.ledger.deliveries
    for post in posts.values():
        assert await debates.of_message(post.platform, post.channel_id, post.message) == "d1"
    said = {Part.THREAD: "t-77", Part.LINE: "m-78"}
    while waiting := await deliveries.claim(T0, "me", LEASE, 100):
        for delivery in waiting:
            await deliveries.said(delivery.id, said.get(delivery.part) if delivery.channel == "square" else None, T0)
    for message in said.values():
        for place in (posts["square"].channel_id, "t-77"):
            assert await debates.of_message("discord", place, message) == "d1"
        assert await debates.of_message("slack", posts["square"].channel_id, message) is None
        assert await debates.of_message("discord", "elsewhere", message) is None
    assert await debates.of_message("discord", posts["square"].channel_id, "m-79") is None
