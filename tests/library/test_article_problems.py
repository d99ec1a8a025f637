"""Each mistake in an article or in mascots.yaml is told with its file, line and key."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bot.config import Problem, Severity
from bot.errors import UsageError
from bot.library.library import Library, article_named
from bot.locales import words_for
from bot.sentences import Speaks, english

GOOD = """\
---
title: 제목
category: 기술
published: 2025-04-28T04:57:00+09:00
summary:
  - 하나
  - 둘
  - 셋
question: 공개해야 할까?
options:
  - label: 찬성
    emoji: 👍
  - label: 반대
    emoji: 👎
squabble:
  - speaker: booki
    side: 찬성
    says: 저는 찬성이에요.
---

## 왜요?

본문이에요.
"""


def load(folder: Path, **files: str | bytes) -> Library:
    """The library of a folder with articles written under these names ('_' for '-')."""
    (folder / "articles").mkdir(exist_ok=True)
    for name, text in files.items():
        data = text if isinstance(text, bytes) else text.encode()
        (folder / "articles" / f"{name.replace('_', '-')}.md").write_bytes(data)
    library = Library(folder)
    library.load()
    return library


KOREAN = words_for("ko", strict=True)


def told(folder: Path, problems: tuple[Problem, ...], words: Speaks | None = None) -> list[str]:
    return [problem.said(words or english()).removeprefix(f"{folder}/articles/") for problem in problems]


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) == 1
    return GOOD.replace(old, new)


MISTAKES = {
    "unknown key": (
        changed("category: 기술", "categroy: 기술\ncategory: 기술"),
        "a.md:3: categroy: is not a key of an article — did you mean 'category'?",
    ),
    "no title": (changed("title: 제목\n", ""), "a.md:2: title: is missing — add it"),
    "empty title": (changed("title: 제목", "title: ''"), "a.md:2: title: is empty — write something"),
    "title that nobody sees": (
        changed("title: 제목", 'title: "\\u200b \\u200d"'),
        "a.md:2: title: is empty — write something",
    ),
    "title that is a list": (
        changed("title: 제목", "title: [제목]"),
        "a.md:2: title: must be text — put the text after the key, on one line, in quotes if it begins with [",
    ),
    "long title": (
        changed("title: 제목", f"title: {'가' * 151}"),
        "a.md:2: title: has 151 characters, 150 are possible — make it shorter",
    ),
    "text that turns itself around": (
        changed("title: 제목", 'title: "a\\u202eb"'),
        "a.md:2: title: has an invisible control character in it — type the text again",
    ),
    "no time zone": (
        changed("+09:00", ""),
        "a.md:4: published: has no time zone — write date, time and zone, as in 2025-04-28T04:57:00+09:00",
    ),
    "date alone": (
        changed("2025-04-28T04:57:00+09:00", "2025-04-28"),
        "a.md:4: published: has no time zone — write date, time and zone, as in 2025-04-28T04:57:00+09:00",
    ),
    "no time": (
        changed("2025-04-28T04:57:00+09:00", "yesterday"),
        "a.md:4: published: 'yesterday' is not a time — write date, time and zone, as in 2025-04-28T04:57:00+09:00",
    ),
    "two lines": (changed("  - 셋\n", ""), "a.md:5: summary: has 2 lines — write exactly three"),
    "summary as text": (
        changed("summary:\n  - 하나\n  - 둘\n  - 셋\n", "summary: 하나\n"),
        "a.md:5: summary: must be a list — write one entry a line, after '- '",
    ),
    "long summary line": (
        changed("  - 둘", f"  - {'나' * 301}"),
        "a.md:7: summary[1]: has 301 characters, 300 are possible — make it shorter",
    ),
    "one option": (
        changed("  - label: 반대\n    emoji: 👎\n", ""),
        "a.md:10: options: has 1 option — write 2 to 10",
    ),
    "labels alike": (
        changed("label: 반대", "label: 찬성"),
        "a.md:13: options[1].label: '찬성' is there twice — choose another label",
    ),
    "emoji alike but for the skin": (
        changed("👎", "👍🏽"),
        "a.md:14: options[1].emoji: 👍 stands for two options — choose another",
    ),
    "emoji that saves": (
        changed("👎", "🔖"),
        "a.md:14: options[1].emoji: 🔖 saves the article, so it can’t stand for an option — choose another",
    ),
    "two emoji": (
        changed("👎", "👎👎"),
        "a.md:14: options[1].emoji: '👎👎' is not one emoji — write one such as 👍, or {discord: …, slack: …, "
        "local: …} for a custom one",
    ),
    "no emoji": (
        changed("👎", "no"),
        "a.md:14: options[1].emoji: 'no' is not one emoji — write one such as 👍, or {discord: …, slack: …, local: …} "
        "for a custom one",
    ),
    "custom emoji by name alone": (
        changed("emoji: 👎", "emoji: {discord: door, slack: door, local: 🚪}"),
        "a.md:14: options[1].emoji.discord: 'door' is no emoji on discord — write it as in <:door:123456789012345678>",
    ),
    "unknown platform": (
        changed("emoji: 👎", "emoji: {slak: door}"),
        "a.md:14: options[1].emoji.slak: is not a platform — did you mean 'slack'?",
    ),
    "option without emoji": (
        changed("    emoji: 👎\n", ""),
        "a.md:13: options[1].emoji: is missing — add one, as in emoji: 👍",
    ),
    "side that is no option, and speaker that is no mascot": (
        changed("speaker: booki\n    side: 찬성", "speaker: boki\n    side: 중립"),
        "a.md:16: squabble[0].speaker: there is no mascot 'boki' — did you mean 'booki'?",
    ),
    "side that is no option": (
        changed("side: 찬성", "side: 중립"),
        "a.md:17: squabble[0].side: there is no option '중립' — known are: 반대, 찬성",
    ),
    "unknown key of a line": (
        changed("    says: 저는 찬성이에요.", "    say: 저는 찬성이에요."),
        "a.md:18: squabble[0].say: is not a key of a squabble’s line — did you mean 'says'?",
    ),
    "unknown speaker": (
        changed("speaker: booki", "speaker: boki"),
        "a.md:16: squabble[0].speaker: there is no mascot 'boki' — did you mean 'booki'?",
    ),
    "unknown previous": (
        changed("category: 기술", "category: 기술\nprevious: nothing"),
        "a.md:4: previous: there is no article 'nothing' — known are: a",
    ),
    "source": (
        changed("category: 기술", "category: 기술\nsource: javascript:alert(1)"),
        "a.md:4: source: 'javascript:alert(1)' is not an address of the web — write it in full, as in https://…",
    ),
    "draft": (changed("category: 기술", "category: 기술\ndraft: maybe"), "a.md:4: draft: must be true or false"),
    "key twice": (
        changed("category: 기술", "category: 기술\ntitle: 다시"),
        "a.md:4: title: the key is there twice, first on line 2 — keep one of them",
    ),
    "colon in text": (
        changed("title: 제목", "title: 제목: 부제"),
        "a.md:2: there is a ': ' inside text, or the indentation is off — put the text in quotes, or align the keys",
    ),
    "tab": (changed("  - 둘", "\t- 둘"), "a.md:7: the line is indented with a tab — indent with spaces"),
    "bomb of aliases": (
        changed("title: 제목", "title: &a [x, x]\nauthor: [*a, *a]"),
        "a.md:2: title: '&a' is a YAML anchor or alias, which is not used here — write the value out; put text that "
        "begins with & or * in quotes",
    ),
    "front matter that is a list": (
        "---\n- a\n---\nb\n",
        "a.md:2: must be a mapping with the keys of an article — write title, category, published, source, author, "
        "draft, pick, tags, previous, summary, question, options, squabble below it",
    ),
    "no front matter": (
        "# 제목\n",
        "a.md:1: the file does not begin with front matter — begin it with a line ---",
    ),
    "no end": (
        "---\ntitle: 제목\n\n본문\n",
        "a.md:1: the front matter has no end — close it with a line ---",
    ),
    "empty": ("", "a.md:1: the file is empty — write it, or remove it"),
    "NUL byte": (
        changed("본문", "본\x00문"),
        "a.md:23: there is a control character (U+0000) in the text — remove it",
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_told_at_its_place(tmp_path: Path, mistake: str) -> None:
    text, expected = MISTAKES[mistake]
    assert expected in told(tmp_path, load(tmp_path, a=text).problems)


IN_KOREAN = {
    "no title": "a.md:2: title: 빠져 있어요 — 적어 주세요",
    "long title": "a.md:2: title: 151자예요. 150자까지만 쓸 수 있어요 — 줄여 주세요",
    "no time zone": (
        "a.md:4: published: 시간대가 없어요 — 2025-04-28T04:57:00+09:00처럼 날짜, 시각, 시간대를 적어 주세요"
    ),
    "two lines": "a.md:5: summary: 2줄이에요 — 꼭 세 줄로 적어 주세요",
    "summary as text": "a.md:5: summary: 목록을 적는 자리예요 — 한 줄에 하나씩 ‘- ’ 뒤에 적어 주세요",
    "one option": "a.md:10: options: 답이 1개예요 — 2~10개를 적어 주세요",
    "labels alike": "a.md:13: options[1].label: ‘찬성’이 두 번 나와요 — 다른 말로 적어 주세요",
    "emoji that saves": (
        "a.md:14: options[1].emoji: 🔖 이모지는 기사를 저장할 때 눌러서 답에는 쓸 수 없어요 — 다른 이모지를 골라 주세요"
    ),
    "option without emoji": "a.md:13: options[1].emoji: 빠져 있어요 — emoji: 👍처럼 적어 주세요",
    "source": ("a.md:4: source: ‘javascript:alert(1)’는 웹 주소가 아니에요 — https://…처럼 주소 전체를 적어 주세요"),
    "no end": "a.md:1: 머리말이 닫히지 않았어요 — 머리말 끝에 ‘---’만 적은 줄을 넣어 주세요",
}


@pytest.mark.parametrize("mistake", IN_KOREAN)
def test_a_mistake_is_told_in_the_language_of_whoever_reads_it(tmp_path: Path, mistake: str) -> None:
    assert IN_KOREAN[mistake] in told(tmp_path, load(tmp_path, a=MISTAKES[mistake][0]).problems, KOREAN)


def test_an_article_that_is_asked_for_and_is_none_is_told_with_those_there_are(tmp_path: Path) -> None:
    library = load(tmp_path, b=changed("title: 제목\n", ""))
    with pytest.raises(UsageError) as empty:
        article_named(library, "a")
    assert empty.value.sentence.hint(KOREAN) == "아직 기사가 하나도 없어요."
    with pytest.raises(UsageError) as broken:
        article_named(library, "b")
    assert broken.value.sentence.said(KOREAN) == f"{tmp_path}/articles/b.md에 오류가 있어서 기사 ‘b’를 쓸 수 없어요."
    with pytest.raises(UsageError) as unknown:
        article_named(load(tmp_path, one=GOOD, two=GOOD), "광장")
    assert unknown.value.sentence.in_full(KOREAN) == (
        f"{tmp_path}에 ‘광장’이라는 기사가 없어요. 이런 기사가 있어요: two, one"
    )
    assert str(unknown.value) == f"There is no article '광장' in {tmp_path}. There are: two, one."


def test_what_is_wrong_with_an_option_or_a_line_is_told_at_once(tmp_path: Path) -> None:
    text = changed("label: 찬성\n    emoji: 👍", "label: 반대\n    emoji: 1")
    text = text.replace("speaker: booki\n    side: 찬성", "speaker: boki\n    side: 중립")
    assert told(tmp_path, load(tmp_path, a=text).problems) == [
        "a.md:12: options[0].emoji: '1' is not one emoji — write one such as 👍, or {discord: …, slack: …, local: …}"
        " for a custom one",
        "a.md:13: options[1].label: '반대' is there twice — choose another label",
        "a.md:16: squabble[0].speaker: there is no mascot 'boki' — did you mean 'booki'?",
        "a.md:17: squabble[0].side: there is no option '중립' — known are: 반대",
    ]


def test_a_side_is_not_blamed_for_its_options_mistake(tmp_path: Path) -> None:
    for mistake in (
        changed("emoji: 👍", "emoji: 1"),
        changed("label: 찬성\n", "label: 찬성 \n").replace("emoji: 👍", "x: 1"),
    ):
        assert not any("squabble" in one for one in told(tmp_path, load(tmp_path, a=mistake).problems))


def test_a_good_article_has_no_problem(tmp_path: Path) -> None:
    library = load(tmp_path, a=GOOD)
    assert library.problems == ()
    assert [article.slug for article in library.all()] == ["a"]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (GOOD.encode("utf-16"), "a.md:1: the file is not UTF-8 — save it as UTF-8 in your editor"),
        (
            GOOD.encode().replace("둘".encode(), b"\xb5\xd1"),
            "a.md:7: the file is not UTF-8 — save it as UTF-8 in your editor",
        ),
        (GOOD.encode() + b"x" * 1024 * 1024, "a.md:1: the file is larger than 1 MiB — make it shorter"),
    ],
)
def test_a_file_that_is_no_fitting_text_is_refused(tmp_path: Path, data: bytes, expected: str) -> None:
    library = load(tmp_path, a=data)
    assert told(tmp_path, library.problems) == [expected]
    assert library.all() == ()


def test_windows_line_ends_and_a_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    plain = load(tmp_path, a=GOOD).get("a")
    windows = load(tmp_path, a="\ufeff".encode() + GOOD.replace("\n", "\r\n").encode())
    assert windows.problems == ()
    assert windows.get("a") == plain


def test_mistakes_in_one_article_are_told_together(tmp_path: Path) -> None:
    text = changed("+09:00", "").replace("  - 셋\n", "").replace("emoji: 👎", "emoji: 👍")
    lines = [(problem.line, problem.key) for problem in load(tmp_path, a=text).problems]
    assert lines == [(4, "published"), (5, "summary"), (13, "options[1].emoji")]


def test_without_a_summary_an_article_loads_with_a_warning(tmp_path: Path) -> None:
    library = load(tmp_path, a=changed("summary:\n  - 하나\n  - 둘\n  - 셋\n", ""))
    (problem,) = library.problems
    assert problem.severity is Severity.WARNING
    assert str(problem.what) == "is missing, so the article can’t be posted"
    article = library.get("a")
    assert article is not None
    assert article.summary == ()


def test_two_files_of_one_slug_are_told_and_the_first_one_stays(tmp_path: Path) -> None:
    twice = {"2025_01_01_talk": GOOD, "2025_02_01_talk": GOOD.replace("제목", "다른 제목")}
    library = load(tmp_path, **twice)
    assert told(tmp_path, library.problems) == [
        f"2025-02-01-talk.md:1: the slug 'talk' is also that of {tmp_path}/articles/2025-01-01-talk.md — "
        "rename one of the two; a leading date does not count"
    ]
    article = library.get("talk")
    assert article is not None
    assert article.title == "제목"
    load(tmp_path, **{"2024_01_01_talk": GOOD.replace("제목", "더 이른 파일")})
    library.load()
    kept = library.get("talk")
    assert kept is not None
    assert kept.title == "제목"
    assert len(library.problems) == 2


def test_articles_that_lead_back_to_themselves_are_told_and_lose_the_link(tmp_path: Path) -> None:
    def after(slug: str) -> str:
        return changed("category: 기술", f"category: 기술\nprevious: {slug}")

    library = load(tmp_path, a=after("b"), b=after("c"), c=after("b"), d=after("d"), e=after("a"))
    what = "previous: the articles before this one lead back to it — let the first of the series name none"
    assert told(tmp_path, library.problems) == [f"{name}.md:4: {what}" for name in "bcd"]
    previous = {article.slug: article.previous for article in library.all()}
    assert previous == {"a": "b", "b": None, "c": None, "d": None, "e": "a"}


def test_every_wrong_link_is_told_and_what_was_meant_is_looked_for_only_for_the_first(tmp_path: Path) -> None:
    """Each look compares with every article: thousands of both had taken minutes."""
    wrong = {f"article{n:02}": changed("category: 기술", f"category: 기술\nprevious: articel{n:02}") for n in range(30)}
    hints = [line.partition(" — ")[2] for line in told(tmp_path, load(tmp_path, **wrong).problems)]
    assert len(hints) == 30
    assert all(hint.startswith("did you mean 'article") for hint in hints[:20])
    assert set(hints[20:]) == {"write the slug of an article that is there"}


@pytest.mark.parametrize("name", ["a b", "-", "a?", "x" * 101])
def test_a_name_that_gives_no_slug_is_told(tmp_path: Path, name: str) -> None:
    (problem,) = load(tmp_path, **{name: GOOD}).problems
    assert (problem.line, problem.key) == (1, "")
    assert str(problem.what).startswith("the file’s name gives no slug")


def test_a_name_decomposed_by_the_file_system_gives_the_composed_slug(tmp_path: Path) -> None:
    library = load(tmp_path, **{"2025_01_01_\u1100\u116a\u11bc\u110c\u1161\u11bc": GOOD})
    assert library.get("광장") is not None


def test_links_inside_the_folder_are_read_and_others_refused(tmp_path: Path) -> None:
    library = load(tmp_path)
    articles = tmp_path / "articles"
    (tmp_path / "outside.text").write_text(GOOD, encoding="utf-8")
    (articles / ".data").mkdir()
    (articles / ".data" / "a.md").write_text(GOOD, encoding="utf-8")
    (articles / "a.md").symlink_to(Path(".data") / "a.md")
    (articles / "b.md").symlink_to(tmp_path / "outside.text")
    (articles / "c.md").symlink_to(tmp_path / "nothing.md")
    (articles / "d.md").symlink_to(articles / "d.md")
    (articles / "e.md").mkdir()
    os.mkfifo(articles / "f.md")
    library.load()
    assert [article.slug for article in library.all()] == ["a"]
    assert told(tmp_path, library.problems) == [
        "b.md:1: the file is a link out of this folder — replace it by the file itself",
        "c.md:1: the file is a link that leads nowhere — replace it by the file itself",
        "d.md:1: the file is a link that leads nowhere — replace it by the file itself",
        "e.md:1: the file is a folder or a device, not a file — check the path",
        "f.md:1: the file is a folder or a device, not a file — check the path",
    ]


def test_without_the_folder_of_articles_one_problem_says_so(tmp_path: Path) -> None:
    library = Library(tmp_path)
    library.load()
    assert [str(problem) for problem in library.problems] == [
        f"{tmp_path}/articles:1: the folder of articles can’t be read (no such file or directory) — check the path"
    ]
    assert [problem.said(KOREAN) for problem in library.problems] == [
        f"{tmp_path}/articles:1: 기사 폴더를 읽을 수 없어요(파일이나 폴더가 없음) — 경로를 확인해 주세요"
    ]


MASCOT_MISTAKES = {
    "unknown key": ("a:\n  name: {ko: 가}\n  emoji: 🦉\n  colour: red\n", "4: a.colour: is not a key of a mascot"),
    "no emoji": ("a:\n  name: {ko: 가}\n", "1: a.emoji: is missing"),
    "no name": ("a:\n  emoji: 🦉\n", "1: a.name: is missing"),
    "wrong emoji": ("a:\n  name: {ko: 가}\n  emoji: owl\n", "3: a.emoji: 'owl' is not one emoji"),
    "unknown language": ("a:\n  name: {jp: x}\n  emoji: 🦉\n", "2: a.name.jp: is not a key of a text in each language"),
    "key": ("A B:\n  name: {ko: 가}\n  emoji: 🦉\n", "1: A B: 'A B' is not a mascot’s key"),
    "list": ("- a\n", "1: the file names no mascot"),
    "syntax": ("a: {\n", "1: a list in [ ] or a mapping in { } is not well formed"),
}


@pytest.mark.parametrize("mistake", MASCOT_MISTAKES)
def test_a_mistake_in_the_mascots_is_told_and_the_built_in_ones_stay(tmp_path: Path, mistake: str) -> None:
    text, expected = MASCOT_MISTAKES[mistake]
    (tmp_path / "mascots.yaml").write_text(text, encoding="utf-8")
    library = load(tmp_path, a=GOOD)
    assert any(str(problem).startswith(f"{tmp_path}/mascots.yaml:{expected}") for problem in library.problems)
    assert set(library.mascots()) == {"booki", "moki"}
    assert library.get("a") is not None


def test_an_unknown_speaker_costs_the_squabble_and_not_the_article(tmp_path: Path) -> None:
    (tmp_path / "mascots.yaml").write_text("hodu:\n  name: {ko: 호두}\n  emoji: 🐕\n", encoding="utf-8")
    library = load(tmp_path, a=GOOD, b=changed("speaker: booki", "speaker: hodu"))
    squabbles = {article.slug: len(article.squabble) for article in library.all()}
    assert squabbles == {"a": 0, "b": 1}
    assert library.mascots()["hodu"].name("en") == "호두"
