"""What somebody took back is on no page any more, whether its debate is open or closed; and whose words are shown."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from bot.core.debates import Channel, Post, PostState
from bot.locales import words_for
from bot.services.comment_visibility import Audiences
from bot.services.records import Comment
from bot.web.pages.article_page import COMMENTS, Written
from bot.web.pages.cache import Cache, Passing
from tests.patience import PATIENCE, until
from tests.web.pages.pages_site import Site, running, write_article

WORDS = "어제 한 말을 거둬요"
SAID = Comment("", "말", datetime(2026, 7, 1, tzinfo=UTC))


async def shown_anywhere(site: Site, debate: str) -> set[str]:
    """Where the words are to be read."""
    paths = ["/", "/feed.atom", f"/debates/{debate}", f"/debates/{debate}.json", f"/debates/{debate}.svg"]
    paths += [f"/articles/open-square{query}" for query in ("", "?part=live", "?lang=en", "?lang=en&part=live")]
    return {path for path in paths if WORDS in (await site.get(path)).text}


async def delete(site: Site, debate: str) -> None:
    """Delete the only reply under a debate, as its writer would."""
    thread = int(((await site.snapshot(debate)).posts[0].thread or "t0")[1:])
    ((number, author),) = (await site.chat.store.authors(thread) or {}).items()
    await site.chat.store.delete(number, author, moderator=False)


@pytest.mark.parametrize("ended", [False, True])
async def test_a_deleted_comment_leaves_every_page(site: Site, ended: bool) -> None:
    debate = await site.open()
    await site.reply(debate, "p1", WORDS)
    if ended:
        await site.close(debate)
    assert len(await shown_anywhere(site, debate)) == 4, "the article, in both languages, whole and in part"
    await delete(site, debate)

    async def gone() -> bool:
        return not await shown_anywhere(site, debate)

    await until(gone)


async def comments_shown(site: Site, lang: str = "ko") -> tuple[str, int, list[str]]:
    """What the article page says of comments: their number, how many it lists, and the lines around the list."""
    page = (await site.get(f"/articles/open-square?part=live&lang={lang}")).text
    (section,) = re.findall(r'<section class="comments".*?</section>', page, re.DOTALL)
    (number,) = re.findall(r'<span class="number">(.*?)</span>', section)
    lines = re.findall(r'<p class="(?:figures|empty)">(.*?)</p>', section)
    return number, section.count('<li class="comment">'), lines


async def test_a_closed_debate_tells_how_many_comments_there_were_at_closing(site: Site) -> None:
    debate = await site.open()
    await site.reply(debate, "p1", WORDS)
    await site.close(debate)
    assert await comments_shown(site) == ("1", 1, [])
    await delete(site, debate)

    async def told() -> bool:
        return await comments_shown(site) == ("0", 0, ["마감 때는 1개였어요."])

    await until(told)
    assert (await comments_shown(site, "en"))[2] == ["There was 1 at closing."]
    assert (await site.json(debate))["comments"] == 1, "the result keeps what was counted at closing"


async def test_only_a_list_that_was_cut_is_said_to_have_the_latest_alone(site: Site) -> None:
    debate = await site.open()
    for number in range(COMMENTS):
        await site.reply(debate, "p1", f"{number}번째 말")
    assert await comments_shown(site) == (str(COMMENTS), COMMENTS, [])
    await site.reply(debate, "p2", "하나 더")
    latest = "여기에는 최근 댓글만 있어요. 나머지는 채팅방에서 볼 수 있어요."
    assert await comments_shown(site) == (str(COMMENTS + 1), COMMENTS, [latest])


@pytest.mark.parametrize(
    ("written", "ended", "number", "remark"),
    [
        (Written(), False, 0, ""),
        (Written((SAID,)), True, 1, "마감 때는 2개였어요."),
        (Written((SAID,)), False, 1, ""),
        (Written((SAID, SAID)), True, 2, ""),
        (Written((SAID, SAID, SAID)), True, 3, "마감 때는 2개였어요."),
        (Written((SAID, SAID), cut=True), True, 2, "여기에는 최근 댓글만 있어요. 나머지는 채팅방에서 볼 수 있어요."),
        (
            Written((SAID,), complete=False),
            True,
            2,
            "지금은 댓글을 다 읽어 오지 못했어요. 나머지는 채팅방에서 볼 수 있어요.",
        ),
        (
            Written((SAID,), kept_back=True),
            True,
            2,
            "여기에는 공개된 채널의 최근 댓글만 있어요. 나머지는 채팅방에서 볼 수 있어요.",
        ),
        (Written((SAID, SAID), kept_back=True), True, 2, ""),
        (Written(kept_back=True), True, 2, ""),
    ],
)
def test_why_a_list_is_not_what_was_counted(written: Written, ended: bool, number: int, remark: str) -> None:
    counted = 2 if ended or written.comments else 0
    assert written.number(counted) == number
    assert written.remark(counted, words_for("ko", "Asia/Seoul"), ended=ended) == remark


async def test_a_page_left_open_hears_that_a_comment_was_deleted_after_closing(site: Site) -> None:
    debate = await site.open()
    await site.reply(debate, "p1", WORDS)
    await site.close(debate)
    page = await site.get("/articles/open-square")
    assert f'data-live="/debates/{debate}/events?comments"' in page.text
    async with site.news(f"/debates/{debate}/events?comments") as news:
        async with asyncio.timeout(PATIENCE):
            before = await news()
            assert f'data-standing="{before}"' in page.text
            await delete(site, debate)
            after = await news()
    assert after.startswith("closed.")
    assert after != before


async def test_where_no_comments_are_shown_a_stream_ends_with_the_debate(folder: Path) -> None:
    async with running(folder, web=", comments: none") as site:
        debate = await site.open()
        await site.close(debate)
        assert (await site.get(f"/debates/{debate}/events?comments")).status == 204
        assert "data-live" not in (await site.get("/articles/open-square")).text


async def test_a_page_that_may_change_without_a_word_is_made_anew_after_a_while() -> None:
    now = [0.0]
    cache = Cache(clock=lambda: now[0])

    async def page() -> str:
        return Passing("x", 5.0)

    for at, renders in ((0.0, 1), (4.9, 1), (5.0, 2), (9.9, 2), (10.0, 3)):
        now[0] = at
        assert (await cache.get("a", 1, page)).body == b"x"
        assert cache.renders == renders


class Knows:
    """A platform that knows of three channels."""

    def is_public(self, channel: str) -> bool | None:
        return {"open": True, "closed": False}.get(channel)


@pytest.mark.parametrize(
    ("native", "said", "everywhere", "shown"),
    [
        ("open", None, "text", "text"),
        ("open", None, "names", "names"),
        ("open", None, "none", "none"),
        ("open", "none", "names", "none"),
        ("closed", None, "names", "none"),
        ("closed", "text", "none", "text"),
        ("unknown", None, "text", "none"),
        ("unknown", "names", "text", "names"),
    ],
)
def test_whose_words_are_shown(native: str, said: str | None, everywhere: str, shown: str) -> None:
    channel = Channel("square", "slack", native, "ko", said)
    audiences = Audiences({"square": channel}, everywhere, {"slack": Knows()})
    post = Post(1, "d", "square", "slack", native, "ko", PostState.SAID, "m")
    assert audiences.of(post) == shown
    assert audiences.of(replace(post, channel_id="another")) == "none", "the name now stands for another channel"
    assert audiences.of(replace(post, channel="gone")) == "none"
    assert audiences.is_silent == (everywhere == "none" and said in (None, "none"))


@pytest.mark.parametrize(
    ("platform", "said", "everywhere", "promised"),
    [
        ("slack", None, "text", ("text", True)),
        ("slack", None, "none", ("none", True)),
        ("slack", "names", "text", ("names", False)),
        ("local", None, "names", ("names", False)),
        ("discord", "text", "text", ("none", False)),
    ],
)
def test_what_members_are_told_is_what_is_shown(
    platform: str, said: str | None, everywhere: str, promised: tuple[str, bool]
) -> None:
    """The channel may become public or private after it was greeted; of Discord no words can be read."""
    channel = Channel("square", platform, "unknown", "ko", said)
    assert Audiences({"square": channel}, everywhere, {}).promised(channel, {"slack", "local"}) == promised


async def test_the_welcome_says_where_words_are_shown(folder: Path) -> None:
    async with running(folder, web=", public_url: https://agora.test, comments: names") as site:

        async def greeted() -> bool:
            messages, _ = await site.chat.store.page("square", None, 50)
            told = "스레드에 쓴 댓글은 토론 페이지(https://agora.test)에도 이름과 함께 실려요. "
            told += "페이지는 주소를 아는 사람이면 누구나 볼 수 있어요."
            return any(message.content["text"].endswith(told) for message in messages)

        await until(greeted)


async def test_a_query_that_one_visitor_brings_is_on_nobody_elses_page(folder: Path) -> None:
    async with running(folder, web=", public_url: https://agora.test") as site:
        debate = await site.open()
        for path in ("/", "/articles/open-square", f"/debates/{debate}"):
            asked = await site.get(f"{path}?ref=tracked&page=1&utm=x", Host="agora.test")
            plain = await site.get(path, Host="agora.test")
            assert asked.text == plain.text, path
            assert "tracked" not in asked.text
            assert f'<link rel="canonical" href="https://agora.test{path}">' in plain.text
        assert "tracked" not in (await site.get("/nothing-here?ref=tracked", Host="agora.test")).text


async def test_a_page_of_the_list_is_named_by_what_it_shows_alone(folder: Path, site: Site) -> None:
    for number in range(20):
        write_article(folder / "content", f"more-{number}", f"글 {number}")
    site.app.library.load()
    first = await site.get("/?x=1&page=2&y=2&lang=en")
    assert first.text == (await site.get("/?page=2&lang=en")).text
    assert 'href="/?page=2&amp;lang=ko"' in first.text


async def test_a_feed_and_a_map_name_the_address_that_they_were_asked_at(folder: Path) -> None:
    async with running(folder, web=", pages: public") as site:
        await site.open()
        for path in ("/feed.atom", "/sitemap.xml"):
            one, other = await site.get(path), await site.get(path, Host=f"localhost:{site.url.rpartition(':')[2]}")
            assert site.url in one.text
            assert "localhost" in other.text
            assert site.url not in other.text
            assert (await site.get(f"{path}?ref=tracked")).text == one.text


async def test_a_reader_is_answered_in_their_language_from_what_is_kept(site: Site) -> None:
    debate = await site.open()
    for path in ("/", "/articles/open-square", f"/debates/{debate}", "/feed.atom"):
        ask = partial(site.get, path)
        korean, english = await ask(), await ask(**{"Accept-Language": "en"})
        assert korean.text != english.text
        assert (await ask()).headers["ETag"] == korean.headers["ETag"] != english.headers["ETag"]
        stale = {"If-None-Match": korean.headers["ETag"], "Accept-Language": "en"}
        assert (await ask(**stale)).status == 200
        assert {"Accept-Language", "Cookie"} <= set(english.headers["Vary"].split(", "))
