"""The asker's own data: handed to them as a file, or forgotten, if they say it twice."""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.core.chat_commands import COMMANDS, Command, slash_name
from bot.core.korean import folded
from bot.core.marks import Voter
from bot.core.messages import Download, Item, Listing, ReplyPart, Text
from bot.core.platforms import PLATFORMS
from bot.services.commands.place import Place, Sorry
from bot.services.forgetting import Forgetting, Forgotten, Reacted
from bot.services.personal_stores import Standing, Traces
from bot.services.ports import Clock

ASKED_WITHIN = timedelta(minutes=10)
"""How long the second word is taken at least; at most half as long again."""
_HALVES = 2
_ONESELF = frozenset({"me", "나", "나를", "저", "저를"})


class OwnData:
    """Answers `/debate export me` and `/debate forget me`, to nobody but the asker."""

    def __init__(self, forgetting: Forgetting, clock: Clock) -> None:
        self._forgetting = forgetting
        self._clock = clock

    async def exported(self, place: Place) -> tuple[ReplyPart, ...]:
        """All that is known of the asker, as a JSON file (docs/export.md)."""
        words, now = place.words, self._clock.now()
        told = {"told_at": f"{now:%Y-%m-%dT%H:%M:%SZ}", **await self._forgetting.everything(place.asker.voter)}
        content = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
        name = f"agora-{now:%Y-%m-%d}.json"
        return Text(words.say("export-here")), Download(name, words.say("export-download"), content)

    async def forgotten(self, place: Place, arguments: Sequence[str]) -> tuple[ReplyPart, ...]:
        """What would go and what would stay; with the code that was told with it, it is done."""
        words, voter = place.words, place.asker.voter
        said = [word for word in arguments if folded(word) not in _ONESELF]
        key = await self._forgetting.key()
        if said and said[0] in _codes(key, voter, self._clock.now()):
            return self._done(place, await self._forgetting.forget(voter))
        traces = await self._forgetting.traces(voter)
        _refuse_while_counting(place, traces.being_counted)
        if not traces.known and not self._forgetting.erases(voter):
            return (Text(words.say("forget-nothing")),)
        asked = self._asked(place, traces, _codes(key, voter, self._clock.now())[0])
        return (Text(words.say("forget-wrong-code")), *asked) if said else asked

    def _asked(self, place: Place, traces: Traces, code: str) -> tuple[ReplyPart, ...]:
        words, platform = place.words, place.asker.voter.platform
        going_on, over = len(traces.of(Standing.OPEN)), len(traces.of(Standing.COUNTED))
        items = [Item(words.say("forget-goes"), words.say("forget-goes-what", feedback=traces.feedback))]
        if going_on:
            items.append(Item(words.say("forget-open"), words.say("forget-open-what", n=going_on)))
        if over:
            items.append(Item(words.say("forget-stays"), words.say("forget-stays-what", n=over)))
        items.append(Item(words.say("forget-elsewhere"), self._elsewhere(place)))
        command = slash_name(platform, words.locale)
        line = f"{command} {COMMANDS[Command.FORGET].on(words.locale)}"
        return (
            Listing(words.say("forget-heading"), tuple(items)),
            *self._standing(place, self._forgetting.reacted(traces, place.asker.voter), words.say("forget-first")),
            Text(words.say("forget-confirm", platform=platform, command=line, code=code, minutes=_minutes())),
        )

    def _done(self, place: Place, done: Forgotten) -> tuple[ReplyPart, ...]:
        words = place.words
        _refuse_while_counting(place, done.being_counted)
        items = [Item(words.say("forget-gone"), words.say("forget-goes-what", feedback=done.feedback))]
        if done.withdrawn:
            items.append(Item(words.say("forget-open"), words.say("forget-open-done", n=done.withdrawn)))
        if done.kept:
            items.append(Item(words.say("forget-kept"), words.say("forget-stays-what", n=done.kept)))
        items.append(Item(words.say("forget-elsewhere"), self._elsewhere(place)))
        return (
            Listing(words.say("forget-done"), tuple(items)),
            *self._standing(place, done.reacted, words.say("forget-still")),
            Text(words.say("forget-afterwards")),
        )

    def _elsewhere(self, place: Place) -> str:
        platform = place.asker.voter.platform
        if self._forgetting.erases(place.asker.voter):
            return place.words.say("forget-elsewhere-here")
        return place.words.say("forget-elsewhere-what", platform=PLATFORMS[platform].title or platform)

    @staticmethod
    def _standing(place: Place, reacted: Sequence[Reacted], heading: str) -> tuple[ReplyPart, ...]:
        items = tuple(Item(each.debate.article.title, "", each.link) for each in reacted[: place.asker.most])
        return (Listing(heading, items),) if items else ()


def _refuse_while_counting(place: Place, debates: Sequence[object]) -> None:
    if debates:
        raise Sorry(place.words.say("forget-being-counted", n=len(debates)))


def _minutes() -> int:
    return int(ASKED_WITHIN.total_seconds() // 60)


def _codes(key: bytes, voter: Voter, now: datetime) -> list[str]:
    """What a person has to say a second time, the newest first: four digits, others for everybody and with time.

    Nothing has to be kept of who asked, in whichever process they ask again.
    """
    half = int(now.timestamp() / (ASKED_WITHIN.total_seconds() / _HALVES))
    asked = ("\n".join((*voter, str(each))) for each in range(half, half - _HALVES - 1, -1))
    digests = (hmac.digest(key, each.encode(), "sha256") for each in asked)
    return [str(1000 + int.from_bytes(digest[:4], "big") % 9000) for digest in digests]
