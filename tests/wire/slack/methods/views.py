"""Modals and the home."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tests.patience import PATIENCE
from tests.wire.slack.blocks import check_view
from tests.wire.slack.methods.registry import (
    Args,
    method,
    read_json,
    wanted,
)
from tests.wire.slack.records import SlackError

if TYPE_CHECKING:
    from tests.wire.slack.server import FakeSlack

TRIGGER_SECONDS = PATIENCE
"""Slack's are 3. A slow machine makes none late, only a bot that hangs."""


@method("views.open")
def views_open(slack: FakeSlack, args: Args) -> dict[str, Any]:
    return {"view": _open_view(slack, args, root=None)}


@method("views.push")
def views_push(slack: FakeSlack, args: Args) -> dict[str, Any]:
    return {"view": _open_view(slack, args, root="")}


@method("views.update")
def views_update(slack: FakeSlack, args: Args) -> dict[str, Any]:
    new = read_json(args.get("view"))
    check_view(new, slack.world.files)
    by_name = (view for view in slack.world.views.values() if view.get("external_id") == args.get("external_id"))
    view = slack.world.views.get(args.get("view_id") or "") or next(by_name, None)
    if view is None:
        raise SlackError("not_found")
    if args.get("hash") and args["hash"] != view["hash"]:
        raise SlackError("hash_conflict")
    view.update(_made_view(slack, new, view["id"]))
    return {"view": view}


@method("views.publish")
def views_publish(slack: FakeSlack, args: Args) -> dict[str, Any]:
    user, view = wanted(args, "user_id"), read_json(args.get("view"))
    if user not in slack.world.users:
        raise SlackError("user_not_found")
    check_view(view, slack.world.files)
    if view["type"] != "home":
        raise SlackError("invalid_arguments")
    before = slack.world.homes.get(user)
    if args.get("hash") and before is not None and args["hash"] != before["hash"]:
        raise SlackError("hash_conflict")
    slack.world.homes[user] = _made_view(slack, view, f"V0HOME{user}")
    return {"view": slack.world.homes[user]}


def _open_view(slack: FakeSlack, args: Args, root: str | None) -> dict[str, Any]:
    view = read_json(args.get("view"))
    made_at = slack.triggers.pop(wanted(args, "trigger_id"), None)
    if made_at is None:
        raise SlackError("invalid_trigger_id" if root is None else "exchanged_trigger_id")
    if time.monotonic() - made_at > TRIGGER_SECONDS:
        raise SlackError("expired_trigger_id")
    check_view(view, slack.world.files)
    made = _made_view(slack, view, f"V0{len(slack.world.views):08d}")
    slack.world.views[made["id"]] = made
    return made


def _made_view(slack: FakeSlack, view: Mapping[str, Any], number: str) -> dict[str, Any]:
    world = slack.world
    made: dict[str, Any] = {"id": number, "team_id": world.team, "app_id": world.app, "bot_id": world.bot.bot_id}
    made |= {"hash": world.stamp(), "state": {"values": {}}, "root_view_id": number, "previous_view_id": None}
    blanks = {"callback_id": "", "external_id": "", "private_metadata": ""}
    return {**made, **blanks, **view}
