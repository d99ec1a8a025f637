"""A search through every file of a folder, byte by byte."""

from __future__ import annotations

from pathlib import Path


def files_with(folder: Path, *names: str) -> list[str]:
    """The files under `folder` in which any of these names stands, as UTF-8 or escaped as JSON may write it."""
    return files_with_bytes(
        folder, *(form for name in names for form in (name.encode(), name.encode("unicode_escape")))
    )


def files_with_bytes(folder: Path, *pieces: bytes) -> list[str]:
    """The files under `folder` in which any of these pieces stands."""
    return sorted(
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and any(piece in path.read_bytes() for piece in pieces)
    )
