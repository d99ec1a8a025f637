"""What one voter holds: a ballot's options, and saved debates."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, func, literal_column, or_, select

from bot.core.ballots import options_of
from bot.core.debates import Debate
from bot.core.marks import SAVE, Voter
from bot.storage.engine import Connections
from bot.storage.rows import DEBATE, at_place, to_debate
from bot.storage.tables import ballots, debates, marks, posts, voters


class Holdings:
    """HoldingStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def held(self, platform: str, channel: str, message: str, voter: Voter) -> tuple[int, ...]:
        query = (
            select(ballots.c.last)
            .join(posts, posts.c.debate == ballots.c.debate)
            .join(
                voters,
                and_(
                    voters.c.id == ballots.c.voter,
                    voters.c.platform == voter.platform,
                    voters.c.workspace == voter.workspace,
                    voters.c.native == voter.native,
                ),
            )
            .where(at_place(platform, channel), posts.c.message == message)
        )
        last = await self._connections.read(lambda db: db.execute(query.limit(1)).scalar())
        return options_of(last or 0)

    async def saved(self, voter: Voter, most: int) -> tuple[Sequence[Debate], int]:
        number = select(voters.c.id).where(
            voters.c.platform == voter.platform,
            voters.c.workspace == voter.workspace,
            voters.c.native == voter.native,
        )
        mine = (
            marks.c.voter == number.scalar_subquery(),
            # As it stands in the index, or it would not be used.
            marks.c.option == literal_column(str(SAVE)),
            or_(marks.c.standing, marks.c.at.is_not(None)),
        )
        page = (
            select(*DEBATE)
            .where(debates.c.id.in_(select(marks.c.debate).where(*mine)))
            .order_by(debates.c.opened_at.desc(), debates.c.id.desc())
            .limit(most)
        )
        in_all = select(func.count(marks.c.debate.distinct())).where(*mine)
        return await self._connections.read(
            lambda db: ([to_debate(row) for row in db.execute(page)], db.execute(in_all).scalar_one())
        )
