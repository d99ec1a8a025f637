"""Pages are rendered when something has changed, and otherwise only sent; memory and watchers are bounded."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from pathlib import Path

import pytest

from bot.core.debates import DebateState
from bot.services.records import Standing
from bot.web.pages.cache import Cache
from bot.web.pages.live import Full, Hub
from tests.patience import PATIENCE, until
from tests.web.pages.pages_site import Site, running, write_article


async def renders(site: Site) -> int:
    metrics = (await site.get("/metrics")).text
    found = re.search(r"^agora_pages_rendered_total (\d+)", metrics, re.MULTILINE)
    assert found is not None
    return int(found[1])


async def test_a_page_is_rendered_once_until_its_debate_moves(site: Site) -> None:
    debate = await site.open()
    paths = ("/", "/articles/open-square", f"/debates/{debate}")
    first = {path: await site.get(path) for path in paths}
    before = await renders(site)
    for path in paths:
        again = await site.get(path)
        assert again.text == first[path].text
        kept = await site.get(path, **{"If-None-Match": first[path].headers["ETag"]})
        assert (kept.status, kept.text) == (304, "")
    assert await renders(site) == before
    await site.react(debate, "p1", "🌳")
    for path in paths:
        moved = await site.get(path, **{"If-None-Match": first[path].headers["ETag"]})
        assert moved.status == 200, path
    assert await renders(site) == before + len(paths)
    assert (await site.get("/articles/first")).status == 200
    await site.react(debate, "p2", "🌳")
    await site.get("/articles/first")
    assert await renders(site) == before + len(paths) + 1


async def test_a_hundred_visitors_at_once_cost_one_rendering(site: Site) -> None:
    await site.open()
    before = await renders(site)
    pages = await asyncio.gather(*(site.get("/articles/open-square") for _ in range(100)))
    assert {page.status for page in pages} == {200}
    assert await renders(site) == before + 1


async def test_an_edited_article_is_shown_anew(folder: Path, site: Site) -> None:
    assert "첫 글" in (await site.get("/articles/first")).words
    write_article(folder / "content", "first", "고친 글")
    site.app.library.load()
    assert "고친 글" in (await site.get("/articles/first")).words
    assert "고친 글" in (await site.get("/")).words


async def test_an_article_that_left_the_library_stays_with_its_debate(folder: Path, site: Site) -> None:
    debate = await site.open()
    (folder / "content" / "articles" / "open-square.md").unlink()
    site.app.library.load()
    page = await site.get("/articles/open-square")
    assert page.status == 200
    assert "묻는 제목" in page.words
    assert (await site.get(f"/debates/{debate}")).status == 200


async def test_memory_is_bounded_and_the_oldest_goes_first() -> None:
    cache = Cache(limit=1000)
    for number in range(20):
        await cache.get(number, 1, lambda: _page(300))
        assert cache.bytes <= 1000
    await cache.get(19, 1, lambda: _page(300))
    assert cache.renders == 20
    await cache.get(0, 1, lambda: _page(300))
    assert cache.renders == 21


async def test_one_rendering_that_fails_is_told_to_all_and_tried_again() -> None:
    cache = Cache()

    async def fail() -> str:
        await asyncio.sleep(0)
        raise ValueError("no")

    outcomes = await asyncio.gather(*(cache.get("a", 1, fail) for _ in range(3)), return_exceptions=True)
    assert [type(outcome) for outcome in outcomes] == [ValueError] * 3
    assert cache.renders == 1
    assert (await cache.get("a", 1, lambda: _page(2))).body == b"xx"


async def _page(length: int) -> str:
    return "x" * length


class Stands:
    """Debates that stand as they are told to."""

    def __init__(self) -> None:
        self.now = Standing("d", "s", DebateState.OPEN, 0, 1, False)
        self.looks = 0

    async def standings(self, ids: Iterable[str]) -> dict[str, Standing]:
        self.looks += 1
        return dict.fromkeys(ids, self.now)


async def test_watchers_share_one_look_and_are_bounded() -> None:
    stands = Stands()
    hub = Hub(stands, limit=2, every=0.01)  # type: ignore[arg-type]
    one, other = hub.join(stands.now), hub.join(stands.now)
    with pytest.raises(Full):
        hub.join(stands.now)
    assert await one.news() == await other.news() == stands.now
    stands.now = Standing("d", "s", DebateState.OPEN, 1, 2, False)

    async def heard(watcher: object) -> None:
        while await watcher.news() != stands.now:  # type: ignore[attr-defined]
            pass

    async with asyncio.timeout(PATIENCE):
        await asyncio.gather(heard(one), heard(other))
    hub.leave(one)
    hub.leave(other)
    looks = stands.looks
    await asyncio.sleep(0.05)
    assert stands.looks == looks
    last = hub.join(stands.now)
    await last.news()
    await hub.close()
    async with asyncio.timeout(PATIENCE):
        while await last.news() is not None:
            pass
    with pytest.raises(Full):
        hub.join(stands.now)


async def test_streams_end_when_the_bot_stops(folder: Path) -> None:
    async with running(folder) as site:
        debate = await site.open()
        stream = await site.session.get(f"{site.url}/debates/{debate}/events")
        assert (await stream.content.readline()).startswith(b"retry")
    async with asyncio.timeout(PATIENCE):
        await stream.content.read()
    stream.close()


async def test_leaving_a_page_frees_its_place(site: Site) -> None:
    debate = await site.open()

    async def watching() -> str:
        return next(line for line in (await site.get("/metrics")).text.splitlines() if line.startswith("agora_pages_w"))

    stream = await site.session.get(f"{site.url}/debates/{debate}/events")
    await stream.content.readline()
    assert (await watching()).endswith(" 1.0")
    stream.close()

    async def free() -> bool:
        await site.react(debate, "p1", "🌳", on=not (await site.snapshot(debate)).tally.voters)
        return (await watching()).endswith(" 0.0")

    await until(free)
