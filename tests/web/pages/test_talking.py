"""The moving line and where repliers stand, beside the squabble and on the results page."""

from __future__ import annotations

import re
from pathlib import Path

from tests.patience import until
from tests.web.pages.pages_site import Site, running, write_article


async def spark(site: Site, debate: str, number: int, *people: str) -> None:
    """Press 💡 on a line of the squabble, and return when the ledger has it."""
    (post,) = (await site.snapshot(debate)).posts
    found = await site.chat.store.thread(int((post.thread or "")[1:]), 50)
    assert found is not None
    for person in people:
        await site.chat.store.react(found[1][number].number, person, "💡", on=True)

    async def counted() -> bool:
        talk = await site.app.database.ledger.talk.told(debate)
        return talk is not None and talk.on(number) == len(people)

    await until(counted)


async def test_sparks_stand_beside_the_lines_and_the_sentence_under_the_vote(site: Site) -> None:
    debate = await site.open()
    await site.react(debate, "p1", "🌳")
    await site.reply(debate, "p1", "광장이요")
    await site.reply(debate, "p2", "글쎄요")
    before = await site.get("/articles/open-square")
    assert re.findall(r'<span class="sparks" data-copy="(spark-\d)">([^<]*)<', before.text) == [
        ("spark-0", ""),
        ("spark-1", ""),
    ]
    await spark(site, debate, 1, "p1", "p2")
    await spark(site, debate, 0, "p3")
    page = await site.get("/articles/open-square")
    assert re.findall(r'<span class="sparks" data-copy="(spark-\d)">([^<]*)<', page.text) == [
        ("spark-0", "💡 1"),
        ("spark-1", "💡 2"),
    ]
    sentence = "가장 많은 💡를 받은 말: 모키의 ‘열어야 자라요.’(2명). 한 명은 처음 고른 답 그대로예요."
    assert sentence in page.words
    assert "댓글 2 · 광장 쪽 1, 미정 1" in page.words
    assert "마음을 움직인 말에 💡를 눌러 보세요" in page.words
    part = await site.get("/articles/open-square?part=live")
    assert '<p data-region="spark-1" hidden>💡 2</p>' in part.text
    result = await site.get(f"/debates/{debate}")
    assert sentence in result.words
    assert result.words.index("열어야 자라요. 💡 2") < result.words.index("닫아야 지켜요. 💡 1")
    await site.close(debate)
    english = await site.get(f"/debates/{debate}?lang=en")
    assert "Most 💡 went to Moki’s “열어야 자라요.” (2 people). One kept their answer." in english.words
    assert "2 comments · 광장: 1, not yet: 1" in english.words
    ended = await site.get("/articles/open-square")
    assert 'data-copy="sparks-hint"></p>' in ended.text


async def test_an_edited_squabble_has_no_sparks_of_the_old_one(site: Site, folder: Path) -> None:
    debate = await site.open()
    await spark(site, debate, 0, "p1")
    write_article(folder / "content", "open-square", month=3, says="아니에요.")
    site.app.library.load()
    page = await site.get("/articles/open-square")
    assert "아니에요." in page.words
    assert "💡 1" not in page.words
    assert "닫아야 지켜요. 💡 1" in (await site.get(f"/debates/{debate}")).words


async def test_hidden_results_hide_sparks_and_stances_on_the_pages(folder: Path) -> None:
    async with running(folder, rules=", results: after_close") as site:
        debate = await site.open()
        await site.react(debate, "p1", "🌳")
        await site.reply(debate, "p1", "광장이요")
        await spark(site, debate, 1, "p1", "p2")
        for path in ("/articles/open-square", f"/debates/{debate}", "/articles/open-square?part=live"):
            page = await site.get(path)
            assert "가장 많은" not in page.words
            assert "광장 쪽" not in page.words
            assert "💡 2" not in page.words
        await site.close(debate)
        assert "모키의 ‘열어야 자라요.’(2명)" in (await site.get(f"/debates/{debate}")).words


async def test_the_article_page_says_where_to_write_to_the_editors(site: Site) -> None:
    assert "‘/토론 의견’이라고 쓰면 편집자에게 전해져요." in (await site.get("/articles/first")).words
