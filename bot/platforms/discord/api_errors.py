"""What Discord's refusals mean for what was asked, as sentences that say what to do next.

The numbers are Discord's JSON error codes (its documentation, "Opcodes and Status Codes").
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import aiohttp
import discord

from bot.services.platform_errors import Impossible, MessageGone, PlatformError, TokenRefused, TryLater, Unclear

UNKNOWN_CHANNEL = 10003
UNKNOWN_MESSAGE = 10008
UNKNOWN_EMOJI = 10014
REACTIONS_FULL = 30010
OLD_MESSAGE_LIMIT = 30046
THREAD_ARCHIVED = 50083
THREAD_EXISTS = 160004
NO_PERMISSION = 50013
TOO_LARGE = 40005
_NO_ACCESS = 50001
_EMPTY_MESSAGE = 50006
_INVALID_FORM = 50035
_BLOCKED = 90001
_TOO_MANY_THREADS = frozenset({160006, 160007})
_THREAD_LOCKED = 160005
_WRONG_KIND = frozenset({50008, 50024, 50068})
TOO_MANY = 429
_OLD_MESSAGE_PAUSE = 20.0
"""Seconds to wait where nothing tells how long: about three edits in 6 to 20 s were reported [thread]."""
WHERE = "channel settings, Permissions, the bot's role"
REFUSED = "Discord refuses the bot's token."
REFUSED_HINT = (
    "Copy the token anew (discord.com/developers/applications, the application, Bot, Reset Token)"
    " and put it where discord.token in the configuration takes it from."
)


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked of Discord, in words: `doing` completes "Discord did not let the bot …".

    `needs` are the permissions that it takes, by their Discord names. `once` says that doing it twice shows,
    so that an outcome nobody knows must be told from one that certainly did not happen.
    """

    doing: str
    needs: tuple[str, ...] = ()
    once: bool = False


@dataclass(slots=True)
class Attempt:
    """What is known of a request on its way: whether any of it left, and whether a server gave up over it.

    `after` are the seconds that a refusal asks to wait.
    """

    left: bool = False
    given_up: bool = False
    after: float | None = None


def translated(failure: Exception, task: Task, attempt: Attempt) -> PlatformError:
    """The outcome that an error of discord.py or of the network stands for."""
    if isinstance(failure, PlatformError):
        return failure
    if task.once and attempt.given_up:
        return Unclear(f"Discord gave no clear answer when the bot was to {task.doing}.", "It is looked for first.")
    if isinstance(failure, discord.RateLimited):
        return TryLater(f"Discord limits how often the bot may {task.doing}.", after=failure.retry_after)
    if isinstance(failure, discord.LoginFailure):
        return TokenRefused(REFUSED, REFUSED_HINT)
    if isinstance(failure, discord.HTTPException):
        return _refusal(failure, task, attempt.after)
    unreachable = f"Discord could not be reached to {task.doing} ({reason_of(failure)})."
    if task.once and attempt.left:
        return Unclear(unreachable, "It is looked for first.")
    return TryLater(unreachable)


def code_of(failure: PlatformError) -> int:
    """Discord's code of the refusal behind a failure; 0 where there is none."""
    cause = failure.__cause__
    return cause.code if isinstance(cause, discord.HTTPException) else 0


def status_of(failure: PlatformError) -> int:
    """The HTTP status behind a failure; 0 where there was no answer."""
    cause = failure.__cause__
    return cause.status if isinstance(cause, discord.HTTPException) else 0


def reason_of(failure: BaseException) -> str:
    """An error of the network in few words."""
    if isinstance(failure, asyncio.TimeoutError):
        return "no answer in time"
    if isinstance(failure, aiohttp.WSServerHandshakeError):
        return f"the gateway answered {failure.status}"
    if isinstance(failure, discord.HTTPException):
        return f"it answered {failure.status}"
    text = str(failure)
    return text if text else type(failure).__name__


def _refusal(failure: discord.HTTPException, task: Task, after: float | None) -> PlatformError:
    status, code = failure.status, failure.code
    if code == OLD_MESSAGE_LIMIT:
        return TryLater(
            "Discord limits how often messages more than an hour old may be edited.",
            after=after or _OLD_MESSAGE_PAUSE,
        )
    if status == TOO_MANY:
        return TryLater(f"Discord limits how often the bot may {task.doing}.", after=after)
    if status >= 500:
        text = f"Discord answered {status} when the bot was to {task.doing}."
        return Unclear(text, "It is looked for first.") if task.once else TryLater(text)
    if status == 401:
        return TokenRefused(REFUSED, REFUSED_HINT)
    if code == UNKNOWN_MESSAGE:
        return MessageGone(f"Discord knows no such message any more, so the bot could not {task.doing}.")
    if code == UNKNOWN_CHANNEL:
        return Impossible(
            f"Discord knows no such channel, so the bot could not {task.doing}.",
            "Check the channel's id in the configuration, and that the channel was not deleted.",
        )
    if code == _NO_ACCESS:
        return Impossible(
            f"The bot can't see the channel, so it could not {task.doing}.",
            f"Invite the bot ('agora doctor --invite' prints the link) and allow it View Channel: {WHERE}.",
        )
    if code == NO_PERMISSION or (status == 403 and not code):
        return forbidden(task)
    return _particular(failure, task)


def forbidden(task: Task, lacking: Sequence[str] = ()) -> PlatformError:
    """A permission is missing; `lacking` are those known to be."""
    if lacking:
        named = " and ".join(lacking)
        return Impossible(f"The bot lacks {named}, so it could not {task.doing}.", f"Allow it: {WHERE}.")
    names = ", ".join(task.needs) or "a permission"
    return Impossible(
        f"Discord did not let the bot {task.doing}: a permission is missing.",
        f"It takes {names} ({WHERE}); 'agora doctor' says which one is missing.",
    )


def _particular(failure: discord.HTTPException, task: Task) -> PlatformError:
    match failure.code:
        case code if code == REACTIONS_FULL:
            return Impossible(
                "The message has 20 different reactions already, and Discord allows no more.",
                "Remove some of the others, so that the bot can add the options' emoji.",
            )
        case code if code == UNKNOWN_EMOJI:
            return Impossible(
                f"Discord does not know an emoji that the bot needs to {task.doing}.",
                "A custom emoji must be of a server that the bot is in, and it takes Use External Emojis elsewhere.",
            )
        case code if code == _BLOCKED:
            return Impossible("Whoever owns the message has blocked the bot.")
        case code if code in (THREAD_ARCHIVED, _THREAD_LOCKED):
            return Impossible(
                f"The thread is archived or locked, so the bot could not {task.doing}.",
                "Unlock it, or allow the bot Manage Threads.",
            )
        case code if code in _TOO_MANY_THREADS:
            return Impossible("The server has as many active threads as Discord allows.", "Archive some of them.")
        case code if code in _WRONG_KIND:
            return Impossible(
                f"This kind of channel does not allow the bot to {task.doing}.", "Take a text channel for debates."
            )
        case code if code == _EMPTY_MESSAGE:
            return Impossible("Discord took the message for an empty one.", f"Allow the bot Embed Links ({WHERE}).")
        case code if code == _INVALID_FORM:
            return Impossible(f"Discord did not accept what the bot wrote to {task.doing}: {_line(failure.text)}.")
        case _:
            sentence = f"Discord answered {failure.status} (code {failure.code}) when the bot was to {task.doing}."
            return Impossible(sentence, _line(failure.text)) if failure.code else PlatformError(sentence)


def _line(text: str) -> str:
    return " ".join(text.split())[:300].rstrip(".")


async def pause_of(failure: Exception) -> float | None:
    """The seconds that a 429 asks to wait, in its header or its body; discord.py keeps neither."""
    if not isinstance(failure, discord.HTTPException) or failure.status != TOO_MANY:
        return None
    told: object = failure.response.headers.get("Retry-After")
    if told is None and isinstance(failure.response, aiohttp.ClientResponse):
        with suppress(ValueError, aiohttp.ClientError):
            body = await failure.response.json(content_type=None)
            told = body.get("retry_after") if isinstance(body, dict) else None
    try:
        return max(0.0, float(str(told)))
    except ValueError:
        return None
