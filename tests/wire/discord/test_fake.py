"""The fake, driven by the real discord.py: what the client library asks of Discord, it gets."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
import discord
import pytest
import yarl

from tests.patience import PATIENCE
from tests.wire.discord import Emoji, FakeDiscord, faults


@pytest.fixture
async def fake() -> AsyncIterator[FakeDiscord]:
    async with FakeDiscord() as running:
        yield running


@pytest.fixture(autouse=True)
def _addresses() -> Iterator[None]:
    base, gateway = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
    yield
    discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = base, gateway


class Listener(discord.Client):
    """A client that keeps what it is told."""

    def __init__(self, **settings: Any) -> None:
        intents = discord.Intents(guilds=True, guild_messages=True, guild_reactions=True)
        super().__init__(intents=intents, max_messages=None, guild_ready_timeout=0.05, **settings)
        self.told: list[tuple[str, Any]] = []
        self.more = asyncio.Event()

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        self.told.append((event, args[0] if args else None))
        self.more.set()
        super().dispatch(event, *args, **kwargs)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """No pause."""

    def of(self, event: str) -> list[Any]:
        return [argument for name, argument in self.told if name == event]

    async def hears(self, event: str, count: int = 1) -> list[Any]:
        async with asyncio.timeout(PATIENCE):
            while len(self.of(event)) < count:
                self.more.clear()
                await self.more.wait()
        return self.of(event)


@asynccontextmanager
async def listening(fake: FakeDiscord, **settings: Any) -> AsyncIterator[Listener]:
    discord.http.Route.BASE = fake.api_url
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(fake.gateway_url)
    client = Listener(**settings)
    running = asyncio.create_task(client.start(fake.token))
    try:
        await client.hears("ready")
        yield client
    finally:
        await client.close()
        with suppress(Exception):
            await running


async def test_a_client_gets_ready_and_knows_its_guild(fake) -> None:
    guild = fake.guild("광장")
    square = fake.channel(guild, "square")
    async with listening(fake) as client:
        assert client.user.id == fake.world.me.id
        assert [(one.id, one.name, one.preferred_locale) for one in client.guilds] == [
            (guild.id, "광장", discord.Locale.korean)
        ]
        channel = client.get_channel(square.id)
        assert channel.permissions_for(channel.guild.me).send_messages
        assert fake.gateway.queries[0]["compress"] in ("zlib-stream", "zstd-stream")


async def test_sending_editing_reacting_threads_history(fake) -> None:
    square = fake.channel(fake.guild())
    async with listening(fake) as client:
        channel = client.get_channel(square.id)
        embed = discord.Embed(title="열린 광장", description="한 줄").set_image(url="attachment://chart.png")
        file = discord.File(__file__, "chart.png", description="막대")
        none = discord.AllowedMentions.none()
        sent = await channel.send("@everyone", embed=embed, file=file, nonce="key", allowed_mentions=none)
        again = await channel.send("@everyone", nonce="key", allowed_mentions=none)
        assert again.id == sent.id
        (message,) = fake.messages(square)
        assert message.pings == []
        assert message.attachments[0].description == "막대"
        assert fake.could_ping == []
        await sent.edit(content="바뀜")
        assert message.content == "바뀜"
        assert [one.route for one in fake.could_ping] == [f"PATCH /channels/{square.id}/messages/{message.id}"]
        await sent.add_reaction("👍")
        thread = await sent.create_thread(name="이야기")
        assert thread.id == sent.id
        with pytest.raises(discord.HTTPException) as refused:
            await sent.create_thread(name="이야기")
        assert refused.value.code == 160004
        await thread.send("첫마디")
        assert [one.content async for one in channel.history(after=discord.Object(1))] == ["바뀜"]
        assert [one.content async for one in thread.history()] == ["첫마디", ""]
        assert (await channel.fetch_message(sent.id)).reactions[0].me


async def test_reactions_are_told_and_paged_by_kind(fake) -> None:
    guild = fake.guild()
    square = fake.channel(guild)
    door = fake.emoji(guild, "door")
    async with listening(fake) as client:
        await client.get_channel(square.id).send("골라요")
        (message,) = fake.messages(square)
        people = fake.voters(250)
        await fake.crowd([(person, message, "👍") for person in people], seconds=0.2)
        fake.react(people[0], message, "👍🏽")
        fake.react(people[0], message, "👍", burst=True)
        fake.react(people[1], message, door)
        fake.unreact(people[1], message, door)
        fake.clear(message, "👍🏽")
        fake.clear(message)
        told = await client.hears("raw_reaction_add", 253)
        assert [(str(one.emoji), one.burst) for one in told[-3:]] == [
            ("👍🏽", False),
            ("👍", True),
            (f"<:door:{door.id}>", False),
        ]
        await client.hears("raw_reaction_clear")
        assert len(client.of("raw_reaction_remove")) == len(client.of("raw_reaction_clear_emoji")) == 1
        fake.gather(message, "👎", people)
        fake.react(people[3], message, "👎", burst=True)
        found = await client.get_channel(square.id).fetch_message(message.id)
        reaction = found.reactions[0]
        assert (reaction.normal_count, reaction.burst_count) == (250, 1)
        assert sorted([user.id async for user in reaction.users()]) == [person.id for person in people]
        assert [user.id async for user in reaction.users(type=discord.ReactionType.burst)] == [people[3].id]


async def test_sessions_resume_and_replay(fake) -> None:
    square = fake.channel(fake.guild())
    haru = fake.user()
    async with listening(fake) as client:
        await client.get_channel(square.id).send("골라요")
        (message,) = fake.messages(square)
        for break_off in (fake.gateway.close_all, fake.gateway.ask_to_reconnect, fake.gateway.cut_all):
            count = len(client.of("resumed"))
            break_off()
            fake.react(haru, message, "👍")
            fake.unreact(haru, message, "👍")
            await client.hears("resumed", count + 1)
        assert len(client.of("raw_reaction_add")) == len(client.of("raw_reaction_remove")) == 3
        assert len(client.of("connect")) == len(fake.gateway.identifies) == 1


async def test_a_refused_resumption_and_an_invalid_session_make_a_new_session(fake) -> None:
    fake.guild()
    async with listening(fake) as client:
        fake.gateway.refuse_resumes = 1
        fake.gateway.close_all()
        await client.hears("connect", 2)
        fake.gateway.invalidate()
        await client.hears("connect", 3)
        assert len(fake.gateway.identifies) == 3
        assert client.of("resumed") == []


@pytest.mark.parametrize(
    ("code", "error"), [(4004, discord.ConnectionClosed), (4014, discord.PrivilegedIntentsRequired)]
)
async def test_refused_identifications(fake, code, error) -> None:
    discord.http.Route.BASE = fake.api_url
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(fake.gateway_url)
    fake.gateway.close_identify, fake.gateway.close_times = code, 1
    async with Listener() as client:
        with pytest.raises(error):
            await client.start(fake.token)


async def test_a_wrong_token_and_unwanted_intents_are_refused(fake) -> None:
    discord.http.Route.BASE = fake.api_url
    discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = yarl.URL(fake.gateway_url)
    async with Listener() as client:
        with pytest.raises(discord.LoginFailure):
            await client.start("wrong")
    async with discord.Client(intents=discord.Intents.all()) as client:
        with pytest.raises(discord.PrivilegedIntentsRequired):
            await client.start(fake.token)


async def test_shards_get_their_guilds(fake) -> None:
    guilds = [fake.guild(str(number), id=(number << 22) + 1) for number in range(4)]
    fake.gateway.shards = 2
    async with listening(fake, shard_id=1, shard_count=2) as client:
        assert {guild.id for guild in client.guilds} == {guilds[1].id, guilds[3].id}


async def test_content_of_others_is_bare_without_the_intent(fake) -> None:
    square = fake.channel(fake.guild())
    haru = fake.user()
    async with listening(fake) as client:
        fake.write(haru, square, "몰래")
        fake.write(haru, square, f"<@{fake.world.me.id}> 안녕")
        told = await client.hears("message", 2)
        assert [one.content for one in told] == ["", f"<@{fake.world.me.id}> 안녕"]
        read = [one.content async for one in client.get_channel(square.id).history(oldest_first=True)]
        assert read == ["", f"<@{fake.world.me.id}> 안녕"]


async def test_permissions(fake) -> None:
    square = fake.channel(fake.guild())
    async with listening(fake) as client:
        channel = client.get_channel(square.id)
        sent = await channel.send("하나")
        fake.world.deny(square, "Send Messages", "Add Reactions", "Read Message History")
        with pytest.raises(discord.Forbidden) as refused:
            await channel.send("둘")
        assert refused.value.code == 50013
        assert [one async for one in channel.history()] == []
        with pytest.raises(discord.Forbidden):
            await sent.add_reaction("👍")
        fake.world.deny(square, "View Channel")
        with pytest.raises(discord.Forbidden) as refused:
            await channel.fetch_message(sent.id)
        assert refused.value.code == 50001
        fake.world.remove_channel(square)
        with pytest.raises(discord.NotFound) as gone:
            await channel.send("셋")
        assert gone.value.code == 10003


async def test_faults_of_a_send(fake) -> None:
    square = fake.channel(fake.guild())
    send = "POST /channels/*/messages"
    async with listening(fake) as client:
        channel = client.get_channel(square.id)
        for broken in (faults.drop_after(), faults.drop_before()):
            fake.fault(send, broken, times=1)
            with pytest.raises((aiohttp.ClientError, OSError)):
                await channel.send("하나")
        assert len(fake.messages(square)) == 1
        fake.fault(send, faults.answer(502, done=True), times=1)
        fake.fault(send, faults.too_many(0.05), times=1)
        await channel.send("둘", nonce="둘")
        assert len(fake.messages(square)) == 2
        assert fake.rest.repeats == 1
        fake.fault(send, faults.too_many(via=False), times=1)
        with pytest.raises(discord.HTTPException):
            await channel.send("셋")
        fake.http.limit("PUT /channels/*/messages/*/reactions/*/@me", 1, 0.1)
        (message, _) = [one async for one in channel.history(oldest_first=True)]
        for emoji in "👍👎🤔":
            await message.add_reaction(emoji)
        statuses = [one.status for one in fake.asked("PUT /channels/*/messages/*/reactions/*/@me")]
        assert statuses == [204, 204, 204]


async def test_old_messages_have_a_limit_of_their_own(fake) -> None:
    square = fake.channel(fake.guild())
    async with listening(fake) as client:
        sent = await client.get_channel(square.id).send("하나")
        fake.world.grow_old(fake.messages(square)[0])
        for number in range(3):
            await sent.edit(content=str(number))
        async with aiohttp.ClientSession(headers={"Authorization": f"Bot {fake.token}"}) as session:
            url = f"{fake.api_url}/channels/{square.id}/messages/{sent.id}"
            async with session.patch(url, json={"content": "넷"}) as response:
                assert response.status == 429
                assert (await response.json())["code"] == 30046


async def test_the_network_goes_and_comes_back(fake) -> None:
    fake.guild()
    async with listening(fake) as client:
        await fake.fall_off()
        async with aiohttp.ClientSession() as session:
            with pytest.raises(aiohttp.ClientConnectorError):
                await session.get(f"{fake.api_url}/gateway")
        await fake.come_back()
        await fake.until(lambda: fake.gateway.connected)
        await client.hears("resumed")


async def test_events_may_be_swallowed_doubled_and_come_late(fake) -> None:
    square = fake.channel(fake.guild())
    haru, noeul, dambi = (fake.user(name) for name in ("Haru", "Noeul", "Dambi"))
    async with listening(fake) as client:
        await client.get_channel(square.id).send("골라요")
        (message,) = fake.messages(square)
        fake.gateway.pass_on = lambda _, data: {str(haru.id): 0, str(noeul.id): 2}.get(data.get("user_id"), 1)
        for person in (haru, noeul, dambi):
            fake.react(person, message, "👍")
        told = await client.hears("raw_reaction_add", 3)
        assert [one.user_id for one in told] == [noeul.id, noeul.id, dambi.id]
        fake.gateway.hold_back = {"MESSAGE_REACTION_REMOVE"}
        fake.unreact(dambi, message, "👍")
        fake.react(dambi, message, "👍")
        await client.hears("raw_reaction_remove")
        assert [name for name, _ in client.told if name.startswith("raw_reaction")][-2:] == [
            "raw_reaction_add",
            "raw_reaction_remove",
        ]


async def test_a_flood_of_events_arrives_whole_and_in_order(fake) -> None:
    square = fake.channel(fake.guild())
    async with listening(fake) as client:
        await client.get_channel(square.id).send("골라요")
        (message,) = fake.messages(square)
        people = fake.voters(3_000)
        flood = fake.gateway.flood(
            ("MESSAGE_REACTION_ADD", fake.world.reaction_added(person, message, Emoji("👍"), False))
            for person in people
        )
        await flood.ready.wait()
        flood.go.set()
        told = await client.hears("raw_reaction_add", len(people))
        assert [one.user_id for one in told] == [person.id for person in people]
        fake.react(people[0], message, "👎")
        await client.hears("raw_reaction_add", len(people) + 1)


async def test_a_silent_connection_is_left(fake) -> None:
    fake.guild()
    fake.gateway.heartbeat_interval = 50
    async with listening(fake, heartbeat_timeout=0.3) as client:
        fake.gateway.silence()
        await client.hears("resumed")
        assert len(fake.gateway.identifies) == 1


async def test_commands_buttons_and_forms(fake) -> None:
    guild = fake.guild()
    square, haru = fake.channel(guild), fake.user("Haru", guild)

    class Form(discord.ui.Modal, title="의견"):
        line = discord.ui.TextInput(label="한 줄", custom_id="line")

        async def on_submit(self, interaction: discord.Interaction) -> None:
            await interaction.response.defer(ephemeral=True, thinking=True)
            await interaction.followup.send(f"받았어요: {self.line.value}")

    class Buttons(discord.ui.View):
        @discord.ui.button(label="쓰기", custom_id="write")
        async def write(self, interaction: discord.Interaction, _: discord.ui.Button[Any]) -> None:
            await interaction.response.send_modal(Form())

    async with listening(fake) as client:
        tree = discord.app_commands.CommandTree(client)
        group = discord.app_commands.Group(name="debate", description="debates")

        @group.command(name="results", description="tally")
        async def results(interaction: discord.Interaction, debate: str, share: bool = False) -> None:
            await interaction.response.send_message(f"{debate}!", view=Buttons(), ephemeral=not share)

        @results.autocomplete("debate")
        async def complete(_: discord.Interaction, typed: str) -> list[discord.app_commands.Choice[str]]:
            return [discord.app_commands.Choice(name=typed * 2, value=typed)]

        @tree.context_menu(name="debate's results")
        async def of_message(interaction: discord.Interaction, message: discord.Message) -> None:
            await interaction.response.send_message(str(message.id))

        admin = discord.app_commands.Group(
            name="debate-admin",
            description="admin",
            default_permissions=discord.Permissions(manage_guild=True),
        )

        @admin.command(name="close", description="close")
        async def close(interaction: discord.Interaction) -> None:
            await interaction.response.send_message("닫았어요")

        tree.add_command(group)
        tree.add_command(admin)
        await tree.sync()
        assert len(await tree.fetch_commands()) == 3
        assert (await fake.answer(fake.complete(haru, square, "debate results", "debate", "ㄱ"))).choices == [
            {"name": "ㄱㄱ", "value": "ㄱ"}
        ]
        private = await fake.answer(fake.slash(haru, square, "debate results", debate="shop"))
        assert private.ephemeral
        assert private.text.startswith("shop!")
        assert fake.messages(square) == []
        shared = await fake.answer(fake.slash(haru, square, "debate results", debate="shop", share=True))
        assert fake.messages(square) == shared.messages
        form = await fake.answer(fake.press(haru, shared.messages[0], "쓰기"))
        assert form.modal is not None
        done = await fake.answer(fake.submit(form, {"line": "좋아요"}))
        assert done.text == "받았어요: 좋아요"
        assert done.ephemeral
        chosen = await fake.answer(fake.menu(haru, shared.messages[0], "debate's results"))
        assert chosen.text == str(shared.messages[0].id)
        with pytest.raises(AssertionError, match="hidden"):
            fake.slash(haru, square, "debate-admin close")
        await fake.answer(fake.slash(fake.world.owner, square, "debate-admin close"))
