"""Schedules: what falls due while the bot is up, and what it missed while it was down."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from bot.core.times import micros
from tests.journeys.ledger import wait_for_results
from tests.journeys.processes import until

SCHEDULE = """schedules:
  - name: daily
    cron: "{cron}"
    channels: [square]
    closes_after: 2h
    missed: {{policy: {policy}, within: {within}}}
"""


def scheduled(places, at: datetime, *, policy: str = "post_late", within: str = "6h"):
    """A place whose schedule falls due daily at `at`, as if a run had first seen it two days ago."""
    seoul = at + timedelta(hours=9)
    more = SCHEDULE.format(cron=f"{seoul.minute} {seoul.hour} * * *", policy=policy, within=within)
    place = places(more=more)
    assert place.agora("results").code == 1
    with closing(sqlite3.connect(place.file)) as db, db:
        values = ("daily", micros(datetime.now(UTC) - timedelta(days=2)))
        db.execute("INSERT INTO schedules (name, first_seen) VALUES (?, ?)", values)
    return place


def test_what_was_missed_is_posted_late_and_only_once(places) -> None:
    place = scheduled(places, datetime.now(UTC) - timedelta(hours=2))
    bot = place.run()
    visitor = bot.visitor()
    until(lambda: visitor.messages("square", "card"), why=lambda: bot.err)
    wait_for_results(place, lambda told: told["posts"][0]["state"] == "said")
    bot.kill()
    bot = place.run()
    place.add_article("another", "다른 글", day=3)
    until(lambda: place_has_two_articles(bot))
    visitor = bot.visitor()
    until(lambda: len(visitor.thread(visitor.messages("square", "card")[0])) == 3)
    assert len(visitor.messages("square", "card")) == 1
    told = place.results()
    span = datetime.fromisoformat(told["closes_at"][:-1]) - datetime.fromisoformat(told["opened_at"][:-1])
    assert span == timedelta(hours=2), "elapsed time from the actual opening"
    bot.stop()


def place_has_two_articles(bot) -> bool:
    reply = bot.visitor().command("haru", "square", "/debate latest")
    return len(reply["parts"][-1]["items"]) == 2


@pytest.mark.parametrize(("policy", "within"), [("skip", "6h"), ("post_late", "1h")])
def test_what_was_missed_too_long_is_not_posted_and_the_admins_are_told(places, policy, within) -> None:
    place = scheduled(places, datetime.now(UTC) - timedelta(hours=2), policy=policy, within=within)
    bot = place.run()
    visitor = bot.visitor()
    until(lambda: visitor.alerts("staff"), why=lambda: bot.err)
    notice = visitor.alerts("staff")[0]["content"]
    assert "daily" in notice["text"]
    assert visitor.messages("square") == []
    bot.stop()
    bot = place.run()
    visitor = bot.visitor()
    assert len(visitor.alerts("staff")) == 1
    assert visitor.messages("square") == []
    bot.stop()
    assert place.agora("results").code == 1


def test_what_falls_due_with_no_article_left_is_told_to_the_admins(places) -> None:
    place = scheduled(places, datetime.now(UTC) - timedelta(minutes=5))
    for article in (place.folder / "content" / "articles").iterdir():
        article.unlink()
    bot = place.run()
    visitor = bot.visitor()
    until(lambda: visitor.alerts("staff"), why=lambda: bot.err)
    assert visitor.messages("square") == []
    bot.stop()
