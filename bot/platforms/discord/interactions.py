"""Members' commands, buttons and forms: from the gateway to the bot, and the answers back.

Interactions are read from the gateway's own payload, in the place of discord.py's parser, which fails on what an
interaction may lack. Nothing is kept between a message and its buttons: what a button does stands in its custom_id,
so all of them work after a restart.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Protocol

import discord

from bot.core.buttons import Press
from bot.core.chat_commands import COMMANDS, Command
from bot.core.debates import Channel
from bot.core.messages import Confirmation, Reply
from bot.core.times import micros
from bot.core.words import Words, words_of_person
from bot.errors import AgoraError
from bot.log import get_logger
from bot.platforms.discord.identifiers import PLATFORM, voter_of
from bot.platforms.discord.interaction_protocol import PRIVATE, Call, Kind, Responder, read_call
from bot.platforms.discord.message_rendering import NO_MENTIONS, VOTE
from bot.platforms.discord.permissions import seen_by
from bot.platforms.discord.reply_rendering import (
    FEEDBACK,
    ON_A_PAGE,
    Turn,
    downloads_of,
    form_of,
    modal,
    read_form,
    read_turn,
    reply_body,
    text_body,
    texts_of,
)
from bot.platforms.discord.slash_commands import (
    all_commands,
    argument_of,
    asked_of,
    command_of,
    shared,
    synchronise,
)
from bot.services.asked import Asked, Asker
from bot.services.ports import Clock, Inbound
from bot.services.voting.presses import Answerable

_SOON = 1.5
"""Seconds after which an answer is promised: the first response must come within 3 [doc]."""
_SOON_FOR_A_FORM = 2.4
"""A form can only be a first response, so it is waited for longer."""
_LAST_SECONDS = 3.0
_MOST_CHOICES = 25
_LONGEST_CHOICE = 100
_MANY = 200
"""How many entries a listing may have that is turned page by page."""


class Guilds(Protocol):
    """Which of the configured channels are in a guild."""

    def reach(self, guild: str) -> frozenset[str]:
        """The native ids of the configured channels that are known to be in it."""


class Interactions:
    """Answers what members start. One for all shards. `locale` is for channels that the configuration doesn't name."""

    def __init__(
        self,
        inbound: Inbound,
        words: Callable[[str], Words],
        channels: Iterable[Channel],
        guilds: Guilds,
        clock: Clock,
        *,
        locale: str,
    ) -> None:
        self._inbound = inbound
        self._words = words
        self._locales = {channel.id: channel.locale for channel in channels}
        self._guilds = guilds
        self._locale = locale
        self._clock = clock
        self._answerable = Answerable()
        self._log = get_logger("discord")
        self._under_way: set[asyncio.Task[None]] = set()

    def install(self, client: discord.Client) -> None:
        """Take every interaction of this client from now on."""

        def take(payload: Mapping[str, Any]) -> None:
            call = self._read(client, payload)
            if call is None:
                return
            task = asyncio.create_task(self._answer(client, call), name=f"interaction {call.id}")
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

        client._connection.parsers["INTERACTION_CREATE"] = take

    async def sync(self, client: discord.Client) -> None:
        """Tell Discord of the commands if it knows others. Never raises; tries again where Discord did not answer."""
        application = client.application_id or (client.user.id if client.user is not None else 0)
        await synchronise(client.http, application, all_commands(self._words), self._clock, self._log)

    async def close(self) -> None:
        """Finish what is under way, as far as that takes no longer than some seconds."""
        if self._under_way:
            _, late = await asyncio.wait(self._under_way, timeout=_LAST_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    def _read(self, client: discord.Client, payload: Mapping[str, Any]) -> Call | None:
        """The call; what makes no sense must not end the connection that it came by."""
        try:
            return read_call({"application_id": client.application_id, **payload}, self._parent(client, payload))
        except (TypeError, ValueError, KeyError, AttributeError) as failure:
            self._log.warning("an interaction made no sense", error=failure)
            return None

    @staticmethod
    def _parent(client: discord.Client, payload: Mapping[str, Any]) -> str | None:
        """The parent of a thread that the client knows."""
        place = str(payload.get("channel_id") or "")
        known = client.get_channel(int(place)) if place.isdecimal() else None
        return str(known.parent_id) if isinstance(known, discord.Thread) else None

    async def _answer(self, client: discord.Client, call: Call) -> None:
        answering = Responder(client.http._HTTPClient__session, call, self._log)  # type: ignore[attr-defined]
        try:
            await self._take(client, call, answering)
        except Exception as failure:
            expected = isinstance(failure, AgoraError)
            self._log.log(
                logging.WARNING if expected else logging.ERROR,
                "an interaction went wrong",
                kind=call.kind,
                error=failure,
            )
            if call.kind != Kind.AUTOCOMPLETE:
                words = self._words_for(call)
                sentence = words.say("error-storage") if expected else words.say("error-unexpected")
                await answering.tell(text_body(sentence), private=True)

    async def _take(self, client: discord.Client, call: Call, answering: Responder) -> None:
        match call.kind:
            case Kind.COMMAND if call.target:
                await self._results_of_message(client, call, answering)
            case Kind.COMMAND:
                await self._command(client, call, answering)
            case Kind.AUTOCOMPLETE:
                await self._complete(client, call, answering)
            case Kind.COMPONENT if call.custom_id.startswith(VOTE):
                await self._press(call, answering)
            case Kind.COMPONENT:
                await self._turn(client, call, answering)
            case Kind.FORM if call.custom_id == FEEDBACK:
                rating, line = read_form(call.filled)
                if await self._first_time(call):
                    await self._reply(
                        call, answering, self._inbound.commands.feedback(self._asker(client, call), rating, line)
                    )
            case Kind.FORM:
                await answering.tell(text_body(self._words_for(call).say("error-unexpected")), private=True)

    async def _command(self, client: discord.Client, call: Call, answering: Responder) -> None:
        known = command_of(call)
        if known is None:
            await self._reply(
                call, answering, self._inbound.commands.answer(Asked(Command.HELP, self._asker(client, call)))
            )
            return
        argument, share = argument_of(call, known), shared(call, known)
        turn = Turn(call.user, 0, known.command, argument, share) if not known.admin else None
        await self._reply(
            call,
            answering,
            self._inbound.commands.answer(asked_of(known, argument, self._asker(client, call, turn), share=share)),
            turn=turn,
            private=not share,
            form=known.form,
        )

    async def _complete(self, client: discord.Client, call: Call, answering: Responder) -> None:
        known = command_of(call)
        if known is None:
            await answering.choose(())
            return
        asked = Asked(known.command, self._asker(client, call), (call.typed,))
        found = await self._inbound.commands.complete(asked, _MOST_CHOICES)
        choices = []
        for each in found:
            label = f"{each.label} · {each.hint}" if each.hint else each.label
            if 0 < len(each.text) <= _LONGEST_CHOICE:
                choices.append({"name": _clipped(label), "value": each.text})
        await answering.choose(choices[:_MOST_CHOICES])

    async def _press(self, call: Call, answering: Responder) -> None:
        number = call.custom_id.removeprefix(VOTE)
        if not (number.isdecimal() and number.isascii()) or call.message is None:
            return
        received_at = micros(self._clock.now())
        press = Press(
            platform=PLATFORM,
            channel=call.channel,
            message=call.message,
            voter=voter_of(call.user),
            option=int(number),
            received_at=received_at,
            locale=call.locale,
            pressed_at=call.started_at,
            answerable=self._answerable.still(call.started_at, received_at),
        )

        async def take() -> Confirmation | None:
            return await self._inbound.presses.take(press) if await self._first_time(call) else None

        confirmation = await self._soon(take(), lambda: answering.defer(private=True))
        if confirmation is not None and await answering.tell(text_body(confirmation.text), private=True):
            self._answerable.taken(call.started_at, received_at)
            if not confirmation.is_error:
                await self._inbound.presses.answered(press)

    async def _first_time(self, call: Call) -> bool:
        """Whether it is told for the first time: Discord may tell an event several times [doc], another process hears
        it as well where two have the same shard, and the same button pressed twice takes the vote back."""
        return await self._inbound.heard.first_time(PLATFORM, call.id, self._clock.now())

    async def _turn(self, client: discord.Client, call: Call, answering: Responder) -> None:
        turn = read_turn(call.custom_id)
        known = COMMANDS[turn.command] if turn is not None else None
        if turn is None or known is None or known.admin:
            await answering.defer_update()
            return
        if turn.user != call.user:
            await answering.tell(text_body(self._words_for(call).say("discord-page-not-yours")), private=True)
            return
        asker = self._asker(client, call, turn)
        asking = self._inbound.commands.answer(asked_of(known, turn.argument, asker, share=turn.share))
        reply = await self._soon(asking, answering.defer_update)
        await answering.update(reply_body(reply, self._words_for(call, private=reply.private), turn))

    async def _results_of_message(self, client: discord.Client, call: Call, answering: Responder) -> None:
        debate = await self._inbound.debates.of_message(PLATFORM, call.place, call.target)
        if debate is None and call.place != call.channel:
            debate = await self._inbound.debates.of_message(PLATFORM, call.place, call.place)
        if debate is None:
            await answering.tell(text_body(self._words_for(call).say("discord-no-debate-there")), private=True)
            return
        asked = Asked(Command.RESULTS, self._asker(client, call), (debate,))
        await self._reply(call, answering, self._inbound.commands.answer(asked))

    async def _reply(
        self,
        call: Call,
        answering: Responder,
        asking: Awaitable[Reply],
        *,
        turn: Turn | None = None,
        private: bool = True,
        form: bool = False,
    ) -> None:
        after = _SOON_FOR_A_FORM if form else _SOON
        reply = await self._soon(asking, lambda: answering.defer(private=private), after)
        asked = form_of(reply)
        if asked is not None and not answering.deferred:
            await answering.ask(modal(asked))
            if texts_of(reply):
                await answering.follow_up({**text_body(texts_of(reply)), "flags": PRIVATE})
            return
        words = self._words_for(call, private=private)
        if asked is not None:
            await answering.tell(text_body(words.say("error-busy")), private=True)
            return
        await answering.tell(reply_body(reply, words, turn), private=private or reply.private)
        for file in downloads_of(reply):
            if not await answering.follow_up({"flags": PRIVATE, "allowed_mentions": dict(NO_MENTIONS)}, file):
                await answering.follow_up({**text_body(words.say("error-unexpected")), "flags": PRIVATE})

    @staticmethod
    async def _soon(asking: Awaitable[Any], otherwise: Callable[[], Awaitable[None]], after: float = _SOON) -> Any:
        """What is asked for; when it takes long, the member is first promised that it will come."""
        task = asyncio.ensure_future(asking)
        try:
            done, _ = await asyncio.wait((task,), timeout=after)
            if not done:
                await otherwise()
            return await task
        finally:
            task.cancel()

    def _asker(self, client: discord.Client, call: Call, turn: Turn | None = None) -> Asker:
        reach = self._guilds.reach(call.guild) if call.guild is not None else frozenset()
        guild = client.get_guild(int(call.guild)) if call.guild is not None else None
        return Asker(
            voter=voter_of(call.user),
            channel_id=call.channel,
            locale=call.locale,
            manages=call.manages,
            reach=reach,
            sees=seen_by(guild, call.member, reach),
            most=_MANY if turn is not None and turn.fits else ON_A_PAGE,
        )

    def _words_for(self, call: Call, *, private: bool = True) -> Words:
        """The member's own language in private if we speak it, else the channel's."""
        here = self._locales.get(call.channel, self._locale)
        return words_of_person(self._words, call.locale if private else None, here)


def _clipped(text: str) -> str:
    line = " ".join(text.split()) or "–"
    return line if len(line) <= _LONGEST_CHOICE else line[: _LONGEST_CHOICE - 1].rstrip() + "…"
