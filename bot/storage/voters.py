"""Voters' numbers: looked up once, then remembered."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from bot.core.marks import Voter
from bot.storage.statements import Statements

_REMEMBERED = 50_000

Account = tuple[str, str, str]


def account(voter: Voter) -> Account:
    """Platform, workspace and native id: a key that hashes faster than the voter."""
    return voter.platform, voter.workspace, voter.native


class Voters:
    """The numbers of voters; the latest 50,000 stay in memory."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._known: dict[Account, int] = {}

    def numbers(self, db: Connection, voters: Iterable[Voter]) -> tuple[dict[Account, int], dict[Account, int]]:
        """The numbers of `voters`, and those of them to `remember` once this transaction is committed."""
        known = self._known
        numbers: dict[Account, int] = {}
        missing: set[Account] = set()
        learned: dict[Account, int] = {}
        for voter in voters:
            key = (voter.platform, voter.workspace, voter.native)
            number = known.get(key)
            if number is None:
                missing.add(key)
            else:
                numbers[key] = number
        if missing:
            # Sorted, so that two processes that add the same voters wait for each other in one order.
            new = sorted(missing)
            self._statements.voter.each(db, new)
            places: dict[tuple[str, str], list[str]] = {}
            for platform, workspace, native in new:
                places.setdefault((platform, workspace), []).append(native)
            for (platform, workspace), natives in places.items():
                for number, native in self._statements.voters_named(db, platform, workspace, natives):
                    learned[platform, workspace, native] = number
            numbers.update(learned)
        return numbers, learned

    def remember(self, learned: dict[Account, int]) -> None:
        """Keep numbers that a committed transaction has given out or found."""
        known = self._known
        known.update(learned)
        while len(known) > _REMEMBERED:
            del known[next(iter(known))]
