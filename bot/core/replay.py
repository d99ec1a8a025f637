"""The replay: ballots out of a debate's history alone, by the rules of marks and ballots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from bot.core.ballots import EMPTY, First, count, first_after_add, first_after_found
from bot.core.debates import Choice
from bot.core.history import Cause, Event
from bot.core.marks import Mark, apply_add, apply_removal
from bot.core.times import Micros

_Place = tuple[int, str]
_NEVER_VOTED = First()


class Replay:
    """Takes a debate's events in their order, and knows what each voter's first and last ballot come to."""

    def __init__(self, choice: Choice) -> None:
        self._choice = choice
        self._marks: defaultdict[int, dict[_Place, Mark]] = defaultdict(dict)
        self._firsts: dict[int, First] = {}
        self._recount: tuple[Micros, int, int] | None = None
        """The recount under way: its time, the place that its marks share, and the place of its latest event."""
        self._found: tuple[int, list[int]] | None = None
        """A voter, and the options that the recount under way found of them."""

    def take(self, event: Event) -> None:
        """The next event."""
        if event.cause == Cause.LATE:
            return
        shared = self._shared(event)
        found = event.added and event.cause == Cause.RECOUNT
        if self._found is not None and (not found or self._found[0] != event.voter or shared == event.seq):
            self._end_of_found()
        if found:
            self._find(event, shared)
        elif event.added:
            self._add(event)
        else:
            self._remove(event)

    def ballots(self) -> Mapping[int, tuple[First, int]]:
        """By voter's number: the first ballot with what is known of it, and the last; without those who never voted."""
        self._end_of_found()
        voters = self._marks.keys() | self._firsts.keys()
        all_of_them = {
            voter: (self._firsts.get(voter, _NEVER_VOTED), count(self._marks[voter].values(), self._choice))
            for voter in voters
        }
        return {voter: cast for voter, cast in all_of_them.items() if cast != (_NEVER_VOTED, EMPTY)}

    def _shared(self, event: Event) -> int:
        """The place that the marks of one recount share; of any other event its own."""
        if event.cause != Cause.RECOUNT:
            self._recount = None
            return event.seq
        shared = event.seq
        if self._recount is not None:
            at, first, latest = self._recount
            if at == event.received_at and event.seq == latest + 1:
                shared = first
        self._recount = event.received_at, shared, event.seq
        return shared

    def _find(self, event: Event, shared: int) -> None:
        held = self._marks[event.voter]
        place = event.post, event.reaction
        held[place] = apply_add(held.get(place), option=event.option, seq=shared, at=None)
        if self._found is None:
            self._found = event.voter, []
        self._found[1].append(event.option)

    def _end_of_found(self) -> None:
        if self._found is not None:
            voter, options = self._found
            self._firsts[voter] = first_after_found(self._firsts.get(voter, _NEVER_VOTED), options)
            self._found = None

    def _add(self, event: Event) -> None:
        held, place, at = self._marks[event.voter], (event.post, event.reaction), event.at
        mark = held.get(place)
        changed = apply_add(mark, option=event.option, seq=event.seq, at=at)
        dates_found = changed is not mark and at is not None and mark is not None and mark.standing
        held[place] = changed
        first = self._firsts.get(event.voter, _NEVER_VOTED)
        self._firsts[event.voter] = first_after_add(first, option=event.option, at=at, dates_found=dates_found)

    def _remove(self, event: Event) -> None:
        held, place = self._marks[event.voter], (event.post, event.reaction)
        mark = held.get(place)
        if mark is not None or event.at is not None:
            held[place] = apply_removal(mark, option=event.option, seq=event.seq, at=event.at)
