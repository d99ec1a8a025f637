"""The columns of a lease: who works on a debate, delivery or request, and until when nobody else may."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, FromClause, Table, Update, or_, update

from bot.core.times import micros

FREE: Mapping[str, None] = {"lease_owner": None, "lease_until": None}
"""The values of a row that nobody works on."""


def taken(owner: str, now: datetime, lease: timedelta) -> Mapping[str, object]:
    """The values of a row that `owner` works on from now on."""
    return {"lease_owner": owner, "lease_until": micros(now + lease)}


def is_free(table: FromClause, now: datetime) -> ColumnElement[bool]:
    """Whether nobody works on a row, or whoever did let the lease run out."""
    return or_(table.c.lease_until.is_(None), table.c.lease_until <= micros(now))


def renewal(table: Table, owner: str, until: datetime, *which: ColumnElement[bool]) -> Update:
    """Keep the leases of `owner` on `which` rows until then; rows that others have taken over stay theirs."""
    return update(table).where(table.c.lease_owner == owner, *which).values(lease_until=micros(until))
