"""The chat's HTTP interface over real sockets."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest
from chat_helpers import CHANNEL, Browser, article, card, soon
from yarl import URL

from bot.core.chat_commands import Command
from bot.core.messages import Bar, Form, Item, Line, Listing, Reply, Result, Text
from bot.platforms.local.chat_routes import COMPLETIONS
from bot.platforms.local.identifiers import is_emoji
from bot.platforms.local.message_rendering import article_of, render_article
from bot.services.asked import Asked, UnknownCommand
from tests.platforms.local.conftest import Site


async def test_the_page_comes_in_the_language_asked_for_and_remembers_it(site: Site, browser: Browser) -> None:
    assert '<html lang="ko"' in await browser.open()
    assert '<html lang="en"' in await browser.open(lang="en")
    assert '<html lang="en"' in await browser.open()
    status, answer = await browser.send("messages", channel=CHANNEL, text=" ")
    assert (status, answer) == (400, {"error": "An empty message can’t be sent. Write a word or two."})
    assert site.server.url in browser.url


async def test_a_slash_too_many_leads_to_the_page(browser: Browser) -> None:
    async with browser.session.get(f"{browser.url}/chat/?lang=en") as response:
        assert response.status == 200
        assert '<html lang="en"' in await response.text()


async def test_state_tells_who_is_there_and_where(browser: Browser) -> None:
    state = await browser.get("state")
    assert state["me"] == {"id": "haru", "name": "하루", "emoji": "🐣", "colour": 1, "admin": False}
    assert [person["id"] for person in state["people"] if person["admin"]] == ["editor"]
    assert state["channels"] == [
        {"id": "square", "name": "square", "locale": "ko", "unread": 0, "next": None},
        {"id": "team", "name": "team", "locale": "en", "unread": 0, "next": None},
    ]
    assert all(is_emoji(emoji) for emoji in state["emoji"])
    browser.person = "left long ago"
    assert (await browser.get("state"))["me"]["id"] == "haru"


async def test_state_says_in_the_readers_language_when_a_channels_next_debate_opens(
    browser: Browser, site: Site
) -> None:
    site.opening["square"] = datetime(2030, 11, 30, tzinfo=UTC)
    told = {channel["name"]: channel["next"] for channel in (await browser.get("state"))["channels"]}
    text = "다음 토론은 2030년 11월 30일(토) 오전 9:00에 열려요."
    assert told == {"square": {"at": "2030-11-30T00:00:00+00:00", "text": text}, "team": None}
    page = await browser.open(lang="en")
    assert '<p class="next" id="next" hidden></p>' in page
    assert (await browser.get("state"))["channels"][0]["next"]["text"] == "Next debate: Sat, Nov 30, 2030, 9:00 AM"


async def test_people_join_once(browser: Browser) -> None:
    person = await browser.do("people", name="  새  사람 ")
    assert person["name"] == "새 사람"
    for name, status in (("새 사람", 409), ("", 400), ("가" * 25, 400), ("\u202e\u0000", 400)):
        assert (await browser.send("people", name=name))[0] == status
    assert person["id"] in [known["id"] for known in (await browser.get("state"))["people"]]


async def test_a_message_is_read_back_as_it_was_said(browser: Browser) -> None:
    said = (await browser.do("messages", channel=CHANNEL, text="<b>안녕</b>\u0000\n둘째 줄"))["message"]
    assert said["content"] == {"text": "<b>안녕</b>\n둘째 줄"}
    assert said["author"] == {"kind": "person", "id": "haru", "name": "하루", "emoji": "🐣", "colour": 1}
    assert (said["kind"], said["thread"], said["edited"], said["opens"]) == ("text", None, False, None)
    assert (await browser.get(f"channels/{CHANNEL}/messages")) == {"messages": [said], "more": False, "ballots": {}}
    assert (await browser.get("channels/team/messages"))["messages"] == []


async def test_pages_of_fifty_reach_back_to_the_first(browser: Browser, site: Site) -> None:
    for number in range(120):
        await site.platform.members.say("haru", CHANNEL, f"{number}")
    pages, before = [], {}
    while True:
        page = await browser.get(f"channels/{CHANNEL}/messages", **before)
        pages.append([message["content"]["text"] for message in page["messages"]])
        before = {"before": page["messages"][0]["id"]}
        if not page["more"]:
            break
    assert [len(page) for page in pages] == [50, 50, 20]
    assert [text for page in reversed(pages) for text in page] == [f"{number}" for number in range(120)]


async def test_a_card_with_reactions_thread_and_article(browser: Browser, site: Site) -> None:
    post = await site.platform.send(CHANNEL, card(soon()), "post")
    thread = await site.platform.open_thread(CHANNEL, post, "티격태격")
    await site.platform.send(CHANNEL, Line("부키", "🦉", "찬성", "열어야죠"), "line", thread)
    await site.platform.react(CHANNEL, post, "👍")
    await site.platform.members.react("noeul", post, "👍", on=True)
    shown = (await browser.do("reactions", message=post, emoji="👍", on=True))["message"]
    assert shown["kind"] == "card"
    assert shown["content"]["article"] is True
    assert shown["content"]["bars"][0]["label"] == "찬성"
    assert shown["content"]["closes_at"].endswith("+00:00")
    assert shown["author"] == {"kind": "bot", "name": "아고라", "emoji": "🏛️"}
    assert shown["reactions"] == [{"emoji": "👍", "count": 2, "mine": True, "seed": True, "names": ["하루", "노을"]}]
    assert shown["opens"] == {"id": thread, "title": "티격태격", "replies": 0}
    await browser.do("replies", thread=thread, text="저도요")
    assert "reply" in await browser.do("replies", thread=thread, text="／토론 결과"), (
        "no command is said in a thread either"
    )
    asked = site.heard.commands[-1]
    assert isinstance(asked, Asked)
    assert (asked.asker.channel_id, asked.command) == (CHANNEL, Command.RESULTS)
    inside = await browser.get(f"threads/{thread}")
    assert inside["thread"]["parent"]["opens"]["replies"] == 1
    assert [message["kind"] for message in inside["messages"]] == ["line", "text"]
    assert inside["messages"][0]["author"]["kind"] == "mascot"
    read = await browser.get(f"article/{post}")
    assert set(read) == {"title", "category", "badge", "published", "author", "source", "html", "summary"}
    assert read["html"] == "<h3>왜?</h3>\n<p>본문이에요.</p>\n"


def test_an_articles_html_is_safe() -> None:
    shown = card(soon())
    body = (
        "# 큰 제목\n\n<script>alert(1)</script> <img src=x onerror=alert(1)>\n\n"
        "[나쁜](javascript:alert(1)) [좋은](https://example.org)\n\n![그림](https://example.org/p.png)"
    )
    stored = article_of(shown)
    assert stored is not None
    html = render_article({**stored, "body": article(body).body}, "ko")["html"]
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert 'href="https://example.org" rel="noopener noreferrer nofollow" target="_blank"' in html
    assert "<em>그림</em>" in html
    assert "<h1" not in html


async def test_own_messages_can_be_deleted_and_admins_delete_any(browser: Browser, site: Site) -> None:
    mine = (await browser.do("messages", channel=CHANNEL, text="지울 글"))["message"]["id"]
    browser.person = "noeul"
    assert (await browser.send(f"messages/{mine}", "DELETE"))[0] == 403
    browser.person = "haru"
    await browser.do(f"messages/{mine}", "DELETE")
    assert (await browser.send(f"messages/{mine}", "DELETE"))[0] == 404
    post = await site.platform.send(CHANNEL, card(soon()), "post")
    assert (await browser.send(f"messages/{post}", "DELETE"))[0] == 403
    browser.person = "editor"
    await browser.do(f"messages/{post}", "DELETE")
    await site.heard.until(lambda: post in site.heard.deletions)


async def test_a_private_answer_is_only_in_the_answer(browser: Browser, site: Site) -> None:
    bars = (Bar("찬성", "👍", 2, 1.0, "2표"),)
    result = Result("d1", "제목", "질문?", "끝", bars, "2명", ("아무도",), "정확", ())
    site.heard.reply = Reply((Text("하나"), Listing("글", (Item("제목"),)), card(soon()), result))
    for text, command, arguments in (
        ("/토론 결과  지금", Command.RESULTS, ("지금",)),
        ("/debate", Command.HELP, ()),
        ("/DEBATE\nhelp", Command.HELP, ()),
    ):
        reply = (await browser.do("messages", channel=CHANNEL, text=text))["reply"]
        asked = site.heard.commands[-1]
        assert isinstance(asked, Asked)
        assert (asked.command, asked.arguments) == (command, arguments)
    asker = site.heard.commands[-1].asker
    assert (asker.voter.native, asker.channel_id, asker.locale, asker.manages) == ("haru", CHANNEL, "ko", False)
    assert [part["type"] for part in reply["parts"]] == ["text", "listing", "card", "result"]
    assert reply["parts"][1]["items"] == [{"title": "제목", "text": "", "link": None}]
    assert reply["parts"][2]["article"] is True
    assert (reply["private"], reply["error"]) == (True, False)
    assert (await browser.get(f"channels/{CHANNEL}/messages"))["messages"] == []


async def test_a_shared_answer_is_a_message_too(browser: Browser, site: Site) -> None:
    site.heard.reply = Reply((Text("모두 보세요"),), private=False)
    reply = (await browser.do("messages", channel=CHANNEL, text="/토론 결과 공유"))["reply"]
    (message,) = (await browser.get(f"channels/{CHANNEL}/messages"))["messages"]
    assert (message["kind"], message["content"], message["author"]["kind"]) == ("reply", reply, "bot")


async def test_words_that_only_look_like_a_command_are_said(browser: Browser, site: Site) -> None:
    for text in ("/usr/bin/env", "/ 그리고", "//", "안녕 /토론"):
        assert "message" in await browser.do("messages", channel=CHANNEL, text=text)
    assert site.heard.commands == []


async def test_what_is_meant_as_a_command_is_never_said_to_everybody(browser: Browser, site: Site) -> None:
    for text in ("/토론도움말", "/nonsense", "/debates\nnow"):
        assert "reply" in await browser.do("messages", channel=CHANNEL, text=text)
        asked = site.heard.commands[-1]
        assert isinstance(asked, UnknownCommand)
        assert asked.word == text.split()[0]
    for text in ("/ 토론 결과", "／토론 결과", "//debate 결과", "／ Debate 결과", "/토론관리 결과"):
        assert "reply" in await browser.do("messages", channel=CHANNEL, text=text)
        asked = site.heard.commands[-1]
        assert isinstance(asked, Asked)
        assert asked.command == Command.RESULTS
    assert (await browser.get(f"channels/{CHANNEL}/messages"))["messages"] == []


async def test_completions(browser: Browser, site: Site) -> None:
    async def ways(text: str) -> list[str]:
        found = await browser.get("complete", channel=CHANNEL, text=text)
        return [way["text"] for way in found["completions"]]

    assert await ways("/") == ["/토론 ", "/debate "]
    assert await ways("/de") == ["/debate "]
    assert await ways("안녕") == []
    assert await ways("/토론 ㄱ") == ["/토론 결과 "] * COMPLETIONS
    assert site.heard.typed[-1][1] == "ㄱ"
    assert site.heard.typed[-1][0].voter.native == "haru"


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("messages", {"channel": "nowhere", "text": "안녕"}, 404),
        ("messages", {"channel": CHANNEL, "text": "가" * 2001}, 400),
        ("messages", {"channel": CHANNEL, "text": 5}, 400),
        ("messages", {"channel": CHANNEL}, 400),
        ("messages", {"channel": CHANNEL, "text": "\ud800"}, 400),
        ("messages", {"channel": CHANNEL, "text": "안녕", "person": "nobody"}, 404),
        ("replies", {"thread": "t99", "text": "안녕"}, 404),
        ("replies", {"thread": "../../etc", "text": "안녕"}, 404),
        ("reactions", {"message": "m99", "emoji": "👍", "on": True}, 404),
        ("reactions", {"message": "m" + "9" * 40, "emoji": "👍", "on": True}, 404),
        ("reactions", {"message": "m1", "emoji": "👍👍", "on": True}, 400),
        ("reactions", {"message": "m1", "emoji": "a", "on": True}, 400),
        ("reactions", {"message": "m1", "emoji": "👍", "on": "yes"}, 400),
    ],
)
async def test_bad_input_gets_one_sentence(browser: Browser, path: str, body: dict[str, object], status: int) -> None:
    got, answer = await browser.send(path, **body)
    assert got == status
    assert list(answer) == ["error"]
    assert answer["error"].endswith(("요.", "요?"))


@pytest.mark.parametrize("raw", [b"", b"{", b"[1]", b"\xff\xfe", b"[" * 60_000, b'"text"'])
async def test_a_body_that_is_no_json_object_gets_one_sentence(browser: Browser, raw: bytes) -> None:
    headers = {"Origin": browser.url, "X-Agora-Token": browser.token}
    async with browser.session.post(f"{browser.url}/chat/api/messages", data=raw, headers=headers) as response:
        assert response.status == 400
        assert list(await response.json()) == ["error"]


async def test_a_body_beyond_the_limit_is_too_large(browser: Browser) -> None:
    status, answer = await browser.send("messages", channel=CHANNEL, text="가" * 70_000)
    assert status == 413
    assert "64" in answer["error"]


async def test_a_stranger_reads_nothing(browser: Browser) -> None:
    browser.person = "nobody"
    for path in ("threads/t1", f"channels/{CHANNEL}/messages", "complete?channel=square&text=/"):
        async with browser.session.get(f"{browser.url}/chat/api/{path}", params={"person": "nobody"}) as response:
            assert response.status == 404
            assert list(await response.json()) == ["error"]


async def test_commands_wait_for_the_bot(site: Site, browser: Browser) -> None:
    site.platform._inbound = None
    status, answer = await browser.send("messages", channel=CHANNEL, text="/토론 도움말")
    assert status == 503
    assert "준비" in answer["error"]


@pytest.mark.parametrize(
    "change", ["no token", "wrong token", "no cookie", "foreign origin", "no origin", "null origin"]
)
async def test_writes_from_elsewhere_are_refused(site: Site, browser: Browser, change: str) -> None:
    headers = {"Origin": browser.url, "X-Agora-Token": browser.token}
    if change == "no token":
        del headers["X-Agora-Token"]
    elif change == "wrong token":
        headers["X-Agora-Token"] = "0" * 64
    elif change == "no cookie":
        browser.session.cookie_jar.clear()
    elif change == "no origin":
        del headers["Origin"]
    else:
        headers["Origin"] = "null" if change == "null origin" else "https://elsewhere.example"
    body = {"person": "haru", "channel": CHANNEL, "text": "몰래"}
    for method, path in (("POST", "messages"), ("DELETE", "messages/m1"), ("PUT", "messages")):
        address = f"{browser.url}/chat/api/{path}"
        async with browser.session.request(method, address, json=body, headers=headers) as response:
            assert response.status == 403
            assert list(await response.json()) == ["error"]
    assert (await site.platform.store.page(CHANNEL, None, 5))[0] == []


async def test_static_files_are_kept_for_ever_only_under_their_version(site: Site, browser: Browser) -> None:
    page = await browser.open()
    versioned = page.split('rel="stylesheet" href="')[1].split('"')[0]
    folder, version, name = versioned.rsplit("/", 2)
    async with browser.session.get(site.server.url + versioned) as response:
        assert response.status == 200
        assert response.content_type == "text/css"
        assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for other in (f"{folder}/{name}", f"{folder}/0123456789ab/{name}"):
        async with browser.session.get(site.server.url + other) as response:
            assert (response.status, response.headers["Cache-Control"]) == (200, "no-cache")
            etag = response.headers["ETag"]
        async with browser.session.get(site.server.url + other, headers={"If-None-Match": etag}) as response:
            assert response.status == 304
    assert f'src="{folder}/{version}/app.js"' in page


async def test_what_scripts_import_stands_under_the_version_of_the_page(site: Site, browser: Browser) -> None:
    page = await browser.open()
    waiting, seen = [page.split('type="module" src="')[1].split('"')[0]], set()
    while waiting:
        address = URL(site.server.url + waiting.pop())
        if address in seen:
            continue
        seen.add(address)
        async with browser.session.get(address) as response:
            assert "immutable" in response.headers["Cache-Control"], address
            text = await response.text()
        waiting += [address.join(URL(name)).path for name in re.findall(r'^import .*?"(.+?)";', text, re.MULTILINE)]
    assert len(seen) > 15
    for path in ("nothing.css", "..%2f..%2fadapter.py", "%2e%2e/adapter.py", "../templates/chat.html"):
        async with browser.session.get(f"{site.server.url}/chat/static/{path}") as response:
            assert response.status == 404


async def test_every_answer_carries_the_policy(site: Site, browser: Browser) -> None:
    async with browser.session.get(f"{site.server.url}/chat/events", params={"person": "haru"}) as stream:
        policies = [stream.headers["Content-Security-Policy"]]
    for path in (
        "/",
        "/chat",
        "/chat/api/state",
        "/chat/api/threads/t1",
        "/chat/static/base.css",
        "/healthz",
        "/readyz",
        "/metrics",
        "/nothing",
    ):
        async with browser.session.get(site.server.url + path, allow_redirects=False) as response:
            policies.append(response.headers["Content-Security-Policy"])
            assert response.headers["X-Content-Type-Options"] == "nosniff"
    async with aiohttp.ClientSession() as stranger, stranger.post(f"{site.server.url}/chat/api/people") as response:
        assert response.status == 403
        policies.append(response.headers["Content-Security-Policy"])
    (policy,) = set(policies)
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy


@pytest.mark.parametrize(
    "text", ["👍", "👍🏽", "❤️", "❤", "👩‍💻", "🏳️‍🌈", "🇰🇷", "1️⃣", "#️⃣", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "🔖", "👩🏽‍❤️‍💋‍👨🏿", "☁️", "🚪", "©️"]
)
def test_one_emoji_is_one(text: str) -> None:
    assert is_emoji(text)


@pytest.mark.parametrize(
    "text", ["", "a", "1", "가", "👍👎", "👍 ", "🇰", "\u200d", "\ufe0f", "👍\u200d", "<b>", "👍" + "🏽" * 9, "#"]
)
def test_all_else_is_none(text: str) -> None:
    assert not is_emoji(text)


async def test_a_form_is_shown_and_what_was_filled_in_is_handed_over(browser: Browser, site: Site) -> None:
    form = Form("한마디", "어땠어요?", ("별로", "좋아요"), "하고 싶은 말", 500, "이름은 안 보여요", "보내기")
    site.heard.reply = Reply((form,))
    reply = (await browser.do("messages", channel=CHANNEL, text="/토론 의견"))["reply"]
    assert reply["parts"] == [
        {
            "type": "form",
            "title": "한마디",
            "rating": "어땠어요?",
            "rates": ["별로", "좋아요"],
            "line": "하고 싶은 말",
            "longest": 500,
            "note": "이름은 안 보여요",
            "send": "보내기",
            "filled": "",
        }
    ]
    site.heard.reply = Reply((Text("고마워요"),))
    answer = await browser.do("feedback", channel=CHANNEL, rating=2, line="<i>잘</i> 봤어요")
    assert answer["reply"] == {"parts": [{"type": "text", "text": "고마워요"}], "private": True, "error": False}
    ((asker, rating, line),) = site.heard.filled
    assert (asker.voter.native, asker.channel_id, asker.locale) == ("haru", CHANNEL, "ko")
    assert (rating, line) == (2, "<i>잘</i> 봤어요")
    for wrong in ({"rating": True}, {"rating": "2"}, {"rating": 2.5}, {}, {"rating": 2, "line": 3}):
        status, _ = await browser.send("feedback", channel=CHANNEL, **({"line": ""} | wrong))
        assert status == 400
    assert (await browser.send("feedback", channel="nowhere", rating=2, line=""))[0] == 404
    assert len(site.heard.filled) == 1


async def test_a_message_that_cannot_be_read_costs_no_other(browser: Browser, tmp_path: Path) -> None:
    ids = [(await browser.do("messages", channel=CHANNEL, text=text))["message"]["id"] for text in ("하나", "둘", "셋")]
    with closing(sqlite3.connect(tmp_path / "chat.db", timeout=30)) as db, db:
        db.execute("UPDATE messages SET content = '{' WHERE number = ?", (int(ids[1][1:]),))
    shown = (await browser.get(f"channels/{CHANNEL}/messages"))["messages"]
    assert [message["id"] for message in shown] == [ids[0], ids[2]]
