"""Messages, threads, commands, people, and the article."""

from __future__ import annotations

import json
import re

import pytest
from playwright.async_api import expect

from bot.core.particles import joined
from tests.browser.browser_bot import QUESTION, SLUG, SQUARE, Member
from tests.browser.browser_chat import Visit

pytestmark = pytest.mark.heavy


async def test_thread_with_squabble_and_reply(visit: Visit, debating: str) -> None:
    chat, other = await visit(debating), await visit(debating, person="dambi")
    await chat.open_thread()
    lines = chat.page.locator("#replies .message.line")
    await expect(lines).to_have_count(2)
    await expect(lines.nth(1)).to_have_class(re.compile(r"\bright\b"))
    await expect(lines.nth(1).locator(".tag")).to_have_text("열린 광장")
    await chat.page.locator("#thread-box").fill("둘 다 맞는 말 같아요.\nhttps://example.org/one 도 봐 주세요.")
    await chat.page.locator("#thread-box").press("Enter")
    await expect(chat.replies).to_have_count(1)
    await expect(chat.replies.locator("a")).to_have_attribute("href", "https://example.org/one")
    await expect(other.card.locator(".thread-chip")).to_contain_text("댓글 1")
    await expect(other.card.locator(".counts")).to_contain_text("댓글 1")
    await chat.page.keyboard.press("Escape")
    await expect(chat.page.locator("#thread")).to_be_hidden()
    await expect(chat.card.locator(".thread-chip")).to_be_focused()


async def test_a_line_that_moved_somebody_is_sparked_and_named_in_the_result(
    visit: Visit, debating: str, editor: Member
) -> None:
    chat, other = await visit(debating), await visit(debating, person="dambi")
    await chat.open_thread()
    await other.open_thread()
    lines = chat.page.locator("#replies .message.line")
    line = lines.nth(1)
    await expect(line).to_contain_text("댓글에 눌러도 돼요")
    await expect(lines.nth(0)).not_to_contain_text("댓글에 눌러도 돼요")
    await line.get_by_role("button", name="마음을 움직인 말이면").click()
    pressed = line.locator('.chip[data-emoji="💡"]')
    await expect(pressed).to_have_attribute("aria-pressed", "true")
    await expect(pressed).to_be_focused()
    await expect(line.locator(".chip.spark")).to_have_count(0)
    await other.page.locator("#thread-box").fill("저도 그 말이 좋아요")
    await other.page.locator("#thread-box").press("Enter")
    await expect(other.replies).to_have_count(1)
    await expect(other.replies.locator(".chip.spark")).to_have_count(0)
    await expect(chat.replies.locator(".chip.spark")).to_have_count(1)
    editor.write("messages", channel=debating, text="/debate close")
    result = chat.page.locator("#messages .message[data-kind=result]")
    await expect(result.locator(".moved")).to_contain_text("가장 많은 💡를 받은 말: 모키의 ‘같이 맛보고")
    await expect(line.locator(".chip.spark")).to_have_count(0)
    await expect(lines.locator(".chip.spark")).to_have_count(0)
    await expect(line).not_to_contain_text("댓글에 눌러도 돼요")


async def test_what_is_known_of_a_member_is_a_download(visit: Visit, debating: str) -> None:
    chat = await visit(debating)
    await chat.say("/토론 내정보")
    async with chat.page.expect_download() as started:
        await chat.page.get_by_role("link", name="내 정보 내려받기").click()
    file = await started.value
    assert re.fullmatch(r"agora-\d{4}-\d\d-\d\d\.json", file.suggested_filename)
    told = json.loads((await file.path()).read_text(encoding="utf-8"))
    assert (told["account"]["platform"], told["account"]["id"]) == ("local", "haru")


async def test_command_is_completed_and_answered_in_private(visit: Visit, debating: str) -> None:
    chat, other = await visit(debating), await visit(debating, person="dambi")
    await chat.page.keyboard.press("/")
    await chat.box.press_sequentially("/토론 오")
    option = chat.page.get_by_role("option", name=re.compile("오늘"))
    await expect(option).to_be_visible()
    await chat.box.press("ArrowDown")
    await expect(chat.box).to_have_attribute("aria-activedescendant", "completions-0")
    await chat.box.press("Enter")
    await expect(chat.box).to_have_value(re.compile(r"^/토론 오늘 ?$"))
    await chat.box.press("Escape")
    await chat.box.press("Enter")
    await expect(chat.private).to_contain_text("나에게만 보여요")
    await expect(chat.private).to_contain_text(QUESTION)
    await chat.private.get_by_role("button", name="닫기").click()
    await expect(chat.private).to_have_count(0)
    await chat.say("/토론 도움말 공유")
    await expect(other.page.locator("#messages .message[data-kind=reply]")).to_be_visible()
    await expect(other.private).to_have_count(0)
    await expect(chat.private).to_have_count(0)


async def test_an_answer_from_before_closing_says_so_when_the_vote_is_over(
    visit: Visit, debating: str, editor: Member
) -> None:
    chat, other = await visit(debating), await visit(debating, person="dambi")
    await chat.say("/토론 오늘")
    await chat.say("/토론 결과 공유")
    shared = other.page.locator("#messages .message[data-kind=reply]")
    asked = [chat.private.locator(".left"), shared.locator(".left")]
    for answer in asked:
        await expect(answer).to_contain_text("남았어요")
    await chat.page.evaluate("const real = Date.now; Date.now = () => real() + 7_200_000")
    await expect(asked[0]).to_have_text("마감 전에 물어본 집계예요")
    await expect(asked[1]).to_contain_text("남았어요")
    editor.write("messages", channel=debating, text="/debate close")
    await expect(asked[1]).to_have_text("마감 전에 물어본 집계예요")
    await other.page.reload()
    await expect(asked[1]).to_have_text("마감 전에 물어본 집계예요")


async def test_unknown_command_says_what_to_do(visit: Visit, room: str) -> None:
    chat = await visit(room)
    await chat.say("/debate 엉뚱한말")
    await expect(chat.private).to_contain_text(joined("‘엉뚱한말’은 모르는 말이에요"))


async def test_a_line_meant_as_a_command_stays_private(visit: Visit, debating: str) -> None:
    chat, other = await visit(debating), await visit(debating, person="dambi")
    await chat.say("/토론도움말")
    await expect(chat.private).to_contain_text(joined("혹시 ‘/토론 도움말’을 찾으셨나요?"))
    await chat.open_thread()
    await chat.page.locator("#thread-box").fill("/nonsense")
    await chat.page.locator("#thread-box").press("Enter")
    await expect(chat.page.locator("#replies .private")).to_contain_text(joined("‘/nonsense’라는 명령은 없어요"))
    await expect(other.page.locator("#messages .message[data-kind=text]")).to_have_count(0)
    await expect(chat.replies).to_have_count(0)


async def test_the_form_begins_with_what_was_written_and_asks_for_stars(visit: Visit, room: str) -> None:
    chat = await visit(room)
    await chat.say("/토론 의견 질문이 좋아요")
    line = chat.private.locator("textarea")
    await expect(line).to_have_value("질문이 좋아요")
    await chat.private.get_by_role("button", name="보내기").click()
    await expect(chat.private.get_by_role("alert")).to_have_text("별점은 1점부터 5점까지예요. 하나를 골라 주세요.")
    tops = await chat.private.locator(".rate").evaluate_all("all => all.map(el => el.getBoundingClientRect().top)")
    assert len(set(tops)) == 1
    await chat.private.get_by_text("아주 좋아요").click()
    await chat.private.get_by_role("button", name="보내기").click()
    await expect(chat.private).to_contain_text("고마워요!")


async def test_writing_and_deleting(visit: Visit, room: str) -> None:
    chat, other = await visit(room), await visit(room, person="dambi")
    await chat.box.fill("첫 줄")
    await chat.box.press("Shift+Enter")
    await chat.box.press_sequentially("<b>둘째</b> 줄")
    await chat.box.press("Enter")
    await expect(other.texts.locator(".text")).to_have_text("첫 줄\n<b>둘째</b> 줄", use_inner_text=True)
    await expect(chat.box).to_have_value("")
    await other.texts.hover()
    await expect(other.texts.get_by_role("button", name="지우기")).to_have_count(0)
    await chat.texts.hover()
    await chat.texts.get_by_role("button", name="지우기").click()
    await chat.texts.get_by_role("button", name="정말 지울까요?").click()
    await expect(other.texts).to_have_count(0)
    await expect(chat.texts).to_have_count(0)


async def test_a_refused_reaction_is_taken_back(visit: Visit, room: str, editor: Member) -> None:
    message = editor.write("messages", channel=room, text="반응을 많이 달아 볼게요")["message"]["id"]
    for face in "😀😁😂😃😄😅😆😇😈😉😊😋😌😍😎😏😐😑😒😓":
        editor.write("reactions", message=message, emoji=face, on=True)
    chat = await visit(room)
    chat.expected = "status of 4"
    await expect(chat.texts.locator(".chip[data-emoji]")).to_have_count(20)
    await chat.texts.locator(".chip.add").click()
    async with chat.page.expect_response(re.compile("reactions")) as answer:
        await chat.page.locator("#picker").get_by_role("button", name="🔥").click()
    assert (await (await answer.value).json())["error"] == await chat.toast.text_content()
    await expect(chat.texts.locator(".chip[data-emoji]")).to_have_count(20)


async def test_people(visit: Visit, room: str) -> None:
    chat = await visit(room)
    await chat.page.locator("#who").click()
    await expect(chat.page.locator(".person[aria-pressed=true]")).to_be_focused()
    await chat.page.locator(".person[data-person=dambi]").click()
    await expect(chat.page.locator("#who")).to_contain_text("담비")
    await chat.say("담비예요")
    await expect(chat.texts.locator(".author")).to_have_text("담비")
    await chat.page.locator("#who").click()
    await chat.page.locator("#new-name").fill("새로운 나무")
    await chat.page.locator("#new-name").press("Enter")
    await expect(chat.page.locator("#who")).to_contain_text("새로운 나무")
    await chat.page.reload()
    await expect(chat.page.locator("#who")).to_contain_text("새로운 나무")


async def test_whoever_is_forgotten_is_called_by_their_name_no_more(visit: Visit, room: str) -> None:
    chat, other = await visit(room), await visit(room, person="dambi")
    who = chat.page.locator("#who")
    await who.click()
    await chat.page.locator("#new-name").fill("잊힐 사람")
    await chat.page.locator("#new-name").press("Enter")
    await expect(who).to_contain_text("잊힐 사람")
    await chat.say("/토론 잊어줘")
    asked = await chat.private.last.text_content()
    code = re.search(r"/토론 잊어줘 (\d{4})", asked or "")
    assert code is not None, asked
    await chat.say(f"/토론 잊어줘 {code[1]}")
    await expect(chat.private.last).to_contain_text("잊었어요")
    await expect(who).to_contain_text("하루")
    await expect(chat.toast).to_have_text("이제 하루 님으로 이야기해요.")
    await chat.say("새로 왔어요")
    await expect(chat.texts.locator(".author")).to_have_text("하루")
    await expect(chat.private.last).to_contain_text("잊었어요")
    for page in (chat.page, other.page):
        await page.locator("#who").click()
        await expect(page.locator("#people")).to_contain_text("노을")
        await expect(page.locator("#people")).not_to_contain_text("잊힐 사람")


async def test_article_in_a_dialog(visit: Visit, debating: str) -> None:
    chat = await visit(debating)
    read = chat.card.get_by_role("button", name="기사 읽기")
    await read.click()
    dialog = chat.page.get_by_role("dialog", name="비밀의 문과 열린 광장")
    await expect(dialog.get_by_role("heading", name="닫힌 방과 열린 광장")).to_be_visible()
    await expect(dialog.locator(".summary li")).to_have_count(3)
    await chat.page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(read).to_be_focused()


async def test_a_summary_leads_to_the_article(visit: Visit, debating: str) -> None:
    chat = await visit(debating)
    await chat.say("/토론 요약")
    await chat.private.get_by_role("button", name="기사 읽기").click()
    dialog = chat.page.get_by_role("dialog", name="비밀의 문과 열린 광장")
    await expect(dialog.get_by_role("heading", name="닫힌 방과 열린 광장")).to_be_visible()


async def test_the_summary_of_an_article_that_is_not_debated_here_leads_to_its_page(visit: Visit, room: str) -> None:
    chat = await visit(room)
    await chat.say(f"/토론 요약 {SLUG}")
    await expect(chat.private.get_by_role("link", name="기사 읽기")).to_have_attribute("href", f"/articles/{SLUG}")


async def test_saving_from_the_card(visit: Visit, debating: str) -> None:
    chat = await visit(debating)
    await expect(chat.chip(SQUARE)).to_be_visible()
    await chat.card.locator(".chip.add").click()
    await chat.page.locator("#picker").get_by_role("button", name="🔖").click()
    await expect(chat.card.locator(".counts")).to_contain_text("저장 1")


async def test_a_word_to_the_editors(visit: Visit, room: str) -> None:
    chat = await visit(room)
    await chat.say("/토론 의견")
    form = chat.private.locator("form")
    await expect(form).to_contain_text("이름은 보이지 않아요")
    await form.get_by_role("button", name="보내기").press("Enter")
    await expect(form).to_be_visible()
    # The browser leads to what is missing in its own time, and a key that comes before would be pressed elsewhere.
    await expect(form.get_by_role("radio").first).to_be_focused()
    fair = form.get_by_role("radio", name="괜찮아요")
    await fair.press("Space")
    await expect(fair).to_be_checked()
    await fair.press("ArrowRight")
    await expect(form.get_by_role("radio", name="좋아요", exact=True)).to_be_checked()
    await form.get_by_label("하고 싶은 말").fill("질문이 <b>재미있어요</b>")
    await form.get_by_role("button", name="보내기").click()
    await expect(chat.private.get_by_role("status")).to_have_text("고마워요! 편집자에게 잘 전할게요.")
    await expect(chat.private.get_by_role("status")).to_be_focused()
    await expect(form).to_have_count(0)
