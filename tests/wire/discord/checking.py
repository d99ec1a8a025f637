"""Whether a message's body keeps Discord's limits, and whom it would ping."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.wire.discord.model import COMPONENTS_V2
from tests.wire.discord.refusals import empty_message, invalid

_EMBED = {"title": 256, "description": 4096}
_WHOLE = 6000
_BUTTON_STYLES = range(1, 7)
_MENTION = re.compile(r"<@!?(?P<user>\d+)>|<@&(?P<role>\d+)>|@(?P<all>everyone|here)\b")


def check_message(body: Mapping[str, Any], *, files: int, editing: bool) -> None:
    """Raise the refusal that Discord would answer."""
    content, embeds = body.get("content") or "", body.get("embeds") or []
    components = body.get("components") or []
    if len(content) > 2000:
        raise invalid(content="Must be 2000 or fewer in length.")
    if len(embeds) > 10:
        raise invalid(embeds="Must be 10 or fewer in length.")
    for embed in embeds:
        _check_embed(embed)
    if sum(map(_size_of, embeds)) > _WHOLE:
        raise invalid(embeds=f"Embed size exceeds maximum size of {_WHOLE}")
    if body.get("flags", 0) & COMPONENTS_V2:
        if content or embeds:
            raise invalid(flags="The 'content' and 'embeds' fields cannot be used with IS_COMPONENTS_V2")
        if _count(components) > 40:
            raise invalid(components="Must be 40 or fewer in length.")
    else:
        _check_rows(components)
    nonce = body.get("nonce")
    if nonce is not None and len(str(nonce)) > 25:
        raise invalid(nonce="Must be 25 or fewer in length.")
    _check_allowed_mentions(body.get("allowed_mentions"))
    if not editing and not (content or embeds or components or files or body.get("sticker_ids")):
        raise empty_message()


def pings_of(body: Mapping[str, Any], content: str, *, may_ping_all: bool) -> list[str]:
    """Whom a content pings: user and role ids, `everyone`, `here`. Embeds never ping."""
    allowed = body.get("allowed_mentions")
    parse = {"users", "roles", "everyone"} if allowed is None else set(allowed.get("parse", ()))
    found = []
    for match in _MENTION.finditer(content):
        kind = "everyone" if match["all"] else "users" if match["user"] else "roles"
        who = match["all"] or match["user"] or match["role"]
        named = allowed is not None and who in map(str, allowed.get(kind, ()))
        if (kind in parse or named) and (kind != "everyone" or may_ping_all):
            found.append(who)
    return found


def _check_embed(embed: Mapping[str, Any]) -> None:
    for name, most in _EMBED.items():
        if len(embed.get(name) or "") > most:
            raise invalid(**{f"embeds__{name}": f"Must be {most} or fewer in length."})
    fields = embed.get("fields") or []
    if len(fields) > 25:
        raise invalid(embeds__fields="Must be 25 or fewer in length.")
    for one in fields:
        for name, most in (("name", 256), ("value", 1024)):
            if not one.get(name):
                raise invalid(**{f"embeds__fields__{name}": "This field is required"})
            if len(one[name]) > most:
                raise invalid(**{f"embeds__fields__{name}": f"Must be {most} or fewer in length."})
    if len((embed.get("footer") or {}).get("text") or "") > 2048:
        raise invalid(embeds__footer__text="Must be 2048 or fewer in length.")
    if len((embed.get("author") or {}).get("name") or "") > 256:
        raise invalid(embeds__author__name="Must be 256 or fewer in length.")
    if not 0 <= (embed.get("color") or 0) <= 0xFFFFFF:
        raise invalid(embeds__color="int value should be less than or equal to 16777215.")
    urls = [embed.get("url"), *((embed.get(part) or {}).get("url") for part in ("image", "thumbnail", "author"))]
    for url in urls:
        if url and not re.match(r"(https?|attachment)://\S+$", url):
            raise invalid(embeds__url="Not a well formed URL.")


def _size_of(embed: Mapping[str, Any]) -> int:
    texts = [embed.get("title"), embed.get("description")]
    texts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    texts += [one[name] for one in embed.get("fields") or [] for name in ("name", "value")]
    return sum(len(text) for text in texts if text)


def _check_rows(rows: list[dict[str, Any]]) -> None:
    if len(rows) > 5:
        raise invalid(components="Must be 5 or fewer in length.")
    ids: list[str] = []
    for row in rows:
        inner = row.get("components") or []
        if row.get("type") != 1 or not 1 <= len(inner) <= 5:
            raise invalid(components="An action row has between 1 and 5 components.")
        for one in inner:
            if one.get("type") == 2:
                _check_button(one)
            if one.get("custom_id") is not None:
                ids.append(one["custom_id"])
    if len(set(ids)) != len(ids):
        raise invalid(components__custom_id="Component custom id cannot be duplicated")


def _check_button(button: Mapping[str, Any]) -> None:
    if button.get("style") not in _BUTTON_STYLES:
        raise invalid(components__style="Unknown style")
    if len(button.get("label") or "") > 80:
        raise invalid(components__label="Must be 80 or fewer in length.")
    if not (button.get("label") or button.get("emoji")):
        raise invalid(components__label="A button must have a label or an emoji")
    custom_id, url = button.get("custom_id"), button.get("url")
    if (button["style"] == 5) != (url is not None) or (button["style"] < 5) != (custom_id is not None):
        raise invalid(components__custom_id="A button has either a url or a custom id")
    if custom_id is not None and not 1 <= len(custom_id) <= 100:
        raise invalid(components__custom_id="Must be between 1 and 100 in length.")


def _check_allowed_mentions(allowed: Mapping[str, Any] | None) -> None:
    if allowed is None:
        return
    parse = allowed.get("parse") or []
    if set(parse) - {"roles", "users", "everyone"}:
        raise invalid(allowed_mentions__parse="Value must be one of ('users', 'everyone', 'roles').")
    for kind in ("users", "roles"):
        if kind in parse and allowed.get(kind):
            raise invalid(allowed_mentions=f'parse:["{kind}"] and {kind}: [ids...] are mutually exclusive.')


def _count(components: list[dict[str, Any]]) -> int:
    return sum(
        1 + _count(one.get("components") or []) + (_count([one["accessory"]]) if one.get("accessory") else 0)
        for one in components
    )
