"""By hand: beside a running bot and alone."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from services_clock import MovableClock

from bot.app.one_shot import close_debate, post_article
from bot.app.queries import debates_to_close
from bot.core.debates import DebateState, PostState
from bot.errors import NotFound, Refused, UsageError
from bot.services import one_shot_requests
from bot.services.clock import SystemClock
from bot.services.one_shot_requests import leave_request
from bot.services.publishing.opening import AlreadyOpen, new_debate_id
from bot.services.records import CloseRequest, OpenRequest, RequestDone, UnknownRequest
from bot.services.voting import catch_up


@pytest.fixture(params=["beside", "alone"])
def place(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def test_a_debate_is_opened_and_closed_by_one_shot_commands(bots, place: str) -> None:
    async with bots(running=False) as made:
        config = made.app.config

    async def both() -> None:
        opened = await post_article(config, "square-test", ["square", "garden"], timedelta(hours=2))
        assert opened.all_said
        assert [outcome.state for outcome in opened.outcomes] == ["said", "said"]
        (meant,) = await debates_to_close(config, None)
        final = (await close_debate(config, meant.debate.id)).shown.snapshot
        assert final.debate.id == opened.debate.id
        assert final.debate.state is DebateState.CLOSED
        assert final.debate.rules.closes_after == timedelta(hours=2)
        with pytest.raises(NotFound, match="No debate is open"):
            await debates_to_close(config, None)
        with pytest.raises(Refused, match="closed already"):
            await close_debate(config, opened.debate.id)

    if place == "alone":
        await both()
        async with bots(running=False) as after:
            card = (await after.said_in("square"))[0].content
            assert (card["state"], card["result_link"] is not None) == ("closed", True)
    else:
        async with bots():
            await both()


async def test_an_article_written_a_moment_ago_is_known_beside_a_running_bot(bots, tmp_path) -> None:
    folder = tmp_path / "content" / "articles"
    async with bots() as bot:
        await bot.app.supervisor.stop("library")
        text = (folder / "square-test.md").read_text(encoding="utf-8")
        (folder / "new-one.md").write_text(text.replace("열린 광장", "새 글"), encoding="utf-8")
        opened = await post_article(bot.app.config, "new-one", ["square"], None)
        assert opened.all_said


async def test_what_can_not_be_done_is_said_in_a_sentence(bots, monkeypatch) -> None:
    async with bots() as bot:
        config, requests = bot.app.config, bot.app.database.ledger.requests
        with pytest.raises(UsageError, match="no article 'nowhere'"):
            await post_article(config, "nowhere", [], None)
        with pytest.raises(UsageError, match="no channel 'attic'"):
            await post_article(config, "square-test", ["attic"], None)
        with pytest.raises(Refused, match="There is no debate 'd0'"):
            await close_debate(config, "d0")
        with pytest.raises(Refused, match="does not know the request 'dance'"):
            await leave_request(requests, SystemClock(), UnknownRequest("dance"))
        monkeypatch.setattr(bot.app.library, "get", lambda _slug: 1 / 0)
        with pytest.raises(Refused, match="unexpected error"):
            await leave_request(requests, SystemClock(), OpenRequest("d1", "square-test"))
        assert bot.app.supervisor.failing == {}


async def test_a_request_that_is_taken_twice_opens_one_debate(bots) -> None:
    """The bot died after it had opened the debate and before it had answered."""
    async with bots(running=False) as bot:
        requests = bot.app.database.ledger.requests
        request = OpenRequest(new_debate_id(), "square-test", ("square",))
        number = await requests.leave(request, bot.app.clock.now())
        taken = await requests.take("dead", bot.app.clock.now(), timedelta(seconds=1))
        assert taken is not None
        assert taken.request == request
        debate = await bot.app.debate_admin.post("square-test", ["square"], None, request.debate)
    async with bots() as bot:

        async def answered() -> bool:
            return await bot.app.database.ledger.requests.outcome(number) == RequestDone(debate)

        await bot.until(answered)
        await bot.until(lambda: bot._opened(debate))
        assert [message.kind.value for message in await bot.said_in("square")] == ["card"]


async def test_a_request_that_nobody_answers_is_withdrawn(bots) -> None:
    async with bots(running=False) as bot:
        requests = bot.app.database.ledger.requests
        request = OpenRequest(new_debate_id(), "square-test", ("square",))
        with pytest.raises(Refused, match="has not answered"):
            await leave_request(requests, SystemClock(), request, patience=0.1)
        assert not await bot.app.requests.take_one()
        assert await bot.app.database.ledger.finder.latest() is None


async def test_doing_it_again_with_the_same_id_changes_nothing(bots) -> None:
    async with bots(running=False) as bot:
        debate = new_debate_id()
        for _ in range(2):
            assert await bot.app.debate_admin.post("square-test", ["square"], None, debate) == debate
        posts = await bot.app.database.ledger.debates.posts(debate)
        assert [post.state for post in posts] == [PostState.PLANNED]


async def test_the_command_line_opens_a_second_debate_over_an_article_only_if_it_is_told_to(bots) -> None:
    async with bots() as bot:
        app = bot.app
        first = await post_article(app.config, "square-test", ["square"], None)
        assert first.beside == ()
        assert (await post_article(app.config, "square-test", ["garden"], None)).beside == ()
        with pytest.raises(AlreadyOpen, match=f"debate '{first.debate.id}' over 'square-test' is open in square"):
            await post_article(app.config, "square-test", ["square"], None)
        with pytest.raises(Refused, match=first.debate.id):
            await leave_request(app.database.ledger.requests, SystemClock(), over_the_same(again=False))
        second = await post_article(app.config, "square-test", ["square"], None, again=True)
        assert second.all_said
        assert second.beside == (first.debate.id,)
        await bot.close(first.debate.id)
        third = await post_article(app.config, "square-test", ["square"], None, again=True)
        assert third.beside == (second.debate.id,)


def over_the_same(*, again: bool) -> OpenRequest:
    return OpenRequest(new_debate_id(), "square-test", ("square",), None, again)


async def test_in_a_chat_an_article_is_not_debated_twice_at_once_in_one_channel(bots) -> None:
    async with bots(running=False) as bot:
        first = await bot.app.debate_admin.post("square-test", ["square"])
        with pytest.raises(Refused, match=f"debate '{first}' over 'square-test' is open in square") as refused:
            await bot.app.debate_admin.post("square-test", ["garden", "square"])
        assert f"agora close {first}" in refused.value.hint
        assert await bot.app.debate_admin.post("square-test", ["garden"]) != first


async def test_two_who_open_the_same_debate_at_once_open_one(bots) -> None:
    async with bots(running=False) as bot:
        tries = [bot.app.debate_admin.post("square-test", ["square"]) for _ in range(5)]
        done = await asyncio.gather(*tries, return_exceptions=True)
        assert sorted(type(one).__name__ for one in done) == ["AlreadyOpen"] * 4 + ["str"]


@pytest.mark.postgres
async def test_two_who_open_the_same_debate_at_once_in_two_processes_open_one(bots, postgres) -> None:
    url = await postgres.create()
    async with bots(database=url, running=False) as one, bots(database=url, running=False) as other:
        tries = [bot.app.debate_admin.post("square-test", ["square"]) for bot in (one, other) * 3]
        done = await asyncio.gather(*tries, return_exceptions=True)
        assert sorted(type(each).__name__ for each in done) == ["AlreadyOpen"] * 5 + ["str"]
        assert len(await one.app.database.ledger.debates.open_debates()) == 1


async def test_where_a_post_was_deleted_its_article_may_be_debated_anew(bots) -> None:
    async with bots(running=False) as bot:
        ledger = bot.app.database.ledger
        first = await bot.app.debate_admin.post("square-test", ["square"])
        for delivery in await ledger.deliveries.claim(bot.app.clock.now(), "me", timedelta(minutes=1), 9):
            await ledger.deliveries.said(delivery.id, "m1", bot.app.clock.now())
        (post,) = await ledger.debates.posts(first)
        await ledger.posts.deleted(post.id)
        assert await bot.app.debate_admin.post("square-test", ["square"]) != first


@pytest.mark.postgres
async def test_what_one_process_does_another_is_told_and_does_not_only_look_for(bots, postgres, monkeypatch) -> None:
    for part in (catch_up, one_shot_requests):
        monkeypatch.setattr(part, "_FALLBACK", 3600.0)
    url = await postgres.create()
    async with bots(database=url) as one, bots(database=url) as other:

        async def both_listen() -> bool:
            return one.app.database.notices.listening and other.app.database.notices.listening

        async def both_know() -> bool:
            return {post.debate for bot in (one, other) for post in bot.app.index.all()} == {debate} and (
                len(one.app.index.all()) == len(other.app.index.all()) == 1
            )

        await one.until(both_listen)
        debate = await one.open()
        await one.until(both_know)
        await leave_request(other.app.database.ledger.requests, SystemClock(), CloseRequest(debate))
        await one.until_closed(debate)


@pytest.mark.postgres
async def test_one_shot_commands_beside_two_bots_on_one_database(bots, postgres, articles) -> None:
    url = await postgres.create()
    clock = MovableClock()
    async with bots(database=url, clock=clock) as one, bots(database=url, clock=clock):

        async def alive() -> bool:
            return await one.app.database.ledger.processes.anyone_alive(clock.now())

        await one.until(alive)
        opened = await asyncio.gather(*(post_article(one.app.config, slug, ["square"], None) for slug in articles(3)))
        assert all(each.all_said for each in opened)
        assert len({each.debate.id for each in opened}) == 3
        assert [message.kind.value for message in await one.said_in("square")] == ["card"] * 3
