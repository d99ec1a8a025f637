"""What Discord's refusals mean: each is the outcome that the outbox needs, and a sentence that says what to do."""

from __future__ import annotations

import pytest
from aiohttp import web

from bot.core.messages import Picture, Result
from bot.locales import words_for
from bot.services.platform_errors import (
    Impossible,
    MessageGone,
    PlatformError,
    TokenRefused,
    TryLater,
    Unclear,
)
from tests.platforms.discord.wired import NOTICE, Wired, wired
from tests.wire.discord import FakeDiscord, faults

SEND = "POST /channels/*/messages"
EDIT = "PATCH /channels/*/messages/*"
REACT = "PUT /channels/*/messages/*/reactions/*/@me"
THREAD = "POST /channels/*/messages/*/threads"
KEY = "abc:square:post"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489")


def refusal(status: int, code: int, text: str = "no") -> faults.Happening:
    return faults.answer(status, {"code": code, "message": text})


@pytest.mark.parametrize(
    ("status", "code", "outcome", "says"),
    [
        (403, 50001, Impossible, "View Channel"),
        (403, 50013, Impossible, "Send Messages"),
        (404, 10003, Impossible, "channel’s id"),
        (400, 50006, Impossible, "Embed Links"),
        (400, 50035, Impossible, "did not accept"),
        (400, 99999, Impossible, "99999"),
        (404, 0, PlatformError, "404"),
        (429, 0, TryLater, "limits"),
        (503, 0, Unclear, "503|clear"),
    ],
)
async def test_a_refused_send(there: Wired, status: int, code: int, outcome: type[PlatformError], says: str) -> None:
    there.fake.fault(SEND, refusal(status, code))
    with pytest.raises(PlatformError, match=says) as raised:
        await there.adapter.send(there.place, NOTICE, KEY)
    assert type(raised.value) is outcome
    assert there.fake.messages(there.square) == []


@pytest.mark.parametrize(
    ("status", "code", "outcome"),
    [
        (404, 10008, MessageGone),
        (404, 10003, MessageGone),
        (403, 50013, Impossible),
        (429, 30046, TryLater),
        (400, 30046, TryLater),
        (503, 0, TryLater),
    ],
)
async def test_a_refused_edit(there: Wired, status: int, code: int, outcome: type[PlatformError]) -> None:
    said = await there.adapter.send(there.place, NOTICE, KEY)
    there.fake.fault(EDIT, refusal(status, code))
    with pytest.raises(PlatformError) as raised:
        await there.adapter.edit(there.place, said, NOTICE)
    assert type(raised.value) is outcome


@pytest.mark.parametrize(
    ("status", "code", "outcome", "says"),
    [
        (400, 30010, Impossible, "20"),
        (400, 10014, Impossible, "emoji"),
        (403, 90001, Impossible, "blocked"),
        (404, 10008, MessageGone, "no such message"),
        (400, 50083, Impossible, "archived"),
    ],
)
async def test_a_refused_reaction(
    there: Wired, status: int, code: int, outcome: type[PlatformError], says: str
) -> None:
    said = await there.adapter.send(there.place, NOTICE, KEY)
    there.fake.fault(REACT, refusal(status, code))
    with pytest.raises(PlatformError, match=says) as raised:
        await there.adapter.react(there.place, said, "👍")
    assert type(raised.value) is outcome


@pytest.mark.parametrize(("status", "code", "says"), [(400, 160006, "threads"), (400, 50024, "text channel")])
async def test_a_refused_thread(there: Wired, status: int, code: int, says: str) -> None:
    said = await there.adapter.send(there.place, NOTICE, KEY)
    there.fake.fault(THREAD, refusal(status, code))
    with pytest.raises(Impossible, match=says):
        await there.adapter.open_thread(there.place, said, "이야기")


@pytest.mark.parametrize(
    ("status", "code", "told"),
    [
        (403, 50013, "봇에게 메시지 보내기(Send Messages) 권한이 없어서 ‘square’ 채널에 메시지를 올리지 못했어요."),
        (404, 10003, "디스코드에 그런 채널이 없어서 ‘square’ 채널에 메시지를 올리지 못했어요."),
        (429, 0, "디스코드의 요청 제한에 걸렸어요(‘square’ 채널에 메시지를 올리기)."),
        (400, 50035, "디스코드가 봇이 보낸 내용을 받지 않았어요(‘square’ 채널에 메시지를 올리기): no"),
    ],
)
async def test_what_a_refusal_says_in_korean(there: Wired, status: int, code: int, told: str) -> None:
    if code == 50013:
        there.fake.world.deny(there.square, "Send Messages")
    else:
        there.fake.fault(SEND, refusal(status, code))
    with pytest.raises(PlatformError) as raised:
        await there.adapter.send(there.place, NOTICE, KEY)
    assert raised.value.sentence.said(words_for("ko", strict=True)) == told


async def test_a_limit_tells_how_long_to_wait(there: Wired) -> None:
    there.fake.fault(SEND, faults.too_many(7.0, via=False), times=1)
    with pytest.raises(TryLater) as at_the_edge:
        await there.adapter.send(there.place, NOTICE, KEY)
    there.fake.fault(SEND, faults.answer(429, {"code": 0, "message": "slow", "retry_after": 3.5}), times=1)
    with pytest.raises(TryLater) as in_the_body:
        await there.adapter.send(there.place, NOTICE, KEY)
    there.fake.fault(SEND, faults.too_many(900.0), times=1)
    with pytest.raises(TryLater) as for_long:
        await there.adapter.send(there.place, NOTICE, KEY)
    there.fake.fault(SEND, faults.too_many(None), times=1)
    with pytest.raises(TryLater) as untold:
        await there.adapter.send(there.place, NOTICE, KEY)
    told = (at_the_edge.value.after, in_the_body.value.after, for_long.value.after, untold.value.after)
    assert told == (7.0, 3.5, 900.0, 1.0)


async def test_what_never_left_was_certainly_not_done(there: Wired) -> None:
    await there.adapter.send(there.place, NOTICE, KEY)
    await there.fake.fall_off()
    with pytest.raises((Unclear, TryLater)):  # a connection that was open may take it and break
        await there.adapter.send(there.place, NOTICE, "abc:square:line0")
    with pytest.raises(TryLater):
        await there.adapter.send(there.place, NOTICE, "abc:square:result")


async def test_what_may_have_been_done_before_a_refusal_is_unclear(there: Wired) -> None:
    """The first answer is lost behind a 502; discord.py asks again by itself and is then refused."""
    there.fake.fault(SEND, faults.answer(502, done=True), times=1)
    there.fake.fault(SEND, refusal(403, 50013), times=1)
    with pytest.raises(Unclear):
        await there.adapter.send(there.place, NOTICE, KEY)
    assert await there.adapter.find(there.place, KEY, there.recently()) is not None


async def test_a_refused_token_is_not_asked_with_again_and_again() -> None:
    async with FakeDiscord() as fake, wired(fake, token="not.the.token") as there:
        with pytest.raises(TokenRefused):
            await there.adapter.react(there.place, "900", "👍")
        for _ in range(5):
            with pytest.raises(TryLater, match="token") as resting:
                await there.adapter.send(there.place, NOTICE, KEY)
        assert resting.value.after is not None
        assert len(fake.asked("GET /users/@me")) == 1


async def test_a_server_that_does_not_speak_like_discord() -> None:
    async with FakeDiscord() as fake, wired(fake) as there:
        fake.fault("GET /users/@me", faults.answer(200, ["hello"]))
        with pytest.raises(TryLater, match=r"discord\.api_url"):
            await there.adapter.send(there.place, NOTICE, KEY)


async def test_a_proxy_that_names_the_charset_is_understood() -> None:
    """discord.py then leaves answers as text."""

    async def renamed(_request: web.Request, execute: faults.Execute) -> web.StreamResponse:
        answer = await execute()
        if answer.headers.get("Content-Type") == "application/json":
            answer.headers["Content-Type"] = "application/json; charset=utf-8"
        return answer

    async with FakeDiscord() as fake:
        fake.fault("** **", renamed)
        async with wired(fake) as there:
            said = await there.adapter.send(there.place, NOTICE, KEY)
            assert [str(message.id) for message in fake.messages(there.square)] == [said]
            assert await there.adapter.find(there.place, KEY, there.recently()) == said
            fake.delete(*fake.messages(there.square))
            with pytest.raises(MessageGone):
                await there.adapter.edit(there.place, said, NOTICE)


async def test_a_result_is_said_without_its_picture_where_files_are_not_allowed(there: Wired) -> None:
    result = Result(
        debate="abc",
        title="광장",
        question="문인가요?",
        headline="문",
        bars=(),
        turnout="",
        shift=(),
        certificate="셌어요.",
        notes=(),
        picture=Picture(PNG, "문 3, 광장 2"),
    )
    there.fake.world.deny(there.square, "Attach Files")
    bare = await there.adapter.send(there.place, result, KEY)
    there.fake.world.allow(there.square, "Attach Files")
    whole = await there.adapter.send(there.place, result, "abc:square:result")
    told = {str(message.id): message for message in there.fake.messages(there.square)}
    assert told[bare].attachments == []
    assert "image" not in told[bare].embeds[0]
    assert [(file.content, file.description) for file in told[whole].attachments] == [(PNG, "문 3, 광장 2")]
