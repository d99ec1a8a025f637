"""Secret ballots in the local chat: answered to the voter alone, and kept nowhere but in the ledger."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from chat_helpers import CHANNEL, Browser, card, soon

from bot.core.marks import Voter
from tests.platforms.local.conftest import Site


@pytest.fixture
async def message(site: Site) -> str:
    """A card with buttons."""
    return await site.platform.send(CHANNEL, replace(card(soon()), buttons=True), "post")


async def test_a_press_reaches_the_bot_and_is_answered(browser: Browser, site: Site, message: str) -> None:
    answer = await browser.do("presses", message=message, option=1)
    assert answer == {"text": "1번을 눌렀어요", "held": [1], "error": False}
    (press,) = site.heard.presses
    assert (press.platform, press.channel, press.message, press.option) == ("local", CHANNEL, message, 1)
    assert press.voter == Voter("local", "local", "haru")
    assert press.locale == "ko"
    assert press.received_at > 0
    assert site.heard.answers == [press]


async def test_a_press_whose_page_is_gone_by_then_is_not_answered(browser: Browser, site: Site, message: str) -> None:
    site.heard.slow = asyncio.Event()
    pressing = asyncio.create_task(browser.send("presses", message=message, option=1))
    await site.heard.until(lambda: bool(site.heard.presses))
    pressing.cancel()
    await asyncio.gather(pressing, return_exceptions=True)
    await browser.get(f"channels/{CHANNEL}/messages")
    site.heard.slow.set()
    site.heard.slow = None
    await browser.do("presses", message=message, option=0)
    await site.heard.until(lambda: len(site.heard.ballots) == 1 and len(site.heard.presses) == 2)
    assert [press.option for press in site.heard.answers] == [0]


async def test_only_the_voter_sees_what_is_held(browser: Browser, site: Site, message: str) -> None:
    thread = await site.platform.open_thread(CHANNEL, message, "이야기")
    other = Browser(site.server.url, "dambi")
    await other.open()
    async with browser.listen() as mine, other.listen() as theirs:
        await browser.do("presses", message=message, option=0)
        assert await mine.until(lambda name, _: name == "ballot") == {"debate": "d1", "held": [0]}
        await site.platform.edit(CHANNEL, message, replace(card(soon(), voters=1), buttons=True))
        told = [await theirs.next()]
        while told[-1][1].get("content", {}).get("voters") != 1:
            told.append(await theirs.next())
        assert {name for name, _ in told} == {"message"}
        assert "held" not in str(told)
    for person, ballots in ((browser, {"d1": [0]}), (other, {"d1": []})):
        assert (await person.get(f"channels/{CHANNEL}/messages"))["ballots"] == ballots
        assert (await person.get(f"threads/{thread}"))["ballots"] == ballots
    await other.close()


async def test_the_chat_keeps_nothing_of_a_press(browser: Browser, site: Site, message: str, tmp_path: Path) -> None:
    before = await site.platform.store.last_change()
    await browser.do("presses", message=message, option=1)
    assert await site.platform.store.last_change() == before
    with sqlite3.connect(tmp_path / "chat.db") as file:
        assert file.execute("SELECT count(*) FROM reactions").fetchone() == (0,)


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"option": "1"}, 400),
        ({"option": True}, 400),
        ({"option": -1}, 400),
        ({"option": 10}, 400),
        ({"option": 1, "message": "m999"}, 404),
        ({"option": 1, "message": "x"}, 404),
        ({"option": 1, "person": "ghost"}, 404),
        ({}, 400),
    ],
)
async def test_a_press_that_makes_no_sense_is_refused(
    browser: Browser, site: Site, message: str, body: dict[str, object], status: int
) -> None:
    assert (await browser.send("presses", **{"message": message, **body}))[0] == status
    assert site.heard.presses == []


async def test_only_a_card_with_buttons_takes_presses(browser: Browser, site: Site) -> None:
    plain = await site.platform.send(CHANNEL, card(soon()), "post")
    assert (await browser.send("presses", message=plain, option=0))[0] == 400
    assert site.heard.presses == []
