"""What a process doesn't use it doesn't import: it costs every start time, and every bot memory (record 0043)."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from bot.log import get_logger

_NOBODYS = {"rich", "pygments", "sqlalchemy.orm", "sqlalchemy.ext.asyncio"}
_SAY = "import json, sys; from bot.log import get_logger; get_logger('test'); print(json.dumps(sorted(sys.modules)))"


@pytest.mark.parametrize(
    ("program", "absent"),
    [
        (
            "import bot.app.run, bot.app.wiring, bot.app.server, bot.platforms.discord.adapter",
            {*_NOBODYS, "alembic", "slack_sdk", "slack_bolt", "typer", "asyncpg"},
        ),
        (
            "import bot.cli.runner, bot.cli.debate_commands, bot.app.queries",
            {*_NOBODYS, "alembic", "slack_sdk", "discord", "aiohttp", "jinja2", "asyncpg"},
        ),
        (
            "import bot.cli; bot.cli.app(['--version'], standalone_mode=False)",
            {*_NOBODYS, "babel", "fluent.runtime", "pydantic", "sqlalchemy", "discord", "aiohttp", "jinja2"},
        ),
    ],
    ids=["a bot on Discord", "results", "what says nothing"],
)
def test_nothing_is_imported_that_is_not_used(program: str, absent: set[str]) -> None:
    done = subprocess.run([sys.executable, "-c", f"{program}\n{_SAY}"], check=True, stdout=subprocess.PIPE)
    assert absent.intersection(json.loads(done.stdout.splitlines()[-1])) == set()


def test_who_needs_rich_has_it_all_the_same() -> None:
    get_logger("test")
    from rich.table import Table

    assert Table().row_count == 0
