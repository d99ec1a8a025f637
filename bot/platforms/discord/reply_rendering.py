"""A command's answer as a message, and the form of `/debate feedback` as a modal.

Long listings are turned page by page; the buttons themselves say what to turn. A modal's title and labels have at
most 45 characters, a label's description and a choice's label 100 [doc].
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.core.chat_commands import Command, command_word
from bot.core.messages import Card, Download, Form, Item, Listing, Reply, Result, Text, WholeArticle
from bot.core.words import Words
from bot.platforms.discord.message_rendering import (
    ACCENT,
    NO_MENTIONS,
    NOTHING,
    button,
    card_embed,
    is_web,
    link_button,
    link_target,
    plain_text,
    result_embed,
    rows,
    without_empty,
)
from bot.platforms.discord.message_text import fit, fit_escaped, fit_lines, length

Json = dict[str, Any]
ON_A_PAGE = 10
_PAGE = "agora:page:"
_SHARED = "share"
_LONGEST_ID = 100
_SHORT_NAME = 14
_DESCRIPTION, _ALL_EMBEDS, _MOST_EMBEDS = 4096, 6000, 10


@dataclass(frozen=True, slots=True)
class Turn:
    """A page of the answer to a command with its argument, which only `user` may turn; pages count from 0."""

    user: str
    page: int
    command: Command
    argument: str = ""
    share: bool = False

    @property
    def custom_id(self) -> str:
        """What a button that leads to this page calls itself."""
        return f"{_PAGE}{self.user}:{self.page}:{self.command}:{_SHARED if self.share else ''}:{self.argument}"

    @property
    def fits(self) -> bool:
        """Whether a button can name it."""
        return length(self.custom_id) <= _LONGEST_ID - 3


def read_turn(custom_id: str) -> Turn | None:
    """The page that a button leads to; None for another button."""
    user, page, command, share, argument = (*custom_id.removeprefix(_PAGE).split(":", 4), "", "", "", "")[:5]
    if not custom_id.startswith(_PAGE) or not (page.isdecimal() and page.isascii() and len(page) < 6):
        return None
    known = command_word(command)
    return Turn(user, int(page), known.command, argument, share == _SHARED) if known is not None else None


def form_of(reply: Reply) -> Form | None:
    """The form that a reply asks to have filled in."""
    return next((part for part in reply.parts if isinstance(part, Form)), None)


def downloads_of(reply: Reply) -> list[Download]:
    """The files that come after an answer."""
    return [part for part in reply.parts if isinstance(part, Download)]


def texts_of(reply: Reply) -> str:
    """What a reply says besides its form."""
    return "\n".join(part.text for part in reply.parts if isinstance(part, Text))


def reply_body(reply: Reply, words: Words, turn: Turn | None = None) -> Json:
    """The message; with a `turn` that page of a long listing, and buttons to the pages beside it."""
    pages = _pages(reply) if turn is not None and turn.fits else 1
    page = min(turn.page, pages - 1) if turn is not None else 0
    lead: list[str] = []
    embeds: list[Json] = []
    links: list[Json] = []
    for part in reply.parts:
        match part:
            case Text():
                if embeds:
                    _add(embeds[-1], part.text)
                else:
                    lead.append(part.text)
            case Listing():
                shown = part.items if pages == 1 else part.items[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
                embeds.append(_listing(part.heading, shown, first=page * ON_A_PAGE))
            case Card():
                embeds.append(card_embed(part, words))
                if is_web(part.link):
                    links.append(link_button(part.link, words.say("discord-to-debate")))
            case Result():
                embeds.append(result_embed(part))
            case WholeArticle():
                if is_web(part.link):
                    links.append(link_button(part.link, part.label))
            case Form():
                lead.append(part.note)
            case Download():
                continue
    fitting = _that_fit(embeds)
    return {
        "content": plain_text("\n".join(lead)) or ("" if fitting else NOTHING),
        "embeds": fitting,
        "components": _turning(turn, page, pages, words) if turn is not None and pages > 1 else rows(links),
        "allowed_mentions": dict(NO_MENTIONS),
    }


def text_body(text: str) -> Json:
    """A sentence as a message."""
    return {
        "content": plain_text(text) or NOTHING,
        "embeds": [],
        "components": [],
        "allowed_mentions": dict(NO_MENTIONS),
    }


def _pages(reply: Reply) -> int:
    most = max((len(part.items) for part in reply.parts if isinstance(part, Listing)), default=0)
    return max(1, -(-most // ON_A_PAGE))


def _turning(turn: Turn, page: int, pages: int, words: Words) -> list[Json]:
    back, forth = replace(turn, page=page - 1), replace(turn, page=page + 1)
    where = words.say("discord-page", page=page + 1, of=pages)
    return rows(
        [
            button(back.custom_id if page else f"{_PAGE}first", "", "◀️", off=page == 0),
            button(f"{_PAGE}here", where, off=True),
            button(forth.custom_id if page < pages - 1 else f"{_PAGE}last", "", "▶️", off=page == pages - 1),
        ]
    )


def _listing(heading: str, items: Sequence[Item], *, first: int) -> Json:
    """Entries with a text of their own in two lines each, where names are short in one; bare ones numbered."""
    joint = " · " if all(len(item.title) <= _SHORT_NAME for item in items) else "\n"
    told = [_item(item, number, joint) for number, item in enumerate(items, first + 1)]
    return {"title": fit_escaped(heading, 256), "description": _joined(told, _DESCRIPTION), "color": ACCENT}


def _item(item: Item, number: int, joint: str) -> str:
    if not item.text and item.link is None:
        return f"**{number}** {fit_escaped(item.title, 600)}"
    title = fit_escaped(item.title, 200)
    named = f"**[{title}]({link_target(item.link)})**" if is_web(item.link) else f"**{title}**"
    return f"{named}{joint}{fit_escaped(item.text, 250)}" if item.text else named


def _joined(parts: Iterable[str], limit: int) -> str:
    told = ""
    for part in parts:
        if length(told) + length(part) + 1 > limit:
            break
        told = f"{told}\n{part}" if told else part
    return told


def _add(embed: Json, text: str) -> None:
    """A sentence below an embed's text, if there is room for it."""
    before = embed.get("description", "")
    room = _DESCRIPTION - length(before) - 2
    if room > 10:
        embed["description"] = f"{before}\n\n{fit_lines(text, room)}" if before else fit_lines(text, room)


def _that_fit(embeds: Sequence[Json]) -> list[Json]:
    """As many embeds, from the first on, as one message takes."""
    taken: list[Json] = []
    size = 0
    for embed in map(without_empty, embeds[:_MOST_EMBEDS]):
        size += _size(embed)
        if size > _ALL_EMBEDS:
            break
        taken.append(embed)
    return taken


def _size(embed: Json) -> int:
    texts = (
        embed.get("title", ""),
        embed.get("description", ""),
        embed.get("author", {}).get("name", ""),
        embed.get("footer", {}).get("text", ""),
    )
    return sum(map(length, texts))


FEEDBACK = "agora:feedback"
_RATING, _LINE = "agora:rating", "agora:line"
_LABEL, _SELECT, _TEXT = 18, 3, 4
_SHORT, _LONG = 45, 100
_PARAGRAPH = 2


def modal(form: Form) -> dict[str, Any]:
    """The modal; the best rating stands first."""
    rates = [
        {"label": fit(f"{number} · {name}", _LONG), "value": str(number)} for number, name in enumerate(form.rates, 1)
    ]
    line: dict[str, Any] = {
        "type": _TEXT,
        "custom_id": _LINE,
        "style": _PARAGRAPH,
        "required": False,
        "max_length": form.longest,
    }
    if form.filled:
        line["value"] = form.filled[: form.longest]
    return {
        "custom_id": FEEDBACK,
        "title": fit(form.title, _SHORT),
        "components": [
            {
                "type": _LABEL,
                "label": fit(form.rating, _SHORT),
                "component": {"type": _SELECT, "custom_id": _RATING, "options": rates[::-1], "required": True},
            },
            {
                "type": _LABEL,
                "label": fit(form.line, _SHORT),
                "description": fit(form.note, _LONG),
                "component": line,
            },
        ],
    }


def read_form(filled: Mapping[str, str]) -> tuple[int, str]:
    """The rating (0 where none was chosen) and the line."""
    rating = filled.get(_RATING, "").strip()
    return int(rating) if rating.isdecimal() and rating.isascii() else 0, filled.get(_LINE, "")
