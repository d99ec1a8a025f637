"""Guilds, users, the application, its commands, and where the gateway is, over REST."""

from __future__ import annotations

import re
from typing import Any

from tests.wire.discord import rendering
from tests.wire.discord.calls import Call
from tests.wire.discord.gateway import Gateway
from tests.wire.discord.model import snowflake
from tests.wire.discord.refusals import invalid, missing_access, unknown_command, unknown_member, unknown_user

_NAME = re.compile(r"[-_'\w]{1,32}$")
LOCALES = frozenset(
    {"id", "da", "de", "en-GB", "en-US", "es-ES", "es-419", "fr", "hr", "it", "lt", "hu", "nl", "no", "pl", "pt-BR"}
    | {"ro", "fi", "sv-SE", "vi", "tr", "cs", "el", "bg", "ru", "uk", "hi", "th", "zh-CN", "ja", "zh-TW", "ko"}
)


class Places:
    """The handlers. `commands` are the application's, by guild (None: global) and id."""

    def __init__(self, gateway: Gateway) -> None:
        self._gateway = gateway
        self.commands: dict[int | None, dict[int, dict[str, Any]]] = {None: {}}
        self.created_commands = 0

    async def me(self, call: Call) -> Any:
        """GET /users/@me"""
        return rendering.user_json(call.me) | {"verified": True, "mfa_enabled": False, "email": None, "flags": 0}

    async def user(self, call: Call) -> Any:
        """GET /users/{user}"""
        user = call.world.users.get(call.number("user"))
        if user is None:
            raise unknown_user()
        return rendering.user_json(user)

    async def my_guilds(self, call: Call) -> Any:
        """GET /users/@me/guilds"""
        return [
            {"id": str(guild.id), "name": guild.name, "icon": None, "owner": False, "permissions": "0", "features": []}
            for guild in sorted(call.world.guilds.values(), key=lambda guild: guild.id)
            if call.me.id in guild.members and guild.id > int(call.query.get("after", "0"))
        ][: call.limit(200, 200)]

    async def application(self, call: Call) -> Any:
        """GET /applications/@me, and GET /oauth2/applications/@me"""
        world = call.world
        return {
            "id": str(world.application),
            "name": "Agora",
            "icon": None,
            "description": "",
            "bot_public": True,
            "bot_require_code_grant": False,
            "bot": rendering.user_json(call.me),
            "owner": rendering.user_json(world.owner),
            "verify_key": "00" * 32,
            "team": None,
            "flags": world.flags,
            "interactions_endpoint_url": None,
            "approximate_guild_count": len(world.guilds),
        }

    async def gateway(self, _: Call) -> Any:
        """GET /gateway"""
        return {"url": self._gateway.url}

    async def gateway_for_bots(self, _: Call) -> Any:
        """GET /gateway/bot"""
        return {
            "url": self._gateway.url,
            "shards": self._gateway.shards,
            "session_start_limit": {
                "total": 1000,
                "remaining": self._gateway.remaining,
                "reset_after": 14_400_000,
                "max_concurrency": self._gateway.max_concurrency,
            },
        }

    async def guild(self, call: Call) -> Any:
        """GET /guilds/{guild}"""
        return rendering.guild_json(call.guild())

    async def channels(self, call: Call) -> Any:
        """GET /guilds/{guild}/channels"""
        return [rendering.channel_json(one) for one in call.guild().channels.values() if one.parent is None]

    async def roles(self, call: Call) -> Any:
        """GET /guilds/{guild}/roles"""
        return [rendering.role_json(role) for role in call.guild().roles.values()]

    async def member(self, call: Call) -> Any:
        """GET /guilds/{guild}/members/{user}"""
        member = call.guild().members.get(call.number("user"))
        if member is None:
            raise unknown_member()
        return rendering.member_json(member)

    async def emojis(self, call: Call) -> Any:
        """GET /guilds/{guild}/emojis"""
        return [rendering.guild_emoji_json(emoji) for emoji in call.guild().emojis.values()]

    async def emoji(self, call: Call) -> Any:
        """GET /guilds/{guild}/emojis/{emoji_id}"""
        emoji = call.guild().emojis.get(call.number("emoji_id"))
        if emoji is None:
            raise unknown_user()
        return rendering.guild_emoji_json(emoji)

    async def application_emojis(self, _: Call) -> Any:
        """GET /applications/{application}/emojis"""
        return {"items": []}

    async def active_threads(self, call: Call) -> Any:
        """GET /guilds/{guild}/threads/active"""
        threads = [one for one in call.guild().channels.values() if one.parent is not None and not one.archived]
        return {"threads": [rendering.channel_json(thread) for thread in threads], "members": []}

    # Application commands

    async def list_commands(self, call: Call) -> Any:
        """GET …/commands; whole localisations only where asked for"""
        return [self._command(call, one) for one in self._of(call).values()]

    async def get_command(self, call: Call) -> Any:
        """GET …/commands/{command}"""
        return self._command(call, self._one(call))

    async def put_commands(self, call: Call) -> Any:
        """PUT …/commands: all at once"""
        known = {(one["type"], one["name"]): one for one in self._of(call).values()}
        made = [self._made(call, body, known.get((body.get("type", 1), body.get("name")))) for body in call.body]
        names = [(one["type"], one["name"]) for one in made]
        if len(set(names)) != len(names):
            raise invalid(name="Application command names must be unique")
        commands = self._of(call)
        commands.clear()
        commands.update({int(one["id"]): one for one in made})
        return made

    async def post_command(self, call: Call) -> Any:
        """POST …/commands: one, replacing one of that name"""
        commands = self._of(call)
        key = (call.body.get("type", 1), call.body.get("name"))
        known = next((one for one in commands.values() if (one["type"], one["name"]) == key), None)
        made = self._made(call, call.body, known)
        commands[int(made["id"])] = made
        return (200 if known else 201), made

    async def patch_command(self, call: Call) -> Any:
        """PATCH …/commands/{command}"""
        known = self._one(call)
        self._of(call)[int(known["id"])] = made = self._made(call, known | call.body, known)
        return made

    async def delete_command(self, call: Call) -> Any:
        """DELETE …/commands/{command}"""
        del self._of(call)[int(self._one(call)["id"])]

    def _of(self, call: Call) -> dict[int, dict[str, Any]]:
        if call.number("application") != call.world.application:
            raise missing_access()
        guild = call.guild().id if "guild" in call.request.match_info else None
        return self.commands.setdefault(guild, {})

    def _one(self, call: Call) -> dict[str, Any]:
        found = self._of(call).get(call.number("command"))
        if found is None:
            raise unknown_command()
        return found

    def _command(self, call: Call, command: dict[str, Any]) -> dict[str, Any]:
        if call.query.get("with_localizations", "").lower() in ("true", "1"):
            return command
        return _without_localizations(command)

    def _made(self, call: Call, body: dict[str, Any], known: dict[str, Any] | None) -> dict[str, Any]:
        check_command(body)
        if known is None:
            self.created_commands += 1
        made = {
            "type": 1,
            "name_localizations": None,
            "description": "",
            "description_localizations": None,
            "default_member_permissions": None,
            "dm_permission": True,
            "nsfw": False,
            "contexts": None,
            "integration_types": [0],
            "handler": None,
            **body,
            "id": known["id"] if known else str(snowflake()),
            "application_id": str(call.world.application),
            "version": str(snowflake()),
        }
        if made["default_member_permissions"] is not None:
            made["default_member_permissions"] = str(made["default_member_permissions"])
        return made


def check_command(body: dict[str, Any]) -> None:
    """Raise the refusal of a command that breaks a documented limit."""
    kind = body.get("type", 1)
    name = body.get("name") or ""
    if kind == 1:
        _check_named(body)
        _check_options(body.get("options") or [])
    elif not 1 <= len(name) <= 32 or body.get("description") or body.get("options"):
        raise invalid(name="A context menu entry has a name of 1 to 32 characters, no description, no options.")
    if _length(body) > 8000:
        raise invalid(options="Command exceeds maximum size (8000)")


def _check_named(body: dict[str, Any]) -> None:
    names = [body.get("name") or "", *(body.get("name_localizations") or {}).values()]
    for name in names:
        if not _NAME.match(name) or name != name.lower():
            raise invalid(name=f"Command name is invalid: {name!r}")
    for text in [body.get("description") or "", *(body.get("description_localizations") or {}).values()]:
        if not 1 <= len(text) <= 100:
            raise invalid(description="Must be between 1 and 100 in length.")
    _check_locales(body)


def _check_locales(body: dict[str, Any]) -> None:
    for field in ("name_localizations", "description_localizations"):
        if set(body.get(field) or {}) - LOCALES:
            raise invalid(**{field: "Unknown locale"})


def _check_options(options: list[dict[str, Any]]) -> None:
    if len(options) > 25:
        raise invalid(options="Must be 25 or fewer in length.")
    optional = False
    for option in options:
        _check_named(option)
        if option.get("type") in (1, 2):
            _check_options(option.get("options") or [])
            continue
        if option.get("required") and optional:
            raise invalid(options__required="Required options must be placed before non-required options")
        optional = not option.get("required")
        if len(option.get("choices") or []) > 25:
            raise invalid(options__choices="Must be 25 or fewer in length.")
        if option.get("choices") and option.get("autocomplete"):
            raise invalid(options__autocomplete="An option has choices or autocomplete.")


def _length(body: dict[str, Any]) -> int:
    """The longest of each text over all its languages, and the texts of options and choices."""
    texts = [
        max(len(text) for text in [body.get(field) or "", *(body.get(f"{field}_localizations") or {}).values()])
        for field in ("name", "description")
    ]
    inner = [*(body.get("options") or []), *(body.get("choices") or [])]
    return sum(texts) + len(str(body.get("value") or "")) + sum(map(_length, inner))


def _without_localizations(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_localizations(one) for one in node]
    if isinstance(node, dict):
        return {key: _without_localizations(value) for key, value in node.items() if not key.endswith("_localizations")}
    return node
