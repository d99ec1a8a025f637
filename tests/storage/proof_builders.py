"""A debate in which everything happens that leaves a trace in a history, and the ways to tamper with it."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot.core.articles import DEFAULT_OPTIONS, Option
from bot.core.buttons import Press
from bot.core.debates import BallotKind, Choice, DebateState
from bot.core.emoji import Emoji
from bot.core.public_record import Record
from bot.core.recounts import Certificate, Recounted
from bot.locales import words_for
from bot.services.records import OpenPost, Part
from bot.services.reports import record_of
from bot.storage import Database
from tests.storage.storage_builders import HOUR, LEASE, START, T0, article, event, opened, scan, voter

DAY = 24 * HOUR
DAY_MICROS = int(timedelta(days=1) / timedelta(microseconds=1))
THREE = (*DEFAULT_OPTIONS, Option("글쎄요", Emoji("🤔", {})))


async def busy_debate(database: Database, *, choice: Choice = Choice.SINGLE) -> dict[str, OpenPost]:
    """Votes with times and without, changed and taken back, saved, found by a recount, cleared, and too late."""
    posts = await opened(database, choice=choice, over=article(options=THREE))
    square, team = posts["square"], posts["team"]
    ledger = database.ledger
    await ledger.votes.cast(
        [
            event(square, "a", "👍", received=1),
            event(square, "b", "👎", received=2),
            event(square, "a", "👎", received=3),
            event(square, "a", "🔖", received=4),
            event(team, "c", "👍", at=5, received=6),
            event(team, "d", "👎", at=7, received=8),
            event(team, "c", "👍", False, at=9, received=10),
            event(team, "f", "👍", at=11, received=12),
            event(team, "g", "🤔", at=13, received=14),
        ]
    )
    await ledger.votes.cast([event(team, "c", "👍", at=5, received=20), event(team, "h", "👎", at=21, received=22)])
    seen = scan(square, {"👍": ["a", "b", "e"], "👎": ["a", "i"], "🤔": ["e"]})
    scans = {square.post: (seen, await ledger.recounts.watermark("d1"))}
    await ledger.recounts.mend("d1", scans, closing=False, at=START + 100)
    await ledger.votes.clear(team, "👎", START + 200)
    await ledger.votes.cast([event(team, "d", "👍", at=300, received=300)])
    await ledger.votes.cast([event(team, "late", "👍", at=DAY_MICROS + 1, received=DAY_MICROS + 2)])
    return posts


async def busy_ballot(database: Database) -> dict[str, OpenPost]:
    """Presses: a vote, a change and one that is taken back."""
    posts = await opened(database, ballot=BallotKind.BUTTONS)
    square = posts["square"]
    for number, (native, option) in enumerate([("a", 0), ("b", 1), ("c", 0), ("a", 1), ("c", 0)]):
        press = Press(
            "discord", square.channel_id, square.message, voter(square, native), option, START + number * 5_000_000
        )
        await database.ledger.votes.press([(square, press)], {})
        await database.ledger.votes.answered([(square, press)])
    return posts


async def close(database: Database, posts: dict[str, OpenPost], *, late: bool = True) -> None:
    """Close as the service does: a recount that finds somebody more, the certificate, and an event after it."""
    ledger, square = database.ledger, posts["square"]
    await ledger.closings.claim(T0 + DAY, "me", LEASE)
    scans = {}
    if square.ballot is BallotKind.REACTIONS:
        seen = scan(square, {"👍": ["a", "b", "e", "j"], "👎": ["a"], "🤔": ["e"]})
        scans = {square.post: (seen, await ledger.recounts.watermark("d1"))}
    mended = await ledger.recounts.mend("d1", scans, closing=True, at=START + DAY_MICROS + 10)
    found = Certificate(
        Recounted.PARTIAL,
        mended.ledger,
        mended.recount,
        mended.added + mended.removed,
        mended.undecided,
        mended.undatable,
        mended.notes,
    )
    await ledger.closings.finish("d1", found, T0 + DAY)
    if late and square.ballot is BallotKind.REACTIONS:
        await ledger.votes.cast([event(square, "k", "👍", received=DAY_MICROS + 20)])


async def settle(database: Database, debate: str = "d1") -> None:
    """Let a closing debate's results be said, so that it is closed."""
    for delivery in await database.ledger.outcomes.of_debate(debate):
        if delivery.part in (Part.RESULT, Part.CLOSED_CARD):
            said = f"{debate}-{delivery.channel}-{delivery.part}"
            await database.ledger.deliveries.said(delivery.id, said, T0 + DAY)
    snapshot = await database.ledger.debates.snapshot(debate)
    assert snapshot is not None
    assert snapshot.debate.state is DebateState.CLOSED


async def difference_in(database: Database, debate: str = "d1") -> str | None:
    """What the check of the ledger says."""
    proven = await database.ledger.proofs.prove(debate)
    assert proven is not None
    return None if proven.difference is None else str(proven.difference)


async def record_in(database: Database, debate: str = "d1") -> Record:
    """The public record."""
    filing = await database.ledger.proofs.filing(debate)
    assert filing is not None
    return record_of(filing, words_for("en", strict=True))


async def execute(database: Database, *statements: str) -> None:
    """Change the tables as somebody would who has a shell on the database."""

    def work(db: Connection) -> None:
        for statement in statements:
            db.exec_driver_sql(statement)

    await database.connections.write(work)


async def as_before_chains(database: Database) -> None:
    """Leave the tables as a version did that knew of no chains."""
    await execute(
        database,
        "UPDATE history SET hash = NULL",
        "UPDATE debates SET head = NULL, secret = NULL",
        "DELETE FROM seals",
    )


_NTH = "(SELECT seq FROM history AS h WHERE h.debate = 'd1' ORDER BY seq LIMIT 1 OFFSET {n})"
FIRST, SECOND, FIFTH = (_NTH.format(n=n) for n in (0, 1, 4))
LAST = "(SELECT max(seq) FROM history AS h WHERE h.debate = 'd1')"
_SOMEBODY = "(SELECT min(voter) FROM ballots AS b WHERE b.debate = 'd1' AND b.last > 0)"

TAMPERINGS: dict[str, tuple[str, ...]] = {
    "an event's option": (f"UPDATE history SET option = 2 WHERE seq = {FIRST}",),
    "an event's reaction": (f"UPDATE history SET reaction = '👎' WHERE seq = {FIRST}",),
    "an event's post": (f"UPDATE history SET post = post + 1 WHERE seq = {SECOND}",),
    "an event's time": (f"UPDATE history SET at = 1 WHERE seq = {FIFTH}",),
    "an event's receipt": (f"UPDATE history SET received_at = received_at + 1 WHERE seq = {FIFTH}",),
    "an event's cause": (f"UPDATE history SET cause = 'late' WHERE seq = {SECOND}",),
    "an event's voter": (f"UPDATE history SET voter = voter + 1 WHERE seq = {FIRST}",),
    "an event's hash": (f"UPDATE history SET hash = (SELECT head FROM debates WHERE id = 'd1') WHERE seq = {SECOND}",),
    "the first event dropped": (f"DELETE FROM history WHERE seq = {FIRST}",),
    "an event amid dropped": (f"DELETE FROM history WHERE seq = {FIFTH}",),
    "the last event dropped": (f"DELETE FROM history WHERE seq = {LAST}",),
    "all events dropped": ("DELETE FROM history WHERE debate = 'd1'",),
    "an event doubled": (
        "INSERT INTO history (debate, seq, post, voter, reaction, option, added, at, received_at, cause, hash)"
        " SELECT debate, 900000, post, voter, reaction, option, added, at, received_at, cause, hash"
        f" FROM history WHERE debate = 'd1' AND seq = {FIRST}",
    ),
    "two events change places": (
        f"UPDATE history SET seq = 900000 WHERE seq = {FIRST}",
        f"UPDATE history SET seq = (SELECT max(seq) FROM history) - 900000 + 1 WHERE seq = {FIRST}",
        "UPDATE history SET seq = 2 WHERE seq = 900000",
    ),
    "the head": ("UPDATE debates SET head = secret WHERE id = 'd1'",),
    "the head gone": ("UPDATE debates SET head = NULL WHERE id = 'd1'",),
    "the secret of the codes": ("UPDATE debates SET secret = head WHERE id = 'd1'",),
    "the edition": ("UPDATE debates SET edition = 'another' WHERE id = 'd1'",),
    "the question": ("UPDATE debates SET article = replace(article, '열어 볼까요?', '닫아 볼까요?') WHERE id = 'd1'",),
    "an option's label": ("UPDATE debates SET article = replace(article, '찬성', '반대다') WHERE id = 'd1'",),
    "when it opened": ("UPDATE debates SET opened_at = opened_at - 1 WHERE id = 'd1'",),
    "a ballot's last": (f"UPDATE ballots SET last = 4 WHERE debate = 'd1' AND voter = {_SOMEBODY}",),
    "a ballot's first": (f"UPDATE ballots SET first_dated = 4 WHERE debate = 'd1' AND voter = {_SOMEBODY}",),
    "a ballot gone": (f"DELETE FROM ballots WHERE debate = 'd1' AND voter = {_SOMEBODY}",),
    "a ballot's platform": (f"UPDATE ballots SET platform = 'local' WHERE debate = 'd1' AND voter = {_SOMEBODY}",),
    "all ballots turned round": ("UPDATE ballots SET last = 3 - last WHERE debate = 'd1' AND last IN (1, 2)",),
    "the tally": ("UPDATE tally SET count = count + 1 WHERE debate = 'd1' AND key = 0",),
    "the shift": ("UPDATE shift SET count = count + 1 WHERE debate = 'd1' AND first = 0",),
}
"""By what is tampered with: the statements. Each leaves the rest as it was."""

OF_CLOSED: dict[str, tuple[str, ...]] = {
    "when it closed": ("UPDATE debates SET closes_at = closes_at + 1 WHERE id = 'd1'",),
    "the certificate's figures": (
        "UPDATE debates SET certificate = replace(certificate, '\"undatable\":0', '\"undatable\":3') WHERE id = 'd1'",
    ),
    "what was recounted": (
        "UPDATE debates SET certificate = replace(certificate, '\"partial\"', '\"exact\"') WHERE id = 'd1'",
    ),
    "the certificate's votes": (
        "UPDATE debates SET certificate = replace(certificate, '\"recount\":', '\"recount\":1') WHERE id = 'd1'",
    ),
    "the certificate's notes": (
        "UPDATE debates SET certificate = replace(certificate, 'note-cleared', 'note-gone') WHERE id = 'd1'",
    ),
    "the closing gone": ("DELETE FROM seals WHERE debate = 'd1'",),
    "the closing's events": ("UPDATE seals SET events = events - 1 WHERE debate = 'd1'",),
    "the closing's history": ("UPDATE seals SET history = head WHERE debate = 'd1'",),
    "the closing's head": ("UPDATE seals SET head = history WHERE debate = 'd1'",),
    "the closing earlier": ("UPDATE seals SET seq = 1 WHERE debate = 'd1'",),
}
"""The same of what there is only once a debate has closed."""
