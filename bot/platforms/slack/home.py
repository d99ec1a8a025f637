"""The app's home: what a person finds when they open the bot."""

from __future__ import annotations

from typing import Any

from bot.core.messages import Item
from bot.core.words import Words
from bot.platforms.slack import rendering_text as text
from bot.platforms.slack.rendering import OPEN, READ, card_blocks, moment
from bot.platforms.slack.rendering_replies import entries_block
from bot.services.records import HomeDebate, HomeView

_DIVIDER: text.Block = {"type": "divider"}
_MOST_BLOCKS = 100
"""Blocks of a home (docs.slack.dev, views)."""


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
