"""Names for one thing: those that are built in, those that editors add, and what is wrong with their file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.spellings import Spellings, gapless
from bot.library.library import Library
from bot.library.spelling_file import built_in, read_spellings

NAMES = st.text(st.sampled_from("aAB가나 -"), min_size=1, max_size=3).filter(gapless)


def test_one_name_finds_the_others_whatever_its_case_and_spaces() -> None:
    spellings = Spellings(built_in())
    assert spellings.others("오픈AI") == ("openai", "오픈에이아이")
    assert "오픈ai" in spellings.others("Open AI")
    assert "open source" in spellings.others("오픈 소스")
    assert spellings.others("도토리") == ()


@given(st.lists(st.lists(NAMES, min_size=2, max_size=3), max_size=5))
def test_what_has_a_name_in_common_is_one_thing(groups: list[list[str]]) -> None:
    spellings = Spellings(groups)
    for name in spellings.names():
        others = {gapless(other) for other in spellings.others(name)}
        assert name not in others
        assert all(name in {gapless(back) for back in spellings.others(other)} for other in others)
    for group in groups:
        together = {gapless(name) for name in group}
        assert all(together <= {name, *map(gapless, spellings.others(name))} for name in together)


def test_editors_add_names_and_a_running_bot_follows(tmp_path: Path) -> None:
    file, library = tmp_path / "spellings.yaml", Library(tmp_path)
    library.load()
    assert not library.load()
    assert "구글" in library.spellings().others("Google")
    file.write_text("- [도토리, acorn]\n- [구글, 구글코리아]\n", encoding="utf-8")
    assert library.load()
    assert library.spellings().others("acorn") == ("도토리",)
    assert library.spellings().others("Google") == ("구글", "구글코리아")
    file.write_text("- [도토리\n", encoding="utf-8")
    assert library.load()
    assert library.spellings().others("acorn") == ("도토리",)
    file.unlink()
    assert library.load()
    assert library.spellings().others("acorn") == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- [OpenAI]\n", "1: [0]: there is one name alone"),
        ("- [OpenAI, 오픈AI]\n- [Meta, META]\n", "2: [1][1]: 'META' is 'Meta' again"),
        ("openai: 오픈AI\n", "1: must be a list"),
        ("- OpenAI\n", "1: [0]: must be a list"),
        ("- [OpenAI, {}]\n", "must be text"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, text: str, expected: str) -> None:
    path = tmp_path / "spellings.yaml"
    path.write_text(text, encoding="utf-8")
    read = read_spellings(path)
    assert read.spellings is None
    assert expected in "\n".join(str(problem) for problem in read.problems)
