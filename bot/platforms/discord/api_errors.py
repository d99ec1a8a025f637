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

from bot.platforms.discord.permissions import PERMISSIONS
from bot.sentences import Sentence, all_of, sentence, verbatim
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
REFUSED = sentence("discord-token-refused")
LOOKED_FOR = sentence("discord-looked-for")


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked of Discord: `doing` says it as the sentences about it take it in ("post in 'square'").

    `needs` are the permissions that it takes, by their Discord names. `once` says that doing it twice shows,
    so that an outcome nobody knows must be told from one that certainly did not happen.
    """

    doing: Sentence
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
        return Unclear(sentence("discord-unclear", doing=task.doing), LOOKED_FOR)
    if isinstance(failure, discord.RateLimited):
        return TryLater(sentence("discord-limited", doing=task.doing), after=failure.retry_after)
    if isinstance(failure, discord.LoginFailure):
        return TokenRefused(REFUSED)
    if isinstance(failure, discord.HTTPException):
        return _refusal(failure, task, attempt.after)
    unreachable = sentence("discord-unreachable", doing=task.doing, reason=reason_of(failure))
    if task.once and attempt.left:
        return Unclear(unreachable, LOOKED_FOR)
    return TryLater(unreachable)


def code_of(failure: PlatformError) -> int:
    """Discord's code of the refusal behind a failure; 0 where there is none."""
    cause = failure.__cause__
    return cause.code if isinstance(cause, discord.HTTPException) else 0


def status_of(failure: PlatformError) -> int:
    """The HTTP status behind a failure; 0 where there was no answer."""
    cause = failure.__cause__
    return cause.status if isinstance(cause, discord.HTTPException) else 0


def reason_of(failure: BaseException) -> Sentence:
    """An error of the network in few words."""
    if isinstance(failure, asyncio.TimeoutError):
        return sentence("discord-no-answer")
    if isinstance(failure, aiohttp.WSServerHandshakeError):
        return sentence("discord-gateway-answered", status=str(failure.status))
    if isinstance(failure, discord.HTTPException):
        return sentence("discord-it-answered", status=str(failure.status))
    return verbatim(str(failure) or type(failure).__name__)


def _refusal(failure: discord.HTTPException, task: Task, after: float | None) -> PlatformError:
    status, code = failure.status, failure.code
    if code == OLD_MESSAGE_LIMIT:
        return TryLater(sentence("discord-hour-old-edits-limited"), after=after or _OLD_MESSAGE_PAUSE)
    if status == TOO_MANY:
        return TryLater(sentence("discord-limited", doing=task.doing), after=after)
    if status >= 500:
        told = sentence("discord-server-trouble", doing=task.doing, status=str(status))
        return Unclear(told, LOOKED_FOR) if task.once else TryLater(told)
    if status == 401:
        return TokenRefused(REFUSED)
    if code == UNKNOWN_MESSAGE:
        return MessageGone(sentence("discord-message-gone", doing=task.doing))
    if code == UNKNOWN_CHANNEL:
        return Impossible(sentence("discord-channel-unknown", doing=task.doing))
    if code == _NO_ACCESS:
        return Impossible(sentence("discord-channel-unseen", doing=task.doing))
    if code == NO_PERMISSION or (status == 403 and not code):
        return forbidden(task)
    return _particular(failure, task)


def forbidden(task: Task, lacking: Sequence[str] = ()) -> PlatformError:
    """A permission is missing; `lacking` are those known to be."""
    if lacking:
        named = all_of([PERMISSIONS[name] for name in lacking])
        return Impossible(sentence("discord-permission-lacking", lacking=named, doing=task.doing))
    if not task.needs:
        return Impossible(sentence("discord-forbidden", doing=task.doing))
    needed = tuple(PERMISSIONS[name] for name in task.needs)
    return Impossible(sentence("discord-forbidden-needs", doing=task.doing, needed=needed))


def _particular(failure: discord.HTTPException, task: Task) -> PlatformError:
    match failure.code:
        case code if code == REACTIONS_FULL:
            return Impossible(sentence("discord-reactions-full"))
        case code if code == UNKNOWN_EMOJI:
            return Impossible(sentence("discord-emoji-unknown", doing=task.doing))
        case code if code == _BLOCKED:
            return Impossible(sentence("discord-blocked"))
        case code if code in (THREAD_ARCHIVED, _THREAD_LOCKED):
            return Impossible(sentence("discord-thread-shut", doing=task.doing))
        case code if code in _TOO_MANY_THREADS:
            return Impossible(sentence("discord-threads-full"))
        case code if code in _WRONG_KIND:
            return Impossible(sentence("discord-channel-of-wrong-kind", doing=task.doing))
        case code if code == _EMPTY_MESSAGE:
            return Impossible(sentence("discord-message-empty"))
        case code if code == _INVALID_FORM:
            return Impossible(sentence("discord-not-accepted", doing=task.doing, text=_line(failure.text)))
        case code:
            status = str(failure.status)
            told = sentence("discord-answered-code", doing=task.doing, status=status, code=str(code))
            return Impossible(told, _line(failure.text)) if code else PlatformError(told)


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
