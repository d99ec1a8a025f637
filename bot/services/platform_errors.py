"""How asking a platform for something can go wrong."""

from __future__ import annotations

from bot.errors import AgoraError
from bot.sentences import Sentence


class PlatformError(AgoraError):
    """A platform did not do what was asked."""


class Unclear(PlatformError):
    """Nobody knows whether it was done: look before doing it again."""


class TryLater(PlatformError):
    """Certainly not done; the same may work in `after` seconds (None: by growing pauses)."""

    def __init__(self, told: Sentence | str, hint: Sentence | str = "", *, after: float | None = None) -> None:
        super().__init__(told, hint)
        self.after = after


class Impossible(PlatformError):
    """Certainly not done, and trying again won't help until an admin acts."""


class MessageGone(Impossible):
    """The message that it was about has been deleted."""


class TokenRefused(PlatformError):
    """The platform refuses the token."""


class StillRefused(TryLater):
    """The token was refused a moment ago, and the platform is not asked again for `after` seconds."""
