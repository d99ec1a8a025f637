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
from bot.platforms.slack.api_errors import ScopeMissing, about_app_token
from bot.platforms.slack.identifiers import PLATFORM, EmojiNames, own_name, slack_name
from bot.platforms.slack.permissions import APP_SCOPE, SCOPES
from bot.sentences import Sentence, all_of, sentence, verbatim
from bot.services.platform_errors import PlatformError
from bot.services.records import Finding, Health

_MAKE_APP_TOKEN = sentence("doctor-slack-make-app-token", scope=APP_SCOPE)
_TOKEN, _APP_TOKEN = sentence("doctor-about-token"), sentence("doctor-about-app-token")
_SECRET, _SCOPES = sentence("doctor-about-signing-secret"), sentence("doctor-about-scopes")
_CHANNEL, _EMOJI = sentence("doctor-about-channel"), sentence("doctor-about-emoji")


async def examine(
    api: Api, settings: Slack, channels: Sequence[Channel], articles: Sequence[Article]
) -> Sequence[Finding]:
    """Look at everything that the bot needs of Slack; what goes wrong is a finding."""
    try:
        identity = await api.ask_identity()
    except AgoraError as failure:
        return [_about(_TOKEN, Health.BAD, failure.sentence)]
    known = sentence("doctor-slack-token-fine", user=identity.user, workspace=identity.url or identity.team)
    findings = [_about(_TOKEN, Health.FINE, known)]
    findings += _scopes(identity)
    findings.append(await _transport(api, settings))
    for channel in channels:
        if channel.platform == PLATFORM:
            findings.append(await _channel(api, channel))
    findings += await _emoji(api, articles)
    return findings


def _scopes(identity: Identity) -> list[Finding]:
    if identity.scopes is None:
        return [_about(_SCOPES, Health.WARNING, sentence("doctor-slack-scopes-untold"))]
    missing = [need for need in SCOPES if need.scope not in identity.scopes]
    if not missing:
        return [_about(_SCOPES, Health.FINE, sentence("doctor-slack-scopes-fine", count=len(SCOPES)))]
    return [
        _about(
            sentence("doctor-about-scope", scope=need.scope),
            Health.BAD if need.essential else Health.WARNING,
            sentence("doctor-slack-scope-missing", why=need.why),
        )
        for need in missing
    ]


async def _transport(api: Api, settings: Slack) -> Finding:
    """Whether events can come: the app's own token is tried, an HTTP address can only be tried by Slack."""
    if settings.transport == "http":
        if settings.signing_secret is None:
            return _about(_SECRET, Health.BAD, sentence("doctor-slack-secret-missing"))
        return _about(_SECRET, Health.FINE, sentence("doctor-slack-secret-fine"))
    if settings.app_token is None:
        missing = sentence("doctor-slack-app-token-missing")
        return _about(_APP_TOKEN, Health.BAD, missing.mended_by(_MAKE_APP_TOKEN))
    try:
        token = settings.app_token.reveal()
        await api.read("apps.connections.open", lambda client: client.apps_connections_open(app_token=token))
    except AgoraError as failure:
        return _about(_APP_TOKEN, Health.BAD, about_app_token(failure).mended_by(_MAKE_APP_TOKEN))
    return _about(_APP_TOKEN, Health.FINE, sentence("doctor-slack-app-token-fine"))


async def _channel(api: Api, channel: Channel) -> Finding:
    """Whether the channel is there and the bot is in it."""
    try:
        answer = await api.read(
            "conversations.info", lambda client: client.conversations_info(channel=channel.id), channel=channel.id
        )
    except ScopeMissing:
        return await _channel_by_reading(api, channel)
    except PlatformError as failure:
        return _in(channel, Health.BAD, failure.sentence)
    found: Mapping[str, Any] = answer.get("channel") or {}
    named = f"#{found.get('name') or channel.id}"
    if found.get("is_archived"):
        return _in(channel, Health.BAD, sentence("doctor-slack-archived", channel=named))
    if not found.get("is_member"):
        return _in(channel, Health.BAD, sentence("doctor-slack-not-in", channel=named))
    if isinstance(found.get("id"), str) and found["id"] != channel.id:
        told = sentence("doctor-slack-old-id", channel=named, id=found["id"], old=channel.id)
        return _in(channel, Health.WARNING, told)
    return _in(channel, Health.FINE, sentence("doctor-slack-in", channel=named))


async def _channel_by_reading(api: Api, channel: Channel) -> Finding:
    """Without the scope that tells of channels: whether the bot may read there."""
    try:
        await api.read(
            "conversations.history",
            lambda client: client.conversations_history(channel=channel.id, limit=1),
            channel=channel.id,
        )
    except PlatformError as failure:
        return _in(channel, Health.BAD, failure.sentence)
    return _in(channel, Health.FINE, sentence("doctor-slack-may-read"))


async def _emoji(api: Api, articles: Sequence[Article]) -> list[Finding]:
    """Whether every option can be voted for by a reaction."""
    findings = []
    custom: dict[str, list[Sentence]] = {}
    for article in articles:
        for option in article.options:
            form = option.emoji.on(PLATFORM)
            what = _named(option, article)
            if form is None or slack_name(form) is None:
                told = sentence("doctor-slack-no-reaction", emoji=form) if form else sentence("doctor-slack-no-emoji")
                findings.append(_about(what, Health.BAD, told))
            elif (name := own_name(form)) is not None:
                custom.setdefault(name, []).append(what)
    if custom:
        findings += await _custom_emoji(api, custom, articles)
    return findings


async def _custom_emoji(
    api: Api, wanted: Mapping[str, Sequence[Sentence]], articles: Sequence[Article]
) -> list[Finding]:
    try:
        answer = await api.read("emoji.list", lambda client: client.emoji_list())
    except PlatformError as failure:
        return [_about(_EMOJI, Health.WARNING, failure.sentence)]
    known = answer.get("emoji") or {}
    names = EmojiNames()
    names.learn(known)
    missing = [name for name in wanted if name not in known]
    found = [
        _about(
            sentence("doctor-about-emoji-named", name=name),
            Health.BAD,
            sentence("doctor-slack-emoji-missing", option=wanted[name][0]),
        )
        for name in missing
    ]
    found += _aliases(names, known, wanted)
    found += [finding for article in articles for finding in _alike(names, article)]
    usable = [name for name in wanted if name not in missing and name not in names.aliases]
    if usable:
        listed = tuple(f":{name}:" for name in usable)
        found.append(_about(_EMOJI, Health.FINE, sentence("doctor-slack-emoji-fine", emoji=listed)))
    return found


def _aliases(names: EmojiNames, known: Mapping[str, Any], wanted: Mapping[str, Sequence[Sentence]]) -> list[Finding]:
    """Options that hang on an alias: they go with it, and without what it stands for nobody sees them."""
    found = []
    for name in wanted:
        form = names.aliases.get(name)
        if form is None:
            continue
        what = sentence("doctor-about-emoji-named", name=name)
        written = f":{form}:" if own_name(form) is not None else form
        if own_name(form) is not None and form not in known:
            told = sentence("doctor-slack-alias-of-missing", emoji=written, option=wanted[name][0])
            found.append(_about(what, Health.BAD, told))
            continue
        told = sentence("doctor-slack-alias", emoji=written, options=all_of(wanted[name]))
        found.append(_about(what, Health.WARNING, told))
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
            told = sentence("doctor-slack-same-emoji", label=other.label)
            found.append(_about(_named(option, article), Health.BAD, told))
    return found


def _named(option: Option, article: Article) -> Sentence:
    return sentence("doctor-about-option", label=option.label, slug=article.slug)


def _about(about: Sentence, health: Health, told: Sentence) -> Finding:
    return Finding(verbatim(PLATFORM), about, health, told)


def _in(channel: Channel, health: Health, told: Sentence) -> Finding:
    return Finding(verbatim(channel.name), _CHANNEL, health, told)
