"""What a vote by reaction counts for: asked of the ledger, and told to its voter's pages when it has changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from chat_helpers import CHANNEL, Browser, card, soon

from bot.core.debates import DebateState
from tests.platforms.local.conftest import Site

FIRST, SECOND = 0b01, 0b10


@pytest.fixture
async def posts(site: Site) -> tuple[str, str]:
    """Two posts of one debate."""
    return (
        await site.platform.send(CHANNEL, card(soon()), "here"),
        await site.platform.send(CHANNEL, card(soon()), "there"),
    )


async def test_a_vote_is_told_for_its_debate_once_the_ledger_has_it(
    site: Site, browser: Browser, posts: tuple[str, str]
) -> None:
    here, there = posts
    other = Browser(site.server.url, "dambi")
    await other.open()
    async with browser.listen() as mine, other.listen() as theirs:
        for post, emoji, ballot, held in ((here, "👍", FIRST, [0]), (there, "👎", SECOND, [1])):
            site.heard.ballots[post, "haru"] = ballot
            site.heard.busy = 2
            await browser.do("reactions", message=post, emoji=emoji, on=True)
            assert await mine.until(lambda name, _: name == "ballot") == {"debate": "d1", "held": held}
            assert len(site.heard.marks) == held[0] + 1
        await other.do("messages", channel=CHANNEL, text="끝")
        told = [await theirs.next()]
        while told[-1][1].get("kind") != "text":
            told.append(await theirs.next())
        assert {name for name, _ in told} == {"message"}
    await other.close()


async def test_a_vote_that_the_ledger_does_not_count_yet_is_not_told_as_none(
    site: Site, browser: Browser, posts: tuple[str, str]
) -> None:
    here, there = posts
    async with browser.listen() as mine:
        await browser.do("reactions", message=here, emoji="👍", on=True)
        await site.heard.until(lambda: len(site.heard.marks) == 1)
        site.heard.ballots[there, "haru"] = SECOND
        await browser.do("reactions", message=there, emoji="👎", on=True)
        assert await mine.until(lambda name, _: name == "ballot") == {"debate": "d1", "held": [1]}
        site.heard.ballots.clear()
        await browser.do("reactions", message=there, emoji="👎", on=False)
        assert await mine.until(lambda name, _: name == "ballot") == {"debate": "d1", "held": []}


async def test_when_a_debate_ends_its_voters_are_told_what_was_counted(
    site: Site, browser: Browser, posts: tuple[str, str]
) -> None:
    here, _ = posts
    site.heard.ballots[here, "haru"] = SECOND
    async with browser.listen() as mine:
        await site.platform.edit(CHANNEL, here, replace(card(soon()), voters=1))
        await site.platform.edit(CHANNEL, here, card(soon(), state=DebateState.CLOSED))
        assert await mine.until(lambda name, _: name == "ballot") == {"debate": "d1", "held": [1]}


async def test_every_ballot_among_the_messages_is_known(site: Site, browser: Browser, posts: tuple[str, str]) -> None:
    for post in posts:
        site.heard.ballots[post, "haru"] = SECOND
    thread = await site.platform.open_thread(CHANNEL, posts[0], "이야기")
    for path in (f"channels/{CHANNEL}/messages", f"threads/{thread}"):
        assert (await browser.get(path))["ballots"] == {"d1": [1]}
