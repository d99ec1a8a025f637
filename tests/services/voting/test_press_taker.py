"""Pressed buttons from a platform to the ledger and back, and how such a debate ends."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from services_clock import MovableClock
from services_ledger import HALL, begin_sending, event, now, opened, plan, said

from bot.core.buttons import Press
from bot.core.debates import BallotKind, Rules
from bot.core.marks import Voter
from bot.core.messages import Confirmation
from bot.core.recounts import Recounted
from bot.core.times import micros
from bot.locales import words_for
from bot.log import get_logger
from bot.services.records import Part
from bot.services.reports import report
from bot.services.voting.open_posts import OpenPosts
from bot.services.voting.presses import PressTaker
from bot.services.voting.writer import VoteWriter
from bot.storage import Database, open_ledger

BUTTONS = Rules(ballot=BallotKind.BUTTONS)


def press(voter: str, option: int, *, message: str = "m1", locale: str | None = None, later: int = 0) -> Press:
    """A press, so many seconds later than the debate's first."""
    at = micros(now()) + later * 1_000_000
    return Press("discord", HALL.id, message, Voter("discord", "", voter), option, micros(now()), locale, at)


@asynccontextmanager
async def taking(database: Database, **limits: Any) -> AsyncIterator[PressTaker]:
    """Presses are taken."""
    ledger, index = database.ledger, OpenPosts(database.ledger.posts)
    await index.refresh()
    writer = VoteWriter(ledger.votes, ledger.parking, ledger.recounts, index, on_change=lambda _: None, **limits)
    running = asyncio.create_task(writer.run())
    try:
        yield PressTaker(
            writer=writer,
            votes=ledger.votes,
            holdings=ledger.holdings,
            debates=ledger.debates,
            index=index,
            words=words_for,
            locale="ko",
            clock=MovableClock(),
            log=get_logger("test"),
        )
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def ballots(database: Database) -> tuple[int, ...]:
    snapshot = await database.ledger.debates.snapshot("d1")
    assert snapshot is not None
    return snapshot.tally.ballots


async def test_a_press_is_durable_when_it_is_confirmed(database: Database) -> None:
    await opened(database, rules=BUTTONS)
    async with taking(database) as presses:
        answer = await presses.take(press("a", 1))
        assert await ballots(database) == (0, 1)
        assert answer == Confirmation("‘광장’에 투표했어요. 다시 누르면 취소돼요.", (1,))
        assert (await presses.take(press("a", 0))).text == "‘문’으로 바꿨어요. 다시 누르면 취소돼요."
        again = press("a", 0, later=3, locale="en-GB")
        stands = await presses.take(again)
        assert stands.text == "Your vote for “문” stands. Press it again to take it back."
        await presses.answered(again)
        back = await presses.take(press("a", 0, later=6, locale="en-GB"))
        assert back.text.startswith("You took back your vote for “문”.")
        assert await presses.held("discord", HALL.id, "m1", Voter("discord", "", "a")) == ()
    assert await ballots(database) == (0, 0)


async def test_presses_at_once_are_all_answered_for_what_they_did(database: Database) -> None:
    await opened(database, rules=BUTTONS)
    async with taking(database, batch=3) as presses:
        same = await asyncio.gather(*(presses.take(press("a", 0)) for _ in range(5)))
        assert [answer.held for answer in same] == [(0,)] * 5
        both = await asyncio.gather(presses.take(press("b", 0)), presses.take(press("b", 1)))
        assert [answer.held for answer in both] == [(0,), (1,)]
        crowd = await asyncio.gather(*(presses.take(press(f"v{n}", n % 2)) for n in range(20)))
        assert [answer.held for answer in crowd] == [(n % 2,) for n in range(20)]
    assert await ballots(database) == (11, 11)


async def test_who_presses_before_the_send_has_returned_is_waited_for(database: Database) -> None:
    await plan(database, rules=BUTTONS)
    delivery = await begin_sending(database)
    async with taking(database) as presses:
        answer = asyncio.create_task(presses.take(press("a", 0)))
        done, _ = await asyncio.wait({answer}, timeout=0.05)
        assert not done
        await said(database, delivery)
        assert (await answer).held == (0,)
    assert await ballots(database) == (1, 0)


async def test_a_press_where_nothing_can_be_voted_on_is_refused_kindly(database: Database) -> None:
    await opened(database, rules=BUTTONS)
    await opened(database, "d2", "m2")
    async with taking(database) as presses:
        assert (await presses.take(press("a", 1))).held == (1,)
        for wrong in (press("a", 2), press("a", -1), press("a", 0, message="m9"), press("a", 0, message="m2")):
            answer = await presses.take(wrong)
            assert answer.is_error
            assert answer.text.startswith("투표가 마감돼서 더 받을 수 없어요.")
        late = press("b", 0)
        await database.ledger.closings.close_early("d1", now())
        refused = await presses.take(press("a", 0))
        assert (refused.is_error, refused.held) == (True, (1,))
        assert (await presses.take(late)).held == (0,)
    assert await ballots(database) == (1, 1)


async def test_what_may_not_have_been_written_is_told(tmp_path: Path) -> None:
    database = await open_ledger(f"sqlite:///{tmp_path}/agora.db", busy_timeout=0.02)
    await opened(database, rules=BUTTONS)
    other = sqlite3.connect(tmp_path / "agora.db", isolation_level=None)
    async with taking(database, patience=0.1) as presses:
        other.execute("BEGIN IMMEDIATE")
        answer = await presses.take(press("a", 0))
        assert (answer.is_error, answer.held) == (True, None)
        assert answer.text.startswith("투표가 저장되지 않았을 수 있어요.")
        other.execute("ROLLBACK")
        assert (await presses.take(press("a", 0))).held == (0,)
    other.close()
    await database.close()


async def test_reactions_under_a_button_post_only_save(database: Database) -> None:
    await opened(database, rules=BUTTONS)
    ledger, index = database.ledger, OpenPosts(database.ledger.posts)
    await index.refresh()
    post = index.find("discord", HALL.id, "m1")
    assert post is not None
    await ledger.votes.cast([(post, event("a", "🚪")), (post, event("a", "🔖"))])
    snapshot = await ledger.debates.snapshot("d1")
    assert snapshot is not None
    assert (snapshot.tally.voters, snapshot.tally.saves) == (0, 1)


@pytest.mark.parametrize("recounted_meanwhile", [False, True])
async def test_a_debate_by_button_from_end_to_end(bots: Callable[..., Any], recounted_meanwhile: bool) -> None:
    async with bots(rules=", ballot: buttons") as bot:
        debate = await bot.open(["square", "garden"])
        parts = {delivery.part for delivery in (await bot.deliveries(debate)).values()}
        assert parts == {Part.POST, Part.THREAD, Part.LINE}
        square, garden = [f"m{await bot.message_of(debate, channel)}" for channel in ("square", "garden")]
        for person, message, option in (("p0", square, 1), ("p1", square, 0), ("p1", garden, 1), ("p2", garden, 2)):
            assert not (await bot.chat.press(person, message, option, "ko")).is_error
        assert await bot.chat.held("p1", "square", square) == (1,)
        await bot.chat.members.react("p3", square, "🚪", on=True)
        await bot.chat.members.react("p4", square, "🔖", on=True)

        async def saved() -> bool:
            return (await bot.snapshot(debate)).tally.saves == 1

        await bot.until(saved)
        if recounted_meanwhile:
            readings = await bot.app.recounter.read(
                (await bot.snapshot(debate)).debate, await bot.app.database.ledger.debates.posts(debate)
            )
            assert len(readings.scans) == 2
            await bot.app.recounter.mend((await bot.snapshot(debate)).debate, readings)
        assert (await bot.snapshot(debate)).tally.saves == 1
        assert await bot.ballots(debate) == (0, 2, 1)
        closed = await bot.close(debate)
        assert closed.certificate is not None
        assert closed.certificate.recounted is Recounted.NO
        assert (closed.certificate.ledger, closed.certificate.recount, closed.certificate.differences) == (3, 3, 0)
        said_last = report(closed, words_for("ko"))["certificate"]
        assert said_last["recounted"] == "no"
        assert said_last["notes"][0].startswith("비밀 투표라서")
        late = await bot.chat.press("p0", square, 0, "ko")
        assert (late.is_error, late.held) == (True, (1,))
        assert await bot.ballots(debate) == (0, 2, 1)
