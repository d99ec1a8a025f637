"""What goes wrong: each mishap of `plan.MISHAPS`, carried out; those of the platforms are in a file of their own."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from prove import platform_mishaps as platforms
from prove.disk import Trouble
from prove.places import DISCORD, LOCAL, SLACK, write_article
from prove.virtual_time import Life

if TYPE_CHECKING:
    from prove.year import Year

Mishap = Callable[["Year", random.Random], None]


def killed(year: Year, dice: random.Random) -> None:
    """The process is killed, amid anything, and started again some time later."""
    met, away = year.met, dice.choice((1.0, 8.0, 40.0, 600.0, 7200.0))
    if met.process is None or not met.process.alive:
        return
    met.process.life.dies_at(round(3000 ** dice.random()), lambda: met.kill(away))


def killed_at_commit(year: Year, dice: random.Random) -> None:
    """The process is killed just before or just after something is written down for good."""
    met, away = year.met, dice.choice((1.0, 8.0, 40.0))
    if met.process is None:
        return
    left, mine = dice.randint(1, 40), met.process.life

    def count(life: Life) -> None:
        nonlocal left
        if life is mine:
            left -= 1
            if left == 0:
                met.kill(away)

    if dice.random() < 0.5:
        year.disk.before_commit = count
    else:
        year.disk.after_commit = count


def stopped(year: Year, dice: random.Random) -> None:
    """The bot is stopped in order and started again some time later."""
    year.met.stop(dice.choice((2.0, 30.0, 600.0, 7 * 3600.0)))


def paused(year: Year, dice: random.Random) -> None:
    """The machine stands still for a while."""
    process, seconds = year.met.process, dice.choice((2.0, 8.0, 30.0, 90.0))
    if process is None or process.life.paused:
        return
    process.life.pause()
    year.later(seconds, process.life.resume)
    for platform in (DISCORD, SLACK, LOCAL):
        year.troubles.note(platform, year.now, seconds + 15)


def _befalls(year: Year, seconds: float, which: Callable[[str], Trouble | None]) -> None:
    year.disk.befalls = lambda _, statement: which(statement)

    def well() -> None:
        year.disk.befalls = lambda *_: None

    year.later(seconds, well)
    for platform in (DISCORD, SLACK, LOCAL):
        year.troubles.note(platform, year.now, seconds + 30)


def disk_full(year: Year, dice: random.Random) -> None:
    """The disk has no room for a while."""
    writes = ("insert", "update", "commit")
    _befalls(
        year,
        dice.choice((3.0, 15.0, 60.0)),
        lambda statement: Trouble.FULL if statement.lower().startswith(writes) else None,
    )


def database_locked(year: Year, dice: random.Random) -> None:
    """Another program holds the database."""
    _befalls(
        year,
        dice.choice((1.0, 6.0, 20.0)),
        lambda statement: Trouble.LOCKED if statement.upper().startswith("BEGIN IMMEDIATE") else None,
    )


def commit_lost(year: Year, dice: random.Random) -> None:
    """What was written down is, and the disk says that it isn't."""
    share = random.Random(dice.random())
    _befalls(
        year,
        dice.choice((2.0, 8.0)),
        lambda statement: Trouble.LOST if statement == "commit" and share.random() < 0.5 else None,
    )


def clock_jumps(year: Year, dice: random.Random) -> None:
    """The machine's clock goes wrong, and is set right some time later."""
    off = dice.choice((-1, 1)) * dice.choice((0.5, 5.0, 60.0, 600.0))
    met = year.met
    met.set_clock(off)
    year.later(dice.uniform(20, 1200), lambda: met.set_clock(0.0))


def article_edited(year: Year, dice: random.Random) -> None:
    """The editor changes an article that is being debated."""
    for number in sorted(year.debated())[-1:]:
        write_article(year.articles, number, dice.randrange(10_000, 20_000))


def article_broken(year: Year, dice: random.Random) -> None:
    """An article becomes unreadable for a day."""
    number = dice.randrange(year.articles_written)
    (year.articles / f"a-{number:04}.md").write_text("---\ntitle: [", encoding="utf-8")
    year.later(86_400, lambda: write_article(year.articles, number, 0))


def article_removed(year: Year, dice: random.Random) -> None:
    """An article goes away for a day, perhaps amid its debate."""
    number = dice.choice([*sorted(year.debated())[-1:], dice.randrange(year.articles_written)])
    (year.articles / f"a-{number:04}.md").unlink(missing_ok=True)
    year.later(86_400, lambda: write_article(year.articles, number, 0))


_OF_PLATFORMS: tuple[Mishap, ...] = (
    platforms.answer_lost,
    platforms.timed_out,
    platforms.refused_429,
    platforms.refused_5xx,
    platforms.html_for_json,
    platforms.done_late,
    platforms.scans_cut_short,
    platforms.seeds_hidden,
    platforms.token_refused,
    platforms.events_lost,
    platforms.events_doubled,
    platforms.events_reordered,
    platforms.events_late,
    platforms.connection_cut,
    platforms.session_ended,
    platforms.silent,
    platforms.network_away,
    platforms.channel_locked,
    platforms.channel_hidden,
    platforms.channel_gone,
    platforms.channel_renamed,
    platforms.message_deleted,
    platforms.reactions_cleared,
    platforms.alias_made,
    platforms.person_leaves,
)
_OF_THE_MACHINE: tuple[Mishap, ...] = (
    killed,
    killed_at_commit,
    stopped,
    paused,
    disk_full,
    database_locked,
    commit_lost,
    clock_jumps,
    article_edited,
    article_broken,
    article_removed,
)
MISHAP: dict[str, Mishap] = {one.__name__: one for one in (*_OF_PLATFORMS, *_OF_THE_MACHINE)}
