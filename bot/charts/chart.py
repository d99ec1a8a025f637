"""The chart: shapes on a sheet of 1200 × 630, the size that link previews ask for, and these as an SVG document.

The document stands by itself: no script, no style, nothing fetched from elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from bot.charts.alt_text import alternative, chart_bars, last_sentence, state_of
from bot.charts.glyphs import BOX, FAMILY, drawing
from bot.charts.text_layout import Run, clean, cut, fit, runs, width_of
from bot.core.debates import DebateState
from bot.core.emoji import Emoji
from bot.core.messages import Bar
from bot.core.speaking.cards import turnout
from bot.core.words import Words
from bot.services.records import Snapshot

WIDTH, HEIGHT = 1200, 630
MARGIN = 60.0
INNER = WIDTH - 2 * MARGIN
INK, MUTED = "#2b241f", "#655a50"


# The colours of the options elsewhere (`--hue` in the styles), dark for strokes and light to be written on.
COLOURS = (
    ("#9e4421", "#ffc0aa"),
    ("#007948", "#a3e2bf"),
    ("#3e5fad", "#b7d1ff"),
    ("#855b00", "#e9ce94"),
    ("#8b4486", "#f0bfea"),
    ("#007686", "#90e1ea"),
    ("#9e3d52", "#ffbcc5"),
    ("#526f00", "#c5dba1"),
    ("#6a51a4", "#d4c7ff"),
    ("#974d00", "#f9c59c"),
)
_ONE_COLUMN = 4
_COLUMN_GAP = 20.0
_ROW_GAP = 10.0
_TALLEST_ROW = 92.0
_FOOTER_SIZES = (26.0, 24.0, 22.0)


@dataclass(frozen=True, slots=True)
class Line:
    """Text on the baseline `y`."""

    y: float
    size: float
    runs: tuple[Run, ...]
    colour: str = INK
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """An option: its track, filled by its share, with an emoji (or a dot of its colour), its label and figures."""

    x: float
    y: float
    width: float
    height: float
    filled: float
    strong: str
    soft: str
    leading: bool
    drawing: Markup | None
    label: Line
    figures: Line


@dataclass(frozen=True, slots=True)
class Pill:
    """The state, in the upper right corner."""

    x: float
    width: float
    line: Line
    live: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """All that the template draws."""

    id: str
    locale: str
    title: str
    description: str
    pill: Pill
    lines: tuple[Line, ...]
    rows: tuple[Row, ...]


def chart(snapshot: Snapshot, words: Words) -> Chart:
    """The chart of a debate at one moment, in one language."""
    article = snapshot.debate.article
    shown = chart_bars(snapshot, words)
    pill = _pill(snapshot, words)
    title = Line(140, 28, runs(cut(clean(article.title), 28, INNER), 28, left=MARGIN), MUTED)
    question = _question(clean(article.question), len(shown))
    footer = _footer(clean(last_sentence(snapshot, words)))
    top = question[-1].y + 0.32 * question[-1].size + 22
    bottom = footer[0].y - footer[0].size - 22
    emojis = tuple(option.emoji for option in article.options)
    return Chart(
        id=snapshot.debate.id,
        locale=words.locale,
        title=clean(article.question),
        description=alternative(snapshot, words),
        pill=pill,
        lines=(_turnout(clean(turnout(snapshot.debate, snapshot.tally, words)), pill.x), title, *question, *footer),
        rows=_rows(shown, emojis, top, bottom),
    )


def _pill(snapshot: Snapshot, words: Words) -> Pill:
    live = snapshot.debate.state is DebateState.OPEN
    text = clean(state_of(snapshot, words))
    width = width_of(text, 26) + (68 if live else 44)
    right = WIDTH - MARGIN
    colour = "#ffffff" if live else INK
    return Pill(right - width, width, Line(73, 26, runs(text, 26, right=right - 22), colour, True), live)


def _turnout(text: str, right: float) -> Line:
    left = MARGIN + 160
    size, (shown,) = fit(text, right - 24 - left, (26, 24, 22), 1)
    return Line(73, size, runs(shown, size, right=right - 20), MUTED)


def _question(text: str, options: int) -> list[Line]:
    """The question in two lines, in a third one where few options leave room for it."""
    size, lines = fit(text, INNER, (46, 42, 38) if options > _ONE_COLUMN else (58, 52, 46, 42), 2)
    if options < _ONE_COLUMN and lines[-1].endswith("…"):
        size, lines = fit(text, INNER, (40, 36), 3)
    return [
        Line(156 + size * (1 + 1.24 * number), size, runs(line, size, left=MARGIN), bold=True)
        for number, line in enumerate(lines)
    ]


def _footer(text: str) -> list[Line]:
    size, lines = fit(text, INNER, _FOOTER_SIZES, 1)
    if lines[-1].endswith("…"):
        size, lines = fit(text, INNER, _FOOTER_SIZES[1:], 2)
    last = len(lines) - 1
    return [
        Line(588 - 1.35 * size * (last - number), size, runs(line, size, left=MARGIN), MUTED)
        for number, line in enumerate(lines)
    ]


def _rows(shown: tuple[Bar, ...], emojis: tuple[Emoji, ...], top: float, bottom: float) -> tuple[Row, ...]:
    columns = 1 if len(shown) <= _ONE_COLUMN else 2
    deep = -(-len(shown) // columns)
    height = min(_TALLEST_ROW, (bottom - top - _ROW_GAP * (deep - 1)) / deep)
    start = top + (bottom - top - height * deep - _ROW_GAP * (deep - 1)) / 2
    width = (INNER - _COLUMN_GAP * (columns - 1)) / columns
    return tuple(
        _row(
            bar,
            emoji,
            COLOURS[number % len(COLOURS)],
            x=MARGIN + (number // deep) * (width + _COLUMN_GAP),
            y=start + (number % deep) * (height + _ROW_GAP),
            width=width,
            height=height,
        )
        for number, (bar, emoji) in enumerate(zip(shown, emojis, strict=True))
    )


def _row(bar: Bar, emoji: Emoji, colours: tuple[str, str], *, x: float, y: float, width: float, height: float) -> Row:
    size = max(22.0, min(34.0, height * 0.46))
    base = y + height / 2 + size * 0.36
    figures = clean(bar.text)
    after_emoji = 24 + height * 0.62
    room = width - after_emoji - width_of(figures, size) - 44
    label_size, (label,) = fit(clean(bar.label), room, (size, max(22.0, size * 0.86)), 1)
    return Row(
        x=x,
        y=y,
        width=width,
        height=height,
        filled=width * (bar.share or 0.0),
        strong=colours[0],
        soft=colours[1],
        leading=bar.leading,
        drawing=drawing(emoji.shown("")),
        label=Line(base, label_size, runs(label, label_size, left=x + after_emoji), bold=bar.leading),
        figures=Line(base, size, runs(figures, size, right=x + width - 22), bold=bar.leading),
    )


_SYSTEM = "'Apple SD Gothic Neo', Pretendard, 'Malgun Gothic', 'Noto Sans CJK KR', 'Segoe UI', Roboto, sans-serif"
_FAMILIES = f"'{FAMILY}', {_SYSTEM}"


def draw(chart: Chart) -> str:
    """The SVG of a chart. Every text in it is escaped."""
    return _template().render(chart=chart, box=BOX, family=_FAMILIES)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, auto_reload=False
    )
    environment.filters["n"] = _number
    return environment.get_template("chart.svg")


def _number(value: float) -> str:
    """A length in tenths at most, without a tail of zeros."""
    return f"{value:.1f}".removesuffix(".0")
