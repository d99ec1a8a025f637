"""A bot killed at every step of a post: after the next start there is one post, complete and in order."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from tests.journeys.killed_at_a_step import EARLY_VOTE, EARLY_VOTER, post_until
from tests.journeys.ledger import audit, latest, wait_until_settled
from tests.journeys.place import LINES, OPTIONS, SLUG
from tests.journeys.processes import CODE_OF_KILLED, until

pytestmark = pytest.mark.heavy

AT_ONCE = 4
AROUND_THE_SEND = 12
"""So many first steps are tried both with a vote before the send has returned and without; later ones in turn."""


@pytest.fixture
def empty(places):
    """A place whose database has its tables and nothing else."""
    place = places("empty")
    assert place.agora("results").code == 1
    return place


def check(places, empty, step: int, *, early: bool) -> bool:
    place = places(f"killed-{step}")
    shutil.copy(empty.file, place.file)
    dying = place.begin_work(partial(post_until, early_vote=early), step, str(place.config), SLUG, "steps")
    was_killed = dying.wait().code == CODE_OF_KILLED
    assert trail(place), dying.err

    bot = place.run()
    visitor = bot.visitor()
    debate = latest(place)
    if debate is None:
        assert trail(place) == ["before openings.open_alone"], "a post whose intent was committed is forgotten"
        assert visitor.messages("square") == []
        return was_killed
    wait_until_settled(place, debate.id)
    card = only(visitor.messages("square", "card"))
    assert [line["content"]["text"] for line in visitor.thread(card)] == list(LINES)
    seeds = [reaction["emoji"] for reaction in card["reactions"] if reaction["seed"]]
    assert sorted(seeds) == sorted(OPTIONS)
    voted_early = EARLY_VOTE in visitor.held(EARLY_VOTER, "square", card["id"])
    if not voted_early:
        assert tuple(seeds) == OPTIONS
    visitor.react("noeul", card["id"], OPTIONS[0])
    expected = [1, int(voted_early), 0]
    until(lambda: visitor.ballots("square", card["id"]) == expected, why=lambda: bot.err)
    bot.stop()
    told = audit(place, debate.id)
    assert [option["ballots"] for option in told["options"]] == expected
    assert [(post["channel"], post["message"], post["state"]) for post in told["posts"]] == [
        ("square", card["id"], "said")
    ]
    return was_killed


def trail(place) -> list[str]:
    """The steps that a bot has taken."""
    return (place.folder / "steps").read_text(encoding="utf-8").splitlines()


def only(messages):
    assert len(messages) == 1, messages
    return messages[0]


@pytest.mark.timeout(400)
@pytest.mark.parametrize("early", [False, True], ids=["nobody votes yet", "somebody votes at once"])
def test_one_complete_post_whatever_step_the_bot_is_killed_at(places, empty, early) -> None:
    whole = places("whole")
    done = whole.begin_work(partial(post_until, early_vote=early), None, str(whole.config), SLUG, "steps").wait()
    assert done.code == 0, done.err
    names = trail(whole)
    assert names[0] == "before openings.open_alone"
    assert {"after openings.open_alone", "after deliveries.claim", "before chat.send", "after chat.send"} <= set(names)

    def checked(step: int) -> bool:
        try:
            return check(places, empty, step, early=early)
        except BaseException as failure:
            failure.add_note(f"killed at step {step} of about {len(names)}")
            raise

    steps = [n for n in range(1, len(names) + 1) if n <= AROUND_THE_SEND or n % 2 == early]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        killed = list(pool.map(checked, steps))
    assert killed.count(True) > len(killed) * 3 // 4, "a run may take some steps less than the one that was counted"
