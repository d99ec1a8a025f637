"""The compose files: what each service may do, what it keeps, and where its secrets are."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.config import load_config
from tests.patience import PATIENCE
from tests.project.project_repository import ROOT

FILES = {"deploy/compose.yaml": ["agora"], "deploy/compose.postgres.yaml": ["first", "second"]}
USER = "10001"
_SECRETS = {
    "AGORA_PSEUDONYM_KEY": "a-key-of-the-test",
    "DATABASE_PASSWORD": "correct-horse",
    "DISCORD_TOKEN": "a" * 24 + "." + "b" * 6 + "." + "c" * 27,
    "SLACK_BOT_TOKEN": "xoxb-1-2-three",
    "SLACK_SIGNING_SECRET": "f" * 32,
}


def composed(file: str) -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load((ROOT / file).read_text(encoding="utf-8"))
    return read


SERVICES = [(file, name) for file in FILES for name in composed(file)["services"]]


@pytest.mark.parametrize(("file", "name"), SERVICES)
def test_a_service_may_do_no_more_than_it_must(file: str, name: str) -> None:
    service = composed(file)["services"][name]
    assert service["user"] not in ("root", "0", "0:0")
    assert service["read_only"] is True
    assert "/tmp" in service["tmpfs"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] == "unless-stopped"
    assert service["healthcheck"]["test"][0] == "CMD"
    assert service["logging"]["options"].keys() == {"max-size", "max-file"}
    assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ()))


@pytest.mark.parametrize("file", FILES)
def test_secrets_are_files_and_no_value_stands_in_the_file(file: str) -> None:
    text = composed(file)
    for name, service in text["services"].items():
        for key, value in service["environment"].items():
            if re.search("KEY|PASSWORD|TOKEN|SECRET", key):
                assert key.endswith("_FILE"), (name, key)
                assert value.removeprefix("/run/secrets/") in service["secrets"], (name, key)
        assert set(service["secrets"]) <= text["secrets"].keys()
    for name, secret in text["secrets"].items():
        assert secret == {"file": f"./secrets/{name}"}


@pytest.mark.parametrize("file", FILES)
def test_what_is_written_lies_on_volumes_of_which_no_two_services_share_one(file: str) -> None:
    text = composed(file)
    kept = [
        volume.partition(":")[0]
        for service in text["services"].values()
        for volume in service["volumes"]
        if not volume.startswith((".", "/"))
    ]
    assert sorted(kept) == sorted(text["volumes"])
    for name in FILES[file]:
        assert any(volume.endswith(":/data") for volume in text["services"][name]["volumes"])


def test_the_image_and_the_files_agree() -> None:
    image = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    assert re.search(rf"useradd .*--uid {USER}\b", image)
    asked = re.search(r"^HEALTHCHECK .*\\\n\s+CMD (\[.*\])$", image, re.M)
    assert asked is not None
    for file, bots in FILES.items():
        for name in bots:
            service = composed(file)["services"][name]
            assert service["user"] == f"{USER}:{USER}"
            assert service["healthcheck"]["test"] == ["CMD", *yaml.safe_load(asked[1])]
            assert "./config.yaml:/config/config.yaml:ro" in service["volumes"]


def test_the_two_bots_differ_in_what_they_hear_where_they_answer_and_what_they_keep_and_wait_for_the_database() -> None:
    services = composed("deploy/compose.postgres.yaml")["services"]
    first, second = services["first"], services["second"]
    differ = {key for key in first if first[key] != second[key]}
    assert differ == {"environment", "ports", "volumes"}
    assert {key for key in first["environment"] if first["environment"][key] != second["environment"][key]} == {
        "AGORA_SHARD"
    }
    assert first["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    assert services["postgres"]["networks"] == ["inside"]
    assert "ports" not in services["postgres"]
    assert composed("deploy/compose.postgres.yaml")["networks"]["inside"] == {"internal": True}


_CHANNELS = {
    "discord": "channels: {square: {platform: discord, id: '222222222222222222'}}",
    "local": "channels: {square: {platform: local, id: square}}",
}


def told_configuration(file: str, content: Path) -> str:
    """The configuration that a file's head asks for, and one channel."""
    lines = re.findall(
        r"^#   ((?:content|database|pseudonym_key|web|discord|slack): .*?)(?:\s+#.*)?$", _text(file), re.M
    )
    text = "\n".join(lines).replace("/srv/agora/content", str(content))
    if "discord:" in text:
        return text + "\n" + _CHANNELS["discord"]
    return text.replace("web: {", "web: {chat: {open_to: everyone}, ") + "\n" + _CHANNELS["local"]


@pytest.mark.parametrize("file", FILES)
def test_the_configuration_that_a_file_asks_for_is_one(file: str, tmp_path: Path) -> None:
    (tmp_path / "content" / "articles").mkdir(parents=True)
    text = told_configuration(file, tmp_path / "content")
    (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
    loaded = load_config(tmp_path / "config.yaml", {**_SECRETS, "AGORA_SHARD": "0"})
    assert loaded.config is not None, loaded.problems
    given = {key for service in composed(file)["services"].values() for key in service["environment"]}
    given |= set(re.findall(r"# (\w+_FILE): /run/secrets/", _text(file)))
    wanted = set(re.findall(r"\$\{(\w+)\}", text))
    assert {name for name in wanted if name not in given and f"{name}_FILE" not in given} <= {
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
    }


@pytest.mark.parametrize("file", FILES)
def test_docker_compose_takes_it(file: str, tmp_path: Path) -> None:
    command = _compose()
    if command is None:
        pytest.skip("docker compose is not here")
    done = subprocess.run(
        [*command, "-f", str(ROOT / file), "config", "-q"],
        cwd=tmp_path, capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def _text(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


def _compose() -> list[str] | None:
    docker = shutil.which("docker")
    if docker is not None:
        asked = subprocess.run([docker, "compose", "version"], capture_output=True, timeout=PATIENCE, check=False)
        if asked.returncode == 0:
            return [docker, "compose"]
    alone = shutil.which("docker-compose")
    return [alone] if alone is not None else None
