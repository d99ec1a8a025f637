"""The page itself: languages, sizes, long histories, and a server that goes away."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.async_api import expect

from tests.browser.browser_bot import SQUARE, Member, RunningBot
from tests.browser.browser_chat import Visit

pytestmark = pytest.mark.heavy


@pytest.mark.parametrize(
    ("lang", "title", "box", "read", "left"),
    [
        ("ko", "열린 광장", "메시지 쓰기", "기사 읽기", "남았어요"),
        ("en", "The open square", "Write a message", "Read the article", "left"),
    ],
)
async def test_both_languages(
    visit: Visit, editor: Member, lang: str, title: str, box: str, read: str, left: str
) -> None:
    """The page and all that the bot says in it are in the reader's language, the article in its own."""
    if not any(message["kind"] == "card" for message in editor.messages("books")):
        editor.open_debate("books")
    chat = await visit("books", lang=lang)
    await expect(chat.page).to_have_title(f"books · Agora · {title}")
    await expect(chat.page.locator("html")).to_have_attribute("lang", lang)
    await expect(chat.page.get_by_label(box)).to_be_visible()
    await expect(chat.card.get_by_role("button", name=read)).to_be_visible()
    await expect(chat.card.locator(".left")).to_contain_text(left)
    titled = chat.card.locator(".card-title")
    await expect(titled).to_contain_text(re.compile("[가-힣]"))
    if lang == "en":
        await expect(titled).to_have_attribute("lang", "ko")
    untold = "el => el.checkVisibility() && !(el.ariaLabel || el.textContent.trim() || el.labels?.length)"
    nameless = await chat.page.locator("button, a, input, textarea").evaluate_all(f"all => all.filter({untold}).length")
    assert nameless == 0
    unfilled = await chat.page.evaluate(r"document.body.innerText.match(/\{\w+\}|chat-[a-z]+/g)")
    assert unfilled is None


async def test_phone(visit: Visit, debating: str) -> None:
    chat = await visit(
        debating, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, color_scheme="dark"
    )
    await expect(chat.card).to_be_visible()
    assert await chat.page.evaluate("document.documentElement.scrollWidth") == 360
    await expect(chat.page.locator("#channels")).to_be_hidden()
    await chat.page.locator("#open-channels").tap()
    await expect(chat.page.locator(".channel[aria-current]")).to_be_focused()
    await chat.page.locator(".channel[data-channel=square]").tap()
    await expect(chat.page.locator("#channels")).to_be_hidden()
    await chat.page.go_back()
    await chat.open_thread()
    pane = await chat.page.locator("#thread").bounding_box()
    assert pane is not None
    assert (pane["x"], pane["width"]) == (0, 360)
    await chat.page.locator("#thread").get_by_role("button", name=re.compile("열린 광장")).tap()
    await chat.page.go_back()
    await expect(chat.page.locator("#thread")).to_be_hidden()
    await chat.expect_ballots("열린 광장", 1)


async def test_a_phone_shows_commands_whole_and_cuts_what_they_do(visit: Visit, debating: str) -> None:
    chat = await visit(debating, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    await chat.box.press_sequentially("/토론 ")
    first = chat.page.locator(".completion").first
    await expect(first).to_be_visible()
    hints = chat.page.locator(".completion-hint")
    await hints.evaluate_all("all => all.forEach(el => { el.textContent += ' 아주 긴 설명이에요'.repeat(9); })")
    whole = "all => all.map(el => [el.textContent, el.scrollWidth <= el.clientWidth])"
    labels = await chat.page.locator(".completion-label").evaluate_all(whole)
    assert labels
    assert labels == [[label, True] for label, _ in labels]
    assert not any(fits for _, fits in await hints.evaluate_all(whole))


async def test_escape_closes_the_channels_on_a_phone(visit: Visit, room: str) -> None:
    chat = await visit(
        room, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True, reduced_motion="no-preference"
    )
    await chat.page.locator("#open-channels").tap()
    await expect(chat.page.locator(".channel[aria-current]")).to_be_focused()
    await chat.page.locator("#open-channels").focus()
    await chat.page.keyboard.press("Escape")
    await expect(chat.page.locator("#channels")).to_be_hidden()


async def test_times_are_those_of_the_bots_zone_wherever_the_browser_is(
    visit: Visit, room: str, editor: Member
) -> None:
    editor.write("messages", channel=room, text="지금 몇 시예요?")
    chat = await visit(room, timezone_id="America/Los_Angeles")
    stamp = chat.texts.locator("time")
    at = datetime.fromisoformat(await stamp.get_attribute("datetime") or "").astimezone(ZoneInfo("Asia/Seoul"))
    await expect(stamp).to_have_text(f"{'오전' if at.hour < 12 else '오후'} {at.hour % 12 or 12}:{at:%M}")
    await expect(stamp).to_have_attribute("title", re.compile(r"GMT\+9"))
    await expect(chat.page.locator("#messages .day")).to_have_text("오늘")


async def test_theme_is_kept(visit: Visit) -> None:
    chat = await visit()
    root = chat.page.locator("html")
    await expect(root).to_have_attribute("data-theme", "light")
    await chat.page.locator("#theme").click()
    await chat.page.reload()
    await expect(root).to_have_attribute("data-theme", "dark")


async def test_long_history(visit: Visit, room: str, editor: Member) -> None:
    for number in range(70):
        editor.write("messages", channel=room, text=f"{number}번째 이야기")
    chat = await visit(room, reduced_motion="reduce")
    await expect(chat.texts.last).to_be_in_viewport()
    await expect(chat.texts).to_have_count(50)
    scroller = chat.page.locator("#scroller")
    await scroller.evaluate("el => { el.scrollTop = 0; }")
    await expect(chat.texts).to_have_count(70)
    await scroller.evaluate("el => { el.scrollTop = 200; }")
    read = chat.texts.nth(4)
    before = await read.bounding_box()
    editor.write("messages", channel=room, text="방금 온 이야기")
    await expect(chat.page.locator("#pill")).to_contain_text("새 메시지 1개")
    assert await read.bounding_box() == before
    await chat.page.locator("#pill").click()
    await expect(chat.texts.last).to_be_in_viewport()
    await expect(chat.page.locator("#pill")).to_be_hidden()


async def test_unread_messages_elsewhere(visit: Visit, room: str, editor: Member) -> None:
    chat = await visit("square")
    editor.write("messages", channel=room, text="여기 좀 봐 주세요")
    link = chat.page.locator(f".channel[data-channel={room}]")
    await expect(link.locator(".badge")).to_have_text("1")
    await expect(chat.page).to_have_title(re.compile(r"^\(1\) "))
    await link.click()
    await expect(chat.texts).to_contain_text("여기 좀 봐 주세요")
    await expect(link.locator(".badge")).to_have_count(0)


async def test_link_to_a_message(visit: Visit, room: str, editor: Member) -> None:
    card = editor.open_debate(room)
    for number in range(60):
        editor.write("messages", channel=room, text=f"{number}번째 이야기")
    chat = await visit("square")
    await chat.page.evaluate(f"location.hash = '#{card}'")
    await expect(chat.page.locator("#channel-name")).to_have_text(room)
    await expect(chat.card).to_be_focused()
    await chat.page.reload()
    await chat.page.evaluate("location.hash = '#m999999'")
    await expect(chat.toast).to_contain_text("없는 메시지")


async def test_server_killed_and_started_again(visit: Visit, tmp_path: Path) -> None:
    bot = RunningBot(tmp_path / "bot", ["square"])
    bot.start()
    try:
        debate = bot.post("square")
        chat, other = await visit(bot=bot), await visit(bot=bot, person="dambi")
        chat.expected = other.expected = "ERR_(CONNECTION|INCOMPLETE|EMPTY|NETWORK)"
        await chat.option("열린 광장").click()
        await other.expect_ballots("열린 광장", 1)
        bot.kill()
        banner = chat.page.locator("#banner")
        await expect(banner).to_be_visible()
        await chat.option("비밀의 문").click()
        await expect(chat.toast).to_contain_text("서버에 연결하지 못했어요")
        await chat.expect_mine("비밀의 문", False)
        await chat.expect_mine("열린 광장", True)
        await chat.box.fill("들리나요?")
        await chat.box.press("Enter")
        await expect(chat.box).to_have_value("들리나요?")
        bot.start()
        await expect(banner).to_be_hidden()
        await expect(other.page.locator("#banner")).to_be_hidden()
        await chat.box.press("Enter")
        await expect(other.texts).to_contain_text("들리나요?")
        await other.chip(SQUARE).click()
        for seen in (chat, other):
            await seen.expect_ballots("열린 광장", 2)
        told = bot.results(debate)
        assert [option["ballots"] for option in told["options"]] == [0, 2]
    finally:
        bot.stop()
