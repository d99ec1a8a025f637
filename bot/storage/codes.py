"""Codes: what stands for each voter in one debate's history and record, made from the debate's secret or kept."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from bot.core.marks import Voter
from bot.core.pseudonyms import Pseudonyms, any_code
from bot.storage.rows import ACCOUNT
from bot.storage.statements import among
from bot.storage.tables import codes, debates, history, marks, voters

_AT_ONCE = 2_000


def codes_of(db: Connection, debate: str, secret: bytes | None, people: Mapping[int, Voter]) -> dict[int, str]:
    """The codes of these voters, by number.

    Once the debate's secret has been let go of, whoever has no code yet is given any.
    """
    if secret is not None:
        code = Pseudonyms(secret, debate).code
        return {number: code(voter) for number, voter in people.items()}
    mine = select(codes.c.voter, codes.c.code).where(codes.c.debate == debate, among(db, codes.c.voter, people))
    known: dict[int, str] = dict(db.execute(mine).all())
    new = {number: any_code() for number in people if number not in known}
    if new:
        db.execute(insert(codes), [{"debate": debate, "voter": each, "code": code} for each, code in new.items()])
    return known | new


def codes_in(db: Connection, debate: str, secret: bytes | None, numbers: list[int]) -> dict[int, str]:
    """The codes of these voters as far as the ledger knows them: kept, or made from the accounts that it still has."""
    kept = select(codes.c.voter, codes.c.code).where(codes.c.debate == debate, among(db, codes.c.voter, numbers))
    known: dict[int, str] = dict(db.execute(kept).all())
    if secret is not None:
        accounts = select(voters.c.id, *ACCOUNT)
        code = Pseudonyms(secret, debate).code
        for number, *account in db.execute(accounts.where(among(db, voters.c.id, numbers))):
            known.setdefault(number, code(Voter(*account)))
    return known


def keep_codes(db: Connection, debate: str) -> None:
    """Keep everybody's code in a debate, and let go of its secret: then nobody can tell any more whose code is whose.

    To be done before an account leaves `voters`, or a ballot gets another number: history and record go by codes.
    The debate's row is locked first.
    """
    secret = _secret_of(db, debate)
    if secret is None:
        return
    kept = select(codes.c.voter).where(codes.c.debate == debate)
    others = select(history.c.voter).where(history.c.debate == debate, history.c.voter.not_in(kept)).distinct()
    _keep(db, debate, secret, list(db.execute(others).scalars()))
    db.execute(update(debates).where(debates.c.id == debate).values(secret=None))


def keep_codes_after(db: Connection, debate: str, after: int, most: int) -> int | None:
    """Keep the codes of at most `most` voters whose numbers come after one, while the debate keeps its secret.

    Gives the number to go on after; None where nobody comes after it, or the secret has been let go of.
    """
    secret = _secret_of(db, debate)
    if secret is None:
        return None
    next_ones = select(marks.c.voter).where(marks.c.debate == debate, marks.c.voter > after).distinct()
    numbers = list(db.execute(next_ones.order_by(marks.c.voter).limit(most)).scalars())
    _keep(db, debate, secret, numbers)
    return numbers[-1] if numbers else None


def _secret_of(db: Connection, debate: str) -> bytes | None:
    secret: bytes | None = db.execute(select(debates.c.secret).where(debates.c.id == debate).with_for_update()).scalar()
    return secret


def _keep(db: Connection, debate: str, secret: bytes, numbers: list[int]) -> None:
    for begin in range(0, len(numbers), _AT_ONCE):
        known = codes_in(db, debate, secret, numbers[begin : begin + _AT_ONCE])
        rows = [{"debate": debate, "voter": number, "code": code} for number, code in known.items()]
        if rows:
            db.execute(upsert(codes).on_conflict_do_nothing(index_elements=["debate", "voter"]), rows)
