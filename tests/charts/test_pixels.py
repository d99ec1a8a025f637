"""What is really on the picture: Hangul, emoji, and bars as long as their shares."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.charts import Pictures
from bot.charts.chart import Chart, Line, chart, draw
from bot.charts.glyphs import FAMILY
from bot.charts.pictures import Painter
from bot.core.debates import ResultsShown
from bot.locales import words_for
from tests.charts.chart_samples import Box, Seen, colour, snapshot

KO = words_for("ko", strict=True)
LACKING = "ก"
"""A letter that the font has no glyph for; it comes out as a box."""


@pytest_asyncio.fixture
async def painter() -> AsyncIterator[Painter]:
    started = Painter()
    yield started
    await started.close()


def question_of(drawn: Chart) -> Line:
    return next(line for line in drawn.lines if line.bold)


def around(line: Line) -> Box:
    """The box of a line's first run."""
    run = line.runs[0]
    return run.x, line.y - line.size, run.x + run.width, line.y + 0.3 * line.size


async def question_pixels(painter: Painter, question: str, *, family: str = FAMILY) -> tuple[bytes, int]:
    """The pixels where the question stands, and how many of them are inked."""
    drawn = chart(snapshot(question=question), KO)
    seen = Seen(await painter.paint(draw(drawn).replace(FAMILY, family)))
    box = around(question_of(drawn))
    return seen.crop(box), seen.ink(box)


async def test_syllables_are_drawn_each_as_itself_and_not_as_boxes(painter: Painter) -> None:
    one, inked_one = await question_pixels(painter, "각각각각")
    other, inked_other = await question_pixels(painter, "뷁뷁뷁뷁")
    again, _ = await question_pixels(painter, "각각각각")
    boxes, _ = await question_pixels(painter, LACKING * 4)

    assert min(inked_one, inked_other) > 1000
    assert one == again
    assert len({one, other, boxes}) == 3


async def test_the_pixels_would_tell_blank_text(painter: Painter) -> None:
    _, inked = await question_pixels(painter, "각각각각", family="No Such Font")
    assert inked == 0


async def test_a_text_reaches_as_far_as_it_was_measured(painter: Painter) -> None:
    drawn = chart(snapshot(question="광장 WAVE 1,234 할까|"), KO)
    seen = Seen(await painter.paint(draw(drawn)))
    line = question_of(drawn)
    end = line.runs[-1].x + line.runs[-1].width
    assert seen.ink((end - line.size / 2, line.y - line.size, end + 2, line.y)) > 0
    assert seen.ink((end + 3, line.y - line.size, end + 200, line.y)) == 0


@pytest.mark.parametrize(
    ("emoji", "wanted"), [("👍", "#ffdb5e"), ("👍🏿", "#583529"), ("🇰🇷", "#c60c30"), ("❤️", "#dd2e44"), ("❤", "#dd2e44")]
)
async def test_an_option_shows_its_emoji_in_colour(painter: Painter, emoji: str, wanted: str) -> None:
    drawn = chart(snapshot((0, 0), options=(("찬성", emoji), ("반대", None))), KO)
    seen = Seen(await painter.paint(draw(drawn)))
    row = drawn.rows[0]
    box = (row.x + 14, row.y, row.x + 14 + row.height * 0.62, row.y + row.height)
    data = seen.crop(box)
    assert sum(data[i : i + 3] == bytes(colour(wanted)) for i in range(0, len(data), 3)) > 40


async def test_an_emoji_within_text_is_drawn_in_its_place(painter: Painter) -> None:
    drawn = chart(snapshot(question="밤에도 🚪 열까요?"), KO)
    seen = Seen(await painter.paint(draw(drawn)))
    before, door, after = question_of(drawn).runs
    line = question_of(drawn)
    assert before.x + before.width < door.x < door.x + door.width < after.x
    box = (door.x, line.y - line.size, door.x + door.width, line.y)
    assert bytes(colour("#bf6952")) in seen.crop(box)


@pytest.mark.parametrize("ballots", [(3, 1), (1, 0), (0, 0), (50, 50), (999, 1)])
async def test_bars_are_as_long_as_their_shares(painter: Painter, ballots: tuple[int, int]) -> None:
    drawn = chart(snapshot(ballots), KO)
    seen = Seen(await painter.paint(draw(drawn)))
    for row, count in zip(drawn.rows, ballots, strict=True):
        line = seen.row(row.y + row.height - 8, row.x, row.x + row.width)
        filled = sum(pixel == colour(row.soft) for pixel in line)
        assert filled == pytest.approx(row.width * count / max(1, sum(ballots)), abs=12)
        assert row.filled == pytest.approx(row.width * count / max(1, sum(ballots)))


async def test_hidden_figures_leave_no_trace(painter: Painter) -> None:
    few = snapshot((1, 9), results=ResultsShown.AFTER_CLOSE)
    many = snapshot((9, 1), results=ResultsShown.AFTER_CLOSE)
    pictures = Pictures(painter)
    assert pictures.svg(few, KO) == Pictures(painter).svg(many, KO)
    assert await painter.paint(pictures.svg(few, KO)) != await painter.paint(draw(chart(snapshot((1, 9)), KO)))
