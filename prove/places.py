"""Where people talk in a simulation, and what they really did there: a Discord server, a Slack workspace, the chat."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from prove.installed import SimulatedPort
from prove.network import Network
from prove.virtual_time import VirtualLoop
from tests.wire.discord.model import Channel, User
from tests.wire.discord.model import Message as DiscordMessage
from tests.wire.discord.server import FakeDiscord
from tests.wire.slack.records import Message as SlackMessage
from tests.wire.slack.records import SlackError
from tests.wire.slack.server import FakeSlack

DISCORD, SLACK, LOCAL = "discord", "slack", "local"
DISCORD_PORT, SLACK_PORT = 7001, 7002
PEOPLE = 12
"""On each platform."""
OPTIONS = ("🚪", "🌳", "🐚")
LABELS = ("문", "나무", "조개")
SLACK_NAMES = {"🚪": "door", "🌳": "deciduous_tree", "🐚": "shell", "🔖": "bookmark", "💡": "bulb"}
GARDEN, TERRACE, STAFF = "C0GARDEN", "C0TERRACE", "C00STAFF"
HOME = "home"


@dataclass(frozen=True, slots=True)
class Deed:
    """What somebody really did with a reaction: when (Unix seconds, by the platform's clock and by the bot's)."""

    at: float
    bots_time: float
    platform: str
    message: str
    person: str
    emoji: str
    on: bool


@dataclass(frozen=True, slots=True)
class Said:
    """A message of the bot as its platform shows it. `key` is what the platform keeps beside it, if it does."""

    platform: str
    channel: str
    message: str
    at: float
    text: str
    key: str | None
    thread: str | None = None


@dataclass
class Places:
    """The servers, who is there, and the book of what was really done."""

    loop: VirtualLoop
    network: Network
    folder: Path
    off: Callable[[], float]
    """By how many seconds the bot's clock is wrong."""
    deeds: list[Deed] = field(default_factory=list)
    deleted: set[tuple[str, str]] = field(default_factory=set)
    """Posts (platform, message) that a moderator deleted."""
    taken_away: list[Said] = field(default_factory=list)
    """What the bot had said on Discord and a moderator deleted: it is not shown there any more, and was said."""
    aliases: dict[str, str] = field(default_factory=dict)
    """Emoji of the workspace's own that are other names for an option's."""
    chat_deeds_read: int = 0
    gone: dict[tuple[str, str], float] = field(default_factory=dict)
    """Channels (platform, native id) that were taken from the bot for good, and since when."""

    def __post_init__(self) -> None:
        self.discord = FakeDiscord(port=DISCORD_PORT)
        self.discord._network = SimulatedPort(self.network, DISCORD_PORT)  # type: ignore[assignment]
        self.slack = FakeSlack(port=SLACK_PORT)
        self.slack._network = SimulatedPort(self.network, SLACK_PORT)  # type: ignore[assignment]
        self.discord.gateway.heartbeat_interval = 30_000

    async def open(self) -> None:
        """Begin."""
        await self.discord.start()
        await self.slack.start()
        guild = self.discord.guild("광장")
        self.square, self.plaza = (self.discord.channel(guild, name) for name in ("square", "plaza"))
        for channel in (GARDEN, TERRACE, STAFF):
            self.slack.world.add_channel(channel)
        self.discord_people = [self.discord.user(f"사람{n}", guild) for n in range(PEOPLE)]
        self.discord_bot = self.discord.user("다른봇", guild, bot=True)
        self.slack_people = self.slack.people.newcomers(PEOPLE)
        self.slack.world.add_user("U0OTHERBOT", bot=True)

    # Who is there

    def people(self, platform: str) -> list[str]:
        """Native ids of those who vote."""
        if platform == DISCORD:
            return [str(user.id) for user in self.discord_people]
        return self.slack_people if platform == SLACK else [f"p{n}" for n in range(PEOPLE)]

    def _user(self, native: str) -> User:
        return self.discord.world.users[int(native)]

    # What people do

    def react(self, platform: str, message: str, person: str, emoji: str, *, on: bool) -> bool:
        """Press or take back on Discord or Slack; False where that can't be done. The chat's people: `Year`."""
        done = (
            self._on_discord(message, person, emoji, on)
            if platform == DISCORD
            else self._on_slack(message, person, emoji, on)
        )
        if done:
            self.note(platform, message, person, emoji, on=on)
        return done

    def note(self, platform: str, message: str, person: str, emoji: str, *, on: bool) -> None:
        """Write down what was really done."""
        now = self.loop.wall()
        self.deeds.append(Deed(now, now + self.off(), platform, message, person, emoji, on))

    def clear(self, platform: str, message: str, emoji: str | None) -> None:
        """A moderator takes away all reactions, or all of one emoji (Discord)."""
        held = self.held(platform, message)
        found = self._discord_message(message)
        if found is not None:
            self.discord.clear(found, emoji)
            for one, people in held.items():
                for person in people if emoji in (None, one) else ():
                    self.note(platform, message, person, one, on=False)

    def held(self, platform: str, message: str) -> dict[str, list[str]]:
        """Who holds each emoji under a message now, the bot left out."""
        if platform == DISCORD:
            found = self._discord_message(message)
            held = {} if found is None else {e: [str(v) for v in r.lists[0]] for e, r in found.reactions.items()}
            me = str(self.discord.world.me.id)
        else:
            there = self._slack_message(message)
            held = {}
            for name, people in there.reactions.items() if there is not None else ():
                if name in self._meant:
                    held.setdefault(self._meant[name], []).extend(people)
            me = self.slack.world.bot.id
        return {emoji: [person for person in people if person != me] for emoji, people in held.items()}

    def delete(self, platform: str, message: str) -> None:
        """A moderator deletes a post."""
        if platform == DISCORD and (found := self._discord_message(message)) is not None:
            self.taken_away += [one for one in self._said_on_discord(0.0) if one.message == message]
            self.discord.delete(found)
        elif platform == SLACK and (there := self._slack_message(message)) is not None:
            self.slack.people.delete(there)
        self.deleted.add((platform, message))

    def reply(self, platform: str, message: str, person: str, text: str) -> None:
        """Somebody writes in the thread under a post, where there is one."""
        if platform == DISCORD:
            found = self._discord_message(message)
            if found is not None and found.thread is not None:
                self.discord.write(self._user(person), found.thread, text)
        elif (there := self._slack_message(message)) is not None:
            self.slack.people.reply(person, there, text)

    def slack_name(self, emoji: str) -> str:
        """What Slack calls an emoji."""
        return SLACK_NAMES[emoji]

    @property
    def _meant(self) -> dict[str, str]:
        return {name: emoji for emoji, name in SLACK_NAMES.items()} | self.aliases

    def press_alias(self, message: str, person: str, name: str) -> None:
        """Somebody votes with another name of an option's emoji."""
        found = self._slack_message(message)
        if found is not None and not self.slack.world.channels[found.channel].archived:
            try:
                self.slack.people.react(person, found, name)
            except SlackError:
                return
            self.note(SLACK, message, person, f"{self.aliases[name]}={name}", on=True)

    def _on_discord(self, message: str, person: str, emoji: str, on: bool) -> bool:
        found = self._discord_message(message)
        if found is None:
            return False
        user, held = self._user(person), person in map(str, found.voters(emoji))
        if held == on:
            return False
        (self.discord.react if on else self.discord.unreact)(user, found, emoji)
        return True

    def _on_slack(self, message: str, person: str, emoji: str, on: bool) -> bool:
        found = self._slack_message(message)
        if found is None or self.slack.world.channels[found.channel].archived:
            return False
        try:
            (self.slack.people.react if on else self.slack.people.unreact)(person, found, SLACK_NAMES[emoji])
        except SlackError:
            return False
        return True

    def _discord_message(self, message: str) -> DiscordMessage | None:
        channels = self.discord.world.channels.values()
        return next((c.messages[int(message)] for c in channels if int(message) in c.messages), None)

    def _slack_message(self, message: str) -> SlackMessage | None:
        return next((m for m in self.slack.world.messages.values() if m.ts == message), None)

    # What the bot has said

    def said(self, since: float = 0.0) -> list[Said]:
        """Every message of the bot that any platform shows, deleted ones of Slack too."""
        return [*self._said_on_discord(since), *self._said_on_slack(since), *self._said_in_chat(since)]

    def _said_on_discord(self, since: float) -> Iterator[Said]:
        me = self.discord.world.me
        for channel in self.discord.world.channels.values():
            for message in channel.messages.values():
                if message.created >= since and message.author is me and message.text:
                    thread = str(channel.id) if channel.parent else None
                    place = str((channel.parent or channel).id)
                    yield Said(DISCORD, place, str(message.id), message.created, message.text, message.nonce, thread)

    def _said_on_slack(self, since: float) -> Iterator[Said]:
        for message in [*self.slack.world, *self.slack.world.deleted]:
            if message.user == self.slack.world.bot.id and float(message.ts) >= since:
                thread = message.thread_ts if message.is_reply else None
                words = message.text
                yield Said(SLACK, message.channel, message.ts, float(message.ts), words, message.key, thread)

    def _said_in_chat(self, since: float) -> Iterator[Said]:
        file = self.folder / "agora.chat.db"
        if not file.exists():
            return
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as chat:
            query = "select number, channel, at, content, key, thread from messages where person is null and at >= ?"
            for number, channel, at, content, key, thread in chat.execute(query, (int(since * 1e6),)):
                yield Said(LOCAL, channel, f"m{number}", at / 1e6, content, key, thread and f"t{thread}")

    def read_chat(self) -> None:
        """Write down what people did in the chat since the last time, by the chat's own log of changes."""
        file = self.folder / "agora.chat.db"
        if not file.exists():
            return
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as chat:
            query = "select id, kind, at, message, person, reaction, held from changes where id > ? order by id"
            for number, kind, at, message, person, reaction, held in chat.execute(query, (self.chat_deeds_read,)):
                self.chat_deeds_read = number
                if kind == "reaction" and person is not None and not person.startswith("@"):
                    deed = Deed(at / 1e6, at / 1e6, LOCAL, f"m{message}", person, reaction, bool(held))
                    self.deeds.append(deed)

    def channel(self, name: str) -> tuple[str, str]:
        """Platform and native id of a channel by its name in the configuration."""
        return {
            "square": (DISCORD, str(self.square.id)),
            "plaza": (DISCORD, str(self.plaza.id)),
            "garden": (SLACK, GARDEN),
            "terrace": (SLACK, TERRACE),
            "home": (LOCAL, HOME),
            "staff": (SLACK, STAFF),
        }[name]

    def discord_channel(self, native: str) -> Channel | None:
        """A channel of Discord by its id."""
        return self.discord.world.channels.get(int(native))

    def forget_what_is_over(self) -> None:
        """Drop what the servers keep of requests and events, so that a year takes no more memory."""
        self.discord.http.requests.clear()
        self.discord.gateway.queries.clear()
        self.slack.calls.clear()
        self.slack.deliveries.all = [one for one in self.slack.deliveries.all if not one.done.is_set()]
        self.slack.triggers.clear()


def write_articles(folder: Path, count: int, dice: random.Random) -> None:
    """So many small articles, each with a title of its own, one published each hour of the past."""
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(count):
        write_article(folder, number, dice.randrange(1000))


def write_article(folder: Path, number: int, sum_up: int) -> None:
    """An article; another `sum_up` is another edition."""
    day, hour = divmod(number, 20)
    lines = "\n".join(f"  - {{label: {label}, emoji: {emoji}}}" for label, emoji in zip(LABELS, OPTIONS, strict=True))
    (folder / f"a-{number:04}.md").write_text(
        f"""---
title: 글 {number:04}
category: 시험
published: {2020 + day // 336}-{1 + day % 336 // 28:02}-{1 + day % 28:02}T{hour:02}:00:00+09:00
summary: [첫째 줄이에요 {sum_up}, 둘째 줄이에요, 셋째 줄이에요]
question: 물음 {number:04}은 어느 쪽이 좋아요?
options:
{lines}
squabble:
  - {{speaker: booki, side: 문, says: "닫아야 지켜요 {number:04}."}}
---
본문이에요.
""",
        encoding="utf-8",
    )
