"""What commands read from the database alone: how a debate stands, feedback, and everything for an export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.config import Config
from bot.config.checks import MAKE_A_KEY
from bot.core.articles import Mascot
from bot.core.sparks import Talk
from bot.errors import NotFound, UsageError
from bot.library.mascots import read_mascots
from bot.sentences import sentence
from bot.services.debate_stores import ExportSink
from bot.services.records import Feedback, Snapshot
from bot.storage import Database, open_ledger


@dataclass(frozen=True, slots=True)
class Shown:
    """A debate as `agora results` and `agora close` show it: how it stands, and what was said about it."""

    snapshot: Snapshot
    talk: Talk
    mascots: Mapping[str, Mascot]


async def read_results(config: Config, debate: str | None) -> Shown:
    """The tally of a debate (id or slug; without one the latest opened). Raises NotFound."""
    database = await open_ledger(config.database_url())
    try:
        ledger = database.ledger
        found = await (ledger.finder.latest() if debate is None else ledger.finder.find(debate))
        snapshot = await ledger.debates.snapshot(found.id) if found is not None else None
        if snapshot is None:
            if debate is None:
                raise NotFound(sentence("running-none-opened"))
            raise NotFound(sentence("admin-no-debate", debate=debate))
        return await shown_of(snapshot, database, read_mascots(config.content / "mascots.yaml").mascots or {})
    finally:
        await database.close()


async def shown_of(snapshot: Snapshot, database: Database, mascots: Mapping[str, Mascot]) -> Shown:
    """`snapshot` with what was said about the debate. Raises StorageError."""
    return Shown(snapshot, await database.ledger.talk.told(snapshot.debate.id) or Talk(), mascots)


def pseudonym_key(config: Config) -> bytes:
    """The key of voters' pseudonyms. Raises UsageError, saying how to make one, where there is none."""
    key = config.pseudonym_key
    if key:
        return key.reveal().encode()
    told = sentence("export-without-key")
    if key is not None and key.variable:
        told = sentence("export-key-not-set", variable=key.variable)
    raise UsageError(told, sentence("export-make-a-key", command=MAKE_A_KEY))


async def export_ledger(config: Config, since: datetime | None, sink: ExportSink) -> None:
    """Hand the debates opened since then over to `sink`. Raises StorageError."""
    database = await open_ledger(config.database_url())
    try:
        await database.ledger.exports.export(since, sink)
    finally:
        await database.close()


async def read_feedback(config: Config, most: int) -> Sequence[Feedback]:
    """The `most` words to the editors that were written last, the newest first. Raises StorageError."""
    database = await open_ledger(config.database_url())
    try:
        return await database.ledger.feedback.latest(most)
    finally:
        await database.close()
