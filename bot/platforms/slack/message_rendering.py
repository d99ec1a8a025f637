"""What the bot says as Slack messages: Block Kit blocks with a fallback text that reads well as a notification.

Pure functions. Outside text (titles, summaries, questions, options' labels, what mascots say) goes only into elements
that Slack never reads as markup; see `message_text`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.core.debates import DebateState
from bot.core.messages import Bar, Card, Line, Message, Notice, Result
from bot.core.speaking.cards import filled_cells
from bot.core.words import Words
from bot.platforms.slack import message_text as text
from bot.platforms.slack.identifiers import slack_name

VOTE = "agora:vote:"
"""What a voting button's action id begins with; the option's number follows."""
RESULTS = "agora:results"
READ = "agora:read"
OPEN = "agora:open"
"""Action ids: results of the debate in the button's value; its article, where no page has it; a message or page."""
_CELLS = 14
_FALLBACK_LIMIT = 1_000
_LINE_LIMIT = 600
_LABEL_LIMIT = 120
_NAME_LIMIT = 80
_ALTERNATIVE_LIMIT = 2_000
_MOST_LINES = 6


def body(message: Message, words: Words, picture_file: str | None = None, *, own_voice: bool = True) -> dict[str, Any]:
    """`blocks` and `text` of a message; for a line also `username` and `icon_emoji`.

    `picture_file` is the id of a result's uploaded chart. Without `own_voice`, where the bot may not speak under
    another name, a line names its speaker itself.
    """
    match message:
        case Card():
            return {"text": fallback(_card_text(message)), "blocks": card_blocks(message, words)}
        case Line():
            return _line(message, own_voice=own_voice)
        case Result():
            return {"text": fallback(_result_text(message)), "blocks": result_blocks(message, words, picture_file)}
        case Notice():
            return {
                "text": fallback(f"{message.title}\n{message.text}"),
                "blocks": [_titled(message.title, message.text)],
            }


def fallback(words: str) -> str:
    """A message's text as notifications and screen readers have it."""
    return text.defused(text.clipped(words.strip() or "…", _FALLBACK_LIMIT))


def card_blocks(card: Card, words: Words, *, is_post: bool = True) -> list[text.Block]:
    """A debate's card. Elsewhere than as its post nobody can vote on it, and its link leads to the post."""
    small = " · ".join(part for part in (card.category, card.badge or "", card.published) if part)
    blocks = [
        text.context(text.plain(small)),
        text.header(card.title),
        text.rich(text.bulleted(text.section(text.said(line, _LINE_LIMIT)) for line in card.summary[:_MOST_LINES])),
        text.rich(text.section(text.said(card.question, _LINE_LIMIT, bold=True))),
        bars_block(card.bars),
        *_standing(card, words, (card.invitation, card.note) if is_post else ()),
    ]
    if is_post and card.buttons and card.state is DebateState.OPEN:
        blocks.append(text.actions(*(_vote(number, bar) for number, bar in enumerate(card.bars))))
    if buttons := _card_buttons(card, words) if is_post else _answer_buttons(card, words):
        blocks.append(text.actions(*buttons))
    return blocks


def result_blocks(result: Result, words: Words, picture_file: str | None = None) -> list[text.Block]:
    """How a debate ended; `picture_file` is its chart's id."""
    blocks = [
        text.context(text.plain(result.title)),
        text.header(result.headline),
        text.rich(text.quotation(text.clipped(result.question, _LINE_LIMIT))),
        bars_block(result.bars),
    ]
    told = [result.turnout, *result.communities, *result.shift, result.replies]
    sections = [text.section(text.said(line, _LINE_LIMIT)) for line in told if line][: 2 * _MOST_LINES]
    if result.moved:
        reply = text.on_web(result.moved_link)
        moved = text.linked(result.moved, reply, _LINE_LIMIT) if reply else text.said(result.moved, _LINE_LIMIT)
        sections.append(text.section(moved))
    blocks.append(text.rich(text.bulleted(sections)))
    if picture_file is not None and result.picture is not None:
        alternative = text.clipped(text.without_mentions(result.picture.alternative.strip()), _ALTERNATIVE_LIMIT) or "…"
        blocks.append({"type": "image", "slack_file": {"id": picture_file}, "alt_text": alternative})
    small = [note for note in (result.certificate, *result.notes) if note]
    if small:
        blocks.append(text.context(text.plain("\n".join(small))))
    link = text.on_web(result.link)
    if link is not None:
        blocks.append(text.actions(text.button(words.say("slack-more"), OPEN, url=link)))
    return blocks


def bars_block(bars: Sequence[Bar]) -> text.Block:
    """Every option with its emoji, and its bar and figures unless these are hidden."""
    parts: list[text.Block] = []
    for number, bar in enumerate(bars):
        parts += [*([text.said("\n")] if number else []), *_bar(bar)]
    return text.rich(text.section(*parts))


def moment(at: datetime, words: Words) -> str:
    """An instant that everybody reads in their own time zone and language; markup."""
    shown = words.moment(at).replace("|", " ")
    return f"<!date^{int(at.timestamp())}^{{date_short_pretty}} {{time}}|{text.escaped(shown)}>"


def _line(line: Line, *, own_voice: bool) -> dict[str, Any]:
    speaker = f"{line.speaker} · {line.side}" if line.side else line.speaker
    saying = text.said(line.text, text.TEXT_LIMIT)
    small = [text.context(text.plain(line.hint))] if line.hint else []
    if not own_voice:
        named = text.said(f"{line.emoji} {text.clipped(speaker, _NAME_LIMIT)}\n", bold=True)
        return {
            "text": fallback(f"{line.emoji} {speaker}: {line.text}"),
            "blocks": [text.rich(text.section(named, saying)), *small],
        }
    made: dict[str, Any] = {
        "text": fallback(line.text),
        "blocks": [text.rich(text.section(saying)), *small],
        "username": text.clipped(text.without_codes(text.without_mentions(speaker)), _NAME_LIMIT),
    }
    if (face := slack_name(line.emoji)) is not None:
        made["icon_emoji"] = f":{face}:"
    return made


def _bar(bar: Bar) -> list[text.Block]:
    emoji = text.pictured(bar.emoji, bar.label)
    label = text.clipped(bar.label, _LABEL_LIMIT)
    parts = [] if emoji is None else [emoji, text.said(" ")]
    parts.append(text.said(label, bold=True))
    if bar.share is not None:
        filled = filled_cells(bar.share, _CELLS)
        parts.append(text.said(f"\n{'█' * filled}{'░' * (_CELLS - filled)}  {bar.text}"))
    return parts


def _standing(card: Card, words: Words, hints: Sequence[str]) -> list[text.Block]:
    """How many voted, when it closes, what else people did, and the hints: how to vote, what is no vote."""
    match card.state:
        case DebateState.OPEN:
            closing = text.markup(words.say("card-closes", at=moment(card.closes_at, words)))
        case DebateState.CLOSED:
            closing = text.markup(words.say("card-closed", at=moment(card.closes_at, words)))
        case _:
            closing = text.plain(card.closing)
    lines = [[text.plain(line)] for line in (card.turnout, card.total) if line]
    lines.append([closing, text.plain(card.counts)])
    lines += [[text.plain(hint)] for hint in hints if hint]
    return [text.context(*line) for line in lines]


def _vote(number: int, bar: Bar) -> text.Block:
    name = text.custom_name(bar.emoji, bar.label)
    label = bar.label
    if name is not None:
        label = f":{name}: {text.without_codes(bar.label)}"
    elif bar.emoji != bar.label:
        label = f"{bar.emoji} {bar.label}"
    return text.button(label, f"{VOTE}{number}", value=bar.label or "…", emoji=name is not None)


def _card_buttons(card: Card, words: Words) -> list[text.Block]:
    buttons = []
    buttons.append(text.button(words.say("slack-read"), READ, value=card.debate, url=text.on_web(card.link)))
    if card.state is DebateState.VOID:
        return buttons
    if (result := text.on_web(card.result_link)) is not None:
        buttons.append(text.button(words.say("slack-results"), OPEN, url=result))
    else:
        buttons.append(text.button(words.say("slack-results"), RESULTS, value=card.debate))
    return buttons


def _answer_buttons(card: Card, words: Words) -> list[text.Block]:
    post = text.on_web(card.link)
    return [text.button(words.say("slack-to-post"), OPEN, url=post)] if post is not None else []


def _card_text(card: Card) -> str:
    begin = f"[{card.category}] {card.title}" if card.category else card.title
    options = " / ".join(bar.label if bar.emoji.isascii() else f"{bar.emoji} {bar.label}" for bar in card.bars)
    if card.state is DebateState.OPEN:
        return f"{begin} — {card.question} {options}"
    return f"{begin} — {card.closing}. {card.turnout}"


def _result_text(result: Result) -> str:
    figures = ", ".join(f"{bar.label} {bar.percent}" for bar in result.bars if bar.percent)
    return f"{result.title} — {result.headline} {figures}"


def _titled(title: str, words: str) -> text.Block:
    return text.rich(text.section(text.said(f"{title}\n", 300, bold=True), text.said(words)))
