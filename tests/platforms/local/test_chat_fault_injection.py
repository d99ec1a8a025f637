"""Each fault does what it says, so that the tests which rely on it mean something."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from chat_helpers import CHANNEL, FastClock, Heard, card, running, soon, words

from bot.core.debates import Channel
from bot.platforms.local.adapter import LocalPlatform
from bot.platforms.local.fault_injection import Faults
from bot.services.platform_errors import TryLater, Unclear

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
OPTIONS = ("👍", "👎")


async def test_a_lost_answer_leaves_the_message_to_be_found(platform: LocalPlatform, faults: Faults) -> None:
    faults.lose_answers = 1
    with pytest.raises(Unclear):
        await platform.send(CHANNEL, card(soon()), "post")
    assert await platform.find(CHANNEL, "post", LONG_AGO) == "m1"
    assert await platform.send(CHANNEL, card(soon()), "other") == "m2"


async def test_a_refused_send_leaves_nothing(platform: LocalPlatform, faults: Faults) -> None:
    faults.refuse_sends = 1
    faults.refuses = lambda key: key.endswith(":line:2")
    with pytest.raises(TryLater):
        await platform.send(CHANNEL, card(soon()), "post")
    with pytest.raises(TryLater):
        await platform.send(CHANNEL, card(soon()), "d1:square:line:2")
    assert await platform.find(CHANNEL, "post", LONG_AGO) is None
    assert await platform.send(CHANNEL, card(soon()), "post") == "m1"


async def test_a_slow_platform_takes_its_time(tmp_path: Path) -> None:
    clock = FastClock()
    began = clock.now()
    channel = Channel("square", "local", CHANNEL, "ko")
    platform = LocalPlatform(tmp_path / "chat.db", [channel], clock, words, locale="ko", faults=Faults(slow=3.0))
    await platform.send(CHANNEL, card(soon()), "post")
    assert (clock.now() - began).total_seconds() == 3.0
    await platform.close()


async def test_a_lost_edit_was_carried_out(platform: LocalPlatform, faults: Faults) -> None:
    at = soon()
    post = await platform.send(CHANNEL, card(at), "post")
    faults.lose_edits = 1
    with pytest.raises(Unclear):
        await platform.edit(CHANNEL, post, card(at, voters=7))
    (stored,) = await platform.store.load([1])
    assert stored.content["voters"] == 7


async def test_scans_fail_fall_short_and_lack_the_seeds(platform: LocalPlatform, faults: Faults) -> None:
    post = await platform.send(CHANNEL, card(soon()), "post")
    await platform.react(CHANNEL, post, "👍")
    await platform.members.react("haru", post, "👍", on=True)
    await platform.members.react("noeul", post, "👍", on=True)
    faults.fail_scans = faults.short_scans = faults.hide_seeds = 1
    with pytest.raises(TryLater):
        await platform.scan(CHANNEL, post, OPTIONS)
    bad = await platform.scan(CHANNEL, post, OPTIONS)
    assert bad.short == {"👍"}
    assert len(bad.holders["👍"]) == 1
    assert bad.own == frozenset()
    good = await platform.scan(CHANNEL, post, OPTIONS)
    assert (len(good.holders["👍"]), good.short, good.own) == (2, frozenset(), {"👍"})


async def test_nothing_can_be_done_while_unreachable_and_everything_is_due_after(
    platform: LocalPlatform, faults: Faults
) -> None:
    heard = Heard()
    post = await platform.send(CHANNEL, card(soon()), "post")
    async with running(platform, heard):
        faults.unreachable = True
        assert platform.ready() is not None
        for call in (platform.scan(CHANNEL, post, OPTIONS), platform.send(CHANNEL, card(soon()), "other")):
            with pytest.raises(TryLater):
                await call
        changes = platform.store.follow(await platform.store.last_change())
        await platform.members.react("haru", post, "👍", on=True)
        assert await anext(changes)
        await changes.aclose()
        faults.unreachable = False
        await platform.members.react("noeul", post, "👍", on=True)
        await heard.until(lambda: heard.missed == 2 or len(heard.marks) == 2)
        await heard.until(lambda: any(event.voter.native == "noeul" for event in heard.marks))


async def _heard_under(platform: LocalPlatform, number: int) -> list[tuple[str, bool, int | None]]:
    """What the bot hears of `number` people who vote one after the other and then somebody's last mark."""
    heard = Heard()
    post = await platform.send(CHANNEL, card(soon()), "post")
    people = [await platform.members.join(f"사람{i}") for i in range(number)]
    async with running(platform, heard):
        for person in people:
            await platform.members.react(person.id, post, "👍", on=True)
        await heard.until(lambda: len(heard.marks) >= number)
    return [(event.voter.native, event.added, event.at) for event in heard.marks]


async def test_doubled_events_come_twice(platform: LocalPlatform, faults: Faults) -> None:
    faults.double = 1.0
    heard = Heard()
    post = await platform.send(CHANNEL, card(soon()), "post")
    async with running(platform, heard):
        await platform.members.react("haru", post, "👍", on=True)
        await heard.until(lambda: len(heard.marks) == 2)
    assert heard.marks[0].at == heard.marks[1].at


async def test_delayed_events_come_later_than_others_but_all_come(platform: LocalPlatform, faults: Faults) -> None:
    faults.delay = 0.5
    events = await _heard_under(platform, 12)
    assert len({person for person, _, _ in events}) == 12
    times = [at for _, _, at in events]
    assert times != sorted(times, key=lambda at: at or 0)


async def test_dropped_events_never_come(platform: LocalPlatform, faults: Faults) -> None:
    heard = Heard()
    post = await platform.send(CHANNEL, card(soon()), "post")
    async with running(platform, heard):
        faults.drop = 1.0
        follower = platform.store.follow(await platform.store.last_change())
        await platform.members.react("haru", post, "👍", on=True)
        assert await anext(follower)
        assert await anext(follower) == []
        faults.drop = 0.0
        await platform.members.react("noeul", post, "👍", on=True)
        await heard.until(lambda: bool(heard.marks))
        await follower.aclose()
    assert [event.voter.native for event in heard.marks] == ["noeul"]
    assert len((await platform.scan(CHANNEL, post, OPTIONS)).holders["👍"]) == 2
