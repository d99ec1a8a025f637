"""The asker's own data: handed to them as a file, or forgotten, if they say it twice."""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

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

    def __init__(self, forgetting: Forgetting, clock: Clock, zone: ZoneInfo) -> None:
        """The days of files are those in `zone`."""
        self._forgetting = forgetting
        self._clock = clock
        self._zone = zone

    async def exported(self, place: Place) -> tuple[ReplyPart, ...]:
        """All that is known of the asker, as a JSON file (docs/export.md)."""
        words, now = place.words, self._clock.now()
        told = {"told_at": f"{now:%Y-%m-%dT%H:%M:%SZ}", **await self._forgetting.everything(place.asker.voter)}
        content = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
        name = f"agora-{now.astimezone(self._zone):%Y-%m-%d}.json"
        return Text(words.say("export-here")), Download(name, words.say("export-download"), content)

    async def forgotten(self, place: Place, arguments: Sequence[str]) -> tuple[ReplyPart, ...]:
        """What would go and what would stay; with the code that was told with it, it is done."""
        words, voter = place.words, place.asker.voter
        said = [word for word in arguments if folded(word) not in _ONESELF]
        codes = _codes(await self._forgetting.key(), voter, self._clock.now())
        if said and said[0] in codes:
            return self._done(place, await self._forgetting.forget(voter))
        traces = await self._forgetting.traces(voter)
        _refuse_while_counting(place, traces.being_counted)
        if not await self._forgetting.knows(voter, traces):
            return (Text(words.say("forget-nothing")),)
        asked = self._asked(place, traces, codes[0])
        return (Text(words.say("forget-wrong-code")), *asked) if said else asked

    def _asked(self, place: Place, traces: Traces, code: str) -> tuple[ReplyPart, ...]:
        words, voter = place.words, place.asker.voter
        going_on, over = len(traces.of(Standing.OPEN)), len(traces.of(Standing.COUNTED))
        goes = [words.say("forget-goes-what", feedback=traces.feedback)]
        if self._forgetting.erases(voter):
            name_stays = self._forgetting.keeps_name(voter)
            goes.append(words.say("forget-goes-words") if name_stays else words.say("forget-goes-here"))
        items = [Item(words.say("forget-goes"), " ".join(goes))]
        if going_on:
            items.append(Item(words.say("forget-open"), words.say("forget-open-what", n=going_on)))
        stays = [words.say("forget-stays-what", n=over)] if over else []
        items += self._staying(place, words.say("forget-stays"), stays)
        command = slash_name(voter.platform, words.locale)
        line = f"{command} {COMMANDS[Command.FORGET].on(words.locale)}"
        return (
            Listing(words.say("forget-heading"), tuple(items)),
            *self._standing(place, self._forgetting.reacted(traces, voter), words.say("forget-first")),
            Text(words.say("forget-confirm", platform=voter.platform, command=line, code=code, minutes=_minutes())),
        )

    def _done(self, place: Place, done: Forgotten) -> tuple[ReplyPart, ...]:
        words = place.words
        _refuse_while_counting(place, done.being_counted)
        if done.nothing:
            return (Text(words.say("forget-already")),)
        gone = [words.say("forget-goes-what", feedback=done.feedback)]
        if done.erased:
            gone.append(words.say("forget-gone-words") if done.keeps_name else words.say("forget-gone-here"))
        items = [Item(words.say("forget-gone"), " ".join(gone))]
        if done.withdrawn:
            items.append(Item(words.say("forget-taken-back"), words.say("forget-taken-back-what", n=done.withdrawn)))
        kept = [words.say("forget-kept-what", n=done.kept)] if done.kept else []
        items += self._staying(place, words.say("forget-kept"), kept)
        return (
            Listing(words.say("forget-done"), tuple(items)),
            *self._standing(place, done.reacted, words.say("forget-still")),
            Text(words.say("forget-afterwards")),
        )

    def _staying(self, place: Place, heading: str, stays: list[str]) -> list[Item]:
        """What stays, with the name of who came with the chat, under its heading; and what is not in our hands."""
        words, voter = place.words, place.asker.voter
        if self._forgetting.keeps_name(voter):
            stays = [*stays, words.say("forget-name-stays")]
        elsewhere = [words.say("forget-elsewhere-backups")]
        if not self._forgetting.erases(voter):
            title = PLATFORMS[voter.platform].title or voter.platform
            elsewhere.insert(0, words.say("forget-elsewhere-what", platform=title))
        shown = [Item(heading, " ".join(stays))] if stays else []
        return [*shown, Item(words.say("forget-elsewhere"), " ".join(elsewhere))]

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
