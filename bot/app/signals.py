"""What parts tell of, handed to them before those are built who listen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, ParamSpec

from bot.core.marks import MarkEvent
from bot.services.records import OpenPost
from bot.services.stores import Change

P = ParamSpec("P")


class Signal(Generic[P]):
    """Something that happens; to call it calls all who listen, in their order. Nobody may wait in it."""

    def __init__(self) -> None:
        self._listeners: tuple[Callable[P, None], ...] = ()

    def to(self, *listeners: Callable[P, None]) -> None:
        """From now on these listen, and nobody else."""
        self._listeners = listeners

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> None:
        for listener in self._listeners:
            listener(*args, **kwargs)


class Signals:
    """What parts tell of; `bot.app.parts.connect` says who listens."""

    def __init__(self) -> None:
        self.tally_changed: Signal[[frozenset[str]]] = Signal()
        """The tally of these debates."""
        self.seed_has_room: Signal[[OpenPost]] = Signal()
        """A reaction was taken back whole on this post, where a seed may have been refused for want of room."""
        self.reactions_cleared: Signal[[OpenPost]] = Signal()
        """A moderator removed all reactions, seeds too."""
        self.events_given_up: Signal[[Sequence[MarkEvent]]] = Signal()
        """These were received, and the database could not take them."""
        self.delivery_planned: Signal[[]] = Signal()
        self.recount_owed: Signal[[]] = Signal()
        self.closing_begun: Signal[[]] = Signal()
        """An admin closes a debate before its time."""
        self.changed_elsewhere: Signal[[Change]] = Signal()
        """Another process has changed the database."""
        self.library_changed: Signal[[]] = Signal()
