"""All that the ledger knows of one person, as they are handed it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, select

from bot.core.articles import Article
from bot.core.ballots import UNDECIDED, First, options_of
from bot.core.marks import Voter
from bot.core.sparks import REPLY
from bot.core.times import Micros, instant, iso
from bot.storage.codes import codes_in
from bot.storage.rows import DEBATE, to_debate
from bot.storage.tables import (
    accounts,
    ballots,
    debates,
    feedback,
    history,
    marks,
    met,
    parked,
    posts,
    presses,
    replies,
    sparks,
    voters,
)

Json = dict[str, Any]


def everything(db: Connection, voter: Voter) -> Json:
    """What every table says of a person (docs/export.md)."""
    mine = select(voters.c.id).where(is_of(voters, voter))
    number = db.execute(mine).scalar()
    bot = db.execute(select(accounts.c.bot).where(is_of(accounts, voter))).scalar()
    told: Json = {
        "account": {"platform": voter.platform, "workspace": voter.workspace or None, "id": voter.native},
        "is_bot": None if bot is None else bool(bot),
        "greeted_at": None,
        "debates": [],
        "feedback": [],
        "waiting": _waiting(db, voter),
    }
    if number is None:
        return told
    told["greeted_at"] = _iso(db.execute(select(met.c.at).where(met.c.voter == number)).scalar())
    written = select(feedback.c.at, feedback.c.channel, feedback.c.rating, feedback.c.line)
    told["feedback"] = [
        {"at": _iso(at), "channel": channel, "rating": rating, "line": line}
        for at, channel, rating, line in db.execute(written.where(feedback.c.voter == number).order_by(feedback.c.at))
    ]
    named = [select(t.c.debate).where(t.c.voter == number) for t in (history, marks, ballots, presses, replies, sparks)]
    concerned = debates.c.id.in_(named[0].union(*named[1:]))
    query = select(*DEBATE, debates.c.secret).where(concerned).order_by(debates.c.opened_at, debates.c.id)
    told["debates"] = [_in_debate(db, row, number) for row in db.execute(query).all()]
    return told


def is_of(table: Table, voter: Voter) -> ColumnElement[bool]:
    """The condition that a row of `table` has this account."""
    return and_(
        table.c.platform == voter.platform, table.c.workspace == voter.workspace, table.c.native == voter.native
    )


def _iso(at: Micros | None) -> str | None:
    return None if at is None else iso(instant(at))


def _in_debate(db: Connection, row: Any, number: int) -> Json:
    debate = to_debate(row[: len(DEBATE)])
    article = debate.article
    channels = dict(db.execute(select(posts.c.id, posts.c.channel).where(posts.c.debate == debate.id)).all())
    code = codes_in(db, debate.id, row.secret, [number]).get(number)
    return {
        "debate": debate.id,
        "article": debate.slug,
        "question": article.question,
        "opened_at": iso(debate.opened_at),
        "closes_at": iso(debate.closes_at),
        "state": debate.state.value,
        "code": code,
        "ballot": _ballot(db, debate.id, article, number),
        "events": _events(db, debate.id, article, number, channels),
        "reactions": _reactions(db, debate.id, article, number, channels),
        "presses": [
            {"option": _label(article, option), "at": _iso(at)}
            for option, at in db.execute(
                select(presses.c.option, presses.c.at).where(presses.c.debate == debate.id, presses.c.voter == number)
            )
        ],
        "sparks": [
            {
                "channel": channels.get(post),
                "message": message,
                "on": "reply" if line == REPLY else "line",
                "held": bool(standing or at is not None),
                "at": _iso(at),
            }
            for post, message, line, standing, at in db.execute(
                select(sparks.c.post, sparks.c.message, sparks.c.line, sparks.c.standing, sparks.c.at).where(
                    sparks.c.debate == debate.id, sparks.c.voter == number
                )
            )
        ],
        "replies": [
            {"channel": channels.get(post), "message": reply, "deleted": not held}
            for post, reply, held in db.execute(
                select(replies.c.post, replies.c.reply, replies.c.held).where(
                    replies.c.debate == debate.id, replies.c.voter == number
                )
            )
        ],
    }


def _ballot(db: Connection, debate: str, article: Article, number: int) -> Json | None:
    query = select(ballots.c.first_dated, ballots.c.first_at, ballots.c.first_found, ballots.c.last)
    row = db.execute(query.where(ballots.c.debate == debate, ballots.c.voter == number)).first()
    if row is None:
        return None
    dated, at, found, last = row
    return {
        "first": _chosen(First(dated, at, found).ballot, article),
        "first_at": _iso(at),
        "last": _chosen(last, article),
    }


def _events(db: Connection, debate: str, article: Article, number: int, channels: dict[int, str]) -> list[Json]:
    query = select(
        history.c.seq,
        history.c.post,
        history.c.reaction,
        history.c.option,
        history.c.added,
        history.c.at,
        history.c.received_at,
        history.c.cause,
    ).where(history.c.debate == debate, history.c.voter == number)
    return [
        {
            "place": seq,
            "channel": channels.get(post),
            "reaction": reaction,
            "option": _label(article, option),
            "added": bool(added),
            "at": _iso(at),
            "received_at": _iso(received_at),
            "why": cause,
        }
        for seq, post, reaction, option, added, at, received_at, cause in db.execute(query.order_by(history.c.seq))
    ]


def _reactions(db: Connection, debate: str, article: Article, number: int, channels: dict[int, str]) -> list[Json]:
    query = select(marks.c.post, marks.c.reaction, marks.c.option, marks.c.at, marks.c.standing, marks.c.removed_at)
    return [
        {
            "channel": channels.get(post),
            "reaction": reaction,
            "option": _label(article, option),
            "held": bool(standing or at is not None),
            "at": _iso(at),
            "removed_at": _iso(removed_at),
        }
        for post, reaction, option, at, standing, removed_at in db.execute(
            query.where(marks.c.debate == debate, marks.c.voter == number)
        )
    ]


def _waiting(db: Connection, voter: Voter) -> list[Json]:
    """Reactions that came before it was known what they are on."""
    query = select(parked.c.channel, parked.c.message, parked.c.reaction, parked.c.added, parked.c.received_at)
    return [
        {"channel": channel, "message": message, "reaction": reaction, "added": bool(added), "received_at": _iso(at)}
        for channel, message, reaction, added, at in db.execute(query.where(is_of(parked, voter)))
    ]


def _label(article: Article, option: int) -> str | None:
    """What an option is called; None for 🔖, which is a save."""
    return article.options[option].label if 0 <= option < len(article.options) else None


def _chosen(ballot: int, article: Article) -> list[str] | None:
    """The labels that a ballot counts for, none where it was taken back; None where nobody knows the latest."""
    return None if ballot == UNDECIDED else [article.options[option].label for option in options_of(ballot)]
