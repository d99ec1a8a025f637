"""Saying, changing and deleting messages; the app's own reactions."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.wire.slack.blocks import check_blocks, mentions
from tests.wire.slack.methods.registry import (
    Args,
    channel_of,
    is_true,
    method,
    read_json,
    wanted,
    writable,
)
from tests.wire.slack.records import Channel, Message, SlackError

if TYPE_CHECKING:
    from tests.wire.slack.server import FakeSlack

_MOST_TEXT = 40_000


@method("chat.postMessage", "chat:write")
def chat_post_message(slack: FakeSlack, args: Args) -> dict[str, Any]:
    channel = writable(slack, args)
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
        broadcast=is_true(args, "reply_broadcast"),
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
    channel = writable(slack, args)
    user = wanted(args, "user")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    text, blocks = content_of(slack, args)
    slack.whispered(channel.id, user, text, blocks, args.get("thread_ts"))
    return {"message_ts": slack.world.stamp()}


@method("chat.getPermalink")
def chat_get_permalink(slack: FakeSlack, args: Args) -> dict[str, Any]:
    channel = channel_of(slack, args, None)
    ts = wanted(args, "message_ts")
    slack.world.find(channel.id, ts)
    return {"channel": channel.id, "permalink": slack.permalink(channel.id, ts)}


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
    channel = channel_of(slack, args, None)
    if channel.private and slack.world.bot.id not in channel.members:
        raise SlackError("channel_not_found")
    message = slack.world.find(channel.id, wanted(args, "timestamp"))
    shown = slack.shown(message, full=is_true(args, "full"))
    shown["permalink"] = slack.permalink(channel.id, message.ts)
    return {"type": "message", "channel": channel.id, "message": shown}


def _own(slack: FakeSlack, args: Args, otherwise: str) -> Message:
    channel = channel_of(slack, args, None)
    message = slack.world.find(channel.id, wanted(args, "ts"))
    if message.user != slack.world.bot.id:
        raise SlackError(otherwise)
    if channel.archived:
        raise SlackError("is_inactive")
    return message


def _item(slack: FakeSlack, args: Args) -> tuple[Channel, str, str]:
    channel = channel_of(slack, args, None)
    ts = wanted(args, "timestamp")
    name = wanted(args, "name").strip(":")
    if slack.world.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel, ts, name


def content_of(slack: FakeSlack, args: Args) -> tuple[str, list[dict[str, Any]] | None]:
    text, blocks = args.get("text") or "", read_json(args.get("blocks"))
    if not text and not blocks:
        raise SlackError("no_text")
    if len(text) > _MOST_TEXT:
        raise SlackError("msg_too_long")
    if blocks:
        check_blocks(blocks, files=slack.world.files)
    slack.mentions += mentions(text, blocks or None)
    return text, blocks or None


def _metadata(args: Args) -> dict[str, Any] | None:
    metadata = read_json(args.get("metadata"))
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str):
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_format")
    if len(json.dumps(metadata)) > 8000:
        raise SlackError("metadata_too_large")
    return metadata
