"""An article dated in the future waits: no schedule takes it and no list shows it, and by hand it can be posted."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from commands_square import Square, a_square, article, items_of, text_of
from services_clock import MovableClock
from test_scheduler import DAY, EVERY_MORNING, HOUR, START, alerts, opened_at

SLUG, TITLE = "far-away", "아직 오지 않은 날"
AT = datetime.fromisoformat("2026-07-03T09:00:00+09:00")


@pytest_asyncio.fixture
async def square(tmp_path: Path) -> AsyncIterator[Square]:
    """A square with an article of the day after tomorrow beside the three others."""
    async with a_square(tmp_path) as made:
        text = article(SLUG, TITLE, "미래", f"{AT:%Y-%m-%d}")
        (made.content / "articles" / f"{SLUG}.md").write_text(text, encoding="utf-8")
        made.library.load()
        yield made


@pytest.mark.parametrize(
    "text",
    ["최신", "최신 기술", f"검색 {TITLE}", "검색 열린", f"요약 {TITLE}", f"요약 {SLUG}", "최신 미래", "결과 오지"],
)
async def test_members_see_nothing_of_it_before_its_time(square: Square, text: str) -> None:
    before = text_of(await square.ask(text))
    assert "아직 오지 않은 날 |" not in before
    assert f"{SLUG} 첫째 줄" not in before
    assert [one for one in await square.type("요약 ") if SLUG in one.text] == []


async def test_at_its_time_it_is_there(square: Square) -> None:
    shown = square.library.all()
    assert [found.slug for found in square.library.waiting()] == [SLUG]
    assert square.library.all() is shown, "who keeps what is made of the articles sees that nothing changed"
    square.clock.at = AT - timedelta(microseconds=1)
    assert (square.library.shown(SLUG), square.library.all()) == (None, shown)
    square.clock.at = AT
    assert next(iter(square.library.all())).slug == SLUG
    assert (square.library.waiting(), square.library.shown(SLUG)) == ((), square.library.get(SLUG))
    assert TITLE in text_of(await square.ask("최신"))
    assert TITLE in text_of(await square.ask("최신 미래"))
    assert f"{SLUG} 첫째 줄" in text_of(await square.ask(f"요약 {SLUG}"))


async def test_an_admin_posts_it_by_hand_and_its_debate_is_shown(square: Square) -> None:
    assert any(SLUG in one.text for one in await square.type("올리기 아직", "editor"))
    assert not (await square.ask(f"올리기 {TITLE}", "editor")).is_error
    assert f"{SLUG} 첫째 줄" in text_of(await square.ask(f"요약 {TITLE}"))
    assert not (await square.ask("결과 오지 않은")).is_error
    assert "아직 오지 않은 날 |" not in text_of(await square.ask("최신"))


async def test_the_schedule_takes_it_from_its_time_on_and_says_what_waits_longer(square: Square) -> None:
    later = article("later", "한참 뒤의 글", "미래", "2027-01-02")
    (square.content / "articles" / "later.md").write_text(later, encoding="utf-8")
    square.library.load()
    told = await square.ask("일정", "editor")
    titles = [item.title for item in items_of(told) if "c-team" not in item.text and "team" not in item.text]
    assert titles[:4] == ["비밀의 문과 열린 광장", "가중치를 공개해야 할까", "값싼 AI가 바꾸는 것", TITLE]
    assert "발행 시각을 기다리는 기사: 한참 뒤의 글 (2027년 1월 2일)" in text_of(told)
    assert TITLE not in text_of(told).splitlines()[-1]


@pytest.mark.parametrize("when_empty", ["alert", "repeat"])
async def test_no_schedule_takes_it_before_its_time(bots, tmp_path: Path, when_empty: str) -> None:
    text = article(SLUG, TITLE, "미래", "2026-03-04")
    (tmp_path / "content" / "articles" / f"{SLUG}.md").write_text(text, encoding="utf-8")
    clock = MovableClock(START)
    rules = EVERY_MORNING % (when_empty, "post_late")
    async with bots(more=rules, running=False, clock=clock) as bot:
        taken = []
        for _ in range(4):
            await bot.app.scheduler.deal_with_due()
            debate = await bot.app.database.ledger.finder.latest()
            taken.append(debate.slug if debate is not None else None)
            clock.advance(DAY if taken[0] or len(taken) > 1 else 2 * HOUR)
        repeated = when_empty == "repeat"
        assert taken == [None, "square-test", "square-test", SLUG]
        assert len(await opened_at(bot)) == (3 if repeated else 2)
        assert len(await alerts(bot)) == (0 if repeated else 1)
