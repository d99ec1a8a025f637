"""Reading what others wrote takes a process of its own, and no more than its time."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from bot.editor.extraction import needed
from bot.editor.fetcher import Page
from bot.editor.parser_process import apart
from bot.errors import AgoraError, UsageError
from bot.locales import words_for

PAGE = Page("https://example.org/", "text/plain", None, b"x")


def _never_ends(_: Page) -> None:
    while True:
        pass


def _dies(_: Page) -> None:
    os._exit(3)


def _refuses(_: Page) -> None:
    raise UsageError("no", "yes")


def _goes_deep(page: Page) -> None:
    _goes_deep(page)


async def test_what_takes_too_long_is_ended() -> None:
    with pytest.raises(AgoraError, match=r"can’t be read within 0.5 seconds"):
        await apart(_never_ends, PAGE, patience=0.5)


@pytest.mark.parametrize(("read", "said"), [(_dies, "the process ended"), (_goes_deep, "RecursionError")])
async def test_what_breaks_the_reader_is_told(read: object, said: str) -> None:
    with pytest.raises(AgoraError, match=said):
        await apart(read, PAGE)  # type: ignore[arg-type]


async def test_a_refusal_comes_whole() -> None:
    with pytest.raises(UsageError) as caught:
        await apart(_refuses, PAGE)
    assert (caught.value.message, caught.value.hint) == ("no", "yes")


def test_a_package_that_cannot_be_imported_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "half_installed.py").write_text("import lxml_html_clean_that_is_not_there\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(AgoraError, match="No module named 'lxml_html_clean_that_is_not_there'") as caught:
        needed("half_installed")
    assert "[summaries]" in caught.value.hint
    assert caught.value.sentence.said(words_for("ko", strict=True)) == (
        "웹 페이지와 피드를 가져올 때 쓰는 패키지가 설치되지 않았어요"
        "(No module named 'lxml_html_clean_that_is_not_there')."
    )
    assert "half_installed" not in sys.modules
