"""The chart as an SVG document that stands by itself: no script, no style, nothing fetched from elsewhere."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from bot.web.pictures.charts import Chart
from bot.web.pictures.emojis import BOX
from bot.web.pictures.fonts import FAMILY

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
