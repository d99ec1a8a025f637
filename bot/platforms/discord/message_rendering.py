"""What the bot says, as the JSON body of a Discord message: pure functions.

Limits are Discord's: title and author 256, description 4096, footer 2048, 6000 over all embeds, a button's label 80, an
attachment's description 1024 [doc].
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeGuard, assert_never

from bot.core.debates import DebateState
from bot.core.messages import Bar, Card, Line, Message, Notice, Picture, Result
from bot.core.speaking.cards import filled_cells
from bot.core.words import Words
from bot.platforms.discord.message_text import emoji_object, emoji_text, fit, fit_escaped, fit_lines, length

Json = dict[str, Any]
VOTE = "agora:vote:"
"""What a vote button's custom_id begins with; the option's number follows."""
PICTURE_FILE = "result.png"
NO_MENTIONS: Mapping[str, Any] = {"parse": []}
_TITLE, _DESCRIPTION, _FOOTER, _LABEL, _ALTERNATIVE = 256, 4096, 1000, 80, 1024
_BUTTONS_A_ROW = 5
ACCENT, _WAITING, _ENDED, _VOID, _NOTICE = 0xD2622F, 0xC99A2E, 0x2B6B55, 0x8A8079, 0x3E5FAD
_STATE_COLOURS = {
    DebateState.OPEN: ACCENT,
    DebateState.CLOSING: _WAITING,
    DebateState.CLOSED: _ENDED,
    DebateState.VOID: _VOID,
}
_SIDE_COLOURS = (0xC2603A, 0x2F9467, 0x5878C9, 0xA87B1A, 0xA95CA3, 0x1F93A4, 0xBD5A70, 0x6F8F1C, 0x8A70C4, 0xBF6D12)
"""One for each option, in their order: the hues that the public pages give them."""
NOTHING = "\u200b"
"""What stands where a text is needed and there is none."""
_CELLS = 12
_FULL, _EMPTY = "█", "░"


def body(message: Message, words: Words) -> Json:
    """The JSON body that sends or replaces `message`; with `picture_of` it needs that file beside it."""
    match message:
        case Card():
            return _made([_card(message, words)], _card_buttons(message, words))
        case Line():
            return _made([_line(message)])
        case Result():
            return _result(message, words)
        case Notice():
            return _made([_notice(message)])
        case _:
            assert_never(message)


def picture_of(message: Message) -> Picture | None:
    """The file that goes with `body`, as attachment 0."""
    return message.picture if isinstance(message, Result) else None


def card_embed(card: Card, words: Words) -> Json:
    """A card as one embed among others: a copy, which takes no votes."""
    return _card(replace(card, invitation="", note=""), words)


def result_embed(result: Result) -> Json:
    """A result as one embed among others, without its picture."""
    return _result_embed(replace(result, picture=None))


def plain_text(text: str) -> str:
    """A sentence of the bot as a message's content."""
    return fit_lines(text, 2000)


def button(custom_id: str, label: str, emoji: str | None = None, *, off: bool = False) -> Json:
    """A button that tells us its `custom_id`."""
    made: Json = {"type": 2, "style": 2, "custom_id": custom_id}
    if label:
        made["label"] = fit(label, _LABEL)
    shown = emoji_object(emoji) if emoji else None
    if shown is not None:
        made["emoji"] = shown
    if off:
        made["disabled"] = True
    return made


def link_button(url: str, label: str) -> Json:
    """A button that leads somewhere."""
    return {"type": 2, "style": 5, "url": url, "label": fit(label, _LABEL)}


def rows(buttons: list[Json]) -> list[Json]:
    """Buttons in rows."""
    return [
        {"type": 1, "components": buttons[at : at + _BUTTONS_A_ROW]} for at in range(0, len(buttons), _BUTTONS_A_ROW)
    ]


def link_target(url: str) -> str:
    """A link that can't end its own brackets."""
    return url.replace("(", "%28").replace(")", "%29").replace(" ", "%20").replace("<", "%3C").replace(">", "%3E")


def bar_of(share: float) -> str:
    """A share as cells of one width."""
    filled = filled_cells(share, _CELLS)
    return f"`{_FULL * filled}{_EMPTY * (_CELLS - filled)}`"


def _made(embeds: list[Json], components: list[Json] | None = None) -> Json:
    return {"embeds": embeds, "components": components or [], "allowed_mentions": dict(NO_MENTIONS)}


def _card(card: Card, words: Words) -> Json:
    question = f"**{fit_escaped(card.question, 500)}**" if card.question.strip() else ""
    bars = _options(card.bars)
    standing = _paragraph([fit_escaped(card.turnout, 300), fit_escaped(card.total, 700), _closing(card, words)])
    room = _DESCRIPTION - sum(length(part) + 2 for part in (question, bars, standing))
    summary = _paragraph(_summary(card.summary, room))
    counts = card.counts if card.comments or card.saves else ""
    below = " · ".join(filter(None, (counts, card.invitation)))
    embed: Json = {
        "author": {"name": fit(" · ".join(filter(None, (card.category, card.badge, card.published))), _TITLE)},
        "title": fit_escaped(card.title, _TITLE),
        "description": "\n\n".join(filter(None, (summary, question, bars, standing))),
        "color": _STATE_COLOURS[card.state],
        "footer": {"text": _paragraph([fit(below, _FOOTER), fit(card.note, _FOOTER)])},
    }
    if is_web(card.link):
        embed["url"] = card.link
    return without_empty(embed)


def _summary(lines: tuple[str, ...], room: int) -> list[str]:
    """The lines, numbered; together they take `room` units at most."""
    told = []
    for number, line in enumerate(lines, 1):
        head = f"**{number}** "
        share = room // (len(lines) - number + 1) - length(head) - 1
        told.append(head + fit_escaped(line, share))
        room -= length(told[-1]) + 1
    return told


def _options(bars: Sequence[Bar], *, beside_picture: bool = False) -> str:
    """Each option, and under it its bar with figures, if anybody has voted and these are not hidden.

    A picture has the bars already.
    """
    voted = any(bar.ballots for bar in bars)
    told = []
    for bar in bars:
        label = f"{emoji_text(bar.emoji)} **{fit_escaped(bar.label, _LABEL)}**"
        if not voted or bar.share is None:
            told.append(label)
        elif beside_picture:
            told.append(f"{label} {_figures(bar)}")
        else:
            told.append(f"{label}\n{bar_of(bar.share)} {_figures(bar)}")
    return _paragraph(told)


def _figures(bar: Bar) -> str:
    figures = fit_escaped(bar.text, 60)
    return f"**{figures}**" if bar.leading and figures else figures


def _closing(card: Card, words: Words) -> str:
    """When voting ends, in each reader's own time zone."""
    stamp = int(card.closes_at.timestamp())
    if card.state is DebateState.OPEN:
        return words.say("discord-closes", at=f"<t:{stamp}:f>", left=f"<t:{stamp}:R>")
    if card.state is DebateState.CLOSED:
        return words.say("discord-closed", at=f"<t:{stamp}:f>")
    return fit_escaped(card.closing, 300)


def _card_buttons(card: Card, words: Words) -> list[Json]:
    if card.state is DebateState.OPEN and card.buttons:
        return rows([button(f"{VOTE}{number}", bar.label, bar.emoji) for number, bar in enumerate(card.bars)])
    if is_web(card.result_link):
        return rows([link_button(card.result_link, words.say("discord-to-result"))])
    return []


def _line(line: Line) -> Json:
    side = f" · {line.side}" if line.side else ""
    author: Json = {"name": fit(f"{line.emoji} {line.speaker}{side}", _TITLE)}
    if is_web(line.picture):
        author["icon_url"] = line.picture
    return without_empty(
        {
            "author": author,
            "description": fit_lines(line.text, _DESCRIPTION),
            "color": _side_colour(line),
            "footer": {"text": fit(line.hint, _FOOTER)},
        }
    )


def _side_colour(line: Line) -> int:
    """The colour of the option that is argued for, else one that stays the same for the same side."""
    number = sum(map(ord, line.side)) if line.option is None else line.option
    return _SIDE_COLOURS[number % len(_SIDE_COLOURS)]


def _result(result: Result, words: Words) -> Json:
    embed = _result_embed(result)
    buttons = [link_button(result.link, words.say("discord-to-debate"))] if is_web(result.link) else []
    made = _made([embed], rows(buttons))
    if result.picture is not None:
        embed["image"] = {"url": f"attachment://{PICTURE_FILE}"}
        text = fit(result.picture.alternative, _ALTERNATIVE)
        made["attachments"] = [{"id": 0, "filename": PICTURE_FILE, "description": text}]
    return made


def _result_embed(result: Result) -> Json:
    told = [
        _paragraph([f"**{fit_escaped(result.question, 500)}**", fit_escaped(result.turnout, 300)]),
        _options(result.bars, beside_picture=result.picture is not None),
        _paragraph(fit_escaped(sentence, 500) for sentence in result.communities[:4]),
        _paragraph(fit_escaped(sentence, 500) for sentence in result.shift[:4]),
        _paragraph([_moved(result), fit_escaped(result.replies, 500)]),
    ]
    embed: Json = {
        "author": {"name": fit(result.title, _TITLE)},
        "title": fit_escaped(result.headline, _TITLE),
        "description": _within("\n\n", filter(None, told), _DESCRIPTION),
        "color": _ENDED,
        "footer": {"text": _within("\n", (fit(t, 500) for t in (result.certificate, *result.notes) if t), _FOOTER)},
    }
    if is_web(result.link):
        embed["url"] = result.link
    return without_empty(embed)


def _moved(result: Result) -> str:
    told = fit_escaped(result.moved, 700)
    return f"{told} [↗]({link_target(result.moved_link)})" if told and is_web(result.moved_link) else told


def _notice(notice: Notice) -> Json:
    return without_empty(
        {
            "title": fit_escaped(notice.title, _TITLE),
            "description": fit_lines(notice.text, _DESCRIPTION),
            "color": _NOTICE,
        }
    )


def without_empty(embed: Json) -> Json:
    """An embed as Discord takes it: a footer and an author need a text, and something must be there at all [doc]."""
    kept = {
        key: value
        for key, value in embed.items()
        if not (value == "" or (isinstance(value, dict) and not value.get("text", value.get("name", True))))
    }
    if not kept.keys() & {"title", "description", "author", "image"}:
        kept["description"] = NOTHING
    return kept


def _paragraph(lines: Iterable[str]) -> str:
    return "\n".join(line for line in lines if line)


def _within(joint: str, parts: Iterable[str], limit: int) -> str:
    """As many whole parts, from the first on, as there is room for."""
    told = ""
    for part in parts:
        longer = f"{told}{joint}{part}" if told else part
        if length(longer) > limit:
            break
        told = longer
    return told


def is_web(url: str | None) -> TypeGuard[str]:
    """Whether Discord takes it as a link: a web address of at most 512 characters (a button's limit) [doc]."""
    return url is not None and url.startswith(("https://", "http://")) and len(url) <= 512
