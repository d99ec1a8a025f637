"""Tokens that can be seen to be the wrong ones, without asking anybody. What is said never holds any of their text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bot.config.models import Discord, Settings, Slack
from bot.config.problems import KeyPath, Severity
from bot.config.secrets import Secret
from bot.sentences import Sentence, sentence

_QUOTES = "'\"`‘’“”"
_SCHEME = re.compile(r"(?i)(bot|bearer)\s")
_SLACK_KINDS: dict[str, str | Sentence] = {
    "xoxb-": "bot_token",
    "xoxe.xoxb-": "bot_token",
    "xapp-": "app_token",
    "xoxp-": sentence("token-of-person"),
    "xoxe.xoxp-": sentence("token-of-person"),
    "xoxe-": sentence("token-for-renewal"),
    "xoxa-": sentence("token-of-old-kind"),
    "xoxc-": sentence("token-of-browser"),
    "xoxs-": sentence("token-of-browser"),
}
"""What a token of Slack's is, by its beginning: the key that it belongs under, or what else it is."""
_SLACK_KEYS = {
    "bot_token": sentence("token-take-bot-token"),
    "app_token": sentence("token-take-app-token"),
    "signing_secret": sentence("token-take-signing-secret"),
}


class TokenFault(NamedTuple):
    """What is wrong with the token at a key, and what to do."""

    path: KeyPath
    what: Sentence
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
        yield TokenFault(path, spoilt, _severity(own))
    elif own and token.count(".") != 2:
        yield TokenFault(path, sentence("token-not-discords"), Severity.WARNING)


def _of_slack(slack: Slack) -> Iterator[TokenFault]:
    own = _is_default(Slack, slack.api_url)
    unused = "signing_secret" if slack.transport == "socket" else "app_token"
    for name, take in _SLACK_KEYS.items():
        secret: Secret | None = getattr(slack, name)
        if not secret or name == unused:
            continue
        path, token = ("slack", name), secret.reveal()
        if (spoilt := _spoilt(token)) is not None:
            yield TokenFault(path, spoilt, _severity(own))
            continue
        kind = next((kind for begin, kind in _SLACK_KINDS.items() if token.startswith(begin)), None)
        if kind is not None and kind != name:
            what = kind if isinstance(kind, Sentence) else sentence("token-of-other-key", name=kind)
            yield TokenFault(path, what.mended_by(take), _severity(own))
        elif kind is None and own and name != "signing_secret":
            yield TokenFault(path, sentence("token-strange").mended_by(take), Severity.WARNING)


def _spoilt(token: str) -> Sentence | None:
    """What was copied along with a token, and what to do."""
    bare = token.strip()
    if bare and bare[0] in _QUOTES and bare[-1] in _QUOTES:
        return sentence("token-with-quotes")
    if _SCHEME.match(bare):
        return sentence("token-with-scheme")
    if any(character.isspace() for character in token):
        return sentence("token-with-blank")
    return None


def _is_default(section: type[Discord] | type[Slack], url: str) -> bool:
    return url.rstrip("/") == str(section.model_fields["api_url"].default).rstrip("/")


def _severity(own: bool) -> Severity:
    return Severity.ERROR if own else Severity.WARNING
