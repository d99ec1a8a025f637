"""Answers to commands and pressed buttons as Slack messages, long listings page by page; and the feedback form as a
modal, and what comes back of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.core.messages import Card, Confirmation, Download, Form, Item, Listing, Reply, Result, Text, WholeArticle
from bot.core.words import Words
from bot.platforms.slack import message_text as text
from bot.platforms.slack.message_rendering import READ, card_blocks, fallback, result_blocks

PAGE = "agora:page:"
"""What the action id of a button to another page begins with; its value says which page of what."""
FORM = "agora:form"
"""The action id of a button that opens the form again."""
PER_PAGE = 8
"""Entries of a listing on one page."""
_MOST_BLOCKS = 50
_TITLE_LIMIT = 200
_ENTRY_LIMIT = 400


def reply_message(
    reply: Reply, words: Words, *, page: int = 0, turn: Callable[[int], str] | None = None
) -> dict[str, Any]:
    """`blocks` and `text` of an answer, its forms left out.

    Listings with more than PER_PAGE entries show `page` (from 0), with buttons whose value for another page is
    what `turn` gives; without `turn` they only say how many more there are.
    """
    blocks: list[text.Block] = []
    said: list[str] = []
    pages = 1
    for part in reply.parts:
        match part:
            case Text():
                blocks.append(text.rich(text.section(text.said(part.text))))
                said.append(part.text)
            case Listing():
                pages = max(pages, _pages(part))
                blocks.extend(_listing(part.heading, _on_page(part, page)))
                if turn is None and len(part.items) > PER_PAGE:
                    blocks.append(text.context(text.plain(words.say("more", n=len(part.items) - PER_PAGE))))
                said.append(part.heading)
            case Card():
                blocks.extend(card_blocks(part, words, is_post=False))
                said.append(f"{part.title} — {part.question}")
            case Result():
                blocks.extend(result_blocks(part, words))
                said.append(f"{part.title} — {part.headline}")
            case WholeArticle():
                link = text.on_web(part.link)
                if link is not None or part.debate is not None:
                    blocks.append(text.actions(text.button(part.label, READ, value=part.debate, url=link)))
            case Form() | Download():
                continue
    if turn is not None and pages > 1:
        blocks = [*blocks[: _MOST_BLOCKS - 1], _turning(page, pages, words, turn)]
    return {"text": fallback("\n".join(said)), "blocks": blocks[:_MOST_BLOCKS]}


_IN_A_BLOCK = 2_800
_BLOCKS_OF_A_FILE = 10
_PIECES = 12
"""Messages that a file may take: an answer's address takes five, what follows is shown in the channel."""


def file_messages(file: Download, words: Words) -> list[dict[str, Any]]:
    """A file as text, in messages one after the other.

    A file would be shared in a channel, or take the right to open conversations; an answer is nobody else's, and is
    kept nowhere.
    """
    # What would look like a mention is written as JSON can write it as well.
    content = file.content.replace("<", "\\u003c")
    blocks = [
        {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": content[begin : begin + _IN_A_BLOCK]}]}
        for begin in range(0, len(content), _IN_A_BLOCK)
    ]
    pieces = [blocks[begin : begin + _BLOCKS_OF_A_FILE] for begin in range(0, len(blocks), _BLOCKS_OF_A_FILE)]
    messages = []
    for number, piece in enumerate(pieces[:_PIECES], 1):
        told = words.say("export-in-pieces", n=number, of=len(pieces))
        shown = [text.rich(block) for block in piece]
        more = [text.context(text.plain(told))] if len(pieces) > 1 else []
        messages.append({"text": fallback(told), "blocks": [*more, *shown]})
    if len(pieces) > _PIECES:
        messages.append(sentence(words.say("export-too-long")))
    return messages


def form_of(reply: Reply) -> Form | None:
    """The form that an answer asks for, if it does."""
    return next((part for part in reply.parts if isinstance(part, Form)), None)


def form_again(words: Words) -> dict[str, Any]:
    """A button in the place of a form that Slack would not open any more."""
    return {
        "text": fallback(words.say("slack-form-late")),
        "blocks": [
            text.rich(text.section(text.said(words.say("slack-form-late")))),
            text.actions(text.button(words.say("slack-form-open"), FORM)),
        ],
    }


def confirmation_message(said: Confirmation, labels: Mapping[int, str], words: Words) -> dict[str, Any]:
    """The answer to a pressed voting button: what it did, and what the ballot counts for now."""
    blocks = [text.rich(text.section(text.said(said.text)))]
    if said.held is not None:
        named = [words.say("quoted", text=labels[number]) for number in said.held if labels.get(number)]
        if named:
            blocks.append(text.context(text.plain(words.say("slack-held", options=words.listing(named, plain=True)))))
        elif not said.held:
            blocks.append(text.context(text.plain(words.say("slack-held-nothing"))))
    return {"text": fallback(said.text), "blocks": blocks}


def sentence(said: str) -> dict[str, Any]:
    """A message of one sentence."""
    return {"text": fallback(said), "blocks": [text.rich(text.section(text.said(said)))]}


def entries_block(items: tuple[Item, ...]) -> text.Block:
    """Entries of a listing: those with small print one below the other, bare lines as a list."""
    if any(item.text or item.link for item in items):
        parts: list[text.Block] = []
        for number, item in enumerate(items):
            parts += [*([text.said("\n")] if number else []), *_entry(item)]
        return text.rich(text.section(*parts))
    return text.rich(text.bulleted(text.section(text.said(item.title, _ENTRY_LIMIT)) for item in items))


def _listing(heading: str, items: tuple[Item, ...]) -> list[text.Block]:
    blocks = [text.rich(text.section(text.said(heading, _TITLE_LIMIT, bold=True)))]
    if items:
        blocks.append(entries_block(items))
    return blocks


def _entry(item: Item) -> list[text.Block]:
    link = text.on_web(item.link)
    title = text.linked(item.title, link, _TITLE_LIMIT) if link else text.said(item.title, _TITLE_LIMIT, bold=True)
    return [title, text.said(f"\n{text.clipped(item.text, _ENTRY_LIMIT)}")] if item.text else [title]


def _pages(listing: Listing) -> int:
    return max(1, -(-len(listing.items) // PER_PAGE))


def _on_page(listing: Listing, page: int) -> tuple[Item, ...]:
    page = min(max(page, 0), _pages(listing) - 1)
    return listing.items[page * PER_PAGE : (page + 1) * PER_PAGE]


def _turning(page: int, pages: int, words: Words, turn: Callable[[int], str]) -> text.Block:
    page = min(max(page, 0), pages - 1)
    buttons = []
    if page > 0:
        buttons.append(text.button(words.say("slack-page-back"), f"{PAGE}back", value=turn(page - 1)))
    if page < pages - 1:
        left = words.say("slack-page-on", page=page + 2, pages=pages)
        buttons.append(text.button(left, f"{PAGE}on", value=turn(page + 1)))
    return text.actions(*buttons)


FEEDBACK = "agora_feedback"
"""The modal's callback id."""
_RATING = "rating"
_LINE = "line"
_FORM_TITLE_LIMIT = 24
"""Characters of a modal's title and of its buttons (docs.slack.dev, views)."""
_LABEL_LIMIT = 2_000
_LONGEST_INPUT = 3_000


def form_view(form: Form, words: Words, metadata: str) -> dict[str, Any]:
    """The form as a modal; `metadata` comes back with it."""
    rates = [
        {"text": text.plain(f"{'★' * number}  {rate}", text.BUTTON_LIMIT), "value": str(number)}
        for number, rate in enumerate(form.rates, start=1)
    ]
    longest = min(form.longest, _LONGEST_INPUT)
    line: text.Block = {"type": "plain_text_input", "action_id": _LINE, "multiline": True, "max_length": longest}
    if form.filled:
        line["initial_value"] = form.filled[:longest]
    return {
        "type": "modal",
        "callback_id": FEEDBACK,
        "private_metadata": metadata,
        "title": text.plain(form.title, _FORM_TITLE_LIMIT),
        "submit": text.plain(form.send, _FORM_TITLE_LIMIT),
        "close": text.plain(words.say("slack-cancel"), _FORM_TITLE_LIMIT),
        "blocks": [
            {
                "type": "input",
                "block_id": _RATING,
                "label": text.plain(form.rating, _LABEL_LIMIT),
                "element": {"type": "radio_buttons", "action_id": _RATING, "options": rates},
            },
            {
                "type": "input",
                "block_id": _LINE,
                "optional": True,
                "label": text.plain(form.line, _LABEL_LIMIT),
                "element": line,
            },
            text.context(text.plain(form.note)),
        ],
    }


def filled(view: Mapping[str, Any]) -> tuple[int, str]:
    """The rating (0 where none was chosen) and the line of a submitted form."""
    values = (view.get("state") or {}).get("values") or {}
    chosen = ((values.get(_RATING) or {}).get(_RATING) or {}).get("selected_option") or {}
    rating = str(chosen.get("value") or "")
    line = ((values.get(_LINE) or {}).get(_LINE) or {}).get("value")
    return int(rating) if rating.isdecimal() else 0, str(line or "")
