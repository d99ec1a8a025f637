"""The demo's crowd: simulated people who vote, change their mind, reply and leave, as people do. What they are called
and say is `crowd_voices`.

They come the way that browsers come: through the chat's members and its event feed.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.core.emoji import SAVE_EMOJI, plain
from bot.core.sparks import SPARK_EMOJI
from bot.platforms.local.adapter import LocalPlatform
from bot.platforms.local.chat_records import Kind, Person, Stored
from bot.platforms.local.crowd_voices import Script, phrasebook_of
from bot.platforms.local.refusals import Refusal
from bot.services.platform_errors import PlatformError
from bot.services.ports import Clock

_LOOK_EVERY = 1.0
_CARDS_SEEN = 8
_LINES_READ = 60
_LAST_ACT = 0.985
_SHY = timedelta(seconds=1)
_TONES = ("🏻", "🏼", "🏽", "🏾", "🏿")
_HANDS = frozenset("👍👎✋👏🙌")


class Act(StrEnum):
    """What somebody does."""

    VOTE = "vote"
    CHANGE = "change"
    WITHDRAW = "withdraw"
    SAVE = "save"
    SAY = "say"
    SPARK = "spark"


@dataclass(frozen=True, slots=True, order=True)
class Step:
    """An act of one person at a moment of the open time (0 to 1)."""

    moment: float
    number: int
    person: str = field(compare=False)
    act: Act = field(compare=False)
    option: int = field(compare=False, default=0)
    occasion: str = field(compare=False, default="")


@dataclass(frozen=True, slots=True)
class Habits:
    """How lively the crowd is: shares of its people, and at most how many replies there are."""

    at_once: float = 0.45
    late: float = 0.05
    change: float = 0.16
    withdraw: float = 0.04
    save: float = 0.12
    say: float = 0.2
    spark: float = 0.3
    most_replies: int = 45


def plan(people: Sequence[str], options: int, chance: random.Random, habits: Habits = Habits()) -> list[Step]:
    """What everybody will do, in order: a burst at first, then a trickle, a few at the last moment."""
    leanings = [chance.uniform(0.5, 1.5) for _ in range(options)]
    steps: list[Step] = []
    replies = 0

    def add(moment: float, person: str, act: Act, option: int, occasion: str = "") -> None:
        nonlocal replies
        if act is Act.SAY:
            replies += 1
        if act is not Act.SAY or replies <= habits.most_replies:
            steps.append(Step(min(moment, _LAST_ACT), len(steps), person, act, option, occasion))

    for person in people:
        luck = chance.random()
        is_late = luck > 1 - habits.late
        if luck < habits.at_once:
            arrival = min(0.01 + chance.expovariate(1 / 0.06), 0.3)
        else:
            arrival = chance.uniform(0.93, _LAST_ACT) if is_late else chance.uniform(0.05, 0.93)
        option = chance.choices(range(options), leanings)[0]
        add(arrival, person, Act.VOTE, option)
        left = _LAST_ACT - arrival
        if chance.random() < habits.save:
            add(arrival + chance.uniform(0.01, 0.06), person, Act.SAVE, option)
        if chance.random() < habits.say:
            occasion = "late" if is_late else chance.choice(("cast", "cast", "musing"))
            add(arrival + chance.uniform(0.01, 0.08), person, Act.SAY, option, occasion)
        luck = chance.random()
        moment = arrival + left * chance.uniform(0.2, 0.9)
        if luck < habits.change and not is_late:
            other = (option + chance.randrange(1, options)) % options
            if chance.random() < 0.3:
                add(moment - left * 0.1, person, Act.SAY, option, "doubt")
            add(moment, person, Act.CHANGE, other)
            if chance.random() < 2 * habits.spark:
                add(moment + 0.005, person, Act.SPARK, other)
            if chance.random() < 0.5:
                add(moment + 0.015, person, Act.SAY, other, "changed")
        elif luck < habits.change + habits.withdraw and not is_late:
            add(moment, person, Act.WITHDRAW, option)
            if chance.random() < 0.5:
                add(moment + 0.015, person, Act.SAY, option, "withdrawn")
        elif chance.random() < habits.spark:
            add(arrival + chance.uniform(0.01, 0.1), person, Act.SPARK, option)
    return sorted(steps)


class Crowd:
    """`voters` people for each debate that opens; the same `seed` gives the same crowd.

    A store that can't be used for a while costs acts, not the crowd; at the beginning it raises TryLater.
    """

    def __init__(self, platform: LocalPlatform, clock: Clock, *, voters: int, locale: str, seed: int = 0) -> None:
        self._platform = platform
        self._store = platform.store
        self._clock = clock
        self._voices = phrasebook_of(locale)
        self._people: list[Person] = self._voices.people(voters)
        self._seed = seed
        self._locale = locale

    async def run(self) -> None:
        """Visit every card that is open or opens, until cancelled."""
        await self._store.join_crowd(self._people)
        visited: set[int] = set()
        async with asyncio.TaskGroup() as visits:
            while True:
                with suppress(PlatformError):
                    for card in await self._store.cards(_CARDS_SEEN):
                        if card.number not in visited and self._is_open(card):
                            visited.add(card.number)
                            visits.create_task(self.visit(card))
                await self._clock.sleep(_LOOK_EVERY)

    async def visit(self, card: Stored) -> None:
        """Vote and talk under one card until it closes. People who voted before don't vote a second time."""
        closes_at = _closes_at(card.content) - _SHY
        began = self._clock.now()
        chance = random.Random(f"{self._seed}:{card.content['debate']}")
        script = Script(self._voices, chance)
        for step in plan([person.id for person in self._people], len(card.content["bars"]), chance):
            due = began + (closes_at - began) * step.moment
            await self._clock.sleep(max(0.0, (due - self._clock.now()).total_seconds()))
            with suppress(Refusal, PlatformError):
                now = await self._platform.members.message(card.number)
                if not self._is_open(now):
                    return
                await self._do(step, now, script)

    async def _do(self, step: Step, card: Stored, script: Script) -> None:
        bars: Sequence[Mapping[str, Any]] = card.content["bars"]
        options = [str(bar["emoji"]) for bar in bars]
        if card.content.get("buttons") and step.act in (Act.VOTE, Act.CHANGE, Act.WITHDRAW):
            await self._press(step, card)
            return
        held = _held(card, step.person, options)
        match step.act:
            case Act.VOTE if not held:
                await self._react(step, card, _in_own_way(options[step.option], step.number), on=True)
            case Act.CHANGE if held:
                await self._react(step, card, options[step.option], on=True)
                if step.number % 3:
                    for emoji in held:
                        await self._react(step, card, emoji, on=False)
            case Act.WITHDRAW:
                for emoji in held:
                    await self._react(step, card, emoji, on=False)
            case Act.SAVE:
                await self._react(step, card, SAVE_EMOJI, on=True)
            case Act.SAY if card.opens is not None:
                line = script.line(step.occasion, str(bars[step.option]["label"]))
                await self._platform.members.answer(step.person, f"t{card.opens.number}", line)
            case Act.SPARK if card.opens is not None:
                await self._spark(step, card.opens.number, str(bars[step.option]["label"]))

    async def _spark(self, step: Step, thread: int, side: str) -> None:
        """Press 💡 on a line of the side that somebody is on; the first one that they read moves most."""
        found = await self._store.thread(thread, _LINES_READ)
        lines = [said for said in found[1] if said.kind is Kind.LINE] if found is not None else []
        agreeing = [said for said in lines if said.content.get("side") == side] or lines
        if agreeing:
            chosen = agreeing[0 if step.number % 3 else step.number % len(agreeing)]
            await self._platform.members.react(step.person, f"m{chosen.number}", SPARK_EMOJI, on=True)

    async def _press(self, step: Step, card: Stored) -> None:
        """The same by button; who voted before, in an earlier run, doesn't vote a second time."""
        message = f"m{card.number}"
        held = await self._platform.held(step.person, card.channel, message) or ()
        match step.act:
            case Act.VOTE if not held:
                pressed: Sequence[int] = (step.option,)
            case Act.CHANGE if held and step.option not in held:
                pressed = (step.option,)
            case Act.WITHDRAW:
                pressed = held
            case _:
                pressed = ()
        for option in pressed:
            await self._platform.press(step.person, message, option, self._locale)

    async def _react(self, step: Step, card: Stored, emoji: str, *, on: bool) -> None:
        await self._platform.members.react(step.person, f"m{card.number}", emoji, on=on)

    def _is_open(self, card: Stored) -> bool:
        return card.content["state"] == "open" and _closes_at(card.content) - _SHY > self._clock.now()


def _held(card: Stored, person: str, options: Sequence[str]) -> list[str]:
    """The reactions by which somebody votes at present."""
    wanted = {plain(emoji) for emoji in options}
    return [
        reaction.emoji
        for reaction in card.reactions
        if plain(reaction.emoji) in wanted and any(holder.id == person for holder in reaction.people)
    ]


def _in_own_way(emoji: str, number: int) -> str:
    """Now and then a hand has its own skin tone."""
    return emoji + _TONES[number % len(_TONES)] if emoji in _HANDS and number % 9 == 4 else emoji


def _closes_at(content: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(content["closes_at"])
