"""`agora doctor` for Slack: tokens, scopes, membership, emoji, each with a sentence and what to do."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio

from bot.config.models import Slack
from bot.core.articles import Article, Option
from bot.core.debates import Channel
from bot.core.emoji import Emoji
from bot.locales import words_for
from bot.platforms.slack.api import Api
from bot.platforms.slack.doctor_checks import examine
from bot.platforms.slack.permissions import ASKED_FOR
from bot.sentences import english
from bot.services.records import Finding, Health
from tests.wire.slack import FakeSlack

SQUARE, LOCAL = Channel("square", "slack", "C1", "ko"), Channel("chat", "local", "chat", "ko")


@pytest_asyncio.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with FakeSlack() as fake:
        fake.scopes = set(ASKED_FOR)
        fake.world.add_channel("C1", "square")
        yield fake


def article(*emoji: Emoji) -> Article:
    options = tuple(Option(f"답 {number}", form) for number, form in enumerate(emoji or (Emoji("👍"), Emoji("👎"))))
    return Article("slug", "제목", "기술", datetime(2026, 7, 1, tzinfo=UTC), ("1", "2", "3"), "?", options, "")


async def look(
    slack: FakeSlack, *, channels: Sequence[Channel] = (SQUARE, LOCAL), about: Article | None = None, **changes: Any
) -> list[Finding]:
    keys = {"transport": "socket", "bot_token": slack.bot_token, "app_token": slack.app_token, "api_url": slack.api_url}
    settings = Slack(**{**keys, **changes})
    api = Api(settings.bot_token.reveal, settings.api_url)
    try:
        return list(await examine(api, settings, channels, [about or article()]))
    finally:
        await api.close()


def bad(findings: Sequence[Finding]) -> list[tuple[str, str]]:
    return [(str(found.place), str(found.about)) for found in findings if found.health is Health.BAD]


def hint(found: Finding) -> str:
    return found.sentence.hint(english())


def of(findings: Sequence[Finding], about: str) -> Finding:
    (found,) = [found for found in findings if str(found.about) == about]
    return found


async def test_all_is_well(slack: FakeSlack) -> None:
    findings = await look(slack)
    assert {found.health for found in findings} == {Health.FINE}
    assert [(str(found.place), str(found.about)) for found in findings] == [
        ("slack", "token"),
        ("slack", "scopes"),
        ("slack", "app token"),
        ("square", "channel"),
    ]
    assert slack.sockets.ready == []


async def test_a_refused_token_is_all_that_is_said(slack: FakeSlack) -> None:
    (found,) = await look(slack, bot_token="xoxb-of-somebody-else")
    assert (str(found.about), found.health) == ("token", Health.BAD)
    assert hint(found)


async def test_out_of_reach(slack: FakeSlack) -> None:
    await slack.go_away()
    (found,) = await look(slack)
    assert found.health is Health.BAD


async def test_missing_scopes_are_named_with_their_price(slack: FakeSlack) -> None:
    slack.scopes -= {"reactions:read", "files:write"}
    findings = await look(slack)
    vote, chart = of(findings, "scope reactions:read"), of(findings, "scope files:write")
    assert (vote.health, chart.health) == (Health.BAD, Health.WARNING)
    assert "no vote is heard" in str(vote.sentence)
    assert "without their chart" in str(chart.sentence)
    assert "install the app" in hint(vote)


async def test_a_missing_scope_in_korean(slack: FakeSlack) -> None:
    slack.scopes -= {"files:write"}
    chart = of(await look(slack), "scope files:write")
    korean = words_for("ko", strict=True)
    assert chart.about.said(korean) == "스코프 files:write"
    assert chart.sentence.said(korean) == "없어요. 이 스코프가 없으면 결과에 도표가 빠져요."
    assert chart.sentence.hint(korean).endswith("앱을 워크스페이스에 다시 설치해 주세요.")


async def test_without_the_scope_that_tells_of_channels_reading_tells(slack: FakeSlack) -> None:
    slack.scopes -= {"channels:read"}
    assert of(await look(slack), "channel").health is Health.FINE
    slack.people.remove("C1")
    found = of(await look(slack), "channel")
    assert found.health is Health.BAD
    assert "/invite" in hint(found)


async def test_a_channel_without_the_bot_archived_or_unknown(slack: FakeSlack) -> None:
    slack.people.remove("C1")
    found = of(await look(slack), "channel")
    assert (found.health, str(found.sentence)) == (Health.BAD, "the bot is not in #square")
    slack.world.channels["C1"].archived = True
    assert str(of(await look(slack), "channel").sentence) == "#square is archived"
    nowhere = await look(slack, channels=[Channel("nowhere", "slack", "C404", "ko")])
    assert bad(nowhere) == [("nowhere", "channel")]


@pytest.mark.parametrize(
    ("changes", "about"),
    [
        ({"app_token": None}, "app token"),
        ({"app_token": "xapp-of-somebody-else"}, "app token"),
        ({"transport": "http", "signing_secret": None}, "signing secret"),
    ],
)
async def test_what_a_transport_lacks(slack: FakeSlack, changes: dict[str, Any], about: str) -> None:
    findings = await look(slack, **changes)
    assert bad(findings) == [("slack", about)]
    assert hint(of(findings, about))
    assert "ot’s token" not in str(of(findings, about).sentence)


async def test_over_http_the_secret_is_enough(slack: FakeSlack) -> None:
    assert bad(await look(slack, transport="http", signing_secret="s" * 32, app_token=None)) == []


async def test_emoji_of_the_workspace_and_emoji_that_slack_does_not_have(slack: FakeSlack) -> None:
    standard, custom = Emoji(None, {"slack": "door"}), Emoji("🚪", {"slack": "our_door"})
    missing = await look(slack, about=article(standard, custom))
    found = of(missing, "emoji :our_door:")
    assert found.health is Health.BAD
    assert "답 1" in str(found.sentence)
    slack.world.emoji["our_door"] = "https://emoji.test/our_door.png"
    assert bad(await look(slack, about=article(standard, custom))) == []
    nameless = await look(slack, about=article(Emoji("\U0001fae9\U0001fae9"), Emoji(None, {"discord": "<:a:1>"})))
    assert [name for _, name in bad(nameless)] == ["the option '답 0' of slug", "the option '답 1' of slug"]
    slack.scopes -= {"emoji:read"}
    assert of(await look(slack, about=article(custom, standard)), "emoji").health is Health.WARNING


async def test_options_that_hang_on_an_alias_are_told(slack: FakeSlack) -> None:
    slack.world.emoji |= {
        "our_owl": "alias:owl",
        "our_gate": "alias:our_door",
        "our_door": "https://emoji.test/our_door.png",
        "lost": "alias:nowhere",
    }
    names = ("our_owl", "our_gate", "our_door", "lost")
    found = await look(slack, about=article(*(Emoji(None, {"slack": name}) for name in names), Emoji("🦉")))
    owl, gate = of(found, "emoji :our_owl:"), of(found, "emoji :our_gate:")
    assert (owl.health, gate.health) == (Health.WARNING, Health.WARNING)
    assert "alias of 🦉" in str(owl.sentence)
    assert "'답 0'" in str(owl.sentence)
    assert "alias of :our_door:" in str(gate.sentence)
    assert [about for _, about in bad(found)] == [
        "emoji :lost:",
        "the option '답 2' of slug",
        "the option '답 4' of slug",
    ]
    assert ":our_door:" in str(of(found, "emoji").sentence)
