"""How the bot stands with Slack: whether its token is taken and its Web API answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

from bot.log import get_logger
from bot.services.outcomes import PlatformError

_LOOKS_EVERY = 60.0
_FIRST_PAUSE = 1.0
_LONGEST_PAUSE = 60.0
_log = get_logger("slack")


class Standing:
    """Asks Slack now and then whether all is well, at once when a call gave reason to doubt it.

    `trouble` is None while Slack answers, else the sentence that says what is wrong.
    """

    def __init__(self) -> None:
        self.trouble: str | None = None
        self._doubted = asyncio.Event()

    def doubt(self) -> None:
        """A call failed as it does where Slack can't be reached or refuses the token: look at once."""
        self._doubted.set()

    async def watch(self, ask: Callable[[], Awaitable[object]], is_back: Callable[[], None]) -> None:
        """Look until cancelled; `is_back` is called when Slack answers again after trouble."""
        pause = _FIRST_PAUSE
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(_LOOKS_EVERY):
                    await self._doubted.wait()
            self._doubted.clear()
            while (failure := await self._look(ask)) is not None:
                if self.trouble is None:
                    _log.warning("slack is out of reach", reason=str(failure))
                self.trouble = str(failure)
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
            pause = _FIRST_PAUSE
            self._doubted.clear()
            if self.trouble is not None:
                self.trouble = None
                _log.info("slack answers again")
                is_back()

    async def _look(self, ask: Callable[[], Awaitable[object]]) -> PlatformError | None:
        try:
            await ask()
        except PlatformError as failure:
            return failure
        return None
