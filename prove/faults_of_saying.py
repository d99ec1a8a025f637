"""Planted faults in what the bot says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from bot.errors import StorageError
from bot.platforms.discord.adapter import DiscordPlatform
from bot.platforms.local.adapter import LocalPlatform
from bot.platforms.slack.adapter import SlackPlatform
from bot.services.platform_errors import PlatformError, TokenRefused, TryLater, Unclear
from bot.services.publishing import attempts
from bot.services.publishing.attempts import Attempts
from bot.services.records import Part
from prove.planting import never, nothing, plant

# What is sent


@plant("answer_lost", "Discord: a send whose answer was lost is not looked for")
def _() -> Iterator[tuple[Any, str, Any]]:
    from bot.platforms.discord import sending

    signed = sending.signed

    def without_nonce(*args: Any) -> dict[str, Any]:
        return {name: value for name, value in signed(*args).items() if not name.endswith("nonce")}

    yield DiscordPlatform, "find", nothing
    # Discord itself knows a repeat by its nonce for some minutes.
    yield sending, "signed", without_nonce


@plant("answer_lost", "Slack: a send whose answer was lost is not looked for")
def _() -> Iterator[tuple[Any, str, Any]]:
    yield SlackPlatform, "find", nothing


@plant("answer_lost", "the local chat: a send whose answer was lost is not looked for")
def _() -> Iterator[tuple[Any, str, Any]]:
    yield LocalPlatform, "find", nothing


@plant("timed_out", "what was not answered in time counts as not sent")
def _() -> Iterator[tuple[Any, str, Any]]:
    again = Attempts._again

    async def sure(self: Attempts, *args: Any, **more: Any) -> None:
        await again(self, *args, **{**more, "unclear": False})

    yield Attempts, "_again", sure


def _given_up_for(kind: type[PlatformError]) -> tuple[Any, str, Any]:
    again = Attempts._again

    async def once(self: Attempts, delivery: Any, failure: Any, **more: Any) -> None:
        if isinstance(failure, kind):
            await self._give_up(delivery, failure)
        else:
            await again(self, delivery, failure, **more)

    return Attempts, "_again", once


@plant("refused_429", "what was asked too often is given up")
def _() -> Iterator[tuple[Any, str, Any]]:
    yield _given_up_for(TryLater)


@plant("refused_5xx", "what met the platform's own trouble is given up")
def _() -> Iterator[tuple[Any, str, Any]]:
    yield _given_up_for(Unclear)


@plant("html_for_json", "a post's last search before closing finds nothing")
def _() -> Iterator[tuple[Any, str, Any]]:
    yield attempts, "_may_be_said_since", never


@plant("token_refused", "a token that was refused once is given up for what was to be said")
def _() -> Iterator[tuple[Any, str, Any]]:
    yield _given_up_for(TokenRefused)


@plant("killed", "a result is noted as said before it is sent")
def _() -> Iterator[tuple[Any, str, Any]]:
    carry_out = Attempts._carry_out

    async def note_first(self: Attempts, delivery: Any) -> None:
        if delivery.part is Part.RESULT:
            await self._deliveries.said(delivery.id, "0", self._clock.now())
        await carry_out(self, delivery)

    yield Attempts, "_carry_out", note_first


@plant("killed_at_commit", "what the dead process was sending is not looked for")
def _() -> Iterator[tuple[Any, str, Any]]:
    make = Attempts.make

    async def anew(self: Attempts, delivery: Any) -> None:
        await make(self, replace(delivery, unclear=False))

    yield Attempts, "make", anew


@plant("disk_full", "what was sent and could not be noted is sent again")
def _() -> Iterator[tuple[Any, str, Any]]:
    again = Attempts._again

    async def sure(self: Attempts, delivery: Any, failure: Any, **more: Any) -> None:
        more["unclear"] = more["unclear"] and not isinstance(failure, StorageError)
        await again(self, delivery, failure, **more)

    yield Attempts, "_again", sure
