"""Admin commands: who may give them, and what they do."""

from __future__ import annotations

import pytest
from commands_square import Square, items_of, text_of

from bot.core.debates import DebateState


@pytest.mark.parametrize("text", ["post open-square", "close", "schedule", "올리기 open-square share", "일정"])
async def test_members_are_refused_each_time(square: Square, text: str) -> None:
    for who, platform in (("minji", "local"), ("editor", "slack")):
        reply = await square.ask(text, who, platform=platform)
        assert text_of(reply).startswith("운영자만 쓸 수 있는 명령이에요")
        assert reply.is_error
        assert reply.private
    assert await square.database.ledger.debates.open_debates() == []


async def test_post_opens_a_debate_in_this_channel(square: Square) -> None:
    reply = await square.ask("올리기 값싼 공유", "editor")
    assert text_of(reply) == "‘값싼 AI가 바꾸는 것’ 토론을 열었어요. 곧 이 채널에 올라와요."
    assert reply.private
    (debate,) = await square.database.ledger.debates.open_debates()
    assert debate.slug == "cheap-ai"
    assert [post.channel for post in await square.database.ledger.debates.posts(debate.id)] == ["square"]


@pytest.mark.parametrize(
    ("text", "channel", "says"),
    [
        ("post", "c-square", "예: 올리기 cheap-ai"),
        ("post open-square", "c-nowhere", "이 채널은 설정에 없어서"),
        ("post unfinished", "c-square", "아직 초안이에요"),
        ("post open", "c-square", "어느 것인가요?"),
        ("post zzzz", "c-square", "기사를 찾지 못했어요"),
    ],
)
async def test_what_cannot_be_posted_is_said(square: Square, text: str, channel: str, says: str) -> None:
    reply = await square.ask(text, "editor", channel)
    assert says in text_of(reply)
    assert reply.is_error
    assert await square.database.ledger.debates.open_debates() == []


async def test_an_article_that_is_debated_here_is_not_posted_again(square: Square) -> None:
    debate = await square.open("open-square")
    refused = await square.ask("올리기 open-square", "editor")
    assert refused.is_error
    assert text_of(refused).endswith(f"이미 열려 있어요. 새로 열려면 먼저 마감해 주세요: /토론 마감 {debate}")
    english = await square.ask("post open-square", "editor", locale="en")
    assert text_of(english).endswith(f"/debate close {debate}")
    there = await square.open("open-square", "guild")
    manager = await square.ask("post open-square", "mod", "77", platform="discord", manages=True, reach=("77",))
    assert text_of(manager).endswith(f"/토론관리 마감 {there}")
    assert not (await square.ask("post open-square", "editor", "c-team")).is_error
    await square.finish(debate)
    assert not (await square.ask("post open-square", "editor")).is_error


async def test_close_takes_this_channels_open_debate_or_a_named_one(square: Square) -> None:
    assert "투표 중인 토론이 없어요" in text_of(await square.ask("close", "editor"))
    first = await square.open("open-square")
    second = await square.open("cheap-ai", "team")
    assert "투표를 마감했어요" in text_of(await square.ask("마감", "editor"))
    assert "투표를 마감했어요" in text_of(await square.ask("마감 값싼", "editor"))
    for debate in (first, second):
        stored = await square.database.ledger.debates.get(debate)
        assert stored is not None
        assert stored.closes_at <= square.clock.now()
    await square.finish(first)
    again = await square.ask("close open-square", "editor")
    assert "이미 마감됐어요" in text_of(again)
    assert again.is_error


async def test_a_manager_closes_only_what_is_wholly_in_reach(square: Square) -> None:
    both = await square.open("open-square", "square", "team")
    alone = await square.open("cheap-ai", "team")
    refused = await square.ask(f"close {both}", "owner", "c-team", manages=True, locale="ko")
    assert "다른 곳에서도 열려 있어요" in text_of(refused)
    elsewhere = await square.ask(f"close {alone}", "owner", "c-square", manages=True)
    assert elsewhere.is_error
    stored = await square.database.ledger.debates.get(both)
    assert stored is not None
    assert stored.state is DebateState.OPEN
    assert stored.closes_at > square.clock.now()
    assert not (await square.ask(f"close {alone}", "owner", "c-team", manages=True)).is_error
    reach = ("c-square", "c-team")
    assert not (await square.ask(f"close {both}", "owner", "c-team", manages=True, reach=reach)).is_error


async def test_schedule_tells_what_comes_with_which_article(square: Square) -> None:
    await square.open("open-square")
    told = items_of(await square.ask("일정", "editor"))
    assert [(item.title, item.text) for item in told[:4]] == [
        ("비밀의 문과 열린 광장", "7월 1일(수) 오후 6:00 · team"),
        ("가중치를 공개해야 할까", "7월 2일(목) 오전 9:00 · square, guild"),
        ("가중치를 공개해야 할까", "7월 2일(목) 오후 6:00 · team"),
        ("값싼 AI가 바꾸는 것", "7월 3일(금) 오전 9:00 · square, guild"),
    ]
    assert told[6].title == "올릴 기사가 남아 있지 않아요"


async def test_a_manager_sees_the_schedule_of_the_own_place_only(square: Square) -> None:
    told = items_of(await square.ask("schedule", "owner", "77", platform="discord", manages=True))
    assert told[0].text == "7월 2일(목) 오전 9:00 · guild"
    nothing = await square.ask("schedule", "owner", "99", platform="discord", manages=True)
    assert "정해진 일정이 없어요" in text_of(nothing)
