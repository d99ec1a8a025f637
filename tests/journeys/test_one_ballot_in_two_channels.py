"""A debate in two channels of the chat: one ballot, and the same one is shown as one's own under both posts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.journeys.place import Place
from tests.journeys.processes import until
from tests.journeys.visitor import Visitor


def test_the_latest_mark_still_held_is_mine_under_every_post(places: Callable[..., Place]) -> None:
    place = places(channels=("square", "garden"))
    visitor = Visitor(place.run().url)
    debate = place.post("--channel", "square", "--channel", "garden")
    cards = {channel: _card(visitor, channel) for channel in ("square", "garden")}
    first, second = [bar["emoji"] for bar in cards["square"]["content"]["bars"]][:2]

    def mine(*options: int) -> None:
        for channel in cards:
            path = f"channels/{channel}/messages"
            until(lambda path=path: visitor.get(path)["ballots"] == {debate: list(options)})  # type: ignore[misc]

    visitor.react("haru", cards["square"]["id"], first)
    mine(0)
    visitor.react("haru", cards["garden"]["id"], second)
    mine(1)
    visitor.react("haru", cards["garden"]["id"], second, on=False)
    mine(0)
    visitor.react("haru", cards["garden"]["id"], second)
    mine(1)
    assert place.agora("close", debate).code == 0
    until(lambda: _card(visitor, "square")["content"]["state"] == "closed")
    mine(1)


def _card(visitor: Visitor, channel: str) -> dict[str, Any]:
    messages: list[dict[str, Any]] = visitor.get(f"channels/{channel}/messages")["messages"]
    return next(message for message in messages if message["kind"] == "card")
