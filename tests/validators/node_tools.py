"""Programs from npm at the versions in package-lock.json, installed once, outside of the repository."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
_INSTALL_SECONDS = 240


def node_modules() -> Path:
    """Where they are. Skips the test, with a sentence, where they can't be had."""
    if shutil.which("npm") is None:
        pytest.skip("Left out, since there is no npm.")
    files = [HERE / "package.json", HERE / "package-lock.json"]
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()[:12]
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "agora-validators" / digest
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "installed").exists():
            for path in files:
                shutil.copy(path, folder)
            command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=_INSTALL_SECONDS)
            if done.returncode:
                pytest.skip(f"Left out, since npm could not install: {done.stderr.strip()[-200:]}")
            (folder / "installed").touch()
    return folder / "node_modules"


def needs(program: str) -> str:
    """A program's path. Skips the test, with a sentence, where it is missing."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"Left out, since there is no {program}.")
    return found
