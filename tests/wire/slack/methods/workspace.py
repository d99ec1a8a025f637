"""Who one is, who is there, and where to connect."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from tests.wire.slack.methods.registry import (
    Args,
    is_true,
    method,
    page_of,
)
from tests.wire.slack.records import SlackError

if TYPE_CHECKING:
    from tests.wire.slack.server import FakeSlack


@method("api.test")
def api_test(_: FakeSlack, args: Args) -> dict[str, Any]:
    return {"args": dict(args)}


@method("auth.test")
def auth_test(slack: FakeSlack, _: Args) -> dict[str, Any]:
    world = slack.world
    return {
        "url": f"https://{world.team_name.lower()}.slack.com/",
        "team": world.team_name,
        "user": world.bot.name,
        "team_id": world.team,
        "user_id": world.bot.id,
        "bot_id": world.bot.bot_id,
        "is_enterprise_install": False,
    }


@method("team.info", "team:read")
def team_info(slack: FakeSlack, _: Args) -> dict[str, Any]:
    return {"team": {"id": slack.world.team, "name": slack.world.team_name, "domain": slack.world.team_name.lower()}}


@method("bots.info", "users:read")
def bots_info(slack: FakeSlack, args: Args) -> dict[str, Any]:
    for user in slack.world.users.values():
        if user.bot_id is not None and user.bot_id == args.get("bot"):
            found = {"id": user.bot_id, "user_id": user.id, "app_id": slack.world.app, "name": user.name}
            return {"bot": {**found, "deleted": user.deleted, "updated": 1_700_000_000, "icons": {}}}
    raise SlackError("bot_not_found")


@method("users.info", "users:read")
def users_info(slack: FakeSlack, args: Args) -> dict[str, Any]:
    user = slack.world.users.get(args.get("user", ""))
    if user is None:
        raise SlackError("user_not_found")
    return {"user": user.as_json(slack.world.team, locale=is_true(args, "include_locale"))}


@method("users.list", "users:read")
def users_list(slack: FakeSlack, args: Args) -> dict[str, Any]:
    team, locale = slack.world.team, is_true(args, "include_locale")
    users = [user.as_json(team, locale=locale) for user in slack.world.users.values()]
    found, meta = page_of(users, args, len(users) or 1, 1000)
    return {"members": found, "cache_ts": int(time.time()), **meta}


@method("emoji.list", "emoji:read")
def emoji_list(slack: FakeSlack, _: Args) -> dict[str, Any]:
    return {"emoji": dict(slack.world.emoji), "cache_ts": slack.world.stamp()}


@method("apps.connections.open")
def apps_connections_open(slack: FakeSlack, _: Args) -> dict[str, Any]:
    return {"url": slack.sockets.ticket_url()}
