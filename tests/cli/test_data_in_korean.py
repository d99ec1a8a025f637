"""What is done with data, told in Korean: what an admin reads who puts a backup back at night."""

from __future__ import annotations

import asyncio
import json
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.core.particles import josa
from tests.cli.test_asked_on_a_terminal import answered
from tests.cli.test_backup_commands import SOMEBODY, configure, end, message, vote
from tests.cli.test_retention_command import THEN, configured, folder, said
from tests.environment import KOREAN
from tests.journeys.processes import Done, agora_in

__all__ = ["folder"]

AT = r"(?:\d{4}년 )?\d{1,2}월 \d{1,2}일\([월화수목금토일]\) (?:자정|정오|오[전후] \d{1,2}:\d{2})"
YEAR = "2026년 " if THEN else ""
"""How the year of these stories is told."""
LATIN_WORDS = re.compile(r"(?<![\w.:/’‘<{$-])[a-z]{2,} [a-z]{2,}")


def agora(where: Path, *words: str) -> Done:
    done = agora_in(where, *words)
    told = re.sub("‘[^’]*’", "", done.out + done.err)
    assert not LATIN_WORDS.search(told), "English is left in it"
    return done


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """A Korean configuration, and a database with one open debate in which somebody voted."""
    configure(tmp_path, locale="ko")
    asyncio.run(vote(f"sqlite:///{tmp_path}/agora.db", "ann", SOMEBODY))
    return tmp_path


def test_a_backup_says_what_it_holds_and_replaces_nothing(town: Path) -> None:
    done = agora(town, "backup", "copy.zip")
    assert (done.code, done.err) == (0, "")
    assert done.out == "copy.zip에 백업했어요(토론 1개, 2표). 복사본을 검사했고 이상이 없어요.\n"
    asyncio.run(message(town / "agora.chat.db", "안녕하세요"))
    assert agora(town, "backup", "chat.zip").out == (
        "chat.zip에 로컬 채팅까지 백업했어요(토론 1개, 2표). 복사본을 검사했고 이상이 없어요.\n"
    )
    again = agora(town, "backup", "copy.zip")
    assert (again.code, again.sentence) == (
        2,
        "agora: copy.zip이 이미 있어요. 다른 이름을 적어 주세요. 백업은 있는 파일을 덮어쓰지 않아요.",
    )
    with closing(sqlite3.connect(town / "agora.db")) as db, db:
        db.execute("UPDATE history SET received_at = received_at - 1 WHERE seq = 1")
    damaged = agora(town, "backup", "other.zip")
    assert (damaged.code, damaged.sentence) == (
        1,
        "agora: 데이터베이스 agora.db가 망가졌어요: secret-door(d1) 토론에서 이력의 1번째 줄(번호 1)이 앞줄과 이어지지"
        " 않아요. 이 줄이 바뀌었거나, 빠지거나 옮겨진 줄이 있어요. 이대로 더 쓰지 마세요. ‘agora restore FILE’을"
        " 실행하면 마지막 백업으로 되돌리고, 지금 있는 것도 따로 남겨 둬요.",
    )


def test_a_restore_says_what_was_done_and_what_the_next_start_does(town: Path) -> None:
    with (town / "config.yaml").open("a") as config:
        config.write(
            "timezone: Asia/Seoul\n"
            "web: {listen: '127.0.0.1:0', chat: true}\n"
            "channels: {square: {platform: local, id: square}}\n"
            "schedules: [{name: 매분, cron: '* * * * *', channels: [square]}]\n"
        )
    with closing(sqlite3.connect(town / "agora.db")) as db, db:
        db.execute("INSERT INTO schedules VALUES ('매분', 0)")
    assert agora(town, "backup", "copy.zip").code == 0
    asyncio.run(end(f"sqlite:///{town}/agora.db", "d1"))
    assert agora(town, "forget", f"discord:{SOMEBODY}", "--yes").code == 0
    asked = agora(town, "restore", "copy.zip")
    assert asked.code == 2
    assert re.fullmatch(
        rf"agora: {re.escape(str(town))}/agora\.db를 {AT}에 만든 복사본\(토론 1개, 2표\)으로 되돌릴까요\?"
        r" 지금 있는 것은 다른 이름으로 남겨 둬요\. 여기서는 물어볼 수가 없으니, 그대로 하려면 --yes를 붙여 주세요\.",
        asked.sentence,
    )
    done = agora(town, "restore", "copy.zip", "--yes")
    assert (done.code, done.err) == (0, "")
    (kept,) = town.glob("agora.db.before-*")
    expected = [
        rf"{AT}의 데이터로 되돌렸어요\(토론 1개, 2표\)\.",
        rf"전에 있던 것은 여기에 남겨 두었어요: {re.escape(str(kept))}",
        rf"{AT} 뒤에 잊은 한 명을 다시 잊었어요\.",
        r"이제 ‘agora run’으로 봇을 켜면 이렇게 해요\.",
        r"- secret-door\(d1\) 토론의 표를 플랫폼에서 다시 읽어요\. 복사한 뒤에 던진 표도 세요\.",
        r"- 복사한 뒤에 이미 알린 결과가 있으면, 거기 나온 여덟 자리가 왜 공개 기록과 다른지 재검표 확인서에 적어요\.",
        r"- 복사할 때 아직 말하지 않은 것은 플랫폼에서 먼저 찾아보고, 없을 때만 말해요: d1:square:\w+(?:, d1:\w+:\w+)*"
        r"(?: 외 \d+개)?",
        rf"- {AT} 뒤에 봇이 올린 메시지 가운데 되돌린 데이터에 없는 것을 알려 줘요\. 확인하고 지워 주세요\.",
        rf"- secret-door\(d1\)에 discord:{SOMEBODY}의 반응이 아직 있으면 다시 찾아내서 계정을 적어요\. 그 토론의 결과가"
        rf" 나오면 ‘agora forget discord:{SOMEBODY}’을 한 번 더 실행해 주세요\.",
        rf"- 일정 ‘매분’의 {AT} 차례는 올리지 않아요\. 이미 올렸는지 여기서는 알 수 없어요\. 올리려면"
        r" ‘agora post SLUG’를 실행해 주세요\.",
    ]
    for line, wanted in zip(done.out.splitlines(), expected, strict=True):
        assert re.fullmatch(wanted, line), line


def test_where_nobody_knows_who_was_forgotten_it_says_what_to_do_before_the_start(town: Path) -> None:
    assert agora(town, "backup", "copy.zip").code == 0
    (town / "agora.db").unlink()
    (line,) = [line for line in agora(town, "restore", "copy.zip").out.splitlines() if "agora forget" in line]
    assert re.fullmatch(
        rf"{AT} 뒤에 잊은 사람이 있다면 되돌린 데이터에 다시 들어 있어요\. 누구인지 아는 데이터베이스가 여기에 없어서"
        r" 다시 잊지 못했어요\. 봇을 켜기 전에 한 사람씩 ‘agora forget’을 실행해 주세요\. 그때 결과가 나온 뒤에 하라고"
        r" 하면, 결과가 나오는 대로 다시 실행해 주세요\.",
        line,
    )


def test_retention_is_told_asked_about_and_done(folder: Path) -> None:
    configured(folder, "{ballots: keep}", "ko")
    assert said(folder, "retention") == ["모든 표를 던진 그대로 보관해요(retention.ballots: keep)."]
    configured(folder, "{ballots: pseudonymise, after: 30d}", "ko")
    due = f"secret-door(d1), {YEAR}3월 2일(월) 오후 6:00에 끝남: 10표"
    assert said(folder, "retention") == [
        due,
        "토론 1개의 10표에서 계정과의 연결을 끊을 때가 됐어요. ‘agora retention --apply’를 실행하면 바로 끊고,"
        " 켜져 있는 봇은 하루에 한 번 끊어요.",
    ]
    configured(folder, "{ballots: delete, after: 30d}", "ko")
    no = answered(folder, "n", "retention", "--apply")
    assert (no.code, no.out.rstrip(" ")) == (130, f"{due}\n")
    assert no.err.startswith("토론 1개의 10표를 지울까요? 한번 지우면 되돌릴 수 없어요. [y/N]")
    # `y` where the keyboard writes Hangul.
    yes = answered(folder, "ㅛ", "retention", "--apply")
    assert (yes.code, [line.strip() for line in yes.out.splitlines()]) == (0, [due, "토론 1개의 10표를 지웠어요."])
    assert said(folder, "retention") == ["지금 정리할 표가 없어요."]
    first, second, last = said(folder, "verify")
    assert first.startswith(
        "secret-door(d1): 보관 기간이 지나 표를 지웠어요. 집계와 달라진 마음, 재검표 확인서, 기록 지문은 서로 맞아요."
        " 6표, 기록 지문 "
    )
    assert second.startswith("secret-door(d2): 맞아요. 0표, 이력 0줄, 기록 지문 ")
    assert last == "토론 2개가 모두 맞아요."


def test_forgetting_says_what_goes_what_stays_and_what_is_out_of_reach(town: Path) -> None:
    early = agora(town, "forget", f"discord:{SOMEBODY}", "--yes")
    assert (early.code, early.sentence) == (
        1,
        "agora: secret-door(d1) 토론의 투표가 끝났는데 아직 표를 세지 않았어요."
        " 봇을 켜서 먼저 표를 세고, 결과가 나온 뒤에 다시 시도해 주세요.",
    )
    asyncio.run(end(f"sqlite:///{town}/agora.db", "d1"))
    asked = agora(town, "forget", f"discord:{SOMEBODY}")
    assert (asked.code, asked.sentence) == (
        2,
        f"agora: discord:{SOMEBODY}을 잊을까요? 되돌릴 수 없어요. 마감한 토론 1개의 결과는 그대로 두지만, 그 사람의"
        " 표가 무엇인지는 이제 아무도 알 수 없게 돼요."
        " 여기서는 물어볼 수가 없으니, 그대로 하려면 --yes를 붙여 주세요.",
    )
    done = agora(town, "forget", f"discord:{SOMEBODY}", "--yes")
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [
        "잊었어요. 계정을 지웠고, 어느 표와 💡, 🔖, 댓글이 그 사람의 것인지와 인사한 적이 있는지도 지웠어요.",
        "- 남겼어요: 마감한 토론 1개에 던진 표. 토론마다 다른 가명으로만 남아서 누구인지 알 수 없어요. 이 표가 없으면"
        " 결과와 기록 지문, 공개 기록이 맞지 않게 돼요.",
        "- 여기서는 지울 수 없어요: 전에 만든 백업과 복제본, 플랫폼에 남아 있는 것",
    ]
    nobody = agora(town, "forget", "haru")
    assert (nobody.code, nobody.sentence) == (
        2,
        "agora: ‘haru’는 계정이 아니에요. discord:ID, slack:TEAM:ID, local:NAME 가운데 하나로 적어 주세요.",
    )


def test_a_record_is_checked_in_the_language_of_the_terminal_where_nothing_is_configured(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    configured(folder, "{ballots: keep}", "ko")
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    told = json.loads("\n".join(said(folder, "results", "d1", "--format", "record")))
    record = elsewhere / "record.json"
    record.write_text(json.dumps(told), encoding="utf-8")
    done = agora_in(elsewhere, "verify", "record.json", env=KOREAN)
    digits = told["head"][:8]
    assert (done.code, done.out.splitlines()) == (
        0,
        [
            f"record.json: 맞아요. 6표, 이력 {told['events']}줄, 기록 지문 {told['head']}",
            f"채팅의 결과 메시지에도 {digits}{josa(digits, '이/가')} 있는지 확인해 보세요.",
        ],
    )
    told["certificate"]["recount"] = 99
    record.write_text(json.dumps(told), encoding="utf-8")
    done = agora_in(elsewhere, "verify", "record.json", env=KOREAN)
    assert (done.code, done.sentence) == (
        1,
        "agora: record.json: 재검표 확인서에는 99표인데, 표를 세면 6표예요."
        " 결과 페이지에서 공개 기록을 다시 내려받아 비교해 보세요.",
    )


def test_an_export_says_what_it_wrote_and_what_it_did_away_with(folder: Path) -> None:
    configured(folder, "{ballots: keep}", "ko")
    said_of = "all.json에 토론 2개와 10표를 내보냈어요."
    assert said(folder, "export", "--format", "json", "-o", "all.json") == [said_of]
    again = said(folder, "export", "--format", "json", "-o", "all.json")
    assert again == [f"{said_of} 전에 있던 파일은 이 파일로 바뀌었어요."]
    done = agora_in(folder, "export", "--format", "json", "-o", "agora.db")
    assert (done.code, done.sentence) == (2, "agora: agora.db는 봇이 쓰는 파일이에요. 다른 파일을 적어 주세요.")
    (folder / "config.yaml").write_text("database: sqlite:///./agora.db\npseudonym_key: ${UNSET}\n")
    done = agora_in(folder, "export", "--format", "json", "-o", "other.json")
    assert done.code == 0
    assert done.err.startswith(
        "환경 변수 UNSET에 pseudonym_key 값이 없어서 이 파일에만 쓰는 무작위 가명을 붙였어요."
        " 다시 내보내면 같은 사람도 가명이 달라져요. 가명을 늘 같게 하려면 "
    )
