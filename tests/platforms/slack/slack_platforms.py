"""The adapter alone, against a Slack over real sockets."""

from __future__ import annotations

from functools import partial

from bot.config.models import Slack
from bot.core.debates import Channel
from bot.core.marks import Voter
from bot.core.messages import Notice
from bot.locales import words_for
from bot.platforms.slack.adapter import SlackPlatform
from bot.services.clock import SystemClock
from bot.services.stores import LearntStore
from tests.wire.slack import FakeSlack
from tests.wire.slack.records import Message

SQUARE = "C0SQUARE"
HELLO = Notice("안녕하세요", "반가워요 <!channel> & <@U00000001>")


def platform_on(slack: FakeSlack, learnt: LearntStore | None = None, channel: str = SQUARE) -> SlackPlatform:
    """An adapter that nothing runs; `channel` is the id of the only one that is configured."""
    settings = Slack.model_validate(
        {"bot_token": slack.bot_token, "app_token": slack.app_token, "api_url": slack.api_url}
    )
    words = partial(words_for, timezone="Asia/Seoul")
    channels = [Channel("square", "slack", channel, "ko")]
    return SlackPlatform(settings, channels, SystemClock(), words, locale="ko", learnt=learnt)


def only(slack: FakeSlack) -> Message:
    """The only message of the bot's in the square."""
    (message,) = slack.messages(SQUARE)
    return message


def voter(slack: FakeSlack, user: str) -> Voter:
    """Somebody of the workspace."""
    return Voter("slack", slack.world.team, user)
