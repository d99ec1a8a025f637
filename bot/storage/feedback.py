"""What members wrote to the editors."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, func, insert, select

from bot.core.marks import Voter
from bot.core.times import instant, micros
from bot.services.records import Feedback
from bot.storage.engine import Connections
from bot.storage.tables import feedback, voters
from bot.storage.voters import Account, Voters


class Feedbacks:
    """FeedbackStore on SQL."""

    def __init__(self, connections: Connections, voters: Voters) -> None:
        self._connections = connections
        self._voters = voters

    async def add(self, written: Feedback, *, most: int, since: datetime) -> bool:
        """Keep it; False if its voter has written `most` times since then."""

        def work(db: Connection) -> tuple[bool, dict[Account, int]]:
            (number,), learned = self._voters.numbers(db, [written.voter])
            # Whoever writes twice at once is counted once after the other.
            db.execute(select(voters.c.id).where(voters.c.id == number).with_for_update())
            mine = (feedback.c.voter == number, feedback.c.at > micros(since))
            if db.execute(select(func.count()).select_from(feedback).where(*mine)).scalar_one() >= most:
                return False, learned
            row = {"voter": number, "channel": written.channel, "rating": written.rating, "line": written.line}
            db.execute(insert(feedback).values(row | {"at": micros(written.at)}))
            return True, learned

        kept, learned = await self._connections.write(work)
        self._voters.remember(learned)
        return kept

    async def latest(self, most: int) -> Sequence[Feedback]:
        """The `most` that were written last, the newest first."""
        query = (
            select(
                voters.c.platform,
                voters.c.workspace,
                voters.c.native,
                feedback.c.channel,
                feedback.c.rating,
                feedback.c.line,
                feedback.c.at,
            )
            .join(voters, voters.c.id == feedback.c.voter)
            .order_by(feedback.c.at.desc(), feedback.c.id.desc())
            .limit(most)
        )
        rows = await self._connections.read(lambda db: db.execute(query).all())
        return [Feedback(Voter(*row[:3]), row[3], row[4], row[5], instant(row[6])) for row in rows]
