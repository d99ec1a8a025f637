"""docs/architecture.md is as the code is: its list of files, and the three journeys, carried out in a real bot."""

from __future__ import annotations

import asyncio
import importlib.util
import re
from datetime import datetime, timedelta

import pytest
import pytest_asyncio

from bot.app.app import App, Replacements
from bot.services.clock import SystemClock
from tests.project.code_facts import document, modules
from tests.project.project_repository import ROOT
from tests.project.tracing import traced
from tests.wire.discord import FakeDiscord
from tests.wire.discord.whole import OPTIONS, running_bot

SCHEDULE = 'schedules:\n  - {name: minutely, cron: "* * * * *", channels: [square]}'
ARCHITECTURE = document("docs/architecture.md")


def test_the_list_of_files_is_as_the_files_say() -> None:
    spec = importlib.util.spec_from_file_location("architecture", ROOT / "scripts/architecture.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.as_it_should_be(ARCHITECTURE) == ARCHITECTURE, "run: make docs"


def test_every_file_says_what_it_is() -> None:
    assert [path for path, tree in modules().items() if not tree.body] == []
    lines = re.findall(r"^\| `(\w+\.py)` \| (.*) \|$", ARCHITECTURE, re.M)
    assert [name for name, told in lines if not told] == []


def way(name: str) -> tuple[list[str], int]:
    """The files of a journey as the document has them, and how many they may be."""
    found = re.search(rf"<!-- journey: {name}, at most (\d+) -->\n(.*?)<!-- end -->", ARCHITECTURE, re.S)
    assert found is not None
    return re.findall(r"^\| `(bot/[\w/.]+)` ", found[2], re.M), int(found[1])


def looked_up() -> set[str]:
    """The files that the document has as looked up on the way; a folder stands for all in it."""
    found = re.search(r"<!-- looked up -->\n(.*?)<!-- end -->", ARCHITECTURE, re.S)
    assert found is not None
    named = re.findall(r"`(bot/[\w/.]+)`", found[1])
    return {path for path in modules() for name in named if path == name or path.startswith(f"{name}/")}


class AheadClock(SystemClock):
    """The machine's clock, put forward."""

    def __init__(self) -> None:
        self.by = timedelta()

    def now(self) -> datetime:
        return super().now() + self.by


class NothingToLookBackOn:
    """In the place of the part that looks through channels after a restore: it might ask only amid a journey."""

    async def run(self) -> None:
        await asyncio.Event().wait()


def nothing_is_being_shown() -> bool:
    """Whether no card is being edited, so that no journey has another's last steps in it."""
    return not any(task.get_name().startswith("refresh ") for task in asyncio.all_tasks())


def without_look_back(app: App) -> None:
    app.look_back = NothingToLookBackOn()  # type: ignore[assignment]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def journeys(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[str]]]:
    """The files that worked on each journey, with their functions."""
    clock = AheadClock()
    ran: dict[str, dict[str, list[str]]] = {}
    folder = tmp_path_factory.mktemp("journeys")
    async with (
        FakeDiscord() as fake,
        running_bot(
            fake, folder, more=SCHEDULE, prepare=without_look_back, replacements=Replacements(clock=clock)
        ) as bot,
    ):
        await fake.until(lambda: fake.places.commands[None])
        square = bot.places.square
        with traced() as ran["occurrence"]:
            clock.by = timedelta(minutes=1)
            await bot.app.scheduler.deal_with_due()
            await fake.until(lambda: fake.messages(square))
            (debate,) = await bot.app.database.ledger.debates.open_debates()
            await bot.until(lambda: bot.settled(debate.id))
        await bot.until_calm()
        await fake.until(nothing_is_being_shown)
        haru = fake.user("Haru", bot.places.guild)
        with traced() as ran["reaction"]:
            fake.react(haru, bot.card(), OPTIONS[0])
            await fake.until(lambda: "한 명이" in bot.card().text)
        await fake.until(nothing_is_being_shown)
        with traced() as ran["command"]:
            await fake.answer(fake.slash(haru, square, "debate results", "ko"))
    return ran


NAMES = re.findall(r"<!-- journey: (\w+), ", ARCHITECTURE)


def test_there_are_three_journeys() -> None:
    assert NAMES == ["occurrence", "reaction", "command"]


@pytest.mark.parametrize("name", NAMES)
def test_a_journey_is_short(name: str) -> None:
    files, most = way(name)
    assert len(files) == len(set(files))
    assert len(files) <= most


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("name", NAMES)
async def test_a_journey_goes_through_its_files_and_through_no_others(
    journeys: dict[str, dict[str, list[str]]], name: str
) -> None:
    files, _ = way(name)
    ran = journeys[name]
    every = {file for journey in NAMES for file in way(journey)[0]}
    assert [file for file in files if file not in ran] == []
    assert {file: ran[file] for file in ran.keys() - every - looked_up()} == {}


@pytest.mark.parametrize("name", NAMES)
def test_the_document_says_how_many_files_it_names(name: str) -> None:
    said = re.search(rf"<!-- journey: {name}, .*-->\n(\d+) files are named here", ARCHITECTURE)
    assert said is not None
    assert int(said[1]) == len(way(name)[0])
