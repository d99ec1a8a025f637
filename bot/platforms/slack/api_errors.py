"""What Slack's refusals mean, and the sentence that says what to do about each.

The error names are those of Slack's method reference (docs.slack.dev/reference/methods).
"""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

import aiohttp
from slack_sdk.errors import SlackApiError, SlackRequestError

from bot.errors import AgoraError
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
        lacking = f"the scope {scope}" if scope else "a scope"
        super().__init__(
            f"The bot's token lacks {lacking} for {method}.",
            "Add it to the app, install the app to the workspace again, and look at 'agora doctor'.",
        )
        self.scope = scope


@dataclass(frozen=True, slots=True)
class _Refusal:
    kind: type[PlatformError]
    message: str
    hint: str = ""


_TOKEN_HINT = "Install the app to the workspace again and put its bot token (xoxb-…) into SLACK_BOT_TOKEN."
_INVITE = "Write '/invite @agora' in that channel, or correct its id in the configuration."
_REPORT = "This is a fault of the bot's: report it with the article's name."
REFUSALS: Mapping[str, _Refusal] = {
    # The token
    "invalid_auth": _Refusal(TokenRefused, "Slack does not accept the bot's token.", _TOKEN_HINT),
    "not_authed": _Refusal(TokenRefused, "Slack was given no token.", _TOKEN_HINT),
    "token_revoked": _Refusal(TokenRefused, "The bot's token has been revoked.", _TOKEN_HINT),
    "token_expired": _Refusal(TokenRefused, "The bot's token has expired.", _TOKEN_HINT),
    "account_inactive": _Refusal(
        TokenRefused, "The bot's account has been removed from the workspace, or the workspace is gone.", _TOKEN_HINT
    ),
    "not_allowed_token_type": _Refusal(TokenRefused, "This is the wrong kind of token for Slack.", _TOKEN_HINT),
    "org_login_required": _Refusal(TryLater, "The workspace is being moved to an organisation.", "It is tried again."),
    "team_access_not_granted": _Refusal(TokenRefused, "The token does not reach this workspace.", _TOKEN_HINT),
    # The channel
    "channel_not_found": _Refusal(
        Impossible,
        "The bot can't see the channel {channel}.",
        "A private one needs '/invite @agora'; else its id in the configuration is wrong.",
    ),
    "not_in_channel": _Refusal(Impossible, "The bot is not a member of the channel {channel}.", _INVITE),
    "is_archived": _Refusal(
        Impossible, "The channel {channel} is archived.", "Unarchive it, or take it out of the configuration."
    ),
    "restricted_action": _Refusal(
        Impossible, "The workspace does not let the bot write in {channel}.", "Ask a workspace admin to allow it."
    ),
    "restricted_action_read_only_channel": _Refusal(
        Impossible, "The channel {channel} is read-only.", "Allow the bot to post there, or use another channel."
    ),
    "restricted_action_thread_only_channel": _Refusal(
        Impossible, "In {channel} nobody may begin a thread.", "Allow the bot to post there, or use another channel."
    ),
    "restricted_action_thread_locked": _Refusal(Impossible, "The thread in {channel} is locked.", "Unlock it."),
    "access_denied": _Refusal(Impossible, "Slack denies the bot access to {channel}.", _INVITE),
    "ekm_access_denied": _Refusal(
        Impossible, "The workspace's admins have stopped writing for now.", "Ask a workspace admin."
    ),
    "no_permission": _Refusal(
        Impossible, "The bot's token lacks a permission for {method}.", "'agora doctor' lists what is missing."
    ),
    "message_limit_exceeded": _Refusal(SlowDown, "The workspace has sent too many messages.", "It is tried again."),
    # The message
    "message_not_found": _Refusal(MessageGone, "The message in {channel} has been deleted."),
    "thread_not_found": _Refusal(MessageGone, "The thread in {channel} has been deleted."),
    "cannot_reply_to_message": _Refusal(Impossible, "Nobody can reply to this message in {channel}."),
    "cant_update_message": _Refusal(
        Impossible, "The bot may not change this message in {channel}.", "It may have been posted with another token."
    ),
    "edit_window_closed": _Refusal(
        Impossible,
        "The workspace allows no more edits of this message in {channel}.",
        "Its card stays as it is; let apps edit their messages in the workspace's settings.",
    ),
    "is_inactive": _Refusal(Impossible, "The message in {channel} can't be changed any more."),
    "bad_timestamp": _Refusal(MessageGone, "There is no such message in {channel}."),
    # What is sent
    "msg_too_long": _Refusal(Impossible, "The message is too long for Slack.", "Shorten the article's texts."),
    "msg_blocks_too_long": _Refusal(Impossible, "The message is too long for Slack.", "Shorten the article's texts."),
    "no_text": _Refusal(Impossible, "The message has no text.", _REPORT),
    "invalid_blocks": _Refusal(BlocksRefused, "Slack does not understand the message.", _REPORT),
    "invalid_blocks_format": _Refusal(BlocksRefused, "Slack does not understand the message.", _REPORT),
    "invalid_arguments": _Refusal(Impossible, "Slack does not understand {method}.", _REPORT),
    "invalid_metadata_format": _Refusal(Impossible, "Slack does not understand the message.", _REPORT),
    # Reactions
    "already_reacted": _Refusal(AlreadyReacted, "The bot has reacted already."),
    "invalid_name": _Refusal(
        Impossible, "The workspace has no emoji of this name.", "Add it to Slack, or give the option another emoji."
    ),
    "too_many_emoji": _Refusal(
        Impossible, "The message in {channel} has too many kinds of reactions.", "Remove some of them."
    ),
    "too_many_reactions": _Refusal(
        Impossible, "The bot has added too many reactions to the message in {channel}.", "Remove some of them."
    ),
    "not_reactable": _Refusal(Impossible, "Nobody can react to this message in {channel}."),
    # Accounts
    "user_not_found": _Refusal(AccountHidden, "Slack knows no such account."),
    "user_not_visible": _Refusal(AccountHidden, "Slack does not show this account to the bot."),
    "unknown_method": _Refusal(MethodUnknown, "The server does not know {method}."),
    # Not done, and worth trying again
    "ratelimited": _Refusal(SlowDown, "Slack asks the bot to slow down.", "It is tried again."),
    "rate_limited": _Refusal(SlowDown, "Slack asks the bot to slow down.", "It is tried again."),
    "request_timeout": _Refusal(TryLater, "Slack did not get the whole request.", "It is tried again."),
    "team_added_to_org": _Refusal(TryLater, "The workspace is being moved to an organisation.", "It is tried again."),
    # Nobody knows
    "internal_error": _Refusal(Unclear, "Slack had an internal error.", "It is tried again."),
    "fatal_error": _Refusal(Unclear, "Slack had an internal error.", "It is tried again."),
    "service_unavailable": _Refusal(Unclear, "Slack is not available for the moment.", "It is tried again."),
}


def refusal(
    error: str, *, method: str, channel: str = "", needed: str = "", after: float | None = None
) -> PlatformError:
    """The error `error` of `method`, in a sentence; `needed` is the scope that was missing, `after` in seconds."""
    if error == "missing_scope":
        return ScopeMissing(method, needed)
    known = REFUSALS.get(error)
    if known is None:
        return Impossible(f"Slack refused {method}: {error}.", "docs.slack.dev says what this means.")
    message = known.message.format(channel=channel or "the channel", method=method)
    if known.kind is SlowDown:
        return SlowDown(message, known.hint, after=after if after is not None else DEFAULT_RETRY_AFTER)
    return known.kind(message, known.hint)


def about_app_token(failure: AgoraError) -> str:
    """The sentence of a refusal where the token that was refused is the app's own, whose errors Slack names alike."""
    return re.sub(r"[Tt]he bot's token", lambda found: f"{found[0][:3]} app's own token", failure.message)


def translated(error: Exception, *, method: str, channel: str = "") -> PlatformError:
    """What went wrong with a call, as an outcome."""
    if isinstance(error, SlackApiError):
        return _answered(error, method, channel)
    if isinstance(error, (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)):
        return TryLater("Slack can't be reached.", "Check the network; it is tried again.")
    if isinstance(error, SlackRequestError):
        return PlatformError(f"Slack did not take the upload in {method}.", "It is tried again.")
    if isinstance(error, (aiohttp.ClientError, TimeoutError, asyncio.TimeoutError, OSError, json.JSONDecodeError)):
        return Unclear(f"The connection to Slack broke during {method}.", "It is tried again.")
    return Unclear(f"{method} met an unexpected error: {type(error).__name__}.", "See the log.")


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
        return Unclear(f"Slack answered {method} with status {status} and nothing of use.", "It is tried again.")
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
