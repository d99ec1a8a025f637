"""The image, built for real and run as deploy/compose.yaml says."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.deploy.podman import IMAGE, Compose, podman

pytestmark = [
    pytest.mark.deployed,
    pytest.mark.skipif(IMAGE is None, reason="no image was built (.ci/deployed builds one)"),
]

CONFIG = """
timezone: Asia/Seoul
content: /srv/agora/content
database: sqlite:////data/agora.db
pseudonym_key: ${AGORA_PSEUDONYM_KEY}
web: {listen: "0.0.0.0:8080", chat: {open_to: everyone}, public_url: "https://agora.example.org"}
admins: {local: [editor]}
channels: {square: {platform: local, id: square}}
"""
SLUG = "secret-door-open-square"
_SEEN_INSIDE = """
import json, os, pathlib
lines = pathlib.Path("/proc/self/status").read_text().splitlines()
status = dict(line.split(":\\t", 1) for line in lines if ":\\t" in line)
def writes(path):
    try:
        pathlib.Path(path, "probe").write_text("")
        pathlib.Path(path, "probe").unlink()
    except OSError as error:
        return error.strerror
    return True
print(json.dumps({
    "user": os.getuid(),
    "group": os.getgid(),
    "capabilities": int(status["CapEff"], 16) | int(status["CapBnd"], 16),
    "no new privileges": status["NoNewPrivs"].strip(),
    "system calls filtered": status["Seccomp"].strip(),
    "writes": {path: writes(path) for path in ("/", "/opt/agora", "/srv/agora/content", "/config", "/data", "/tmp")},
    "files": {path.name: oct(path.stat().st_mode & 0o777) for path in pathlib.Path("/data").iterdir()},
}))
"""


@pytest.fixture
def compose(tmp_path: Path) -> Iterator[Compose]:
    """A folder as deploy/compose.yaml asks for."""
    (tmp_path / "config.yaml").write_text(CONFIG, encoding="utf-8")
    (tmp_path / "config.yaml").chmod(0o644)
    secrets = tmp_path / "secrets"
    secrets.mkdir(mode=0o700)
    (secrets / "pseudonym_key").write_text("a key of the test's own\n", encoding="utf-8")
    (secrets / "pseudonym_key").chmod(0o444)
    made = Compose(tmp_path, f"agora-test-{os.getpid()}")
    yield made
    made.clear()


def test_the_image_says_what_it_is() -> None:
    (image,) = json.loads(podman("image", "inspect", str(IMAGE)).stdout)
    settings = image["Config"]
    assert settings["User"] == "agora"
    assert settings["Entrypoint"] == ["agora"]
    assert settings["Cmd"] == ["run", "-c", "/config/config.yaml"]
    assert settings["StopSignal"] == "SIGTERM"
    assert settings["Volumes"].keys() == {"/data"}
    assert image["Healthcheck"]["Test"][:2] == ["CMD", "python"]


def test_the_image_holds_what_runs_and_nothing_to_install_more_with(compose: Compose) -> None:
    lacking = podman("run", "--rm", "--entrypoint", "python", str(IMAGE), "-m", "pip", "--version", code=1)
    assert "No module named pip" in lacking.stderr
    checked = compose.once("check", "-c", "/config/config.yaml")
    assert "Traceback" not in checked.stderr


def test_a_bot_lives_in_its_container_and_its_debate_outlives_it(compose: Compose) -> None:
    compose.up()
    compose.until_ready()
    seen = json.loads(compose.inside("python", "-c", _SEEN_INSIDE))
    assert (seen["user"], seen["group"]) == (10001, 10001)
    assert seen["capabilities"] == 0
    assert seen["no new privileges"] == "1"
    assert seen["system calls filtered"] == "2"
    refused = {path: answer for path, answer in seen["writes"].items() if answer is not True}
    assert refused.keys() == {"/", "/opt/agora", "/srv/agora/content", "/config"}
    assert set(refused.values()) <= {"Read-only file system", "Permission denied"}
    assert refused["/"] == "Read-only file system"
    assert seen["files"]["agora.db"] == "0o600"
    assert set(seen["files"].values()) == {"0o600"}

    podman("healthcheck", "run", compose.name)
    debate = compose.inside("agora", "post", SLUG, "--channel", "square", "-c", "/config/config.yaml")
    code, log = compose.down()
    assert code == 0, log
    assert "Traceback" not in log

    compose.up()
    compose.until_ready()
    told = json.loads(compose.inside("agora", "results", debate, "--format", "json", "-c", "/config/config.yaml"))
    assert told["state"] == "open"
    assert compose.down()[0] == 0


def test_a_bot_that_does_not_answer_is_not_healthy(compose: Compose) -> None:
    (compose.folder / "config.yaml").write_text(CONFIG.replace("0.0.0.0:8080", "0.0.0.0:8081"), encoding="utf-8")
    compose.up()
    assert podman("healthcheck", "run", compose.name, code=None).returncode != 0


def test_a_wrong_configuration_ends_the_container_with_2_and_a_sentence(compose: Compose) -> None:
    (compose.folder / "config.yaml").write_text(CONFIG.replace("timezone:", "timezon:"), encoding="utf-8")
    done = compose.once("run", "-c", "/config/config.yaml", code=2)
    assert "config.yaml:2: timezon" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_secret_that_its_file_does_not_give_is_named_and_never_told(compose: Compose) -> None:
    (compose.folder / "secrets" / "pseudonym_key").chmod(0o400)
    done = compose.once("run", "-c", "/config/config.yaml", code=2)
    assert "AGORA_PSEUDONYM_KEY" in done.stderr
    assert "a key of the test" not in done.stderr + done.stdout
