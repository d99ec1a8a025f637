"""First contact: as long as it takes, and never with a token that never worked."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.services.first_contact import first_contact
from bot.services.platform_errors import PlatformError, TokenRefused, TryLater


class Asked:
    """A platform that answers after these failures, and what was heard and waited meanwhile."""

    def __init__(self, failures: Sequence[PlatformError]) -> None:
        self.failures = list(failures)
        self.told: list[tuple[PlatformError, float]] = []
        self.waited: list[float] = []

    async def ask(self) -> str:
        if self.failures:
            raise self.failures.pop(0)
        return "here"

    async def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)

    async def reached(self, *, worked_before: bool) -> str:
        return await first_contact(
            self.ask, self.sleep, worked_before=worked_before, told=lambda *heard: self.told.append(heard)
        )


async def test_it_is_tried_until_it_answers_and_waits_as_long_as_it_was_told() -> None:
    asked = Asked([PlatformError("away"), TryLater("later", after=7.0), TryLater("much later", after=9_000.0)])
    assert await asked.reached(worked_before=False) == "here"
    assert [str(failure) for failure, _ in asked.told] == ["away", "later", "much later"]
    assert asked.waited == [seconds for _, seconds in asked.told]
    assert 0.0 < asked.waited[0] <= 1.0
    assert asked.waited[1:] == [7.0, 60.0]


async def test_only_a_token_that_worked_before_is_tried_again() -> None:
    with pytest.raises(TokenRefused):
        await Asked([TokenRefused("no")]).reached(worked_before=False)
    assert await Asked([TokenRefused("no")]).reached(worked_before=True) == "here"
