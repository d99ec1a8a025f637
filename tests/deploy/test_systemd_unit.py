"""The systemd unit, as systemd itself reads it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.patience import PATIENCE
from tests.project.project_repository import ROOT

UNIT = ROOT / "deploy/agora.service"
PROGRAM = "/opt/agora/.venv/bin/agora"
EXPOSED = 2.0
"""The most of systemd's exposure level, of 10."""
_ANALYZE = shutil.which("systemd-analyze")
needs_systemd = pytest.mark.skipif(_ANALYZE is None, reason="systemd-analyze is not here (Debian's package: systemd)")


def analyze(*args: str) -> subprocess.CompletedProcess[str]:
    assert _ANALYZE is not None
    return subprocess.run(
        [_ANALYZE, "--no-pager", *args], capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def understands_offline() -> bool:
    """Whether this systemd looks at a unit that is not loaded: since its version 250."""
    version = re.match(r"systemd (\d+)", analyze("--version").stdout)
    return version is not None and int(version[1]) >= 250


@needs_systemd
def test_systemd_finds_nothing_to_say_about_the_unit(tmp_path: Path) -> None:
    program = tmp_path / "agora"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    text = UNIT.read_text(encoding="utf-8")
    assert text.count(PROGRAM) == 1
    unit = tmp_path / "agora.service"
    unit.write_text(text.replace(PROGRAM, str(program)), encoding="utf-8")
    done = analyze("verify", "--man=no", str(unit))
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@needs_systemd
def test_the_unit_lets_the_bot_do_little_else_than_its_work() -> None:
    if not understands_offline():
        pytest.skip("this systemd-analyze looks at loaded units only")
    done = analyze("security", "--offline=true", f"--threshold={round(EXPOSED * 10)}", str(UNIT))
    found = re.search(r"Overall exposure level for agora\.service: ([\d.]+)", done.stdout)
    assert found is not None, done.stdout + done.stderr
    assert float(found[1]) <= EXPOSED
    assert done.returncode == 0, done.stderr


def test_the_unit_gives_the_bot_time_to_finish_and_leaves_a_wrong_configuration_alone() -> None:
    from bot.app.run import STOPS_WITHIN
    from bot.errors import UsageError

    settings = dict(re.findall(r"^(\w+)=(.*)$", UNIT.read_text(encoding="utf-8"), re.M))
    assert float(settings["TimeoutStopSec"]) > STOPS_WITHIN
    assert int(settings["RestartPreventExitStatus"]) == UsageError.exit_code
