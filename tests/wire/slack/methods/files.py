"""Uploads in three steps."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from tests.wire.slack.methods.registry import (
    Args,
    method,
    wanted,
    writable,
)
from tests.wire.slack.records import File, SlackError

if TYPE_CHECKING:
    from tests.wire.slack.server import FakeSlack


@method("files.getUploadURLExternal", "files:write")
def files_get_upload_url(slack: FakeSlack, args: Args) -> dict[str, Any]:
    length = int(wanted(args, "length"))
    if length <= 0:
        raise SlackError("invalid_arguments")
    number = f"F0{len(slack.world.files):08d}"
    slack.world.files[number] = File(number, wanted(args, "filename"), length, args.get("alt_txt"))
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
        writable(slack, {"channel": channel})
        text, thread = args.get("initial_comment") or "", args.get("thread_ts")
        slack.world.write(channel, slack.world.bot.id, text, thread=thread, files=shown)
        for file in done:
            file.shared_in.append(channel)
    return {"files": shown}


@method("files.info", "files:read")
def files_info(slack: FakeSlack, args: Args) -> dict[str, Any]:
    file = slack.world.files.get(wanted(args, "file"))
    if file is None:
        raise SlackError("file_not_found")
    return {"file": {"id": file.id, "name": file.name, "title": file.title, "alt_txt": file.alt, "size": file.length}}
