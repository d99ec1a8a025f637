"""What stands on the pages, for whom, in which language, and that nothing from outside becomes markup."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.web.pages.pages_site import Site, running, write_article

EVIL = "</script><script>alert(1)</script><img src=x onerror=alert(1)> & \"'"
ATOM = "{http://www.w3.org/2005/Atom}"


async def test_the_article_page_has_everything_that_belongs_to_an_article(site: Site) -> None:
    debate = await site.open()
    await site.react(debate, "p1", "🌳")
    await site.react(debate, "p2", "🔖")
    await site.reply(debate, "p3", "저는 광장이 좋아요.")
    page = await site.get("/articles/open-square")
    assert page.status == 200
    for told in (
        "시험",
        "편집자 추천",
        "열린 광장",
        "2025년 3월 2일",
        "하루",
        "댓글 1 · 저장 1",
        "첫째 줄이에요 둘째 줄이에요 셋째 줄이에요",
        "묻는 제목 본문이에요.",
        "부키와 모키의 티격태격",
        "닫아야 지켜요.",
        "어느 쪽이 좋아요?",
        "100% 1표",
        "한 명이 투표했어요",
        "저는 광장이 좋아요.",
        "이전 기사 첫 글",
        "함께 읽을 기사",
    ):
        assert told in page.words, told
    assert "사람3" not in page.text
    assert f'href="/debates/{debate}"' in page.text
    assert 'href="/chat#m' in page.text


async def test_an_article_without_a_debate_says_so(site: Site) -> None:
    page = await site.get("/articles/first")
    assert "아직 토론이 열리지 않은 기사예요." in page.words
    assert "data-live" not in page.text


@pytest.mark.parametrize(
    ("shown", "author", "text"), [("names", True, True), ("text", False, True), ("none", False, False)]
)
async def test_comments_as_the_configuration_allows(folder: Path, shown: str, author: bool, text: bool) -> None:
    async with running(folder, web=f", comments: {shown}") as site:
        debate = await site.open()
        await site.reply(debate, "p3", "저는 광장이 좋아요.")
        page = await site.get("/articles/open-square")
    assert ("사람3" in page.text) is author
    assert ("저는 광장이 좋아요." in page.text) is text
    assert "댓글 1" in page.words


async def test_nothing_from_outside_becomes_markup(folder: Path) -> None:
    quoted = json.dumps(EVIL)
    write_article(
        folder / "content", "evil", quoted, category=json.dumps(EVIL[:40]), question=quoted, more=f"author: {quoted}\n"
    )
    async with running(folder, web=", comments: names, pages: public") as site:
        debate = await site.open("evil")
        await site.reply(debate, "p1", EVIL)
        addresses = ("/", "/articles/evil", f"/debates/{debate}", "/feed.atom", "/articles/first", "/sitemap.xml")
        answers = {path: await site.get(path) for path in addresses}
    for path, answer in answers.items():
        assert answer.status == 200, path
        assert "<img" not in answer.text, path
        assert not re.findall(r"<script(?! src=| type=)", answer.text), path
    for path in (f"/debates/{debate}", "/articles/evil"):
        (data,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', answers[path].text)
        assert EVIL in json.dumps(json.loads(data), ensure_ascii=False).encode().decode().replace('\\"', '"')
    for path in ("/feed.atom", "/sitemap.xml"):
        ElementTree.fromstring(answers[path].text)


async def test_drafts_and_strange_addresses_are_not_found(folder: Path) -> None:
    write_article(folder / "content", "draft", more="draft: true\n")
    async with running(folder) as site:
        strange = ("/articles/draft", "/articles/nope", "/articles/..%2f", "/debates/nope", "/debates/nope.json")
        for path in (*strange, "/debates/nope/events", "/?page=99", "/?page=-1", "/?ended=x", "/nope", "/sitemap.xml"):
            answer = await site.get(path)
            assert answer.status == 404, path
            assert "여기에는 아무것도 없어요" in answer.words, path
            assert re.search(r'href="/pages/[0-9a-f]{12}/base\.css"', answer.text)
        assert (await site.get("/articles/nope", Accept="application/json")).text.startswith('{"error"')


async def test_unlisted_pages_ask_not_to_be_found(site: Site) -> None:
    debate = await site.open()
    for path in ("/", "/articles/first", f"/debates/{debate}", f"/debates/{debate}.json", "/feed.atom"):
        assert (await site.get(path)).headers["X-Robots-Tag"] == "noindex", path
    assert (await site.get("/robots.txt")).text == "User-agent: *\nDisallow: /\n"


async def test_public_pages_want_to_be_found(folder: Path) -> None:
    async with running(folder, web=", pages: public, public_url: https://agora.example.org/") as site:
        debate = await site.open()
        page = await site.get("/articles/open-square")
        assert "X-Robots-Tag" not in page.headers
        assert '<link rel="canonical" href="https://agora.example.org/articles/open-square">' in page.text
        assert f'content="https://agora.example.org/debates/{debate}.png"' in page.text
        assert "noindex" not in page.text
        assert "Sitemap: https://agora.example.org/sitemap.xml" in (await site.get("/robots.txt")).text
        found = ElementTree.fromstring((await site.get("/sitemap.xml")).text)
        places = {place.text for place in found.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")}
        assert "https://agora.example.org/articles/first" in places
        assert f"https://agora.example.org/debates/{debate}" in places
        snapshot = await site.snapshot(debate)
        messages, _ = await site.chat.store.page("square", None, 10)
        card = next(message for message in messages if message.kind.value == "card")
        assert card.content["link"] == "/articles/open-square"
        assert snapshot.debate.slug == "open-square"


async def test_without_pages_the_chat_is_home_and_cards_lead_nowhere(folder: Path) -> None:
    async with running(folder, web=", pages: none") as site:
        await site.open()
        home = await site.get("/")
        assert (home.status, home.headers["Location"]) == (302, "/chat")
        assert (await site.get("/articles/first")).status == 404
        messages, _ = await site.chat.store.page("square", None, 10)
        assert next(message for message in messages if message.kind.value == "card").content["link"] is None


@pytest.mark.parametrize(
    ("query", "header", "shown"),
    [
        ("", "", "ko"),
        ("", "en-GB,en;q=0.9,ko;q=0.8", "en"),
        ("", "fr, ko;q=0.4, en;q=0.2", "ko"),
        ("", "fr;q=1, en;q=nonsense", "ko"),
        ("?lang=ko", "en", "ko"),
        ("?lang=xx", "en", "en"),
    ],
)
async def test_the_readers_language(site: Site, query: str, header: str, shown: str) -> None:
    page = await site.get(f"/articles/first{query}", **{"Accept-Language": header} if header else {})
    assert f'<html lang="{shown}">' in page.text
    assert ("최신 기사" in page.words) is (shown == "ko")


async def test_the_front_page_begins_with_what_is_open_and_pages_through_the_rest(folder: Path) -> None:
    for number in range(30):
        write_article(folder / "content", f"more-{number:02}", f"글 {number:02}", month=4)
    async with running(folder) as site:
        ended = await site.open("first")
        await site.react(ended, "p1", "🌳")
        await site.close(ended)
        debate = await site.open()
        await site.react(debate, "p1", "🌳")
        first = await site.get("/")
        assert first.words.index("지금 열린 토론") < first.words.index("글 29") < first.words.index("지난 토론")
        assert f'href="/debates/{ended}"' in first.text
        assert "글 18" in first.words
        assert "글 17" not in first.words
        second = await site.get("/?page=2")
        assert "글 17" in second.words
        assert "지금 열린 토론" not in second.words
        last = await site.get("/?page=3")
        assert "다른 글" in last.words
        assert 'rel="next"' not in last.text


async def test_the_front_page_says_what_comes_where_nothing_is_open(folder: Path) -> None:
    yearly = 'schedules: [{name: yearly, cron: "0 9 1 1 *", channels: [square]}]\n'
    async with running(folder, more=yearly) as site:
        front = await site.get("/")
        assert re.search(r"다음 토론은 \d{4}년 1월 1일\(.\) 오전 9:00에 열려요\.", front.words)
        assert re.search(r'<p class="front-next"><time datetime="\d{4}-01-01T0', front.text)
        assert re.search(r"Next debate: \w{3}, Jan 1, \d{4}, 9:00 AM", (await site.get("/?lang=en")).words)
        debate = await site.open()
        assert "다음 토론" not in (await site.get("/")).words
        await site.close(debate)
        assert "다음 토론" in (await site.get("/")).words


async def test_without_a_schedule_the_front_page_says_nothing_of_what_comes(site: Site) -> None:
    assert "front-next" not in (await site.get("/")).text


async def test_the_feed_tells_of_debates(site: Site) -> None:
    debate = await site.open()
    feed = ElementTree.fromstring((await site.get("/feed.atom")).text)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "어느 쪽이 좋아요?"
    link = entry.find(f"{ATOM}link[@rel='alternate']")
    assert link is not None
    assert link.get("href") == f"{site.url}/debates/{debate}"
    assert (await site.get("/feed.atom", Host='evil"><x')).status == 421


async def test_pictures_are_served(site: Site) -> None:
    debate = await site.open()
    svg = await site.get(f"/debates/{debate}.svg")
    assert svg.headers["Content-Type"].startswith("image/svg+xml")
    ElementTree.fromstring(svg.text)
    async with site.session.get(f"{site.url}/debates/{debate}.png") as answer:
        assert answer.headers["Content-Type"] == "image/png"
        assert (await answer.read()).startswith(b"\x89PNG")


async def test_an_icon_is_served_to_whoever_asks_by_custom(site: Site) -> None:
    icon = await site.get("/favicon.ico")
    assert icon.headers["Content-Type"].startswith("image/svg+xml")
    ElementTree.fromstring(icon.text)


async def test_the_results_page_says_who_is_counted_where(site: Site) -> None:
    debate = await site.open()
    await site.react(debate, "haru", "🚪")
    await site.react(debate, "haru", "🚪", on=False)
    await site.react(debate, "dambi", "🌳")
    live = (await site.get(f"/debates/{debate}")).words
    assert "2명이 투표했어요. 나중에 취소한 표도 셌어요." in live
    assert "취소" in live
    assert "알 수 없음" not in live
    assert "어떻게 세었나요?" not in live
    await site.close(debate)
    ended = (await site.get(f"/debates/{debate}")).words
    assert "어떻게 세었나요?" in ended
    assert "‘기록된 표’는" in ended


async def test_the_certificate_of_a_button_vote_tells_of_no_recount(folder: Path) -> None:
    async with running(folder, rules=", choice: multiple, ballot: buttons") as site:
        debate = await site.open()
        post = (await site.snapshot(debate)).posts[0]
        for option in (0, 1):
            assert await site.chat.press("p1", post.message or "", option, "ko")
        await site.close(debate)
        certificate = (await site.snapshot(debate)).certificate
        assert certificate is not None
        digits = certificate.head[:8]
        assert re.fullmatch("[0-9a-f]{8}", digits)
        for path, facts, sentence in (
            (
                "",
                [("기록된 표", "1표"), ("기록 지문 앞 여덟 자리", digits)],
                "투표 기록의 1표가 그대로 결과예요.",
            ),
            (
                "?lang=en",
                [("Votes in our records", "1 vote"), ("The record’s fingerprint begins with", digits)],
                "what our records hold: 1 vote.",
            ),
        ):
            page = (await site.get(f"/debates/{debate}{path}")).text
            assert re.findall(r"<div><dt>(.*?)</dt><dd>(.*?)</dd></div>", page) == facts
            assert sentence in page
