"""A folder with a configuration for a fake Discord, and the bots that run on it as processes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.journeys.place import Place
from tests.journeys.processes import Running
from tests.wire.discord import Channel, FakeDiscord, Guild, Message, Threaded

SLUG = "square-test"
OPTIONS = ("🚪", "🌳", "👍")
LINES = ("닫아야 지켜요", "열어야 자라요")
CONFIG = """timezone: Asia/Seoul
locale: ko
content: ./content
database: {database}
web: {{listen: "127.0.0.1:0", pages: none}}
discord:
  token: ${{DISCORD_TOKEN}}
  api_url: {api_url}
  gateway_url: {gateway_url}
  shards: {shards}
channels:
{channels}
debates: {{closes_after: 1h, closing_grace: 60s}}
{more}
"""
ARTICLE = """---
title: "열린 광장 @everyone <@{user}>"
category: 시험
published: 2025-01-02T09:00:00+09:00
summary: ["첫째 줄이에요 @here", "둘째 줄이에요 <@&{user}>", 셋째 줄이에요]
question: "어느 쪽이 좋아요? @everyone"
options:
  - {{label: 문, emoji: 🚪}}
  - {{label: 광장, emoji: 🌳}}
  - {{label: 좋아요, emoji: 👍}}
squabble:
  - speaker: booki
    side: 문
    says: "닫아야 지켜요 @everyone."
  - speaker: moki
    side: 광장
    says: "열어야 자라요 <@{user}>."
---
## 묻기

본문이에요.
"""


class DiscordPlace(Place):
    """Where bots work that are on a fake Discord. The welcome of channels is left out of what is looked at."""

    def __init__(self, folder: Path, discord: Threaded, channels: Sequence[str] = ("square",), **settings: str) -> None:
        self.discord = discord
        self.guild: Guild = discord.do(lambda fake: fake.guild("열린 광장"))
        self.rooms: dict[str, Channel] = {
            name: discord.do(lambda fake, name=name: fake.channel(self.guild, name)) for name in channels
        }
        self._more = settings
        super().__init__(folder, channels=channels, **settings)
        article = ARTICLE.format(user=discord.fake.world.owner.id)
        (folder / "content" / "articles" / f"{SLUG}.md").write_text(article, encoding="utf-8")

    @property
    def fake(self) -> FakeDiscord:
        """The fake, to be looked at."""
        return self.discord.fake

    def configure(self, **settings: str) -> None:
        """Write the configuration."""
        channels = "\n".join(f'  {name}: {{platform: discord, id: "{room.id}"}}' for name, room in self.rooms.items())
        filled = {
            "database": self.database,
            "api_url": self.fake.api_url,
            "gateway_url": self.fake.gateway_url,
            "channels": channels,
            "shards": "auto",
            "more": "",
            **self._more,
            **settings,
        }
        self.config.write_text(CONFIG.format(**filled), encoding="utf-8")

    def begin_shards(self, count: int, *run: int) -> Running:
        """Start `agora run` with some of so many shards, from a configuration of its own."""
        text = self.config.read_text(encoding="utf-8").replace(
            "shards: auto", f"shards: {{count: {count}, run: {[*run]}}}"
        )
        config = self.folder / f"shards-{'-'.join(map(str, run))}.yaml"
        config.write_text(text, encoding="utf-8")
        return self.begin("run", "-c", config.name)

    def begin(self, *args: str, real: bool = False, env: dict[str, str] | None = None) -> Running:
        """Start a command with the token in its environment."""
        return super().begin(*args, real=real, env={"DISCORD_TOKEN": self.fake.token, **(env or {})})

    def said(self, channel: str = "square") -> list[Message]:
        """What the bot said in a channel, without its welcome."""
        return [one for one in self.fake.messages(self.rooms[channel]) if "🦉" not in one.text]

    def card(self, channel: str = "square") -> Message:
        """The only card in a channel."""
        card, *results = self.said(channel)
        assert len(results) <= 1, [one.text for one in results]
        return card

    def lines(self, channel: str = "square") -> list[str]:
        """What is said in the card's thread."""
        thread = self.card(channel).thread
        assert thread is not None
        return [one.text for one in self.fake.messages(thread) if one.type == 0]

    def nothing_pings(self) -> None:
        """Every send and edit so far forbade every mention."""
        assert self.fake.spoken
        assert [(one.route, one.body) for one in self.fake.could_ping] == []
        assert [one.text for one in self.fake.all_messages() if one.pings] == []


def one_complete_post(place: DiscordPlace, channel: str = "square") -> None:
    """The card stands once, with its seeds in order and its whole thread."""
    card = place.card(channel)
    me = place.fake.world.me.id
    assert [emoji for emoji in card.reactions if me in card.voters(emoji)][: len(OPTIONS)] == list(OPTIONS)
    said = place.lines(channel)
    assert len(said) == len(LINES), said
    assert all(line in text for line, text in zip(LINES, said, strict=True))
