"""What is asked of the bot in a chat: the command, what for, by whom and from where."""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.chat_commands import Command
from bot.core.marks import Voter


@dataclass(frozen=True, slots=True)
class Asker:
    """Who gave a command, and where. `locale` is the asker's language if the platform tells it.

    `manages` says that the platform calls the asker a manager of the place; `reach` are the native ids of
    the channels in that place, where known (the channel asked in is always one of them). `most` is how many
    entries of a listing the platform shows; more where it turns pages. `sees` are the native ids of the channels
    that the asker is known to be able to read, besides the one asked in.
    """

    voter: Voter
    channel_id: str
    locale: str | None = None
    manages: bool = False
    reach: frozenset[str] = frozenset()
    most: int = 10
    sees: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Asked:
    """A command; `share` says that everybody in the channel may see the answer, if it is one that may be shown."""

    command: Command
    asker: Asker
    arguments: tuple[str, ...] = ()
    share: bool = False

    @property
    def text(self) -> str:
        """All arguments as one text."""
        return " ".join(self.arguments)


@dataclass(frozen=True, slots=True)
class UnknownCommand:
    """A line of text that was meant as a command, and whose first word is none."""

    word: str
    asker: Asker


@dataclass(frozen=True, slots=True)
class Completion:
    """One way on for what is being typed: `text` replaces it, `label` and `hint` are shown."""

    text: str
    label: str
    hint: str
