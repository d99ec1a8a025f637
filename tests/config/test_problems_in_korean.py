"""Problems of the configuration as a Korean admin reads them."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from bot.config import Problem, load_config
from bot.errors import UsageError
from bot.locales import words_for
from bot.log import configure
from tests.config.test_config_problems import LOCAL, MISTAKES

KO = words_for("ko", strict=True)
SCHEDULES = LOCAL + "timezone: Asia/Seoul\nschedules:\n"
RULE = "channels: [square]"


def problems_of(folder: Path, text: str, env: dict[str, str] | None = None) -> list[Problem]:
    path = folder / "config.yaml"
    path.write_text(text, encoding="utf-8")
    return load_config(path, env or {}).problems


def in_korean(folder: Path, text: str, env: dict[str, str] | None = None) -> list[str]:
    return [one.said(KO).removeprefix(f"{folder}/config.yaml:") for one in problems_of(folder, text, env)]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_mistake_is_told_in_korean(tmp_path: Path, mistake: str) -> None:
    text, _ = MISTAKES[mistake]
    for problem in problems_of(tmp_path, text):
        for part in problem.said(KO).partition(": ")[2].split(" — "):
            assert re.search("[가-힣]", part), problem.said(KO)


TOLD = {
    "unknown key": ("chanels: {}\n", "1: chanels: 모르는 항목이에요 — 혹시 ‘channels’인가요?"),
    "unknown key without a near one": (
        "web: {listen: 'a:1', xyz: 1}\n",
        "1: web.xyz: 모르는 항목이에요 — 쓸 수 있는 것: chat, comments, listen, pages, public_url",
    ),
    "section that is text": (
        "debates: 24h\n",
        "1: debates: 값이 아니라 하위 항목을 적는 자리예요 — 다음 줄부터 들여쓰기해서 적어 주세요",
    ),
    "one of three": (
        "channels:\n  square: {platform: mars, id: x}\n",
        "2: channels.square.platform: ‘mars’는 쓸 수 없는 값이에요 — discord, slack이나 local 중 하나를 적어 주세요",
    ),
    "zone": (
        "timezone: 안드로메다\n",
        "1: timezone: ‘안드로메다’에 해당하는 시간대가 없어요 — Asia/Seoul처럼 적어 주세요",
    ),
    "offset": (
        "timezone: UTC+9\n",
        "1: timezone: ‘UTC+9’에 해당하는 시간대가 없어요 — "
        "시차로는 서머타임을 알 수 없으니 Asia/Seoul처럼 지역으로 적어 주세요",
    ),
    "duration": (
        "debates: {closes_after: 하루}\n",
        "1: debates.closes_after: ‘하루’는 기간이 아니에요 — 90s, 10m, 24h, 7d처럼 적거나 1h30m처럼 이어서 적어 주세요",
    ),
    "unknown channel": (
        LOCAL + "alerts: {channel: 광장}\n",
        "4: alerts.channel: ‘광장’이라는 채널이 없어요 — 쓸 수 있는 것: square",
    ),
    "cron field": (
        f"{SCHEDULES}  - {{name: a, cron: 60 9 * * *, {RULE}}}\n",
        "6: schedules[0].cron: ‘60 9 * * *’에서 분이 잘못됐어요 — 0~59로 적어 주세요. *, 쉼표, -, /도 쓸 수 있어요",
    ),
    "cron that never comes": (
        f'{SCHEDULES}  - {{name: a, cron: "0 9 */31 2 mon#5", {RULE}}}\n',
        "6: schedules[0].cron: ‘0 9 */31 2 mon#5’에 맞는 날이 없어요 — "
        "월, 일, 요일이 모두 맞는 날짜가 있는지 확인해 주세요",
    ),
    "unset variable": (
        "discord: {token: '${TOKEN}'}\n",
        "1: discord.token: 환경 변수 TOKEN이 없어요 — 봇을 켜기 전에 TOKEN이나 TOKEN_FILE을 설정해 주세요",
    ),
    "unset variable of one command": (
        "pseudonym_key: ${KEY}\n",
        "1: pseudonym_key: 환경 변수 KEY가 없어요. ‘agora export’에만 필요해요 — "
        "이 명령을 쓰기 전에 KEY나 KEY_FILE을 설정해 주세요",
    ),
    "comment": (
        LOCAL + "alerts:\n  channel: square #광장\n",
        "5: alerts.channel: # 뒤는 주석이 되어서 읽지 않아요 — "
        "값이라면 전체를 따옴표로 감싸고, 주석이라면 # 뒤를 한 칸 띄어 주세요",
    ),
    "tab": ("web:\n\tlisten: x\n", "2: 탭으로 들여쓰기한 줄이에요 — 빈칸으로 들여쓰기해 주세요"),
    "secret in the file": (
        "discord:\n  token: very.secret.token\n",
        "2: discord.token: 비밀 값이 파일에 그대로 적혀 있어요 — "
        "환경 변수에 넣고 여기에는 ${DISCORD_TOKEN}만 적어 주세요",
    ),
}


@pytest.mark.parametrize("mistake", TOLD)
def test_a_mistake_is_told_as_a_korean_editor_would(tmp_path: Path, mistake: str) -> None:
    text, expected = TOLD[mistake]
    assert any(told.startswith(expected) for told in in_korean(tmp_path, text)), in_korean(tmp_path, text)


def test_tokens_in_korean(tmp_path: Path) -> None:
    env = {"A": "xoxp-1111-secret", "B": '"xapp-1-secret"'}
    assert in_korean(tmp_path, "slack:\n  bot_token: ${A}\n  app_token: ${B}\n", env) == [
        "2: slack.bot_token: 봇이 아니라 사람의 토큰이에요 — "
        "xoxb-로 시작하는 토큰을 넣어 주세요(앱 관리 화면의 OAuth & Permissions)",
        "3: slack.app_token: 따옴표까지 들어 있어요 — 따옴표는 토큰이 아니니 빼 주세요",
    ]


def test_a_file_that_is_not_there_in_korean(tmp_path: Path) -> None:
    missing = tmp_path / "none.yaml"
    (problem,) = load_config(missing, {}).problems
    assert problem.said(KO) == f"{missing}:1: 파일이 없어요 — -c로 다른 파일을 지정하거나 새로 만들어 주세요"
    (tmp_path / "config.yaml").write_text("content: ${DIR}\n", encoding="utf-8")
    (problem,) = load_config(tmp_path / "config.yaml", {"DIR_FILE": str(missing)}).problems[:1]
    assert problem.said(KO).endswith(
        "DIR_FILE이 가리키는 파일을 읽을 수 없어요(파일이나 폴더가 없음) — 경로를 확인해 주세요"
    )


def test_a_name_that_is_not_unicode_is_no_path(tmp_path: Path) -> None:
    (told,) = in_korean(tmp_path, "content: ${DIR}\n", {"DIR": os.fsdecode(b"\xff")})
    assert told == "1: content: ${DIR}의 값은 여기에 쓸 수 없어요 — ./content처럼 적어 주세요"


@pytest.mark.usefixtures("own_logging")
def test_a_way_of_logging_that_there_is_not_in_korean() -> None:
    with pytest.raises(UsageError) as refused:
        configure(env={"AGORA_LOG": "xml"})
    assert refused.value.sentence.in_full(KO) == (
        "AGORA_LOG에 쓸 수 없는 값이 들어 있어요 — text, json 중 하나로 바꾸거나 지워 주세요"
    )
    assert str(refused.value) == "AGORA_LOG is none of its words — set it to one of text, json, or leave it out"
