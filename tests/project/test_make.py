"""make on machines that lack something: one clear sentence."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from project_repository import ROOT


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A search path with the shell's everyday tools and no Python, Chromium or anything else."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for tool in ("sh", "make", "awk", "cat", "rm"):
        found = shutil.which(tool)
        assert found is not None, tool
        (folder / tool).symlink_to(found)
    return folder


def script(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def find_python(path: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", str(ROOT / ".ci/python")], env={"PATH": str(path), **env}, capture_output=True, text=True, check=False
    )


def test_without_python_it_says_what_to_install(bare: Path) -> None:
    ran = find_python(bare)
    assert ran.returncode == 1
    assert ran.stderr.startswith("Agora needs Python 3.11 or newer and none was found.")
    assert len(ran.stderr.splitlines()) == 1


def test_an_old_python_is_named_with_its_version(bare: Path) -> None:
    script(bare, "python3", 'case "$2" in *platform*) echo 3.9.2;; *) exit 1;; esac')
    ran = find_python(bare)
    assert ran.returncode == 1
    assert "python3 is 3.9.2" in ran.stderr


def test_a_name_on_the_path_that_does_not_run_is_passed_over(bare: Path) -> None:
    script(bare, "python3", "echo 'no such version' >&2; exit 127")
    script(bare, "python3.12", 'case "$2" in *platform*) echo 3.12.1;; *executable*) echo /chosen/python3.12;; esac')
    ran = find_python(bare)
    assert (ran.returncode, ran.stdout) == (0, "/chosen/python3.12\n")


def test_a_python_without_venv_is_named_with_the_package_that_is_missing(bare: Path) -> None:
    script(bare, "python3", 'case "$2" in *platform*) echo 3.11.2;; *ensurepip*) exit 1;; esac')
    ran = find_python(bare)
    assert ran.returncode == 1
    assert "python3-venv" in ran.stderr


def test_a_python_of_ones_own_can_be_named(bare: Path, tmp_path: Path) -> None:
    script(tmp_path, "mine", 'case "$2" in *platform*) echo 3.13.0;; *executable*) echo /mine;; esac')
    assert find_python(bare, PYTHON=str(tmp_path / "mine")).stdout == "/mine\n"


def dry_run(path: Path, target: str, **env: str) -> str:
    return subprocess.run(
        ["make", "-n", target, "VENV=.not-there"],
        cwd=ROOT, env={"PATH": str(path), **env}, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip


def test_without_chromium_one_line_says_that_its_tests_are_left_out(bare: Path) -> None:
    told = [line for line in dry_run(bare, "test").splitlines() if "Left out" in line]
    assert len(told) == 1
    assert '-m "not heavy and not deployed and not browser"' in dry_run(bare, "test")


@pytest.mark.parametrize("way", ["on the path", "named"])
def test_with_chromium_all_tests_run(bare: Path, tmp_path: Path, way: str) -> None:
    script(bare if way == "on the path" else tmp_path, "chromium", "")
    env = {} if way == "on the path" else {"AGORA_CHROMIUM": str(tmp_path / "chromium")}
    assert "Left out" not in dry_run(bare, "test", **env)


def test_make_alone_lists_the_targets(bare: Path) -> None:
    told = subprocess.run(
        ["make"], cwd=ROOT, env={"PATH": str(bare)}, capture_output=True, text=True, check=True
    ).stdout
    assert {line.split()[1] for line in told.splitlines()} >= {"demo", "test", "lint", "lock", "bench", "install"}


def test_the_ci_script_calls_make_test_and_passes_its_status_on() -> None:
    text = (ROOT / ".ci/run").read_text()
    assert "set -euo pipefail" in text
    assert text.rstrip().endswith("make test")
    assert os.access(ROOT / ".ci/run", os.X_OK)
    assert subprocess.run(["bash", "-n", str(ROOT / ".ci/run")], check=False).returncode == 0
