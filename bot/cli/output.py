"""How what was asked for looks on a terminal, and in a pipe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.cli import command_language
from bot.cli.terminal import cell, console, say, tell, without_secrets
from bot.core.debates import ResultsShown
from bot.core.speaking import moved, result, stance_line
from bot.core.speaking.cards import filled_cells
from bot.core.times import iso
from bot.locales import words_for
from bot.log import redacted
from bot.sentences import Sentence, as_sentence, sentence
from bot.services.records import Feedback, Finding, Health
from bot.services.reports import as_told

if TYPE_CHECKING:
    from bot.app.one_shot import Opened
    from bot.app.queries import Shown
    from bot.core.articles import Article
    from bot.core.messages import Card, Line
    from bot.core.words import Words
    from bot.services.publishing.scheduler import Upcoming
    from bot.services.records import Overview


_MARKS: Mapping[Health, tuple[Sentence, str]] = {
    Health.FINE: (sentence("terminal-doctor-fine"), "green"),
    Health.WARNING: (sentence("terminal-doctor-note"), "yellow"),
    Health.BAD: (sentence("terminal-doctor-bad"), "bold red"),
}
_CELLS = 20
_NEVER_BROKEN = 400
"""The width in a pipe of what a program may read, so that no line is broken."""


def print_schedule(upcoming: Sequence[Upcoming]) -> None:
    """A table of what falls due."""
    words = command_language.words()
    table = _table(
        sentence("terminal-schedule-name"),
        sentence("terminal-schedule-local"),
        sentence("terminal-schedule-utc"),
        sentence("terminal-column-channels"),
        sentence("terminal-column-article"),
    )
    for row in upcoming:
        zone = row.schedule.timezone
        cells = (
            row.schedule.name,
            f"{words_for(words.locale, zone).moment(row.at)} {zone}",
            f"{row.at:%Y-%m-%d %H:%M}",
            ", ".join(row.schedule.channels),
            row.article.slug if row.article is not None else words.say("terminal-schedule-none-left"),
        )
        # A schedule's name may come from the environment, where it may be a secret by mistake.
        table.add_row(*(cell(without_secrets(text)) for text in cells))
    _print_table(table)


def print_waiting(articles: Sequence[Article], timezone: str) -> None:
    """The articles that no schedule takes yet, with when each will be free."""
    for article in articles:
        tell("terminal-schedule-waits", slug=article.slug, at=article.published, zone=timezone)


def print_opening(card: Card, lines: Sequence[Line]) -> None:
    """The card and the squabble that a debate begins with."""
    screen = console()
    parts: list[RenderableType] = [
        _beginning("", " · ".join(part for part in (card.category, card.badge, card.published) if part)),
        Text(),
    ]
    parts += [_beginning(f"{number}. ", text) for number, text in enumerate(card.summary, 1)]
    parts += [Text(), _beginning("Q. ", card.question)]
    parts += [_beginning(f"   {bar.emoji} ", bar.label) for bar in card.bars]
    parts += [Text(), *(cell(text, lines=True) for text in (card.invitation, card.note, card.closing) if text)]
    inside = Group(*parts)
    panel = Panel(inside, title=cell(card.title), title_align="left", width=min(screen.width, 88))
    said = [_beginning(f"  {line.emoji} ", f"{line.speaker} ({line.side})  {line.text}") for line in lines]
    hints = [_beginning("  ", hint) for hint in filter(None, (line.hint for line in lines))]
    _print(screen, panel, *said, *hints)


def print_debates(debates: Sequence[Overview]) -> None:
    """A table of debates."""
    from bot.app.queries import STATES

    words = command_language.words()
    table = _table(
        sentence("terminal-debates-id"),
        sentence("terminal-column-article"),
        sentence("terminal-debates-state"),
        sentence("terminal-column-channels"),
        sentence("terminal-debates-votes"),
        sentence("terminal-debates-opened"),
        sentence("terminal-debates-closes"),
    )
    table.columns[0].no_wrap = True
    for one in debates:
        debate = one.debate
        row = (
            debate.id,
            debate.slug,
            STATES[debate.state].said(words),
            ", ".join(post.channel for post in one.posts),
            words.number(one.voters),
            words.moment(debate.opened_at),
            words.moment(debate.closes_at),
        )
        table.add_row(*(cell(without_secrets(text)) for text in row))
    _print_table(table)


def opened_record(opened: Opened, words: Words) -> dict[str, object]:
    """A debate that was opened, for other programs; reasons are in the words' language."""
    debate = opened.debate
    return {
        "debate": debate.id,
        "article": debate.slug,
        "title": debate.article.title,
        "closes_at": iso(debate.closes_at),
        "posts": [
            {
                "channel": one.channel,
                "platform": one.platform,
                "message": one.message,
                "state": one.state,
                "link": one.link,
                "reason": None if one.reason is None else one.reason.in_full(words),
            }
            for one in opened.outcomes
        ],
        "beside": list(opened.beside),
    }


def _beginning(mark: str, text: str) -> RenderableType:
    """A text behind its mark, under which no line of it goes back where it is too long for one."""
    if not mark:
        return cell(text)
    columns = Table.grid()
    columns.add_column(no_wrap=True)
    columns.add_column(overflow="fold")
    columns.add_row(cell(mark), cell(text))
    return columns


def print_results(shown: Shown, words: Words) -> None:
    """A debate's tally, how it came about, and what was said."""
    snapshot, talk = shown.snapshot, shown.talk
    debate, tally = snapshot.debate, snapshot.tally
    seen = replace(debate, rules=replace(debate.rules, results=ResultsShown.LIVE))
    told = result(seen, tally, snapshot.shift, snapshot.certificate, words, "local")
    screen = console()
    screen.print(cell(debate.article.title))
    screen.print(cell(debate.article.question))
    screen.print(cell(f"{debate.id} · {words.say('state-' + debate.state.value)} · {words.moment(debate.closes_at)}"))
    table = Table(show_header=False, box=None, pad_edge=False)
    most = min(_CELLS, max(screen.width // 4, 4))
    for bar in told.bars:
        width = filled_cells(bar.share or 0.0, most)
        table.add_row(*map(cell, (bar.emoji, bar.label, "█" * width + "░" * (most - width), bar.text)))
    screen.print(table)
    public = as_told(snapshot)
    talked = (moved(public, talk, shown.mascots, words), stance_line(public, talk.stances, words))
    for text in (told.turnout, *told.shift, *talked, told.certificate, *told.notes):
        if text:
            screen.print(cell(text, lines=True))


def print_feedback(written: Sequence[Feedback], words: Words) -> None:
    """A table of what members wrote, or that nobody did."""
    if not written:
        say(words.say("feedback-list-none"))
        return
    from bot.services.commands.feedback_form import BEST

    table = _table(
        sentence("feedback-list-when"),
        sentence("feedback-list-rating"),
        sentence("feedback-list-where"),
        sentence("feedback-list-line"),
    )
    for one in written:
        stars = "★" * one.rating + "☆" * (BEST - one.rating)
        table.add_row(*map(cell, (words.moment(one.at), stars, one.channel, one.line)))
    _print_table(table)


def feedback_record(one: Feedback) -> dict[str, object]:
    """What one member wrote, for other programs; without a name."""
    where = {"platform": one.voter.platform, "channel": one.channel}
    return {"at": iso(one.at), "rating": one.rating, "line": one.line} | where


def print_findings(findings: Sequence[Finding]) -> None:
    """A table of how everything is, with what to do where it is not well."""
    words = command_language.words()
    table = _table(
        None, sentence("terminal-doctor-place"), sentence("terminal-doctor-what"), sentence("terminal-doctor-how")
    )
    for finding in findings:
        mark, style = _MARKS[finding.health]
        place, about = (as_sentence(name).said(words) for name in (finding.place, finding.about))
        told, hint = _in_one_line(finding.sentence.said(words)), finding.sentence.hint(words)
        if hint and finding.health is not Health.FINE:
            told.append("\n→ ", style="dim").append_text(_in_one_line(hint, "dim"))
        table.add_row(cell(mark.said(words), style), _in_one_line(place), _in_one_line(about), told)
    _print_table(table)


def _table(*heads: Sentence | None) -> Table:
    """A table whose columns are headed in the language of this command."""
    words = command_language.words()
    return Table(*(head.said(words) if head is not None else "" for head in heads), box=None, pad_edge=False)


def _print_table(table: Table) -> None:
    """A table as wide as the terminal at most, every cell of it whole; in a pipe a row is a line."""
    for column in table.columns:
        column.overflow = "fold"
    _print(console() if console().is_terminal else console(width=_NEVER_BROKEN), table)


def _print(screen: Console, *parts: RenderableType) -> None:
    """Print one below the other, in a pipe without the blanks that fill a line."""
    if screen.is_terminal:
        screen.print(*parts, sep="\n")
        return
    with screen.capture() as captured:
        screen.print(*parts, sep="\n")
    say("\n".join(line.rstrip() for line in captured.get().splitlines()), lines=True)


def _in_one_line(text: str, style: str = "") -> Text:
    """What a platform told, its line breaks as blanks, without secrets."""
    return cell(redacted(" ".join(text.split())), style)
