"""Cards and results as Slack is shown them, and whether Slack would take a message."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from slack_sdk.models.blocks import Block

from bot.core.articles import Article, Option
from bot.core.debates import Debate, DebateState, Rules, open_debate
from bot.core.emoji import Emoji
from bot.core.messages import Card, Picture, Result
from bot.core.recounts import Certificate, Recounted
from bot.core.speaking import card, result
from bot.core.tally import COMMENTS, SAVES, VOTERS, Tally
from bot.locales import words_for
from tests.platforms.slack.slack_reading import words_in
from tests.wire.slack.blocks import check_blocks, mentions

KO, EN = words_for("ko", strict=True), words_for("en", strict=True)
OPENED = datetime(2026, 7, 1, tzinfo=UTC)
DOOR = Option("문", Emoji(None, {"slack": "door_of_ours", "discord": "<:door:1>"}))
TREE = Option("광장", Emoji("🌳"))
FILES = {"F1": SimpleNamespace(complete=True)}
LARGEST = 13_000
"""Characters that Slack takes in all blocks of a message, about (`msg_blocks_too_long`) [thread]."""


def debate(state: DebateState = DebateState.OPEN, *options: Option, **changes: Any) -> Debate:
    article = Article(
        "open-square",
        "비밀의 문과 열린 광장",
        "기술",
        OPENED,
        ("닫힌 문은 지켜요", "열린 광장은 자라요", "둘 다는 안 돼요"),
        "어느 쪽이 좋나요?",
        options or (DOOR, TREE),
        "",
        pick=True,
    )
    made = open_debate(debate_id="d1", article=article, rules=Rules(**changes), at=OPENED)
    return replace(made, state=state)


def tally(*ballots: int) -> Tally:
    cells = {("slack", number): count for number, count in enumerate(ballots)}
    return Tally(len(ballots), {**cells, ("slack", VOTERS): sum(ballots), ("slack", COMMENTS): 3, ("slack", SAVES): 1})


def shown(about: Debate, *ballots: int, link: str | None = "https://agora.test/articles/open-square") -> Card:
    return card(about, tally(*ballots), KO, "slack", link=link)


def ended(link: str | None = "https://agora.test/debates/d1", picture: Picture | None = None) -> Result:
    certificate = Certificate(Recounted.EXACT, 3, 3)
    shift = ((1, 1, 0), (0, 1, 0), (0, 0, 0))
    said = result(debate(DebateState.CLOSED), tally(1, 2), shift, certificate, KO, "slack", link=link)
    return replace(said, picture=picture)


def is_sound(made: dict[str, Any], most: int = 50) -> None:
    """Slack would take it: by the SDK's rules and by those of the documents, and nobody is mentioned."""
    for block in Block.parse_all(made["blocks"]):
        assert block is not None
        block.validate_json()
    check_blocks(made["blocks"], most, FILES)
    assert 0 < len(made["text"]) <= 4_000
    assert len(words_in(made["blocks"])) <= LARGEST
    assert mentions(made["text"], made["blocks"]) == []
    assert not re.search(r"<[!@#](?!date\^)", json.dumps(made, ensure_ascii=False))
