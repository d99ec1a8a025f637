"""What the oracle must know of bad luck: when something could be lost, late or unreadable."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Trouble:
    """From when until when a platform's events could be lost or late, or its reactions not be read."""

    platform: str
    since: float
    until: float


@dataclass
class Troubles:
    """What the oracle must know of bad luck, to tell what may be in doubt."""

    noted: list[Trouble] = field(default_factory=list)
    channels: list[tuple[str, str, float, float]] = field(default_factory=list)
    """Channels (platform, native id) that took no messages, from when until when."""
    away: list[tuple[float, float]] = field(default_factory=list)
    """From when until when no process ran."""
    alone: list[tuple[float, float]] = field(default_factory=list)
    """From when until when only one of two processes was at work, or neither had its database."""
    clocks: list[tuple[float, float]] = field(default_factory=list)
    """Since when the machine's clock is wrong by how many seconds."""

    def note(self, platform: str, since: float, seconds: float) -> None:
        """Something may be lost, late or unreadable for so many seconds."""
        self.noted.append(Trouble(platform, since, since + seconds))

    def closed(self, platform: str, channel: str, since: float, seconds: float) -> None:
        """A channel takes no messages for so many seconds."""
        self.channels.append((platform, channel, since, since + seconds))
