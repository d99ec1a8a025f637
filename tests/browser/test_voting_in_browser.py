"""Voting on the card: by mouse, by keyboard, seen by two browsers at once."""

from __future__ import annotations

from playwright.async_api import expect

from tests.browser.browser_bot import DOOR, SLUG, SQUARE, Member, RunningBot
from tests.browser.browser_chat import Visit
from tests.journeys.processes import agora_in

D, S = "비밀의 문", "열린 광장"


async def test_vote_switch_and_take_back(visit: Visit, debating: str) -> None:
    chat = await visit(debating)
    await chat.option(D).click()
    await chat.expect_mine(D, True)
    await chat.expect_ballots(D, 1)
    await chat.option(S).click()
    await chat.expect_mine(S, True)
    await chat.expect_mine(D, False)
    await chat.expect_ballots(S, 1)
    await chat.expect_ballots(D, 0)
    await chat.option(S).click()
    await chat.expect_mine(S, False)
    await chat.expect_ballots(S, 0)


async def test_a_reaction_is_a_vote(visit: Visit, debating: str) -> None:
    chat = await visit(debating)
    await chat.chip(SQUARE).click()
    await expect(chat.chip(SQUARE)).to_have_attribute("aria-pressed", "true")
    await chat.expect_mine(S, True)
    await chat.expect_ballots(S, 1)
    await expect(chat.chip(SQUARE)).to_have_attribute("aria-label", f"{SQUARE} 하루")


async def test_two_browsers_see_one_tally(visit: Visit, debating: str) -> None:
    one, other = await visit(debating, person="haru"), await visit(debating, person="dambi", lang="en")
    await one.option(D).click()
    await other.expect_ballots(D, 1)
    await other.expect_mine(D, False)
    await other.option(S).click()
    for chat in (one, other):
        await chat.expect_ballots(D, 1)
        await chat.expect_ballots(S, 1)
        await expect(chat.option(S).locator(".bar-share")).to_have_text("50%")


async def test_mine_is_what_the_ballot_counts_for_in_every_channel_of_the_debate(
    visit: Visit, shared_bot: RunningBot, room: str, other_room: str, editor: Member
) -> None:
    assert agora_in(shared_bot.folder, "post", SLUG, "--channel", room, "--channel", other_room).code == 0
    here, there = await visit(room), await visit(other_room)
    await here.option(D).click()
    await there.expect_mine(D, True)
    await there.option(S).click()
    for chat in (here, there):
        await chat.expect_mine(S, True)
        await chat.expect_mine(D, False)
        await chat.expect_ballots(S, 1)
    await expect(here.chip(DOOR)).to_have_attribute("aria-pressed", "true")
    await here.option(D).click()
    for chat in (here, there):
        await chat.expect_mine(D, True)
        await chat.expect_mine(S, False)
        await chat.expect_ballots(D, 1)
    await here.option(D).click()
    await here.expect_mine(S, True)
    editor.write("messages", channel=room, text="/debate close")
    for chat in (here, there):
        await expect(chat.card.locator(".bar.mine:visible")).to_contain_text(S)


async def test_keyboard_alone_is_enough(visit: Visit, debating: str) -> None:
    chat = await visit(debating)
    await expect(chat.chip(SQUARE)).to_be_visible()
    keys = chat.page.keyboard
    await keys.press("/")
    await expect(chat.box).to_be_focused()
    await keys.press("Shift+Tab")
    await chat.card.locator(":focus").wait_for()
    while not await chat.card.evaluate("el => el === document.activeElement"):
        await keys.press("ArrowLeft")
    await keys.press("Tab")
    await expect(chat.option(D)).to_be_focused()
    await keys.press("ArrowDown")
    await expect(chat.option(S)).to_be_focused()
    await keys.press("Enter")
    await chat.expect_mine(S, True)
    await chat.expect_ballots(S, 1)
    await expect(chat.option(S)).to_be_focused()
    await keys.press("Space")
    await chat.expect_ballots(S, 0)


async def test_closing_shows_the_result(visit: Visit, debating: str, editor: Member) -> None:
    chat = await visit(debating)
    await chat.chip(DOOR).click()
    await chat.expect_ballots(D, 1)
    assert not editor.write("messages", channel=debating, text="/debate close")["reply"]["error"]
    result = chat.page.locator("#messages .message[data-kind=result]")
    await expect(result.locator(".certificate-text")).not_to_be_empty()
    await expect(result.locator(".bar.leading")).to_contain_text(D)
    await expect(chat.card.locator(".closed-mark")).to_be_visible()
    await expect(chat.card.locator("button.bar:visible")).to_have_count(0)
    await expect(chat.card.locator(".bar.mine:visible")).to_contain_text(D)
    await chat.card.get_by_role("link", name="결과 보기").click()
    await expect(result).to_be_focused()
