"""Slack's views: the app's home, which a person finds when they open the bot, and a whole article as a modal, for
readers whose community has no public pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.core.articles import Article
from bot.core.messages import Item
from bot.core.words import Words
from bot.markdown import Block, Kind, blocks_of
from bot.platforms.slack import message_text as text
from bot.platforms.slack.message_rendering import OPEN, READ, card_blocks, moment
from bot.platforms.slack.reply_rendering import entries_block
from bot.services.records import HomeDebate, HomeView

_DIVIDER: text.Block = {"type": "divider"}
_MOST_BLOCKS = 100
"""Blocks of a view (docs.slack.dev, views)."""


def home_view(view: HomeView, words: Words) -> dict[str, Any]:
    """The home of one person."""
    blocks: list[text.Block] = []
    if view.greeting is not None:
        blocks += [text.header(view.greeting.title), text.rich(text.section(text.said(view.greeting.text))), _DIVIDER]
    blocks.append(text.header(words.say("slack-home-today")))
    if view.today is None:
        blocks.append(text.rich(text.section(text.said(words.say("slack-home-none")))))
    else:
        blocks += _today(view.today, words)
    if view.others:
        blocks += [_DIVIDER, text.header(words.say("slack-home-open"))]
        for debate in view.others:
            blocks += _other(debate, words)
    blocks += [_DIVIDER, text.header(words.say("saved-heading")), _entries(view.saved, words.say("saved-none"))]
    blocks += [_DIVIDER, text.header(words.say("latest-heading")), _entries(view.latest, words.say("latest-none"))]
    blocks.append(text.context(text.plain(words.say("slack-home-help"))))
    return {"type": "home", "blocks": blocks[:_MOST_BLOCKS]}


def home_without(sentence: str) -> dict[str, Any]:
    """A home that says only why it is empty."""
    return {"type": "home", "blocks": [text.rich(text.section(text.said(sentence)))]}


def _today(debate: HomeDebate, words: Words) -> list[text.Block]:
    blocks = [block for block in card_blocks(debate.card, words, is_post=False) if block["type"] != "actions"]
    blocks.append(_held(debate, words))
    buttons = _to_post(debate, words)
    link = text.on_web(debate.card.link)
    buttons.append(text.button(words.say("slack-read"), READ, value=debate.card.debate, url=link))
    return [*blocks, text.actions(*buttons)]


def _other(debate: HomeDebate, words: Words) -> list[text.Block]:
    card = debate.card
    blocks = [
        text.rich(
            text.section(text.said(f"{text.clipped(card.question, 600)}\n", bold=True), text.said(card.title, 300))
        ),
        text.context(text.plain(card.turnout), text.markup(words.say("card-closes", at=moment(card.closes_at, words)))),
        _held(debate, words),
    ]
    buttons = _to_post(debate, words)
    return [*blocks, text.actions(*buttons)] if buttons else blocks


def _held(debate: HomeDebate, words: Words) -> text.Block:
    if not debate.held:
        return text.context(text.plain(words.say("slack-held-nothing")))
    named = words.listing([words.say("quoted", text=label) for label in debate.held], plain=True)
    return text.context(text.plain(words.say("slack-held", options=named)))


def _to_post(debate: HomeDebate, words: Words) -> list[text.Block]:
    post = text.on_web(debate.link)
    return [text.button(words.say("slack-to-post"), OPEN, url=post)] if post is not None else []


def _entries(items: tuple[Item, ...], none: str) -> text.Block:
    return entries_block(items) if items else text.rich(text.section(text.said(none)))


_TITLE_LIMIT = 24
_LINE_LIMIT = 600
_DEEPEST = 8
"""The last level that a list of Slack's may be indented to."""
_STYLES = {"strong": "bold", "em": "italic", "s": "strike"}
_WORDS = {Kind.SOFT_BREAK: " ", Kind.HARD_BREAK: "\n", Kind.PICTURE: ""}


def article_view(article: Article, words: Words) -> dict[str, Any]:
    """The article with its three lines and its body; what would be too long ends in dots."""
    small = " · ".join(part for part in (article.category, article.author or "", words.date(article.published)) if part)
    blocks = [
        text.header(article.title),
        text.context(text.plain(small)),
        text.rich(text.bulleted(text.section(text.said(line, _LINE_LIMIT)) for line in article.summary)),
        {"type": "divider"},
        *body_blocks(article.body),
    ]
    source = text.on_web(article.source)
    end = [text.actions(text.button(words.say("slack-source"), OPEN, url=source))] if source is not None else []
    room = _MOST_BLOCKS - len(end)
    if len(blocks) > room:
        blocks = [*blocks[: room - 1], text.rich(text.section(text.said("…")))]
    return {
        "type": "modal",
        "title": text.plain(article.title, _TITLE_LIMIT),
        "close": text.plain(words.say("slack-close"), _TITLE_LIMIT),
        "blocks": [*blocks, *end],
    }


def body_blocks(markdown: str) -> list[text.Block]:
    """An article's Markdown as blocks: no pictures, no raw HTML, and no link but to the web."""
    blocks: list[text.Block] = []
    for block in blocks_of(markdown, tables=False):
        if block.kind is Kind.RULE:
            blocks.append({"type": "divider"})
        elif block.kind is Kind.CODE:
            code = [text.said(run.text.rstrip("\n")) for run in block.runs]
            blocks.append(text.rich({"type": "rich_text_preformatted", "elements": code}))
        elif said := list(_runs(block)):
            if block.lists:
                _add_item(blocks, said, block.lists[-1], min(len(block.lists) - 1, _DEEPEST))
            else:
                kind = "rich_text_quote" if block.quotes else "rich_text_section"
                blocks.append(text.rich({"type": kind, "elements": said}))
    return blocks


def _add_item(blocks: list[text.Block], said: list[text.Block], style: str, indent: int) -> None:
    """Add an item to the list that the last block ends in, or begin one."""
    item = {"type": "rich_text_section", "elements": said}
    elements = blocks[-1].get("elements", []) if blocks else []
    last = elements[-1] if elements else {}
    if last.get("type") == "rich_text_list" and (last["style"], last["indent"]) == (style, indent):
        last["elements"].append(item)
        return
    made = {"type": "rich_text_list", "style": style, "indent": indent, "elements": [item]}
    if last.get("type") == "rich_text_list":
        elements.append(made)
    else:
        blocks.append(text.rich(made))


def _runs(block: Block) -> Iterator[text.Block]:
    """Runs of text with their styles, and links."""
    for run in block.runs:
        if words := _WORDS.get(run.kind, run.text):
            styles = ["bold"] if block.kind is Kind.HEADING else []
            styles += [_STYLES[style] for style in run.styles]
            styles += ["code"] if run.kind is Kind.CODE else []
            link = text.on_web(run.link)
            shown = text.linked(words, link) if link is not None else text.said(words)
            yield {**shown, "style": dict.fromkeys(styles, True)} if styles else shown
