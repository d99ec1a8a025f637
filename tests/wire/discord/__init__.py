"""A fake Discord of our own: REST v10 and gateway v10 over real sockets, with people in it and faults to switch on.

    async with FakeDiscord() as fake:
        guild = fake.guild()                                # the bot is in it
        channel, haru = fake.channel(guild), fake.user("Haru", guild)
        … start a bot with fake.token, fake.api_url, fake.gateway_url …
        post = (await fake.until(lambda: fake.messages(channel)))[0]
        fake.react(haru, post, "👍")                         # also unreact, clear, write, delete, crowd
        answer = await fake.answer(fake.slash(haru, channel, "debate results", share=True))
        answer.text, answer.ephemeral, answer.modal, answer.choices
        fake.fault("POST /channels/*/messages", faults.drop_after(), times=1)
        fake.gateway.close_all(4000)

- People (`people.py`): react (normal, burst, skin tones, custom emoji), crowds, writing and deleting, commands,
  autocomplete, buttons, lists, forms, context menus. Nothing there waits for the bot, so wait with `until`/`answer`.
- The world (`fake.world`): `deny`/`allow` permissions by their Discord names, `add_bot`, `kick_bot`, `outage`,
  `remove_channel`, `archive`, `grow_old`, privileged intents, the token.
- What goes wrong over HTTP: `faults.py`. On the gateway: attributes and methods of `fake.gateway`. The network:
  `await fake.fall_off()`, `await fake.come_back()`.
- What was said and asked: `fake.messages(channel)`, `message.bodies`, `message.pings`, `fake.asked("GET /…")`,
  `fake.spoken`, `fake.could_ping`, `fake.rest.repeats`.
- For tests that wait for processes there is `Threaded`, which keeps the fake in a thread.

It answers as documented: permissions, error codes, limits of messages, embeds, components and commands, nonces, bare
messages without the content intent, exact content types. It does not know voice, webhooks of channels, direct messages,
audit logs, forums and what else the bot has no use for. Rate limits are generous unless `fake.http.limit` sets them.
"""

from tests.wire.discord import faults
from tests.wire.discord.model import Channel, Emoji, Guild, Message, User
from tests.wire.discord.server import FakeDiscord
from tests.wire.discord.threaded import Threaded

__all__ = ["Channel", "Emoji", "FakeDiscord", "Guild", "Message", "Threaded", "User", "faults"]
