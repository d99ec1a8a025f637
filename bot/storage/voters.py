"""Voters' numbers: looked up once, then remembered."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection

from bot.core.marks import Voter
from bot.storage.statements import Statements

_REMEMBERED = 50_000

Account = tuple[str, str, str]
"""Platform, workspace and native id of a voter."""


class Voters:
    """The numbers of voters; the latest 50,000 stay in memory."""

    def __init__(self, statements: Statements) -> None:
        self._statements = statements
        self._known: dict[Account, int] = {}

    def numbers(self, db: Connection, voters: Iterable[Voter]) -> tuple[list[int], dict[Account, int]]:
        """The numbers of `voters`, in their order, and those of them to `remember` once this is committed."""
        known = self._known
        accounts: list[Account] = list(voters)
        numbers = [known.get(account) for account in accounts]
        learned: dict[Account, int] = {}
        if None in numbers:
            learned = self._learn(db, {account for account, n in zip(accounts, numbers, strict=True) if n is None})
        return [learned[account] if n is None else n for account, n in zip(accounts, numbers, strict=True)], learned

    def _learn(self, db: Connection, missing: set[Account]) -> dict[Account, int]:
        # Sorted, so that two processes that add the same voters wait for each other in one order.
        new = sorted(missing)
        self._statements.voter.each(db, new)
        rows = self._statements.numbers_of(db, new)
        return {(platform, workspace, native): number for platform, workspace, native, number in rows}

    def remember(self, learned: dict[Account, int]) -> None:
        """Keep numbers that a committed transaction has given out or found."""
        known = self._known
        known.update(learned)
        while len(known) > _REMEMBERED:
            del known[next(iter(known))]
