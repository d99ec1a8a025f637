"""Debates to draw, and pixels to look at."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from PIL import Image

from bot.core.articles import Article, Option
from bot.core.debates import Choice, Debate, DebateState, ResultsShown, Rules
from bot.core.emoji import Emoji
from bot.core.recounts import Certificate
from bot.core.tally import VOTERS, Tally
from bot.services.records import Snapshot

AT = datetime(2025, 4, 28, tzinfo=UTC)
YES_NO = (("찬성", "👍"), ("반대", "👎"))
PAPER = (0xFB, 0xF7, 0xF0)

Pixel = tuple[int, int, int]
Box = tuple[float, float, float, float]


def snapshot(
    ballots: Sequence[int] = (3, 1),
    *,
    options: Sequence[tuple[str, str | None]] = YES_NO,
    title: str = "열린 광장",
    question: str = "광장은 밤에도 열려 있어야 할까요?",
    state: DebateState = DebateState.OPEN,
    results: ResultsShown = ResultsShown.LIVE,
    voters: int | None = None,
    certificate: Certificate | None = None,
    revision: int = 1,
    debate: str = "d1",
) -> Snapshot:
    """A debate at one moment; `voters` is given for multiple choice."""
    article = Article(
        slug="square",
        title=title,
        category="동네",
        published=AT,
        summary=("하나", "둘", "셋"),
        question=question,
        options=tuple(Option(label, Emoji(emoji)) for label, emoji in options),
        body="",
    )
    choice = Choice.SINGLE if voters is None else Choice.MULTIPLE
    rules = Rules(results=results, choice=choice)
    closes_at = AT + timedelta(hours=24)
    told = Debate(debate, article, article.edition, rules, state, AT, closes_at, revision)
    cells = {("local", number): count for number, count in enumerate(ballots)}
    cells["local", VOTERS] = sum(ballots) if voters is None else voters
    return Snapshot(told, (), Tally(len(options), cells), None, certificate)


class Seen:
    """A PNG, to be looked at."""

    def __init__(self, png: bytes) -> None:
        self.image = Image.open(io.BytesIO(png)).convert("RGB")

    def crop(self, box: Box) -> bytes:
        """The pixels of a box: left, top, right, bottom."""
        left, top, right, bottom = box
        return self.image.crop((round(left), round(top), round(right), round(bottom))).tobytes()

    def row(self, y: float, left: float, right: float) -> list[Pixel]:
        """The pixels along a horizontal line."""
        data = self.crop((left, y, right, y + 1))
        return [(data[i], data[i + 1], data[i + 2]) for i in range(0, len(data), 3)]

    def ink(self, box: Box) -> int:
        """How many pixels of a box are not bare paper."""
        data = self.crop(box)
        return sum(data[i : i + 3] != bytes(PAPER) for i in range(0, len(data), 3))


def colour(code: str) -> Pixel:
    """#rrggbb as a pixel."""
    return int(code[1:3], 16), int(code[3:5], 16), int(code[5:7], 16)
