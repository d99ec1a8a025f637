"""Names in decomposed Hangul, as macOS gives them, lead to the same things on the command line and in the files."""

from __future__ import annotations

import unicodedata

import pytest

SCHEDULE = """schedules:
  - {name: s, cron: "0 9 * * *", channels: [square], articles: {category: 사회}}
"""


def decomposed(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.fixture
def square(place):
    """A place with a channel and an article of Korean names, the configuration and the file's name in pieces."""
    place.add_article(decomposed("광장-이야기"), "광장 이야기")
    place.configure(more=SCHEDULE)
    text = place.config.read_text(encoding="utf-8").replace("square: {platform", "광장: {platform")
    place.config.write_text(decomposed(text.replace("[square]", "[광장]")), encoding="utf-8")
    article = place.folder / "content" / "articles" / f"{decomposed('광장-이야기')}.md"
    article.write_text(
        article.read_text(encoding="utf-8").replace("category: 시험", "category: 사회"), encoding="utf-8"
    )
    return place


def test_a_schedule_and_the_command_line_find_what_is_meant(square) -> None:
    done = square.agora("check")
    assert (done.code, done.err) == (0, "")
    assert "광장-이야기" in square.agora("schedule", "--days", "2").out
    slug, channel = decomposed("광장-이야기"), decomposed("광장")
    assert square.agora("preview", slug).code == 0
    done = square.agora("post", slug, "--channel", channel)
    assert (done.code, done.err.splitlines()[1:]) == (0, ["광장: posted"])
    assert "광장 이야기" in square.agora("results", slug).out
    assert "광장 이야기" in square.agora("close", slug).out


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_files_are_found_by_either_form_of_their_name(square, form: str) -> None:
    other = {"NFC": "NFD", "NFD": "NFC"}[form]

    def there(text: str) -> str:
        return unicodedata.normalize(form, text)

    def typed(text: str) -> str:
        return unicodedata.normalize(other, text)

    folder = square.folder / there("글 모음")
    (square.folder / "content").rename(folder)
    configured = square.config.read_text(encoding="utf-8")
    square.config.write_text(f"content: {typed('글 모음')}\n" + configured.replace("content:", "# "), encoding="utf-8")
    square.config.rename(square.folder / there("설정.yaml"))
    config = str(square.folder / typed("설정.yaml"))
    text = "첫 문장은 무엇이 일어났는지 알려 줍니다. 둘째 문장은 의견을 전해 줍니다. 셋째 문장은 앞일을 말해 줍니다."
    (square.folder / there("원고.txt")).write_text(text, encoding="utf-8")
    done = square.agora("article", "import", str(square.folder / typed("원고.txt")), "-c", config, real=True)
    assert (done.code, done.out.strip().endswith("원고.md")) == (0, True)
    draft = folder / "articles" / there("원고.md")
    (square.folder / done.out.strip()).rename(draft)
    done = square.agora("article", "summarise", str(folder.parent / typed("글 모음") / "articles" / typed("원고.md")))
    assert (done.code, done.out.splitlines()[0]) == (0, "첫 문장은 무엇이 일어났는지 알려 줘요.")
