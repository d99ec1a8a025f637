"""Which files of `bot/` work, and in which order, while something happens."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from tests.project.project_repository import ROOT

_BOT = f"{ROOT / 'bot'}/"


@contextmanager
def traced() -> Iterator[dict[str, list[str]]]:
    """The files of which a function ran in this thread, in the order of their first one, each with these."""
    ran: dict[str, list[str]] = {}

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and (file := frame.f_code.co_filename).startswith(_BOT):
            functions = ran.setdefault(f"bot/{file.removeprefix(_BOT)}", [])
            if (name := frame.f_code.co_qualname) not in functions:
                functions.append(name)

    sys.setprofile(note)
    try:
        yield ran
    finally:
        sys.setprofile(None)
