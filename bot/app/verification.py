"""Checking results: the ledger's debates against their own histories, or a public record by itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from bot.app.queries import found_or_named
from bot.config import Config
from bot.core.debates import DebateState
from bot.core.public_record import Record, difference
from bot.errors import AgoraError, NotFound, reason_of
from bot.sentences import sentence
from bot.services.proof_stores import Filing, Proven
from bot.storage import open_ledger

_LARGEST = 1 << 30
"""Bytes of a record; one with a million ballots has a tenth of that."""


class NotAsClosed(AgoraError):
    """What was checked is not what it should be; the message is the first difference."""


async def verify_ledger(config: Config, debate: str | None, told: Callable[[Proven], None]) -> int:
    """Check one debate (id or slug), or all of them; `told` gets each that is right, and how many comes back.

    Raises NotAsClosed at the first difference, NotFound and StorageError.
    """
    database = await open_ledger(config.database_url())
    try:
        ledger = database.ledger
        if debate is None:
            wanted = await ledger.proofs.debates()
        else:
            found = await found_or_named(ledger.finder, debate)
            wanted = [found.id]
        for each in wanted:
            proven = await ledger.proofs.prove(each)
            if proven is None:
                continue
            if proven.difference is not None:
                raise NotAsClosed(
                    sentence("verify-differs", slug=proven.slug, debate=proven.debate, difference=proven.difference)
                )
            told(proven)
        return len(wanted)
    finally:
        await database.close()


async def read_filing(config: Config, debate: str | None) -> Filing:
    """What the record of a closed debate (id or slug; else the closed one that was opened last) is made of.

    Raises NotFound.
    """
    database = await open_ledger(config.database_url())
    try:
        finder = database.ledger.finder
        if debate is None:
            closed = await finder.overview(1, states=(DebateState.CLOSED,))
            found = closed[0].debate if closed else None
        else:
            found = await found_or_named(finder, debate)
        if found is not None and found.record_is_gone:
            raise NotFound(sentence("verify-record-gone", debate=found.id))
        filing = await database.ledger.proofs.filing(found.id) if found is not None else None
        if filing is None:
            told = sentence("verify-none-closed") if found is None else sentence("verify-not-closed", debate=found.id)
            raise NotFound(told)
        return filing
    finally:
        await database.close()


def verify_file(path: Path) -> Record:
    """Check a public record by itself, and give it. Raises NotAsClosed, and AgoraError for what can't be read."""
    try:
        if path.stat().st_size > _LARGEST:
            raise AgoraError(sentence("verify-too-large", file=str(path)))
        told = json.loads(path.read_bytes())
    except OSError as error:
        raise AgoraError(sentence("verify-unreadable", file=str(path), reason=reason_of(error))) from error
    except (ValueError, RecursionError) as error:
        raise NotAsClosed(sentence("verify-no-json", file=str(path))) from error
    wrong = difference(told)
    if wrong is not None:
        raise NotAsClosed(sentence("verify-file-differs", file=str(path), difference=wrong))
    record: Record = told
    return record
