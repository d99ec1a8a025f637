"""The methods by name, and what they share."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from tests.wire.slack.records import Channel, SlackError

if TYPE_CHECKING:
    from tests.wire.slack.server import FakeSlack

Args = Mapping[str, Any]
Method = Callable[["FakeSlack", Args], dict[str, Any]]

METHODS: dict[str, tuple[Method, str | None]] = {}
"""By name: what to do, and the scope that it needs (None: none, or one that depends on the channel)."""


def method(name: str, scope: str | None = None) -> Callable[[Method], Method]:
    """Register a method."""

    def register(work: Method) -> Method:
        METHODS[name] = work, scope
        return work

    return register


def channel_of(slack: FakeSlack, args: Args, scope: str | None, *, inside: bool = False) -> Channel:
    """The channel that a call names, if the app may see it and has the scope; `inside`: if it is in it."""
    channel = slack.world.channels.get(slack.world.now(args.get("channel") or ""))
    if channel is None or (channel.private and slack.world.bot.id not in channel.members):
        raise SlackError("channel_not_found")
    if scope is not None:
        slack.need(f"{'groups' if channel.private else 'channels'}:{scope}")
    if inside and slack.world.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    return channel


def writable(slack: FakeSlack, args: Args) -> Channel:
    """The channel that a call names, if the app may write there."""
    channel = channel_of(slack, args, None)
    if slack.world.bot.id not in channel.members:
        raise SlackError("not_in_channel")
    if channel.archived:
        raise SlackError("is_archived")
    return channel


def wanted(args: Args, name: str) -> str:
    """An argument that must be there."""
    value = args.get(name)
    if value in (None, ""):
        said = f"[ERROR] missing required field: {name}"
        raise SlackError("invalid_arguments", response_metadata={"messages": [said]})
    return str(value)


def read_json(value: Any) -> Any:
    """An argument that may be JSON in a string."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise SlackError("invalid_arguments") from error


def is_true(args: Args, name: str) -> bool:
    """Whether a flag is set, however it is written."""
    return str(args.get(name, "")).lower() in ("true", "1")


def page_of(all_of: list[Any], args: Args, usual: int, most: int) -> tuple[list[Any], dict[str, Any]]:
    """One page of a listing, and where the next one begins."""
    limit = int(args.get("limit") or usual)
    if not 1 <= limit <= most and limit != usual:
        raise SlackError("invalid_limit")
    cursor = args.get("cursor") or "page:0"
    if not str(cursor).startswith("page:"):
        raise SlackError("invalid_cursor")
    start = int(str(cursor)[5:])
    following = f"page:{start + limit}" if start + limit < len(all_of) else ""
    return all_of[start : start + limit], {"response_metadata": {"next_cursor": following}}
