"""Where things stand on the sheet, and what the drawing says to those who do not see it."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.charts import alternative
from bot.charts.chart import (
    HEIGHT,
    WIDTH,
    Line,
    chart,
    draw,
)
from bot.charts.text_layout import (
    clean,
    cut,
    width_of,
    wrap,
)
from bot.core.debates import DebateState, ResultsShown
from bot.core.recounts import Certificate, Recounted
from bot.locales import words_for
from bot.services.records import Snapshot
from tests.charts.chart_samples import YES_NO, snapshot

KO, EN = words_for("ko", strict=True), words_for("en", strict=True)
SVG = "{http://www.w3.org/2000/svg}"
EMOJI = ("👍", "👎", "🚪", None, "🇰🇷", "👩‍🚒", "3️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🦉", "🔥")
CERTIFICATE = Certificate(Recounted.EXACT, 12, 10, 2)


def texts(svg: str) -> list[str]:
    """Every text that is drawn."""
    return ["".join(node.itertext()) for node in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def description(svg: str) -> str:
    found = ElementTree.fromstring(svg).find(f"{SVG}desc")
    assert found is not None
    assert found.text is not None
    return found.text


def reach(line: Line) -> tuple[float, float]:
    return line.runs[0].x, line.runs[-1].x + line.runs[-1].width


LETTERS = "광장은밤에도열려 있어야 할까요?ABC wi<&>\"'…0 9\u0007\u202e\ufffe👍🚪❤️👩‍🚒"
words = st.text(st.sampled_from(LETTERS), max_size=90)


@st.composite
def moments(draw: st.DrawFn) -> Snapshot:
    """Any debate, at any moment."""
    count = draw(st.integers(2, 10))
    state = draw(st.sampled_from(DebateState))
    return snapshot(
        draw(st.lists(st.integers(0, 10**7), min_size=count, max_size=count)),
        options=[(draw(words) or "답", EMOJI[number]) for number in range(count)],
        title=draw(words),
        question=draw(words),
        state=state,
        results=draw(st.sampled_from(ResultsShown)),
        certificate=CERTIFICATE if state is DebateState.CLOSED else None,
    )


@settings(max_examples=60, deadline=None)
@given(moments(), st.sampled_from([KO, EN]))
def test_everything_stands_on_the_sheet_and_nothing_on_anything_else(moment: Snapshot, language: object) -> None:
    told = KO if language is KO else EN
    drawn = chart(moment, told)
    for line in (*drawn.lines, drawn.pill.line):
        assert line.size >= 22
        assert 0 < line.y < HEIGHT
        for run in line.runs:
            assert 0 <= run.x <= run.x + run.width <= WIDTH
    questions = [line for line in drawn.lines if line.bold]
    footer = drawn.lines[-1]
    for row in drawn.rows:
        assert row.height >= 30
        assert row.y > max((line.y for line in questions), default=0)
        assert row.y + row.height < footer.y - footer.size
        assert row.x + row.width <= WIDTH
        assert 0 <= row.filled <= row.width
        if row.label.runs and row.figures.runs:
            assert reach(row.label)[1] < reach(row.figures)[0]
    for one, other in pairwise(drawn.rows):
        assert one.x != other.x or one.y + one.height < other.y
    said = draw(drawn)
    assert description(said) == alternative(moment, told)
    assert not any(c in said for c in "\u0007\u202e\ufffe")


def test_markup_in_texts_is_only_text() -> None:
    evil = '<script>alert("1")</script> & \u202e\x00</svg>'
    svg = draw(chart(snapshot(title=evil, question=evil, options=((evil, "👍"), ("반대", evil))), KO))
    assert "script" not in {node.tag.removeprefix(SVG) for node in ElementTree.fromstring(svg).iter()}
    assert '<script>alert("1")</script> & </svg>' in texts(svg)


def test_the_drawing_needs_nothing_from_elsewhere_and_no_style() -> None:
    svg = draw(chart(snapshot(options=[("답", emoji) for emoji in EMOJI], ballots=range(10)), EN))
    root = ElementTree.fromstring(svg)
    for node in root.iter():
        assert node.tag.removeprefix(SVG) not in {"image", "style", "script", "use", "foreignObject"}
        assert not {"style", "href", "{http://www.w3.org/1999/xlink}href"} & node.attrib.keys()
    ids = [node.attrib["id"] for node in root.iter() if "id" in node.attrib]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("told", [KO, EN], ids=["ko", "en"])
@pytest.mark.parametrize(
    "moment",
    [
        snapshot((57, 43)),
        snapshot((0, 0)),
        snapshot((5, 5), state=DebateState.CLOSED, certificate=CERTIFICATE),
        snapshot((5, 5), state=DebateState.CLOSING),
        snapshot((0, 0), state=DebateState.VOID),
        snapshot((4, 3), voters=5),
    ],
    ids=["open", "nobody", "closed", "closing", "void", "multiple"],
)
def test_the_alternative_says_what_is_drawn(moment: Snapshot, told: object) -> None:
    language = KO if told is KO else EN
    svg = draw(chart(moment, language))
    said = alternative(moment, language)
    for text in texts(svg):
        assert text in said or text == "Agora"


def test_states_are_named() -> None:
    closed = snapshot((5, 5), state=DebateState.CLOSED, certificate=CERTIFICATE)
    assert "투표 중" in texts(draw(chart(snapshot(), KO)))
    assert "Closed" in texts(draw(chart(closed, EN)))
    assert "반응 2개를 바로잡았어요" in " ".join(texts(draw(chart(closed, KO))))


def test_hidden_results_show_turnout_alone() -> None:
    hidden = snapshot((57, 43), results=ResultsShown.AFTER_CLOSE)
    drawn = " ".join(texts(draw(chart(hidden, KO))))
    assert not any(figure in drawn + alternative(hidden, KO) for figure in ("57", "43", "%"))
    assert "100명이 투표했어요" in drawn
    assert all(row.filled == 0 and not row.leading for row in chart(hidden, KO).rows)


def test_a_tie_leads_with_both() -> None:
    assert [row.leading for row in chart(snapshot((5, 5)), KO).rows] == [True, True]
    assert [row.leading for row in chart(snapshot((0, 0)), KO).rows] == [False, False]


def test_long_questions_are_broken_at_spaces_and_long_words_within() -> None:
    text = "광장은 밤에도 열려 있어야 할까요 아니면 모두가 자는 동안에는 닫아 두어야 할까요"
    lines = wrap(text, 50, 900)
    assert " ".join(lines) == text
    assert len(lines) == 2
    assert all(width_of(line, 50) <= 900 for line in lines)
    assert min(width_of(line, 50) for line in lines) > 600
    word = "가" * 60
    assert "".join(wrap(word, 50, 900)) == word
    assert cut(word, 50, 900).endswith("가…")
    assert width_of(cut(word, 50, 900), 50) <= 900
    assert cut("👩‍🚒" * 9, 50, 200).strip("…") in {"👩‍🚒" * n for n in range(9)}


def test_texts_are_cleaned() -> None:
    assert clean(" 가\n\t나\u200b\u202e\x1b[31m\ufeff다 ") == "가 나[31m다"
    assert clean("👩‍🚒🏴󠁧󠁢󠁥󠁮󠁧󠁿❤️") == "👩‍🚒🏴󠁧󠁢󠁥󠁮󠁧󠁿❤️"


def test_default_options_have_their_pictures() -> None:
    assert all(row.drawing is not None for row in chart(snapshot(options=YES_NO), KO).rows)
