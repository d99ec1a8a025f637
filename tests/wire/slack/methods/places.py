"""Channels and what was said in them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from tests.wire.slack.methods.registry import (
    Args,
    channel_of,
    is_true,
    method,
    page_of,
    wanted,
)
from tests.wire.slack.records import Message, SlackError

if TYPE_CHECKING:
    from tests.wire.slack.server import FakeSlack


@method("conversations.info")
def conversations_info(slack: FakeSlack, args: Args) -> dict[str, Any]:
    channel = channel_of(slack, args, "read")
    return {"channel": channel.as_json(slack.world.bot.id)}


@method("conversations.list", "channels:read")
def conversations_list(slack: FakeSlack, args: Args) -> dict[str, Any]:
    kinds = str(args.get("types") or "public_channel").split(",")
    shown = [
        channel.as_json(slack.world.bot.id)
        for channel in slack.world.channels.values()
        if ("private_channel" if channel.private else "public_channel") in kinds
        and (not channel.private or slack.world.bot.id in channel.members)
        and not (channel.archived and is_true(args, "exclude_archived"))
    ]
    found, meta = page_of(shown, args, 100, 1000)
    return {"channels": found, **meta}


@method("users.conversations", "channels:read")
def users_conversations(slack: FakeSlack, args: Args) -> dict[str, Any]:
    user = args.get("user") or slack.world.bot.id
    mine = [c.as_json(slack.world.bot.id) for c in slack.world.channels.values() if user in c.members]
    found, meta = page_of(mine, args, 100, 999)
    return {"channels": found, **meta}


@method("conversations.members")
def conversations_members(slack: FakeSlack, args: Args) -> dict[str, Any]:
    found, meta = page_of(sorted(channel_of(slack, args, "read").members), args, 100, 1000)
    return {"members": found, **meta}


@method("conversations.join", "channels:join")
def conversations_join(slack: FakeSlack, args: Args) -> dict[str, Any]:
    channel = channel_of(slack, args, None)
    if channel.private:
        raise SlackError("method_not_supported_for_channel_type")
    if channel.archived:
        raise SlackError("is_archived")
    slack.world.join(channel.id, slack.world.bot.id)
    return {"channel": channel.as_json(slack.world.bot.id)}


@method("conversations.open", "im:write")
def conversations_open(slack: FakeSlack, args: Args) -> dict[str, Any]:
    user = str(args.get("users", "")).split(",")[0]
    if user not in slack.world.users:
        raise SlackError("user_not_found")
    if f"D{user[1:]}" not in slack.world.channels:
        slack.world.add_channel(f"D{user[1:]}", private=True).members.add(user)
    return {"channel": {"id": f"D{user[1:]}"}}


@method("conversations.history")
def conversations_history(slack: FakeSlack, args: Args) -> dict[str, Any]:
    channel = channel_of(slack, args, "history", inside=True)
    if slack.faults.empty_history:
        return {"messages": [], "has_more": False, "pin_count": 0, "response_metadata": {"next_cursor": ""}}
    found = [m for m in slack.world.in_channel(channel.id) if _in_window(m, args)]
    found.reverse()
    some, meta = page_of(found, args, 100, 999)
    shown = [slack.shown(message, metadata=is_true(args, "include_all_metadata")) for message in some]
    return {"messages": shown, "has_more": bool(meta["response_metadata"]["next_cursor"]), "pin_count": 0, **meta}


@method("conversations.replies")
def conversations_replies(slack: FakeSlack, args: Args) -> dict[str, Any]:
    channel = channel_of(slack, args, "history", inside=True)
    ts = wanted(args, "ts")
    replies = slack.world.thread(channel.id, ts)
    root = slack.world.messages.get((channel.id, ts))
    if root is None and not replies:
        raise SlackError("thread_not_found")
    if slack.faults.empty_history:
        return {"messages": [], "has_more": False, "response_metadata": {"next_cursor": ""}}
    some, meta = page_of([m for m in replies if _in_window(m, args)], args, 1000, 1000)
    metadata = is_true(args, "include_all_metadata")
    shown = [slack.shown(message, metadata=metadata) for message in some]
    # The parent heads every page, whatever the window.
    head = slack.shown(root, metadata=metadata) if root else {"type": "message", "subtype": "tombstone", "ts": ts}
    return {"messages": [head, *shown], "has_more": bool(meta["response_metadata"]["next_cursor"]), **meta}


def _in_window(message: Message, args: Args) -> bool:
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or math.inf)
    at = float(message.ts)
    return oldest <= at <= latest if is_true(args, "inclusive") else oldest < at < latest
