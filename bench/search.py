"""Commands among many articles and many debates: what each takes, and for how long it holds the event loop.

Both are of the processor: what else the machine does at the time is not in them.
"""

from __future__ import annotations

import asyncio
import gc
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import psutil

from bench.figures import Figure, Scale, median, percentile
from bench.ledger_of_debates import copy_debate
from bench.related import articles_about
from bench.whole_bot import WholeBot, spending, whole_bot
from bot.app.run import spare_collector
from bot.core.marks import MarkEvent, Voter
from bot.core.related import Related
from bot.core.times import micros
from bot.library.library import Library
from bot.services.asked import Asker
from bot.services.records import Sight
from bot.services.slices import in_thread

ROUNDS = 5
WITHIN_MS, HELD_MS = 50, 10
MIB = 1024 * 1024
_PERSON = Voter("discord", "1", "777777777777777777")


@dataclass(frozen=True, slots=True)
class _Cost:
    """The middle one of several times, and the longest time for which nobody else had a turn (milliseconds)."""

    took: float
    held: float

    def __str__(self) -> str:
        return f"{self.took:.1f} ms, at most {self.held:.1f} ms at a stretch"


async def measure(scale: Scale) -> list[Figure]:
    """Each command at both sizes, and the library's load."""
    with tempfile.TemporaryDirectory(prefix="agora-bench-") as name:
        folder = Path(name)
        return [
            *await _by_articles(scale, folder),
            *await _by_debates(scale, folder),
            *await _at_load(scale, folder / f"articles{scale.many_articles}" / "content"),
        ]


async def _by_articles(scale: Scale, folder: Path) -> list[Figure]:
    few, many = scale.few_articles, scale.many_articles
    costs = []
    for size in (few, many):
        async with whole_bot(folder / f"articles{size}", articles=size) as bot:
            await bot.command("search 광장")
            spare_collector()
            title = bot.app.library.all()[size // 2].title
            asked = {
                "`search` for a word that all articles have": "search 광장",
                "`search` for words that none has": "search 바다 하늘",
                "`summary` of a mistyped title": f"summary {title[:4]}{title[5:]}ㅇ",
                "`summary` of a name that is like none": "summary 내일 먹을 아침밥",
            }
            typed = {
                "completing a title's first letter": "summary ㅇ",
                "completing a word that no title has": "summary 바다",
            }
            costs.append(
                {what: await _cost(partial(bot.command, text)) for what, text in asked.items()}
                | {what: await _cost(partial(_complete, bot, text)) for what, text in typed.items()}
            )
    return [_figure(f"{what}, {many:,} articles", costs[1][what], costs[0][what], few) for what in costs[1]]


async def _by_debates(scale: Scale, folder: Path) -> list[Figure]:
    few, many = scale.few_articles, scale.many_articles
    costs = []
    for size in (few, many):
        place = folder / f"debates{size}"
        async with whole_bot(place) as bot:
            debate = await bot.open()
            await bot.vote([*bot.votes(debate, 20), _saving(bot, debate)])
            await bot.close(debate)
        copy_debate(place / "agora.db", debate, size)
        async with whole_bot(place) as bot:
            costs.append(
                {
                    "`saved`, when all are": await _cost(partial(bot.command, "saved")),
                    "a person's home page": await _cost(partial(_home_page, bot)),
                    "`today`": await _cost(partial(bot.command, "today")),
                    "completing a debate's name": await _cost(partial(_complete, bot, "results ㅇ")),
                }
            )
    return [_figure(f"{what}, {many:,} debates", costs[1][what], costs[0][what], few) for what in costs[1]]


async def _at_load(scale: Scale, content: Path) -> list[Figure]:
    count = scale.many_articles
    gc.collect()
    library, before = Library(content), psutil.Process().memory_info().rss
    with spending() as loading:
        library.load()
    memory = psutil.Process().memory_info().rss - before
    idle = await _lateness(asyncio.create_task(asyncio.sleep(1)))
    articles = list(articles_about(count))
    late = await _lateness(asyncio.create_task(in_thread(Related.in_steps(articles))))
    return [
        Figure(
            f"loading {count:,} articles",
            f"{loading.processor:.1f} s of processor, {memory / MIB:.0f} MiB",
            "",
            f"{loading.processor / count * 1e3:.2f} ms for each",
        ),
        Figure(
            f"lateness of the event loop while relations of {count:,} articles are worked out, by the clock",
            f"p50 {percentile(late, 0.5) * 1e3:.1f} ms, p99 {percentile(late, 0.99) * 1e3:.1f} ms",
            f"meanwhile doing nothing: p99 {percentile(idle, 0.99) * 1e3:.1f} ms",
        ),
    ]


def _figure(what: str, cost: _Cost, of_few: _Cost, few: int) -> Figure:
    return Figure(
        what,
        str(cost),
        f"of {few:,}: {of_few.took:.1f} ms",
        expected=f"under {WITHIN_MS} ms, {HELD_MS} ms at a stretch",
        held=cost.took < WITHIN_MS and cost.held < HELD_MS,
    )


async def _cost(do: Callable[[], Awaitable[object]]) -> _Cost:
    took, held = [], 0.0
    await do()
    for _ in range(ROUNDS):
        with spending() as spent:
            await do()
        took.append(spent.processor)
        # Who looks after each turn costs something too, so it is done again for that.
        held = max(held, await _longest_turn(asyncio.ensure_future(do())))
    return _Cost(median(took) * 1e3, held * 1e3)


async def _longest_turn(doing: asyncio.Future[object]) -> float:
    """The most of the processor that the event loop's thread took between two of our turns, until it is done."""
    longest, last = 0.0, time.thread_time()
    while not doing.done():
        await asyncio.sleep(0)
        now = time.thread_time()
        longest, last = max(longest, now - last), now
    await doing
    return longest


async def _lateness(doing: asyncio.Future[object]) -> list[float]:
    """By how much each of our turns comes late, until it is done (seconds)."""
    late = []
    while not doing.done():
        due = time.perf_counter() + 0.002
        await asyncio.sleep(0.002)
        late.append(time.perf_counter() - due)
    await doing
    return late


async def _home_page(bot: WholeBot) -> None:
    channels = frozenset(channel.id for channel in bot.app.config.channels().values())
    await bot.app.inbound.home_page.view(_PERSON, "ko", Sight("discord", channels))


async def _complete(bot: WholeBot, text: str) -> None:
    channel = bot.app.config.channels()[bot.channels[0]]
    await bot.app.commands.complete_line(Asker(_PERSON, channel.id, "ko"), text, 8)


def _saving(bot: WholeBot, debate: str) -> MarkEvent:
    post = bot.posts[debate][0]
    bot.platforms[post.platform].held.setdefault(post.message, {}).setdefault("🔖", set()).add(_PERSON)
    at = micros(bot.app.clock.now())
    return MarkEvent(post.platform, post.channel_id, post.message, _PERSON, "🔖", "🔖", True, at)
