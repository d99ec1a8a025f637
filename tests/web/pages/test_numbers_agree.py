"""At every step of a debate the pages, the data and the ledger say the same; hidden figures are nowhere."""

from __future__ import annotations

import asyncio
import json
import re
from pathlib import Path
from typing import Any

import pytest

from bot.app.queries import read_results
from bot.charts.pictures import Painter
from bot.services.records import Snapshot
from bot.services.reports import report
from tests.patience import PATIENCE, until
from tests.web.pages.pages_site import Site, running

STEPS = [
    ("p0", "🌳", True),
    ("p1", "🚪", True),
    ("p2", "🌳", True),
    ("p1", "🌳", True),
    ("p2", "🌳", False),
    ("p3", "🤔", True),
    ("p0", "🔖", True),
    ("p1", "🌳", False),
]


def shown(html: str) -> list[tuple[int, int]]:
    """Percent and ballots of every option, as a page's bars say them."""
    figures = r'class="bar-share">(\d+)%</span> <span class="bar-count">(\d+)표'
    return [(int(percent), int(ballots)) for percent, ballots in re.findall(figures, html)]


async def expect_agreement(site: Site, debate: str) -> None:
    snapshot = await site.snapshot(debate)
    told = await site.json(debate)
    assert told == json.loads(json.dumps(report(snapshot, site.app.words("ko"))))
    on_the_command_line = await read_results(site.app.config, debate)
    assert told == json.loads(json.dumps(report(on_the_command_line.snapshot, site.app.words("ko"))))
    await expect_card(site, snapshot)
    drawn = (await site.get(f"/debates/{debate}.svg")).text
    assert [int(votes) for votes in re.findall(r">(\d+)표", drawn)][: len(snapshot.tally.ballots)] == list(
        snapshot.tally.ballots
    )
    for path in ("/articles/open-square", f"/debates/{debate}", f"/debates/{debate}?part=live"):
        page = await site.get(path)
        assert [ballots for _, ballots in shown(page.text)] == list(snapshot.tally.ballots), path
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        if "part" not in path:
            assert f"댓글 {snapshot.tally.comments} · 저장 {snapshot.tally.saves}" in page.words
    table = (await site.get(f"/debates/{debate}")).text.partition("</caption>")[2].partition("</tbody>")[0]
    assert snapshot.shift is not None
    cells = [int(cell) for cell in re.findall(r"<td>(\d+)</td>", table)]
    rows = [row for row in snapshot.shift if row is not snapshot.shift[-1] or any(row)]
    assert cells == ([cell for row in rows for cell in row] if any(map(sum, snapshot.shift)) else [])


async def expect_picture(site: Site, debate: str) -> None:
    """The PNG shows what the SVG says, to the pixel."""
    painter = Painter()
    try:
        drawn = (await site.get(f"/debates/{debate}.svg")).text
        async with site.session.get(f"{site.url}/debates/{debate}.png") as answer:
            assert await answer.read() == await painter.paint(drawn)
    finally:
        await painter.close()


async def expect_card(site: Site, snapshot: Snapshot) -> None:
    """The card in the chat shows the tally as soon as it is refreshed."""
    number = int((snapshot.posts[0].message or "")[1:])

    async def agrees() -> bool:
        bars = (await site.chat.members.message(number)).content["bars"]
        return [bar["ballots"] for bar in bars] == list(snapshot.tally.ballots)

    await until(agrees)


async def test_pages_data_and_ledger_agree_at_every_step(site: Site) -> None:
    debate = await site.open()
    await expect_agreement(site, debate)
    for person, emoji, on in STEPS:
        await site.react(debate, person, emoji, on=on)
        await expect_agreement(site, debate)
    await site.reply(debate, "p4", "흥미로워요.")
    await expect_agreement(site, debate)
    await expect_picture(site, debate)
    await site.close(debate)
    await expect_agreement(site, debate)
    await expect_picture(site, debate)
    result = await site.get(f"/debates/{debate}")
    for told in ("마감", "재검표 확인서", "기록 3표 = 다시 센 3표 ✓", "달라진 마음", "Agora 채팅"):
        assert told in result.words, told


async def test_a_shift_without_a_change_of_the_tally_is_shown(site: Site) -> None:
    debate = await site.open()
    await site.react(debate, "p0", "🌳")
    await site.react(debate, "p1", "🚪")
    before = await site.snapshot(debate)
    number = int((before.posts[0].message or "")[1:])
    await asyncio.gather(
        site.chat.store.react(number, "p0", "🚪", on=True), site.chat.store.react(number, "p1", "🌳", on=True)
    )

    async def swapped() -> bool:
        now = await site.snapshot(debate)
        return now.shift is not None and now.shift[0][1] == now.shift[1][0] == 1

    await until(swapped)
    await expect_agreement(site, debate)


@pytest.mark.parametrize("closed", [False, True])
async def test_hidden_figures_are_nowhere_until_closing(folder: Path, closed: bool) -> None:
    async with running(folder, rules=", results: after_close") as site:
        debate = await site.open()
        for person, emoji, on in STEPS:
            await site.react(debate, person, emoji, on=on)
        if closed:
            await site.close(debate)
            await expect_agreement(site, debate)
            return
        told: dict[str, Any] = await site.json(debate)
        assert told["voters"] == 3
        assert told["shift"] is None
        for option in told["options"]:
            assert option["ballots"] is None
            assert option["share"] is None
            assert option["by_platform"] == {"local": None}
        for path in ("/", "/articles/open-square", f"/debates/{debate}", f"/debates/{debate}?part=live"):
            page = await site.get(path)
            assert shown(page.text) == [], path
            assert "data-bar" not in page.text, path
            assert "leading" not in page.text, path
            assert "upvoteCount" not in page.text, path
            assert "shift-title" not in page.text, path
            assert "결과는 마감 뒤에 공개돼요" in page.words, path
        assert "%" not in (await site.get(f"/debates/{debate}.svg")).text.replace("100%", "")
        metrics = (await site.get("/metrics")).text
        assert debate not in metrics
        assert "광장" not in metrics


async def test_an_open_page_hears_of_every_change_and_of_the_end(site: Site) -> None:
    debate = await site.open()
    async with site.news(f"/debates/{debate}/events") as news:
        async with asyncio.timeout(PATIENCE):
            first = await news()
            page = await site.get(f"/debates/{debate}")
            assert f'data-standing="{first}"' in page.text
            await site.react(debate, "p0", "🌳")
            assert await news() != first
            assert site.app.web is not None
            await site.close(debate)
            told = []
            while (latest := await news()) != "over":
                told.append(latest)
    assert told[-1].startswith("closed.")
    after = await site.get(f"/debates/{debate}/events")
    assert after.status == 204
    assert "data-live" not in (await site.get(f"/debates/{debate}")).text
