"""What a member did that the chat can't take, each with its sentence and HTTP status."""

from __future__ import annotations

from bot.errors import Refused
from bot.sentences import Sentence, sentence

TEXT_LIMIT = 2000
NAME_LIMIT = 24
REACTION_LIMIT = 20


class Refusal(Refused):
    """The sentence says what is wrong and what to do; `status` is for HTTP."""

    def __init__(self, status: int, told: Sentence) -> None:
        super().__init__(told)
        self.status = status


def bad_request() -> Refusal:
    """The request isn't of the shape that the page sends."""
    return Refusal(400, sentence("chat-error-bad-request"))


def nobody() -> Refusal:
    """The person isn't known."""
    return Refusal(404, sentence("chat-error-person-unknown"))


def no_channel() -> Refusal:
    """The channel isn't one of the chat's."""
    return Refusal(404, sentence("chat-error-channel-unknown"))


def gone() -> Refusal:
    """The message or thread isn't there, or no more."""
    return Refusal(404, sentence("chat-error-message-gone"))


def no_article() -> Refusal:
    """The message has no article."""
    return Refusal(404, sentence("chat-error-no-article"))


def nothing_said() -> Refusal:
    """The text is empty."""
    return Refusal(400, sentence("chat-error-text-empty"))


def text_too_long() -> Refusal:
    """The text is longer than TEXT_LIMIT characters."""
    return Refusal(400, sentence("chat-error-text-too-long", limit=TEXT_LIMIT))


def bad_name() -> Refusal:
    """Nothing of the name shows, or it is longer than NAME_LIMIT characters."""
    return Refusal(400, sentence("chat-error-name", limit=NAME_LIMIT))


def name_taken(name: str) -> Refusal:
    """Somebody has this name."""
    return Refusal(409, sentence("chat-error-name-taken", name=name))


def name_of_another(name: str) -> Refusal:
    """The name is, or looks like, that of a mascot, the bot or the editor."""
    return Refusal(409, sentence("chat-error-name-of-another", name=name))


def too_many_people() -> Refusal:
    """The list of people is full."""
    return Refusal(409, sentence("chat-error-people-full"))


def no_emoji() -> Refusal:
    """The reaction isn't one emoji."""
    return Refusal(400, sentence("chat-error-emoji"))


def too_many_reactions() -> Refusal:
    """The message has REACTION_LIMIT different reactions."""
    return Refusal(409, sentence("chat-error-reactions-full", limit=REACTION_LIMIT))


def not_yours() -> Refusal:
    """The message is somebody else's."""
    return Refusal(403, sentence("chat-error-not-yours"))


def not_running() -> Refusal:
    """Nobody takes commands at present."""
    return Refusal(503, sentence("chat-error-not-running"))
