"""The Web API's methods over the world: what each needs, what it does, how it fails."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tests.wire.slack.blocks import check_blocks, check_view, mentions
from tests.wire.slack.world import Channel, File, Message, SlackError

if TYPE_CHECKING:
    from tests.wire.slack.server import FakeSlack

Args = Mapping[str, Any]
Method = Callable[["FakeSlack", Args], dict[str, Any]]

METHODS: dict[str, tuple[Method, str | None]] = {}
"""By name: what to do, and the scope that it needs (None: none, or one that depends on the channel)."""

TRIGGER_SECONDS = 3.0
_MOST_TEXT = 40_000


def method(name: str, scope: str | None = None) -> Callable[[Method], Method]:
    """Register a method."""

    def register(work: Method) -> Method:
        METHODS[name] = work, scope
        return work

    return register


# Who one is


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
    return {"user": user.as_json(slack.world.team, locale=_true(args, "include_locale"))}


@method("users.list", "users:read")
def users_list(slack: FakeSlack, args: Args) -> dict[str, Any]:
    team, locale = slack.world.team, _true(args, "include_locale")
    users = [user.as_json(team, locale=locale) for user in slack.world.users.values()]
    found, meta = _page(users, args, len(users) or 1, 1000)
    return {"members": found, "cache_ts": int(time.time()), **meta}


@method("emoji.list", "emoji:read")
def emoji_list(slack: FakeSlack, _: Args) -> dict[str, Any]:
    return {"emoji": dict(slack.world.emoji), "cache_ts": slack.world.stamp()}


# Channels


@method("conversations.info")
def conversations_info(slack: FakeSlack, args: Args) -> dict[str, Any]:
    channel = _channel(slack, args, "read")
    return {"channel": channel.as_json(slack.world.bot.id)}


@method("conversations.list", "channels:read")
def conversations_list(slack: FakeSlack, args: Args) -> dict[str, Any]:
    kinds = str(args.get("types") or "public_channel").split(",")
    shown = [
        channel.as_json(slack.world.bot.id)
        for channel in slack.world.channels.values()
        if ("private_channel" if channel.private else "public_channel") in kinds
        and (not channel.private or slack.world.bot.id in channel.members)
        and not (channel.archived and _true(args, "exclude_archived"))
    ]
    found, meta = _page(shown, args, 100, 1000)
    return {"channels": found, **meta}


@method("users.conversations", "channels:read")
def users_conversations(slack: FakeSlack, args: Args) -> dict[str, Any]:
    user = args.get("user") or slack.world.bot.id
    mine = [c.as_json(slack.world.bot.id) for c in slack.world.channels.values() if user in c.members]
    found, meta = _page(mine, args, 100, 999)
    return {"channels": found, **meta}


@method("conversations.members")
def conversations_members(slack: FakeSlack, args: Args) -> dict[str, Any]:
    found, meta = _page(sorted(_channel(slack, args, "read").members), args, 100, 1000)
    return {"members": found, **meta}


@method("conversations.join", "channels:join")
def conversations_join(slack: FakeSlack, args: Args) -> dict[str, Any]:
    channel = _channel(slack, args, None)
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
    channel = _channel(slack, args, "history", inside=True)
    if slack.faults.empty_history:
        return {"messages": [], "has_more": False, "pin_count": 0, "response_metadata": {"next_cursor": ""}}
    found = [m for m in slack.world.in_channel(channel.id) if _in_window(m, args)]
    found.reverse()
    some, meta = _page(found, args, 100, 999)
    shown = [slack.shown(message, metadata=_true(args, "include_all_metadata")) for message in some]
    return {"messages": shown, "has_more": bool(meta["response_metadata"]["next_cursor"]), "pin_count": 0, **meta}


@method("conversations.replies")
def conversations_replies(slack: FakeSlack, args: Args) -> dict[str, Any]:
    channel = _channel(slack, args, "history", inside=True)
    ts = _wanted(args, "ts")
    replies = slack.world.thread(channel.id, ts)
    root = slack.world.messages.get((channel.id, ts))
    if root is None and not replies:
        raise SlackError("thread_not_found")
    if slack.faults.empty_history:
        return {"messages": [], "has_more": False, "response_metadata": {"next_cursor": ""}}
    some, meta = _page([m for m in replies if _in_window(m, args)], args, 1000, 1000)
    metadata = _true(args, "include_all_metadata")
    shown = [slack.shown(message, metadata=metadata) for message in some]
    # The parent heads every page, whatever the window.
    head = slack.shown(root, metadata=metadata) if root else {"type": "message", "subtype": "tombstone", "ts": ts}
    return {"messages": [head, *shown], "has_more": bool(meta["response_metadata"]["next_cursor"]), **meta}


# Messages


@method("chat.postMessage", "chat:write")
def chat_post_message(slack: FakeSlack, args: Args) -> dict[str, Any]:
    channel = _writable(slack, args)
    text, blocks = content_of(slack, args)
    custom = {name: args.get(name) for name in ("username", "icon_emoji", "icon_url") if args.get(name)}
    if custom:
        slack.need("chat:write.customize")
    thread = args.get("thread_ts")
    if (
        thread is not None
        and (channel.id, thread) not in slack.world.messages
        and not slack.world.thread(channel.id, thread)
    ):
        raise SlackError("thread_not_found")
    message = slack.world.write(
        channel.id,
        slack.world.bot.id,
        text,
        thread=thread,
        blocks=blocks,
        metadata=_metadata(args),
        username=custom.get("username"),
        icon_emoji=custom.get("icon_emoji"),
        broadcast=_true(args, "reply_broadcast"),
        unfurled=str(args.get("unfurl_links", True)).lower() not in ("false", "0"),
    )
    return {"channel": channel.id, "ts": message.ts, "message": slack.shown(message, metadata=True)}


@method("chat.update", "chat:write")
def chat_update(slack: FakeSlack, args: Args) -> dict[str, Any]:
    message = _own(slack, args, "cant_update_message")
    text, blocks = content_of(slack, args)
    content: dict[str, Any] = {"text": text, "blocks": blocks}
    if args.get("metadata") is not None:
        content["metadata"] = _metadata(args)
    slack.world.edit(message, **content)
    found = {"channel": message.channel, "ts": message.ts, "text": text}
    return {**found, "message": slack.shown(message, metadata=True)}


@method("chat.delete", "chat:write")
def chat_delete(slack: FakeSlack, args: Args) -> dict[str, Any]:
    message = _own(slack, args, "cant_delete_message")
    slack.world.delete(message.channel, message.ts)
    return {"channel": message.channel, "ts": message.ts}


@method("chat.postEphemeral", "chat:write")
def chat_post_ephemeral(slack: FakeSlack, args: Args) -> dict[str, Any]:
    channel = _writable(slack, args)
    user = _wanted(args, "user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    text, blocks = content_of(slack, args)
    slack.whispered(channel.id, user, text, blocks, args.get("thread_ts"))
    return {"message_ts": slack.world.stamp()}


@method("chat.getPermalink")
def chat_get_permalink(slack: FakeSlack, args: Args) -> dict[str, Any]:
    channel = _channel(slack, args, None)
    ts = _wanted(args, "message_ts")
    slack.world.find(channel.id, ts)
    return {"channel": channel.id, "permalink": slack.permalink(channel.id, ts)}


# Reactions


@method("reactions.add", "reactions:write")
def reactions_add(slack: FakeSlack, args: Args) -> dict[str, Any]:
    channel, ts, name = _item(slack, args)
    if channel.archived:
        raise SlackError("is_archived")
    slack.world.react(channel.id, ts, slack.world.bot.id, name)
    return {}


@method("reactions.remove", "reactions:write")
def reactions_remove(slack: FakeSlack, args: Args) -> dict[str, Any]:
    channel, ts, name = _item(slack, args)
    slack.world.unreact(channel.id, ts, slack.world.bot.id, name)
    return {}


@method("reactions.get", "reactions:read")
def reactions_get(slack: FakeSlack, args: Args) -> dict[str, Any]:
    channel = _channel(slack, args, None)
    if channel.private and slack.world.bot.id not in channel.members:
        raise SlackError("channel_not_found")
    message = slack.world.find(channel.id, _wanted(args, "timestamp"))
    shown = slack.shown(message, full=_true(args, "full"))
    shown["permalink"] = slack.permalink(channel.id, message.ts)
    return {"type": "message", "channel": channel.id, "message": shown}


# Files


@method("files.getUploadURLExternal", "files:write")
def files_get_upload_url(slack: FakeSlack, args: Args) -> dict[str, Any]:
    length = int(_wanted(args, "length"))
    if length <= 0:
        raise SlackError("invalid_arguments")
    number = f"F0{len(slack.world.files):08d}"
    slack.world.files[number] = File(number, _wanted(args, "filename"), length, args.get("alt_txt"))
    return {"upload_url": f"{slack.base_url}/upload/{number}", "file_id": number}


@method("files.completeUploadExternal", "files:write")
def files_complete_upload(slack: FakeSlack, args: Args) -> dict[str, Any]:
    wanted = args.get("files")
    done: list[File] = []
    for entry in json.loads(wanted) if isinstance(wanted, str) else wanted or ():
        file = slack.world.files.get(entry.get("id"))
        if file is None or file.data is None:
            raise SlackError("file_not_found")
        file.title, file.complete = entry.get("title"), True
        done.append(file)
    shown = [{"id": file.id, "title": file.title or file.name, "name": file.name} for file in done]
    channel = args.get("channel_id")
    if channel is not None:
        _writable(slack, {"channel": channel})
        text, thread = args.get("initial_comment") or "", args.get("thread_ts")
        slack.world.write(channel, slack.world.bot.id, text, thread=thread, files=shown)
        for file in done:
            file.shared_in.append(channel)
    return {"files": shown}


@method("files.info", "files:read")
def files_info(slack: FakeSlack, args: Args) -> dict[str, Any]:
    file = slack.world.files.get(_wanted(args, "file"))
    if file is None:
        raise SlackError("file_not_found")
    return {"file": {"id": file.id, "name": file.name, "title": file.title, "alt_txt": file.alt, "size": file.length}}


# Views


@method("views.open")
def views_open(slack: FakeSlack, args: Args) -> dict[str, Any]:
    return {"view": _open_view(slack, args, root=None)}


@method("views.push")
def views_push(slack: FakeSlack, args: Args) -> dict[str, Any]:
    return {"view": _open_view(slack, args, root="")}


@method("views.update")
def views_update(slack: FakeSlack, args: Args) -> dict[str, Any]:
    new = _json(args.get("view"))
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
    user, view = _wanted(args, "user_id"), _json(args.get("view"))
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


# The socket


@method("apps.connections.open")
def apps_connections_open(slack: FakeSlack, _: Args) -> dict[str, Any]:
    return {"url": slack.sockets.ticket_url()}


# What the methods share


def _channel(slack: FakeSlack, args: Args, scope: str | None, *, inside: bool = False) -> Channel:
    channel = slack.world.channels.get(args.get("channel") or "")
    if channel is None or (channel.private and slack.world.bot.id not in channel.members):
        raise SlackError("channel_not_found")
    if scope is not None:
        slack.need(f"{'groups' if channel.private else 'channels'}:{scope}")
    if inside and slack.world.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def _writable(slack: FakeSlack, args: Args) -> Channel:
    channel = _channel(slack, args, None)
    if slack.world.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    if channel.archived:
        raise SlackError("is_archived")
    return channel


def _own(slack: FakeSlack, args: Args, otherwise: str) -> Message:
    channel = _channel(slack, args, None)
    message = slack.world.find(channel.id, _wanted(args, "ts"))
    if message.user != slack.world.bot.id:
        raise SlackError(otherwise)
    if channel.archived:
        raise SlackError("is_inactive")
    return message


def _item(slack: FakeSlack, args: Args) -> tuple[Channel, str, str]:
    channel = _channel(slack, args, None)
    ts = _wanted(args, "timestamp")
    name = _wanted(args, "name").strip(":")
    if slack.world.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel, ts, name


def content_of(slack: FakeSlack, args: Args) -> tuple[str, list[dict[str, Any]] | None]:
    text, blocks = args.get("text") or "", _json(args.get("blocks"))
    if not text and not blocks:
        raise SlackError("no_text")
    if len(text) > _MOST_TEXT:
        raise SlackError("msg_too_long")
    if blocks:
        check_blocks(blocks, files=slack.world.files)
    slack.mentions += mentions(text, blocks or None)
    return text, blocks or None


def _metadata(args: Args) -> dict[str, Any] | None:
    metadata = _json(args.get("metadata"))
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(metadata)) > 8000:
        raise SlackError("metadata_too_large")
    return metadata


def _open_view(slack: FakeSlack, args: Args, root: str | None) -> dict[str, Any]:
    view = _json(args.get("view"))
    made_at = slack.triggers.pop(_wanted(args, "trigger_id"), None)
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
    made = {"id": number, "team_id": world.team, "app_id": world.app, "bot_id": world.bot.bot_id}
    made |= {"hash": world.stamp(), "state": {"values": {}}, "root_view_id": number, "previous_view_id": None}
    blanks = {"callback_id": "", "external_id": "", "private_metadata": ""}
    return {**made, **blanks, **view}


def _wanted(args: Args, name: str) -> str:
    value = args.get(name)
    if value in (None, ""):
        said = f"[ERROR] missing required field: {name}"
        raise SlackError("invalid_arguments", response_metadata={"messages": [said]})
    return str(value)


def _json(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise SlackError("invalid_arguments") from error


def _true(args: Args, name: str) -> bool:
    return str(args.get(name, "")).lower() in ("true", "1")


def _in_window(message: Message, args: Args) -> bool:
    oldest, latest = float(args.get("oldest") or 0), float(args.get("latest") or math.inf)
    at = float(message.ts)
    return oldest <= at <= latest if _true(args, "inclusive") else oldest < at < latest


def _page(all_of: list[Any], args: Args, usual: int, most: int) -> tuple[list[Any], dict[str, Any]]:
    limit = int(args.get("limit") or usual)
    if not 1 <= limit <= most and limit != usual:
        raise SlackError("invalid_limit")
    cursor = args.get("cursor") or "page:0"
    if not str(cursor).startswith("page:"):
        raise SlackError("invalid_cursor")
    start = int(str(cursor)[5:])
    following = f"page:{start + limit}" if start + limit < len(all_of) else ""
    return all_of[start : start + limit], {"response_metadata": {"next_cursor": following}}
