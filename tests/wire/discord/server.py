"""The fake itself: it listens, can fall off the network and come back, and answers what has become of things."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Self

from tests.patience import PATIENCE
from tests.serving import Network
from tests.wire.discord.faults import Asked, Fault, Happening, pattern
from tests.wire.discord.gateway import Gateway
from tests.wire.discord.http import BASE, Http
from tests.wire.discord.interactions import Interaction, Interactions
from tests.wire.discord.model import Channel, Emoji, Guild, Member, Message, User
from tests.wire.discord.people import People
from tests.wire.discord.routes_messages import Messages
from tests.wire.discord.world import World


class FakeDiscord(People):
    """Discord over real sockets, on a free port of this machine. Use it as an async context manager.

    `world` is the state, `gateway` the sessions and their faults, `http` the requests and their faults.
    """

    def __init__(self, port: int = 0) -> None:
        self._changes = asyncio.Event()
        self.world = World()
        self.world.listen(lambda *_: self.changed())
        self.gateway = Gateway(self.world, self.changed)
        self.interactions = Interactions(self.world, self.changed)
        self.http = Http(self.world, self.gateway, self.interactions, self.changed)
        self.places = self.http.places
        self.faults = self.http.faults
        self._network = Network(port)
        self.gateway.url = self.gateway_url

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Listen."""
        await self._network.start(self.http.app)

    async def stop(self) -> None:
        """End, with every connection."""
        await self._network.stop()

    # The network

    async def fall_off(self) -> None:
        """The network is down: connections break, new ones are refused."""
        await self._network.fall_off()

    async def come_back(self) -> None:
        """The network is up again, at the same address."""
        await self._network.come_back()

    @property
    def api_url(self) -> str:
        """For `discord.api_url`."""
        return f"http://127.0.0.1:{self._network.port}{BASE}"

    @property
    def gateway_url(self) -> str:
        """For `discord.gateway_url`."""
        return f"ws://127.0.0.1:{self._network.port}/gateway"

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.world.token

    async def another_api_url(self) -> str:
        """A further address for `discord.api_url`; requests to it have it in their header Host."""
        return f"http://127.0.0.1:{await self._network.another_port()}{BASE}"

    # Making places

    def guild(self, name: str = "Square", *, id: int | None = None, locale: str = "ko", bot: bool = True) -> Guild:
        """A new guild, the bot in it."""
        return self.world.add_guild(name, id=id, locale=locale, bot=bot)

    def channel(self, guild: Guild, name: str = "square") -> Channel:
        """A new text channel."""
        return self.world.add_channel(guild, name)

    def user(self, name: str = "Haru", guild: Guild | None = None, *, bot: bool = False) -> User:
        """A new account, a member of a guild if one is given."""
        user = self.world.add_user(name, bot=bot)
        if guild is not None:
            self.join(user, guild)
        return user

    def join(self, user: User, guild: Guild) -> None:
        """An account becomes a member."""
        guild.members[user.id] = Member(user)

    def emoji(self, guild: Guild, name: str) -> Emoji:
        """A custom emoji of a guild."""
        return self.world.add_emoji(guild, name)

    def fault(self, route: str, what: Happening, **how: Any) -> Fault:
        """Switch a fault on; see `tests.wire.discord.faults`."""
        return self.faults.add(route, what, **how)

    # Looking

    def changed(self) -> None:
        """Something has happened."""
        self._changes.set()

    async def until(self, condition: Callable[[], Any], seconds: float = PATIENCE) -> Any:
        """Wait until a condition over this fake holds; gives what it gave."""
        async with asyncio.timeout(seconds):
            while not (found := condition()):
                self._changes.clear()
                await self._changes.wait()
        return found

    async def answer(self, interaction: Interaction, seconds: float = PATIENCE) -> Interaction:
        """Wait until an interaction is answered with more than a deferral."""
        async with asyncio.timeout(seconds):
            await interaction.answered.wait()
        return interaction

    def messages(self, channel: Channel, author: User | None = None) -> list[Message]:
        """A channel's messages, oldest first; the bot's own unless another author is asked for."""
        who = self.world.me if author is None else author
        return [message for _, message in sorted(channel.messages.items()) if message.author is who]

    def all_messages(self, author: User | None = None) -> list[Message]:
        """The same of every channel and thread."""
        return [message for channel in self.world.channels.values() for message in self.messages(channel, author)]

    def asked(self, route: str) -> list[Asked]:
        """The requests to a route (a pattern as for faults) so far."""
        fits = pattern(route)
        return [one for one in self.http.requests if fits.fullmatch(one.route)]

    @property
    def spoken(self) -> list[Asked]:
        """Every request that sent or edited a message, answers to interactions too."""
        routes = ("POST /channels/*/messages", "PATCH /channels/*/messages/*", "POST /webhooks/*/*")
        routes += ("PATCH /webhooks/*/*/messages/*", "POST /interactions/*/*/callback")
        return [one for route in routes for one in self.asked(route)]

    @property
    def could_ping(self) -> list[Asked]:
        """Those of `spoken` that do not forbid every mention."""

        def forbids(one: Asked) -> bool:
            body = one.body if isinstance(one.body, dict) else {}
            if one.path.endswith("/callback"):
                if body.get("type") not in (4, 7):
                    return True
                body = body.get("data") or {}
            allowed = body.get("allowed_mentions")
            return isinstance(allowed, dict) and allowed.get("parse") == [] and not allowed.get("users")

        return [one for one in self.spoken if not forbids(one)]

    @property
    def rest(self) -> Messages:
        """The handlers of messages: `nonce_seconds`, `repeats`."""
        return self.http.messages
