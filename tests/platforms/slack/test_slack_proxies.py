"""Proxies that the environment names lead to Slack, and never to a server on this machine."""

from __future__ import annotations

import pytest

from bot.platforms.slack.api import proxy_to
from tests.wire.slack import FakeSlack
from tests.wire.slack.whole import DOOR, running_bot

SLACK = "https://slack.com/api/"
PROXY = "http://proxy.example:3128"


@pytest.fixture(autouse=True)
def without_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


def test_the_proxy_is_that_of_the_addresss_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    assert proxy_to(SLACK) is None
    monkeypatch.setenv("https_proxy", PROXY)
    assert proxy_to(SLACK) == PROXY
    assert proxy_to("http://slack.internal.example/api/") is None


@pytest.mark.parametrize("named", ["slack.com", "other.example,.slack.com,slack.com", "*"])
def test_where_the_environment_says_to_go_directly_no_proxy_is_taken(
    monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    monkeypatch.setenv("https_proxy", PROXY)
    monkeypatch.setenv("no_proxy", named)
    assert proxy_to(SLACK) is None


@pytest.mark.parametrize("address", ["http://127.0.0.1:8080/api/", "http://localhost/api/", "https://[::1]:1/api/"])
def test_a_server_on_this_machine_is_reached_directly(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, PROXY)
    assert proxy_to(address) is None


async def test_a_bot_beside_a_proxy_speaks_to_its_local_server(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    async with FakeSlack() as slack:
        (person,) = slack.people.newcomers(1)
        async with running_bot(slack, tmp_path) as bot:
            debate = await bot.open()
            slack.people.react(person, bot.card(), DOOR)
            await bot.until_ballots(debate, 1, 0, 0)
            asked = slack.people.command(person, bot.card().channel, "help")
            assert await asked.answer()
            await bot.close(debate)
            assert len(bot.results()) == 1
