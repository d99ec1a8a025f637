"""Completion for shells: the scripts, what they are answered, and where they are put. No network is used."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.environment import ENGLISH, KOREAN
from tests.journeys.processes import agora_in


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_takes_its_script(shell: str, tmp_path: Path) -> None:
    done = agora_in(tmp_path, "--show-completion", shell, env=dict(ENGLISH))
    assert (done.code, done.err) == (0, "")
    assert f"_AGORA_COMPLETE=complete_{shell}" in done.out
    if shell == "bash" and shutil.which("bash") is not None:
        subprocess.run(["bash", "-n"], input=done.out, text=True, check=True)
    own = agora_in(tmp_path, "--show-completion", env={**ENGLISH, "SHELL": f"/usr/bin/{shell}"})
    assert own.out == done.out


def test_it_is_put_where_the_shell_finds_it(tmp_path: Path) -> None:
    done = agora_in(tmp_path, "--install-completion", "fish", env={**KOREAN, "HOME": str(tmp_path)})
    file = tmp_path / ".config/fish/completions/agora.fish"
    assert (done.code, done.out) == (0, f"{file}에 설치했어요. 셸을 새로 열면 자동 완성이 돼요.\n")
    assert "_AGORA_COMPLETE" in file.read_text(encoding="utf-8")


@pytest.mark.parametrize("shell", ["tcsh", ""])
def test_another_shell_is_told_which_there_are(shell: str, tmp_path: Path) -> None:
    done = agora_in(tmp_path, "--show-completion", env={**ENGLISH, "SHELL": shell})
    assert (done.code, done.sentence) == (
        2,
        "agora: For which shell? Name one of bash, zsh, fish, as in 'agora --show-completion bash'.",
    )


def test_a_shell_is_answered_in_the_readers_language(tmp_path: Path) -> None:
    asking = {"_AGORA_COMPLETE": "complete_fish", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}
    commands = agora_in(tmp_path, env={**ENGLISH, **asking, "_TYPER_COMPLETE_ARGS": "agora "})
    assert (commands.code, commands.err) == (0, "")
    assert "debates\tList debates, open ones first" in commands.out.splitlines()
    options = agora_in(tmp_path, env={**KOREAN, **asking, "_TYPER_COMPLETE_ARGS": "agora debates --"})
    assert "--open\t열려 있는 토론만 보여 줘요" in options.out.splitlines()
    assert "--help\t이 도움말을 보여 줘요" in options.out.splitlines()
