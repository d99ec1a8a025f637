"""The JSON addresses against their OpenAPI document, asked in every way that schemathesis thinks of."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from tests.validators.conftest import Visited

_EXAMPLES = 40


@pytest.mark.heavy
async def test_nothing_is_found_against_the_document(visited: Visited, tmp_path: Path) -> None:
    """Asked with ids of its own making, and with those of a debate that is open and of one that has ended."""
    debates = [f'[parameters]\n"path.debate" = "{debate}"\n' for debate in visited.debates]
    for number, parameters in enumerate(["", *debates]):
        config = tmp_path / f"schemathesis-{number}.toml"
        config.write_text(parameters, encoding="utf-8")
        command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run"]
        command += [f"{visited.site.url}/openapi.json", "--checks", "all", "--max-examples", str(_EXAMPLES)]
        asking = await asyncio.create_subprocess_exec(
            *command,
            "--seed",
            "1",
            "--no-color",
            cwd=tmp_path,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        told, _ = await asking.communicate()
        assert asking.returncode == 0, told.decode()
