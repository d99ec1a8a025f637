"""The table of a bot's parts: whoever is needed is there first, and goes last."""

from __future__ import annotations

import pytest

from bot.app.parts import RunningPart, Stage, parts_of

STAGES = list(Stage)


@pytest.fixture
async def parts(bots) -> dict[str, RunningPart]:
    async with bots(running=False) as bot:
        return {part.name: part for part in parts_of(bot.app)}


async def test_what_a_part_needs_stands_above_it(parts: dict[str, RunningPart]) -> None:
    above: set[str] = set()
    for part in parts.values():
        assert set(part.needs) <= above, part.name
        above.add(part.name)
    assert {"web", "writer", "outbox", "local"} <= above


async def test_what_a_part_needs_does_not_end_before_it(parts: dict[str, RunningPart]) -> None:
    for part in parts.values():
        for needed in [parts[name] for name in part.needs]:
            if part.stays and needed.run is not None:
                assert needed.stays, f"{part.name} stays, and {needed.name} is gone"
                assert part.last is not None
                assert needed.last is not None
                assert STAGES.index(part.last[0]) <= STAGES.index(needed.last[0]), part.name


async def test_whatever_stays_has_last_words(parts: dict[str, RunningPart]) -> None:
    assert {part.name for part in parts.values() if part.stays} == {"writer", "outbox"}
    assert all(part.last is not None for part in parts.values() if part.stays)
