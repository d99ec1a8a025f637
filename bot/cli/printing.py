"""How what was asked for looks on a terminal, and in a pipe."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import typer
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.core.articles import Article
from bot.core.debates import ResultsShown
from bot.core.messages import Card, Line
from bot.core.speaking import moved, result, stance_line
from bot.core.speaking.percents import filled_cells
from bot.core.words import Words
from bot.log import redacted
from bot.services.composing import as_told
from bot.services.feedback import BEST
from bot.services.forecasting import Upcoming
from bot.services.records import Feedback, Finding, Health
from bot.services.reporting import iso

if TYPE_CHECKING:
    from bot.app.results import Shown

_MARKS: Mapping[Health, tuple[str, str]] = {
    Health.FINE: ("ok", "green"),
    Health.WARNING: ("note", "yellow"),
    Health.BAD: ("BAD", "bold red"),
}
_WIDTH_IN_A_PIPE = 160
_CELLS = 20
_NEVER_BROKEN = 400
"""The width in a pipe of what a program may read, so that no line is broken."""


def print_schedule(upcoming: Sequence[Upcoming]) -> None:
    """A table of what falls due."""
    table = Table("schedule", "local time", "UTC", "channels", "article", box=None, pad_edge=False)
    for row in upcoming:
        table.add_row(
            row.schedule.name,
            f"{row.at.astimezone(ZoneInfo(row.schedule.timezone)):%a %Y-%m-%d %H:%M} {row.schedule.timezone}",
            f"{row.at:%Y-%m-%d %H:%M}",
            ", ".join(row.schedule.channels),
            row.article.slug if row.article is not None else "(no article left)",
        )
    _print_table(table)


def print_waiting(articles: Sequence[Article], timezone: str) -> None:
    """The articles that no schedule takes yet, with when each will be free."""
    for article in articles:
        at = article.published.astimezone(ZoneInfo(timezone))
        typer.echo(f"{article.slug} waits until {at:%a %Y-%m-%d %H:%M} {timezone}; 'agora post' opens it before.")


def print_opening(card: Card, lines: Sequence[Line]) -> None:
    """The card and the squabble that a debate begins with."""
    console = Console(highlight=False)
    parts = [" · ".join(part for part in (card.category, card.badge, card.published) if part), ""]
    parts += [f"{number}. {text}" for number, text in enumerate(card.summary, 1)]
    parts += ["", f"Q. {card.question}"]
    parts += [f"   {bar.emoji} {bar.label}" for bar in card.bars]
    parts += ["", *filter(None, (card.invitation, card.note, card.closing))]
    text = "\n".join(parts).replace("[", "\\[")
    console.print(Panel(text, title=card.title.replace("[", "\\["), title_align="left", width=min(console.width, 88)))
    for line in lines:
        console.print(f"  {line.emoji} {line.speaker} ({line.side})  {line.text}", markup=False)
    for hint in filter(None, (line.hint for line in lines)):
        console.print(f"  {hint}", markup=False)


def print_results(shown: Shown, words: Words) -> None:
    """A debate's tally, how it came about, and what was said."""
    snapshot, talk = shown.snapshot, shown.talk
    debate, tally = snapshot.debate, snapshot.tally
    seen = replace(debate, rules=replace(debate.rules, results=ResultsShown.LIVE))
    told = result(seen, tally, snapshot.shift, snapshot.certificate, words, "local")
    console = Console(highlight=False)
    console.print(f"{debate.article.title}\n{debate.article.question}", markup=False)
    console.print(f"{debate.id} · {words.say('state-' + debate.state.value)} · {words.moment(debate.closes_at)}")
    table = Table(show_header=False, box=None, pad_edge=False)
    for bar in told.bars:
        width = filled_cells(bar.share or 0.0, _CELLS)
        table.add_row(bar.emoji, bar.label, "█" * width + "░" * (_CELLS - width), bar.text)
    console.print(table)
    public = as_told(snapshot)
    talked = (moved(public, talk, shown.mascots, words), stance_line(public, talk.stances, words))
    for text in (told.turnout, *told.shift, *talked, told.certificate, *told.notes):
        if text:
            console.print(text, markup=False)


def print_feedback(written: Sequence[Feedback], words: Words) -> None:
    """A table of what members wrote, or that nobody did."""
    if not written:
        typer.echo(words.say("feedback-list-none"))
        return
    heads = (words.say(f"feedback-list-{head}") for head in ("when", "rating", "where", "line"))
    table = Table(*heads, box=None, pad_edge=False)
    for one in written:
        stars = "★" * one.rating + "☆" * (BEST - one.rating)
        table.add_row(words.moment(one.at), stars, Text(one.channel), Text(one.line))
    _print_table(table)


def feedback_record(one: Feedback) -> dict[str, object]:
    """What one member wrote, for other programs; without a name."""
    where = {"platform": one.voter.platform, "channel": one.channel}
    return {"at": iso(one.at), "rating": one.rating, "line": one.line} | where


def print_findings(findings: Sequence[Finding]) -> None:
    """A table of how everything is, with what to do where it is not well."""
    table = Table("", "place", "what", "how it is", box=None, pad_edge=False)
    for finding in findings:
        mark, style = _MARKS[finding.health]
        told = Text(_shown(finding.text))
        if finding.hint and finding.health is not Health.FINE:
            told.append(f"\n→ {_shown(finding.hint)}", style="dim")
        table.add_row(Text(mark, style=style), Text(_shown(finding.place)), Text(_shown(finding.about)), told)
    if Console().is_terminal:
        Console(highlight=False).print(table)
        return
    console = Console(highlight=False, width=_NEVER_BROKEN)
    with console.capture() as captured:
        console.print(table)
    typer.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def _print_table(table: Table) -> None:
    Console(highlight=False, width=None if Console().is_terminal else _WIDTH_IN_A_PIPE).print(table)


def _shown(text: str) -> str:
    """What a platform told, without secrets and without what a terminal would take for commands."""
    return "".join(c for c in redacted(" ".join(text.split())) if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
