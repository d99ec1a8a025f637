"""The table: on a terminal, and as docs/performance.md."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table

from bench.figures import Figure

_HEAD = ("what", "measured", "against", "that is", "expected", "held")

_DOCUMENT = """\
# Performance

Written by `make bench`, which measures everything anew. Each measurement runs in a process of its own; a figure and
what it is compared with come from the same run.

{machine}

{table}
{reasons}
## What was asked for and is not measured

{missing}

## What is measured

{how}
"""

_MISSING = (
    "A burst beyond the queue: 280,000 events at 10,000/s, and whether all are counted in their order.",
    "A recount on Discord beside a Slack that swallows requests: how much later it ends. The rows beside a platform"
    " that hangs are of posts and results.",
    "What a recount of a debate of 300,000 voters takes in memory. The row of a recount is of fewer voters.",
    "How soon events of other processes come by PostgreSQL's notices, against asking for them every now and then.",
)
"""What the project was asked to measure and has no measurement for; whoever writes one strikes its line."""

_HOW = (
    "**Votes.** From `record` to the answer that the vote is durable: index, queue, ordered writer, history,"
    " mark, ballot, tally and shift in one transaction, with `synchronous=FULL`. Thousands of callers wait at any time."
    " Half of the voters come from a platform without event times, half from one that has them; they vote, switch and"
    " take back. The middle one of three runs counts. The bare upserts write a single table shaped like the ledger's"
    " marks, from rows made beforehand.",
    "**Arrival to durable.** An open loop: each vote is offered when it is due, whatever became of those before, and"
    " its time counts from then.",
    "**Tally.** One `snapshot` of a debate (tally, shift, posts, certificate); the middle one of many. Each mark is"
    " another voter's.",
    "**Check.** The whole command, with its start.",
    "**Memory.** Resident; an idle bot has found its tables made. The dependencies alone are all import statements of"
    " the bot that name another package, in an empty program; a bot imports those of its own configuration. The votes"
    " go through a whole bot with the local chat and two posts.",
    "**Start-up.** From the command until `/readyz` answers 200.",
    "**Commands.** User and system time of the whole process, from its start to its end; the middle one of fifteen (of"
    " three for `agora post`), in a database with a debate and with its tables made.",
    "**Pictures.** Each is new: its tally differs from the one before. The pause is the longest time between two turns"
    " of an event loop that does nothing else while the picture is painted.",
    "**Related.** Articles of made-up Korean words, frequent and rare as in real texts, each with some words and a tag"
    " of its topic. The bot works them out in a thread, when the library has been loaded.",
    "**Search** (commands among many articles or debates). A whole bot over SQLite between platforms that only"
    " remember. Times are of the processor, in all threads; *at a stretch* is the most of it that the event loop's"
    " thread took between two turns of another task. The debates are copies of one that was held, and one person saved"
    " them all.",
    "**Pages.** A whole bot with the local chat and two posts, and a process of its own that asks over HTTP on 16"
    " connections, each again as soon as it is answered: what the page can bear, not what it usually gets. An aiohttp"
    " handler in the bot's process that sends the same bytes and does nothing else is asked in the same way, under the"
    " same votes. The votes are offered to the writer in an open loop and change what the page shows; how many of them"
    " were durable and how many pages were rendered anew is counted while the page is asked for. The library of many"
    " articles is the shipped ones again and again; its front page is first asked for once, right after the start.",
    "**Discord.** A fake Discord in a process of its own sends events that were written and compressed beforehand, as"
    " fast as they are taken. A whole bot takes them; then, from the same fake and the same crowd, a discord.py client"
    " whose handlers of raw reactions only count, without caches. Its time ends with the last handler, the bot's with"
    " the last commit. Of reactions on another message only the very last one, on the post, is for the ledger. The"
    " middle one of three rounds counts. The recount finds voters of whom the bot was told nothing.",
    "**Slack.** A whole bot over SQLite, and a process of its own that speaks Slack's wire: it feeds reactions made"
    " beforehand on 64 HTTP connections, signed, or over two WebSockets with at most 2,000 envelopes unacknowledged,"
    " and takes the time until each is acknowledged. The middle one of three runs counts, every vote is found in the"
    " ledger. Bolt stands in the bot's process with one listener that returns at once, and is fed in the same way.",
    "**Curves** (rows that end in *by channels*, *by debates in the ledger* and so on). A whole bot over SQLite between"
    " platforms that only remember what they were told. What is said is the processor time of one, in all threads of"
    " the bot's process, its waiting included; the middle one of several rounds, in which the sizes take turns. An"
    " opening and a closing are divided by the channels (or voters) that they are for; a refresh is a vote and the"
    " edit of every post of its debate, for each post. A reply is durable before the next one. A ledger of many"
    " debates has copies of one that was really held. A row's *times* are the most by which a greater size cost more"
    " than any smaller one. Beside a platform that hangs, the clock on the wall counts.",
    "**Processes.** Each has its share of the votes and four thousand callers that hand them in; all begin at one"
    " word.",
)


def print_table(figures: Sequence[Figure], console: Console) -> None:
    """Show the figures to whoever runs this."""
    table = Table(*_HEAD, box=None, pad_edge=False)
    for figure in figures:
        table.add_row(*(cell.replace("`", "") for cell in _cells(figure)))
    console.print(table)


def document(figures: Sequence[Figure], machine: Mapping[str, str]) -> str:
    """The figures as a Markdown page."""
    rows = [f"| {' | '.join(cells)} |" for cells in (_HEAD, *map(_cells, figures))]
    rows.insert(1, f"|{' --- |' * len(_HEAD)}")
    missed = [figure for figure in figures if figure.held is False]
    return _DOCUMENT.format(
        machine="\n".join(f"- {name}: {value}" for name, value in machine.items()),
        table="\n".join(rows),
        reasons="\n## What was expected and did not hold\n\n" + _listed(map(_missed, missed)) + "\n" if missed else "",
        missing=_listed(_MISSING),
        how=_listed(_HOW),
    )


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)


def _missed(figure: Figure) -> str:
    return f"**{figure.what}**: {figure.ratio or figure.measured}, expected {figure.expected}. {figure.reason}".rstrip()


def _cells(figure: Figure) -> tuple[str, ...]:
    held = {True: "yes", False: "**no**", None: ""}[figure.held]
    return figure.what, figure.measured, figure.baseline, figure.ratio, figure.expected, held
