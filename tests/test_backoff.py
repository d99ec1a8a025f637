"""Pauses grow, begin anew, and are shortened by chance, never lengthened."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.backoff import Backoff, Pauses, keep_trying


def test_pauses_double_up_to_the_longest() -> None:
    policy = Backoff(0.5, 5.0, chance=lambda: 0.0)
    assert [policy.pause(failures) for failures in range(7)] == [0.0, 0.5, 1.0, 2.0, 4.0, 5.0, 5.0]


def test_chance_takes_up_to_its_share_off() -> None:
    policy = Backoff(10.0, 60.0, factor=3.0, jitter=0.4, chance=lambda: 0.5)
    assert [policy.pause(failures) for failures in range(1, 4)] == [8.0, 24.0, 48.0]


@given(st.integers(1, 10_000), st.floats(0.0, 1.0, exclude_max=True))
def test_a_pause_stays_in_its_bounds_however_often_it_failed(failures: int, chance: float) -> None:
    policy = Backoff(30.0, 1800.0, factor=4.0, chance=lambda: chance)
    assert 30.0 * 0.7 <= policy.pause(failures) <= 1800.0


def test_the_machine_s_own_chance_shortens() -> None:
    drawn = {Backoff(1.0, 60.0).pause(1) for _ in range(50)}
    assert len(drawn) > 1
    assert all(0.7 <= pause <= 1.0 for pause in drawn)


def test_pauses_begin_anew_when_it_worked() -> None:
    pauses = Pauses(Backoff(1.0, 60.0, jitter=0.0))
    assert [pauses.next(), pauses.next(), pauses.next()] == [1.0, 2.0, 4.0]
    pauses.reset()
    assert pauses.next() == 1.0


def test_what_is_tried_at_once_waits_after_the_second_failure() -> None:
    pauses = Pauses(Backoff(1.0, 60.0, jitter=0.0), at_once=True)
    assert [pauses.next(), pauses.next(), pauses.next()] == [0.0, 1.0, 2.0]
    pauses.reset()
    assert [pauses.next(), pauses.next()] == [0.0, 1.0]


async def test_what_fails_is_tried_until_it_works_and_each_failure_is_told() -> None:
    failures: list[Exception] = [OSError("one"), TimeoutError("two")]
    slept: list[float] = []
    told: list[str] = []

    async def work() -> str:
        if failures:
            raise failures.pop(0)
        return "done"

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    policy = Backoff(0.1, 5.0, jitter=0.0)
    done = await keep_trying(work, policy, sleep, on=OSError, told=lambda failure: told.append(str(failure)))
    assert (done, slept, told) == ("done", [0.1, 0.2], ["one", "two"])


async def test_another_failure_than_those_named_is_not_tried_again() -> None:
    async def work() -> None:
        raise ValueError("no")

    async def sleep(_seconds: float) -> None:
        raise AssertionError("nothing to wait for")

    with pytest.raises(ValueError):
        await keep_trying(work, Backoff(0.1, 5.0), sleep, on=OSError)
