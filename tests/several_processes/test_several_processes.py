"""Bots that share a PostgreSQL are killed, stopped and cut off from it amid many votes: nothing is doubled or lost."""

from __future__ import annotations

import os
import random

import pytest

from tests.several_processes.planted import PLANTED
from tests.several_processes.story import SLUGS, Story
from tests.several_processes.town import a_town
from tests.several_processes.verdict import differences, said_twice

pytestmark = [pytest.mark.heavy, pytest.mark.postgres]

_SEED_IN_CI = 1
"""There the same order of mishaps comes at every run, as property tests draw the same examples; by hand a new one."""
_SEED_OF_FAULTS = 2
"""With it Discord carries out what a bot had asked that was stopped: it stands there to be found."""


@pytest.mark.timeout(900)
@pytest.mark.parametrize("count", [2, 4])
def test_nothing_is_doubled_or_lost(postgres, count) -> None:
    seed = _SEED_IN_CI if os.environ.get("CI") else random.SystemRandom().randrange(1_000_000)
    with a_town(postgres, count, SLUGS) as town:
        story = Story(town, seed)
        story.play()
        wrong = differences(story)
        assert wrong == [], f"seed {seed}\n{town.logs()}"


@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", PLANTED)
def test_a_fault_of_the_bots_is_found(postgres, name) -> None:
    planted = PLANTED[name]
    with a_town(postgres, 2, SLUGS, name) as town:
        story = Story(town, _SEED_OF_FAULTS, mishaps=[planted.mishap], stopped_for=45.0, patience=45.0)
        try:
            story.play()
            found = differences(story)
        except AssertionError as failure:
            found = [str(failure)]
        found += said_twice(town)
    assert planted.seen_as in "\n".join(found)
