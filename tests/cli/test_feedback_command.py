"""`agora feedback list` as a process."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path

from bot.core.marks import Voter
from bot.services.records import Feedback
from bot.storage import open_ledger
from tests.journeys.processes import agora_in
from tests.storage.storage_builders import T0


def agora(folder: Path, *words: str) -> str:
    done = agora_in(folder, "feedback", "list", *words)
    assert (done.code, done.err) == (0, "")
    return done.out


async def fill(folder: Path) -> None:
    database = await open_ledger(f"sqlite:///{folder}/agora.db")
    for rating, line in ((4, "[b]질문[/b]이 좋아요"), (2, "")):
        written = Feedback(Voter("slack", "W1", "U-secret"), "square", rating, line, T0 + timedelta(hours=rating))
        await database.ledger.feedback.add(written, most=9, since=T0)
    await database.close()


def test_ratings_and_lines_without_names(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text("timezone: Asia/Seoul\nlocale: en\n")
    assert agora(tmp_path) == "Nobody has written to the editors yet.\n"
    assert agora(tmp_path, "--format", "json") == "[]\n"
    asyncio.run(fill(tmp_path))
    table = agora(tmp_path)
    assert "U-secret" not in table
    heading, newest, oldest = (line.rstrip() for line in table.splitlines())
    assert heading.split() == ["when", "rating", "where", "line"]
    assert newest.split(maxsplit=6)[5:] == ["★★★★☆", "square  [b]질문[/b]이 좋아요"]
    assert oldest.split() == ["Sun,", "Mar", "1,", "8:00", "PM", "★★☆☆☆", "square"]
    assert json.loads(agora(tmp_path, "--format", "json", "--most", "1")) == [
        {
            "at": "2026-03-01T13:00:00Z",
            "rating": 4,
            "line": "[b]질문[/b]이 좋아요",
            "platform": "slack",
            "channel": "square",
        }
    ]
