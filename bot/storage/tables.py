"""The tables. docs/database.md says what each is for; instants are whole microseconds (bot.core.times)."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

RowId = BigInteger().with_variant(Integer, "sqlite")
"""A number that the database gives out; SQLite does so only for plain INTEGER keys."""

debates = Table(
    "debates",
    metadata,
    Column("id", Text, primary_key=True),
    Column("slug", Text, nullable=False),
    Column("edition", Text, nullable=False),
    Column("article", Text, nullable=False),
    Column("rules", Text, nullable=False),
    Column("choice", Text, nullable=False),
    Column("options", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("opened_at", BigInteger, nullable=False),
    Column("closes_at", BigInteger, nullable=False),
    Column("began_closing_at", BigInteger),
    Column("closed_at", BigInteger),
    Column("revision", BigInteger, nullable=False),
    Column("next_seq", BigInteger, nullable=False),
    Column("retold", BigInteger, nullable=False, server_default="0"),
    Column("schedule", Text),
    Column("occurrence", BigInteger),
    Column("erratum", Text),
    Column("cleared", Integer, nullable=False),
    Column("found", Text),
    Column("certificate", Text),
    Column("kept", Text),
    Column("talk", Text),
    Column("lease_owner", Text),
    Column("lease_until", BigInteger),
    Column("secret", LargeBinary),
    Column("head", LargeBinary),
    Index("ix_debates_slug", "slug", "opened_at"),
    Index("ix_debates_opened_at", "opened_at"),
    Index("ix_debates_state", "state", "closes_at"),
)

posts = Table(
    "posts",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("debate", Text, ForeignKey("debates.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("channel", Text, nullable=False),
    Column("platform", Text, nullable=False),
    Column("channel_id", Text, nullable=False),
    Column("locale", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("message", Text),
    Column("thread", Text),
    Column("said_at", BigInteger),
    Column("shown", BigInteger, nullable=False),
    Column("recount_due", BigInteger),
    Column("reason", Text),
    UniqueConstraint("debate", "position"),
    Index("ix_posts_channel", "channel"),
    Index("ix_posts_message", "platform", "message"),
    Index("ix_posts_thread", "platform", "thread"),
)

voters = Table(
    "voters",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("native", Text, nullable=False),
    UniqueConstraint("platform", "workspace", "native"),
)

history = Table(
    "history",
    metadata,
    Column("debate", Text, ForeignKey("debates.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("post", BigInteger, nullable=False),
    Column("voter", BigInteger, nullable=False),
    Column("reaction", Text, nullable=False),
    Column("option", Integer, nullable=False),
    Column("added", Boolean, nullable=False),
    Column("at", BigInteger),
    Column("received_at", BigInteger, nullable=False),
    Column("cause", Text, nullable=False),
    Column("hash", LargeBinary),
    Index("ix_history_late", "post", sqlite_where=text("cause = 'late'"), postgresql_where=text("cause = 'late'")),
    Index(
        "ix_history_told",
        "voter",
        "at",
        sqlite_where=text("at IS NOT NULL"),
        postgresql_where=text("at IS NOT NULL"),
    ),
    sqlite_with_rowid=False,
)

codes = Table(
    "codes",
    metadata,
    Column("debate", Text, ForeignKey("debates.id"), primary_key=True),
    Column("voter", BigInteger, primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False),
    sqlite_with_rowid=False,
)

seals = Table(
    "seals",
    metadata,
    Column("debate", Text, ForeignKey("debates.id"), primary_key=True),
    Column("seq", BigInteger, primary_key=True, autoincrement=False),
    Column("events", BigInteger, nullable=False),
    Column("notes", Text, nullable=False),
    Column("history", LargeBinary, nullable=False),
    Column("head", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

marks = Table(
    "marks",
    metadata,
    Column("debate", Text, primary_key=True),
    Column("voter", BigInteger, ForeignKey("voters.id"), primary_key=True),
    Column("post", BigInteger, ForeignKey("posts.id"), primary_key=True),
    Column("reaction", Text, primary_key=True),
    Column("option", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("at", BigInteger),
    Column("more", Text),
    Column("removed_at", BigInteger),
    Column("standing", Boolean, nullable=False),
    Index("ix_marks_saved", "voter", "debate", sqlite_where=text("option = -1"), postgresql_where=text("option = -1")),
    sqlite_with_rowid=False,
)

ballots = Table(
    "ballots",
    metadata,
    Column("debate", Text, ForeignKey("debates.id"), primary_key=True),
    Column("voter", BigInteger, ForeignKey("voters.id"), primary_key=True),
    Column("platform", Text, nullable=False),
    Column("first_dated", Integer, nullable=False),
    Column("first_at", BigInteger),
    Column("first_found", Integer, nullable=False),
    Column("last", Integer, nullable=False),
    Index("ix_ballots_voter", "voter"),
    sqlite_with_rowid=False,
)

presses = Table(
    "presses",
    metadata,
    Column("debate", Text, ForeignKey("debates.id"), primary_key=True),
    Column("voter", BigInteger, ForeignKey("voters.id"), primary_key=True),
    Column("option", Integer, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("answered", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

tally = Table(
    "tally",
    metadata,
    Column("debate", Text, ForeignKey("debates.id"), primary_key=True),
    Column("platform", Text, primary_key=True),
    Column("key", Integer, primary_key=True, autoincrement=False),
    Column("count", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

shift = Table(
    "shift",
    metadata,
    Column("debate", Text, ForeignKey("debates.id"), primary_key=True),
    Column("first", Integer, primary_key=True, autoincrement=False),
    Column("last", Integer, primary_key=True, autoincrement=False),
    Column("count", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

parked = Table(
    "parked",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("platform", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("workspace", Text, nullable=False),
    Column("native", Text, nullable=False),
    Column("reaction", Text, nullable=False),
    Column("plain", Text, nullable=False),
    Column("added", Boolean, nullable=False),
    Column("received_at", BigInteger, nullable=False),
    Column("at", BigInteger),
    Index("ix_parked_channel", "platform", "channel", "message"),
)

replies = Table(
    "replies",
    metadata,
    Column("debate", Text, ForeignKey("debates.id"), primary_key=True),
    Column("post", BigInteger, ForeignKey("posts.id"), primary_key=True),
    Column("reply", Text, primary_key=True),
    Column("voter", BigInteger, ForeignKey("voters.id"), nullable=False),
    Column("held", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

sparks = Table(
    "sparks",
    metadata,
    Column("debate", Text, ForeignKey("debates.id"), primary_key=True),
    Column("voter", BigInteger, ForeignKey("voters.id"), primary_key=True),
    Column("post", BigInteger, ForeignKey("posts.id"), primary_key=True),
    Column("message", Text, primary_key=True),
    Column("reaction", Text, primary_key=True),
    Column("line", Integer, nullable=False),
    Column("seq", BigInteger, nullable=False),
    Column("at", BigInteger),
    Column("more", Text),
    Column("removed_at", BigInteger),
    Column("standing", Boolean, nullable=False),
    Column("late_added", Boolean),
    Column("late_at", BigInteger),
    sqlite_with_rowid=False,
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("after_key", Text),
    Column("part", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("channel", Text, nullable=False),
    Column("debate", Text, ForeignKey("debates.id")),
    Column("post", BigInteger, ForeignKey("posts.id")),
    Column("state", Text, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("unclear", Boolean, nullable=False),
    Column("planned_at", BigInteger, nullable=False),
    Column("tried_at", BigInteger),
    Column("next_at", BigInteger, nullable=False),
    Column("not_after", BigInteger),
    Column("settled_at", BigInteger),
    Column("lease_owner", Text),
    Column("lease_until", BigInteger),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("message", Text),
    Column("reason", Text),
    Column("platform", Text, nullable=False, server_default=text("''")),
    Column("urgency", Integer, nullable=False, server_default="0"),
    Index(
        "ix_deliveries_lane",
        "platform",
        "urgency",
        "next_at",
        sqlite_where=text("settled_at IS NULL AND after_key IS NULL"),
        postgresql_where=text("settled_at IS NULL AND after_key IS NULL"),
    ),
    Index(
        "ix_deliveries_after",
        "after_key",
        sqlite_where=text("after_key IS NOT NULL"),
        postgresql_where=text("after_key IS NOT NULL"),
    ),
    Index("ix_deliveries_state", "state", "next_at"),
    Index("ix_deliveries_debate", "debate", "channel"),
    Index("ix_deliveries_message", "message"),
)

occurrences = Table(
    "occurrences",
    metadata,
    Column("schedule", Text, primary_key=True),
    Column("at", BigInteger, primary_key=True, autoincrement=False),
    Column("outcome", Text, nullable=False),
    Column("debate", Text),
    Column("noted_at", BigInteger, nullable=False),
)

schedules = Table(
    "schedules",
    metadata,
    Column("name", Text, primary_key=True),
    Column("first_seen", BigInteger, nullable=False),
)

requests = Table(
    "requests",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("left_at", BigInteger, nullable=False),
    Column("lease_owner", Text),
    Column("lease_until", BigInteger),
    Column("outcome", Text),
)

processes = Table(
    "processes",
    metadata,
    Column("name", Text, primary_key=True),
    Column("until", BigInteger, nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", BigInteger, nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", RowId, primary_key=True),
    Column("voter", BigInteger, ForeignKey("voters.id"), nullable=False),
    Column("channel", Text, nullable=False),
    Column("rating", Integer, nullable=False),
    Column("line", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("ix_feedback_voter", "voter", "at"),
    Index("ix_feedback_at", "at"),
)

met = Table(
    "met",
    metadata,
    Column("voter", BigInteger, ForeignKey("voters.id"), primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
)

batches = Table(
    "batches",
    metadata,
    Column("id", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Index("ix_batches_at", "at"),
    sqlite_with_rowid=False,
)

heard = Table(
    "heard",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("at", BigInteger, nullable=False),
    Index("ix_heard_at", "at"),
)

listened = Table(
    "listened",
    metadata,
    Column("owner", Text, primary_key=True),
    Column("platform", Text, primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("since", BigInteger, primary_key=True, autoincrement=False),
    Column("until", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Index("ix_listened_channel", "platform", "channel"),
    Index("ix_listened_until", "until"),
)

accounts = Table(
    "accounts",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("workspace", Text, primary_key=True),
    Column("native", Text, primary_key=True),
    Column("bot", Boolean, nullable=False),
    sqlite_with_rowid=False,
)

aliases = Table(
    "aliases",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("name", Text, primary_key=True),
    Column("form", Text, nullable=False),
)

moved = Table(
    "moved",
    metadata,
    Column("platform", Text, primary_key=True),
    Column("old", Text, primary_key=True),
    Column("new", Text, nullable=False),
)
