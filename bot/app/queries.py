"""What commands read from the database alone: how a debate stands, feedback, and everything for an export."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.config import Config
from bot.config.checks import MAKE_A_KEY
from bot.core.articles import Mascot
from bot.core.debates import Debate, DebateState
from bot.core.pseudonyms import new_secret
from bot.core.sparks import Talk
from bot.errors import NotFound
from bot.library.mascots import read_mascots
from bot.sentences import Sentence, sentence
from bot.services.debate_stores import DebateFinder, ExportSink
from bot.services.records import Feedback, Overview, Snapshot
from bot.storage import Database, open_ledger

_MOST_NAMED = 10
_MOST_OPEN = 1000
STATES = {
    DebateState.OPEN: sentence("state-open"),
    DebateState.CLOSING: sentence("state-closing"),
    DebateState.CLOSED: sentence("state-closed"),
    DebateState.VOID: sentence("state-void"),
}
"""What a list calls them."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A debate as `agora results` and `agora close` show it: how it stands, and what was said about it."""

    snapshot: Snapshot
    talk: Talk
    mascots: Mapping[str, Mascot]


async def read_results(config: Config, debate: str | None) -> Shown:
    """The tally of a debate (id or slug; without one the open one, else the latest). Raises NotFound."""
    database = await open_ledger(config.database_url())
    try:
        ledger = database.ledger
        found = await (ledger.finder.latest() if debate is None else found_or_named(ledger.finder, debate))
        snapshot = await ledger.debates.snapshot(found.id) if found is not None else None
        if snapshot is None:
            raise NotFound(sentence("running-none-opened"))
        return await shown_of(snapshot, database, read_mascots(config.content / "mascots.yaml").mascots or {})
    finally:
        await database.close()


async def shown_of(snapshot: Snapshot, database: Database, mascots: Mapping[str, Mascot]) -> Shown:
    """`snapshot` with what was said about the debate. Raises StorageError."""
    return Shown(snapshot, await database.ledger.talk.told(snapshot.debate.id) or Talk(), mascots)


async def read_debates(config: Config, most: int, *, open_only: bool) -> Sequence[Overview]:
    """At most so many debates, open ones first; with `open_only` no others. Raises StorageError."""
    database = await open_ledger(config.database_url())
    try:
        return await database.ledger.finder.overview(most, states=(DebateState.OPEN,) if open_only else ())
    finally:
        await database.close()


async def debates_to_close(config: Config, named: str | None) -> Sequence[Overview]:
    """The open debates that `agora close` may mean: over this slug, or all. Of an id, or of what is not open, it is
    the one that is named. Raises NotFound and StorageError.
    """
    database = await open_ledger(config.database_url())
    try:
        finder = database.ledger.finder
        found = await found_or_named(finder, named) if named is not None else None
        if found is not None and (found.id == named or found.state is not DebateState.OPEN):
            return [Overview(found, 0, ())]
        standing = await finder.overview(_MOST_OPEN, states=(DebateState.OPEN,), slug=named)
        if not standing:
            raise NotFound(sentence("admin-none-open"))
        return standing
    finally:
        await database.close()


async def found_or_named(finder: DebateFinder, debate: str) -> Debate:
    """The debate with this id, or over this slug; raises NotFound, which names those that there are."""
    found = await finder.find(debate)
    if found is None:
        there = await finder.overview(_MOST_NAMED)
        raise NotFound(sentence("admin-no-debate", debate=debate), below=lines_of(there))
    return found


def lines_of(debates: Sequence[Overview]) -> tuple[Sentence, ...]:
    """Debates for whoever is to name one, a line each."""
    return tuple(
        sentence(
            "terminal-debate-line",
            debate=one.debate.id,
            slug=one.debate.slug,
            state=STATES[one.debate.state],
            channels=tuple(post.channel for post in one.posts) or sentence("admin-none"),
            at=one.debate.closes_at,
        )
        for one in debates
    )


def pseudonym_key(config: Config) -> tuple[bytes, Sentence | None]:
    """The key of voters' pseudonyms; where none is configured one that nobody knows, with what is to be told of it."""
    key = config.pseudonym_key
    if key:
        return key.reveal().encode(), None
    told = sentence("export-without-key")
    if key is not None and key.variable:
        told = sentence("export-key-not-set", variable=key.variable)
    return new_secret(), told.mended_by(sentence("export-make-a-key", command=MAKE_A_KEY))


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
