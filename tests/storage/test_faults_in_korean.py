"""What a database refuses is told in Korean, particles and all."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from bot.core.public_record import difference
from bot.errors import AgoraError, StorageBusy, StorageError
from bot.locales import words_for
from bot.storage.database import connect, look_at_log
from bot.storage.postgres import PostgresConnections
from bot.storage.sqlite import SqliteConnections

KO = words_for("ko", strict=True)


@pytest.mark.parametrize(
    ("said", "kind", "told"),
    [
        (
            "database is locked",
            StorageBusy,
            "다른 프로그램이 데이터베이스 agora.db를 잠그고 있어요."
            " 잠시 뒤에 다시 시도하거나, 이 파일을 열어 둔 다른 프로그램을 닫아 주세요.",
        ),
        (
            "attempt to write a readonly database",
            StorageError,
            "데이터베이스 agora.db는 읽기 전용이에요. 봇이 파일과 폴더에 쓸 수 있게 권한을 주세요.",
        ),
        (
            "database disk image is malformed",
            StorageError,
            "데이터베이스 agora.db가 망가졌어요. 마지막 백업으로 되돌려 주세요.",
        ),
        (
            "cosmic rays",
            StorageError,
            "데이터베이스 agora.db에서 예상하지 못한 오류가 났어요(OperationalError). 로그를 확인해 주세요.",
        ),
    ],
)
async def test_a_file(tmp_path: Path, said: str, kind: type[StorageError], told: str) -> None:
    connections = SqliteConnections(tmp_path / "agora.db", 0.1)
    failure = connections.translated(sqlite3.OperationalError(said))
    await connections.close()
    assert type(failure) is kind
    assert failure.sentence.in_full(KO) == told


async def test_a_server() -> None:
    connections = connect("postgresql://agora@localhost/agora", None, 0.1)
    assert isinstance(connections, PostgresConnections)
    failure = connections.translated(OSError("away"))
    await connections.close()
    assert isinstance(failure, StorageBusy)
    assert failure.sentence.in_full(KO) == (
        "데이터베이스 서버에 연결할 수 없어요. 서버가 켜져 있는지, 설정 파일의 database가 맞는지 확인해 주세요."
    )


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("mysql://host/agora", "database에 적힌 mysql은 Agora가 쓸 수 없는 종류예요."),
        ("nonsense", "database에 적힌 것이 데이터베이스 주소가 아니에요."),
        ("sqlite://", "database에 파일 이름이 없어요."),
    ],
)
def test_an_address(url: str, told: str) -> None:
    with pytest.raises(AgoraError) as refused:
        connect(url, None, 0.1)
    how = "sqlite:///./agora.db나 postgresql://사용자@서버/이름처럼 적어 주세요."
    assert refused.value.sentence.in_full(KO) == f"{told} {how}"


def test_a_restore_that_was_cut_short(tmp_path: Path) -> None:
    (tmp_path / "agora.db.restoring").touch()
    with pytest.raises(StorageError) as refused:
        look_at_log(tmp_path / "agora.db")
    assert refused.value.sentence.in_full(KO) == (
        "agora.db를 되돌리다가 중간에 멈췄어요. ‘agora restore FILE’을 한 번 더 실행해 주세요."
    )


def test_a_record_that_is_none() -> None:
    assert [told.said(KO) for record in ([], {}) if (told := difference(record)) is not None] == [
        "토론의 공개 기록이 아니에요",
        "‘debate’가 없어요",
    ]
