"""Reading reactions back: every page of every variant, people only, and never less than is there."""

from __future__ import annotations

import orjson
import pytest
from aiohttp import web

from bot.core.emoji import BURST
from bot.core.marks import Voter
from bot.platforms.discord.identifiers import named, path_of, path_of_present
from bot.services.platform_errors import MessageGone, PlatformError
from tests.platforms.discord.wired import NOTICE, Wired
from tests.wire.discord import Message, User, faults

UP = "👍"
USERS = "GET /channels/*/messages/*/reactions/*"


async def post(there: Wired, *seeds: str) -> Message:
    said = await there.adapter.send(there.place, NOTICE, "abc:square:post")
    for seed in seeds:
        await there.adapter.react(there.place, said, seed)
    return there.square.messages[int(said)]


def people(*users: User) -> frozenset[Voter]:
    return frozenset(Voter("discord", "", str(user.id)) for user in users)


async def test_every_page_of_every_variant(there: Wired) -> None:
    message = await post(there, UP, "👎")
    many, few = there.fake.voters(250), there.fake.voters(3)
    robot = there.fake.user("Robot", there.guild, bot=True)
    there.fake.gather(message, UP, [*many, robot])
    there.fake.gather(message, "👍🏽", few)
    there.fake.gather(message, UP, few[:1], burst=True)
    there.fake.gather(message, "🍎", few)
    scan = await there.adapter.scan(there.place, str(message.id), (UP, "👎"))
    assert scan.holders == {UP: people(*many), "👍🏽": people(*few), f"{UP}{BURST}": people(few[0])}
    assert scan.own == {UP, "👎"}
    assert scan.short == frozenset()
    assert not any("🍎" in asked.path for asked in there.fake.asked(USERS))


async def test_a_custom_emoji_is_its_id(there: Wired) -> None:
    door = there.fake.emoji(there.guild, "door")
    form = f"<:door:{door.id}>"
    message = await post(there, form)
    haru = there.fake.user("Haru", there.guild)
    there.fake.gather(message, door, [haru])
    scan = await there.adapter.scan(there.place, str(message.id), (f"<:{door.id}>",))
    assert scan.holders == {f"<:{door.id}>": people(haru)}
    assert scan.own == {f"<:{door.id}>"}


def test_a_custom_emoji_keeps_its_votes_when_it_is_renamed() -> None:
    assert named("door", "123", False) == named("gate", "123", False) == named(None, "123", False)
    assert named("door", "123", True) == (f"<:123>{BURST}", "<:123>")
    assert path_of("<:door:123>") == path_of("<a:door:123>") == "door:123"
    assert path_of_present({"id": "123", "name": None}) == "_:123"
    assert path_of(UP) == UP


@pytest.mark.parametrize("most", [0, 7])
async def test_a_list_shorter_than_its_count_is_short(there: Wired, most: int) -> None:
    message = await post(there, UP, "👎")
    there.fake.gather(message, UP, there.fake.voters(20))
    there.fake.fault(USERS, faults.cut_to(most), when=lambda asked: UP in asked.path)
    scan = await there.adapter.scan(there.place, str(message.id), (UP, "👎"))
    assert scan.short >= {UP}
    assert "👎" not in scan.short
    assert sum(map(len, scan.holders.values())) <= most


async def test_who_takes_a_reaction_back_meanwhile_is_not_missed(there: Wired) -> None:
    message = await post(there, UP)
    haru, mina = there.fake.user("Haru", there.guild), there.fake.user("Mina", there.guild)
    there.fake.gather(message, UP, [haru, mina])
    there.fake.fault(USERS, faults.call(lambda: there.fake.unreact(haru, message, UP)), times=1)
    scan = await there.adapter.scan(there.place, str(message.id), (UP,))
    assert scan.holders == {UP: people(mina)}
    assert scan.short == frozenset()


async def test_a_server_that_knows_no_burst_reactions_counts_nobody_twice(there: Wired) -> None:
    message = await post(there, UP)
    haru = there.fake.user("Haru", there.guild)
    there.fake.gather(message, UP, [haru])

    async def all_of_them(_request: web.Request, _execute: faults.Execute) -> web.StreamResponse:
        users = [{"id": str(haru.id)}, {"id": str(there.fake.world.me.id), "bot": True}]
        return web.Response(body=orjson.dumps(users), headers={"Content-Type": "application/json"})

    there.fake.fault(USERS, all_of_them)
    scan = await there.adapter.scan(there.place, str(message.id), (UP,))
    assert scan.holders == {UP: people(haru)}


async def test_a_limit_or_a_broken_answer_undoes_no_page(there: Wired) -> None:
    message = await post(there, UP)
    many = there.fake.voters(350)
    there.fake.gather(message, UP, many)
    limit = faults.answer(429, {"message": "You are being rate limited.", "retry_after": 0.05, "global": False})
    untold = faults.too_many(None)
    for nth, what in ((1, limit), (2, limit), (3, faults.drop_before()), (4, faults.answer(503)), (4, untold)):
        there.fake.fault(USERS, what, times=1, skip=nth)
    scan = await there.adapter.scan(there.place, str(message.id), (UP,))
    assert scan.holders == {UP: people(*many)}
    normal, burst, repeated = 4, 1, 5
    assert len(there.fake.asked(USERS)) == normal + burst + repeated


async def test_what_can_not_be_read_raises(there: Wired) -> None:
    message = await post(there, UP)
    there.fake.world.deny(there.square, "Read Message History")
    with pytest.raises(PlatformError, match="Read Message History"):
        await there.adapter.scan(there.place, str(message.id), (UP,))
    there.fake.world.allow(there.square, "Read Message History")
    there.fake.fault(USERS, faults.answer(503))
    with pytest.raises(PlatformError, match="503"):
        await there.adapter.scan(there.place, str(message.id), (UP,))
    there.fake.faults.clear()
    there.fake.delete(message)
    with pytest.raises(MessageGone):
        await there.adapter.scan(there.place, str(message.id), (UP,))
