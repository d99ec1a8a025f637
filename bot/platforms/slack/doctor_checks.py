"""What stands between the bot and its Slack channels: tokens, scopes, membership, emoji. `agora doctor` asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.config.models import Slack
from bot.core.articles import Article, Option
from bot.core.debates import Channel
from bot.core.emoji import plain, unmarked
from bot.errors import AgoraError
from bot.platforms.slack.api import Api, Identity
from bot.platforms.slack.api_errors import about_app_token
from bot.platforms.slack.identifiers import PLATFORM, EmojiNames, own_name, slack_name
from bot.platforms.slack.permissions import APP_SCOPE, SCOPES
from bot.services.platform_errors import PlatformError
from bot.services.records import Finding, Health

_SCOPE_HINT = (
    "Add it under OAuth & Permissions → Scopes → Bot Token Scopes (deploy/slack-manifest.yaml has them all), then "
    "install the app to the workspace again."
)
_APP_TOKEN_HINT = f"Basic Information → App-Level Tokens: make one with the scope {APP_SCOPE}."
_INVITE_HINT = "Write '/invite @agora' in that channel."


async def examine(
    api: Api, settings: Slack, channels: Sequence[Channel], articles: Sequence[Article]
) -> Sequence[Finding]:
    """Look at everything that the bot needs of Slack; what goes wrong is a finding."""
    try:
        identity = await api.ask_identity()
    except AgoraError as failure:
        return [_wrong(PLATFORM, "token", failure)]
    findings = [
        Finding(PLATFORM, "token", Health.FINE, f"Slack knows the bot as {identity.user} in {_place(identity)}")
    ]
    findings += _scopes(identity)
    findings.append(await _transport(api, settings))
    for channel in channels:
        if channel.platform == PLATFORM:
            findings.append(await _channel(api, channel))
    findings += await _emoji(api, articles)
    return findings


def _scopes(identity: Identity) -> list[Finding]:
    if identity.scopes is None:
        text = "Slack does not say which scopes the token has"
        return [Finding(PLATFORM, "scopes", Health.WARNING, text, "Compare them with deploy/slack-manifest.yaml.")]
    missing = [need for need in SCOPES if need.scope not in identity.scopes]
    if not missing:
        return [Finding(PLATFORM, "scopes", Health.FINE, f"all {len(SCOPES)} are granted")]
    return [
        Finding(
            PLATFORM,
            f"scope {need.scope}",
            Health.BAD if need.essential else Health.WARNING,
            f"is missing. {need.why}",
            _SCOPE_HINT,
        )
        for need in missing
    ]


async def _transport(api: Api, settings: Slack) -> Finding:
    """Whether events can come: the app's own token is tried, an HTTP address can only be tried by Slack."""
    if settings.transport == "http":
        if settings.signing_secret is None:
            return Finding(PLATFORM, "signing secret", Health.BAD, "is missing", "Basic Information → Signing Secret.")
        text = "is set; whether Slack reaches /slack/events, Slack says where the request URL is entered"
        return Finding(PLATFORM, "signing secret", Health.FINE, text)
    if settings.app_token is None:
        return Finding(PLATFORM, "app token", Health.BAD, "is missing, and Socket Mode needs it", _APP_TOKEN_HINT)
    try:
        token = settings.app_token.reveal()
        await api.read("apps.connections.open", lambda client: client.apps_connections_open(app_token=token))
    except AgoraError as failure:
        return Finding(PLATFORM, "app token", Health.BAD, about_app_token(failure), _APP_TOKEN_HINT)
    return Finding(PLATFORM, "app token", Health.FINE, "Slack would open a Socket Mode connection")


async def _channel(api: Api, channel: Channel) -> Finding:
    """Whether the channel is there and the bot is in it."""
    try:
        answer = await api.read(
            "conversations.info", lambda client: client.conversations_info(channel=channel.id), channel=channel.id
        )
    except PlatformError as failure:
        if "scope" not in failure.message:
            return _wrong(channel.name, "channel", failure)
        return await _channel_by_reading(api, channel)
    found: Mapping[str, Any] = answer.get("channel") or {}
    named = f"#{found.get('name') or channel.id}"
    if found.get("is_archived"):
        text, hint = f"{named} is archived", "Unarchive it, or take it out of the configuration."
        return Finding(channel.name, "channel", Health.BAD, text, hint)
    if not found.get("is_member"):
        return Finding(channel.name, "channel", Health.BAD, f"the bot is not in {named}", _INVITE_HINT)
    if isinstance(found.get("id"), str) and found["id"] != channel.id:
        text = f"the bot is in {named}, whose id is {found['id']} now: the configuration has its old one, {channel.id}"
        return Finding(channel.name, "channel", Health.WARNING, text, f"Write id: {found['id']} for this channel.")
    return Finding(channel.name, "channel", Health.FINE, f"the bot is in {named}")


async def _channel_by_reading(api: Api, channel: Channel) -> Finding:
    """Without the scope that tells of channels: whether the bot may read there."""
    try:
        await api.read(
            "conversations.history",
            lambda client: client.conversations_history(channel=channel.id, limit=1),
            channel=channel.id,
        )
    except PlatformError as failure:
        return _wrong(channel.name, "channel", failure)
    return Finding(channel.name, "channel", Health.FINE, "the bot may read there")


async def _emoji(api: Api, articles: Sequence[Article]) -> list[Finding]:
    """Whether every option can be voted for by a reaction."""
    findings = []
    custom: dict[str, list[str]] = {}
    for article in articles:
        for option in article.options:
            form = option.emoji.on(PLATFORM)
            what = _named(option, article)
            if form is None or slack_name(form) is None:
                text = f"has no reaction on Slack: {form or 'no emoji'} is none of Slack's"
                hint = "Give it another emoji, or one for Slack alone: emoji: {slack: name}"
                findings.append(Finding(PLATFORM, what, Health.BAD, text, hint))
            elif (name := own_name(form)) is not None:
                custom.setdefault(name, []).append(what)
    if custom:
        findings += await _custom_emoji(api, custom, articles)
    return findings


async def _custom_emoji(api: Api, wanted: Mapping[str, Sequence[str]], articles: Sequence[Article]) -> list[Finding]:
    try:
        answer = await api.read("emoji.list", lambda client: client.emoji_list())
    except PlatformError as failure:
        return [Finding(PLATFORM, "emoji", Health.WARNING, f"can't be checked: {failure.message}", failure.hint)]
    known = answer.get("emoji") or {}
    names = EmojiNames()
    names.learn(known)
    missing = [name for name in wanted if name not in known]
    hint = "Add it to the workspace (Customise → Emoji), or write another one."
    found = [
        Finding(PLATFORM, f"emoji :{name}:", Health.BAD, f"is not in the workspace; {wanted[name][0]} needs it", hint)
        for name in missing
    ]
    found += _aliases(names, known, wanted)
    found += [finding for article in articles for finding in _alike(names, article)]
    usable = [name for name in wanted if name not in missing and name not in names.aliases]
    if usable:
        listed = ", ".join(f":{name}:" for name in usable)
        found.append(Finding(PLATFORM, "emoji", Health.FINE, f"{listed} can be used"))
    return found


def _aliases(names: EmojiNames, known: Mapping[str, Any], wanted: Mapping[str, Sequence[str]]) -> list[Finding]:
    """Options that hang on an alias: they go with it, and without what it stands for nobody sees them."""
    found = []
    for name in wanted:
        form = names.aliases.get(name)
        if form is None:
            continue
        what = f"emoji :{name}:"
        written = f":{form}:" if own_name(form) is not None else form
        if own_name(form) is not None and form not in known:
            text = f"is an alias of {written}, which is not in the workspace; {wanted[name][0]} needs it"
            found.append(Finding(PLATFORM, what, Health.BAD, text, "Write an emoji that is there."))
            continue
        text = f"is an alias of {written}; if somebody removes it, {' and '.join(wanted[name])} can't be voted for"
        hint = f"Write {written} itself; votes by every name of it count."
        found.append(Finding(PLATFORM, what, Health.WARNING, text, hint))
    return found


def _alike(names: EmojiNames, article: Article) -> list[Finding]:
    """Options of an article that are one emoji on Slack, since one is written with an alias of the other's."""
    found = []
    first: dict[str, Option] = {}
    for option in article.options:
        form = option.emoji.on(PLATFORM)
        if form is None:
            continue
        name = own_name(form)
        stands_for = plain(unmarked(names.reaction(name))) if name is not None else plain(form)
        other = first.setdefault(stands_for, option)
        if other is not option:
            text = f"is the same emoji as that of {other.label!r}: one is an alias of the other"
            hint = "Give one of them another emoji."
            found.append(Finding(PLATFORM, _named(option, article), Health.BAD, text, hint))
    return found


def _named(option: Option, article: Article) -> str:
    return f"the option {option.label!r} of {article.slug}"


def _wrong(place: str, about: str, failure: AgoraError) -> Finding:
    return Finding(place, about, Health.BAD, failure.message, failure.hint)


def _place(identity: Identity) -> str:
    return identity.url or identity.team
