"""A secret ballot in the browser: pressed, changed and withdrawn, and seen by its voter alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.async_api import expect

from bot.core.buttons import DOUBLE_CLICK
from bot.core.particles import joined
from tests.browser.browser_bot import Member, RunningBot
from tests.browser.browser_chat import Visit

pytestmark = pytest.mark.heavy

D, S = "비밀의 문", "열린 광장"


@pytest.fixture
def secret(tmp_path: Path) -> Iterator[RunningBot]:
    """A bot whose debates are voted on by button."""
    bot = RunningBot(tmp_path / "secret", ["square"], ballot="buttons")
    bot.start()
    yield bot
    assert bot.stop() == 0


async def test_a_ballot_is_pressed_changed_and_withdrawn_in_private(secret: RunningBot, visit: Visit) -> None:
    editor = Member(secret, "editor")
    editor.open_debate("square")
    one, other = await visit(bot=secret, person="haru"), await visit(bot=secret, person="dambi")
    again = await visit(bot=secret, person="haru")
    await expect(one.card.locator(".invitation")).to_contain_text("버튼을 눌러 투표해 주세요")
    await expect(one.card.locator(".chip[data-emoji]")).to_have_count(0)
    await one.option(D).click()
    await expect(one.toast).to_have_text(joined(f"‘{D}’에 투표했어요. 다시 누르면 취소돼요."))
    await expect(one.toast).to_have_attribute("role", "status")
    for mine in (one, again):
        await mine.expect_mine(D, True)
        await mine.expect_ballots(D, 1)
    await other.expect_ballots(D, 1)
    await other.expect_mine(D, False)
    await expect(other.toast).to_have_count(0)
    await one.option(S).press("Enter")
    await one.expect_mine(S, True)
    await one.expect_mine(D, False)
    await other.expect_ballots(S, 1)
    await one.page.reload()
    await one.expect_mine(S, True)
    await one.open_thread()
    await expect(one.page.locator("#thread-parent button.bar", has_text=S)).to_have_attribute("aria-pressed", "true")
    await one.page.wait_for_timeout(DOUBLE_CLICK / 1000)
    await one.option(S).dblclick()
    await one.expect_mine(S, False)
    await other.expect_ballots(S, 0)
    await other.option(D).click()
    await one.expect_ballots(D, 1)
    assert not editor.write("messages", channel="square", text="/debate close")["reply"]["error"]
    result = other.page.locator("#messages .message[data-kind=result]")
    await expect(result.locator(".certificate-text")).to_contain_text("다시 셀 반응이 없어요")
    await expect(other.card.locator(".bar.mine:visible")).to_contain_text(D)
    await expect(one.card.locator(".bar.mine:visible")).to_have_count(0)
