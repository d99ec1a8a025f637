"""Containers as a compose file describes them, run by podman."""

from __future__ import annotations

import json
import os
import subprocess
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from tests.journeys.processes import until
from tests.patience import PATIENCE
from tests.ports import free_port
from tests.project.project_repository import ROOT

IMAGE = os.environ.get("AGORA_IMAGE")
"""What `.ci/deployed` has built; None where it could not."""


def podman(*args: str, code: int | None = 0) -> subprocess.CompletedProcess[str]:
    """Run podman, which must end with `code`."""
    done = subprocess.run(["podman", *args], capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert code is None or done.returncode == code, (args, done.stdout, done.stderr)
    return done


def options_of(service: Mapping[str, Any], folder: Path, port: int) -> list[str]:
    """What podman is told so that a service of a compose file in `folder` runs as it says, on another port."""
    told = ["--user", service["user"], "--pids-limit", str(service["pids_limit"]), "--stop-timeout", "20"]
    told += ["--read-only", "--read-only-tmpfs=false"] if service["read_only"] else []
    told += ["--init"] if service["init"] else []
    told += [f"--tmpfs={place}" for place in service["tmpfs"]]
    told += [f"--cap-drop={name}" for name in service["cap_drop"]]
    told += [f"--security-opt={option.removesuffix(':true')}" for option in service["security_opt"]]
    told += [f"--env={name}={value}" for name, value in service["environment"].items()]
    told += [f"--volume={folder}/secrets/{name}:/run/secrets/{name}:ro" for name in service["secrets"]]
    told += [f"--publish=127.0.0.1:{port}:{published.rpartition(':')[2]}" for published in service["ports"]]
    asked = service["healthcheck"]["test"]
    assert asked[0] == "CMD"
    told += ["--health-cmd", json.dumps(asked[1:]), "--health-interval", "disable"]
    return told


class Compose:
    """The service of deploy/compose.yaml, with its files in a folder and its volume under a name of the test's own."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = name
        self.volume = f"{name}-data"
        self.port = free_port()
        self._service = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))["services"]["agora"]

    def up(self, *command: str) -> None:
        """Start it, with another command than the image's if one is given."""
        podman("run", "--detach", "--name", self.name, *self._options(), str(IMAGE), *command)

    def once(self, *command: str, code: int = 0) -> subprocess.CompletedProcess[str]:
        """Run a command in a container of its own."""
        return podman("run", "--rm", *self._options(), str(IMAGE), *command, code=code)

    def inside(self, *command: str, code: int | None = 0) -> str:
        """What a command prints in the running container."""
        return podman("exec", self.name, *command, code=code).stdout.strip()

    def down(self) -> Sequence[Any]:
        """Ask it to end; gives the code that it ended with, and its log."""
        podman("stop", self.name)
        state = json.loads(podman("inspect", self.name).stdout)[0]["State"]
        log = podman("logs", self.name)
        podman("rm", self.name)
        return state["ExitCode"], log.stdout + log.stderr

    def clear(self) -> None:
        """Leave nothing behind."""
        podman("rm", "--force", "--time", "0", self.name, code=None)
        podman("volume", "rm", "--force", self.volume, code=None)

    def ready(self) -> bool:
        """Whether it says from outside that it is."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=PATIENCE) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def until_ready(self) -> None:
        """Return when it is; it must not end before."""

        def there() -> bool:
            running = podman("inspect", "--format", "{{.State.Running}}", self.name).stdout.strip()
            assert running == "true", podman("logs", self.name)
            return self.ready()

        until(there, why=lambda: podman("logs", self.name).stderr)

    def _options(self) -> list[str]:
        volumes = []
        for volume in self._service["volumes"]:
            source, _, place = volume.partition(":")
            at = self.folder / source if source.startswith(".") else self.volume
            volumes.append(f"--volume={at}:{place}")
        return [*options_of(self._service, self.folder, self.port), *volumes]
