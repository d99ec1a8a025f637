"""A library follows its files, and a broken one never takes the good ones away."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import UsageError
from bot.library.library import Library
from tests.patience import PATIENCE

START = datetime(2026, 1, 1, tzinfo=UTC)


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        return self.at


def article(title: str = "제목", more: str = "") -> str:
    return (
        f"---\ntitle: {title}\ncategory: 기술\npublished: 2025-04-28T04:57:00+09:00\n"
        f"summary: [하나, 둘, 셋]\nquestion: 공개해야 할까?\n{more}---\n본문이에요.\n"
    )


def write(folder: Path, name: str, text: str) -> Path:
    """Replace a file at once, as editors do."""
    (folder / "articles").mkdir(exist_ok=True)
    path = folder / "articles" / name
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
    return path


def title(library: Library, slug: str) -> str | None:
    found = library.get(slug)
    return found.title if found is not None else None


def test_the_last_good_version_stays_when_a_file_breaks(tmp_path: Path) -> None:
    write(tmp_path, "a.md", article("가"))
    write(tmp_path, "b.md", article("나"))
    library = Library(tmp_path)
    assert library.load()
    write(tmp_path, "a.md", "---\ntitle: [\n---\n")
    write(tmp_path, "b.md", article("나 새로"))
    assert library.load()
    assert (title(library, "a"), title(library, "b")) == ("가", "나 새로")
    assert [(Path(p.file).name, p.line) for p in library.problems] == [("a.md", 2)]
    write(tmp_path, "a.md", article("가 고침"))
    assert library.load()
    assert title(library, "a") == "가 고침"
    assert library.problems == ()


def test_loading_again_without_a_change_does_nothing(tmp_path: Path) -> None:
    write(tmp_path, "a.md", article())
    write(tmp_path, "b.md", "broken")
    library = Library(tmp_path)
    assert library.load()
    before = library.get("a")
    assert not library.load()
    assert library.get("a") is before


def test_a_removed_file_is_a_removed_article_and_a_removed_folder_is_not(tmp_path: Path) -> None:
    first = write(tmp_path, "a.md", article())
    write(tmp_path, "b.md", article())
    library = Library(tmp_path)
    library.load()
    first.unlink()
    assert library.load()
    assert (library.get("a"), title(library, "b")) == (None, "제목")
    (tmp_path / "articles").rename(tmp_path / "away")
    assert library.load()
    assert title(library, "b") == "제목"
    assert len(library.problems) == 1


def test_changed_at_tells_when_the_edition_was_first_seen(tmp_path: Path) -> None:
    clock = Clock()
    write(tmp_path, "a.md", article("가"))
    library = Library(tmp_path, clock.now)
    library.load()
    assert library.changed_at("a") == START
    assert library.changed_at("none") is None

    clock.at = START + timedelta(minutes=1)
    write(tmp_path, "a.md", article("가", "tags: [새로]\n"))
    assert library.load()
    assert library.changed_at("a") == START

    clock.at = START + timedelta(minutes=2)
    write(tmp_path, "a.md", article("나"))
    library.load()
    assert library.changed_at("a") == clock.at

    seen, clock.at = clock.at, START + timedelta(minutes=3)
    path = tmp_path / "articles" / "a.md"
    text = path.read_text(encoding="utf-8")
    path.unlink()
    library.load()
    assert library.changed_at("a") is None
    write(tmp_path, "a.md", text)
    library.load()
    assert library.changed_at("a") == seen


def test_the_mascots_follow_their_file_and_the_last_good_ones_stay(tmp_path: Path) -> None:
    write(tmp_path, "a.md", article())
    cast = tmp_path / "mascots.yaml"
    library = Library(tmp_path)
    library.load()
    assert set(library.mascots()) == {"booki", "moki"}
    cast.write_text("hodu:\n  name: {ko: 호두}\n  emoji: 🐕\n", encoding="utf-8")
    assert library.load()
    assert set(library.mascots()) == {"hodu"}
    cast.write_text("hodu: {\n", encoding="utf-8")
    assert library.load()
    assert set(library.mascots()) == {"hodu"}
    assert len(library.problems) == 1
    cast.unlink()
    assert library.load()
    assert set(library.mascots()) == {"booki", "moki"}


@asynccontextmanager
async def watching(library: Library, look_every: timedelta) -> AsyncIterator[Callable[[], asyncio.Task[bool]]]:
    """A running watcher; what it gives makes a task that ends with the next reload."""
    stop, reloaded = asyncio.Event(), asyncio.Event()

    def next_reload() -> asyncio.Task[bool]:
        reloaded.clear()
        return asyncio.create_task(reloaded.wait())

    watcher = asyncio.create_task(library.watch(stop, reloaded.set, look_every))
    try:
        yield next_reload
    finally:
        stop.set()
        await asyncio.wait_for(watcher, PATIENCE)


async def test_a_saved_file_is_read_again_by_itself(tmp_path: Path) -> None:
    write(tmp_path, "a.md", article("가"))
    library = Library(tmp_path)
    library.load()
    async with watching(library, timedelta(milliseconds=200)) as next_reload:
        for text, expected in ((article("나"), "나"), ("broken", "나"), (article("다"), "다")):
            reload = next_reload()
            write(tmp_path, "a.md", text)
            await asyncio.wait_for(reload, PATIENCE)
            assert title(library, "a") == expected
        reload = next_reload()
        write(tmp_path, "new.md", article("새 글"))
        await asyncio.wait_for(reload, PATIENCE)
        assert title(library, "new") == "새 글"


async def test_a_change_that_nobody_reports_is_found_by_looking(tmp_path: Path) -> None:
    """A link's target outside of the watched folder changes without an event there."""
    folder, elsewhere = tmp_path / "content", tmp_path / "elsewhere"
    for place in (folder, elsewhere):
        place.mkdir()
    write(elsewhere, "a.md", article("가"))
    (folder / "articles").symlink_to(elsewhere / "articles", target_is_directory=True)
    library = Library(folder)
    library.load()
    async with watching(library, timedelta(milliseconds=100)) as next_reload:
        reload = next_reload()
        write(elsewhere, "a.md", article("나"))
        await asyncio.wait_for(reload, PATIENCE)
        assert title(library, "a") == "나"


async def test_without_a_folder_there_is_nothing_to_watch(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        await Library(tmp_path / "none").watch(asyncio.Event())


def test_a_file_that_can_not_be_read_costs_only_itself(tmp_path: Path) -> None:
    write(tmp_path, "a.md", article("가"))
    locked = write(tmp_path, "b.md", article("나"))
    locked.chmod(0)
    library = Library(tmp_path)
    library.load()
    readable = os.access(locked, os.R_OK)
    assert title(library, "a") == "가"
    assert (library.get("b") is not None) == readable
    assert len(library.problems) == (0 if readable else 1)
