"""What a post, a vote, a reply, a refresh, a command, a closing and a start cost as everything around them grows.

Costs are of the processor, in all threads of the bot's process. The sizes of one curve take turns, so that whatever
else the machine does hits all of them alike.
"""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from functools import partial
from pathlib import Path

from bench.figures import Figure, Scale, median
from bench.ledger_of_debates import copy_debate
from bench.whole_bot import Spent, WholeBot, spending, whole_bot

FLAT = 1.3
"""A cost that grows by less than this factor is flat."""
UNHINDERED = 1.2
"""How much later a healthy platform may be heard while another hangs."""

COMMANDS = ("results", "latest", "search 광장")
"""What a member asks along every curve."""

Costs = dict[str, list[list[float]]]
"""Seconds of each round by what was done, for each size."""
Note = Callable[[str, Spent, int], None]
"""Takes what was done, what it took, and how many times."""
Made = Callable[[], AbstractAsyncContextManager[WholeBot]]
Work = Callable[[WholeBot, Note], Awaitable[None]]


async def measure(scale: Scale) -> list[Figure]:
    """All curves."""
    with tempfile.TemporaryDirectory(prefix="agora-bench-") as folder:
        return [
            *await _by_channels(scale, Path(folder) / "channels"),
            *await _by_debates(scale, Path(folder) / "debates"),
            *await _by_articles(scale, Path(folder) / "articles"),
            *await _by_voters(scale, Path(folder) / "voters"),
            *await _beside_a_hung_platform(scale, Path(folder) / "hung"),
        ]


async def _by_channels(scale: Scale, folder: Path) -> list[Figure]:
    sizes = scale.curve_channels
    costs = await _take_turns(
        scale, [partial(whole_bot, folder / str(size), discord=size) for size in sizes], [_everything] * len(sizes)
    )
    return _rows(costs, sizes, "channels", each={"opening": sizes, "closing": sizes})


async def _by_debates(scale: Scale, folder: Path) -> list[Figure]:
    sizes = scale.curve_debates
    for size in sizes:
        async with whole_bot(folder / str(size)) as bot:
            debate = await bot.open()
            await bot.vote(bot.votes(debate, 20))
            await bot.close(debate)
        copy_debate(folder / str(size) / "agora.db", debate, size)
    costs = await _take_turns(
        scale, [partial(whole_bot, folder / str(size)) for size in sizes], [_everything] * len(sizes)
    )
    return _rows(costs, sizes, "debates in the ledger")


async def _by_articles(scale: Scale, folder: Path) -> list[Figure]:
    sizes = scale.curve_articles
    costs = await _take_turns(
        scale, [partial(whole_bot, folder / str(size), articles=size) for size in sizes], [_everything] * len(sizes)
    )
    return _rows(costs, sizes, "articles", unasked={"start"})


async def _by_voters(scale: Scale, folder: Path) -> list[Figure]:
    sizes = scale.curve_voters

    async def among(bot: WholeBot, costs: Note, voters: int) -> None:
        debate = await bot.open()
        for _ in range(0, voters, 10_000):
            await bot.vote(bot.votes(debate, min(voters, 10_000)))
        await _votes_and_more(bot, debate, costs)
        with spending() as spent:
            await bot.close(debate)
        costs("closing", spent, voters)

    costs = await _take_turns(
        scale,
        [partial(whole_bot, folder / str(size)) for size in sizes],
        [partial(among, voters=size) for size in sizes],
        rounds=1,
    )
    return _rows(costs, sizes, "voters in a debate", unasked={"start", "closing"}, each={"closing": sizes})


async def _everything(bot: WholeBot, costs: Note) -> None:
    channels = len(bot.channels)
    with spending() as spent:
        debate = await bot.open()
    costs("opening", spent, channels)
    await _votes_and_more(bot, debate, costs)
    with spending() as spent:
        await bot.close(debate)
    costs("closing", spent, channels)


async def _votes_and_more(bot: WholeBot, debate: str, costs: Note) -> None:
    votes = bot.votes(debate, 1_000)
    with spending() as spent:
        await bot.vote(votes)
    costs("vote", spent, len(votes))
    with spending() as spent:
        await bot.reply(debate, 50)
    costs("reply", spent, 50)
    with spending() as spent:
        edited = await bot.refresh(debate)
    costs("refresh", spent, edited)
    for command in COMMANDS:
        with spending() as spent:
            for _ in range(5):
                await bot.command(command)
        costs(f"`{command}`", spent, 5)


async def _take_turns(scale: Scale, bots: Sequence[Made], work: Sequence[Work], rounds: int | None = None) -> Costs:
    """Do each work on its bot, round after round; gives the seconds for one of each thing, by size."""
    costs: Costs = {}

    def note(place: int, what: str, spent: Spent, count: int) -> None:
        costs.setdefault(what, [[] for _ in bots])[place].append(spent.processor / count)

    async with AsyncExitStack() as stack:
        running: list[WholeBot] = []
        for place, made in enumerate(bots):
            bot = await stack.enter_async_context(made())
            note(place, "start", bot.start, 1)
            running.append(bot)
        for _ in range(rounds or scale.curve_rounds):
            for place, (bot, do) in enumerate(zip(running, work, strict=True)):
                await do(bot, partial(note, place))
    return costs


def _rows(
    costs: Costs,
    sizes: Sequence[int],
    axis: str,
    *,
    each: dict[str, Sequence[int]] | None = None,
    unasked: set[str] | None = None,
) -> list[Figure]:
    """A row for each thing done: what one costs at each size, and by how much that grows."""
    rows = []
    for what, by_size in costs.items():
        taken = [median(seconds) for seconds in by_size]
        ratio = growth(taken)
        rows.append(
            Figure(
                f"{what}{', for each of them' if each and what in each else ''}, by {axis}",
                " · ".join(f"{size:,}: {_said(one)}" for size, one in zip(sizes, taken, strict=True)),
                "",
                f"{ratio:.2f} times",
                "" if unasked and what in unasked else f"flat: at most {FLAT:g} times",
                None if unasked and what in unasked else ratio <= FLAT,
            )
        )
    return rows


def growth(taken: Sequence[float]) -> float:
    """The most by which a greater size costs more than any smaller one; below 1 where every step costs less."""
    return max(cost / min(taken[:place]) for place, cost in enumerate(taken) if place)


def _said(seconds: float) -> str:
    return f"{seconds * 1e6:,.0f} µs" if seconds < 0.01 else f"{seconds * 1e3:,.0f} ms"


async def _beside_a_hung_platform(scale: Scale, folder: Path) -> list[Figure]:
    """How long a post and a result take on one platform, while another answers and while it hangs."""
    sick = scale.curve_channels[1]
    took: dict[tuple[str, bool], list[float]] = {}
    async with whole_bot(folder, slack=sick) as bot:
        healthy, other = bot.platforms["discord"], bot.platforms["slack"]
        everywhere = list(bot.channels)
        for _ in range(scale.curve_rounds):
            for hung in (False, True):
                alone = await bot.open(bot.channels[:1])
                other.hung = hung
                before = healthy.said.copy()
                with spending() as spent:
                    await bot.app.debate_admin.post(bot.app.library.all()[0].slug, everywhere, anyway=True)
                    await healthy.until("post", before["post"] + 1)
                took.setdefault(("post", hung), []).append(spent.wall)
                with spending() as spent:
                    await bot.close(alone)
                took.setdefault(("result", hung), []).append(spent.wall)
                other.hung = False
                await healthy.until("line1", before["line1"] + 1)
                await other.until("line1", bot.platforms["slack"].said["post"])
    rows = []
    for what in ("post", "result"):
        free, hindered = median(took[what, False]), median(took[what, True])
        rows.append(
            Figure(
                f"{what} on one platform while another with {sick} channels hangs",
                f"{hindered * 1e3:,.0f} ms",
                f"while both answer: {free * 1e3:,.0f} ms",
                f"{hindered / free:.2f} times as long",
                f"at most {UNHINDERED:g} times as long",
                hindered / free <= UNHINDERED,
            )
        )
    return rows
