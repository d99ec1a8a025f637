"""The public pages in a browser: from the chat and back, live, for everybody, at any size."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from bot.core.particles import joined
from tests.browser.browser_bot import DOOR, QUESTION, SLUG, Member, RunningBot
from tests.browser.browser_chat import Visit

DESK = {"viewport": {"width": 1200, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
Look = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture(loop_scope="session")
async def look(chromium: Browser, shared_bot: RunningBot) -> AsyncIterator[Look]:
    """Visits a page of the shared bot; the browser may not complain (of the content policy, say), nor ask others."""
    async with AsyncExitStack() as contexts:
        complaints: list[str] = []

        async def looking(path: str, **options: Any) -> Page:
            context = await chromium.new_context(**({"locale": "ko-KR", "reduced_motion": "reduce"} | DESK | options))
            contexts.push_async_callback(context.close)
            page = await context.new_page()
            page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
            page.on("pageerror", lambda error: complaints.append(str(error)))
            page.on(
                "request",
                lambda sent: None if sent.url.startswith(shared_bot.url) else complaints.append(f"asked {sent.url}"),
            )
            await page.goto(shared_bot.url + path)
            return page

        yield looking
        assert complaints == []


@pytest.fixture
def debate(debating: str, editor: Member) -> str:
    """A debate that is open in a room of its own."""
    cards = [message for message in editor.messages(debating) if message["kind"] == "card"]
    return str(cards[-1]["content"]["debate"])


async def test_from_the_chat_to_the_page_to_the_result_and_back(
    visit: Visit, debating: str, debate: str, editor: Member
) -> None:
    chat = await visit(debating)
    page = chat.page
    await chat.chip(DOOR).click()
    await chat.expect_ballots("비밀의 문", 1)
    await chat.card.get_by_role("link", name="페이지로 보기").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("비밀의 문과 열린 광장")
    await expect(page.locator(".vote .question")).to_have_text(QUESTION)
    await page.get_by_role("link", name="투표 자세히 보기").click()
    await expect(page).to_have_url(re.compile(f"/debates/{debate}$"))
    bar = page.locator(".bar.option-0")
    await expect(bar.locator(".bar-share")).to_have_text("100%")
    assert not editor.write("messages", channel=debating, text="/debate close")["reply"]["error"]
    await expect(page.locator(".headline")).to_have_text(joined("한 명이 ‘비밀의 문’을 골랐어요."))
    await expect(page.locator(".certificate-text")).to_contain_text("기록 1표 = 다시 센 1표 ✓")
    await expect(page.locator("#announcer")).to_have_text("투표가 마감되어 결과가 나왔어요.")
    await page.get_by_role("link", name="채팅에서 보기").click()
    await expect(chat.card.locator(".closed-mark")).to_be_visible()
    result = page.locator("#messages .message[data-kind=result]")
    await result.get_by_role("link", name="자세히 보기").click()
    await expect(page).to_have_url(re.compile(f"/debates/{debate}$"))


_LINES = """cells => cells.map(cell => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return new Set([...range.getClientRects()].map(box => Math.round(box.top))).size;
})"""


@pytest.mark.parametrize("width", [320, 360, 480, 700, 900, 1200])
async def test_the_head_stands_on_one_line(
    look: Look, visit: Visit, debating: str, debate: str, editor: Member, width: int
) -> None:
    chat = await visit(debating)
    await chat.chip(DOOR).click()
    await chat.expect_ballots("비밀의 문", 1)
    assert not editor.write("messages", channel=debating, text="/debate close")["reply"]["error"]
    await expect(chat.card.locator(".closed-mark")).to_be_visible()
    for lang in ("ko", "en"):
        page = await look(f"/debates/{debate}?lang={lang}", viewport={"width": width, "height": 800})
        cells = page.locator(".facts dd")
        await expect(cells.last).to_have_text(re.compile("^[0-9a-f]{8}$"))
        assert set(await cells.evaluate_all(_LINES)) == {1}
        assert await page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


async def test_open_pages_follow_the_vote(look: Look, visit: Visit, debating: str, debate: str) -> None:
    result = await look(f"/debates/{debate}")
    english = await look(f"/debates/{debate}?lang=en", **PHONE)
    chat = await visit(debating)
    await expect(result.locator(".turnout")).to_have_text("아직 투표한 사람이 없어요")
    await chat.chip(DOOR).click()
    for page in (result, english):
        await expect(page.locator(".bar.option-0 .bar-share")).to_have_text("100%")
    await expect(english.locator(".turnout")).to_have_text("One person has voted")
    await result.locator("#shift-numbers summary").click()
    await result.locator("#to-article").focus()
    await chat.chip(DOOR).click()
    await expect(result.locator(".turnout")).to_have_text("아직 투표한 사람이 없어요")
    await expect(result.locator("#to-article")).to_be_focused()
    await expect(result.locator("#shift-numbers")).to_have_attribute("open", "")


@pytest.mark.heavy
@pytest.mark.parametrize(("scheme", "size"), [("light", DESK), ("dark", PHONE)])
async def test_nothing_to_object_to(
    look: Look, debating: str, debate: str, editor: Member, scheme: str, size: dict[str, Any]
) -> None:
    while not (card := next(m for m in editor.messages(debating) if m["kind"] == "card"))["opens"]:
        pass
    editor.write("reactions", message=card["id"], emoji=DOOR, on=True)
    editor.write("replies", thread=card["opens"]["id"], text="문이 좋아요.")
    for closed in (False, True):
        if closed:
            assert not editor.write("messages", channel=debating, text="/debate close")["reply"]["error"]
        for path in ("/?lang=en", f"/articles/{SLUG}", f"/debates/{debate}?lang=ko"):
            page = await look(path, color_scheme=scheme, **size)
            if closed and "debates" in path:
                await expect(page.locator(".certificate")).to_be_visible()
                await page.locator("#shift-numbers summary").click()
            width = await page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
            assert width[0] <= width[1], path
            for frame in await page.locator(".table-frame:visible").all():
                assert await frame.evaluate("it => it.scrollWidth <= it.clientWidth"), path
            found = (await Axe().run(page)).response["violations"]
            assert [(path, wrong["id"], [node["html"] for node in wrong["nodes"]]) for wrong in found] == []


async def test_keyboard_and_theme(look: Look) -> None:
    page = await look(f"/articles/{SLUG}")
    await page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="본문으로 건너뛰기")
    await expect(skip).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#main")).to_be_focused()
    before = await page.evaluate("getComputedStyle(document.body).backgroundColor")
    await page.locator("#theme").click()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    await page.reload()
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    await page.get_by_role("link", name="English").click()
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await page.goto(page.url.split("?", 1)[0])
    await expect(page.locator("html")).to_have_attribute("lang", "en")


async def test_without_scripts_everything_is_there(look: Look, debate: str) -> None:
    page = await look(f"/debates/{debate}", java_script_enabled=False)
    await expect(page.get_by_role("heading", level=1)).to_have_text(QUESTION)
    await expect(page.locator(".bar")).to_have_count(2)
    await expect(page.locator("#theme")).to_be_hidden()


async def test_on_paper(look: Look, debate: str) -> None:
    page = await look(f"/debates/{debate}", color_scheme="dark")
    await page.emulate_media(media="print")
    await expect(page.locator(".tools")).to_be_hidden()
    await expect(page.locator(".bars").first).to_be_visible()
    assert await page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
