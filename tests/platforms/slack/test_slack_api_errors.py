"""What Slack's refusals mean: certainly not done, nobody knows, gone, or an admin's to mend."""

from __future__ import annotations

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.locales import words_for
from bot.platforms.slack.api_errors import (
    REFUSALS,
    ScopeMissing,
    SlowDown,
    about_app_token,
    refusal,
    translated,
)
from bot.services.platform_errors import (
    Impossible,
    MessageGone,
    PlatformError,
    TokenRefused,
    TryLater,
    Unclear,
)


def answered(data: object, status: int = 200, headers: dict[str, str] | None = None) -> SlackApiError:
    response = AsyncSlackResponse(
        client=None, http_verb="POST", api_url="", req_args={}, data=data, headers=headers or {}, status_code=status
    )
    return SlackApiError("failed", response)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("channel_not_found", Impossible),
        ("not_in_channel", Impossible),
        ("is_archived", Impossible),
        ("token_revoked", TokenRefused),
        ("account_inactive", TokenRefused),
        ("invalid_auth", TokenRefused),
        ("edit_window_closed", Impossible),
        ("msg_blocks_too_long", Impossible),
        ("missing_scope", ScopeMissing),
        ("ratelimited", SlowDown),
        ("message_not_found", MessageGone),
        ("thread_not_found", MessageGone),
        ("too_many_reactions", Impossible),
        ("internal_error", Unclear),
        ("fatal_error", Unclear),
        ("request_timeout", TryLater),
        ("an_error_of_tomorrow", Impossible),
    ],
)
def test_each_error_has_its_outcome_and_a_sentence(error: str, kind: type[PlatformError]) -> None:
    failure = translated(answered({"ok": False, "error": error}), method="chat.postMessage", channel="C1")
    assert type(failure) is kind
    assert failure.message.endswith(".") or error == "an_error_of_tomorrow"
    assert "{" not in str(failure)


KOREAN = words_for("ko", strict=True)


def test_every_refusal_is_a_whole_sentence_in_korean() -> None:
    for error in REFUSALS:
        for channel in ("C1", ""):
            told = refusal(error, method="chat.postMessage", channel=channel).sentence
            assert told.said(KOREAN).endswith("요."), error
            assert "{" not in told.in_full(KOREAN), error


@pytest.mark.parametrize(
    ("error", "told"),
    [
        ("not_in_channel", "봇이 C1 채널에 들어가 있지 않아요."),
        ("token_expired", "봇 토큰이 만료됐어요."),
        ("missing_scope", "봇 토큰에 files:write 스코프가 없어서 chat.postMessage 호출에 실패했어요."),
    ],
)
def test_what_a_refusal_says_in_korean(error: str, told: str) -> None:
    failure = refusal(error, method="chat.postMessage", channel="C1", needed="files:write")
    assert failure.sentence.said(KOREAN) == told


def test_whose_token_is_refused_is_told() -> None:
    failure = refusal("token_expired", method="apps.connections.open")
    assert str(about_app_token(failure)) == "The app’s own token has expired."
    assert about_app_token(failure).said(KOREAN) == "앱 토큰이 만료됐어요."


def test_every_refusal_is_a_whole_sentence() -> None:
    for error in REFUSALS:
        failure = refusal(error, method="chat.postMessage", channel="C1")
        assert failure.message.endswith("."), error
        assert "{" not in str(failure), error


@pytest.mark.parametrize("status", [500, 502, 503])
@pytest.mark.parametrize("data", ["", "<html>", {}, None])
def test_a_status_without_an_answer_says_nothing_about_what_was_done(status: int, data: object) -> None:
    assert type(translated(answered(data, status), method="chat.postMessage")) is Unclear


@pytest.mark.parametrize(
    ("headers", "after"),
    [({"Retry-After": "7"}, 7.0), ({"retry-after": "2"}, 2.0), ({}, 30.0), ({"Retry-After": "soon"}, 30.0)],
)
def test_too_many_requests_wait_as_long_as_slack_says(headers: dict[str, str], after: float) -> None:
    for failure in (
        translated(answered("slow down", 429, headers), method="chat.update"),
        translated(answered({"ok": False, "error": "ratelimited"}, 200, headers), method="chat.update"),
    ):
        assert isinstance(failure, SlowDown)
        assert failure.after == after


def test_a_missing_scope_is_named() -> None:
    failure = translated(answered({"ok": False, "error": "missing_scope", "needed": "files:write"}), method="x")
    assert isinstance(failure, ScopeMissing)
    assert failure.scope == "files:write"
    assert "files:write" in failure.message


def test_only_a_connection_that_never_stood_has_done_nothing() -> None:
    key = ConnectionKey("127.0.0.1", 1, False, True, None, None, None)
    refused = aiohttp.ClientConnectorError(key, ConnectionRefusedError())
    assert type(translated(refused, method="chat.postMessage")) is TryLater
    assert type(translated(aiohttp.ConnectionTimeoutError(), method="chat.postMessage")) is TryLater
    for error in (aiohttp.ServerDisconnectedError(), aiohttp.ClientOSError(), TimeoutError(), ConnectionResetError()):
        assert type(translated(error, method="chat.postMessage")) is Unclear
    assert type(translated(RuntimeError("?"), method="chat.postMessage")) is Unclear
