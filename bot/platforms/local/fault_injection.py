"""Faults on purpose, for tests: what a real platform does on a bad day."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from bot.core.recounts import Scan
from bot.services.platform_errors import TryLater, Unclear

T = TypeVar("T")


@dataclass
class Faults:
    """What goes wrong. Shares are between 0 and 1 of all events; numbers count down with each use.

    `delay` holds events back behind later ones. `lose_answers` sends are carried out, then Unclear;
    `refuse_sends` are not, then TryLater; `lose_edits` likewise for edits that are carried out.
    `fail_scans` scans raise TryLater, `short_scans` lack a voter, `hide_seeds` lack the bot's own reaction.
    While `unreachable`, every call raises TryLater; `slow` is slept before each.
    """

    seed: int = 0
    drop: float = 0.0
    double: float = 0.0
    delay: float = 0.0
    lose_answers: int = 0
    lose_edits: int = 0
    refuse_sends: int = 0
    fail_scans: int = 0
    short_scans: int = 0
    hide_seeds: int = 0
    unreachable: bool = False
    slow: float = 0.0
    refuses: Callable[[str], bool] | None = None
    """Whether sends under this delivery key are refused, on top of `refuse_sends`."""
    _held: list[object] = field(default_factory=list)
    _random: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)

    def pass_on(self, events: Sequence[T]) -> list[T]:
        """The events that get through now: some lost, some doubled, some held back until a later call."""
        through: list[T] = []
        held: list[T] = []
        for event in events:
            if self._random.random() < self.drop:
                continue
            copies = [event, event] if self._random.random() < self.double else [event]
            for copy in copies:
                (held if self._random.random() < self.delay else through).append(copy)
        late, self._held = self._held, list(held)
        through.extend(late)  # type: ignore[arg-type]
        return through

    def before_call(self) -> None:
        """Fail if nothing can be reached."""
        if self.unreachable:
            raise TryLater("the local chat can't be reached", "wait until it is back")

    def before_send(self, key: str) -> None:
        """Fail before a send is carried out."""
        if self.refuse_sends > 0:
            self.refuse_sends -= 1
            raise TryLater("the local chat refused a message", "try again")
        if self.refuses is not None and self.refuses(key):
            raise TryLater("the local chat refused this message", "try again")

    def after_send(self) -> None:
        """Lose the answer to a send that was carried out."""
        if self.lose_answers > 0:
            self.lose_answers -= 1
            raise Unclear("the answer to a message was lost", "look for it")

    def after_edit(self) -> None:
        """Lose the answer to an edit that was carried out."""
        if self.lose_edits > 0:
            self.lose_edits -= 1
            raise Unclear("the answer to an edit was lost", "repeat it")

    def distort(self, scan: Scan) -> Scan:
        """What a scan gives on a bad day."""
        if self.fail_scans > 0:
            self.fail_scans -= 1
            raise TryLater("the reactions can't be read", "try again")
        if self.hide_seeds > 0:
            self.hide_seeds -= 1
            scan = replace(scan, own=frozenset())
        crowded = sorted(reaction for reaction, voters in scan.holders.items() if voters)
        if self.short_scans > 0 and crowded:
            self.short_scans -= 1
            reaction = self._random.choice(crowded)
            unseen = self._random.choice(sorted(scan.holders[reaction], key=lambda voter: voter.native))
            holders = {**scan.holders, reaction: scan.holders[reaction] - {unseen}}
            scan = replace(scan, holders=holders, short=scan.short | {reaction})
        return scan
