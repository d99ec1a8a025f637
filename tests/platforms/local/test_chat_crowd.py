"""The demo's crowd."""

from __future__ import annotations

import asyncio
import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from chat_helpers import CHANNEL, FastClock, Heard, article, card, running, words

from bot.core.debates import Channel, DebateState
from bot.core.emoji import SAVE_EMOJI, plain
from bot.core.messages import Line
from bot.core.sparks import SPARK_EMOJI
from bot.platforms.local.adapter import LocalPlatform
from bot.platforms.local.chat_records import ChangeKind, Kind
from bot.platforms.local.crowd import Act, Crowd, plan
from bot.platforms.local.crowd_voices import phrasebook_of
from bot.services.clock import SystemClock


def build(folder: Path, clock: FastClock) -> LocalPlatform:
    channel = Channel("square", "local", CHANNEL, "ko")
    return LocalPlatform(folder / "chat.db", [channel], clock, words, locale="ko")


async def _visited(folder: Path, seed: int) -> tuple[list[tuple[int, str | None, str, bool]], list[str]]:
    """Who reacted how at which second, and what was said, after a crowd of sixty came for three minutes."""
    clock = FastClock()
    opened, closes = clock.now(), clock.now() + timedelta(minutes=3)
    platform = build(folder, clock)
    post = await platform.send(CHANNEL, card(closes), "post")
    thread = await platform.open_thread(CHANNEL, post, "티격태격")
    for side in ("찬성", "반대"):
        await platform.send(CHANNEL, Line("부키", "🦉", side, side), f"line {side}", thread)
    await platform.store.join_crowd(phrasebook_of("ko").people(60))
    await Crowd(platform, clock, voters=60, locale="ko", seed=seed).visit((await platform.store.cards(1))[0])
    changes = await platform.store.changes(0, 5000)
    start = round(opened.timestamp() * 1_000_000)
    acts = [
        ((change.at - start) // 1_000_000, change.person, change.reaction, change.held)
        for change in changes
        if change.kind is ChangeKind.REACTION
    ]
    found = await platform.store.thread(int(thread[1:]), 500)
    assert found is not None
    await platform.close()
    return acts, [str(message.content["text"]) for message in found[1] if message.kind is Kind.TEXT]


async def test_a_crowd_votes_changes_its_mind_leaves_saves_and_talks(tmp_path: Path) -> None:
    acts, lines = await _visited(tmp_path, seed=1)
    votes = [(second, person) for second, person, emoji, held in acts if held and plain(emoji) in "👍👎"]
    assert len({person for _, person in votes}) == 60
    assert sum(second < 30 for second, _ in votes) > 20, "a burst at first"
    assert sum(second >= 60 for second, _ in votes) > 15, "then a trickle"
    assert all(second < 180 for second, *_ in acts), "nobody comes after closing"
    assert any(not held for *_, held in acts)
    assert any(emoji == SAVE_EMOJI for _, _, emoji, _ in acts)
    assert sum(emoji == SPARK_EMOJI for _, _, emoji, _ in acts) > 5, "lines move some"
    assert any("🏽" in emoji or "🏼" in emoji or "🏻" in emoji for _, _, emoji, _ in acts)
    assert len(lines) > 8
    assert not any("{label}" in line for line in lines)


async def test_the_same_seed_gives_the_same_crowd(tmp_path: Path) -> None:
    first, second, other = [await _visited(tmp_path / name, seed) for name, seed in (("a", 1), ("b", 1), ("c", 2))]
    assert [(person, emoji, held) for _, person, emoji, held in first[0]] == [
        (person, emoji, held) for _, person, emoji, held in second[0]
    ]
    assert first[1] == second[1]
    assert first[0] != other[0]


async def test_a_crowd_stays_away_from_a_closed_card_and_leaves_when_it_closes(tmp_path: Path) -> None:
    clock = FastClock()
    closes = clock.now() + timedelta(minutes=3)
    platform = build(tmp_path, clock)
    post = await platform.send(CHANNEL, card(closes), "post")
    crowd = Crowd(platform, clock, voters=20, locale="ko", seed=3)
    await platform.store.join_crowd(phrasebook_of("ko").people(20))
    await platform.edit(CHANNEL, post, card(closes, state=DebateState.CLOSED))
    await crowd.visit((await platform.store.cards(1))[0])
    assert await platform.store.holders(1) == {}
    await platform.close()


async def test_a_running_crowd_comes_to_every_card_that_opens(platform: LocalPlatform) -> None:
    crowd = asyncio.create_task(Crowd(platform, SystemClock(), voters=20, locale="ko").run())
    posts = set()
    for number, channel in enumerate((CHANNEL, "team")):
        closes = datetime.now(UTC) + timedelta(seconds=15)
        posts.add(await platform.send(channel, card(closes, debate=f"d{number}"), "post"))
    voted: set[str] = set()
    async for changes in platform.store.follow(0):
        voted |= {f"m{change.message}" for change in changes if change.kind is ChangeKind.REACTION}
        if voted == posts:
            break
    crowd.cancel()
    await asyncio.gather(crowd, return_exceptions=True)


async def test_the_crowd_is_not_among_the_people_to_choose_from(tmp_path: Path) -> None:
    platform = build(tmp_path, FastClock())
    await platform.store.join_crowd(phrasebook_of("ko").people(300))
    assert len(await platform.store.people()) == 6
    assert len(await platform.store.people(simulated=True)) == 300
    await platform.close()


@pytest.mark.parametrize("options", [2, 3, 10])
def test_a_plan_is_in_order_and_within_the_open_time(options: int) -> None:
    people = [f"p{number}" for number in range(300)]
    steps = plan(people, options, random.Random(5))
    assert [step.moment for step in steps] == sorted(step.moment for step in steps)
    assert all(0 < step.moment < 1 for step in steps)
    assert {step.person for step in steps if step.act is Act.VOTE} == set(people)
    first_vote = {step.person: step for step in steps if step.act is Act.VOTE}
    assert all(step.option != first_vote[step.person].option for step in steps if step.act is Act.CHANGE)
    assert sum(step.act is Act.SAY for step in steps) <= 45
    assert len({step.option for step in steps}) == options


@pytest.mark.parametrize(("locale", "enough"), [("ko", 60), ("en", 40)])
def test_every_occasion_has_lines_and_every_person_a_name(locale: str, enough: int) -> None:
    voices = phrasebook_of(locale)
    assert set(voices.lines) == {"cast", "doubt", "changed", "withdrawn", "musing", "late"}
    lines = [line for said in voices.lines.values() for line in said]
    assert len(lines) == len(set(lines))
    assert len(lines) >= enough
    people = voices.people(1500)
    assert len({person.name for person in people}) == len({person.id for person in people}) == 1500
    assert article().options


async def test_a_crowd_presses_where_ballots_are_cast_by_button(tmp_path: Path) -> None:
    clock, heard = FastClock(), Heard()
    platform = build(tmp_path, clock)
    await platform.send(CHANNEL, replace(card(clock.now() + timedelta(minutes=3)), buttons=True), "post")
    await platform.store.join_crowd(phrasebook_of("ko").people(60))
    async with running(platform, heard):
        await Crowd(platform, clock, voters=60, locale="ko", seed=1).visit((await platform.store.cards(1))[0])
    assert len({press.voter for press in heard.presses}) == 60
    assert len(heard.presses) > 65, "some change their mind"
    assert 30 < sum(ballot > 0 for ballot in heard.ballots.values()) < 60, "and some leave"
    changes = await platform.store.changes(0, 5000)
    assert {change.reaction for change in changes if change.kind is ChangeKind.REACTION} == {SAVE_EMOJI}
    await platform.close()
