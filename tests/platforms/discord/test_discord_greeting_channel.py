"""The bot comes into a server: it greets where it may speak, in the server's language."""

from __future__ import annotations

import pytest

from tests.wire.discord import FakeDiscord
from tests.wire.discord.whole import running_bot


@pytest.mark.parametrize(
    ("locale", "silent", "greeting"),
    [("ko", False, "안녕"), ("en-GB", False, "Hello"), ("en-US", False, "안녕"), ("ko", True, "안녕")],
    ids=["korean", "english", "not chosen", "system channel closed"],
)
async def test_a_greeting_where_the_bot_may_speak(tmp_path, locale: str, silent: bool, greeting: str) -> None:
    async with FakeDiscord() as fake, running_bot(fake, tmp_path):
        guild = fake.guild("새 광장", locale=locale, bot=False)
        general, lounge = guild.channels[guild.system_channel], fake.channel(guild, "lounge")
        if silent:
            fake.world.deny(general, "Send Messages")
        greeted, other = (lounge, general) if silent else (general, lounge)
        fake.world.add_bot(guild)
        (welcome,) = await fake.until(lambda: fake.messages(greeted))
        assert fake.messages(other) == []
        assert welcome.embeds[0]["title"].startswith(greeting)
