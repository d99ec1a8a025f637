"""What the bot lacks on Discord, as it is found over HTTP: against the fake, and against servers that tell less."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime

import pytest
import pytest_asyncio

from bot.core.articles import Article, Option
from bot.core.debates import Channel as Place
from bot.core.emoji import Emoji
from bot.locales import words_for
from bot.platforms.discord import scanning, sending
from bot.platforms.discord.permissions import NEEDED, all_needed, has
from bot.sentences import english
from bot.services.records import Finding, Health
from tests.platforms.discord.wired import Wired, wired
from tests.wire.discord import faults


@pytest_asyncio.fixture
async def here(fake) -> AsyncIterator[Wired]:
    async with wired(fake) as adapter:
        yield adapter


def article(*forms: str, slug: str = "doors") -> Article:
    """An article with these custom emoji on Discord."""
    options = tuple(Option(f"답 {form}", Emoji(None, {"discord": form})) for form in forms)
    return Article(slug, "문", "시험", datetime(2026, 1, 1, tzinfo=UTC), ("가", "나", "다"), "어느 쪽?", options, "")


async def findings(here: Wired, *channels: object, articles: Sequence[Article] = ()) -> list[Finding]:
    """What is found about these channels, or about the usual one."""
    places = [
        Place(f"c{number}", "discord", str(each.id), "ko") for number, each in enumerate(channels or (here.square,))
    ]
    return list(await here.adapter.examine(places, articles))


def wrong(found: Sequence[Finding], health: Health = Health.BAD) -> list[Finding]:
    """What is not fine."""
    return [finding for finding in found if finding.health is health]


def hint(finding: Finding) -> str:
    """What to do about it."""
    return finding.sentence.hint(english())


def test_everything_that_a_call_needs_is_asked_for() -> None:
    used = {*sending.SEND, *sending.SEND_IN_THREAD, *sending.REACT, *sending.THREADS, *scanning.READ}
    assert used | {"Attach Files"} == set(NEEDED)
    assert all(has(all_needed(), name) for name in NEEDED)


async def test_nothing_is_wrong(here) -> None:
    found = await findings(here)
    assert wrong(found) == wrong(found, Health.WARNING) == []
    assert {str(finding.about) for finding in found} == {"token", "application", "channel", "permissions"}


async def test_a_missing_permission_in_korean(here, fake) -> None:
    fake.world.deny(here.square, "Attach Files")
    (finding,) = wrong(await findings(here))
    korean = words_for("ko", strict=True)
    assert finding.about.said(korean) == "파일 첨부(Attach Files)"
    assert finding.sentence.said(korean) == "이 채널에서 거부돼 있어요. 결과에 도표를 붙이는 데 필요해요."
    assert finding.sentence.hint(korean).startswith("채널 편집(Edit Channel) → 권한(Permissions)에서 ")


async def test_several_channels_of_one_server_ask_for_the_server_once(here, fake) -> None:
    await findings(here, here.square, fake.channel(here.guild, "garden"), fake.channel(here.guild, "staff"))
    assert len(fake.asked("GET /guilds/*")) == 1
    assert len(fake.asked("GET /guilds/*/members/*")) == 1


@pytest.mark.parametrize(
    ("told", "about", "health"),
    [
        ({"interactions_endpoint_url": "https://else.example"}, "Interactions Endpoint URL", Health.BAD),
        ({"bot_require_code_grant": True}, "Code Grant", Health.WARNING),
    ],
)
async def test_what_the_developer_portal_may_have_wrong(here, fake, told, about, health) -> None:
    fake.fault("GET /applications/@me", faults.answer(200, {"id": str(fake.world.application), **told}))
    (finding,) = wrong(await findings(here), health)
    assert about in hint(finding)


async def test_members_without_commands(here, fake) -> None:
    fake.fault(
        "GET /applications/*/guilds/*/commands", faults.answer(403, {"code": 50001, "message": "Missing Access"})
    )
    (finding,) = wrong(await findings(here), Health.WARNING)
    assert "applications.commands" in str(finding.sentence)
    assert "--invite" in hint(finding)


@pytest.mark.parametrize("kind", [2, 4, 13, 15, 11])
async def test_a_channel_that_takes_no_debates(here, fake, kind) -> None:
    fake.fault(
        "GET /channels/*", faults.answer(200, {"id": here.place, "type": kind, "guild_id": "1", "name": "forum"})
    )
    (finding,) = wrong(await findings(here))
    assert "Choose a text channel" in hint(finding)


@pytest.mark.parametrize(
    "route", ["GET /guilds/*", "GET /guilds/*/members/*", "GET /applications/**", "GET /guilds/*/emojis"]
)
@pytest.mark.parametrize("status", [403, 404, 405])
async def test_a_server_that_does_not_tell_everything(here, fake, route, status) -> None:
    fake.fault(route, faults.answer(status, {"code": 0, "message": "no"}))
    assert wrong(await findings(here, articles=[article("<:door:123456789012345678>")])) == []


async def test_custom_emoji_of_the_server_of_another_and_of_none(here, fake) -> None:
    door = fake.emoji(here.guild, "door")
    other = fake.guild("다른 마을")
    square = fake.channel(other, "square")
    key = fake.emoji(other, "key")
    ours, theirs = article(f"<:door:{door.id}>"), article(f"<:key:{key.id}>")
    assert wrong(await findings(here, here.square, articles=[ours])) == []
    both = await findings(here, here.square, square, articles=[ours, theirs])
    assert wrong(both) == [], "the bot may use emoji of other servers"
    fake.world.deny(here.square, "Use External Emojis")
    (finding,) = wrong(await findings(here, here.square, square, articles=[ours, theirs]))
    assert str(finding.about) == "Use External Emojis"
    assert "c0" in str(finding.sentence)
    assert "<:key:" in str(finding.sentence)
    nowhere = article("<:gone:123456789012345678>", "<a:gone:123456789012345678>")
    (note,) = wrong(await findings(here, here.square, articles=[nowhere]), Health.WARNING)
    assert "doors" in str(note.sentence)


async def test_emoji_that_can_not_be_voted_with(here) -> None:
    nothing = Option("무엇", Emoji(None, {"local": "🚪"}))
    found = wrong(
        await findings(
            here,
            articles=[
                article(":door:"),
                article("문", slug="fine"),
                Article("none", "글", "시험", datetime(2026, 1, 1, tzinfo=UTC), (), "?", (nothing,), ""),
            ],
        )
    )
    assert [str(finding.sentence).partition(":")[0] for finding in found] == ["doors", "none"]


async def test_the_token_is_the_first_thing(fake) -> None:
    async with wired(fake, token="no.such.token") as here:
        (finding,) = await findings(here)
        assert (str(finding.about), finding.health) == ("token", Health.BAD)
        assert "Reset Token" in hint(finding)
    assert not fake.asked("GET /channels/*")


async def test_the_invitation_names_the_application(here, fake) -> None:
    assert f"client_id={fake.world.application}" in await here.adapter.invitation()
    fake.fault("GET /applications/@me", faults.answer(404))
    assert f"client_id={fake.world.application}" in await here.adapter.invitation()
    fake.fault("GET /oauth2/applications/@me", faults.answer(404))
    assert f"client_id={fake.world.me.id}" in await here.adapter.invitation()
