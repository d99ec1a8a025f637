"""No line begins with a particle, in columns of any width."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Browser, Page, expect

from bot.core.particles import JOINER, joined, joined_markup
from tests.browser.browser_bot import DOOR, Member, RunningBot
from tests.browser.browser_chat import Visit

STYLE = (Path(__file__).parents[2] / "bot/web/static/base.css").read_text(encoding="utf-8")
SAID = (
    "한 명이 ‘비밀의 문’을, 셋이 “광장”으로 옮겼고 구글(Google)은 62%로, 『모두의 것』이라는 ‘열린 광장 🌳’이 38%예요."
)
BEGUN = """
([root, marks]) => {
  const begun = [], range = document.createRange();
  const walker = document.createTreeWalker(document.querySelector(root), NodeFilter.SHOW_TEXT);
  const top = (node, at) => {
    range.setStart(node, at);
    range.setEnd(node, at + 1);
    const rect = range.getClientRects()[0];
    return rect ? rect.bottom : null;
  };
  for (let node; (node = walker.nextNode());) {
    for (const found of node.data.matchAll(new RegExp(`[${marks}]\\u2060?[가-힣]`, "gu"))) {
      const mark = top(node, found.index), particle = top(node, found.index + found[0].length - 1);
      if (mark !== null && particle - mark > 4) begun.push(node.data);
    }
  }
  return begun;
}
"""
MARKS = "’”」』)\\]%"


async def begun_with_particles(page: Page, root: str = "body") -> list[str]:
    """The texts in which a line begins with a particle whose word stands on the line before."""
    return list(await page.evaluate(BEGUN, [root, MARKS]))


async def begun_in_any_column(page: Page, text: str, *, style: str) -> int:
    """In how many of many columns a line of `text` begins so."""
    await page.set_content(f"<style>{style}</style><p id='said'>{text}</p>")
    found = 0
    for width in range(150, 420, 6):
        await page.locator("#said").evaluate("(el, width) => { el.style.width = `${width}px`; }", width)
        found += bool(await begun_with_particles(page))
    return found


async def test_a_joiner_holds_where_the_style_does_not(chromium: Browser) -> None:
    async with await chromium.new_page() as page:
        for style, held in ((STYLE, joined_markup(SAID)), ("", joined(SAID))):
            assert JOINER in held
            assert await begun_in_any_column(page, held, style=style) == 0
            assert await begun_in_any_column(page, SAID, style=style) > 0


async def test_neither_pages_nor_the_chat_begin_a_line_with_a_particle(
    chromium: Browser, shared_bot: RunningBot, visit: Visit, debating: str, editor: Member
) -> None:
    chat = await visit(debating)
    await chat.chip(DOOR).click()
    await chat.expect_ballots("비밀의 문", 1)
    assert not editor.write("messages", channel=debating, text="/debate close")["reply"]["error"]
    result = chat.page.locator("#messages .message[data-kind=result]")
    await expect(result).to_contain_text(joined("‘비밀의 문’을"))
    address = await result.get_by_role("link", name="자세히 보기").get_attribute("href")
    async with await chromium.new_page(locale="ko-KR") as page:
        await page.goto(f"{shared_bot.url}{address}")
        await expect(page.locator(".headline")).to_have_text(joined("한 명이 ‘비밀의 문’을 골랐어요."))
        for width in range(300, 620, 20):
            for shown in (chat.page, page):
                await shown.set_viewport_size({"width": width, "height": 900})
                assert await begun_with_particles(shown) == []
