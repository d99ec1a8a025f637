"""The chart of a debate: how long a picture takes, and what it costs the bot meanwhile."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import psutil

from bench.figures import Figure, Scale, median, percentile
from bot.charts import Pictures
from bot.core.articles import Article, Option
from bot.core.debates import Debate, DebateState, Rules
from bot.core.emoji import Emoji
from bot.core.tally import VOTERS, Tally
from bot.locales import words_for
from bot.services.records import Snapshot

WITHIN_MS = 100
AT_ONCE = 100
MIB = 1024 * 1024
_QUESTION = "강력한 모델을 만드는 곳은 가중치를 누구에게나 공개해야 할까요, 아니면 지켜야 할까요?"
_OPTIONS = (("모두 공개해야 해요", "🚪"), ("지켜야 해요", "🔐"), ("조건을 달아 공개해요", "⚖️"), ("모르겠어요", "🤔"))


async def measure(scale: Scale) -> list[Figure]:
    """Milliseconds and memory of new pictures, one after the other and many at once."""
    pictures, words = Pictures(), words_for("ko")
    moments = _moments()
    drawn, painted, late = [], [], []
    try:
        began = time.perf_counter()
        await pictures.png(next(moments), words)
        first = time.perf_counter() - began
        for _ in range(scale.pictures):
            moment = next(moments)
            began = time.perf_counter()
            pictures.svg(moment, words)
            drawn.append(time.perf_counter() - began)
            painting = asyncio.create_task(pictures.png(moment, words))
            late.append(await _longest_pause(painting))
            painted.append(time.perf_counter() - began)
        moment, began = next(moments), time.perf_counter()
        await asyncio.gather(*(pictures.png(moment, words) for _ in range(AT_ONCE)))
        together = time.perf_counter() - began
        memory = sum(child.memory_info().rss for child in psutil.Process().children(recursive=True))
    finally:
        await pictures.close()
    usual = median(painted)
    return [
        Figure(
            f"a new PNG of a chart with {len(_OPTIONS)} options",
            _ms(usual),
            f"its SVG alone: {_ms(median(drawn))}; p99: {_ms(percentile(painted, 0.99))}; the very first: {_ms(first)}",
            expected=f"under {WITHIN_MS} ms",
            held=usual * 1000 < WITHIN_MS,
        ),
        Figure(
            f"the same PNG for {AT_ONCE} who ask at once",
            _ms(together),
            f"for one: {_ms(usual)}",
            f"{together / usual:.2f} times as long",
        ),
        Figure("pause of the event loop while a PNG is painted", _ms(median(late)), f"longest: {_ms(max(late))}"),
        Figure("memory of the process that paints", f"{memory / MIB:.0f} MiB"),
    ]


async def _longest_pause(painting: asyncio.Task[bytes]) -> float:
    """The longest time for which the event loop did nothing else."""
    longest, last = 0.0, time.perf_counter()
    while not painting.done():
        await asyncio.sleep(0)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    await painting
    return longest


def _moments() -> Iterator[Snapshot]:
    """A debate that goes on, vote by vote."""
    at = datetime(2025, 4, 28, tzinfo=UTC)
    article = Article(
        slug="weights",
        title="가중치와 오용에 대하여",
        category="안전",
        published=at,
        summary=("하나", "둘", "셋"),
        question=_QUESTION,
        options=tuple(Option(label, Emoji(emoji)) for label, emoji in _OPTIONS),
        body="",
    )
    ballots = [0] * len(_OPTIONS)
    revision = 0
    while True:
        revision += 1
        ballots[revision % 7 % len(ballots)] += 1
        debate = Debate(
            "d1", article, article.edition, Rules(), DebateState.OPEN, at, at + timedelta(hours=24), revision
        )
        cells = {("local", number): count for number, count in enumerate(ballots)} | {("local", VOTERS): sum(ballots)}
        yield Snapshot(debate, (), Tally(len(ballots), cells), None, None)


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms"
