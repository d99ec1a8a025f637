"""`export` and `forget`: one's own data as a file, and forgotten when it is said twice."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from commands_square import CHANNELS, LEASE, STRICT, Square, a_square, text_of
from sqlalchemy import select

from bot.core.marks import Voter
from bot.core.messages import Download, Reply
from bot.platforms.local.adapter import LocalPlatform
from bot.services.clock import SystemClock
from bot.storage.tables import voters

MINJI = Voter("local", "local", "minji")


def code_in(reply: Reply) -> str:
    found = re.search(r"\b(\d{4})$", text_of(reply))
    assert found is not None, text_of(reply)
    return found[1]


async def accounts(square: Square) -> set[str]:
    query = select(voters.c.native).where(voters.c.workspace != "pseudonym")
    return set(await square.database.connections.read(lambda db: db.execute(query).scalars().all()))


async def test_it_is_asked_twice_and_done_the_second_time(square: Square) -> None:
    first, second = await square.open("open-square"), await square.open("cheap-ai")
    for debate in (first, second):
        await square.react("minji", debate, "🚪")
        await square.react("haru", debate, "🌳")
    await square.finish(first)
    asked = await square.ask("잊어줘")
    said = text_of(asked)
    assert asked.private
    assert said.startswith("잊기 전에 확인해 주세요")
    assert "토론 1개에서 내 표가 빠져요." in said
    assert "마감한 토론 1개의 결과예요." in said
    assert "값싼 AI가 바꾸는 것" in said, "the reaction stands on the platform, and has to be taken off there"
    assert "10분 안에 이렇게 써 주세요: /토론 잊어줘 " in said
    assert "minji" in await accounts(square)
    done = text_of(await square.ask(f"forget me {code_in(asked)}"))
    assert done.startswith("잊었어요")
    assert "열린 토론에서 투표를 취소했어요" in done
    assert "토론 1개에서 내 표가 빠졌어요." in done
    assert "이제 운영자도 알 수 없어요." in done
    assert not re.search(r"지워져요|취소해요|빠져요|알 수 없게 돼요", done), "what was done is told as done"
    assert "이 토론 글에는 반응이 아직 남아 있어요" in done
    assert await accounts(square) == {"haru"}
    for debate, left in ((first, 2), (second, 1)):
        proven = await square.database.ledger.proofs.prove(debate)
        assert proven is not None
        assert (proven.difference, proven.voters) == (None, left)
    assert text_of(await square.ask("forget me")) == "저장된 것이 없어서 잊을 것도 없어요."
    again = text_of(await square.ask(f"forget me {code_in(asked)}"))
    assert again == "이미 잊었어요. 더 지울 것이 남아 있지 않아요."
    english = text_of(await square.ask(f"forget me {code_in(asked)}", locale="en"))
    assert english == "You are forgotten already. Nothing is left to be deleted."
    square.clock.at += timedelta(minutes=16)
    assert text_of(await square.ask(f"forget me {code_in(asked)}")) == "저장된 것이 없어서 잊을 것도 없어요."


async def test_a_code_is_ones_own_and_is_good_for_minutes(square: Square) -> None:
    debate = await square.open("open-square")
    await square.react("minji", debate, "🚪")
    await square.react("haru", debate, "🚪")
    mine, theirs = code_in(await square.ask("forget me")), code_in(await square.ask("forget me", who="haru"))
    assert mine != theirs
    wrong = await square.ask(f"forget me {theirs}")
    assert text_of(wrong).startswith("코드가 맞지 않거나 시간이 지났어요.")
    assert code_in(wrong) == mine
    square.clock.at += timedelta(minutes=16)
    assert text_of(await square.ask(f"잊어줘 나를 {mine}")).startswith("코드가 맞지 않거나")
    assert await accounts(square) >= {"minji", "haru"}
    fresh = code_in(await square.ask("forget me"))
    square.clock.at += timedelta(minutes=9)
    assert text_of(await square.ask(f"forget {fresh}")).startswith("잊었어요")
    assert "minji" not in await accounts(square)


async def test_nobody_else_sees_it_and_who_asks_is_not_noted_as_greeted(tmp_path: Path) -> None:
    async with a_square(tmp_path, greets=True) as square:
        for line in ("forget me share", "forget me 1234"):
            assert (await square.ask(line, who="stranger")).private
        assert await accounts(square) == set()
        assert "처음 뵙네요" in text_of(await square.ask("help", who="stranger"))
        asked = text_of(await square.ask("forget me", who="stranger"))
        assert "지워져요" in asked, "that somebody was greeted is something, too"


async def test_while_a_debate_is_counted_it_waits(square: Square) -> None:
    debate = await square.open("open-square")
    await square.react("minji", debate, "🚪")
    code = code_in(await square.ask("forget me"))
    await square.debate_admin.close(debate)
    await square.database.ledger.closings.claim(square.clock.now(), "me", LEASE)
    for line in ("forget me", f"forget me {code}"):
        reply = await square.ask(line)
        assert reply.is_error
        assert "지금 표를 세고 있어요. 몇 분 뒤에 다시 시도해 주세요." in text_of(reply)
    assert "minji" in await accounts(square)


async def test_it_is_told_in_english_and_as_discord_asks_for_it(square: Square) -> None:
    debate = await square.open("open-square", "guild")
    assert debate
    await square.database.ledger.welcomes.meet(Voter("discord", "discord", "9"), square.clock.now())
    asked = text_of(await square.ask("forget", who="9", channel="77", platform="discord", locale="en-US"))
    assert asked.startswith("Before you are forgotten")
    assert "on Discord itself is there still" in asked
    assert "give “/debate forget” again with" in asked
    korean = text_of(await square.ask("forget", who="9", channel="77", platform="discord"))
    assert re.search(r"10분 안에 ‘/토론 잊어줘’의 ‘코드’ 칸에 \d{4}[을를] 적어 주세요", korean)


async def test_in_the_local_chat_words_go_and_who_came_with_it_keeps_the_name(tmp_path: Path) -> None:
    clock = SystemClock()
    chat = LocalPlatform(tmp_path / "chat.db", [CHANNELS["square"]], clock, STRICT, locale="ko")
    async with a_square(tmp_path, platforms={"local": chat}) as square:
        assert text_of(await square.ask("forget me", who="haru")) == "저장된 것이 없어서 잊을 것도 없어요."
        minji = await chat.members.join("민지")
        for who in (minji.id, "haru"):
            await chat.members.say(who, "c-square", "안녕하세요")
        asked = await square.ask("forget me", who=minji.id)
        assert "지워져요 | 계정과 이어진" in text_of(asked)
        assert "이 채팅에 쓴 메시지와 이름도 함께 지워져요." in text_of(asked)
        assert "여기에서는 지울 수 없어요 | 전에 만들어 둔 백업 파일은 그대로예요.\n" in text_of(asked)
        done = text_of(await square.ask(f"forget me {code_in(asked)}", who=minji.id))
        assert "이 채팅에 쓴 메시지와 이름도 함께 지웠어요." in done
        assert "지워져요" not in done
        asked = await square.ask("forget me", who="haru")
        assert "이 채팅에 쓴 메시지도 함께 지워져요." in text_of(asked)
        assert "남아요 | 이름은 이 채팅에 처음부터 있던 것이라 그대로예요." in text_of(asked)
        done = text_of(await square.ask(f"forget me {code_in(asked)}", who="haru", locale="en"))
        assert "What you wrote in this chat is gone, too." in done
        assert "This was kept | The name stays: it came with this chat." in done
        again = await square.ask(f"forget me {code_in(asked)}", who="haru")
        assert text_of(again) == "이미 잊었어요. 더 지울 것이 남아 있지 않아요."
    await chat.close()


async def test_the_day_in_the_files_name_is_the_configured_zones(square: Square) -> None:
    square.clock.at = datetime(2026, 7, 1, 15, 30, tzinfo=UTC)
    (file,) = [part for part in (await square.ask("export me")).parts if isinstance(part, Download)]
    assert file.name == "agora-2026-07-02.json", "half past midnight in Seoul"
    assert json.loads(file.content)["told_at"] == "2026-07-01T15:30:00Z"


async def test_the_export_is_a_file_with_everything(square: Square) -> None:
    debate = await square.open("open-square")
    await square.react("minji", debate, "🚪")
    reply = await square.ask("내정보 나")
    assert reply.private
    (file,) = [part for part in reply.parts if isinstance(part, Download)]
    assert (file.name, file.label) == ("agora-2026-07-01.json", "내 정보 내려받기")
    told = json.loads(file.content)
    assert told["account"] == {"platform": "local", "workspace": "local", "id": "minji"}
    (mine,) = told["debates"]
    filed = await square.database.ledger.proofs.mine(debate, MINJI)
    assert filed is not None
    assert (mine["debate"], mine["code"], mine["ballot"]["last"]) == (debate, filed.code, ["문"])
    assert "haru" not in file.content
    (empty,) = [
        part for part in (await square.ask("export me share", who="nobody")).parts if isinstance(part, Download)
    ]
    assert json.loads(empty.content)["debates"] == []


async def test_words_that_korean_spells_apart_are_understood(square: Square) -> None:
    debate = await square.open("open-square")
    await square.react("minji", debate, "🚪")
    assert text_of(await square.ask("/토론 내 표")).startswith("‘비밀의 문과 열린 광장’에 던진 내 표")
    assert text_of(await square.ask("내 표 open-square")).startswith("‘비밀의 문과 열린 광장’에 던진 내 표")
    assert text_of(await square.ask("내 정보")).startswith("저장된 내 정보")
    asked = await square.ask("/토론 잊어 줘")
    assert text_of(asked).startswith("잊기 전에 확인해 주세요")
    assert text_of(await square.ask(f"잊어 줘 {code_in(asked)}")).startswith("잊었어요")
    assert "모르는 말이에요" in text_of(await square.ask("내 마음 표"))
