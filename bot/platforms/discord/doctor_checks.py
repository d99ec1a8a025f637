"""What `agora doctor` asks Discord: over HTTP only, and nothing is changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import discord

from bot.core.articles import Article
from bot.core.debates import Channel
from bot.platforms.discord.api import Api
from bot.platforms.discord.api_errors import Task, status_of
from bot.platforms.discord.identifiers import PLATFORM
from bot.platforms.discord.permissions import NEEDED, OF_OTHERS, PERMISSIONS, has, held_in, invite_link
from bot.platforms.discord.rate_limits import Priority
from bot.sentences import Sentence, sentence, verbatim
from bot.services.platform_errors import PlatformError
from bot.services.records import Finding, Health

Json = Mapping[str, Any]
_LOOK = Task(sentence("discord-task-look-around"))
_CUSTOM = re.compile(r"<a?:\w{2,32}:(?P<id>\d{1,20})>", re.ASCII)
_TEXT_CHANNELS = (0, 5)
_KINDS = {
    2: sentence("discord-kind-voice"),
    4: sentence("discord-kind-category"),
    13: sentence("discord-kind-stage"),
    15: sentence("discord-kind-forum"),
    16: sentence("discord-kind-media"),
}
_KINDS |= dict.fromkeys((10, 11, 12), sentence("discord-kind-thread"))
_KINDS |= dict.fromkeys((1, 3), sentence("discord-kind-direct-message"))
_TOKEN, _APPLICATION = sentence("doctor-about-token"), sentence("doctor-about-application")
_CHANNEL, _PERMISSIONS = sentence("doctor-about-channel"), sentence("doctor-about-permissions")
_COMMANDS, _EMOJI = sentence("doctor-about-commands"), sentence("doctor-about-emoji")


async def examine(rest: Api, channels: Sequence[Channel], articles: Sequence[Article]) -> list[Finding]:
    """The token and the application, then each channel and the articles' emoji. Never raises PlatformError."""
    try:
        await rest.login()
    except PlatformError as failure:
        return [_about(_TOKEN, Health.BAD, failure.sentence)]
    found = [_about(_TOKEN, Health.FINE, sentence("doctor-discord-token-fine", id=rest.me))]
    application = await _application_of(rest)
    found += _application(application)
    servers: dict[str, _Server | None] = {}
    for channel in channels:
        found += await _channel(rest, channel, servers)
    known = [server for server in servers.values() if server is not None]
    for server in known:
        found += await _commands(rest, server, application)
    found += _misspelt(articles)
    found += _emoji(articles, known, await _emoji_of_application(rest, application))
    return found


async def invitation(rest: Api) -> str:
    """The link that invites the bot with exactly what it needs. Raises PlatformError."""
    await rest.login()
    return invite_link(_id_of(await _application_of(rest), rest))


class _Server:
    """A server with the bot in it, and what the bot may do in its channels."""

    def __init__(self, guild: Json, member: Json, emoji: Iterable[Json], me: str) -> None:
        self.id = str(guild["id"])
        self.name = str(guild.get("name") or self.id)
        self.emoji = {str(each.get("id")): each for each in emoji}
        self.lacking_external: list[str] = []
        self._guild = guild
        self._member = member
        self._me = me

    def held(self, channel: Json) -> discord.Permissions:
        """What the bot may do in a channel; with an empty one, by its roles alone."""
        return held_in(channel, self._guild, self._member, self._me)


def _application(application: Json | None) -> list[Finding]:
    """What in the developer portal would stand in the way."""
    if application is None:
        return [_about(_APPLICATION, Health.WARNING, sentence("doctor-discord-application-unread"))]
    if application.get("interactions_endpoint_url"):
        return [_about(_APPLICATION, Health.BAD, sentence("doctor-discord-endpoint"))]
    if application.get("bot_require_code_grant"):
        return [_about(_APPLICATION, Health.WARNING, sentence("doctor-discord-code-grant"))]
    return [_about(_APPLICATION, Health.FINE, sentence("doctor-discord-application-fine"))]


async def _channel(rest: Api, channel: Channel, servers: dict[str, _Server | None]) -> list[Finding]:
    """Whether a channel can take a debate."""
    place = verbatim(channel.name)
    try:
        found = await _ask(rest, "/channels/{channel_id}", channel_id=channel.id)
        kind, guild_id = found.get("type", 0), found.get("guild_id")
    except PlatformError as failure:
        if status_of(failure) == 404:
            told = sentence("doctor-discord-channel-unknown", id=channel.id, channel=channel.name)
            return [Finding(place, _CHANNEL, Health.BAD, told)]
        return [Finding(place, _CHANNEL, Health.BAD, failure.sentence)]
    named = f"#{found['name']}" if found.get("name") else channel.id
    if guild_id is None or kind not in _TEXT_CHANNELS:
        what = _KINDS.get(kind, sentence("discord-kind-other"))
        return [Finding(place, _CHANNEL, Health.BAD, sentence("doctor-discord-channel-is", channel=named, kind=what))]
    server = await _server(rest, str(guild_id), servers)
    if server is None:
        return [Finding(place, _CHANNEL, Health.WARNING, sentence("doctor-discord-channel-half-seen", channel=named))]
    told = sentence("doctor-discord-channel-fine", channel=named, server=server.name)
    findings = [Finding(place, _CHANNEL, Health.FINE, told)]
    held, by_roles = server.held(found), server.held({})
    lacking = [name for name in NEEDED if not has(held, name)]
    findings += [_lacking(place, name, by_role=has(by_roles, name)) for name in lacking]
    if not lacking:
        all_there = sentence("doctor-discord-permissions-fine", names=tuple(PERMISSIONS[name] for name in NEEDED))
        findings.append(Finding(place, _PERMISSIONS, Health.FINE, all_there))
    if not has(held, OF_OTHERS):
        server.lacking_external.append(channel.name)
    return findings


def _lacking(place: Sentence, name: str, *, by_role: bool) -> Finding:
    """One missing permission, and where it is to be given."""
    if by_role:
        told = sentence("doctor-discord-permission-denied", purpose=NEEDED[name])
    else:
        told = sentence("doctor-discord-permission-not-given", purpose=NEEDED[name])
    return Finding(place, PERMISSIONS[name], Health.BAD, told)


async def _server(rest: Api, guild_id: str, servers: dict[str, _Server | None]) -> _Server | None:
    """The server, read once; None where it can't be read."""
    if guild_id not in servers:
        try:
            guild = await _ask(rest, "/guilds/{guild_id}", guild_id=guild_id)
            if not guild.get("roles"):
                roles = await _ask(rest, "/guilds/{guild_id}/roles", guild_id=guild_id)
                guild = {**guild, "roles": roles}
            member = await _ask(rest, "/guilds/{guild_id}/members/{user_id}", guild_id=guild_id, user_id=rest.me)
            server = _Server(guild, member, await _emoji_of(rest, guild), rest.me)
            server.held({})
            servers[guild_id] = server
        except (PlatformError, KeyError, TypeError, ValueError, AttributeError):
            servers[guild_id] = None
    return servers[guild_id]


async def _emoji_of(rest: Api, guild: Json) -> list[Json]:
    if guild.get("emojis") is not None:
        return list(guild["emojis"])
    try:
        return list(await _ask(rest, "/guilds/{guild_id}/emojis", guild_id=str(guild["id"])))
    except (PlatformError, TypeError):
        return []


async def _emoji_of_application(rest: Api, application: Json | None) -> frozenset[str]:
    """The ids of the application's own emoji, which it may use everywhere [doc]."""
    try:
        told = await _ask(rest, "/applications/{application_id}/emojis", application_id=_id_of(application, rest))
        return frozenset(str(each["id"]) for each in told["items"])
    except (PlatformError, KeyError, TypeError):
        return frozenset()


async def _commands(rest: Api, server: _Server, application: Json | None) -> list[Finding]:
    """Whether members of a server can see commands: Discord answers 403 where that scope was not asked for [mem]."""
    path = "/applications/{application_id}/guilds/{guild_id}/commands"
    try:
        await _ask(rest, path, application_id=_id_of(application, rest), guild_id=server.id)
    except PlatformError as failure:
        if status_of(failure) != 403:
            return []
        return [_about(_COMMANDS, Health.WARNING, sentence("doctor-discord-no-commands", server=server.name))]
    return []


def _misspelt(articles: Sequence[Article]) -> list[Finding]:
    """Options whose custom emoji is not written as Discord needs it."""
    found = []
    for article in articles:
        for option in article.options:
            form = option.emoji.custom.get(PLATFORM)
            if form is not None and form.isascii() and not _CUSTOM.fullmatch(form):
                told = sentence("doctor-discord-misspelt", slug=article.slug, emoji=form, label=option.label)
                found.append(_about(_EMOJI, Health.BAD, told))
            elif option.emoji.on(PLATFORM) is None:
                told = sentence("doctor-discord-without-emoji", slug=article.slug, label=option.label)
                found.append(_about(_EMOJI, Health.BAD, told))
    return found


def _emoji(articles: Sequence[Article], servers: Sequence[_Server], own: frozenset[str]) -> list[Finding]:
    """Whether the articles' custom emoji can be used on every server."""
    customs = dict(_customs(articles))
    if not customs or not servers:
        return []
    found = []
    for native, (form, slugs) in customs.items():
        homes = [server for server in servers if native in server.emoji]
        articles_of = tuple(slugs[:3])
        if native in own:
            continue
        if not homes:
            told = sentence("doctor-discord-emoji-homeless", emoji=form, slugs=articles_of)
            found.append(_about(_EMOJI, Health.WARNING, told))
            continue
        if not all(server.emoji[native].get("available", True) for server in homes):
            told = sentence("doctor-discord-emoji-unavailable", emoji=form, slugs=articles_of)
            found.append(_about(_EMOJI, Health.BAD, told))
        for server in servers:
            if server not in homes and server.lacking_external:
                places = tuple(server.lacking_external)
                told = sentence("doctor-discord-external-emoji", emoji=form, slugs=articles_of, channels=places)
                found.append(_about(PERMISSIONS[OF_OTHERS], Health.BAD, told))
    return found or [_about(_EMOJI, Health.FINE, sentence("doctor-discord-emoji-fine", count=len(customs)))]


def _customs(articles: Sequence[Article]) -> Iterator[tuple[str, tuple[str, list[str]]]]:
    """Custom emoji by id: how it is written, and the articles that use it."""
    users: dict[str, tuple[str, list[str]]] = {}
    for article in articles:
        for option in article.options:
            form = option.emoji.on(PLATFORM) or ""
            known = _CUSTOM.fullmatch(form)
            if known is not None:
                slugs = users.setdefault(known["id"], (form, []))[1]
                if article.slug not in slugs:
                    slugs.append(article.slug)
    yield from users.items()


async def _application_of(rest: Api) -> Json | None:
    for path in ("/applications/@me", "/oauth2/applications/@me"):
        try:
            told = await _ask(rest, path)
        except PlatformError:
            continue
        if isinstance(told, dict) and told.get("id"):
            return told
    return None


def _id_of(application: Json | None, rest: Api) -> str:
    """The application's id: the bot's user id, but for applications made before 2016 [mem]."""
    return str((application or {}).get("id") or rest.me)


async def _ask(rest: Api, path: str, **ids: str) -> Any:
    return await rest.call(Priority.SAY, _LOOK, "GET", path, ids)


def _about(about: Sentence, health: Health, told: Sentence) -> Finding:
    return Finding(verbatim(PLATFORM), about, health, told)
