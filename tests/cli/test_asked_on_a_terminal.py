"""What can't be taken back is asked about on a terminal: `n` leaves everything, with the documented exit code."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_retention_command import configured, folder
from tests.journeys.processes import Done
from tests.patience import PATIENCE

__all__ = ["folder"]

STOPPED = 130


def answered(where: Path, answer: str, *words: str) -> Done:
    """A command whose question is answered on a terminal."""
    ours, theirs = pty.openpty()
    try:
        os.write(ours, f"{answer}\n".encode())
        done = subprocess.run(
            [sys.executable, "-m", "bot", *words],
            cwd=where,
            stdin=theirs,
            capture_output=True,
            timeout=PATIENCE,
            text=True,
        )
    finally:
        os.close(ours)
        os.close(theirs)
    return Done(done.returncode, done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("policy", "question", "told"),
    [
        ("delete", "Delete 10 ballots in 1 debate? This can’t be undone.", "10 ballots in 1 debate: deleted."),
        (
            "pseudonymise",
            "Cut 10 ballots in 1 debate off from their accounts? This can’t be undone.",
            "10 ballots in 1 debate: cut off from their accounts.",
        ),
    ],
)
def test_retention(folder: Path, policy: str, question: str, told: str) -> None:
    configured(folder, f"{{ballots: {policy}, after: 30d}}")
    no = answered(folder, "n", "retention", "--apply")
    assert (no.code, told in no.out) == (STOPPED, False)
    assert question in no.err
    assert no.err.rstrip().endswith("Stopped.")
    yes = answered(folder, "y", "retention", "--apply")
    assert (yes.code, told in yes.out) == (0, True)
    assert "Nothing is due." in answered(folder, "", "retention", "--apply").out, "where nothing is due nobody is asked"


def test_forgetting(folder: Path) -> None:
    configured(folder, "{ballots: keep}")
    no = answered(folder, "n", "forget", "discord:1")
    assert (no.code, no.err) == (
        1,
        "agora: Nothing is kept about discord:1, so there is nothing to forget."
        " If somebody else is meant: write discord:ID, slack:TEAM:ID or local:NAME.\n",
    )


def test_the_code_is_documented() -> None:
    docs = Path(__file__).parents[2] / "docs"
    for name in ("command-line.md", "operating.md"):
        assert str(STOPPED) in (docs / name).read_text(encoding="utf-8"), name
