"""Posts: the index of those that take votes, its version, where sends are under way, and what became of a post."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, and_, or_, select, update

from bot.core.ballots import choices
from bot.core.debates import PostState
from bot.core.times import instant
from bot.services.records import DeliveryState, OpenPost, Part
from bot.services.stores import Change
from bot.storage.change_notices import say
from bot.storage.engine import Connections
from bot.storage.rows import GOING_ON, aliases_on, article_of, rules_of
from bot.storage.tables import debates, deliveries, meta, posts


class Posts:
    """PostStore on SQL."""

    def __init__(self, connections: Connections) -> None:
        self._connections = connections

    async def index(self) -> tuple[int, Sequence[OpenPost], frozenset[tuple[str, str]]]:
        return await self._connections.read(lambda db: (index_version(db), _open_posts(db), sends_under_way(db)))

    async def index_version(self) -> int:
        return await self._connections.read(index_version)

    async def shown(self, post: int, revision: int) -> None:
        query = update(posts).where(posts.c.id == post).values(shown=revision)
        await self._connections.write(lambda db: db.execute(query) and None)

    async def deleted(self, post: int) -> None:
        def work(db: Connection) -> None:
            mine = (posts.c.id == post, posts.c.state == PostState.SAID)
            if db.execute(update(posts).where(*mine).values(state=PostState.DELETED)).rowcount:
                parts = (deliveries.c.post == post, deliveries.c.after_key.is_not(None))
                db.execute(update(deliveries).where(*parts).values(after_key=None))
                touch_index(db)

        await self._connections.write(work)


def touch_index(db: Connection) -> None:
    """Say that the index has changed. The last thing that a transaction does, so that others wait least."""
    say(db, Change.POSTS)
    db.execute(update(meta).where(meta.c.name == "index").values(value=meta.c.value + 1))


def hold_index(db: Connection) -> None:
    """Let whoever else would change the index wait until this transaction has ended."""
    db.execute(select(meta.c.value).where(meta.c.name == "index").with_for_update())


def index_version(db: Connection) -> int:
    """The present version."""
    return int(db.execute(select(meta.c.value).where(meta.c.name == "index")).scalar_one())


def sends_under_way(db: Connection) -> frozenset[tuple[str, str]]:
    """The (platform, channel id) pairs where a message may appear that becomes a post."""
    under_way = or_(
        deliveries.c.state == DeliveryState.SENDING,
        and_(deliveries.c.state == DeliveryState.PLANNED, deliveries.c.unclear),
    )
    rows = db.execute(
        select(posts.c.platform, posts.c.channel_id)
        .join(deliveries, deliveries.c.post == posts.c.id)
        .where(deliveries.c.part == Part.POST, under_way)
    )
    return frozenset((platform, channel) for platform, channel in rows)


def _open_posts(db: Connection) -> list[OpenPost]:
    """The posts that take votes, or whose last votes are being written."""
    going_on = debates.c.state.in_(GOING_ON)
    columns = (debates.c.id, debates.c.article, debates.c.rules, debates.c.closes_at, debates.c.revision)
    of_debate = {row.id: row for row in db.execute(select(*columns).where(going_on))}
    query = (
        select(
            posts.c.id,
            posts.c.debate,
            posts.c.platform,
            posts.c.channel,
            posts.c.channel_id,
            posts.c.message,
            posts.c.thread,
            posts.c.shown,
            posts.c.said_at,
            posts.c.locale,
        )
        .where(posts.c.state == PostState.SAID, posts.c.debate.in_(select(debates.c.id).where(going_on)))
        .order_by(posts.c.id)
    )
    rows = db.execute(query).all()
    unseeded = _unseeded(db)
    aliases = {platform: aliases_on(db, platform) for platform in {row.platform for row in rows}}
    # One article and one reading of it for each debate and platform, however many posts they have.
    articles = {debate: article_of(row.article) for debate, row in of_debate.items()}
    rules = {debate: rules_of(row.rules) for debate, row in of_debate.items()}
    options = {
        (debate, platform): choices(articles[debate], platform, rules[debate].ballot, aliases[platform])
        for debate, platform in {(row.debate, row.platform) for row in rows}
    }
    return [
        OpenPost(
            post=row.id,
            debate=row.debate,
            platform=row.platform,
            channel=row.channel,
            channel_id=row.channel_id,
            message=row.message,
            choices=options[row.debate, row.platform],
            closes_at=instant(of_debate[row.debate].closes_at),
            revision=of_debate[row.debate].revision,
            shown=row.shown,
            said_at=instant(row.said_at),
            locale=row.locale,
            ballot=rules[row.debate].ballot,
            thread=row.thread,
            unseeded=row.id in unseeded,
        )
        for row in rows
    ]


def _unseeded(db: Connection) -> frozenset[int]:
    """The posts of going debates whose seeds are not there, or not known to be."""
    query = (
        select(deliveries.c.post)
        .join(debates, debates.c.id == deliveries.c.debate)
        .where(
            debates.c.state.in_(GOING_ON),
            deliveries.c.part == Part.SEEDS,
            deliveries.c.state != DeliveryState.SAID,
        )
    )
    return frozenset(db.execute(query).scalars())
