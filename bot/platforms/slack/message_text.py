"""Text objects for Slack, in which outside text stays plain, whatever it holds; and Slack's messages as plain text.

Where Slack has an element that is never read as markup (`plain_text` without emoji codes, `rich_text`), outside text
goes there. Only what Slack always reads as markup, the fallback text of a message, is escaped and defused here. What
looks like a mention is taken apart by a character that nobody sees all the same: messages are passed on to e-mails,
exports and bridges, and not every reader tells Slack's elements apart.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable
from typing import Any

from bot.core.particles import JOINER, joined
from bot.platforms.slack.identifiers import EmojiNames

Block = dict[str, Any]
HEADER_LIMIT = 150
BUTTON_LIMIT = 75
TEXT_LIMIT = 3_000
"""Characters that Slack takes in a header, on a button and in any other text (docs.slack.dev, Block Kit reference)."""
_CODE = re.compile(r":(?=[\w+'-]+:)")
_NAME = re.compile(r":?([a-z0-9_+'-]+):?")
_PAIRED = {"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"}
_MENTION = re.compile(r"<(?=[!@#])")


def clipped(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, cut at a word's end where one is near."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    whole_words = cut if text[limit - 1].isspace() else cut.rpartition(" ")[0]
    return (whole_words if len(whole_words) > 0.8 * limit else cut).rstrip() + "…"


def escaped(text: str) -> str:
    """`text` for Slack's markup: only `&`, `<` and `>` are escaped, as its documentation says."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def defused(text: str) -> str:
    """Outside text where Slack reads markup: no mention, link, emoji code or formatting comes of it."""
    for mark, likeness in _PAIRED.items():
        if text.count(mark) > 1:
            text = text.replace(mark, likeness)
    return escaped(without_codes(joined(text)))


def without_codes(text: str) -> str:
    """`text` in which no `:name:` is an emoji code any more."""
    return _CODE.sub(f":{JOINER}", text)


def without_mentions(text: str) -> str:
    """`text` in which nothing has the form of a mention (`<!here>`, `<@U1>`, `<#C1>`) any more."""
    return _MENTION.sub(f"<{JOINER}", text)


def shown(text: str) -> str:
    """`text` for where nothing is read as markup: without mentions, and without particles that begin a line."""
    return joined(without_mentions(text))


def plain(text: str, limit: int = TEXT_LIMIT, *, emoji: bool = False) -> Block:
    """A text that is never read as markup; `emoji` lets `:name:` be an emoji. Slack refuses an empty one."""
    return {"type": "plain_text", "text": clipped(shown(text.strip()), limit) or "…", "emoji": emoji}


def markup(text: str) -> Block:
    """A text of our own in Slack's markup; every outside text in it must be `defused`."""
    return {"type": "mrkdwn", "text": clipped(text, TEXT_LIMIT), "verbatim": True}


def header(text: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(text, HEADER_LIMIT)}


def context(*elements: Block) -> Block:
    """Small print: at most ten elements."""
    return {"type": "context", "elements": list(elements[:10])}


def rich(*sections: Block) -> Block:
    """Rich text of sections, lists and quotations."""
    return {"type": "rich_text", "elements": list(sections)}


def section(*elements: Block) -> Block:
    """A run of rich text."""
    return {"type": "rich_text_section", "elements": [each for each in elements if each.get("text") != ""]}


def quotation(text: str) -> Block:
    """A quotation."""
    return {"type": "rich_text_quote", "elements": [said(text)]}


def bulleted(sections: Iterable[Block]) -> Block:
    """A list of sections."""
    return {"type": "rich_text_list", "style": "bullet", "elements": list(sections)}


def said(text: str, limit: int = TEXT_LIMIT, *, bold: bool = False) -> Block:
    """Words of a rich text, never read as markup."""
    element: Block = {"type": "text", "text": clipped(shown(text), limit) or " "}
    return {**element, "style": {"bold": True}} if bold else element


def linked(text: str, url: str, limit: int = TEXT_LIMIT) -> Block:
    """A link of a rich text."""
    return {"type": "link", "url": url, "text": clipped(shown(text), limit) or "…"}


def pictured(emoji: str, label: str) -> Block | None:
    """An option's emoji in a rich text: Unicode as text, a custom one by its name; None where it has none."""
    name = custom_name(emoji, label)
    if name is not None:
        return {"type": "emoji", "name": name}
    return said(emoji, 40) if emoji != label else None


def custom_name(emoji: str, label: str) -> str | None:
    """The workspace's name of an option's emoji; None for a Unicode one, and where the label stands for it."""
    found = _NAME.fullmatch(emoji) if emoji != label else None
    return found.group(1) if found else None


def on_web(link: str | None) -> str | None:
    """A link that Slack can open: an absolute web address of at most 3,000 characters."""
    return link if link and link.startswith(("http://", "https://")) and len(link) <= 3_000 else None


def button(text: str, action: str, *, value: str | None = None, url: str | None = None, emoji: bool = False) -> Block:
    """A button; Slack reports a press of any, also of one that opens an address."""
    made: Block = {"type": "button", "text": plain(text, BUTTON_LIMIT, emoji=emoji), "action_id": action}
    if value is not None:
        made["value"] = clipped(without_mentions(value), 2_000)
    if url is not None:
        made["url"] = url
    return made


def actions(*buttons: Block) -> Block:
    """A row of buttons, at most 25."""
    return {"type": "actions", "elements": list(buttons[:25])}


_LINK = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_EMOJI_CODE = re.compile(r":([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):")


def plain_text(text: str, names: EmojiNames, name_of: Callable[[str], str | None]) -> str:
    """A message without Slack's markup: mentions and links by what is read of them, emoji as such."""

    def read(match: re.Match[str]) -> str:
        target, label = match[1], match[2]
        if target.startswith("@"):
            return "@" + (label or name_of(target[1:]) or "…")
        if target.startswith("#"):
            return "#" + (label or "…")
        if target.startswith("!"):
            return label or "@" + target[1:].partition("^")[0]
        return label or target

    shown = _EMOJI_CODE.sub(lambda match: _pictured(match, names), _LINK.sub(read, text))
    return html.unescape(shown)


def _pictured(match: re.Match[str], names: EmojiNames) -> str:
    form = names.reaction(match[1]).partition("#")[0]
    return match[0] if form.isascii() else form
