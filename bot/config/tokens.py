"""Tokens that can be seen to be the wrong ones, without asking anybody. What is said never holds any of their text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.config.models import Discord, Settings, Slack
from bot.config.problems import KeyPath, Severity
from bot.config.secrets import Secret

_QUOTES = "'\"`‘’“”"
_SCHEME = re.compile(r"(?i)(bot|bearer)\s")
_SLACK_KINDS = {
    "xoxb-": "bot_token",
    "xoxe.xoxb-": "bot_token",
    "xapp-": "app_token",
    "xoxp-": "a person's token",
    "xoxe.xoxp-": "a person's token",
    "xoxe-": "a token to renew others with",
    "xoxa-": "a token of an old kind",
    "xoxc-": "the token of somebody's browser",
    "xoxs-": "the token of somebody's browser",
}
"""What a token of Slack's is, by its beginning: the key that it belongs under, or what else it is."""
_SLACK_KEYS = {
    "bot_token": "take the one that begins with xoxb- (the app's page, OAuth & Permissions)",
    "app_token": "take the one that begins with xapp- (the app's page, Basic Information, App-Level Tokens)",
    "signing_secret": "take the signing secret (the app's page, Basic Information, App Credentials)",
}


class TokenFault(NamedTuple):
    """What is wrong with the token at a key, and what to do."""

    path: KeyPath
    what: str
    hint: str
    severity: Severity


def token_faults(settings: Settings) -> Iterator[TokenFault]:
    """What can be said of each platform's tokens; nothing worse than a warning where a compatible server takes them."""
    if settings.discord is not None:
        yield from _of_discord(settings.discord)
    if settings.slack is not None:
        yield from _of_slack(settings.slack)


def _of_discord(discord: Discord) -> Iterator[TokenFault]:
    if not discord.token:
        return
    own = _is_default(Discord, discord.api_url)
    path, token = ("discord", "token"), discord.token.reveal()
    if (spoilt := _spoilt(token)) is not None:
        yield TokenFault(path, *spoilt, _severity(own))
    elif own and token.count(".") != 2:
        yield TokenFault(
            path,
            "does not look like a bot's token, which has three parts with dots between them",
            "take the token of the page Bot, not the application's id, public key or client secret",
            Severity.WARNING,
        )


def _of_slack(slack: Slack) -> Iterator[TokenFault]:
    own = _is_default(Slack, slack.api_url)
    unused = "signing_secret" if slack.transport == "socket" else "app_token"
    for name, hint in _SLACK_KEYS.items():
        secret: Secret | None = getattr(slack, name)
        if not secret or name == unused:
            continue
        path, token = ("slack", name), secret.reveal()
        if (spoilt := _spoilt(token)) is not None:
            yield TokenFault(path, *spoilt, _severity(own))
            continue
        kind = next((kind for begin, kind in _SLACK_KINDS.items() if token.startswith(begin)), None)
        if kind is not None and kind != name:
            what = f"is the value for {kind}" if kind in _SLACK_KEYS else f"is {kind}"
            yield TokenFault(path, what, hint, _severity(own))
        elif kind is None and own and name != "signing_secret":
            yield TokenFault(path, "does not look like what belongs here", hint, Severity.WARNING)


def _spoilt(token: str) -> tuple[str, str] | None:
    """What was copied along with a token, and what to do."""
    bare = token.strip()
    if bare and bare[0] in _QUOTES and bare[-1] in _QUOTES:
        return "has quotes around it", "leave them out: they are no part of it"
    if _SCHEME.match(bare):
        return "begins with a word that the bot adds by itself", "leave out the word and the blank before the token"
    if any(character.isspace() for character in token):
        return "has a blank or a line break in it or around it", "leave that out: it is no part of it"
    return None


def _is_default(section: type[Discord] | type[Slack], url: str) -> bool:
    return url.rstrip("/") == str(section.model_fields["api_url"].default).rstrip("/")


def _severity(own: bool) -> Severity:
    return Severity.ERROR if own else Severity.WARNING
