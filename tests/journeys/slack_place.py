"""A place whose channels are in the fake Slack, which stands beside the bots in a thread of the test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.journeys.place import Bot, Place
from tests.ports import free_port
from tests.wire.slack import Message, SlackApart

SQUARE, GARDEN, STAFF = "C0SQUARE", "C0GARDEN", "C00STAFF"
OPTIONS = (("door",), ("deciduous_tree",), ("thinking_face",))
"""The reactions that stand for the options of the place's article."""

CONFIG = """timezone: Asia/Seoul
locale: {locale}
content: ./content
database: {database}
web: {{listen: "{listen}"}}
slack:
  transport: {transport}
  bot_token: ${{SLACK_BOT_TOKEN}}
  app_token: ${{SLACK_APP_TOKEN}}
  signing_secret: ${{SLACK_SIGNING_SECRET}}
  api_url: {api_url}
{other}
admins: {{slack: [U0EDITOR]}}
alerts: {{channel: staff}}
channels:
{other_channels}
  square: {{platform: slack, id: C0SQUARE}}
  garden: {{platform: slack, id: C0GARDEN, locale: en}}
  staff: {{platform: slack, id: C00STAFF}}
debates: {{closes_after: {closes_after}, closing_grace: {grace}}}
{more}
"""


class SlackPlace(Place):
    """Where bots work whose platform is Slack."""

    other_platform = ""
    other_channels = ""

    def __init__(self, folder: Path, slack: SlackApart, transport: str, **settings: Any) -> None:
        self.slack = slack
        self.transport = transport
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        super().__init__(folder, listen=f"127.0.0.1:{port}", **settings)
        if transport == "http":
            slack.slack.app_url = self.url

    def configure(self, **settings: str) -> None:
        """Write the configuration, with other settings than before, and the secrets beside it."""
        self._settings.update(settings)
        text = CONFIG.format(
            database=self.database,
            transport=self.transport,
            api_url=self.slack.slack.api_url,
            other=self.other_platform,
            other_channels=self.other_channels,
            **self._settings,
        )
        self.config.write_text(text, encoding="utf-8")

    def begin(self, *args: str, real: bool = False, env: dict[str, str] | None = None) -> Any:
        """Start a command with the secrets in its environment."""
        return super().begin(*args, real=real, env={**secrets(self.slack), **(env or {})})

    def run(self, *, real: bool = False) -> Bot:
        """Start `agora run` and return when it is ready."""
        bot = super().run(real=real)
        if self.transport == "socket":
            self.slack.until(lambda slack: slack.sockets.ready, why="a connection")
        return bot

    def card(self, channel: str = SQUARE) -> Message:
        """The only card in a channel."""
        (card,) = said(self.slack, channel, "post")
        return card


def said(slack: SlackApart, channel: str, part: str) -> list[Message]:
    """The app's messages in a channel that say one part."""
    return slack.do(lambda fake: [m for m in fake.messages(channel) if (m.key or "").endswith(f":{part}")])


def lines(slack: SlackApart, card: Message) -> list[str]:
    """What the mascots say under a card, in order."""
    return slack.do(lambda fake: [reply.text for reply in fake.thread(card)])


def with_channels(slack: SlackApart) -> SlackApart:
    """The channels of a place, and its editor."""

    def add(fake: Any) -> None:
        for channel in (SQUARE, GARDEN, STAFF):
            fake.world.add_channel(channel, channel[2:].lower())
        fake.world.add_user("U0EDITOR")

    slack.do(add)
    return slack


def secrets(slack: SlackApart) -> dict[str, str]:
    """The environment that the configuration takes its secrets from."""
    fake = slack.slack
    return {
        "SLACK_BOT_TOKEN": fake.bot_token,
        "SLACK_APP_TOKEN": fake.app_token,
        "SLACK_SIGNING_SECRET": fake.signing_secret,
    }
