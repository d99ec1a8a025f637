"""What the repository as a whole promises."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from project_repository import ROOT, documents, tracked

from bot import __version__
from tests.patience import PATIENCE

# In halves, so that this file does not find itself.
UNFINISHED = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error")))
UNMERGED = re.compile("^(?:<{7}|={7}|>{7})(?: |$)", re.MULTILINE)
OF_ONE_MACHINE = re.compile(
    "|".join(("/ro" + "ot/", "/wo" + "rk/", "/ho" + r"me/\w", "pypi" + r"\.org", "python" + "hosted"))
)


def readable(path: Path) -> str | None:
    try:
        return path.read_text()
    except UnicodeDecodeError:
        return None


@pytest.mark.parametrize(
    ("words", "meaning"), [(UNFINISHED, "unfinished"), (UNMERGED, "unmerged"), (OF_ONE_MACHINE, "of one machine")]
)
def test_no_file_says_what_it_should_not(words: re.Pattern[str], meaning: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in tracked()
        if (text := readable(path)) is not None
        for match in words.finditer(text)
    ]
    assert found == [], meaning


def test_no_secret_looking_string_is_in_the_repository() -> None:
    from bot.log.redaction import REDACTED, redacted

    for path in tracked():
        text = readable(path) if path.suffix in {".yaml", ".yml", ".toml", ".service", ".cfg"} else None
        if text is not None:
            assert REDACTED not in redacted(re.sub(r":?\$\{\w+\}", "", text)), path


def test_the_licence_is_mit() -> None:
    assert (ROOT / "LICENSE").read_text().startswith("MIT License")


def test_the_changelog_begins_with_the_present_version() -> None:
    first = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(), re.M)
    assert first is not None
    assert first[1] == __version__


def test_the_wheel_holds_every_file_of_the_package(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)],
        cwd=ROOT, check=True, capture_output=True, timeout=PATIENCE,
    )  # fmt: skip
    (wheel,) = tmp_path.glob("*.whl")
    packed = set(zipfile.ZipFile(wheel).namelist())
    inside = {path.relative_to(ROOT) for path in tracked()}
    wanted = {str(path) for path in inside if path.parts[0] == "bot"}
    wanted |= {str("bot" / path) for path in inside if path.parts[0] == "content"}
    assert wanted - packed == set()
    assert any(name.endswith("licenses/LICENSE") for name in packed)


def test_the_image_copies_only_what_its_context_holds() -> None:
    context = set((ROOT / ".dockerignore").read_text().split())
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", (ROOT / "Dockerfile").read_text(), re.M)
    sources = [source.rstrip("/") for line in copied for source in line.split()]
    assert sources
    for source in sources:
        assert (ROOT / source).exists(), source
        assert f"!{source}" in context, source


def test_every_decision_is_listed_and_says_what_it_costs() -> None:
    folder = ROOT / "docs/decisions"
    listed = (folder / "README.md").read_text()
    records = [path for path in documents() if path.parent == folder and path.name != "README.md"]
    assert len(records) >= 8
    for record in records:
        text = record.read_text()
        assert f"({record.name})" in listed
        assert text.startswith(f"# {int(record.name[:4])}. ")
        assert all(f"**{part}.**" in text for part in ("Context", "Choice", "What it costs")), record.name
