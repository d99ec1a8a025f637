"""The unit under a real systemd: a machine of its own in a folder, booted by systemd-nspawn."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.deploy.test_systemd_unit import UNIT
from tests.journeys.place import is_ready
from tests.journeys.processes import until
from tests.patience import PATIENCE
from tests.ports import free_port

MACHINE = os.environ.get("AGORA_MACHINE")
"""The folder of the machine that `.ci/deployed` has made, with a checkout in /opt/agora; None where it could not."""
pytestmark = [
    pytest.mark.deployed,
    pytest.mark.skipif(MACHINE is None, reason="no machine was made (.ci/deployed makes one)"),
]

CONFIG = """
timezone: Asia/Seoul
content: /opt/agora/content
database: sqlite:////var/lib/agora/agora.db
pseudonym_key: ${{AGORA_PSEUDONYM_KEY}}
web: {{listen: "127.0.0.1:{port}", chat: true}}
admins: {{local: [editor]}}
channels: {{square: {{platform: local, id: square}}}}
"""


class Machine:
    """A booted machine, whose network is this one's."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.url = f"http://127.0.0.1:{port}"
        self._log = (folder / "var/boot.log").open("wb")
        asked = [f"--directory={folder}", "--boot", "--console=read-only", "--kill-signal=SIGRTMIN+3"]
        # There is nobody to register with, and no scope to ask for, where this machine runs no systemd itself.
        alone = ["--quiet", "--register=no", "--keep-unit"]
        self._nspawn = subprocess.Popen(
            ["systemd-nspawn", *alone, *asked, "systemd.unit=agora-test.target"],
            env={**os.environ, "SYSTEMD_NSPAWN_UNIFIED_HIERARCHY": "1"},
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
        )

    def systemctl(self, *args: str) -> str:
        """What systemctl prints inside; empty while nobody answers there."""
        children = psutil.Process(self._nspawn.pid).children()
        assert self._nspawn.poll() is None, self.said()
        if not children:
            return ""
        entered = ["nsenter", f"--target={children[0].pid}", "--mount", "--uts", "--ipc", "--pid", "--cgroup"]
        done = subprocess.run(
            [*entered, "systemctl", *args], capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        return done.stdout.strip()

    def shows(self, name: str) -> str:
        """A property of the unit."""
        return self.systemctl("show", "agora", f"--property={name}", "--value")

    def until_ready(self) -> None:
        """Return when the bot answers."""
        until(lambda: is_ready(self.url), why=self.said)

    def process(self) -> psutil.Process:
        """The bot's process, as this machine sees it."""
        (found,) = [
            one
            for one in psutil.Process(self._nspawn.pid).children(recursive=True)
            if "/opt/agora/.venv/bin/agora" in one.cmdline()
        ]
        return found

    def said(self) -> str:
        """What was written while it booted, and the bot's log."""
        self._log.flush()
        return (self.folder / "var/boot.log").read_text(encoding="utf-8", errors="replace")[-4000:]

    def off(self) -> None:
        """Turn it off."""
        self._nspawn.send_signal(signal.SIGTERM)
        try:
            self._nspawn.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._nspawn.kill()
            self._nspawn.wait()
        self._log.close()


@pytest.fixture
def machine() -> Iterator[Machine]:
    """A machine with the unit, its configuration and its secrets in place."""
    folder = Path(str(MACHINE))
    port = free_port()
    units = folder / "etc/systemd/system"
    shutil.copy(UNIT, units / "agora.service")
    # Nothing of a whole system but the bot, with its log where it can be read.
    (units / "agora-test.target").write_text("[Unit]\nRequires=basic.target agora.service\nAfter=basic.target\n")
    (units / "agora.service.d").mkdir(exist_ok=True)
    (units / "agora.service.d/log.conf").write_text("[Service]\nStandardOutput=journal+console\n")
    shutil.rmtree(folder / "var/lib/private/agora", ignore_errors=True)
    settings = folder / "etc/agora"
    settings.mkdir(exist_ok=True)
    (settings / "config.yaml").write_text(CONFIG.format(port=port), encoding="utf-8")
    (settings / "secrets.env").write_text("AGORA_PSEUDONYM_KEY=a-key-of-the-tests-own\n", encoding="utf-8")
    (settings / "secrets.env").chmod(0o600)
    made = Machine(folder, port)
    yield made
    made.off()


def test_the_unit_runs_the_bot_confined_starts_it_again_and_stops_it_cleanly(machine: Machine) -> None:
    machine.until_ready()
    assert machine.shows("ActiveState") == "active"
    bot = machine.process()
    status = dict(
        line.split(":\t", 1) for line in Path(f"/proc/{bot.pid}/status").read_text().splitlines() if ":\t" in line
    )
    assert bot.uids().real != 0
    assert int(status["CapEff"], 16) == int(status["CapBnd"], 16) == 0
    assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2")
    ledger = machine.folder / "var/lib/private/agora/agora.db"
    assert oct(ledger.stat().st_mode & 0o777) == "0o600"
    assert ledger.stat().st_uid != 0

    bot.kill()
    until(lambda: machine.shows("NRestarts") == "1", why=machine.said)
    machine.until_ready()

    machine.systemctl("stop", "agora")
    assert (machine.shows("ActiveState"), machine.shows("Result")) == ("inactive", "success")
    assert machine.shows("ExecMainStatus") == "0"


def test_a_wrong_configuration_is_not_started_again(machine: Machine) -> None:
    machine.until_ready()
    config = machine.folder / "etc/agora/config.yaml"
    config.write_text(config.read_text(encoding="utf-8").replace("timezone:", "timezon:"), encoding="utf-8")
    machine.systemctl("restart", "agora")
    until(lambda: machine.shows("ActiveState") == "failed", why=machine.said)
    assert machine.shows("ExecMainStatus") == "2"
    assert machine.shows("NRestarts") == "0"
