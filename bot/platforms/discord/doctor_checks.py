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
from bot.platforms.discord.permissions import NEEDED, OF_OTHERS, has, held_in, invite_link
from bot.platforms.discord.rate_limits import Priority
from bot.services.platform_errors import PlatformError
from bot.services.records import Finding, Health

Json = Mapping[str, Any]
_LOOK = Task("look around")
_CUSTOM = re.compile(r"<a?:\w{2,32}:(?P<id>\d{1,20})>", re.ASCII)
_TEXT_CHANNELS = (0, 5)
_KINDS = {2: "a voice channel", 4: "a category", 13: "a stage", 15: "a forum", 16: "a media channel"}
_KINDS |= dict.fromkeys((10, 11, 12), "a thread") | dict.fromkeys((1, 3), "a direct message")
_HERE = "Edit Channel, Permissions"
_ROLES = "Server Settings, Roles"


async def examine(rest: Api, channels: Sequence[Channel], articles: Sequence[Article]) -> list[Finding]:
    """The token and the application, then each channel and the articles' emoji. Never raises PlatformError."""
    try:
        await rest.login()
    except PlatformError as failure:
        return [_about("token", Health.BAD, failure.message, failure.hint)]
    found = [_about("token", Health.FINE, f"is accepted; the bot's user id is {rest.me}")]
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
        return [_about("application", Health.WARNING, "could not be read, so it was not looked at")]
    if application.get("interactions_endpoint_url"):
        return [
            _about(
                "application",
                Health.BAD,
                "sends commands and buttons to a web address, so the bot never hears of them",
                "Developer portal, General Information: empty Interactions Endpoint URL.",
            )
        ]
    if application.get("bot_require_code_grant"):
        return [
            _about(
                "application",
                Health.WARNING,
                "asks for a code grant, so the invite link fails",
                "Developer portal, Bot: switch off Requires OAuth2 Code Grant.",
            )
        ]
    return [_about("application", Health.FINE, "needs no privileged intent, and none is asked for")]


async def _channel(rest: Api, channel: Channel, servers: dict[str, _Server | None]) -> list[Finding]:
    """Whether a channel can take a debate."""
    place = channel.name
    try:
        told = await _ask(rest, "/channels/{channel_id}", channel_id=channel.id)
        kind, guild_id = told.get("type", 0), told.get("guild_id")
    except PlatformError as failure:
        if status_of(failure) == 404:
            hint = f"Switch on Developer Mode, copy the channel's id and correct channels.{place}.id."
            return [Finding(place, "channel", Health.BAD, f"Discord knows no channel {channel.id}", hint)]
        return [Finding(place, "channel", Health.BAD, failure.message.rstrip("."), failure.hint)]
    named = f"#{told['name']}" if told.get("name") else channel.id
    if guild_id is None or kind not in _TEXT_CHANNELS:
        what = _KINDS.get(kind, "of a kind that takes no debates")
        return [Finding(place, "channel", Health.BAD, f"{named} is {what}", "Choose a text channel.")]
    server = await _server(rest, str(guild_id), servers)
    if server is None:
        text = f"{named} is seen, but what the bot may do in it could not be read"
        return [Finding(place, "channel", Health.WARNING, text)]
    found = [Finding(place, "channel", Health.FINE, f"{named} on {server.name} is seen")]
    held, by_roles = server.held(told), server.held({})
    lacking = [name for name in NEEDED if not has(held, name)]
    found += [_lacking(place, name, NEEDED[name], by_role=has(by_roles, name)) for name in lacking]
    if not lacking:
        found.append(Finding(place, "permissions", Health.FINE, ", ".join(NEEDED)))
    if not has(held, OF_OTHERS):
        server.lacking_external.append(place)
    return found


def _lacking(place: str, name: str, purpose: str, *, by_role: bool) -> Finding:
    """One missing permission, and where it is to be given."""
    if by_role:
        text = f"is denied in this channel ({purpose})"
        return Finding(place, name, Health.BAD, text, f"{_HERE}: allow it for the bot or for its role.")
    text = f"is not given to the bot ({purpose})"
    hint = f"{_ROLES}, the bot's role: switch it on; or {_HERE}: add the bot and allow it."
    return Finding(place, name, Health.BAD, text, hint)


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
        text = f"members of {server.name} see no /debate: the bot was invited without applications.commands"
        hint = "Invite it once more with the link of 'agora doctor --invite'; nothing is lost by that."
        return [_about("commands", Health.WARNING, text, hint)]
    return []


def _misspelt(articles: Sequence[Article]) -> list[Finding]:
    """Options whose custom emoji is not written as Discord needs it."""
    found = []
    for article in articles:
        for option in article.options:
            form = option.emoji.custom.get(PLATFORM)
            if form is not None and form.isascii() and not _CUSTOM.fullmatch(form):
                text = f"{article.slug}: '{form}' for '{option.label}' is no emoji of Discord"
                found.append(
                    _about("emoji", Health.BAD, text, "Write it as <:name:id>; a message with \\:name: shows it so.")
                )
            elif option.emoji.on(PLATFORM) is None:
                text = f"{article.slug}: '{option.label}' has no emoji on Discord, so nobody there can vote for it"
                found.append(_about("emoji", Health.BAD, text, "Give the option an emoji for discord."))
    return found


def _emoji(articles: Sequence[Article], servers: Sequence[_Server], own: frozenset[str]) -> list[Finding]:
    """Whether the articles' custom emoji can be used on every server."""
    customs = dict(_customs(articles))
    if not customs or not servers:
        return []
    found = []
    for native, (form, slugs) in customs.items():
        homes = [server for server in servers if native in server.emoji]
        named = f"{form} ({', '.join(slugs[:3])})"
        if native in own:
            continue
        if not homes:
            text = f"{named} is of no server with a configured channel"
            hint = "Upload it to one of them, or take another; a server that the bot is in may have it all the same."
            found.append(_about("emoji", Health.WARNING, text, hint))
            continue
        if not all(server.emoji[native].get("available", True) for server in homes):
            found.append(_about("emoji", Health.BAD, f"{named} is not available", "The server has lost a boost level."))
        for server in servers:
            if server not in homes and server.lacking_external:
                places = ", ".join(server.lacking_external)
                text = f"is needed for {named} of another server, and not given in {places}"
                found.append(_about(OF_OTHERS, Health.BAD, text, f"{_HERE}: allow it."))
    return found or [_about("emoji", Health.FINE, f"all {len(customs)} custom ones can be used")]


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


def _about(about: str, health: Health, text: str, hint: str = "") -> Finding:
    return Finding(PLATFORM, about, health, text, hint)
