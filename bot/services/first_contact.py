"""First contact with a platform: tried for as long as it takes, except with a token that never worked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.backoff import OUT_OF_REACH, Pauses
from bot.services.platform_errors import PlatformError, TokenRefused, TryLater

_T = TypeVar("_T")
_LONGEST_WAIT = 60.0
"""Seconds that a platform is left alone at most, however many it asks for."""


async def first_contact(
    ask: Callable[[], Awaitable[_T]],
    sleep: Callable[[float], Awaitable[None]],
    *,
    worked_before: bool,
    told: Callable[[PlatformError, float], None],
) -> _T:
    """What the platform answers when it can be reached; `told` hears of each failure, and after how many seconds it
    is asked again. Raises TokenRefused where the token has not `worked_before`.
    """
    pauses = Pauses(OUT_OF_REACH)
    while True:
        try:
            return await ask()
        except PlatformError as failure:
            if isinstance(failure, TokenRefused) and not worked_before:
                raise
            wished = min(failure.after or 0.0, _LONGEST_WAIT) if isinstance(failure, TryLater) else 0.0
            pause = max(wished, pauses.next())
            told(failure, pause)
        await sleep(pause)
