"""What a database holds, for a file or a terminal. Nothing is connected, and no bot has to run."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.config import Config
from bot.config.checks import MAKE_A_KEY
from bot.errors import UsageError
from bot.services.records import Feedback
from bot.services.stores import ExportSink
from bot.storage import open_ledger


def pseudonym_key(config: Config) -> bytes:
    """The key of voters' pseudonyms. Raises UsageError, saying how to make one, where there is none."""
    key = config.pseudonym_key
    hint = (
        f"Make one with  {MAKE_A_KEY}  , keep it in the environment"
        " variable AGORA_PSEUDONYM_KEY, and write 'pseudonym_key: ${AGORA_PSEUDONYM_KEY}' into the configuration."
    )
    if not key:
        unset = f" (the environment variable {key.variable} is not set)" if key is not None and key.variable else ""
        raise UsageError(f"There is no pseudonym_key{unset}, and an export never names voters.", hint)
    return key.reveal().encode()


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
