"""Block Kit's documented limits (docs.slack.dev/reference/block-kit), and slack_sdk's own models on top."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

from tests.wire.slack.records import SlackError

IN_MESSAGE, IN_VIEW = 50, 100
_TEXT = {"section": 3000, "header": 150, "button": 75, "option": 75, "title": 24}
_FREE = {"rich_text", "table", "video", "markdown", "file"}
_MENTION = re.compile(r"<(?:!(?:channel|here|everyone|subteam\^[^>]*)|@[UW][^>]*|#[CG][^>]*)>")


def check_blocks(blocks: object, most: int = IN_MESSAGE, files: Mapping[str, Any] | None = None) -> None:
    """Raise `invalid_blocks` with what Slack says is wrong with them."""
    if not isinstance(blocks, list):
        raise _wrong("must be an array", "/blocks")
    if len(blocks) > most:
        raise _wrong(f"no more than {most} items allowed", "/blocks")
    ids = [block["block_id"] for block in blocks if isinstance(block, dict) and "block_id" in block]
    if len(ids) != len(set(ids)):
        raise _wrong("`block_id` already exists", "/blocks")
    for number, block in enumerate(blocks):
        _check(block, f"/blocks/{number}", files)


def _check(block: Any, at: str, files: Mapping[str, Any] | None) -> None:
    if not isinstance(block, dict) or "type" not in block:
        raise _wrong("missing required field: type", at)
    if len(block.get("block_id", "")) > 255:
        raise _wrong("must be less than 256 characters", f"{at}/block_id")
    kind = block["type"]
    checks = {
        "section": _section,
        "header": lambda block, at: _text(block.get("text"), f"{at}/text", 150, only="plain_text"),
        "context": _context,
        "actions": _actions,
        "image": lambda block, at: _image(block, at, files),
        "input": _input,
        "divider": lambda *_: None,
    }
    if kind in checks:
        checks[kind](block, at)
    elif kind not in _FREE:
        raise _wrong(f"unsupported type: {kind}", f"{at}/type")
    try:
        parsed = Block.parse(dict(block))
        if parsed is not None:
            parsed.to_dict()
    except (SlackObjectFormationError, TypeError) as error:
        raise _wrong(str(error), at) from error


def _text(text: Any, at: str, most: int, *, only: str | None = None) -> None:
    if not isinstance(text, dict) or text.get("type") not in ("plain_text", "mrkdwn"):
        raise _wrong("a text object is required", at)
    if only is not None and text["type"] != only:
        raise _wrong(f"must be {only}", f"{at}/type")
    if not isinstance(text.get("text"), str) or not text["text"]:
        raise _wrong("must be more than 0 characters", f"{at}/text")
    if len(text["text"]) > most:
        raise _wrong(f"must be less than {most + 1} characters", f"{at}/text")
    allowed = {"plain_text": {"type", "text", "emoji"}, "mrkdwn": {"type", "text", "verbatim"}}[text["type"]]
    if set(text) - allowed:
        raise _wrong(f"invalid additional property: {sorted(set(text) - allowed)[0]}", at)


def _section(block: Mapping[str, Any], at: str) -> None:
    if "text" not in block and not block.get("fields"):
        raise _wrong("text or fields is required", at)
    if "text" in block:
        _text(block["text"], f"{at}/text", 3000)
    if len(block.get("fields", ())) > 10:
        raise _wrong("no more than 10 items allowed", f"{at}/fields")
    for number, each in enumerate(block.get("fields", ())):
        _text(each, f"{at}/fields/{number}", 2000)
    if "accessory" in block:
        _element(block["accessory"], f"{at}/accessory")


def _context(block: Mapping[str, Any], at: str) -> None:
    elements = block.get("elements")
    if not elements or len(elements) > 10:
        raise _wrong("between 1 and 10 items required", f"{at}/elements")
    for number, element in enumerate(elements):
        if element.get("type") == "image":
            _element(element, f"{at}/elements/{number}")
        else:
            _text(element, f"{at}/elements/{number}", 3000)


def _actions(block: Mapping[str, Any], at: str) -> None:
    elements = block.get("elements")
    if not elements or len(elements) > 25:
        raise _wrong("between 1 and 25 items required", f"{at}/elements")
    ids = [element["action_id"] for element in elements if "action_id" in element]
    if len(ids) != len(set(ids)):
        raise _wrong("`action_id` already exists", f"{at}/elements")
    for number, element in enumerate(elements):
        _element(element, f"{at}/elements/{number}")


def _image(block: Mapping[str, Any], at: str, files: Mapping[str, Any] | None) -> None:
    if not block.get("alt_text") or len(block["alt_text"]) > 2000:
        raise _wrong("between 1 and 2000 characters required", f"{at}/alt_text")
    if ("image_url" in block) == ("slack_file" in block):
        raise _wrong("image_url or slack_file is required", at)
    if len(block.get("image_url", "")) > 3000:
        raise _wrong("must be less than 3001 characters", f"{at}/image_url")
    if "title" in block:
        _text(block["title"], f"{at}/title", 2000, only="plain_text")
    if "slack_file" in block:
        file = (files or {}).get(block["slack_file"].get("id"))
        if file is None or not file.complete:
            raise _wrong("invalid slack file", f"{at}/slack_file")


def _input(block: Mapping[str, Any], at: str) -> None:
    _text(block.get("label"), f"{at}/label", 2000, only="plain_text")
    if "hint" in block:
        _text(block["hint"], f"{at}/hint", 2000, only="plain_text")
    _element(block.get("element"), f"{at}/element")


def _element(element: Any, at: str) -> None:
    if not isinstance(element, dict) or "type" not in element:
        raise _wrong("missing required field: type", at)
    if len(element.get("action_id", "")) > 255:
        raise _wrong("must be less than 256 characters", f"{at}/action_id")
    if element["type"] == "button":
        _text(element.get("text"), f"{at}/text", 75, only="plain_text")
        for name, most in (("value", 2000), ("url", 3000), ("accessibility_label", 75)):
            if len(element.get(name, "")) > most:
                raise _wrong(f"must be less than {most + 1} characters", f"{at}/{name}")
        if element.get("style", "primary") not in ("primary", "danger"):
            raise _wrong("invalid value", f"{at}/style")
    if "placeholder" in element:
        _text(element["placeholder"], f"{at}/placeholder", 150, only="plain_text")
    most_options = {"checkboxes": 10, "radio_buttons": 10, "overflow": 5}.get(element["type"], 100)
    if "options" in element and not 1 <= len(element["options"]) <= most_options:
        raise _wrong(f"between 1 and {most_options} items required", f"{at}/options")
    for number, option in enumerate(element.get("options", ())):
        _text(option.get("text"), f"{at}/options/{number}/text", 75)
        if len(option.get("value", "")) > 150 or "value" not in option:
            raise _wrong("must be less than 151 characters", f"{at}/options/{number}/value")


def check_view(view: Any, files: Mapping[str, Any] | None = None) -> None:
    """Raise `invalid_arguments` for a modal or a home that Slack would not take."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        raise SlackError("invalid_arguments", response_metadata={"messages": ["[ERROR] view must be a modal or home"]})
    for name in ("title", "submit", "close") if view["type"] == "modal" else ():
        if name == "title" or name in view:
            _text(view.get(name), f"/view/{name}", 24, only="plain_text")
    has_input = any(block.get("type") == "input" for block in view.get("blocks", ()))
    if view["type"] == "modal" and has_input and "submit" not in view:
        raise _wrong("submit is required when an input block is within blocks", "/view")
    for name, most in (("callback_id", 255), ("external_id", 255), ("private_metadata", 3000)):
        if len(view.get(name, "")) > most:
            raise _wrong(f"must be less than {most + 1} characters", f"/view/{name}")
    check_blocks(view.get("blocks"), IN_VIEW, files)


def texts(blocks: Sequence[Mapping[str, Any]] | None) -> Iterator[tuple[str, str]]:
    """Every text object in the blocks: its kind and its text."""

    def walk(part: Any) -> Iterator[tuple[str, str]]:
        if isinstance(part, dict):
            if part.get("type") in ("plain_text", "mrkdwn", "text") and isinstance(part.get("text"), str):
                yield part["type"], part["text"]
            for each in part.values():
                yield from walk(each)
        elif isinstance(part, list):
            for each in part:
                yield from walk(each)

    return walk(list(blocks or ()))


def mentions(text: str, blocks: Sequence[Mapping[str, Any]] | None) -> list[str]:
    """Everybody and every place that a message would mention: in its text where that is shown, and in its blocks."""
    shown = [text] if blocks is None else [said for kind, said in texts(blocks) if kind == "mrkdwn"]
    # A notification is made from the text even where blocks are shown.
    return [found for said in (*shown, text) for found in _MENTION.findall(said)]


def _wrong(what: str, at: str) -> SlackError:
    said = f"[ERROR] {what} [json-pointer:{at}]"
    return SlackError("invalid_blocks", errors=[f"{what} [json-pointer:{at}]"], response_metadata={"messages": [said]})
