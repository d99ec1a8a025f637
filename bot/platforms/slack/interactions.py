"""Commands, buttons, shortcuts, the feedback form and the app's home, for slack-bolt: who asks, and in which language
they are answered.

Everything is acknowledged at once and answered after: Slack waits for three seconds at most. Whoever hands
interactions over hands each over once; opening a home is the same the second time.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from bot.core.buttons import Press
from bot.core.chat_commands import COMMANDS, Command
from bot.core.debates import Channel
from bot.core.marks import Voter
from bot.core.messages import Download, Reply
from bot.core.times import micros
from bot.core.words import Words, words_of_person
from bot.errors import AgoraError, StorageError
from bot.log import get_logger
from bot.platforms.slack.channel_directory import ChannelIds
from bot.platforms.slack.identifiers import PLATFORM
from bot.platforms.slack.interaction_protocol import (
    Origin,
    Payload,
    Responder,
    acted_at,
    action_of,
    labels,
    message_of,
    origin,
    packed,
    thread_of,
    typed,
    unpacked,
)
from bot.platforms.slack.message_rendering import OPEN, READ, RESULTS, VOTE
from bot.platforms.slack.reply_rendering import (
    FEEDBACK,
    FORM,
    PAGE,
    confirmation_message,
    file_messages,
    filled,
    form_again,
    form_of,
    form_view,
    reply_message,
    sentence,
)
from bot.platforms.slack.views import article_view, home_view, home_without
from bot.services.asked import Asked, Asker, UnknownCommand
from bot.services.commands.grammar import read
from bot.services.ports import Clock, Inbound
from bot.services.records import Sight

_MOST_LISTED = 100
"""Entries of a listing that one can page through."""


class KnownAccounts(Protocol):
    """What is known of the workspace's accounts."""

    def locale_of(self, user: str) -> str | None:
        """The language that somebody uses Slack in, if that is known."""

    def meet(self, user: str) -> None:
        """Somebody did something: what isn't known of the account may be learnt by and by."""


class Askers:
    """Tells who is behind an interaction; see `Interactions` for what is handed over."""

    def __init__(
        self,
        words: Callable[[str], Words],
        channels: Iterable[Channel],
        voter: Callable[[str], Voter] | None,
        people: KnownAccounts | None,
        locale: str,
        is_public: Callable[[str], bool | None],
    ) -> None:
        self._words = words
        self._locales = {channel.id: channel.locale for channel in channels if channel.platform == PLATFORM}
        self._voter_of = voter
        self._people = people
        self._is_public = is_public
        self.locale = locale

    def asker(self, asked: Origin) -> Asker:
        """The person as the commands know them. On Slack only the configuration makes admins."""
        voter, locale = self.voter(asked), self.locale_of(asked.user)
        return Asker(voter, asked.channel, locale, most=_MOST_LISTED, sees=self.seen_by(asked))

    def seen_by(self, asked: Origin) -> frozenset[str]:
        """The configured channels that everybody in the workspace may see; none for somebody of another workspace."""
        if asked.team not in ("", self.voter(asked).workspace):
            return frozenset()
        return frozenset(channel for channel in self._locales if self._is_public(channel))

    def voter(self, asked: Origin) -> Voter:
        """The person as a voter."""
        return self._voter_of(asked.user) if self._voter_of is not None else Voter(PLATFORM, asked.team, asked.user)

    def locale_of(self, user: str) -> str | None:
        """The person's language, once it is known: nobody waits for it."""
        if self._people is None:
            return None
        self._people.meet(user)
        return self._people.locale_of(user)

    def words_of(self, asked: Origin, reply: Reply) -> Words:
        """The language that a reply is in: the channel's where everybody reads it."""
        return self.words_at(asked) if reply.private else self._words(self._locales.get(asked.channel, self.locale))

    def words_at(self, asked: Origin) -> Words:
        """A person's language if it is known and we speak it, else the channel's."""
        known = self._people.locale_of(asked.user) if self._people is not None else None
        return words_of_person(self._words, known, self._locales.get(asked.channel, self.locale))


SLASHES = re.compile(r"^/(debate|토론)$")
"""The manifest names `/debate`; an admin may add `/토론` to the app."""
SHORTCUT = "agora_results"
"""The callback id of the message shortcut *results of this debate*."""
_LONGEST_LINE = 1_000
"""Characters of a command that are read; a button's value has room for them."""
_LAST_ANSWERS = 2.0
"""Seconds that answers under way have left when the bot stops."""
_log = get_logger("slack")
Work = Callable[[Payload], Awaitable[None]]


class Interactions:
    """Takes what members do on Slack to the bot, and its answers back.

    `client` gives the Web API's client, `voter` the voter behind a user's id (without it, the payload's workspace
    is the voter's), `locale` is the language where neither a person nor a channel has one.
    """

    def __init__(
        self,
        inbound: Inbound,
        words: Callable[[str], Words],
        channels: Iterable[Channel],
        client: Callable[[], AsyncWebClient],
        clock: Clock,
        *,
        voter: Callable[[str], Voter] | None = None,
        places: ChannelIds | None = None,
        people: KnownAccounts | None = None,
        locale: str,
        is_public: Callable[[str], bool | None],
    ) -> None:
        self._inbound = inbound
        self._words = words
        self._answering = Responder(client, clock)
        self._clock = clock
        self._who = Askers(words, channels, voter, people, locale, is_public)
        self._places = places
        self._under_way: set[asyncio.Task[None]] = set()

    def install(self, app: AsyncApp) -> None:
        """Register everything on a bolt app, for any transport."""
        app.command(SLASHES)(self._listener(self._command))
        app.action(re.compile(rf"^{re.escape(VOTE)}\d+$"))(self._listener(self._pressed))
        app.action(RESULTS)(self._listener(self._results_button))
        app.action(re.compile(f"^{re.escape(PAGE)}"))(self._listener(self._page))
        app.action(FORM)(self._listener(self._form_again))
        app.action(READ)(self._listener(self._read))
        app.action(OPEN)(self._listener(_nothing))
        app.message_shortcut(SHORTCUT)(self._listener(self._results_shortcut))
        app.view(FEEDBACK)(self._listener(self._feedback))
        app.event("app_home_opened")(self._listener(self._home))

    async def close(self) -> None:
        """Finish what is being answered, as far as that is soon done."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=_LAST_ANSWERS)
        for task in tuple(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    def _listener(self, work: Work) -> Callable[..., Awaitable[None]]:
        async def acknowledge(ack: AsyncAck, body: dict[str, Any]) -> None:
            await ack()
            task = asyncio.create_task(self._done_quietly(work, body))
            self._under_way.add(task)
            task.add_done_callback(self._under_way.discard)

        return acknowledge

    async def _done_quietly(self, work: Work, body: Payload) -> None:
        """Do the work; what goes wrong unexpectedly is logged, and said to the person."""
        try:
            await work(body)
        except Exception as failure:
            _log.error("an interaction met an unexpected error", error=failure)
            asked = self._origin(body)
            await self._answering.privately(asked, sentence(self._who.words_at(asked).say("error-unexpected")))

    def _origin(self, body: Payload) -> Origin:
        """Where it came from, the channel under the id that the bot uses."""
        asked = origin(body)
        return asked if self._places is None else replace(asked, channel=self._places.ours(asked.channel))

    # Commands and their answers

    async def _command(self, body: Payload) -> None:
        came, line = self._origin(body), typed(body.get("text"))
        await self._answer(came, read(line, self._who.asker(came)), line)

    async def _answer(self, asked: Origin, command: Asked | UnknownCommand, line: str) -> None:
        """Answer a command: by a form, publicly if it asks for that, else to the asker alone.

        `line` is how the asker would write it.
        """
        reply = await self._inbound.commands.answer(command)
        words = self._who.words_of(asked, reply)
        form = form_of(reply)
        if form is not None:
            metadata = packed(channel=asked.channel, url=asked.url)
            opened = asked.trigger and await self._answering.form(asked.trigger, form_view(form, words, metadata))
            if not opened:
                await self._answering.privately(asked, form_again(words))
        turn = partial(_turned, line) if reply.private and _only_tells(command) else None
        message = reply_message(reply, words, turn=turn)
        if message["blocks"]:
            await (self._answering.privately if reply.private else self._answering.publicly)(asked, message)
        for piece in (
            piece for part in reply.parts if isinstance(part, Download) for piece in file_messages(part, words)
        ):
            await self._answering.privately(asked, piece)

    async def _page(self, body: Payload) -> None:
        """Another page of a listing: the command is given again, so that nothing has to be remembered."""
        wanted = unpacked(action_of(body).get("value"))
        line, page = wanted.get("line"), wanted.get("page")
        if not isinstance(line, str) or not isinstance(page, int):
            return
        asked = self._origin(body)
        command = read(line, self._who.asker(asked))
        if not _only_tells(command):
            return
        reply = await self._inbound.commands.answer(command)
        words = self._who.words_of(asked, reply)
        await self._answering.instead(asked, reply_message(reply, words, page=page, turn=partial(_turned, line)))

    async def _form_again(self, body: Payload) -> None:
        asked = self._origin(body)
        await self._answer(asked, Asked(Command.FEEDBACK, self._who.asker(asked)), Command.FEEDBACK)

    async def _feedback(self, body: Payload) -> None:
        view: Mapping[str, Any] = body.get("view") or {}
        kept = unpacked(view.get("private_metadata"))
        sent = self._origin(body)
        asked = Origin(sent.user, str(kept.get("channel") or ""), sent.team, kept.get("url") or None, sent.trigger)
        reply = await self._inbound.commands.feedback(self._who.asker(asked), *filled(view))
        await self._answering.privately(asked, reply_message(reply, self._who.words_of(asked, reply)))

    async def _read(self, body: Payload) -> None:
        """Show the article; where a page has it, Slack has opened that already."""
        button, asked = action_of(body), self._origin(body)
        if button.get("url") or asked.trigger is None:
            return
        try:
            debate = await self._inbound.debates.get(str(button.get("value") or ""))
        except StorageError:
            debate = None
        words = self._who.words_at(asked)
        if debate is None or not await self._answering.form(asked.trigger, article_view(debate.article, words)):
            await self._answering.privately(asked, sentence(words.say("error-unexpected")))

    # Results

    async def _results_button(self, body: Payload) -> None:
        await self._results(self._origin(body), str(action_of(body).get("value") or ""))

    async def _results_shortcut(self, body: Payload) -> None:
        asked = self._origin(body)
        try:
            debate = await self._inbound.debates.of_message(PLATFORM, asked.channel, message_of(body))
            thread = thread_of(body)
            if debate is None and thread is not None:
                debate = await self._inbound.debates.of_message(PLATFORM, asked.channel, thread)
        except StorageError:
            await self._answering.privately(asked, sentence(self._who.words_at(asked).say("error-storage")))
            return
        if debate is None:
            await self._answering.privately(asked, sentence(self._who.words_at(asked).say("slack-no-debate")))
            return
        await self._results(asked, debate)

    async def _results(self, asked: Origin, debate: str) -> None:
        reply = await self._inbound.commands.answer(Asked(Command.RESULTS, self._who.asker(asked), (debate,)))
        await self._answering.privately(asked, reply_message(reply, self._who.words_of(asked, reply)))

    # Ballots by button

    async def _pressed(self, body: Payload) -> None:
        received_at = micros(self._clock.now())
        asked, pressed_at = self._origin(body), acted_at(body)
        press = Press(
            platform=PLATFORM,
            channel=asked.channel,
            message=message_of(body),
            voter=self._who.voter(asked),
            option=int(str(action_of(body).get("action_id")).removeprefix(VOTE)),
            received_at=received_at,
            locale=self._who.locale_of(asked.user),
            pressed_at=pressed_at,
            answerable=pressed_at is None or self._answering.answerable.still(pressed_at, received_at),
        )
        said = await self._inbound.presses.take(press)
        message = confirmation_message(said, labels(body), self._who.words_at(asked))
        if await self._answering.privately(asked, message) and not said.is_error:
            await self._inbound.presses.answered(press)

    # The app's home

    async def _home(self, body: Payload) -> None:
        event: Mapping[str, Any] = body.get("event") or {}
        user = str(event.get("user") or "")
        if not user or event.get("tab", "home") != "home":
            return
        asked = Origin(user, "", str(body.get("team_id") or ""), None, None)
        try:
            view = await self._inbound.home_page.view(
                self._who.voter(asked),
                self._who.locale_of(user) or self._who.locale,
                Sight(PLATFORM, frozenset(self._who.seen_by(asked))),
            )
            shown = home_view(view, self._words(view.locale))
        except AgoraError as failure:
            _log.warning("a home could not be put together", error=failure)
            shown = home_without(self._who.words_at(asked).say("error-storage"))
        await self._answering.home(user, shown)


def _turned(line: str, page: int) -> str:
    return packed(line=line[:_LONGEST_LINE], page=page)


def _only_tells(command: Asked | UnknownCommand) -> bool:
    """Whether giving a command again changes nothing, so that it may be given for each page of its answer."""
    return isinstance(command, Asked) and not COMMANDS[command.command].acts


async def _nothing(_: Payload) -> None:
    """A button that only opens an address is reported as well, and needs nothing but the acknowledgement."""
