"""Pictures are made once, as new as was asked for, and whatever happens to the painter."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.charts import Pictures, rasterizer
from bot.charts.pictures import Painter
from bot.core.debates import DebateState
from bot.errors import AgoraError
from bot.locales import words_for
from tests.charts.chart_samples import Seen, snapshot
from tests.patience import PATIENCE

KO, EN = words_for("ko", strict=True), words_for("en", strict=True)
BLANK = '<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{0}"/>'


class Counted(Painter):
    """A painter that counts its pictures, and may be told to wait before the next."""

    def __init__(self) -> None:
        super().__init__()
        self.painted = 0
        self.begun = asyncio.Event()
        self.may = asyncio.Event()
        self.may.set()

    async def paint(self, svg: str) -> bytes:
        self.begun.set()
        await self.may.wait()
        self.painted += 1
        return await super().paint(svg)

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()


@pytest_asyncio.fixture
async def painter() -> Counted:
    return Counted()


@pytest_asyncio.fixture
async def pictures(painter: Counted) -> AsyncIterator[Pictures]:
    made = Pictures(painter, kept=3)
    yield made
    await made.close()


async def test_a_hundred_who_ask_at_once_get_one_picture(pictures: Pictures, painter: Counted) -> None:
    all_of_them = await asyncio.gather(*(pictures.png(snapshot(), KO) for _ in range(100)))

    assert painter.painted == 1
    assert len(set(all_of_them)) == 1
    assert Seen(all_of_them[0]).image.size == (1200, 630)


async def test_languages_revisions_and_states_are_different_pictures(pictures: Pictures) -> None:
    asked = [
        (snapshot(), KO),
        (snapshot(), EN),
        (snapshot((4, 1), revision=2), KO),
        (snapshot((4, 1), revision=2, state=DebateState.CLOSED), KO),
    ]
    assert len({await pictures.png(moment, words) for moment, words in asked}) == 4
    assert len({pictures.svg(moment, words) for moment, words in asked}) == 4


async def test_a_rush_of_revisions_is_painted_twice_and_nobody_gets_an_old_one(
    pictures: Pictures, painter: Counted
) -> None:
    painter.may.clear()
    first = asyncio.create_task(pictures.png(snapshot((0, 1), revision=0), KO))
    await painter.begun.wait()
    rush = [asyncio.create_task(pictures.png(snapshot((n, 1), revision=n), KO)) for n in (5, 3, 60, 41)]
    await asyncio.sleep(0)
    painter.may.set()
    newest = await asyncio.gather(*rush)

    assert painter.painted == 2
    assert set(newest) == {await pictures.png(snapshot((60, 1), revision=60), KO)}
    assert await first != newest[0]


async def test_one_who_hangs_up_takes_nothing_from_the_others(pictures: Pictures, painter: Counted) -> None:
    painter.may.clear()
    one, other = (asyncio.create_task(pictures.png(snapshot(), KO)) for _ in range(2))
    await painter.begun.wait()
    one.cancel()
    painter.may.set()

    assert await other
    assert one.cancelled()
    assert painter.painted == 1


async def test_only_so_many_are_kept(pictures: Pictures, painter: Counted) -> None:
    for number in (1, 2, 3, 1, 4, 1):
        await pictures.png(snapshot(debate=f"d{number}"), KO)
    assert painter.painted == 4
    await pictures.png(snapshot(debate="d2"), KO)
    assert painter.painted == 5


async def test_the_loop_goes_on_while_a_picture_is_painted(pictures: Pictures) -> None:
    asked = asyncio.create_task(pictures.png(snapshot(), KO))
    turns = 0
    while not asked.done():
        await asyncio.sleep(0)
        turns += 1
    assert await asked
    assert turns > 100


async def test_a_painter_that_died_is_replaced(pictures: Pictures, painter: Counted) -> None:
    before = await pictures.png(snapshot(), KO)
    painter.kill()
    assert await pictures.png(snapshot((9, 1), revision=2), KO) != before


async def test_what_cannot_be_drawn_is_said_and_forgotten(painter: Counted) -> None:
    with pytest.raises(AgoraError, match="could not be drawn"):
        await painter.paint("<svg")
    assert (await painter.paint('<svg xmlns="http://www.w3.org/2000/svg" width="2" height="2"/>')).startswith(
        b"\x89PNG"
    )
    await painter.close()


async def test_a_picture_given_up_leaves_the_painter_usable(painter: Counted) -> None:
    await painter.paint(BLANK.format(1))
    given_up = asyncio.create_task(painter.paint(BLANK.format(3000)))
    await asyncio.sleep(0)
    given_up.cancel()
    await asyncio.gather(given_up, return_exceptions=True)
    assert Seen(await painter.paint(BLANK.format(7))).image.size == (7, 7)
    await painter.close()


def test_the_painting_process_ends_with_whoever_started_it() -> None:
    painter = [sys.executable, "-I", rasterizer.__file__]
    ended = subprocess.run(painter, input=b"", capture_output=True, timeout=PATIENCE)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")


async def test_drawings_may_be_asked_for_from_many_threads(pictures: Pictures) -> None:
    moments = [snapshot(debate=f"d{number}") for number in range(12)] * 4
    drawn = await asyncio.gather(*(asyncio.to_thread(pictures.svg, moment, KO) for moment in moments))
    assert len(set(drawn)) == 12
