"""A bot killed at every step of a closing: after the next start there is one result with its certificate."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from tests.journeys.killed_at_a_step import close_until
from tests.journeys.ledger import audit, latest, wait_until_closed
from tests.journeys.place import OPTIONS
from tests.journeys.processes import CODE_OF_KILLED, until

pytestmark = pytest.mark.heavy

AT_ONCE = 4
BALLOTS = [1, 1, 1]


@pytest.fixture
def voted(places):
    """A place with an open debate on which three people voted, one of them twice; no bot runs."""
    place = places("voted")
    bot = place.run()
    place.post()
    visitor = bot.visitor()
    card = visitor.messages("square", "card")[0]["id"]
    for person, emoji in zip(("haru", "noeul", "dambi", "dambi"), (*OPTIONS[:2], OPTIONS[0], OPTIONS[2]), strict=True):
        visitor.react(person, card, emoji)
    until(lambda: visitor.ballots("square", card) == BALLOTS)
    bot.stop()
    return place


def copy_of(places, voted, name):
    place = places(name)
    for file in voted.folder.glob("agora*.db"):
        shutil.copy(file, place.folder / file.name)
    return place


def check(places, voted, step: int) -> bool:
    place = copy_of(places, voted, f"killed-{step}")
    dying = place.begin_work(close_until, step, str(place.config), "steps")
    was_killed = dying.wait().code == CODE_OF_KILLED
    assert trail(place), dying.err

    bot = place.run()
    debate = latest(place)
    assert debate is not None
    # A closing that was written and not answered stands: its time is up, and the bot closes it by itself.
    if debate.closes_at > datetime.now(UTC):
        assert "after closings.close_early" not in trail(place)
        assert place.agora("close").code == 0
    visitor = bot.visitor()
    wait_until_closed(place, debate.id, why=lambda: bot.err)
    results = visitor.messages("square", "result")
    cards = visitor.messages("square", "card")
    assert (len(results), len(cards)) == (1, 1)
    assert results[0]["content"]["certificate"]
    assert cards[0]["content"]["state"] == "closed"
    assert cards[0]["content"]["result_link"].endswith("#" + results[0]["id"])
    assert [bar["ballots"] for bar in results[0]["content"]["bars"]] == BALLOTS
    bot.stop()
    told = audit(place, debate.id)
    assert told["state"] == "closed"
    assert [option["ballots"] for option in told["options"]] == BALLOTS
    certificate = told["certificate"]
    assert (certificate["recounted"], certificate["ledger"], certificate["recount"]) == ("exact", 3, 3)
    assert certificate["differences"] == 0
    return was_killed


def trail(place) -> list[str]:
    """The steps that a bot has taken."""
    return (place.folder / "steps").read_text(encoding="utf-8").splitlines()


@pytest.mark.timeout(400)
def test_one_result_whatever_step_the_bot_is_killed_at(places, voted) -> None:
    whole = copy_of(places, voted, "whole")
    done = whole.begin_work(close_until, None, str(whole.config), "steps").wait()
    assert done.code == 0, done.err
    names = trail(whole)
    assert {"after chat.scan", "after recounts.mend", "after closings.finish", "after chat.send"} <= set(names)

    def checked(step: int) -> bool:
        try:
            return check(places, voted, step)
        except BaseException as failure:
            failure.add_note(f"killed at step {step} of about {len(names)}")
            raise

    with ThreadPoolExecutor(AT_ONCE) as pool:
        killed = list(pool.map(checked, range(1, len(names) + 1)))
    assert killed.count(True) > len(killed) * 3 // 4, "a run may take some steps less than the one that was counted"
