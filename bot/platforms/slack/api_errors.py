"""What Slack's refusals mean, and the sentence that says what to do about each.

The error names are those of Slack's method reference (docs.slack.dev/reference/methods).
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.errors import AgoraError
from bot.sentences import Sentence, sentence
from bot.services.platform_errors import Impossible, MessageGone, PlatformError, TokenRefused, TryLater, Unclear

DEFAULT_RETRY_AFTER = 30.0
"""Seconds to wait after a refusal for too many requests that names none."""


class SlowDown(TryLater):
    """Slack wants the method left alone for `after` seconds."""


class AlreadyReacted(Impossible):
    """The bot's reaction is there already."""


class BlocksRefused(Impossible):
    """Slack does not take the message's blocks."""


class AccountHidden(Impossible):
    """Slack shows nothing of an account."""


class MethodUnknown(Impossible):
    """The server has no such method: Slack has all that are called, a compatible server may not."""


class ScopeMissing(Impossible):
    """The token lacks `scope` (empty where Slack doesn't name it)."""

    def __init__(self, method: str, scope: str) -> None:
        lacking = sentence("slack-scope", scope=scope) if scope else sentence("slack-a-scope")
        super().__init__(sentence("slack-scope-missing", lacking=lacking, method=method, token=_BOT))
        self.scope = scope


@dataclass(frozen=True, slots=True)
class _Refusal:
    """What a refusal is, and what it says once it is `given` the channel and the method."""

    kind: type[PlatformError]
    told: Sentence


_BOT, _APP = "bot", "app"
"""Whose token it is; Slack names the errors of both alike."""
_TOKEN_HINT = sentence("slack-token-hint")
_INVITE = sentence("slack-invite")
_REPORT = sentence("slack-report")
AGAIN = sentence("slack-tried-again")
_SLOW_DOWN = sentence("slack-slow-down").mended_by(AGAIN)
_MOVED = sentence("slack-workspace-moved").mended_by(AGAIN)
_TOO_LONG = sentence("slack-too-long")
_NOT_UNDERSTOOD = sentence("slack-message-not-understood").mended_by(_REPORT)
_INTERNAL = sentence("slack-internal-error").mended_by(AGAIN)
REFUSALS: Mapping[str, _Refusal] = {
    # The token
    "invalid_auth": _Refusal(TokenRefused, sentence("slack-token-refused", token=_BOT).mended_by(_TOKEN_HINT)),
    "not_authed": _Refusal(TokenRefused, sentence("slack-token-missing").mended_by(_TOKEN_HINT)),
    "token_revoked": _Refusal(TokenRefused, sentence("slack-token-revoked", token=_BOT).mended_by(_TOKEN_HINT)),
    "token_expired": _Refusal(TokenRefused, sentence("slack-token-expired", token=_BOT).mended_by(_TOKEN_HINT)),
    "account_inactive": _Refusal(TokenRefused, sentence("slack-account-inactive").mended_by(_TOKEN_HINT)),
    "not_allowed_token_type": _Refusal(TokenRefused, sentence("slack-token-of-wrong-kind").mended_by(_TOKEN_HINT)),
    "org_login_required": _Refusal(TryLater, _MOVED),
    "team_access_not_granted": _Refusal(TokenRefused, sentence("slack-token-elsewhere").mended_by(_TOKEN_HINT)),
    # The channel
    "channel_not_found": _Refusal(Impossible, sentence("slack-channel-unseen")),
    "not_in_channel": _Refusal(Impossible, sentence("slack-not-a-member").mended_by(_INVITE)),
    "is_archived": _Refusal(Impossible, sentence("slack-channel-archived")),
    "restricted_action": _Refusal(Impossible, sentence("slack-may-not-write")),
    "restricted_action_read_only_channel": _Refusal(Impossible, sentence("slack-read-only")),
    "restricted_action_thread_only_channel": _Refusal(Impossible, sentence("slack-threads-only")),
    "restricted_action_thread_locked": _Refusal(Impossible, sentence("slack-thread-locked")),
    "access_denied": _Refusal(Impossible, sentence("slack-access-denied").mended_by(_INVITE)),
    "ekm_access_denied": _Refusal(Impossible, sentence("slack-writing-stopped")),
    "no_permission": _Refusal(Impossible, sentence("slack-permission-missing", token=_BOT)),
    "message_limit_exceeded": _Refusal(SlowDown, sentence("slack-too-many-messages").mended_by(AGAIN)),
    # The message
    "message_not_found": _Refusal(MessageGone, sentence("slack-message-deleted")),
    "thread_not_found": _Refusal(MessageGone, sentence("slack-thread-deleted")),
    "cannot_reply_to_message": _Refusal(Impossible, sentence("slack-no-replies")),
    "cant_update_message": _Refusal(Impossible, sentence("slack-message-of-another")),
    "edit_window_closed": _Refusal(Impossible, sentence("slack-no-more-edits")),
    "is_inactive": _Refusal(Impossible, sentence("slack-message-inactive")),
    "bad_timestamp": _Refusal(MessageGone, sentence("slack-no-such-message")),
    # What is sent
    "msg_too_long": _Refusal(Impossible, _TOO_LONG),
    "msg_blocks_too_long": _Refusal(Impossible, _TOO_LONG),
    "no_text": _Refusal(Impossible, sentence("slack-message-without-text").mended_by(_REPORT)),
    "invalid_blocks": _Refusal(BlocksRefused, _NOT_UNDERSTOOD),
    "invalid_blocks_format": _Refusal(BlocksRefused, _NOT_UNDERSTOOD),
    "invalid_arguments": _Refusal(Impossible, sentence("slack-method-not-understood").mended_by(_REPORT)),
    "invalid_metadata_format": _Refusal(Impossible, _NOT_UNDERSTOOD),
    # Reactions
    "already_reacted": _Refusal(AlreadyReacted, sentence("slack-reacted-already")),
    "invalid_name": _Refusal(Impossible, sentence("slack-emoji-unknown")),
    "too_many_emoji": _Refusal(Impossible, sentence("slack-too-many-kinds-of-reactions")),
    "too_many_reactions": _Refusal(Impossible, sentence("slack-too-many-reactions")),
    "not_reactable": _Refusal(Impossible, sentence("slack-no-reactions")),
    # Accounts
    "user_not_found": _Refusal(AccountHidden, sentence("slack-account-unknown")),
    "user_not_visible": _Refusal(AccountHidden, sentence("slack-account-hidden")),
    "unknown_method": _Refusal(MethodUnknown, sentence("slack-method-unknown")),
    # Not done, and worth trying again
    "ratelimited": _Refusal(SlowDown, _SLOW_DOWN),
    "rate_limited": _Refusal(SlowDown, _SLOW_DOWN),
    "request_timeout": _Refusal(TryLater, sentence("slack-request-cut-short").mended_by(AGAIN)),
    "team_added_to_org": _Refusal(TryLater, _MOVED),
    # Nobody knows
    "internal_error": _Refusal(Unclear, _INTERNAL),
    "fatal_error": _Refusal(Unclear, _INTERNAL),
    "service_unavailable": _Refusal(Unclear, sentence("slack-unavailable").mended_by(AGAIN)),
}


def slow_down(after: float) -> SlowDown:
    """What Slack says to whoever asks too much, to wait `after` seconds."""
    return SlowDown(_SLOW_DOWN, after=after)


def refusal(
    error: str, *, method: str, channel: str = "", needed: str = "", after: float | None = None
) -> PlatformError:
    """The error `error` of `method`, in a sentence; `needed` is the scope that was missing, `after` in seconds."""
    if error == "missing_scope":
        return ScopeMissing(method, needed)
    known = REFUSALS.get(error)
    if known is None:
        return Impossible(sentence("slack-refused", method=method, error=error))
    told = known.told.given(channel=channel or sentence("slack-the-channel"), method=method)
    if known.kind is SlowDown:
        return SlowDown(told, after=after if after is not None else DEFAULT_RETRY_AFTER)
    return known.kind(told)


def about_app_token(failure: AgoraError) -> Sentence:
    """The sentence of a refusal where the token that was refused is the app's own, whose errors Slack names alike."""
    return failure.sentence.given(token=_APP)


def translated(error: Exception, *, method: str, channel: str = "") -> PlatformError:
    """What went wrong with a call, as an outcome."""
    if isinstance(error, SlackApiError):
        return _answered(error, method, channel)
    if isinstance(error, (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)):
        return TryLater(sentence("slack-unreachable"))
    if isinstance(error, SlackRequestError):
        return PlatformError(sentence("slack-upload-refused", method=method), AGAIN)
    if isinstance(error, (aiohttp.ClientError, TimeoutError, asyncio.TimeoutError, OSError, json.JSONDecodeError)):
        return Unclear(sentence("slack-connection-broke", method=method), AGAIN)
    return Unclear(sentence("slack-unexpected", method=method, error=type(error).__name__))


def error_of(error: SlackApiError) -> str:
    """Slack's word for what went wrong; empty where its answer has none."""
    data = getattr(error.response, "data", None)
    word = data.get("error") if isinstance(data, Mapping) else None
    return word if isinstance(word, str) else ""


def status_of(error: SlackApiError) -> int:
    """The HTTP status of Slack's answer."""
    status = getattr(error.response, "status_code", None) or getattr(error.response, "status", None)
    return status if isinstance(status, int) else 0


def _answered(error: SlackApiError, method: str, channel: str) -> PlatformError:
    status, word = status_of(error), error_of(error)
    if status == 429:
        return refusal("ratelimited", method=method, channel=channel, after=_retry_after(error))
    if status >= 500 or not word:
        return Unclear(sentence("slack-answered-status", method=method, status=str(status)), AGAIN)
    data = error.response.data
    needed = str(data.get("needed") or "") if isinstance(data, Mapping) else ""
    return refusal(word, method=method, channel=channel, needed=needed, after=_retry_after(error))


def _retry_after(error: SlackApiError) -> float | None:
    headers = getattr(error.response, "headers", None) or {}
    for name, value in headers.items():
        if name.lower() == "retry-after":
            try:
                return max(float(value), 0.0)
            except (TypeError, ValueError):
                return None
    return None
